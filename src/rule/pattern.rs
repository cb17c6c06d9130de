//! Regular expressions of rules.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression of a rule.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Compiles it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn new(text: String) -> Result<Self, regex::Error> {
        let regex = Regex::new(&text)?;
        Ok(Self { text, compiled: Some(regex).into() })
    }

    /// One that is known to be good, compiled when it is first needed: for `^(.{254})` that takes longer than all that is done with a
    /// small file.
    pub(super) fn known(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// The compiled expression; none if it was said to be good and is not.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
    }
}
