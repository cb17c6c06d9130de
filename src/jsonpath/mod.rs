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

use crate::json::{Document, Node};
use crate::parallel;

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
        if parallel::is_worth_it(doc.source().len()) { self.select_in_halves(doc, root) } else { self.select_alone(doc, root) }
    }

    fn select_alone(&self, doc: &Document, root: Node) -> Result<Vec<Node>, Unbounded> {
        let (run, mut found) = (self.run(doc, root), Vec::new());
        run.visit(&self.query.segments, root, &mut |node| {
            found.push(node);
            false
        });
        if run.looked_at() < eval::MOST { Ok(found) } else { Err(Unbounded) }
    }

    /// The same on two cores, where the selector goes through a list or an object value by value.
    fn select_in_halves(&self, doc: &Document, root: Node) -> Result<Vec<Node>, Unbounded> {
        let run = self.run(doc, root);
        let Some(fan) = run.fan(&self.query.segments, root) else { return self.select_alone(doc, root) };
        // Mostly each value has one match at the most. Room for them that stays empty takes no memory; growing would take twice as much.
        let half = |nodes: &[eval::Part], room: usize| {
            let (run, mut found) = (self.run(doc, root), Vec::with_capacity(room));
            run.visit_some(&fan, nodes, &mut |node| {
                found.push(node);
                false
            });
            (found, run.looked_at())
        };
        let (front, back) = fan.nodes.split_at(fan.nodes.len() / 2);
        let halves = parallel::join(doc.source().len(), || half(front, fan.nodes.len()), || half(back, back.len()));
        let ((mut found, first), (more, second)) = halves;
        found.extend(more);
        if run.looked_at() + first + second < eval::MOST { Ok(found) } else { Err(Unbounded) }
    }

    fn run<'a>(&'a self, doc: &'a Document, root: Node) -> eval::Evaluation<'a> {
        eval::Evaluation::new(doc, root, self.counts)
    }
}
