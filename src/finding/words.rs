//! Texts of findings: most are the same for thousands of findings, so that none is copied without need.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text that is cheap to clone where it is static or shared.
#[derive(Debug, Clone)]
pub(crate) enum Words {
    /// Part of the program.
    Static(&'static str),
    /// Made once for many findings.
    Shared(Arc<str>),
    /// Made for one finding.
    Own(Box<str>),
}

impl Words {
    /// The text.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        self
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Shared(text) => text,
            Self::Own(text) => text,
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::Static("")
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Words {}

impl PartialEq<str> for Words {
    fn eq(&self, other: &str) -> bool {
        &**self == other
    }
}

impl PartialEq<&str> for Words {
    fn eq(&self, other: &&str) -> bool {
        &**self == *other
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self::Static(text)
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::Own(text.into())
    }
}

impl From<Arc<str>> for Words {
    fn from(text: Arc<str>) -> Self {
        Self::Shared(text)
    }
}
