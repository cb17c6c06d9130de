//! `--fail-on` and `fail-on:`: from which findings on the exit code is 1, for all codes and for single ones.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};

use crate::finding::{Code, Severity, Threshold};
use crate::sorting;

/// From which finding on the exit code is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum FailOn {
    /// The server refuses, breaks or loses the project
    #[default]
    Error,
    /// Something is lost, changed or will not work
    Warning,
    /// Something is worth knowing
    Info,
    /// Findings never give exit code 1
    Never,
}

impl FailOn {
    /// The least severity that fails, if one does.
    const fn least(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// The threshold of exit code 1.
#[derive(Debug, Clone, Args)]
pub(super) struct FailArgs {
    /// From which severity on findings give exit code 1 [default: `fail-on` of semxform.yaml, else error]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
}

/// `fail-on:` of semxform.yaml.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FailSettings {
    /// For codes that are not named.
    pub default: Option<FailOn>,
    /// For single codes.
    pub codes: BTreeMap<Code, FailOn>,
}

impl FailArgs {
    /// The threshold of a run. The option holds for all codes.
    pub(super) fn threshold(&self, settings: &FailSettings) -> Threshold {
        let least = self.fail_on.or(settings.default).unwrap_or_default().least();
        let codes = settings.codes.iter().filter(|_| self.fail_on.is_none());
        Threshold { least, codes: sorting::tree(codes.map(|(code, own)| (*code, own.least()))) }
    }
}
