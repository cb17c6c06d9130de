//! The form of an operation's examples. The examples themselves are in the files of their operations.

/// A rule with one document before and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Example {
    /// What it shows.
    pub title: &'static str,
    /// The rule without `id`, in YAML.
    pub rule: &'static str,
    /// The document before, in JSON.
    pub given: &'static str,
    /// The document after, in JSON.
    pub expect: &'static str,
}
