//! `docs/format.md`, written from the tables.

use std::fmt::Write as _;

use crate::semaphore::{
    Band, Db, END, Effect, EffectKind, Field, Life, Orphan, Step, Target, Text, Type, all_effects, all_fields, stretches,
};

/// The page that describes the format of every version.
#[must_use]
pub(super) fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    versions(&mut page);
    databases(&mut page);
    page.push_str(READING);
    kinds(&mut page);
    let mut sections: Vec<&str> = Vec::new();
    for section in all_fields().map(|field| section_of(field.path)) {
        if !sections.contains(&section) {
            sections.push(section);
            describe(&mut page, section);
        }
    }
    page
}

const INTRODUCTION: &str = "\
<!-- Generated from src/semaphore: UPDATE=1 cargo test generated -->

# The format of a Semaphore project backup

One JSON document holds one project. It carries no version; everything in it is named, nothing numbered. This page is written from the tables
that semxform itself works with: what each version writes and reads, and what a restore does with it besides storing it.

## Versions

Releases that write the same keys and restore them the same way form a *band*. Bands from 2.9.56 to 2.10.25-beta write keys in a fixed order and unset values
as `null`; from 2.10.27 on keys are sorted and unset values are left out. Files are indented from 2.16 on.

";

const READING: &str = "
## How to read the tables

*Versions* are the first and the last that write and read the key; a question mark is where that is not proved. A key is always written unless
*unset* says how an unset value looks. On restore no key has to be there for the decoder. *Length* counts characters; MySQL and PostgreSQL refuse
more, SQLite and BoltDB do not. Rows are in the order in which servers since 2.10.27 decode the keys of an object.

What a restore does besides storing a value:

";

fn versions(page: &mut String) {
    page.push_str("| band | first stable release | last known | recorded | new |\n|---|---|---|---|---|\n");
    for band in Band::all() {
        let (first, last, about) = (band.first_version(), band.last_version(), band.about());
        let recorded = if band.is_recorded() { "yes" } else { "no" };
        let _ = writeln!(page, "| {band} | {first} | {last} | {recorded} | {about} |");
    }
    page.push_str(
        "\n*Recorded* are bands of which a server was run and recorded. What the others do was read in their source or is taken to be the \
         same, so `check` and `migrate` call what they say of them uncertain.\n",
    );
    page.push_str(
        "\nExact versions, both ends included; a question mark is where the format of just these versions is not proved:\n\n",
    );
    page.push_str("| from | to | band |\n|---|---|---|\n");
    for (from, to, band, certain) in stretches() {
        let open_end = to.to_string().replace(&END.to_string(), "x");
        let _ = writeln!(page, "| {from} | {open_end} | {band}{} |", if certain { "" } else { "?" });
    }
}

fn databases(page: &mut String) {
    page.push_str("\n## Databases\n\n| database | on a restore it |\n|---|---|\n");
    for db in Db::ALL {
        let _ = writeln!(page, "| {db} | {} |", db.about());
    }
}

fn kinds(page: &mut String) {
    page.push_str("| effect | meaning |\n|---|---|\n");
    for kind in EffectKind::ALL {
        let _ = writeln!(page, "| {} | {} |", kind.name(), kind.about());
    }
}

fn describe(page: &mut String, section: &str) {
    let rows: Vec<_> = all_fields().filter(|field| section_of(field.path) == section).collect();
    let Some(head) = rows.iter().find(|field| bare(field.path) == section) else { return };
    let _ = writeln!(page, "\n## `{section}`\n\n{} {}\n", head.doc, sentence(head));
    if rows.len() > 1 {
        page.push_str("| key | type | versions | unset | what it is |\n|---|---|---|---|---|\n");
    }
    for field in rows.iter().filter(|field| bare(field.path) != section) {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            below(field.path, section),
            type_word(field),
            span(field.life, field.unsure),
            unset(field),
            details(field).replace('|', "\\|"),
        );
    }
    let effects: Vec<_> = all_effects().iter().filter(|effect| section_of(effect.path) == section).collect();
    if effects.is_empty() {
        return;
    }
    page.push_str("\n| on restore | versions | databases | effect | error | note |\n|---|---|---|---|---|---|\n");
    for effect in effects {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {} |",
            below(effect.path, section),
            span(effect.life, effect.unsure),
            effect.dialect.name(),
            effect.kind.name(),
            step(effect),
            effect.note.replace('|', "\\|"),
        );
    }
}

fn section_of(path: &str) -> &str {
    path.split(['[', '.']).next().unwrap_or(path)
}

fn bare(path: &str) -> &str {
    path.strip_suffix("[]").unwrap_or(path)
}

fn below<'a>(path: &'a str, section: &str) -> &'a str {
    let rest = path.strip_prefix(section).unwrap_or(path);
    let rest = rest.strip_prefix("[]").unwrap_or(rest).trim_start_matches('.');
    if rest.is_empty() { path } else { rest }
}

fn sentence(head: &Field) -> String {
    let kind = match head.ty {
        Type::Object => "An object",
        Type::StringList => "A list of strings",
        _ => "A list",
    };
    let length = head.max_length.map_or(String::new(), |limit| format!(", each at most {limit} characters"));
    format!("{kind}{length}; {}.", span(head.life, head.unsure))
}

fn type_word(field: &Field) -> &'static str {
    match (field.ty, field.text) {
        (Type::String, Text::Json) => "JSON as text",
        (Type::String, Text::Cron) => "cron text",
        (Type::String, Text::Plain) => "string",
        (Type::Bool, _) => "boolean",
        (Type::Int, _) => "integer",
        (Type::Object, _) => "object",
        (Type::List, _) => "list",
        (Type::StringList, _) => "list of strings",
        (Type::Map, _) => "free object",
    }
}

/// `2.10.27 to 2.17.15`, `since 2.18.0`
fn span(life: Life, unsure: bool) -> String {
    let mark = if unsure { "?" } else { "" };
    let since = life.since;
    let Some(until) = life.until else { return format!("since {}{mark}", since.first_version()) };
    if since == until && since.first_version() == since.last_version() {
        format!("{}{mark}", since.first_version())
    } else {
        format!("{}{mark} to {}", since.first_version(), until.last_version())
    }
}

fn unset(field: &Field) -> &'static str {
    match (field.unset, field.life.since.uses_go_decoder(), field.life.last().uses_go_decoder()) {
        (false, ..) => "",
        (true, true, true) => "null",
        (true, true, false) => "null, left out since 2.10.27",
        (true, false, _) => "left out",
    }
}

fn details(field: &Field) -> String {
    let mut text = field.doc.to_owned();
    if let Some(link) = field.link {
        let target = match link.target {
            Target::Section(section) => format!("`{section}`"),
            Target::Node => "the workflow's nodes".to_owned(),
        };
        let orphan = match link.orphan {
            Some(Orphan::DropEntry) => ", and is nothing without it",
            _ => "",
        };
        let _ = write!(text, " Refers to {target}{orphan}.");
    }
    if let Some(limit) = field.max_length {
        let _ = write!(text, " Length {limit}.");
    }
    if !field.values.is_empty() {
        let words: Vec<_> =
            field.values.iter().map(|value| if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") }).collect();
        let _ = write!(text, " {}: {}.", if field.open { "Usual values" } else { "Values" }, words.join(", "));
    }
    if let Some(lossy) = field.lossy {
        let _ = write!(
            text,
            " Not to be trusted in exports {} ({}): {}.",
            span(lossy.life, false),
            lossy.dialect.name(),
            lossy.written
        );
    }
    if let Some(successor) = field.successor {
        let _ = write!(text, " Later: `{successor}`.");
    }
    text
}

fn step(effect: &Effect) -> &'static str {
    match effect.step {
        None => "",
        Some(_) if effect.kind == EffectKind::FatalIfExists => "nothing is created",
        Some(Step::Decode | Step::Verify) => "nothing is created",
        Some(Step::Restore) => "half-made project",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_of_every_row_in_whole_tables() {
        let page = markdown();
        for section in all_fields().map(|field| section_of(field.path)) {
            assert_eq!(page.matches(&format!("\n## `{section}`\n")).count(), 1, "{section} has one chapter");
        }
        for field in all_fields() {
            assert!(page.contains(field.doc), "{}", field.path);
        }
        for table in page.split("\n\n").filter(|part| part.starts_with('|')) {
            let columns = |line: &str| line.replace("\\|", "").matches('|').count();
            let width = columns(table.lines().next().unwrap());
            table.lines().for_each(|line| assert_eq!(columns(line), width, "{line}"));
        }
    }
}
