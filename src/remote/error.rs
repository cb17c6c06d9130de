//! Why a server could not be used, and what to do about it.

use std::fmt;

/// What kind of failure it is; decides about the exit code and about whether to look for a left-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The arguments, a profile or the environment: nothing was sent.
    Usage,
    /// A file could not be read or written.
    File,
    /// No connection: nothing was sent.
    Unreachable,
    /// The connection ended after the request was sent.
    Cut,
    /// Nothing came in time after the request was sent: the server may still be at work.
    TimedOut,
    /// The server answered and refused.
    Refused(u16),
    /// The answer is none that a Semaphore server gives.
    Nonsense,
}

/// Where a token is made, and how it is given.
pub(super) const TOKENS: &str = "in the user menu of the server (your name, then API tokens), and give it with \
                                 --token-file FILE or in the variable SEMXFORM_TOKEN";

/// A failure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RemoteError {
    /// What kind.
    pub failure: Failure,
    /// What happened, without secrets.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl RemoteError {
    /// A failure without a hint.
    #[must_use]
    pub(crate) fn new(failure: Failure, message: impl Into<String>) -> Self {
        Self { failure, message: message.into(), help: None }
    }

    /// Wrong arguments.
    #[must_use]
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Failure::Usage, message)
    }

    /// The same with what to do next.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The status that the server refused with.
    #[must_use]
    pub(crate) const fn status(&self) -> Option<u16> {
        match self.failure {
            Failure::Refused(status) => Some(status),
            _ => None,
        }
    }

    /// Whether the request may have been carried out all the same.
    #[must_use]
    pub(crate) const fn may_have_acted(&self) -> bool {
        matches!(self.failure, Failure::Cut | Failure::TimedOut | Failure::Nonsense | Failure::Refused(500..=599))
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RemoteError {}
