//! The commands that findings name, as what they do.

use serde::Serialize;

/// What repairs a finding, as its command names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Repair {
    /// The shipped pack; none: a migration.
    pub pack: Option<String>,
}

impl Repair {
    /// The repair that a command makes, if it makes one.
    #[must_use]
    pub(crate) fn named_in(command: &str) -> Option<Self> {
        let words = command.strip_prefix("semxform ")?;
        match words.strip_prefix("-r builtin:") {
            Some(rest) => Some(Self { pack: rest.split(' ').next().map(str::to_owned) }),
            None => words.starts_with("migrate ").then_some(Self { pack: None }),
        }
    }

    /// The command without the file; `version`: what a migration is for.
    #[must_use]
    pub(crate) fn command(&self, version: &str) -> String {
        match &self.pack {
            Some(name) => format!("semxform -r builtin:{name}"),
            None => format!("semxform migrate --to {version}"),
        }
    }
}
