//! What semxform has to say about a file: one finding a fact. Holds no texts of its own (codes and pages: `codes`) and renders nothing.

pub mod codes;

use std::ops::Range;

use crate::json::{Document, Node};
use crate::semaphore::Db;

/// How bad a finding is: severity follows the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing: a secret to enter again.
    Info,
    /// It restores, but something is lost, changed or will not work.
    Warning,
    /// The server refuses, stops half-way, crashes, or leaves a project that cannot be opened.
    Error,
}

/// The step of a restore, or of our own work, that a finding belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
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
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `SX301`; one row of [`crate::finding::codes`].
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Which step.
    pub stage: Stage,
    /// Databases it holds for; empty: no matter which.
    pub db: Vec<Db>,
    /// What is wrong, in the words of Semaphore's screens, without the place.
    pub message: String,
    /// `templates["Deploy app"].vaults[1]`
    pub entity: Option<String>,
    /// JSON Pointer of the value.
    pub pointer: Option<String>,
    /// Bytes in the source to underline.
    pub span: Option<Range<usize>>,
    /// The server's own words for it.
    pub server_message: Option<String>,
    /// What happens if nothing is done.
    pub consequence: Option<String>,
    /// What to type or do next.
    pub help: Option<String>,
    /// Rests on a fact that was not proved on a server.
    pub uncertain: bool,
}

impl Finding {
    /// A finding without a place.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, stage: Stage, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            stage,
            db: Vec::new(),
            message: message.into(),
            entity: None,
            pointer: None,
            span: None,
            server_message: None,
            consequence: None,
            help: None,
            uncertain: false,
        }
    }

    /// Puts it at a value; what edits made borrows the place of the nearest value around it that the source holds.
    #[must_use]
    pub fn at(mut self, doc: &Document, node: Node) -> Self {
        self.entity = Some(doc.entity(node));
        self.pointer = Some(doc.path(node).pointer());
        let mut up = Some(node);
        while let Some(n) = up {
            if let Some(span) = doc.span(n) {
                self.span = Some(span);
                break;
            }
            up = doc.parent(n);
        }
        self
    }

    /// Puts it at the key of a member instead of its value.
    #[must_use]
    pub fn at_key(self, doc: &Document, node: Node) -> Self {
        let mut finding = self.at(doc, node);
        finding.span = doc.key_span(node).or(finding.span);
        finding
    }

    /// Adds the server's own words.
    #[must_use]
    pub fn server(mut self, words: impl Into<String>) -> Self {
        self.server_message = Some(words.into());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds what happens if nothing is done.
    #[must_use]
    pub fn consequence(mut self, text: impl Into<String>) -> Self {
        self.consequence = Some(text.into());
        self
    }

    /// Limits it to databases.
    #[must_use]
    pub fn only(mut self, db: &[Db]) -> Self {
        self.db = db.to_vec();
        self
    }

    /// Says that the fact behind it is not proved.
    #[must_use]
    pub fn unsure(mut self) -> Self {
        self.uncertain = true;
        self
    }
}
