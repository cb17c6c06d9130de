//! From the overlay to the text: which source ranges are replaced by what. All that no splice names is untouched.

use std::borrow::Cow;
use std::ops::Range;

use super::matching::match_children;
use super::render::Layout;
use crate::json::node::Node;
use crate::json::tree::Document;
use crate::json::tree::child::Child;
use crate::json::tree::children_of;
use crate::json::tree::lists::count;

/// The edits of a document as replaced stretches of its source, in order, without overlap. There may be a million, so that their texts
/// are one.
#[derive(Debug, Default)]
pub(crate) struct Splices {
    list: Vec<Splice>,
    text: String,
}

/// One replaced stretch of the source; an empty range inserts, an empty text deletes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Splice {
    start: u32,
    end: u32,
    /// Where its text begins.
    at: usize,
    length: u32,
    /// The container whose edit this is.
    pub inside: Node,
}

impl Splice {
    /// Bytes of the source that go.
    #[must_use]
    pub(crate) const fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Splices {
    /// All, in the order of the source.
    #[must_use]
    pub(crate) fn list(&self) -> &[Splice] {
        &self.list
    }

    /// What comes in the place of the bytes that go.
    #[must_use]
    pub(crate) fn text(&self, splice: &Splice) -> &str {
        &self.text[splice.at..splice.at + splice.length as usize]
    }

    /// Adds a stretch that is replaced by the text from `at` on; nothing where that is what the source has.
    fn add(&mut self, src: &[u8], range: Range<usize>, at: usize, inside: Node) {
        if src[range.clone()] == self.text.as_bytes()[at..] {
            self.text.truncate(at);
            return;
        }
        let (start, end, length) = (count(range.start), count(range.end), count(self.text.len() - at));
        self.list.push(Splice { start, end, at, length, inside });
    }
}

impl Document {
    /// The edits as replaced stretches of the source; none that would replace a text by itself. Linear in the edited containers.
    #[must_use]
    pub(crate) fn splices(&self) -> Splices {
        let root = self.root();
        let mut work = Work { doc: self, open: Vec::new(), out: Splices::default(), was: Vec::new(), stays: Vec::new() };
        if self.is_unchanged() {
            return work.out;
        }
        let inline = self.style().lines.is_none();
        if root == Node::SOURCE_ROOT {
            work.open.push((root, Layout { indent: "".into(), inline }));
        } else {
            self.render(root, &Layout { indent: "".into(), inline }, &mut work.out.text);
            work.out.add(&self.src, self.span(Node::SOURCE_ROOT).unwrap_or(0..0), 0, root);
        }
        while let Some((node, around)) = work.open.pop() {
            let found = work.open.len();
            work.container(node, &around);
            // In the order of the source.
            work.open[found..].reverse();
        }
        work.out.list.sort_unstable_by_key(|splice| (splice.start, splice.end, splice.at));
        work.out
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
    pub(crate) fn write_to(&self, splices: &Splices, out: &mut (impl std::io::Write + ?Sized)) -> std::io::Result<()> {
        let mut at = 0;
        for splice in splices.list() {
            let range = splice.range();
            out.write_all(&self.src[at..range.start])?;
            out.write_all(splices.text(splice).as_bytes())?;
            at = range.end;
        }
        out.write_all(&self.src[at..])
    }
}

/// Splices that were found, and containers that kept their places, to look into.
struct Work<'a> {
    doc: &'a Document,
    open: Vec<(Node, Layout<'a>)>,
    out: Splices,
    /// The children that a container had, and the places of those that it has.
    was: Vec<Child>,
    stays: Vec<Option<usize>>,
}

impl<'a> Work<'a> {
    /// Splices inside a container; `around`: its own layout.
    fn container(&mut self, node: Node, around: &Layout<'a>) {
        let doc = self.doc;
        let (layout, lead) = self.inside(node, around);
        let Some(now) = doc.own_change(node) else {
            let dirty = doc.child_nodes(node).filter(|child| doc.overlay.dirty.contains(*child));
            self.open.extend(dirty.map(|child| (child, layout.clone())));
            return;
        };
        let Some(inner) = doc.span(node).map(|r| r.start + 1..r.end - 1) else { return };
        let at = self.out.text.len();
        match (doc.child_of_source(node).is_none(), now.is_empty()) {
            (true, true) => {}
            (false, true) => self.out.add(&doc.src, inner, at, node),
            (true, false) => {
                // What was between the brackets was white space.
                self.fill(now, around);
                self.out.add(&doc.src, inner, at, node);
            }
            (false, false) => {
                let mut was = std::mem::take(&mut self.was);
                was.clear();
                was.extend(children_of(&doc.index, node));
                self.edited(&List::new(doc, node, &was, layout, lead), now);
                self.was = was;
            }
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

    /// Writes the content of a container that had none.
    fn fill(&mut self, now: &'a [Child], around: &Layout<'a>) {
        let style = self.doc.style();
        if around.inline {
            return self.join(now.iter(), around, &style.comma);
        }
        let lines = style.lines.clone().unwrap_or_default();
        let layout = Layout { indent: format!("{}{}", around.indent, lines.indent).into(), inline: false };
        let lead = format!("{}{}", lines.end, layout.indent);
        self.out.text.push_str(&lead);
        self.join(now.iter(), &layout, &format!(",{lead}"));
        self.out.text.push_str(&lines.end);
        self.out.text.push_str(&around.indent);
    }

    /// Splices of a container that had children and has some.
    fn edited(&mut self, list: &List<'a, '_>, now: &'a [Child]) {
        let mut stays = std::mem::take(&mut self.stays);
        match_children(list.was, now, &mut stays);
        // `kept` is the last child that stays; what is between it and the next one that stays is rewritten.
        let (mut kept, mut fresh) = (None, 0);
        for (number, (child, stay)) in now.iter().zip(&stays).enumerate() {
            let Some(at) = *stay else { continue };
            self.between(list, kept, Some(at), &now[fresh..number]);
            self.keep(list, list.was[at], *child);
            (kept, fresh) = (Some(at), number + 1);
        }
        self.between(list, kept, None, &now[fresh..]);
        self.stays = stays;
    }

    /// A child that stays: a new key, a new value, or edits inside it.
    fn keep(&mut self, list: &List<'a, '_>, was: Child, now: Child) {
        let doc = self.doc;
        let at = self.out.text.len();
        if was.key != now.key
            && let (Some(range), Some(key)) = (doc.key_span(was.value), doc.key_of(now))
        {
            self.out.text.push('"');
            self.out.text.push_str(&key.token());
            self.out.text.push('"');
            self.out.add(&doc.src, range, at, list.container);
        }
        let at = self.out.text.len();
        if was.value == now.value {
            if doc.overlay.dirty.contains(now.value) {
                self.open.push((now.value, list.layout.clone()));
            }
        } else if let Some(range) = doc.span(was.value) {
            doc.render(now.value, &list.layout, &mut self.out.text);
            self.out.add(&doc.src, range, at, list.container);
        }
    }

    /// The stretch between two children that stay (`None`: the bracket), with `fresh` between them.
    fn between(&mut self, list: &List<'a, '_>, left: Option<usize>, right: Option<usize>, fresh: &'a [Child]) {
        let start = left.map_or_else(|| list.start(0), |left| list.end(left));
        let end = match (left, right) {
            // The gap in front of the right neighbour stays.
            (Some(_), Some(right)) => list.end(right - 1),
            (None, Some(right)) => list.start(right),
            (_, None) => list.end(list.was.len() - 1),
        };
        if fresh.is_empty() && start == end {
            return;
        }
        let at = self.out.text.len();
        if !fresh.is_empty() {
            self.out.text.push_str(if left.is_some() { &list.separator } else { "" });
            self.join(fresh.iter(), &list.layout, &list.separator);
            self.out.text.push_str(if left.is_none() { &list.separator } else { "" });
        }
        self.out.add(&self.doc.src, start..end, at, list.container);
    }

    /// Writes children with their keys and what separates them.
    fn join<'c>(&mut self, children: impl Iterator<Item = &'c Child>, layout: &Layout<'_>, separator: &str) {
        for (number, child) in children.enumerate() {
            if number > 0 {
                self.out.text.push_str(separator);
            }
            self.doc.write_key(*child, &self.doc.style().colon, &mut self.out.text);
            self.doc.render(child.value, layout, &mut self.out.text);
        }
    }
}

/// A container of the source that had children.
struct List<'a, 'w> {
    doc: &'a Document,
    container: Node,
    /// The children that it had.
    was: &'w [Child],
    layout: Layout<'a>,
    /// What this container puts between two children, else what it would.
    separator: Cow<'a, str>,
}

impl<'a, 'w> List<'a, 'w> {
    fn new(doc: &'a Document, container: Node, was: &'w [Child], layout: Layout<'a>, lead: &str) -> Self {
        let mut list = Self { doc, container, was, layout, separator: Cow::Borrowed("") };
        list.separator = match was {
            [_, _, ..] => doc.source_text(list.end(0)..list.start(1)).into(),
            _ if list.layout.inline => Cow::Borrowed(&*doc.style().comma),
            _ => format!(",{lead}").into(),
        };
        list
    }

    /// Where the text of a child began, with its key.
    fn start(&self, at: usize) -> usize {
        self.doc.begin(self.was[at].value)
    }

    /// Where it ended.
    fn end(&self, at: usize) -> usize {
        self.doc.span(self.was[at].value).map_or(0, |span| span.end)
    }
}
