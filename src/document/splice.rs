//! From the overlay to the text: which source ranges are replaced by what. All that no splice names is untouched.

use std::ops::Range;

use super::index::Kind;
use super::overlay::Child;
use super::tree::{Document, Node};

/// One replaced stretch of the source; an empty range inserts, an empty text deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Bytes of the source that go.
    pub range: Range<usize>,
    /// What comes in their place.
    pub text: String,
    /// The container whose edit this is.
    pub inside: Node,
}

impl Document {
    /// The edits as replaced stretches of the source, in order, without overlap. Linear in the edited containers.
    #[must_use]
    pub fn splices(&self) -> Vec<Splice> {
        let mut out = Vec::new();
        let root = self.root();
        if !self.in_source(root) || root != Node(0) {
            let mut text = String::new();
            self.render(root, 0, &mut text);
            let range = self.span(Node(0)).unwrap_or(0..0);
            return vec![Splice { range, text, inside: root }];
        }
        self.collect(root, 0, &mut out);
        out.retain(|s| !(s.range.is_empty() && s.text.is_empty()));
        out
    }

    /// The whole edited document.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.src.len());
        // Writing into a Vec cannot fail.
        let _ = self.write_to(&mut out);
        out
    }

    /// Streams the edited document: untouched source ranges as they are, new text between them.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_to(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        let mut at = 0;
        for splice in self.splices() {
            out.write_all(&self.src[at..splice.range.start])?;
            out.write_all(splice.text.as_bytes())?;
            at = splice.range.end;
        }
        out.write_all(&self.src[at..])
    }

    /// Splices inside a source container that stands where it stood.
    fn collect(&self, node: Node, depth: usize, out: &mut Vec<Splice>) {
        if !self.overlay.dirty.contains(&node) {
            return;
        }
        match self.overlay.children.get(&node) {
            Some(now) => self.collect_edited(node, now, depth, out),
            None => {
                for (_, child) in self.children(node) {
                    self.collect(child, depth + 1, out);
                }
            }
        }
    }

    fn collect_edited(&self, node: Node, now: &[Child], depth: usize, out: &mut Vec<Splice>) {
        let was = self.source_children(node);
        let Some(inner) = self.span(node).map(|r| r.start + 1..r.end - 1) else { return };
        let slots = self.slots(&was);
        let stays = keepers(&was, now);
        if now.is_empty() {
            out.push(Splice { range: inner, text: String::new(), inside: node });
            return;
        }
        if stays.iter().all(Option::is_none) {
            let (lead, tail) = self.edges(&inner, &slots, depth);
            let mut text = lead;
            self.join(now, depth, &self.separator_near(&slots, depth), &mut text);
            text.push_str(&tail);
            out.push(Splice { range: inner, text, inside: node });
            return;
        }
        // `kept` is the last child that stays; what stands between it and the next one that stays is rewritten.
        let separator = self.separator_near(&slots, depth);
        let mut kept: Option<usize> = None;
        let mut fresh: Vec<&Child> = Vec::new();
        for (child, stay) in now.iter().zip(&stays) {
            let Some(at) = *stay else {
                fresh.push(child);
                continue;
            };
            self.between(node, &slots, kept, Some(at), &fresh, depth, &separator, out);
            fresh.clear();
            self.keep(node, &was[at], child, depth, out);
            kept = Some(at);
        }
        self.between(node, &slots, kept, None, &fresh, depth, &separator, out);
    }

    /// A child that stays: a new key, a new value, or edits inside it.
    fn keep(&self, inside: Node, was: &Child, now: &Child, depth: usize, out: &mut Vec<Splice>) {
        if was.label != now.label
            && let (Some(range), Some(text)) = (self.key_span(was.value), self.key_token(now))
        {
            out.push(Splice { range, text, inside });
        }
        if was.value == now.value {
            self.collect(now.value, depth + 1, out);
        } else if let Some(range) = self.span(was.value) {
            let mut text = String::new();
            self.render(now.value, depth + 1, &mut text);
            out.push(Splice { range, text, inside });
        }
    }

    /// The stretch between two children that stay (`None`: the bracket), with `fresh` between them.
    #[allow(clippy::too_many_arguments, reason = "one stretch of text has two ends, a content and a style")]
    fn between(
        &self,
        inside: Node,
        slots: &[Range<usize>],
        left: Option<usize>,
        right: Option<usize>,
        fresh: &[&Child],
        depth: usize,
        separator: &str,
        out: &mut Vec<Splice>,
    ) {
        let mut text = String::new();
        let fresh: Vec<Child> = fresh.iter().map(|c| (*c).clone()).collect();
        match (left, right) {
            (Some(a), Some(b)) => {
                if !fresh.is_empty() {
                    text.push_str(separator);
                    self.join(&fresh, depth, separator, &mut text);
                }
                // The gap in front of the right neighbour stays.
                out.push(Splice { range: slots[a].end..slots[b - 1].end, text, inside });
            }
            (None, Some(b)) => {
                if !fresh.is_empty() {
                    self.join(&fresh, depth, separator, &mut text);
                    text.push_str(separator);
                }
                out.push(Splice { range: slots[0].start..slots[b].start, text, inside });
            }
            (Some(a), None) => {
                if !fresh.is_empty() {
                    text.push_str(separator);
                    self.join(&fresh, depth, separator, &mut text);
                }
                let last = slots.len() - 1;
                out.push(Splice { range: slots[a].end..slots[last].end, text, inside });
            }
            (None, None) => {}
        }
    }

    /// Source bytes of each child, key included.
    fn slots(&self, was: &[Child]) -> Vec<Range<usize>> {
        was.iter()
            .filter_map(|c| {
                let span = self.span(c.value)?;
                Some(self.key_span(c.value).map_or(span.start, |k| k.start)..span.end)
            })
            .collect()
    }

    /// The separator that this container uses, else that of the document.
    fn separator_near(&self, slots: &[Range<usize>], depth: usize) -> String {
        match slots {
            [a, b, ..] => String::from_utf8_lossy(&self.src[a.end..b.start]).into_owned(),
            _ => self.style().separator(depth + 1),
        }
    }

    /// White space behind the opening and before the closing bracket.
    fn edges(&self, inner: &Range<usize>, slots: &[Range<usize>], depth: usize) -> (String, String) {
        match (slots.first(), slots.last()) {
            (Some(first), Some(last)) => (
                String::from_utf8_lossy(&self.src[inner.start..first.start]).into_owned(),
                String::from_utf8_lossy(&self.src[last.end..inner.end]).into_owned(),
            ),
            _ => (self.style().lead(depth + 1), self.style().lead(depth)),
        }
    }

    fn join(&self, children: &[Child], depth: usize, separator: &str, out: &mut String) {
        for (i, child) in children.iter().enumerate() {
            if i > 0 {
                out.push_str(separator);
            }
            if let Some(key) = self.key_token(child) {
                out.push_str(&key);
                out.push_str(&self.style().colon);
            }
            self.render(child.value, depth + 1, out);
        }
    }

    /// Writes a value in the style of the document, standing at `depth`. Scalars keep their tokens.
    fn render(&self, node: Node, depth: usize, out: &mut String) {
        let (open, close) = match self.kind(node) {
            Kind::Array => ('[', ']'),
            Kind::Object => ('{', '}'),
            _ => {
                out.push_str(&String::from_utf8_lossy(self.raw(node)));
                return;
            }
        };
        out.push(open);
        let own;
        let children = match self.edited(node) {
            Some(children) => children,
            None => {
                own = self.source_children(node);
                &own
            }
        };
        if !children.is_empty() {
            out.push_str(&self.style().lead(depth + 1));
            self.join(children, depth, &self.style().separator(depth + 1), out);
            out.push_str(&self.style().lead(depth));
        }
        out.push(close);
    }
}

/// For each child of `now` the child of `was` in whose place it stands, if it does not have to move: the longest run of
/// places that go up. A value that replaced a member keeps the member's place by its key.
pub(super) fn keepers(was: &[Child], now: &[Child]) -> Vec<Option<usize>> {
    let by_value: std::collections::HashMap<Node, usize> = was.iter().enumerate().map(|(i, c)| (c.value, i)).collect();
    let mut places: Vec<Option<usize>> = now.iter().map(|c| by_value.get(&c.value).copied()).collect();
    let mut taken: std::collections::HashSet<usize> = places.iter().flatten().copied().collect();
    for (i, child) in now.iter().enumerate() {
        if places[i].is_some() {
            continue;
        }
        let same_key = |c: &Child| c.label == child.label && c.label != super::overlay::ChildLabel::Element;
        let by_key = was.iter().position(same_key).filter(|at| !taken.contains(at));
        // A replaced element stands where the source had one, right behind its left neighbour.
        let element = child.label == super::overlay::ChildLabel::Element && was.len() == now.len();
        places[i] = by_key.or((element && !taken.contains(&i)).then_some(i));
        taken.extend(places[i]);
    }
    longest_rise(&places)
}

/// Blanks out every place that is not in one longest increasing subsequence.
fn longest_rise(places: &[Option<usize>]) -> Vec<Option<usize>> {
    if places.iter().flatten().is_sorted() {
        return places.to_vec();
    }
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (i, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let at = tails.partition_point(|t| places[*t] < Some(*place));
        before[i] = at.checked_sub(1).map(|p| tails[p]);
        if at == tails.len() {
            tails.push(i);
        } else {
            tails[at] = i;
        }
    }
    let mut out = vec![None; places.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        out[i] = places[i];
        at = before[i];
    }
    out
}
