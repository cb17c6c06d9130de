//! The layout of a document, guessed once from its source, so that new parts look like their surroundings.

use super::index::Kind;
use super::tree::{Document, Node};

/// How a document is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Line end and one level of indentation; `None` for one-line files.
    pub lines: Option<Lines>,
    /// Between key and value: `":"`, `": "`.
    pub colon: String,
    /// Between neighbours on one line: `","`, `", "`.
    pub comma: String,
    /// Whether `<`, `>` and `&` are escaped in strings, as Semaphore does.
    pub html: bool,
}

/// Line layout of an indented document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// `"\n"` or `"\r\n"`.
    pub end: String,
    /// One level: two spaces, four, a tab.
    pub indent: String,
}

impl Style {
    /// White space before a child (or the closing bracket) at `depth` levels of indentation.
    #[must_use]
    pub fn lead(&self, depth: usize) -> String {
        self.lines.as_ref().map_or_else(String::new, |l| format!("{}{}", l.end, l.indent.repeat(depth)))
    }

    /// Separator between two children at `depth`.
    #[must_use]
    pub fn separator(&self, depth: usize) -> String {
        if self.lines.is_some() { format!(",{}", self.lead(depth)) } else { self.comma.clone() }
    }
}

impl Document {
    /// The layout of the source.
    #[must_use]
    pub fn style(&self) -> &Style {
        self.style.get_or_init(|| self.guess_style())
    }

    fn guess_style(&self) -> Style {
        let src = &self.src;
        let multi = self.first_container_with_children();
        let mut style = Style { lines: None, colon: ":".into(), comma: ",".into(), html: html_escaped(src) };
        let Some((container, depth)) = multi else {
            return style;
        };
        let entry = &self.index.entries[container.0 as usize];
        let children = self.source_children(container);
        let begin = |n: Node| self.key_span(n).or_else(|| self.span(n)).map_or(0, |r| r.start);
        let gap = &src[entry.start as usize + 1..begin(children[0].value)];
        if let Some(newline) = gap.iter().position(|b| *b == b'\n') {
            let end = if newline > 0 && gap[newline - 1] == b'\r' { "\r\n" } else { "\n" };
            let indent = &gap[newline + 1..];
            let unit = indent.len() / (depth + 1);
            style.lines = Some(Lines { end: end.into(), indent: String::from_utf8_lossy(&indent[..unit]).into_owned() });
        }
        if let (Some(key), Some(value)) = (self.key_span(children[0].value), self.span(children[0].value)) {
            style.colon = String::from_utf8_lossy(&src[key.end..value.start]).into_owned();
        }
        style.comma = self.guess_comma(style.colon.len() > 1);
        style
    }

    /// The separator of the first two neighbours that stand on one line.
    fn guess_comma(&self, spaced: bool) -> String {
        for entry in self.index.entries.iter().take(4096) {
            let Some(parent) = self.index.entries.get(entry.parent as usize) else { continue };
            let Some(next) = self.index.entries.get(entry.next as usize) else { continue };
            if next.parent != entry.parent {
                continue;
            }
            let start = if parent.kind == Kind::Object { next.label } else { next.start };
            let gap = &self.src[entry.end as usize..start as usize];
            if !gap.contains(&b'\n') {
                return String::from_utf8_lossy(gap).into_owned();
            }
        }
        if spaced { ", ".into() } else { ",".into() }
    }

    fn first_container_with_children(&self) -> Option<(Node, usize)> {
        let at = self.index.entries.iter().position(|e| matches!(e.kind, Kind::Object | Kind::Array))?;
        let node = Node(u32::try_from(at).ok()?);
        (self.index.entries[at].next as usize > at + 1).then_some((node, 0))
    }
}

/// Escaped unless the file shows that its writer does not escape.
fn html_escaped(src: &[u8]) -> bool {
    let mut rest = src;
    while let Some(at) = rest.iter().position(|b| matches!(b, b'<' | b'>' | b'&' | b'\\')) {
        if rest[at] != b'\\' {
            return false;
        }
        if [&b"\\u003c"[..], b"\\u003e", b"\\u0026"].iter().any(|e| rest[at..].starts_with(e)) {
            return true;
        }
        rest = &rest[(at + 2).min(rest.len())..];
    }
    true
}
