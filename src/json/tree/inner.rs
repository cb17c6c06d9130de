//! JSON that is kept as text, read one text after the other: there may be a million of them, mostly with the same keys, so that what the
//! last one needed serves for the next.

use super::Document;
use crate::json::read::index::MOST_VALUES;
use crate::json::read::keys::Keys;
use crate::json::read::oddity::{OddityKind, SyntaxError};
use crate::json::read::{index::Index, read_into, source::Source};

/// Keys of other texts are forgotten when there are more.
const MANY_KEYS: usize = 256;

/// Reads texts.
#[derive(Debug, Default)]
pub(crate) struct InnerReader {
    doc: Option<Document>,
    keys: Keys,
}

impl InnerReader {
    /// Reads a text; the document holds until the next one is read.
    ///
    /// # Errors
    /// As of [`Document::parse`].
    pub(crate) fn read(&mut self, text: &str) -> Result<&mut Document, SyntaxError> {
        let (mut src, mut entries) = (String::new(), Vec::new());
        if let Some(mut last) = self.doc.take() {
            src = match std::mem::take(&mut last.src) {
                Source::Text(text) => text,
                Source::Bytes(_) => String::new(),
            };
            let index = std::mem::take(&mut last.index);
            (entries, self.keys) = (index.entries, index.keys);
        }
        if self.keys.len() > MANY_KEYS || self.keys.escaped {
            self.keys = Keys::with_room();
        }
        src.clear();
        src.push_str(text);
        let oddities = read_into(src.as_bytes(), true, MOST_VALUES, &mut entries, &mut self.keys)?;
        let index = Index { entries, keys: std::mem::take(&mut self.keys) };
        Ok(self.doc.insert(Document::assemble(Source::Text(src), (index, oddities))))
    }
}

impl Document {
    /// Whether nothing is odd about it that would make an edit a guess.
    #[must_use]
    pub(crate) fn is_clear(&self) -> bool {
        self.oddities().iter().all(|oddity| oddity.kind == OddityKind::LoneSurrogate)
    }
}
