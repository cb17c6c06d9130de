//! The layout of a document, guessed once from its source, so that new parts look like their surroundings.

use super::Document;
use crate::json::node::{Key, Kind, Node};
use crate::json::read::index::Entry;

/// How a document is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Style {
    /// Line end and one level of indentation; `None` for one-line files.
    pub lines: Option<Lines>,
    /// Between key and value: `":"`, `": "`.
    pub colon: String,
    /// Between neighbours on one line: `","`, `", "`.
    pub comma: String,
    /// Whether `<`, `>` and `&` are escaped in strings, as Semaphore does.
    pub html: bool,
    /// Whether the members of the outermost object are in the order of their keys.
    pub sorted: bool,
}

/// Line layout of an indented document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    /// `"\n"` or `"\r\n"`.
    pub end: String,
    /// One level: two spaces, four, a tab.
    pub indent: String,
}

impl Default for Lines {
    /// As Semaphore writes since 2.16.
    fn default() -> Self {
        Self { end: "\n".into(), indent: "  ".into() }
    }
}

impl Document {
    /// The layout of the source.
    #[must_use]
    pub(crate) fn style(&self) -> &Style {
        self.style.get_or_init(|| self.guess_style())
    }

    fn guess_style(&self) -> Style {
        let lines = self.guess_lines();
        let colon = self.guess_colon().unwrap_or_else(|| if lines.is_some() { ": ".into() } else { ":".into() });
        let comma = self.guess_comma().unwrap_or_else(|| if colon.len() > 1 { ", ".into() } else { ",".into() });
        let root = self.source_children(Node::SOURCE_ROOT);
        let keys: Vec<_> = root.iter().filter_map(|child| self.key_of(*child)).map(Key::text).collect();
        let sorted = keys.len() > 1 && keys.is_sorted();
        Style { lines, colon, comma, html: html_escaped(&self.src), sorted }
    }

    /// From the first container whose children are on lines of their own.
    fn guess_lines(&self) -> Option<Lines> {
        let root = self.span(Node::SOURCE_ROOT)?;
        memchr::memchr(b'\n', &self.src[root])?;
        self.index.entries.iter().enumerate().find_map(|(at, entry)| {
            let node = Node(u32::try_from(at).ok()?);
            let gap = &self.src[entry.start as usize + 1..self.begin(self.child_of_source(node)?)];
            let newline = memchr::memrchr(b'\n', gap)?;
            let end = if gap[..newline].ends_with(b"\r") { "\r\n" } else { "\n" };
            let indent = &gap[newline + 1..];
            let indent = indent.strip_prefix(self.closing_indent(entry)).unwrap_or(indent);
            Some(Lines { end: end.into(), indent: String::from_utf8_lossy(indent).into_owned() })
        })
    }

    /// The blanks before a closing bracket that begins a line.
    fn closing_indent(&self, container: &Entry) -> &[u8] {
        let inner = &self.src[container.start as usize + 1..container.end as usize - 1];
        let blanks = inner.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let (before, indent) = inner.split_at(inner.len() - blanks);
        if before.ends_with(b"\n") { indent } else { b"" }
    }

    /// From the first member.
    fn guess_colon(&self) -> Option<String> {
        let member = self
            .index
            .entries
            .iter()
            .enumerate()
            .find(|(_, entry)| entry.parent().is_some_and(|parent| self.kind(Node(parent)) == Kind::Object));
        let (at, entry) = member?;
        let key = self.key_span(Node(u32::try_from(at).ok()?))?;
        let gap = self.source_text(key.end..entry.start as usize);
        (!gap.contains('\n')).then(|| gap.to_owned())
    }

    /// From the first two neighbours on one line.
    fn guess_comma(&self) -> Option<String> {
        self.index.entries.iter().take(4096).zip(0..).find_map(|(entry, at)| {
            let behind = entry.next(at);
            let next = self.index.entries.get(behind as usize).filter(|next| next.parent() == entry.parent())?;
            let gap = &self.src[entry.end as usize..self.begin(Node(behind))];
            (next.parent().is_some() && !gap.contains(&b'\n')).then(|| String::from_utf8_lossy(gap).into_owned())
        })
    }
}

/// Escaped unless the file shows that its writer does not escape.
fn html_escaped(src: &[u8]) -> bool {
    let plain = memchr::memchr3(b'<', b'>', b'&', src).unwrap_or(src.len());
    if plain == src.len() {
        return true;
    }
    let mut escapes = memchr::memmem::find_iter(&src[..plain], b"\\u00")
        .filter(|at| matches!(src.get(at + 4..at + 6), Some(b"3c" | b"3e" | b"26")));
    // A backslash that is escaped itself begins no escape.
    escapes.any(|at| src[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 0)
}
