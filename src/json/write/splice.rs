//! From the overlay to the text: which source ranges are replaced by what. All that no splice names is untouched.

use std::borrow::Cow;
use std::ops::Range;

use super::matching::match_children;
use super::render::Layout;
use crate::json::node::Node;
use crate::json::tree::Document;
use crate::json::tree::child::Child;
use crate::sorting;

/// One replaced stretch of the source; an empty range inserts, an empty text deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Splice {
    /// Bytes of the source that go.
    pub range: Range<usize>,
    /// What comes in their place.
    pub text: String,
    /// The container whose edit this is.
    pub inside: Node,
}

impl Document {
    /// The edits as replaced stretches of the source, in order, without overlap; none that would replace a text by
    /// itself. Linear in the edited containers.
    #[must_use]
    pub(crate) fn splices(&self) -> Vec<Splice> {
        let root = self.root();
        let mut work = Work { doc: self, open: Vec::new(), out: Vec::new() };
        if self.is_unchanged() {
            return work.out;
        }
        let inline = self.style().lines.is_none();
        if root == Node(0) {
            work.open.push((root, Layout { indent: "".into(), inline }));
        } else {
            let text = self.rendered(root, &Layout { indent: "".into(), inline });
            work.out.push(Splice { range: self.span(Node(0)).unwrap_or(0..0), text, inside: root });
        }
        while let Some((node, around)) = work.open.pop() {
            let found = work.open.len();
            work.container(node, &around);
            // In the order of the source.
            work.open[found..].reverse();
        }
        let mut out = work.out;
        out.retain(|s| self.src[s.range.clone()] != *s.text.as_bytes());
        sorting::sort_by_key(&mut out, |s| (s.range.start, s.range.end));
        out
    }

    /// The whole edited document.
    #[must_use]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.src.len());
        // Writing into a Vec cannot fail.
        let _ = self.write_to(&self.splices(), &mut out);
        out
    }

    /// Streams the edited document: untouched source ranges as they are, the texts of its splices between them.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn write_to(&self, splices: &[Splice], out: &mut (impl std::io::Write + ?Sized)) -> std::io::Result<()> {
        let mut at = 0;
        for splice in splices {
            out.write_all(&self.src[at..splice.range.start])?;
            out.write_all(splice.text.as_bytes())?;
            at = splice.range.end;
        }
        out.write_all(&self.src[at..])
    }
}

/// Splices that were found, and containers that kept their places, to look into.
struct Work<'a> {
    doc: &'a Document,
    open: Vec<(Node, Layout<'a>)>,
    out: Vec<Splice>,
}

impl<'a> Work<'a> {
    /// Splices inside a container; `around`: its own layout.
    fn container(&mut self, node: Node, around: &Layout<'a>) {
        let doc = self.doc;
        let (layout, lead) = self.inside(node, around);
        let Some((was, now)) = doc.own_change(node) else {
            let dirty = doc.child_nodes(node).filter(|child| doc.overlay.dirty.contains(*child));
            self.open.extend(dirty.map(|child| (child, layout.clone())));
            return;
        };
        let Some(inner) = doc.span(node).map(|r| r.start + 1..r.end - 1) else { return };
        match (was.is_empty(), now.is_empty()) {
            (true, true) => {}
            (false, true) => self.out.push(Splice { range: inner, text: String::new(), inside: node }),
            (true, false) => {
                // What was between the brackets was white space.
                let text = self.filled(now, around);
                self.out.push(Splice { range: inner, text, inside: node });
            }
            (false, false) => self.edited(&List::new(doc, node, &was, layout, lead), &was, now),
        }
    }

    /// The layout of the children of a container, and the white space before the first.
    fn inside(&self, container: Node, around: &Layout<'a>) -> (Layout<'a>, &'a str) {
        let doc = self.doc;
        let Some(span) = doc.span(container) else { return (around.clone(), "") };
        let first = doc.child_of_source(container).map_or(span.start + 1, |child| doc.begin(child));
        let lead = doc.source_text(span.start + 1..first);
        let layout = match lead.rfind('\n') {
            Some(newline) => Layout { indent: lead[newline + 1..].into(), inline: false },
            None => Layout { indent: around.indent.clone(), inline: true },
        };
        (layout, lead)
    }

    /// The content of a container that had none.
    fn filled(&self, now: &'a [Child], around: &Layout<'a>) -> String {
        let style = self.doc.style();
        let mut text = String::new();
        if around.inline {
            self.join(now.iter(), around, &style.comma, &mut text);
            return text;
        }
        let lines = style.lines.clone().unwrap_or_default();
        let layout = Layout { indent: format!("{}{}", around.indent, lines.indent).into(), inline: false };
        let lead = format!("{}{}", lines.end, layout.indent);
        text.push_str(&lead);
        self.join(now.iter(), &layout, &format!(",{lead}"), &mut text);
        text + &lines.end + &around.indent
    }

    /// Splices of a container that had children and has some.
    fn edited(&mut self, list: &List<'a>, was: &[Child], now: &'a [Child]) {
        let stays = match_children(was, now);
        // `kept` is the last child that stays; what is between it and the next one that stays is rewritten.
        let mut kept: Option<usize> = None;
        let mut fresh: Vec<&'a Child> = Vec::new();
        for (child, stay) in now.iter().zip(&stays) {
            let Some(at) = *stay else {
                fresh.push(child);
                continue;
            };
            self.between(list, kept, Some(at), &fresh);
            fresh.clear();
            self.keep(list, was[at], *child);
            kept = Some(at);
        }
        self.between(list, kept, None, &fresh);
    }

    /// A child that stays: a new key, a new value, or edits inside it.
    fn keep(&mut self, list: &List<'a>, was: Child, now: Child) {
        let doc = self.doc;
        if was.key != now.key
            && let (Some(range), Some(text)) = (doc.key_span(was.value), doc.key_token(now))
        {
            self.out.push(Splice { range, text, inside: list.container });
        }
        if was.value == now.value {
            if doc.overlay.dirty.contains(now.value) {
                self.open.push((now.value, list.layout.clone()));
            }
        } else if let Some(range) = doc.span(was.value) {
            self.out.push(Splice { range, text: doc.rendered(now.value, &list.layout), inside: list.container });
        }
    }

    /// The stretch between two children that stay (`None`: the bracket), with `fresh` between them.
    fn between(&mut self, list: &List<'a>, left: Option<usize>, right: Option<usize>, fresh: &[&'a Child]) {
        let (slots, separator) = (&list.slots, &*list.separator);
        let start = left.map_or(slots[0].start, |left| slots[left].end);
        let end = match (left, right) {
            // The gap in front of the right neighbour stays.
            (Some(_), Some(right)) => slots[right - 1].end,
            (None, Some(right)) => slots[right].start,
            (_, None) => slots[slots.len() - 1].end,
        };
        let mut text = String::new();
        if !fresh.is_empty() {
            text.push_str(if left.is_some() { separator } else { "" });
            self.join(fresh.iter().copied(), &list.layout, separator, &mut text);
            text.push_str(if left.is_none() { separator } else { "" });
        }
        if text.is_empty() && start == end {
            return;
        }
        self.out.push(Splice { range: start..end, text, inside: list.container });
    }

    /// Writes children with their keys and what separates them.
    fn join<'c>(&self, children: impl Iterator<Item = &'c Child>, layout: &Layout<'_>, separator: &str, out: &mut String) {
        for (number, child) in children.enumerate() {
            if number > 0 {
                out.push_str(separator);
            }
            self.doc.write_key(*child, &self.doc.style().colon, out);
            self.doc.render(child.value, layout, out);
        }
    }
}

/// The layout of a container of the source that had children.
struct List<'a> {
    container: Node,
    /// Source bytes of each child, key included.
    slots: Vec<Range<usize>>,
    layout: Layout<'a>,
    /// What this container puts between two children, else what it would.
    separator: Cow<'a, str>,
}

impl<'a> List<'a> {
    fn new(doc: &'a Document, container: Node, was: &[Child], layout: Layout<'a>, lead: &str) -> Self {
        let slot = |child: &Child| Some(doc.begin(child.value)..doc.span(child.value)?.end);
        let slots: Vec<Range<usize>> = was.iter().filter_map(slot).collect();
        let separator = match &*slots {
            [a, b, ..] => doc.source_text(a.end..b.start).into(),
            _ if layout.inline => Cow::Borrowed(&*doc.style().comma),
            _ => format!(",{lead}").into(),
        };
        Self { container, slots, layout, separator }
    }
}

impl Document {
    /// The key text of a child with quotes, as it will be written.
    fn key_token(&self, child: Child) -> Option<String> {
        self.key_of(child).map(|key| format!("\"{}\"", key.token()))
    }
}
