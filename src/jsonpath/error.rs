//! What can be wrong with a selector, and what is legal in one but a trap.

/// A mistake in a selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct SelectorError {
    /// Byte in the selector text where the mistake is; the length of the text when something is missing at the end.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub suggestion: Option<String>,
}

impl SelectorError {
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self { offset, message: message.into(), suggestion: None }
    }

    pub(super) fn suggest(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(text.into());
        self
    }
}

/// A legal selector that hardly means what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SelectorLint {
    /// Byte in the selector text.
    pub offset: usize,
    /// Which trap.
    pub kind: LintKind,
    /// What happens.
    pub message: String,
}

/// The traps that [`SelectorLint`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LintKind {
    /// `[?@.key]` also holds where the key is null; `[?!@.key]` does not hold there.
    NullCounts,
    /// The second argument of `match()` or `search()` is no regular expression: it never matches.
    BadPattern,
}
