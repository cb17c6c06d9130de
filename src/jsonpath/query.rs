//! A checked selector, ready to run: names decoded, regular expressions compiled, constant parts numbered. Holds no logic.

use regex::Regex;

/// The part of a selector behind `$` or `@`.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// Number of the memory cell of a query that starts at `$`: its result cannot change during one run. `None`: `@`.
    pub constant: Option<usize>,
    pub segments: Box<[Segment]>,
    /// Each segment is one name or one position: at most one node.
    pub singular: bool,
}

/// How much of what a run remembers there is in a selector.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub constants: usize,
    pub names: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// `..`
    pub descendant: bool,
    pub picks: Box<[Pick]>,
}

/// What RFC 9535 calls a selector: one item in brackets.
#[derive(Debug, Clone)]
pub(super) enum Pick {
    /// `number`: of this name among those of the selector.
    Name {
        name: Box<str>,
        number: usize,
        offset: usize,
    },
    Index {
        at: i64,
        offset: usize,
    },
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Any,
    Filter(Test),
}

#[derive(Debug, Clone)]
pub(super) enum Test {
    Or(Box<[Test]>),
    And(Box<[Test]>),
    Not(Box<Test>),
    Exists(Query),
    Compare { op: Op, left: Operand, right: Operand },
    Match { whole: bool, text: Operand, pattern: Pattern },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// What can be compared or given to a function that takes a value.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    Literal(Literal),
    Single(Query),
    Length(Box<Operand>),
    Count(Query),
    Value(Query),
}

#[derive(Debug, Clone)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    Number(Number),
    Text(Box<str>),
}

/// A number of a selector or a document. Integers compare exactly, also where a float could not tell them apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub exact: Option<i128>,
    pub float: f64,
}

impl Number {
    pub(super) fn parse(token: &str) -> Option<Self> {
        Some(Self { exact: token.parse().ok(), float: token.parse().ok()? })
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of nodes are far below 2^53")]
    pub(super) const fn count(n: usize) -> Self {
        Self { exact: Some(n as i128), float: n as f64 }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(std::cmp::Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self.exact, other.exact) {
            (Some(a), Some(b)) => a.partial_cmp(&b),
            _ => self.float.partial_cmp(&other.float),
        }
    }
}

impl Query {
    /// The name that the query ends with.
    pub(super) fn last_name(&self) -> Option<(&str, usize)> {
        match self.segments.last().map(|s| &*s.picks) {
            Some([Pick::Name { name, offset, .. }]) => Some((name, *offset)),
            _ => None,
        }
    }
}

/// The second argument of `match()` or `search()`.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    /// Written in the selector and compiled with it.
    Fixed {
        regex: Regex,
        /// It is of characters that JSON can only write as escapes: a text without an escape does not match.
        escapes: bool,
    },
    /// No text or no regular expression: matches nothing.
    Wrong,
    /// Taken from the document.
    Found(Operand),
}
