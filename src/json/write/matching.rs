//! Which children of an edited container keep their places, so that as little text as possible is replaced.

use std::ops::Range;

use foldhash::HashMap;

use crate::json::read::keys::NO_KEY;
use crate::json::tree::child::Child;

/// Finds for each child of `now` the child of `was`, the list of the source, whose place it has, if it does not have to
/// move: the longest increasing subsequence of places. A value that replaced a member keeps the member's place by its key; the
/// rest by its neighbours.
pub(in crate::json) fn match_children(was: &[Child], now: &[Child], places: &mut Vec<Option<usize>>) {
    // Nodes of a container of the source rise with their places.
    let of_value = |c: &Child| was.binary_search_by_key(&c.value, |w| w.value).ok();
    places.clear();
    places.extend(now.iter().map(of_value));
    keep_longest_increasing_subsequence(places);
    by_key(places, was, now);
    by_neighbours(places, was.len());
}

/// Puts new values in the places of old ones that had their keys, where no other has to move for that.
fn by_key(places: &mut [Option<usize>], was: &[Child], now: &[Child]) {
    /// So many old children are looked through for each new one; an object may have a million.
    const FEW: usize = 64;
    runs(places, was.len(), |places, first, mut free| {
        let mut known: Option<HashMap<u32, usize>> = None;
        for (place, child) in places.iter_mut().zip(&now[first..]).filter(|(_, child)| child.key != NO_KEY) {
            // Mostly members are replaced one after the other.
            *place = if was[free.clone()].first().is_some_and(|old| old.key == child.key) {
                Some(free.start)
            } else if free.len() <= FEW {
                was[free.clone()].iter().rposition(|old| old.key == child.key).map(|at| free.start + at)
            } else {
                let known = known.get_or_insert_with(|| free.clone().map(|at| (was[at].key, at)).collect());
                known.get(&child.key).copied().filter(|at| free.contains(at))
            };
            free.start = place.map_or(free.start, |at| at + 1);
        }
    });
}

/// Puts new children in the places of old ones that are gone, between the same neighbours.
fn by_neighbours(places: &mut [Option<usize>], end: usize) {
    runs(places, end, |places, _, free| places.iter_mut().zip(free).for_each(|(place, at)| *place = Some(at)));
}

/// Gives each run of children without a place, the number of its first, and the places between its neighbours, if there are any.
fn runs(places: &mut [Option<usize>], end: usize, mut give: impl FnMut(&mut [Option<usize>], usize, Range<usize>)) {
    let (mut free, mut at) = (0, 0);
    while at < places.len() {
        let run = places[at..].iter().take_while(|place| place.is_none()).count();
        let next = places.get(at + run).copied().flatten();
        let between = free..next.unwrap_or(end);
        if run > 0 && !between.is_empty() {
            give(&mut places[at..at + run], at, between);
        }
        free = next.map_or(free, |next| next + 1);
        at += run + 1;
    }
}

/// Blanks out every place that is not in one longest increasing subsequence.
fn keep_longest_increasing_subsequence(places: &mut [Option<usize>]) {
    if places.iter().flatten().is_sorted_by(|a, b| a < b) {
        return;
    }
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (i, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let at = tails.partition_point(|t| places[*t] < Some(*place));
        before[i] = at.checked_sub(1).map(|p| tails[p]);
        if at == tails.len() {
            tails.push(i);
        } else {
            tails[at] = i;
        }
    }
    let mut stay = vec![false; places.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        stay[i] = true;
        at = before[i];
    }
    places.iter_mut().zip(stay).filter(|(_, stay)| !stay).for_each(|(place, _)| *place = None);
}
