//! What an unknown key may have meant: another letter case, a typing mistake, a key of other versions. Words only.

use crate::document::{Document, Label, Node};
use crate::format::{Band, Field, ObjectShape, all_fields};
use crate::near::nearest;

use super::tree::any_case;

/// The key of a member as it is written.
pub(super) fn written(doc: &Document, node: Node) -> Option<String> {
    match doc.label(node)? {
        Label::Key(key) => Some(key.text().into_owned()),
        Label::Index(_) => None,
    }
}

/// The known key that is meant by a wrong one.
pub(super) fn meant(shape: &ObjectShape, key: &str) -> Option<&'static str> {
    let known = || shape.fields.iter().map(|field| field.key);
    let folded = any_case(key);
    known().find(|k| *k == folded).or_else(|| nearest(key, known()))
}

/// What became of a key of other versions: "called title since 2.10.27".
pub(super) fn history(shape: &ObjectShape, key: &str, band: Band) -> Option<String> {
    let rows: Vec<&Field> = all_fields().filter(|row| is_here(row, shape, key)).collect();
    let renamed = rows.iter().filter(|row| row.until < band).find_map(|row| Some((row, row.successor?)));
    if let Some((row, successor)) = renamed {
        let since = row.until.next().unwrap_or(row.until).first_version();
        return Some(match successor.strip_prefix(&format!("{}.", parent(row))) {
            Some(name) => format!("it is called `{name}` since {since}"),
            None => format!("`{successor}` took its place in {since}"),
        });
    }
    let own = |field: &&Field| field.holds_in(band) && rows.iter().any(|row| field.successor == Some(row.path));
    if let Some(old) = all_fields().find(own) {
        let until = old.until.last_version();
        return Some(format!("it is called `{}` until {until}", old.split().1));
    }
    let first = rows.iter().map(|row| row.since).min()?;
    let last = rows.iter().map(|row| row.until).max()?;
    Some(if band < first {
        format!("it exists only since {}", first.first_version())
    } else {
        format!("it exists only until {}", last.last_version())
    })
}

fn is_here(row: &Field, shape: &ObjectShape, key: &str) -> bool {
    row.split().1.trim_end_matches("[]") == key && bare(parent(row)) == bare(shape.path)
}

fn parent(row: &Field) -> &'static str {
    row.split().0
}

fn bare(path: &str) -> &str {
    path.strip_suffix("[]").unwrap_or(path)
}
