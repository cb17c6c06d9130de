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
        let mut found = Vec::new();
        let run = self.run(doc, root);
        run.visit(&self.query.segments, root, &mut |node| {
            found.push(node);
            false
        });
        if run.gave_up() { Err(Unbounded) } else { Ok(found) }
    }

    fn run<'a>(&'a self, doc: &'a Document, root: Node) -> eval::Evaluation<'a> {
        eval::Evaluation::new(doc, root, self.counts)
    }
}
