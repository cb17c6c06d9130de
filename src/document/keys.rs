//! Keys by number: each key text of a document stands here once, so that members are found and told apart without a look at
//! the source, which is far from the index. Escapes count: `"a"` and `"\u0061"` are two keys here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use foldhash::HashMap;

use super::index::Entry;
use super::tree::Key;

/// Number of what has no key: elements, the root.
pub(super) const NO_KEY: u32 = u32::MAX;

/// The keys of a document.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The text between the quotes, by number.
    bodies: Vec<Arc<[u8]>>,
    /// The same as text, where it has no escapes and is UTF-8: nearly always.
    plain: Vec<Option<Arc<str>>>,
    numbers: HashMap<Arc<[u8]>, u32>,
    /// Where each key was found in the first object that was searched for it; [`NO_KEY`] before that.
    places: Vec<AtomicU32>,
    /// Whether any key has an escape or a byte that is not UTF-8, so that one name can have several numbers.
    pub escaped: bool,
}

impl Keys {
    /// The key of a number.
    pub fn key(&self, number: u32) -> Option<Key<'_>> {
        let at = number as usize;
        self.bodies.get(at).map(|body| Key::new(body, self.plain[at].as_deref()))
    }

    /// The number of a key by the text between its quotes, if the document has it.
    pub fn find(&self, body: &[u8]) -> Option<u32> {
        self.numbers.get(body).copied()
    }

    /// Offset of the opening quote of a member's key: only white space and a colon stand between key and value.
    pub fn open_before(&self, src: &[u8], member: &Entry) -> usize {
        let behind = |end: usize| src[..end].trim_ascii_end();
        let colon = behind(member.start as usize).len().saturating_sub(1);
        let length = self.bodies.get(member.label as usize).map_or(0, |body| body.len());
        behind(colon).len().saturating_sub(length + 2)
    }

    /// Where a key may stand among the members of an object.
    pub fn place(&self, number: u32) -> Option<usize> {
        let place = self.places.get(number as usize)?.load(Ordering::Relaxed);
        (place != NO_KEY).then_some(place as usize)
    }

    /// Remembers where it stood.
    pub fn found_at(&self, number: u32, place: usize) {
        if let (Some(known), Ok(place)) = (self.places.get(number as usize), u32::try_from(place)) {
            known.store(place, Ordering::Relaxed);
        }
    }

    /// The number of a key, new or not.
    pub fn add(&mut self, body: &[u8]) -> u32 {
        if let Some(number) = self.find(body) {
            return number;
        }
        // Sources end below 4 GiB, and so do keys.
        let number = u32::try_from(self.bodies.len()).unwrap_or(NO_KEY);
        let body: Arc<[u8]> = body.into();
        let plain = std::str::from_utf8(&body).ok().filter(|text| !text.contains('\\'));
        self.escaped |= plain.is_none();
        self.plain.push(plain.map(Arc::from));
        self.bodies.push(Arc::clone(&body));
        self.numbers.insert(body, number);
        self.places.push(AtomicU32::new(NO_KEY));
        number
    }
}

/// Numbers keys as they are read: what followed a key once mostly follows it again.
#[derive(Debug)]
pub(super) struct Numbering {
    pub keys: Keys,
    /// What followed each key the last time.
    next: Vec<u32>,
    last: u32,
}

impl Numbering {
    pub fn new() -> Self {
        Self { keys: Keys::default(), next: Vec::new(), last: NO_KEY }
    }

    /// The number of the key that is read now.
    pub fn number(&mut self, body: &[u8]) -> u32 {
        let expected = self.next.get(self.last as usize).copied().unwrap_or(NO_KEY);
        if self.keys.bodies.get(expected as usize).is_some_and(|known| **known == *body) {
            self.last = expected;
            return expected;
        }
        let number = self.keys.add(body);
        self.next.resize(self.keys.bodies.len(), NO_KEY);
        if let Some(next) = self.next.get_mut(self.last as usize) {
            *next = number;
        }
        self.last = number;
        number
    }
}
