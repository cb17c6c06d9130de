//! What the writing itself says: white space, final newline, order of keys. Any program that saves the file changes it, so it
//! decides only what nothing else decides.

use super::places::places;
use super::scan::Form;
use crate::json::{Document, Node};
use crate::semaphore::{KeyOrder, LAYOUTS, Layout, shape};

/// How the file is written.
#[derive(Debug)]
pub(super) struct LayoutEvidence {
    /// The layout of servers that it has, if any.
    pub written_by: Option<&'static Layout>,
    /// First object whose keys are in no server's order.
    pub disorder: Option<Node>,
    /// What a server would not have written so.
    pub remarks: Vec<String>,
}

/// Reads the layout of the source and the forms of its objects.
pub(super) fn evidence(doc: &Document, forms: &[Form]) -> LayoutEvidence {
    let unsorted = forms.iter().find(|form| !is_sorted(doc, form.node));
    let not_in_old_order = forms.iter().find(|form| !is_in_old_order(doc, form));
    let white = white_space(doc);
    let newline = doc.source().last() == Some(&b'\n');
    let mut remarks = Vec::new();
    let disorder = if let (Some(form), Some(_)) = (unsorted, not_in_old_order) {
        remarks.push(format!(
            "the keys of {} are in no server's order: a person or a program has written them",
            doc.entity(form.node)
        ));
        Some(form.node)
    } else {
        None
    };
    match &white {
        White::Compact | White::Indented(_) => {}
        White::Other(what) => remarks.push(format!("{what}, as no server writes it: another program has saved the file")),
    }
    let written_by = LAYOUTS.iter().find(|layout| {
        let white = match &white {
            White::Compact => layout.indent.is_none(),
            White::Indented(by) => layout.indent == Some(by),
            White::Other(_) => false,
        };
        let order = match layout.order {
            KeyOrder::Structures => not_in_old_order.is_none(),
            KeyOrder::Sorted => unsorted.is_none(),
        };
        white && order && newline == layout.final_newline
    });
    LayoutEvidence { written_by, disorder, remarks }
}

enum White {
    Compact,
    Indented(&'static str),
    Other(String),
}

fn white_space(doc: &Document) -> White {
    let style = doc.style();
    if let Some(lines) = style.lines.as_ref().filter(|lines| lines.end == "\n")
        && let Some(by) = LAYOUTS.iter().filter_map(|layout| layout.indent).find(|by| *by == lines.indent)
    {
        return White::Indented(by);
    }
    match &style.lines {
        None if doc.is_empty(doc.root()) => White::Other("the file is empty".into()),
        None if style.colon == ":" && style.comma == "," => White::Compact,
        None => White::Other("there are spaces in a one-line file".into()),
        Some(lines) if lines.end == "\r\n" => White::Other("lines end as on Windows".into()),
        Some(lines) if lines.indent.starts_with('\t') => White::Other("the file is indented by tabs".into()),
        Some(lines) if lines.indent.len() == 1 => White::Other("the file is indented by one space".into()),
        Some(lines) => White::Other(format!("the file is indented by {} spaces", lines.indent.len())),
    }
}

fn is_sorted(doc: &Document, object: Node) -> bool {
    doc.members(object).map(|(key, _)| key.text()).is_sorted()
}

/// Whether the keys are in the order of the structures of old servers.
fn is_in_old_order(doc: &Document, form: &Form) -> bool {
    let path = places()[form.place].path;
    let Some(old) = LAYOUTS.iter().find(|layout| layout.order == KeyOrder::Structures) else { return false };
    let document = shape(old.life.last());
    let object = if path.is_empty() { Some(document) } else { document.at(path).and_then(|field| field.children.as_ref()) };
    let Some(object) = object else { return false };
    doc.members(form.node)
        .map(|(key, _)| object.fields.iter().position(|field| key.is(field.key)).unwrap_or(usize::MAX))
        .is_sorted()
}
