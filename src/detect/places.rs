//! What the keys of each object say about the version: the field tables of all bands laid over each other, once.

use std::sync::OnceLock;

use super::bands::Bands;
use crate::json::Kind;
use crate::semaphore::{Presence, Type, all_fields};

/// An object with fixed keys, in any band.
#[derive(Debug)]
pub(super) struct ClueSite {
    /// Its path without the last `[]`: empty for the document, `templates[].vaults`.
    pub path: &'static str,
    /// Its keys, of all bands.
    pub marks: Vec<Mark>,
    /// Bands in which it is a free object, whose keys say nothing.
    pub free: Bands,
}

/// A key of a place.
#[derive(Debug)]
pub(super) struct Mark {
    pub key: &'static str,
    /// Bands that write the key with a value of this kind.
    by_kind: [Bands; 6],
    /// Bands that always write it.
    pub always: Bands,
    /// Bands that know it at all.
    pub known: Bands,
    /// Where the object, or the elements of the list, are described.
    pub child: Option<usize>,
    /// Whether it is a list.
    pub list: bool,
}

impl Mark {
    /// Bands that write the key with such a value.
    pub(super) fn allowed(&self, kind: Kind) -> Bands {
        self.by_kind[kind as usize]
    }
}

impl ClueSite {
    /// The mark of a key, and its number.
    pub(super) fn mark(&self, key: &str) -> Option<(usize, &Mark)> {
        self.marks.iter().enumerate().find(|(_, mark)| mark.key == key)
    }
}

/// Every place; the first is the document.
pub(super) fn places() -> &'static [ClueSite] {
    static PLACES: OnceLock<Vec<ClueSite>> = OnceLock::new();
    PLACES.get_or_init(build)
}

fn build() -> Vec<ClueSite> {
    let mut places = vec![ClueSite { path: "", marks: Vec::new(), free: Bands::empty() }];
    for field in all_fields() {
        let (parent, key) = field.split();
        let place = number(&mut places, parent);
        let child = matches!(field.ty, Type::Object | Type::List).then(|| number(&mut places, field.path));
        let mark = mark(&mut places[place].marks, key);
        mark.child = mark.child.or(child);
        mark.list |= matches!(field.ty, Type::List | Type::StringList);
        for band in field.life.bands() {
            let band_only = Bands::only(band);
            let presence = field.presence(band);
            mark.known |= band_only;
            mark.add(kind(field.ty), band_only);
            if presence == Presence::Nullable {
                mark.add(Kind::Null, band_only);
            }
            if presence != Presence::Optional {
                mark.always |= band_only;
            }
        }
    }
    for field in all_fields().filter(|field| field.ty == Type::Map) {
        if let Some(place) = places.iter_mut().find(|place| place.path == field.path) {
            place.free |= field.life.bands();
        }
    }
    for place in &mut places {
        let free = place.free;
        for mark in &mut place.marks {
            mark.by_kind = mark.by_kind.map(|bands| bands | free);
        }
    }
    places
}

impl Mark {
    fn add(&mut self, kind: Kind, bands: Bands) {
        let slot = &mut self.by_kind[kind as usize];
        *slot |= bands;
    }
}

fn number(places: &mut Vec<ClueSite>, path: &'static str) -> usize {
    let path = path.strip_suffix("[]").unwrap_or(path);
    places.iter().position(|place| place.path == path).unwrap_or_else(|| {
        places.push(ClueSite { path, marks: Vec::new(), free: Bands::empty() });
        places.len() - 1
    })
}

fn mark<'a>(marks: &'a mut Vec<Mark>, key: &'static str) -> &'a mut Mark {
    let at = marks.iter().position(|mark| mark.key == key).unwrap_or_else(|| {
        let none = Bands::empty();
        marks.push(Mark { key, by_kind: [none; 6], always: none, known: none, child: None, list: false });
        marks.len() - 1
    });
    &mut marks[at]
}

const fn kind(ty: Type) -> Kind {
    match ty {
        Type::String => Kind::String,
        Type::Bool => Kind::Bool,
        Type::Int => Kind::Number,
        Type::Object | Type::Map => Kind::Object,
        Type::List | Type::StringList => Kind::Array,
    }
}
