//! What an unknown key may have meant: another letter case, a typing mistake, a key of other versions. Words only.

use crate::json::{Document, Label, Node};
use crate::semaphore::{Band, Field, ObjectShape, Type, all_fields};
use crate::text::suggest::nearest;

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
    let first = rows.iter().map(|row| row.life.since).min()?;
    let last = rows.iter().map(|row| row.life.last()).max()?;
    if let Some((old, successor)) =
        rows.iter().filter(|row| row.life.ended_before(band)).find_map(|row| Some((row, row.successor?)))
    {
        let since = old.life.last().next().unwrap_or(old.life.last()).first_version();
        return Some(match all_fields().find(|new| new.path.trim_end_matches("[]") == successor) {
            Some(new) if is_renamed(old, new) => format!("it is called `{}` since {since}", new.split().1),
            _ => format!("`{successor}` took its place in {since}"),
        });
    }
    let before = all_fields().filter(|old| old.holds_in(band)).find(|old| rows.iter().any(|new| is_successor(old, new)));
    Some(match before {
        Some(old) if rows.iter().any(|new| is_renamed(old, new)) => {
            format!("it is called `{}` until {}", old.split().1, old.life.last().last_version())
        }
        Some(old) => format!("it exists only since {}; before there was `{}`", first.first_version(), old.path),
        None if band < first => format!("it exists only since {}", first.first_version()),
        None => format!("it exists only until {}", last.last_version()),
    })
}

fn is_successor(old: &Field, new: &Field) -> bool {
    old.successor == Some(new.path.trim_end_matches("[]"))
}

/// Whether a key has another name for the same, in the same object.
fn is_renamed(old: &Field, new: &Field) -> bool {
    is_successor(old, new) && parent(old) == parent(new) && new.ty != Type::List
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
