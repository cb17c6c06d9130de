//! The opened diff: what changed, laid out one member a line, for files that are one long line. For reading: no patch.

use std::io::{self, Write};
use std::time::Duration;

use similar::{DiffOp, group_diff_ops};

use super::lines::{DiffLine, View, lines};
use crate::json::{Document, Kind, Node, Path, Slot};
use crate::mask::{Place, Secrets};
use crate::text::compare::compare;
use crate::text::safe;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;
/// Time for comparing one entity.
const PATIENCE: Duration = Duration::from_millis(200);

/// Writes what changed, entity by entity; nothing where nothing did.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(doc: &Document, path: &str, secrets: Secrets, out: &mut dyn Write) -> io::Result<()> {
    let units = units(doc);
    if !units.is_empty() {
        writeln!(out, "# {path}, laid out one member a line for reading: not a patch (--diff unified is one)")?;
    }
    for unit in &units {
        unit.write(doc, secrets, out)?;
    }
    Ok(())
}

/// An entity, or a value beside the sections, that is not what it was.
struct Unit {
    before: Option<Slot>,
    after: Option<Slot>,
}

/// The changed entities in the order of the document.
fn units(doc: &Document) -> Vec<Unit> {
    let slot = |node| Slot { key: None, node };
    let mut found = Vec::new();
    if doc.root() == Node::SOURCE_ROOT {
        gather(doc, slot(doc.root()), 0, &mut found);
    } else {
        found.push(Unit { before: Some(slot(Node::SOURCE_ROOT)), after: Some(slot(doc.root())) });
    }
    found
}

/// Looks into the document and its sections; an entity, or an object that is no section, is one unit.
fn gather(doc: &Document, slot: Slot, depth: usize, found: &mut Vec<Unit>) {
    let node = slot.node;
    if !doc.is_touched(node) {
        return;
    }
    if depth > 1 || (depth == 1 && doc.kind(node) != Kind::Array) {
        found.push(Unit { before: Some(Slot { key: slot.key.clone(), node }), after: Some(slot) });
        return;
    }
    let Some(change) = doc.container_change(node) else {
        for slot in doc.was(node) {
            gather(doc, slot, depth + 1, found);
        }
        return;
    };
    let mut was = change.was.into_iter();
    let mut next = 0;
    // Children that stay do so in their order, so what lies between two of them is gone.
    for (slot, stays) in change.now {
        let Some(at) = stays else {
            found.push(Unit { before: None, after: Some(slot) });
            continue;
        };
        found.extend(was.by_ref().take(at - next).map(removed));
        next = at + 1;
        match was.next() {
            Some(old) if old.node == slot.node && old.key == slot.key => gather(doc, slot, depth + 1, found),
            before => found.push(Unit { before, after: Some(slot) }),
        }
    }
    found.extend(was.map(removed));
}

const fn removed(slot: Slot) -> Unit {
    Unit { before: Some(slot), after: None }
}

impl Unit {
    fn write(&self, doc: &Document, secrets: Secrets, out: &mut dyn Write) -> io::Result<()> {
        let lay = |slot: &Option<Slot>, view| match slot {
            Some(slot) => {
                let place = Place::on(&path(doc, slot.node, view));
                lines(doc, slot.node, view, slot.key.as_deref(), place, secrets)
            }
            None => Vec::new(),
        };
        let (before, after) = (lay(&self.before, View::Before), lay(&self.after, View::After));
        let old: Vec<&str> = before.iter().map(|l| l.exact.as_str()).collect();
        let new: Vec<&str> = after.iter().map(|l| l.exact.as_str()).collect();
        writeln!(out, "@@ {} @@", safe::line(&self.title(doc)))?;
        let operations = compare(&old, &new, PATIENCE);
        let groups = group_diff_ops(operations, CONTEXT);
        if groups.is_empty() {
            // JSON text was opened on both sides, and only its spaces or escapes changed.
            return writeln!(out, "  only the spelling of JSON kept as text changed");
        }
        for (i, group) in groups.iter().enumerate() {
            if i > 0 {
                writeln!(out, "  …")?;
            }
            for operation in group {
                if let DiffOp::Equal { .. } = operation {
                    print(out, ' ', &before[operation.old_range()])?;
                } else {
                    print(out, '-', &before[operation.old_range()])?;
                    print(out, '+', &after[operation.new_range()])?;
                }
            }
        }
        Ok(())
    }

    /// What it is called; with another name before, both.
    fn title(&self, doc: &Document) -> String {
        let before = self.before.as_ref().map(|s| doc.source_entity(s.node));
        let after = self.after.as_ref().map(|s| doc.entity(s.node));
        match (before, after) {
            // Places of things without a name move with their neighbours.
            (Some(before), Some(after)) if before != after && after.ends_with("\"]") => format!("{before} → {after}"),
            (before, after) => after.or(before).unwrap_or_default(),
        }
    }
}

fn path(doc: &Document, node: Node, view: View) -> Path {
    match view {
        View::Before => doc.path_in_source(node),
        View::After => doc.path(node),
    }
}

fn print(out: &mut dyn Write, sign: char, lines: &[DiffLine]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{sign} {}", safe::line(line.shown())))
}
