//! What can be asked.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::answer::Failure;
use crate::mask::Secrets;
use crate::semaphore::{Db, Release};

/// What kind of question it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ask {
    /// Versions, databases, shipped packs.
    Facts,
    /// The page of a finding code.
    Code,
    /// What several files come to.
    Totals,
    /// Whether a rule pack can be used, and its parameters.
    Pack,
    /// What a server would do with the file.
    Check,
    /// What a line of a log means for the file.
    Explain,
    /// The file brought to a version.
    Migrate,
    /// The file with rule packs applied.
    Rules,
}

/// A question. What it does not need is left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// Of which kind it is.
    pub ask: Ask,
    /// The name of the file.
    #[serde(default)]
    pub name: String,
    /// The version of the server; detected where it is not named.
    #[serde(default)]
    pub target: Option<String>,
    /// Its databases; every SQL database where none is named.
    #[serde(default)]
    pub db: Vec<String>,
    /// Whether the verdict is wanted before the suggested commands are tried, which takes longer than everything else.
    #[serde(default)]
    pub quick: bool,
    /// Whether secrets are shown.
    #[serde(default)]
    pub show_secrets: bool,
    /// The losses that are accepted, as `--accept-loss` names them.
    #[serde(default)]
    pub accept: Vec<String>,
    /// The rule packs.
    #[serde(default)]
    pub packs: Vec<PackText>,
    /// Values of their parameters.
    #[serde(default)]
    pub params: BTreeMap<String, Value>,
    /// Their optional rules that run.
    #[serde(default)]
    pub with: Vec<String>,
    /// A line of a log, or a code.
    #[serde(default)]
    pub text: String,
    /// The format of a report that is wanted in place of a result.
    #[serde(default)]
    pub report: Option<String>,
    /// How files ended, to be counted.
    #[serde(default)]
    pub outcomes: Vec<String>,
}

/// A rule pack: `builtin:NAME`, or the text of an own one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackText {
    /// As `-r` takes it.
    pub name: String,
    /// Its text, if it is not shipped.
    #[serde(default)]
    pub text: Option<String>,
}

impl Question {
    /// The version that was named, if one was.
    pub(super) fn release(&self) -> Result<Option<Release>, Failure> {
        let named = self.target.as_deref().map(str::trim).filter(|target| !target.is_empty());
        named.map(Release::parse).transpose().map_err(|error| Failure::new(error.to_string()))
    }

    /// The databases that were named, in the order of messages.
    pub(super) fn dbs(&self) -> Result<Vec<Db>, Failure> {
        let read = |word: &String| Db::parse(word).ok_or_else(|| Failure::new(format!("{word} is no database")));
        let named = self.db.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Db::ALL.into_iter().filter(|db| named.contains(db)).collect())
    }

    /// Whether secrets are shown.
    pub(super) const fn secrets(&self) -> Secrets {
        if self.show_secrets { Secrets::Shown } else { Secrets::Hidden }
    }
}
