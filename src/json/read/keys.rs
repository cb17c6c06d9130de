//! Keys by number: each key text of a document is here once, so that members are found and compared without a look at
//! the source, which is far from the index. Escapes count: `"a"` and `"\u0061"` are two keys here.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::json::node::Key;
use crate::text::bytes::same;
use crate::text::short_hash::ShortHash;

/// Number of what has no key: elements, the root.
pub(in crate::json) const NO_KEY: u32 = u32::MAX;

/// Where keys were found is remembered of the first ones.
const WITH_PLACE: usize = 1 << 12;

/// The keys of a document. Their texts are one behind the other, since there may be millions.
#[derive(Debug, Default)]
pub(in crate::json) struct Keys {
    /// Where the text between the quotes is, by number.
    spots: Vec<Spot>,
    /// Texts that are what the key means: without escapes and UTF-8, as nearly all are.
    plain: String,
    /// The others.
    odd: Vec<u8>,
    /// By their texts, whose hashes are kept: a million keys would be looked at again at each growth.
    numbers: HashTable<Numbered>,
    hasher: RandomState,
    /// Where each key was found in the first object that was searched for it; [`NO_KEY`] before that.
    places: Vec<AtomicU32>,
    /// How many entries behind the beginning of an object each key was found the last time; 0 before that.
    distances: Vec<AtomicU32>,
    /// Whether any key has an escape or a byte that is not UTF-8, so that one name can have several numbers.
    pub escaped: bool,
}

/// A key in the table.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    /// That of its text.
    hash: ShortHash,
    number: u32,
}

/// A stretch of one of the texts. Sources end below 4 GiB, and so do their keys.
#[derive(Debug, Clone, Copy)]
struct Spot {
    start: u32,
    length: u32,
    plain: bool,
}

impl Spot {
    #[inline(always)]
    const fn stretch(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.length as usize
    }
}

impl Keys {
    /// None yet, with room for a few: JSON kept as text is read too, thousands of times in one file, and has a handful of keys.
    pub(crate) fn with_room() -> Self {
        const FEW: usize = 8;
        Self {
            spots: Vec::with_capacity(FEW),
            plain: String::with_capacity(8 * FEW),
            numbers: HashTable::with_capacity(FEW),
            places: Vec::with_capacity(FEW),
            distances: Vec::with_capacity(FEW),
            ..Self::default()
        }
    }

    /// The key of a number.
    #[inline(always)]
    pub(crate) fn key(&self, number: u32) -> Option<Key<'_>> {
        let spot = self.spots.get(number as usize)?;
        let stretch = spot.stretch();
        if spot.plain {
            let text = self.plain.get(stretch)?;
            return Some(Key::new(text.as_bytes(), Some(text)));
        }
        self.odd.get(stretch).map(|body| Key::new(body, None))
    }

    #[inline(always)]
    fn body(&self, number: u32) -> Option<&[u8]> {
        let spot = self.spots.get(number as usize)?;
        let all = if spot.plain { self.plain.as_bytes() } else { &self.odd };
        all.get(spot.stretch())
    }

    /// The number of a key by the text between its quotes, if the document has it.
    pub(crate) fn find(&self, body: &[u8]) -> Option<u32> {
        let hash = self.hash(body);
        let is = |key: &Numbered| key.hash == hash && self.body(key.number).is_some_and(|own| same(own, body));
        self.numbers.find(hash.spread(), is).map(|key| key.number)
    }

    fn hash(&self, body: &[u8]) -> ShortHash {
        ShortHash::of(&self.hasher, body)
    }

    /// Offset of the opening quote of a member's key, by the offset of the value: only white space and a colon are between them.
    pub(crate) fn open_before(&self, src: &[u8], value: usize, number: u32) -> usize {
        let behind = |end: usize| src[..end].trim_ascii_end();
        let colon = behind(value).len().saturating_sub(1);
        let length = self.spots.get(number as usize).map_or(0, |spot| spot.length as usize);
        behind(colon).len().saturating_sub(length + 2)
    }

    /// Where a key may be among the members of an object.
    pub(crate) fn place(&self, number: u32) -> Option<usize> {
        let place = self.places.get(number as usize)?.load(Ordering::Relaxed);
        (place != NO_KEY).then_some(place as usize)
    }

    /// Remembers where it was.
    pub(crate) fn found_at(&self, number: u32, place: usize) {
        if let (Some(known), Ok(place)) = (self.places.get(number as usize), u32::try_from(place)) {
            known.store(place, Ordering::Relaxed);
        }
    }

    /// How far behind the beginning of an object of the source a key may be.
    #[inline(always)]
    pub(crate) fn distance(&self, number: u32) -> u32 {
        self.distances.get(number as usize).map_or(0, |distance| distance.load(Ordering::Relaxed))
    }

    /// Remembers how far it was.
    #[inline(always)]
    pub(crate) fn found_behind(&self, number: u32, distance: u32) {
        if let Some(known) = self.distances.get(number as usize) {
            known.store(distance, Ordering::Relaxed);
        }
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.spots.len()
    }

    /// The number of a key, new or not.
    pub(crate) fn add(&mut self, body: &[u8]) -> u32 {
        if let Some(number) = self.find(body) {
            return number;
        }
        // Sources end below 4 GiB, and so do keys.
        let small = |number: usize| u32::try_from(number).unwrap_or(NO_KEY);
        let number = small(self.spots.len());
        let text = std::str::from_utf8(body).ok().filter(|text| !text.contains('\\'));
        let start = if let Some(text) = text {
            self.plain.push_str(text);
            self.plain.len() - body.len()
        } else {
            self.odd.extend_from_slice(body);
            self.odd.len() - body.len()
        };
        self.spots.push(Spot { start: small(start), length: small(body.len()), plain: text.is_some() });
        self.escaped |= text.is_none();
        // Of a million different keys none comes again.
        if self.places.len() < WITH_PLACE {
            self.places.push(AtomicU32::new(NO_KEY));
            self.distances.push(AtomicU32::new(0));
        }
        let hash = self.hash(body);
        self.numbers.insert_unique(hash.spread(), Numbered { hash, number }, |key| key.hash.spread());
        number
    }
}
