//! What is wrong at one place, as light as can be: a file may have a million of them. Words for people are in `words`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::finding::{Finding, Severity};
use crate::json::{Document, Node};
use crate::semaphore::{Band, FieldShape, ObjectShape, Reference};

use super::words;

/// What a schema or the reference graph has against a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// A link to an object that is not in the file.
    NoSuchEntry,
    /// A link that the server needs is not set.
    LinkMissing,
    /// A deploy template without build template, or a build template where none may be.
    BuildTemplate,
    /// A link that a restore drops without a word.
    LinkLost,
    /// Another JSON type.
    WrongType,
    /// A null in a list.
    NullElement,
    /// Content where the version can restore none.
    Content,
    /// A key that the version does not read.
    UnknownKey,
    /// A key in the wrong letter case, which the version reads all the same.
    LetterCase,
    /// A value that the server refuses.
    RefusedValue,
    /// A value that means nothing to the server.
    UnknownValue,
    /// A text that is not the JSON it should be.
    JsonText,
    /// A text that is not a cron expression.
    CronText,
    /// A number that is not whole or has more than 64 bits.
    Number,
}

impl What {
    /// Its finding code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchEntry => "SX301",
            Self::LinkMissing => "SX302",
            Self::BuildTemplate => "SX304",
            Self::LinkLost => "SX307",
            Self::WrongType => "SX401",
            Self::NullElement => "SX402",
            Self::Content => "SX403",
            Self::UnknownKey => "SX404",
            Self::LetterCase => "SX405",
            Self::RefusedValue => "SX406",
            Self::UnknownValue => "SX407",
            Self::JsonText => "SX408",
            Self::CronText => "SX409",
            Self::Number => "SX410",
        }
    }
}

/// Something wrong at one place of a document.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What it is.
    pub what: What,
    /// How bad.
    pub severity: Severity,
    /// The value; where a key is wrong its value, where a key is missing the object.
    pub node: Node,
    /// The object that holds it.
    pub owner: Node,
    /// The key of the owner that it is about; empty for an element of a section that is no object, and for the document.
    pub key: Cow<'static, str>,
    pub(super) shape: &'static ObjectShape,
    pub(super) field: Option<&'static FieldShape>,
    pub(super) reference: Option<&'static Reference>,
}

impl Problem {
    /// What makes it the same problem before and after a change of the document.
    fn identity(&self) -> (What, Node, &str) {
        (self.what, self.owner, &self.key)
    }

    /// What makes it the same problem of many entries.
    fn pattern(&self) -> (What, Severity, &'static str, &str) {
        (self.what, self.severity, self.shape.path, &self.key)
    }
}

/// Parts the problems of a changed document: those that the changes brought in, and those that were there before.
#[must_use]
pub fn brought_in(before: &[Problem], after: Vec<Problem>) -> (Vec<Problem>, Vec<Problem>) {
    let known: HashSet<_> = before.iter().map(Problem::identity).collect();
    after.into_iter().partition(|problem| !known.contains(&problem.identity()))
}

/// The problems in words, in the order of the document. The same problem of many entries is one finding, at the first of them.
#[must_use]
pub fn findings(doc: &Document, band: Band, problems: &[Problem]) -> Vec<Finding> {
    let mut groups: Vec<(&Problem, usize)> = Vec::new();
    let mut seen: HashMap<_, usize> = HashMap::new();
    for problem in problems {
        let at = *seen.entry(problem.pattern()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, count)) => *count += 1,
            None => groups.push((problem, 1)),
        }
    }
    let mut found: Vec<Finding> = groups.into_iter().map(|(problem, count)| words::finding(doc, band, problem, count)).collect();
    found.sort_by_key(|finding| finding.span.as_ref().map(|span| span.start));
    found
}
