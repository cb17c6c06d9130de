//! What the writing itself says: white space, final newline, order of keys. Any program that saves the file changes it, so it
//! decides only what nothing else decides.

use super::bands::Bands;
use super::places::places;
use super::scan::Form;
use crate::json::{Document, Node};
use crate::semaphore::{Band, shape};

/// How the file is written.
#[derive(Debug)]
pub(super) struct Looks {
    /// Bands whose servers write like this; empty where none does.
    pub written_by: Bands,
    /// First object whose keys are in no server's order.
    pub disorder: Option<Node>,
    /// What a server would not have written so.
    pub remarks: Vec<String>,
}

/// Looks at the source and the forms of its objects.
pub(super) fn looks(doc: &Document, forms: &[Form]) -> Looks {
    let sorted = forms.iter().find(|form| !sorted(doc, form.node));
    let old = forms.iter().find(|form| !in_old_order(doc, form));
    let white = white_space(doc);
    let newline = doc.source().last() == Some(&b'\n');
    let mut remarks = Vec::new();
    let disorder = if let (Some(form), Some(_)) = (sorted, old) {
        remarks.push(format!(
            "the keys of {} are in no server's order: a person or a program has written them",
            doc.entity(form.node)
        ));
        Some(form.node)
    } else {
        None
    };
    match &white {
        White::Compact | White::Two => {}
        White::Other(what) => remarks.push(format!("{what}, as no server writes it: another program has saved the file")),
    }
    let new = |bands: Bands| if sorted.is_none() && !newline { bands } else { Bands::NONE };
    let written_by = match white {
        White::Compact => {
            let since_2_10_27 = new(Bands::between(Band::V2_10_27, Band::V2_15_0));
            let before = if old.is_none() && newline { Bands::between(Band::V2_9_56, Band::V2_10_25Beta) } else { Bands::NONE };
            since_2_10_27.or(before)
        }
        White::Two => new(Bands::between(Band::V2_16_0, Band::V2_20_0Alpha1)),
        White::Other(_) => Bands::NONE,
    };
    Looks { written_by, disorder, remarks }
}

enum White {
    Compact,
    Two,
    Other(String),
}

fn white_space(doc: &Document) -> White {
    let style = doc.style();
    match &style.lines {
        None if doc.is_empty(doc.root()) => White::Other("the file is empty".into()),
        None if style.colon == ":" && style.comma == "," => White::Compact,
        None => White::Other("blanks stand in a one-line file".into()),
        Some(lines) if lines.indent == "  " && lines.end == "\n" => White::Two,
        Some(lines) if lines.end == "\r\n" => White::Other("lines end as on Windows".into()),
        Some(lines) if lines.indent.starts_with('\t') => White::Other("the file is indented by tabs".into()),
        Some(lines) if lines.indent.len() == 1 => White::Other("the file is indented by one blank".into()),
        Some(lines) => White::Other(format!("the file is indented by {} blanks", lines.indent.len())),
    }
}

fn sorted(doc: &Document, object: Node) -> bool {
    doc.members(object).map(|(key, _)| key.text()).is_sorted()
}

/// The order of the structures of servers before 2.10.27.
fn in_old_order(doc: &Document, form: &Form) -> bool {
    let path = places()[form.place].path;
    let document = shape(Band::V2_10_25Beta);
    let object = if path.is_empty() { Some(document) } else { document.at(path).and_then(|field| field.children.as_ref()) };
    let Some(object) = object else { return false };
    doc.members(form.node)
        .map(|(key, _)| object.fields.iter().position(|field| key.is(field.key)).unwrap_or(usize::MAX))
        .is_sorted()
}
