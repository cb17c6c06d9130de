//! Exit codes and which of several wins.

use std::process::ExitCode;

use crate::run::Judged;

/// How a command, or a part of it, ended. Ordered: the later one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Exit {
    /// Fine.
    #[default]
    Fine,
    /// `--check`: something would change.
    Changes,
    /// Findings, a refused operation, a loss that is not accepted.
    Findings,
    /// Input missing or unreadable; for all commands but `check` also not JSON; output that cannot be written.
    Input,
    /// Partly done on a server: a left-over project, a failed step after a restore, a project that could not be pulled.
    Partly,
    /// A server could not be reached, refused us, or answered nonsense.
    Remote,
    /// Usage, a broken rule file, an internal error.
    Usage,
}

impl Exit {
    /// That of a file that went through the pipeline.
    pub(super) fn of(judged: &Judged) -> Self {
        match &judged.stopped {
            Some(stopped) if stopped.broken => Self::Usage,
            _ if judged.failed() => Self::Findings,
            _ => Self::Fine,
        }
    }

    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Changes => 4,
            Self::Remote => 5,
            Self::Partly => 6,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
