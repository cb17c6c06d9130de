//! Which field a key of the document is, by the number of the key: found once for each kind of object, and not for each object.

use foldhash::{HashMap, HashMapExt as _};

use super::decoded;
use crate::json::Document;
use crate::semaphore::ObjectShape;

/// Keys above this number are found anew each time: a file may have a million different keys.
const MOST: u32 = 1 << 12;

/// The places of keys in the objects of a document, by the number of their shape.
#[derive(Debug)]
pub(super) struct Places(HashMap<u16, Known>);

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

/// By the number of a key: one more than the place of its field, 0 for a key that is none.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Option<u8>>);

impl Known {
    /// The place of the field that a key of the document is.
    #[inline]
    pub(super) fn find(&mut self, doc: &Document, shape: &ObjectShape, key: u32) -> Option<usize> {
        let known = self.0.get(key as usize).copied().flatten();
        let at = known.unwrap_or_else(|| self.look_up(doc, shape, key));
        usize::from(at).checked_sub(1)
    }

    #[cold]
    fn look_up(&mut self, doc: &Document, shape: &ObjectShape, key: u32) -> u8 {
        let at = doc.numbered_key(key).and_then(|key| shape.place(&decoded(key)));
        // No object has 255 fields.
        let at = at.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0);
        if key < MOST {
            let needed = self.0.len().max(key as usize + 1);
            self.0.resize(needed, None);
            self.0[key as usize] = Some(at);
        }
        at
    }
}
