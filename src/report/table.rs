//! What became of several files, in a table: the end of a migration of many.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use crate::text::safe;

const HEAD: Style = Style::new().effects(Effects::BOLD);
const BAD: Style = AnsiColor::BrightRed.on_default();

/// What became of the result of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// Nothing is written.
    No,
    /// The file is its own result, and stays as it was.
    Unchanged,
    /// It took the place of the file.
    InPlace,
    /// It is in this file.
    To(String),
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// As it was named.
    pub(crate) file: String,
    /// The versions that can have written it.
    pub(crate) from: String,
    /// The version that the result is for.
    pub(crate) to: String,
    /// Where the result is.
    pub(crate) written: Written,
    /// Losses.
    pub(crate) losses: usize,
    /// Keys and tokens to enter again.
    pub(crate) secrets: usize,
    /// `--accept-loss`: the rules behind losses that are not accepted.
    pub(crate) open: Vec<String>,
}

const NAMES: [&str; 6] = ["file", "from", "to", "written", "losses", "secrets"];
/// Between columns.
const GAP: usize = 2;
/// Paths are not cut below this.
const LEAST: usize = 12;

/// The rows below a heading. Where the terminal is too narrow for both paths, that of the result gives way first.
#[must_use]
pub(crate) fn human(rows: &[Row], width: usize) -> String {
    let table = |paths: bool| {
        let mut cells: Vec<[String; 6]> = vec![NAMES.map(str::to_owned)];
        cells.extend(rows.iter().map(|row| {
            let written = match &row.written {
                Written::To(path) if paths => safe_line(path),
                Written::To(_) => "yes".to_owned(),
                Written::InPlace => "in place".to_owned(),
                Written::Unchanged => "unchanged".to_owned(),
                Written::No => "no".to_owned(),
            };
            [safe_line(&row.file), row.from.clone(), row.to.clone(), written, row.losses.to_string(), row.secrets.to_string()]
        }));
        cells
    };
    let widths = |cells: &[[String; 6]]| -> [usize; 6] { std::array::from_fn(|column| longest(cells, column)) };
    let over = |widths: &[usize; 6]| (widths.iter().sum::<usize>() + GAP * (NAMES.len() - 1)).saturating_sub(width);
    let mut cells = table(true);
    if over(&widths(&cells)) > 0 {
        cells = table(false);
    }
    for shorten in [without_common_folder, without_common_end] {
        if over(&widths(&cells)) > 0 {
            shorten(&mut cells[1..]);
        }
    }
    let mut widths = widths(&cells);
    widths[0] = widths[0].saturating_sub(over(&widths)).max(LEAST.min(widths[0]));
    let mut out = String::new();
    for (at, row) in cells.iter().enumerate() {
        let line: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{:width$}", cut(cell, width))).collect();
        let line = line.join(&" ".repeat(GAP));
        let style = match at {
            0 => HEAD,
            _ if rows[at - 1].written == Written::No => BAD,
            _ => Style::new(),
        };
        let _ = writeln!(out, "{style}{}{style:#}", line.trim_end());
    }
    out
}

/// Takes off the folders that all files are in.
fn without_common_folder(cells: &mut [[String; 6]]) {
    let names = || cells.iter().map(|row| row[0].as_str());
    let first = names().next().unwrap_or_default();
    let folders = first.match_indices('/').map(|(at, _)| &first[..=at]).rev();
    let common = folders.into_iter().find(|folder| names().all(|name| name.starts_with(folder)));
    let Some(length) = common.map(str::len) else { return };
    for row in cells {
        row[0].drain(..length);
    }
}

/// Cuts the end that all files have: it tells none of them from the others.
fn without_common_end(cells: &mut [[String; 6]]) {
    let names = || cells.iter().map(|row| row[0].as_str());
    let first = names().next().unwrap_or_default();
    let mut ends = first.char_indices().map(|(at, _)| &first[at..]).skip(1);
    let common = ends.find(|end| names().all(|name| name.len() > end.len() && name.ends_with(end)));
    let Some(length) = common.map(str::len).filter(|length| *length > '…'.len_utf8()) else { return };
    for row in cells {
        row[0].truncate(row[0].len() - length);
        row[0].push('…');
    }
}

/// The rules whose losses would have to be accepted for all files, each once.
#[must_use]
pub(crate) fn open_losses(rows: &[Row]) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for rule in rows.iter().flat_map(|row| &row.open) {
        if !all.contains(&rule.as_str()) {
            all.push(rule);
        }
    }
    all
}

fn safe_line(text: &str) -> String {
    safe::line(text).into_owned()
}

fn longest(cells: &[[String; 6]], column: usize) -> usize {
    cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
}

/// The end of a path tells files apart.
fn cut(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width { text.to_owned() } else { std::iter::once('…').chain(text.chars().skip(length + 1 - width)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(file: &str, written: Option<&str>) -> Row {
        let open = if written.is_none() { vec!["a/b".to_owned(), "a/c".to_owned()] } else { Vec::new() };
        let written = written.map_or(Written::No, |path| Written::To(path.to_owned()));
        Row { file: file.to_owned(), from: "2.9.56".to_owned(), to: "2.18.30".to_owned(), written, losses: 2, secrets: 5, open }
    }

    #[test]
    fn a_table_fits_the_terminal_by_cutting_the_beginnings_of_paths() {
        let rows = [row("backups/production/web.json", Some("out/production/web.json")), row("backups/shop.json", None)];
        let wide = anstream::adapter::strip_str(&human(&rows, 120)).to_string();
        assert!(wide.contains("backups/production/web.json  2.9.56  2.18.30  out/production/web.json  2       5"), "{wide}");
        let narrow = anstream::adapter::strip_str(&human(&rows, 70)).to_string();
        assert!(narrow.lines().all(|line| line.chars().count() <= 70), "{narrow}");
        assert!(narrow.contains("backups/production/web.json  2.9.56  2.18.30  yes"), "{narrow}");
        let narrower = anstream::adapter::strip_str(&human(&rows, 60)).to_string();
        assert!(narrower.contains("production/web…  2.9.56") && narrower.contains("shop…  "), "{narrower}");
        let narrowest = anstream::adapter::strip_str(&human(&rows, 50)).to_string();
        assert!(narrowest.contains("uction/web…  2.9.56"), "{narrowest}");
    }

    #[test]
    fn what_all_files_have_in_common_gives_way_first() {
        let rows =
            ["2.13.3", "2.13.15"].map(|version| row(&format!("old/backups/{version}-mysql-full.json"), Some("out/x.json")));
        let narrow = anstream::adapter::strip_str(&human(&rows, 52)).to_string();
        assert!(narrow.contains("\n2.13.3…") && narrow.contains("\n2.13.15…"), "{narrow}");
    }

    #[test]
    fn losses_of_several_files_are_named_once() {
        assert_eq!(open_losses(&[row("a", None), row("b", Some("c")), row("d", None)]), ["a/b", "a/c"]);
    }
}
