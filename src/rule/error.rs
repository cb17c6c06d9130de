//! Mistakes in rule files: what, where, and what was probably meant. Renders nothing.

use std::fmt;
use std::ops::Range;

/// One mistake in a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// Bytes of the file to underline.
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What was probably meant, or what to write instead.
    pub suggestion: Option<String>,
}

impl RuleError {
    /// A mistake at `span`; line and column are filled in when the file is known ([`Mistakes::finish`]).
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, line: 0, column: 0, message: message.into(), suggestion: None }
    }

    /// Adds "did you mean" when one of `known` is near to `word`.
    #[must_use]
    pub(crate) fn did_you_mean<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, known) {
            Some(near) => self.suggest(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds what to write instead.
    #[must_use]
    pub(crate) fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }
}

/// `3:12: unknown operation "removee"; did you mean …`, without the file's name.
impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for RuleError {}

/// The mistakes of one file while it is read.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    found: Vec<RuleError>,
}

impl Mistakes {
    pub fn push(&mut self, error: RuleError) {
        self.found.push(error);
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them in the order of the file, with lines and columns.
    pub fn finish(mut self, text: &str) -> Vec<RuleError> {
        self.found.sort_by_key(|e| e.span.start);
        self.found.dedup();
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        for error in &mut self.found {
            error.span.end = error.span.end.min(text.len());
            error.span.start = error.span.start.min(error.span.end);
            let line = starts.partition_point(|start| *start <= error.span.start);
            let start = starts[line - 1];
            error.line = line;
            error.column = text.get(start..error.span.start).map_or(1, |before| before.chars().count() + 1);
        }
        self.found
    }
}

/// The candidate that differs least from `word`, if the difference is that of a typo.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    let scored = known.into_iter().map(|k| (distance(&word.to_lowercase(), &k.to_lowercase()), k));
    scored.filter(|(d, _)| *d <= limit).min_by_key(|(d, _)| *d).map(|(_, k)| k)
}

/// Edits (insert, delete, change, swap of neighbours) from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
