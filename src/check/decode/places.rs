//! Which field a key of the document is, by the number of the key: found once for each kind of object, and not for each object.

use foldhash::{HashMap, HashMapExt as _};

use super::decoded;
use crate::json::{ByKey, Document};
use crate::semaphore::ObjectShape;

/// The places of keys in the objects of a document, by the number of their shape.
#[derive(Debug)]
pub(super) struct Places(HashMap<u8, Known>);

impl Default for Places {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl Places {
    /// What is known of the keys of a kind of objects.
    pub(super) fn of(&mut self, shape: &'static ObjectShape) -> &mut Known {
        self.0.entry(shape.number).or_default()
    }
}

/// One more than the place of the field that a key is, 0 for a key that is none.
#[derive(Debug, Default)]
pub(super) struct Known(ByKey<u8>);

impl Known {
    /// The place of the field that a key of the document is.
    #[inline]
    pub(super) fn find(&mut self, doc: &Document, shape: &ObjectShape, key: u32) -> Option<usize> {
        let at = self.0.get_or_find(key, || {
            let at = doc.numbered_key(key).and_then(|key| shape.place(&decoded(key)));
            // No object has 255 fields.
            at.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0)
        });
        usize::from(at).checked_sub(1)
    }
}
