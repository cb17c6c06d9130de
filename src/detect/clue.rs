//! Clues: each thing in a document that not every version can have written. How much each counts is decided in `weigh`.

use foldhash::HashMap;

use super::bands::{Bands, in_versions};
use super::places::{ClueSite, Mark, places};
use super::scan::Form;
use crate::json::{BitSet, Document, Key, Kind, Node};
use crate::semaphore::value::STRING_KEY;
use crate::semaphore::{Band, Release, STRING_KEYS, key, never_filled};

/// One clue.
#[derive(Debug)]
pub(super) struct Clue {
    /// Bands that can have written it.
    pub allowed: Bands,
    /// Where it was seen first.
    pub node: Node,
    /// The reason, as a sentence.
    pub why: String,
    pub sort: Sort,
}

/// What kind of clue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Something that some versions do not write, in at least half of the objects that could have it, or in fewer.
    Present { common: bool },
    /// An empty section.
    Empty,
    /// A null where later versions leave the key out; people write it too.
    Null,
    /// Something that some versions always write; `partly`: other objects of the list have it.
    Missing { partly: bool },
}

/// How many keys that no version knows are named.
const NAMED: usize = 3;

/// All clues of a document.
#[derive(Debug, Default)]
pub(super) struct Clues {
    pub list: Vec<Clue>,
    /// How many different keys the document has that some version knows.
    pub known: usize,
    /// How many keys no version knows, each counted once at each place.
    pub unknown: usize,
    /// Their numbers, by the number of the place.
    seen: Vec<BitSet>,
    /// The first of them, with their first places.
    pub first_unknown: Vec<(String, Node)>,
    /// Those of them that are about the parameters of tasks.
    pub unknown_params: Vec<(String, Node)>,
    /// First value of a type that no version writes there.
    pub wrong_type: Option<Node>,
}

/// What the forms say about one key of a place.
#[derive(Default)]
struct Tally {
    /// By kind of value: how many objects, and the first value.
    kinds: [Option<(usize, Node)>; 6],
    /// How many objects lack it, and the first of them.
    missing: Option<(usize, Node)>,
}

/// Reads the clues off the forms.
pub(super) fn clues(doc: &Document, forms: &[Form]) -> Clues {
    let mut clues = Clues { seen: places().iter().map(|_| BitSet::default()).collect(), ..Clues::default() };
    let mut tallies: Vec<HashMap<usize, Tally>> = places().iter().map(|_| HashMap::default()).collect();
    let mut totals = vec![0; places().len()];
    for form in forms {
        totals[form.place] += form.count;
        let place = &places()[form.place];
        let mut seen = vec![false; place.marks.len()];
        doc.each_numbered_member(form.node, |number, node| {
            let key = doc.numbered_key(number).map(Key::text).unwrap_or_default();
            let Some((at, _)) = place.mark(&key) else {
                return clues.foreign((form.place, number), &key, node);
            };
            seen[at] = true;
            add(&mut tallies[form.place].entry(at).or_default().kinds[doc.kind(node) as usize], form.count, node);
        });
        for (at, _) in seen.iter().enumerate().filter(|(at, seen)| !**seen && !place.marks[*at].always.is_empty()) {
            add(&mut tallies[form.place].entry(at).or_default().missing, form.count, form.node);
        }
    }
    for (number, place) in places().iter().enumerate() {
        for (at, mark) in place.marks.iter().enumerate() {
            if let Some(tally) = tallies[number].get(&at) {
                clues.key(doc, place, mark, tally, totals[number]);
            }
        }
    }
    clues.special(doc, forms);
    clues
}

fn add(slot: &mut Option<(usize, Node)>, count: usize, node: Node) {
    slot.get_or_insert((0, node)).0 += count;
}

const KINDS: [Kind; 6] = [Kind::Null, Kind::Bool, Kind::Number, Kind::String, Kind::Array, Kind::Object];

impl Clues {
    fn key(&mut self, doc: &Document, place: &ClueSite, mark: &Mark, tally: &Tally, total: usize) {
        let present = tally.kinds.iter().any(Option::is_some);
        self.known += usize::from(present);
        for kind in KINDS {
            let Some((count, node)) = tally.kinds[kind as usize] else { continue };
            let allowed = mark.allowed(kind);
            if allowed.is_empty() {
                // A null means "unset" to people; that no server writes it there says nothing about the version.
                if kind != Kind::Null {
                    self.wrong_type.get_or_insert(node);
                }
                continue;
            }
            let typed = if mark.known.is_subset(allowed) { String::new() } else { format!(" as {}", with_article(kind)) };
            let empty = place.path.is_empty() && mark.list && doc.is_empty(node);
            let sort = match kind {
                _ if empty => Sort::Empty,
                Kind::Null if !typed.is_empty() => Sort::Null,
                _ => Sort::Present { common: count * 2 >= total },
            };
            let list = if empty { " (here an empty list)" } else { "" };
            self.push(allowed, node, format!("`{}` is written{typed} {}{list}", mark.key, in_versions(allowed)), sort);
        }
        if let Some((_, node)) = tally.missing {
            let allowed = !mark.always;
            let why = format!("`{}` is missing, and always written {}", mark.key, in_versions(mark.always));
            self.push(allowed, node, why, Sort::Missing { partly: present });
        }
    }

    /// A key that is in no table.
    fn foreign(&mut self, (site, number): (usize, u32), key: &str, node: Node) {
        let place = &places()[site];
        if !place.free.is_empty() {
            let why = format!("`{}` had free keys such as `{key}` {}", last(place.path), in_versions(place.free));
            self.push(place.free, node, why, Sort::Present { common: true });
        }
        if !self.seen[site].insert(number) {
            return;
        }
        self.unknown += 1;
        let path = || if place.path.is_empty() { key.to_owned() } else { format!("{}.{key}", place.path) };
        if self.first_unknown.len() < NAMED {
            self.first_unknown.push((path(), node));
        }
        if place.path.contains(key::TASK_PARAMS) || key.contains(key::TASK_PARAMS) {
            self.unknown_params.push((path(), node));
        }
    }

    /// What the content says, where the keys do not.
    fn special(&mut self, doc: &Document, forms: &[Form]) {
        let place = |path| forms.iter().find(|form| places()[form.place].path == path);
        for (field, life) in never_filled() {
            if let Some(entry) = place(field.path) {
                let (first, last) = (life.since.first_version(), life.last().last_version());
                let why = format!("`{}` has an entry, and {first} to {last} export none", field.split().1);
                self.push(!life.bands(), entry.node, why, Sort::Present { common: true });
            }
        }
        let keys = doc.get(doc.root(), key::KEYS).into_iter().flat_map(|keys| doc.elements(keys));
        let strings = keys.filter_map(|key| doc.get(key, key::TYPE)).find(|ty| doc.text(*ty).as_deref() == Some(STRING_KEY));
        if let (Some(ty), Some(first)) = (strings, Release::of(STRING_KEYS)) {
            let why = format!("keys of type string exist since {STRING_KEYS}");
            let allowed = Band::all().filter(|band| *band >= first.band).collect();
            self.push(allowed, ty, why, Sort::Present { common: true });
        }
    }

    fn push(&mut self, allowed: Bands, node: Node, why: String, sort: Sort) {
        if allowed != Bands::all() {
            self.list.push(Clue { allowed, node, why, sort });
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn with_article(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "a boolean",
        Kind::Number => "a number",
        Kind::String => "text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}
