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

pub use error::{LintKind, SelectorError, SelectorLint};
pub use shape::{DeadEnd, KnownPlaces, Shape};

use crate::json::{Document, Node};

/// A compiled JSONPath selector.
///
/// ```
/// use semxform::json::Document;
/// use semxform::jsonpath::Selector;
/// let doc = Document::parse(br#"{"keys": [{"name": "a"}, {"name": "b", "type": "ssh"}]}"#.to_vec()).unwrap();
/// let selector = Selector::parse("$.keys[?@.type == 'ssh']").unwrap();
/// let found = selector.select(&doc, doc.root());
/// assert_eq!(doc.path(found[0]).normalized(), "$['keys'][1]");
/// ```
#[derive(Debug, Clone)]
pub struct Selector {
    text: Box<str>,
    query: query::Query,
    counts: query::Counts,
    lints: Vec<SelectorLint>,
}

impl Selector {
    /// Compiles a selector that begins with `$`.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text.
    pub fn parse(text: &str) -> Result<Self, Vec<SelectorError>> {
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
    pub fn parse_relative(text: &str) -> Result<Self, Vec<SelectorError>> {
        let scan = scan::scan(text);
        if !scan.errors.is_empty() {
            return Err(scan.errors);
        }
        let lower::Lowered { query, counts, lints } = lower::lower(text, &scan)?;
        Ok(Self { text: text.into(), query, counts, lints })
    }

    /// The selector as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it begins with `@`.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.text.starts_with('@')
    }

    /// Whether it can find one node at most: only names and positions.
    #[must_use]
    pub const fn is_singular(&self) -> bool {
        self.query.singular
    }

    /// The names of a selector that has nothing else: `@.vault.key` gives `["vault", "key"]`.
    #[must_use]
    pub fn names(&self) -> Option<Vec<&str>> {
        self.query.segments.iter().map(query::Segment::name).collect()
    }

    /// Traps in it: legal, but hardly meant.
    #[must_use]
    pub fn lints(&self) -> &[SelectorLint] {
        &self.lints
    }

    /// The nodes it finds with `root` as `$`, as RFC 9535 orders them; a node found twice is there twice.
    #[must_use]
    pub fn select(&self, doc: &Document, root: Node) -> Vec<Node> {
        let mut found = Vec::new();
        self.run(doc, root).visit(&self.query.segments, root, &mut |node| {
            found.push(node);
            false
        });
        found
    }

    fn run<'a>(&'a self, doc: &'a Document, root: Node) -> eval::Run<'a> {
        eval::Run::new(doc, root, self.counts)
    }

    /// The first node it finds, without looking for more.
    #[must_use]
    pub fn first(&self, doc: &Document, root: Node, current: Node) -> Option<Node> {
        let mut first = None;
        let start = if self.is_relative() { current } else { root };
        self.run(doc, root).visit(&self.query.segments, start, &mut |node| {
            first = Some(node);
            true
        });
        first
    }
}
