//! A value laid out one member a line, as the source has it or as it is now; JSON kept as text is opened. For reading only:
//! commas between members are left out, so that a line differs only where its member does.

use crate::json::{Document, Kind, Node, Slot};
use crate::mask::{self, Place, Secrets};

/// Containers deeper than this are on one line.
const DEPTH: usize = 100;
/// JSON text within JSON text within JSON text.
const NESTED_TEXTS: usize = 3;

/// Which tree of an edited document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// As the source has it.
    Before,
    /// With the edits.
    After,
}

/// One line: two lines are the same if their `exact` is, whatever is masked.
#[derive(Debug, Clone)]
pub(super) struct DiffLine {
    pub exact: String,
    /// What is shown instead.
    pub masked: Option<String>,
}

impl DiffLine {
    pub(super) fn shown(&self) -> &str {
        self.masked.as_deref().unwrap_or(&self.exact)
    }
}

/// The lines of a value; `key` is that of the member it is.
pub(super) fn lines(doc: &Document, node: Node, view: View, key: Option<&str>, place: Place, secrets: Secrets) -> Vec<DiffLine> {
    let mut layout = Layout { secrets, texts: 0, out: Vec::new() };
    layout.value(doc, node, view, key, place, 0);
    layout.out
}

struct Layout {
    secrets: Secrets,
    /// JSON texts that are open.
    texts: usize,
    out: Vec<DiffLine>,
}

impl Layout {
    fn value(&mut self, doc: &Document, node: Node, view: View, key: Option<&str>, place: Place, depth: usize) {
        let lead = lead(depth, key);
        let (open, close) = match doc.kind(node) {
            Kind::Array => ("[", "]"),
            Kind::Object => ("{", "}"),
            _ => return self.scalar(doc, node, &lead, place, depth),
        };
        let children = children(doc, node, view);
        if children.is_empty() {
            self.line(format!("{lead}{open}{close}"));
        } else if depth > DEPTH {
            self.line(format!("{lead}{open} … {close}"));
        } else {
            self.line(format!("{lead}{open}"));
            let texts = |key: &str| {
                let child = children.iter().find(|c| c.key.as_deref() == Some(key))?;
                doc.text(child.node)
            };
            let mut before = None;
            for child in &children {
                let place = match &child.key {
                    Some(key) => place.member(key).resolve_guard(texts),
                    None => place.element_behind(before.as_deref()),
                };
                before = doc.text(child.node);
                self.value(doc, child.node, view, child.key.as_deref(), place, depth + 1);
            }
            self.line(format!("{}{close}", "  ".repeat(depth)));
        }
    }

    fn scalar(&mut self, doc: &Document, node: Node, lead: &str, place: Place, depth: usize) {
        if self.texts < NESTED_TEXTS
            && !place.secret
            && let Some(inner) = json_text(doc, node)
        {
            self.line(format!("{lead}JSON text"));
            self.texts += 1;
            self.value(&inner, inner.root(), View::After, None, place, depth + 1);
            self.texts -= 1;
            return;
        }
        let raw = doc.raw(node);
        let exact = format!("{lead}{}", String::from_utf8_lossy(raw));
        let masked = match self.secrets {
            Secrets::Hidden => mask::token(raw, place).map(|token| format!("{lead}{token}")),
            Secrets::Shown => None,
        };
        self.out.push(DiffLine { exact, masked });
    }

    fn line(&mut self, exact: String) {
        self.out.push(DiffLine { exact, masked: None });
    }
}

fn lead(depth: usize, key: Option<&str>) -> String {
    let mut lead = "  ".repeat(depth);
    if let Some(key) = key {
        crate::json::escape_into(&mut lead, key, false);
        lead.push_str(": ");
    }
    lead
}

fn children(doc: &Document, node: Node, view: View) -> Vec<Slot> {
    if view == View::Before && doc.in_source(node) {
        return doc.was(node);
    }
    let key = |label| match label {
        crate::json::Label::Key(key) => Some(crate::json::Key::text(key).into_owned()),
        crate::json::Label::Index(_) => None,
    };
    doc.children(node).map(|(label, node)| Slot { key: key(label), node }).collect()
}

/// The document in a string that holds an object or a list as JSON text.
pub(super) fn json_text(doc: &Document, node: Node) -> Option<Document> {
    let text = doc.text(node)?;
    parse_text(&text)
}

/// An object or a list with something in it.
pub(super) fn parse_text(text: &str) -> Option<Document> {
    let body = text.trim();
    if !body.starts_with(['{', '[']) || body.len() < 3 {
        return None;
    }
    let inner = Document::parse(body.as_bytes().to_vec()).ok()?;
    (inner.oddities().is_empty() && !inner.is_empty(inner.root())).then_some(inner)
}
