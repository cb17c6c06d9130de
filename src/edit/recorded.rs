//! Values as they were when a run came by them.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use crate::json::{Document, Snapshot};

/// A JSON value as it was when the run came by it: a stretch of the document's texts, so that large values cost nothing.
#[derive(Debug, Clone)]
pub(crate) struct RecordedValue(Record);

#[derive(Debug, Clone)]
enum Record {
    Snapshot(Snapshot),
    Text(Arc<str>),
}

impl RecordedValue {
    /// A value of the document of the run.
    pub(crate) const fn of_snapshot(snapshot: Snapshot) -> Self {
        Self(Record::Snapshot(snapshot))
    }

    /// A value that is in no document.
    pub(crate) fn of_value(value: &Value) -> Self {
        Self(Record::Text(value.to_string().into()))
    }

    /// JSON text. `doc` is the document of the run.
    #[must_use]
    pub(crate) fn text<'a>(&'a self, doc: &'a Document) -> Cow<'a, str> {
        match &self.0 {
            Record::Snapshot(snapshot) => doc.text_then(*snapshot),
            Record::Text(text) => Cow::Borrowed(text),
        }
    }

    /// As a value, see [`Document::value`]. `doc` is the document of the run.
    #[must_use]
    pub(crate) fn value(&self, doc: &Document) -> Value {
        let text = self.text(doc);
        // Lone surrogates and deep nesting are read by our own reader only.
        let tolerant = || Document::parse(text.as_bytes().to_vec()).map(|json| json.value(json.root())).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_else(|_| tolerant())
    }
}
