//! Regular expressions of rules.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression of a rule.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    /// No shorter text matches, in bytes.
    shortest: usize,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Compiles it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn new(text: String) -> Result<Self, regex::Error> {
        let regex = Regex::new(&text)?;
        Ok(Self { compiled: Some(regex).into(), ..Self::known(text) })
    }

    /// One that is known to be good, compiled when a text may match it: for `^(.{254}).+$` that takes longer than all that is done with
    /// a small file.
    pub(super) fn known(text: String) -> Self {
        let shortest = regex_syntax::parse(&text).ok().and_then(|read| read.properties().minimum_len());
        Self { shortest: shortest.unwrap_or_default(), text, compiled: OnceLock::new() }
    }

    /// The compiled expression, where `text` is long enough to match.
    pub(crate) fn regex_for(&self, text: &str) -> Option<&Regex> {
        let may_match = text.len() >= self.shortest;
        may_match.then(|| self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_short_needs_no_expression() {
        let pattern = Pattern::known("^(?s)(.{3}).{2,}$".to_owned());
        assert!(pattern.regex_for("abcd").is_none() && pattern.compiled.get().is_none());
        assert!(pattern.regex_for("abcde").unwrap().is_match("abcde"));
    }
}
