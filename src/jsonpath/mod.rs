//! JSONPath, all of RFC 9535: which values of a document a selector picks. The grammar is that of `jsonpath-rust`; spelling,
//! types and evaluation are ours. Never changes a document and knows nothing of Semaphore.

mod compare;
mod error;
mod eval;
mod lower;
mod query;
mod regexp;
mod scan;
mod shape;
mod string;

#[cfg(test)]
mod tests;

pub(crate) use error::{LintKind, SelectorError, SelectorLint};
pub(crate) use shape::{KnownPlaces, Shape};

use foldhash::HashSet;

use crate::json::{Document, Node};
use crate::parallel;
use query::Pick;

/// A compiled JSONPath selector.
#[derive(Debug, Clone)]
pub(crate) struct Selector {
    text: Box<str>,
    query: query::Query,
    counts: query::Counts,
    lints: Vec<SelectorLint>,
}

/// The selector looks at more places than any backup has, because it finds each again and again: `$..*..*..*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the selector looks at more than 30 million places: `..` behind `..` finds each again and again")]
pub(crate) struct Unbounded;

fn is_worth_halving(doc: &Document) -> bool {
    parallel::is_worth_it(doc.source().len())
}

impl Selector {
    /// Compiles a selector that begins with `$`.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<SelectorError>> {
        if let Some(rest) = text.strip_prefix('@') {
            let error = SelectorError::new(0, "a selector begins with $; @ is used only in filters and rules");
            return Err(vec![error.suggest(format!("${rest}"))]);
        }
        Self::parse_relative(text)
    }

    /// Compiles a selector that begins with `$` or, for use in a rule, with `@`.
    ///
    /// # Errors
    /// As of [`Selector::parse`].
    pub(crate) fn parse_relative(text: &str) -> Result<Self, Vec<SelectorError>> {
        let scan = scan::scan(text);
        if !scan.errors.is_empty() {
            return Err(scan.errors);
        }
        let lower::Lowered { query, counts, lints } = lower::lower(text, &scan)?;
        Ok(Self { text: text.into(), query, counts, lints })
    }

    /// The selector as it was written.
    #[must_use]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it begins with `@`.
    #[must_use]
    pub(crate) fn is_relative(&self) -> bool {
        self.text.starts_with('@')
    }

    /// Traps in it: legal, but hardly meant.
    #[must_use]
    pub(crate) fn lints(&self) -> &[SelectorLint] {
        &self.lints
    }

    /// The nodes it finds with `root` as `$`, as RFC 9535 orders them; a node found twice is there twice.
    ///
    /// # Errors
    /// [`Unbounded`]
    pub(crate) fn select(&self, doc: &Document, root: Node) -> Result<Vec<Node>, Unbounded> {
        let [mut nodes, more] = self.search(doc, root, is_worth_halving(doc), Vec::with_capacity, Vec::push)?;
        nodes.extend(more);
        Ok(nodes)
    }

    /// What `found` makes of the nodes that it finds, in the same order but each node once; two halves of them on two cores where that pays.
    /// `start` is told how many nodes there may be: room that stays empty takes no memory, growing would take twice as much.
    ///
    /// # Errors
    /// [`Unbounded`]
    pub(crate) fn each_once<T: Send>(
        &self,
        doc: &Document,
        root: Node,
        start: impl Fn(usize) -> T + Sync,
        found: impl Fn(&mut T, Node) + Sync,
    ) -> Result<[T; 2], Unbounded> {
        if self.finds_each_once() {
            return self.search(doc, root, is_worth_halving(doc), start, found);
        }
        let (nodes, mut seen) = (self.select(doc, root)?, HashSet::default());
        let mut whole = start(nodes.len());
        nodes.into_iter().filter(|node| seen.insert(*node)).for_each(|node| found(&mut whole, node));
        Ok([whole, start(0)])
    }

    /// What `found` makes of the nodes that it finds: of all, or `in_halves` on two cores where the selector goes on from many values,
    /// each alone.
    fn search<T: Send>(
        &self,
        doc: &Document,
        root: Node,
        in_halves: bool,
        start: impl Fn(usize) -> T + Sync,
        found: impl Fn(&mut T, Node) + Sync,
    ) -> Result<[T; 2], Unbounded> {
        let part = |fan: Option<&eval::Fan<'_>>, room: usize| {
            let (run, mut made) = (self.run(doc, root), start(room));
            let mut take = |node| {
                found(&mut made, node);
                false
            };
            match fan {
                Some(fan) => run.visit_all(fan, &mut take),
                None => run.visit(&self.query.segments, root, &mut take),
            };
            (made, run.looked_at())
        };
        let run = self.run(doc, root);
        let fan = if in_halves { run.fan(&self.query.segments, root) } else { None };
        let ((front, first), (back, second)) = match fan {
            Some(fan) => {
                let (front, back) = fan.halves();
                parallel::join(doc.source().len(), || part(Some(&front), front.most()), || part(Some(&back), back.most()))
            }
            None => (part(None, 0), (start(0), 0)),
        };
        if run.looked_at() + first + second < eval::MOST { Ok([front, back]) } else { Err(Unbounded) }
    }

    /// Whether no node can be found twice: at most one `..`, and no two items in brackets that can pick the same.
    fn finds_each_once(&self) -> bool {
        let segments = &self.query.segments;
        let are_apart = |picks: &[Pick]| {
            let mut names = HashSet::default();
            picks.len() < 2 || picks.iter().all(|pick| matches!(pick, Pick::Name { name, .. } if names.insert(name)))
        };
        segments.iter().filter(|segment| segment.descendant).count() < 2
            && segments.iter().all(|segment| are_apart(&segment.picks))
    }

    fn run<'a>(&'a self, doc: &'a Document, root: Node) -> eval::Evaluation<'a> {
        eval::Evaluation::new(doc, root, self.counts)
    }
}
