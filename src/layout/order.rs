//! Which order members and entities are written in. Sorts lists of children; the document stays as it is.

use crate::semaphore::key;
use crate::semaphore::value::DEPLOY;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use super::Item;
use crate::json::{Document, Kind, unescape};

/// Puts members into bytewise order of their keys; equal keys keep their order, and an object with keys that differ only in
/// letter case keeps it whole.
pub(super) fn members(items: &mut [Item<'_>]) {
    let escaped = items.iter().any(|item| item.0.contains(&b'\\'));
    if !escaped && items.is_sorted_by_key(|item| item.0) {
        return;
    }
    if differ_in_case(items) {
        return;
    }
    if escaped {
        items.sort_by_cached_key(|item| unescape(item.0));
    } else {
        items.sort_by_key(|item| item.0);
    }
}

/// Whether two keys are the same to a reader that ignores letter case, but not to one that does not.
fn differ_in_case(items: &[Item<'_>]) -> bool {
    if items.iter().all(|item| item.0.iter().all(|b| b.is_ascii_lowercase() || b"_-. 0123456789".contains(b))) {
        return false;
    }
    let keys: HashSet<Cow<'_, str>> = items.iter().map(|item| unescape(item.0)).collect();
    let folded: HashSet<String> = keys.iter().map(|key| key.chars().map(fold).collect()).collect();
    folded.len() < keys.len()
}

/// Go's folding as far as it can reach a key of Semaphore's.
fn fold(c: char) -> char {
    match c {
        '\u{212a}' => 'k',
        '\u{17f}' => 's',
        c => c.to_ascii_lowercase(),
    }
}

/// Puts the entities of a section into name order. Views are shown by position and stay; a list of anything but objects
/// stays too.
pub(super) fn entities(doc: &Document, section: &[u8], items: &mut [Item<'_>]) {
    if section == key::VIEWS.as_bytes() || items.iter().any(|item| doc.kind(item.1) != Kind::Object) {
        return;
    }
    items.sort_by_cached_key(|item| doc.text_of(item.1, key::NAME).unwrap_or_default());
    if section == key::TEMPLATES.as_bytes() {
        build_chains(doc, items);
    }
}

/// Moves deploy templates behind the deploy template they build on: servers create deploy templates in file order and look
/// for the build template among those that exist. Equal names keep their order, circles stay as they are.
fn build_chains(doc: &Document, items: &mut [Item<'_>]) {
    let deploys: Vec<bool> = items.iter().map(|item| doc.text_of(item.1, key::TYPE).as_deref() == Some(DEPLOY)).collect();
    let names: Vec<Cow<'_, str>> = items.iter().map(|item| doc.text_of(item.1, key::NAME).unwrap_or_default()).collect();
    // A reference means the first of that name.
    let mut first = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        first.entry(name).or_insert(at);
    }
    let base = |at: usize| {
        let name = deploys[at].then(|| doc.text_of(items[at].1, key::BUILD_TEMPLATE))??;
        first.get(&name).copied().filter(|base| *base != at && deploys[*base])
    };
    let bases: Vec<Option<usize>> = (0..items.len()).map(base).collect();
    if bases.iter().enumerate().all(|(at, base)| base.is_none_or(|base| base < at)) {
        return;
    }
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    let mut waits_for = vec![0; items.len()];
    for at in 0..items.len() {
        let namesake = (at > 0 && names[at - 1] == names[at]).then(|| at - 1);
        for before in bases[at].into_iter().chain(namesake) {
            behind[before].push(at);
            waits_for[at] += 1;
        }
    }
    let mut ready: BinaryHeap<_> = (0..items.len()).filter(|at| waits_for[*at] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(items.len());
    while let Some(Reverse(at)) = ready.pop() {
        order.push(items[at]);
        for &later in &behind[at] {
            waits_for[later] -= 1;
            if waits_for[later] == 0 {
                ready.push(Reverse(later));
            }
        }
    }
    // What hangs on a circle has no order that restores.
    order.extend((0..items.len()).filter(|at| waits_for[*at] > 0).map(|at| items[at]));
    items.copy_from_slice(&order);
}
