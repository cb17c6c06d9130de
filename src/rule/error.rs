//! Mistakes in rule files: what, where, and what was probably meant. Renders nothing.

use std::fmt;
use std::ops::Range;

use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::sorting::sort_by_key;
use crate::text::SourceText;
use crate::text::suggest::nearest;

/// One mistake in a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// `SX201`; one row of the table of codes.
    pub code: Code,
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
        Self { code: Code::SX201, span, line: 0, column: 0, message: message.into(), suggestion: None }
    }

    /// Gives it another code.
    #[must_use]
    pub(crate) fn code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Adds "did you mean" when one of `known` is near to `word`.
    #[must_use]
    pub(crate) fn did_you_mean<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, known) {
            Some(near) => self.suggest(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The finding that reports it.
    pub(crate) fn finding(&self) -> Finding {
        let mut finding =
            Finding::new(self.code, Severity::Error, Stage::Schema, self.message.clone()).at_bytes(self.span.clone());
        finding.help = self.suggestion.clone().map(Words::from);
        finding
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

/// Everything that is wrong with a rule file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleErrors(pub Vec<RuleError>);

/// One line a mistake.
impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for RuleErrors {}

impl std::ops::Deref for RuleErrors {
    type Target = [RuleError];

    fn deref(&self) -> &[RuleError] {
        &self.0
    }
}

/// The mistakes of one file while it is read.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    found: Vec<RuleError>,
}

impl Mistakes {
    pub(crate) fn push(&mut self, error: RuleError) {
        self.found.push(error);
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them in the order of the file, with lines and columns.
    pub(crate) fn finish(mut self, text: &str) -> Vec<RuleError> {
        sort_by_key(&mut self.found, |e| e.span.start);
        self.found.dedup();
        let source = SourceText::new(text.as_bytes());
        for error in &mut self.found {
            error.span.end = text.ceil_char_boundary(error.span.end.min(text.len()));
            error.span.start = text.floor_char_boundary(error.span.start.min(error.span.end));
            let at = source.position(error.span.start);
            (error.line, error.column) = (at.line, at.column);
        }
        self.found
    }
}
