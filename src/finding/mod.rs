//! What semxform reports about a file: one finding a fact. A finding knows what is wrong and where by code, node and key; paths
//! and pointers are made when it is rendered. Codes and their pages are in `codes`.

pub(crate) mod codes;
mod fingerprint;
mod found;
mod keyword;
mod place;
mod repair;
mod threshold;
mod words;

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::json::{Document, Node};
use crate::semaphore::{Band, Db};

pub(crate) use codes::Code;
pub(crate) use fingerprint::Fingerprints;
pub(crate) use found::{Found, Kept, LeftOut, MOST, Wanted, left_out};
pub(crate) use keyword::Keyword;
pub(crate) use place::{Identity, Place, Resolved, Spot};
pub(crate) use repair::Repair;
pub(crate) use threshold::Threshold;
pub(crate) use words::Words;

/// How bad a finding is: severity follows the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    #[default]
    /// Worth knowing: a secret to enter again.
    Info,
    /// It restores, but something is lost, changed or will not work.
    Warning,
    /// The server refuses, stops half-way, crashes, or leaves a project that cannot be opened.
    Error,
}

/// The step of a restore, or of our own work, that a finding belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// The server's JSON decoder; nothing is created.
    Decode,
    /// The schema of the version.
    Schema,
    /// The server's check before the first write; nothing is created.
    Verify,
    /// The server's writes; a half-made project is left.
    Restore,
    /// Refused by the database during a write.
    Database,
    /// The server panics.
    Crash,
    /// Restored without a word, but not as the file says.
    Silent,
    /// Restored as the file says, but it will not work.
    Run,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Stage {
    /// All, in the order of a restore.
    pub(crate) const ALL: [Self; 8] =
        [Self::Decode, Self::Schema, Self::Verify, Self::Restore, Self::Database, Self::Crash, Self::Silent, Self::Run];
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// `SX301`; one row of [`crate::finding::codes`].
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// Which step.
    pub stage: Stage,
    /// Whether it rests on a fact that was not proved on a server.
    pub uncertain: bool,
    /// Databases it holds for; empty: no matter which.
    pub db: Vec<Db>,
    /// Where.
    pub place: Place,
    /// What is wrong, in the words of Semaphore's screens, without the place.
    pub message: Words,
    /// The server's own words for it.
    pub server_message: Option<Words>,
    /// What happens if nothing is done.
    pub consequence: Option<Words>,
    /// What to do next, in words.
    pub help: Option<Words>,
    /// The command that repairs it; `FILE` stands for the document.
    pub(crate) command: Option<Words>,
    /// The schema that would report it too, and by which keyword.
    pub schema: Option<(Band, Keyword)>,
}

impl Finding {
    /// A finding without a place.
    #[must_use]
    pub(crate) fn new(code: Code, severity: Severity, stage: Stage, message: impl Into<Words>) -> Self {
        Self {
            code,
            severity,
            stage,
            uncertain: false,
            db: Vec::new(),
            place: Place::Nowhere,
            message: message.into(),
            server_message: None,
            consequence: None,
            help: None,
            command: None,
            schema: None,
        }
    }

    /// Puts it at a value.
    #[must_use]
    pub(crate) fn at(mut self, spot: impl Into<Spot>) -> Self {
        self.place = Place::Node(spot.into());
        self
    }

    /// Puts it at bytes of a text.
    #[must_use]
    pub(crate) fn at_bytes(mut self, span: Range<usize>) -> Self {
        self.place = Place::Bytes(span);
        self
    }

    /// Names the value that its bytes are inside of.
    #[must_use]
    pub(crate) fn within(mut self, node: Node) -> Self {
        if let Place::Bytes(span) = self.place {
            self.place = Place::Within { node, span };
        }
        self
    }

    /// Puts it at a place that is written out already.
    #[must_use]
    pub(crate) fn at_resolved(mut self, place: Resolved) -> Self {
        self.place = Place::Resolved(Box::new(place));
        self
    }

    /// `templates["Deploy app"].vaults[1]`; `doc` is the document that it is about.
    #[must_use]
    pub(crate) fn entity(&self, doc: Option<&Document>) -> Option<Cow<'_, str>> {
        self.place.entity(doc)
    }

    /// JSON Pointer of the value.
    #[must_use]
    pub(crate) fn pointer(&self, doc: Option<&Document>) -> Option<Cow<'_, str>> {
        self.place.pointer(doc)
    }

    /// Bytes in the source to underline.
    #[must_use]
    pub(crate) fn span(&self, doc: Option<&Document>) -> Option<Range<usize>> {
        self.place.span(doc)
    }

    /// What makes it the same finding before and after a change of the document. Nodes of the input keep their identity, so
    /// findings of a document and of its unchanged copy can be compared.
    #[must_use]
    pub(crate) fn identity(&self, doc: &Document) -> Identity {
        let (node, key) = self.place.identity(doc);
        Identity { code: self.code, node, key }
    }

    /// Writes the place out, for readers that do not have the document.
    #[must_use]
    pub(crate) fn resolve(mut self, doc: &Document) -> Self {
        self.place = self.place.resolve(doc);
        self
    }

    /// Adds the server's own words.
    #[must_use]
    pub(crate) fn server(mut self, words: impl Into<Words>) -> Self {
        self.server_message = Some(words.into());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub(crate) fn help(mut self, text: impl Into<Words>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds the command that repairs it.
    #[must_use]
    pub(crate) fn command(mut self, text: impl Into<Words>) -> Self {
        self.command = Some(text.into());
        self
    }

    /// Takes the command back, because it was run already or would not repair this; what the page says takes its place.
    pub(crate) fn drop_command(&mut self) {
        if self.command.take().is_some() && self.help.is_none() {
            self.help = codes::page(self.code).map(|page| page.repair.into());
        }
    }

    /// Adds what happens if nothing is done.
    #[must_use]
    pub(crate) fn consequence(mut self, text: impl Into<Words>) -> Self {
        self.consequence = Some(text.into());
        self
    }

    /// Limits it to databases.
    #[must_use]
    pub(crate) fn only(mut self, db: &[Db]) -> Self {
        self.db = db.to_vec();
        self
    }

    /// Marks the fact behind it as not proved.
    #[must_use]
    pub(crate) fn unsure(mut self) -> Self {
        self.uncertain = true;
        self
    }
}
