//! A finding in the envelope.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Finding, Fingerprints, Severity};
use crate::mask::Secrets;
use crate::report::Source;
use crate::report::window::{Window, window};
use crate::schema;
use crate::text::Position;

/// One finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingEntry {
    /// `SX301`; `semxform explain SX301` explains it.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: Severity,
    /// `decode`, `schema`, `verify`, `restore`, `database`, `crash`, `silent` or `run`.
    pub stage: &'static str,
    /// Databases it holds for; empty: no matter which.
    pub db: Vec<&'static str>,
    /// What is wrong.
    pub message: String,
    /// `templates["Deploy app"].vaults[1]`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// JSON Pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The file that the place is in, where that is not the one that the entry is about: the result of a merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Line of the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<usize>,
    /// Column behind the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
    /// The server's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_message: Option<String>,
    /// What happens if nothing is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequence: Option<String>,
    /// What to do: words, the command, or both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The command that repairs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Whether there is such a command.
    pub fixable: bool,
    /// The page of the code.
    pub url: String,
    /// Stays when lines move, when other findings come and go, and between runs; no two findings share one.
    pub fingerprint: String,
    /// The generated schema that would report it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaEntry>,
    /// Whether it rests on a fact that was not proved on a server.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
    /// Whether the input had it before the rules ran.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_there_before: bool,
    /// The lines around it, where a format shows them.
    #[serde(skip)]
    pub window: Option<Window>,
    /// What would repair it, where a format carries that.
    #[serde(skip)]
    pub fixes: Vec<Fix>,
}

/// A change of the file that repairs findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The command that does the same.
    pub command: String,
    /// In order, without overlap.
    pub replacements: Vec<Replacement>,
}

/// A stretch of the file and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Its first character.
    pub start: Position,
    /// Behind its last character.
    pub end: Position,
    /// The new text.
    pub text: String,
}

impl FindingEntry {
    /// Gives the findings of a file their fingerprints.
    pub(crate) fn sign(findings: &mut [Self], path: &str, target: Option<&str>) {
        let mut fingerprints = Fingerprints::new(path, target);
        for finding in findings {
            finding.sign_as_next(&mut fingerprints);
        }
    }

    /// Gives the next finding of a file its fingerprint.
    pub(crate) fn sign_as_next(&mut self, fingerprints: &mut Fingerprints) {
        let (entity, pointer) = (self.entity.as_deref().unwrap_or_default(), self.pointer.as_deref().unwrap_or_default());
        self.fingerprint = fingerprints.next(self.code, entity, pointer, &self.message);
    }

    /// The entry of a finding in `source`.
    #[must_use]
    pub(crate) fn new(source: &Source, finding: &Finding) -> Self {
        let span = source.span(finding);
        let at = span.as_ref().map(|span| source.position(span.start));
        let end = span.map(|span| source.position(span.end));
        let help = finding.help.as_deref().map(|help| source.help(help));
        let command = finding.command.as_deref().map(|command| source.help(command));
        Self {
            code: finding.code.name(),
            severity: finding.severity,
            stage: finding.stage.name(),
            db: finding.db.iter().map(|db| db.name()).collect(),
            message: finding.message.to_string(),
            entity: finding.entity(source.doc).map(Cow::into_owned),
            pointer: finding.pointer(source.doc).map(Cow::into_owned),
            file: None,
            line: at.map(|p| p.line),
            column: at.map(|p| p.column),
            end_line: end.map(|p| p.line),
            end_column: end.map(|p| p.column),
            server_message: finding.server_message.as_deref().map(str::to_owned),
            consequence: finding.consequence.as_deref().map(str::to_owned),
            fixable: command.is_some(),
            help: match (help, &command) {
                (Some(words), Some(command)) => Some(format!("{words}; or: {command}")),
                (words, command) => words.or_else(|| command.clone()),
            },
            command,
            url: finding.code.url(),
            fingerprint: String::new(),
            schema: SchemaEntry::new(source, finding),
            uncertain: finding.uncertain,
            was_there_before: false,
            window: None,
            fixes: Vec::new(),
        }
    }
}

impl FindingEntry {
    /// Adds the lines around the finding, without secrets unless they are to be shown.
    #[must_use]
    pub(crate) fn with_window(mut self, source: &Source, finding: &Finding, secrets: Secrets) -> Self {
        self.window = source.span(finding).map(|span| window(source, &span, WINDOW, secrets));
        self
    }
}

/// Characters of a line in a window.
const WINDOW: usize = 100;

/// The rule of a generated schema that refuses what a finding is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SchemaEntry {
    /// `semaphore-2.16.0.schema.json`; `semxform schema 2.16` prints it.
    pub file: String,
    /// JSON Pointer of the keyword in it.
    pub keyword: String,
}

impl SchemaEntry {
    fn new(source: &Source, finding: &Finding) -> Option<Self> {
        let (band, keyword) = finding.schema?;
        let keyword = schema::location(band, &finding.pointer(source.doc)?, keyword)?;
        Some(Self { file: schema::file(band), keyword })
    }
}
