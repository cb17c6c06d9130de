//! New text: values in the layout of the document, moved values in the layout they had. Any depth.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::node::{Kind, Node};
use crate::json::tree::Document;
use crate::json::tree::child::Child;
use crate::json::tree::style::Lines;
use crate::text::escape::string_body;

/// How values are laid out among their neighbours.
#[derive(Debug, Clone)]
pub(in crate::json) struct Layout<'a> {
    /// Blanks at the beginning of their lines.
    pub indent: Cow<'a, str>,
    /// Whether neighbours share a line.
    pub inline: bool,
}

/// A container that is being written.
struct OpenBlock<'a> {
    close: char,
    children: Cow<'a, [Child]>,
    at: usize,
}

/// What separates values.
struct Between<'a> {
    /// Of values that have lines of their own.
    lines: Option<Cow<'a, Lines>>,
    comma: &'a str,
    colon: &'a str,
    /// No white space at all, also not in what the source has.
    compact: bool,
}

impl Document {
    /// JSON text of a value as it is now, without spaces; tokens keep their text.
    pub(crate) fn compact(&self, node: Node) -> String {
        let mut out = String::new();
        self.write(node, "", &Between { lines: None, comma: ",", colon: ":", compact: true }, &mut out);
        out
    }

    /// Writes a value in a layout. What the source has keeps its text.
    pub(in crate::json) fn render(&self, node: Node, layout: &Layout<'_>, out: &mut String) {
        let style = self.style();
        let lines = || style.lines.as_ref().map_or_else(|| Cow::Owned(Lines::default()), Cow::Borrowed);
        let lines = (!layout.inline).then(lines);
        let comma = if lines.is_some() { "," } else { &*style.comma };
        self.write(node, &layout.indent, &Between { lines, comma, colon: &style.colon, compact: false }, out);
    }

    fn write(&self, node: Node, indent: &str, between: &Between<'_>, out: &mut String) {
        if !self.is_container(node) {
            return out.push_str(&self.token(node));
        }
        let unit = between.lines.as_ref().map_or("", |lines| &lines.indent);
        let mut indent = indent.to_owned();
        let new_line = |indent: &str, out: &mut String| {
            if let Some(lines) = &between.lines {
                out.push_str(&lines.end);
                out.push_str(indent);
            }
        };
        let mut open: Vec<OpenBlock<'_>> = Vec::new();
        let mut due = Some(node);
        loop {
            if let Some(node) = due.take() {
                match self.opened(node) {
                    Some(container) => {
                        out.push(if container.close == '}' { '{' } else { '[' });
                        if container.children.is_empty() {
                            out.push(container.close);
                        } else {
                            indent.push_str(unit);
                            open.push(container);
                        }
                    }
                    None if !self.is_container(node) => out.push_str(&self.token(node)),
                    None if between.compact => without_space(&self.token(node), out),
                    None => transplant(&self.token(node), &indent, out),
                }
            }
            let Some(container) = open.last_mut() else { return };
            if let Some(child) = container.children.get(container.at) {
                if container.at > 0 {
                    out.push_str(between.comma);
                }
                new_line(&indent, out);
                self.write_key(*child, between.colon, out);
                container.at += 1;
                due = Some(child.value);
            } else {
                indent.truncate(indent.len() - unit.len());
                new_line(&indent, out);
                out.push(container.close);
                open.pop();
            }
        }
    }

    /// Writes the key of a child and what separates it from the value; nothing for an element.
    pub(in crate::json) fn write_key(&self, child: Child, colon: &str, out: &mut String) {
        if let Some(key) = self.key_of(child) {
            out.push('"');
            out.push_str(&key.token());
            out.push('"');
            out.push_str(colon);
        }
    }

    /// A container that has to be laid out anew; `None` for what is written as its own text.
    fn opened(&self, node: Node) -> Option<OpenBlock<'_>> {
        let close = match self.kind(node) {
            Kind::Object => '}',
            Kind::Array => ']',
            _ => return None,
        };
        if !self.is_touched(node) {
            return None;
        }
        let children = match self.edited(node) {
            Some(children) => Cow::Borrowed(children),
            None => Cow::Owned(self.source_children(node)),
        };
        Some(OpenBlock { close, children, at: 0 })
    }

    /// Text of a stretch of the source that is known to be white space and punctuation.
    pub(in crate::json) fn source_text(&self, range: Range<usize>) -> &str {
        std::str::from_utf8(&self.src[range]).unwrap_or_default()
    }
}

/// Writes JSON text without the space between tokens.
fn without_space(json: &str, out: &mut String) {
    let mut rest = json;
    while let Some(open) = rest.find('"') {
        out.extend(rest[..open].split([' ', '\n', '\r', '\t']));
        let close = open + 2 + string_body(rest.as_bytes(), open).len();
        out.push_str(&rest[open..close]);
        rest = &rest[close..];
    }
    out.extend(rest.split([' ', '\n', '\r', '\t']));
}

/// Writes a text of several lines so that it is indented by `indent`; its last line shows how it was indented. Strings
/// hold no line ends, so all that changes is white space between tokens.
fn transplant(text: &str, indent: &str, out: &mut String) {
    let last = text.rfind('\n').map_or("", |newline| &text[newline + 1..]);
    let own = &last[..last.len() - last.trim_start_matches([' ', '\t']).len()];
    if own == indent || !text.contains('\n') {
        out.push_str(text);
        return;
    }
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number == 0 || line.trim_ascii().is_empty() {
            out.push_str(line);
            continue;
        }
        out.push_str(indent);
        out.push_str(line.strip_prefix(own).unwrap_or_else(|| line.trim_start_matches([' ', '\t'])));
    }
}
