//! Which children of an edited container keep their places, so that as little text as possible is replaced.

use foldhash::HashMap;

use crate::json::read::keys::NO_KEY;
use crate::json::tree::child::Child;

/// For each child of `now` the child of `was`, the list of the source, whose place it has, if it does not have to
/// move: the longest increasing subsequence of places. A value that replaced a member keeps the member's place by its key; the
/// rest by its neighbours.
pub(in crate::json) fn match_children(was: &[Child], now: &[Child]) -> Vec<Option<usize>> {
    // Nodes of a container of the source rise with their places.
    let of_value = |c: &Child| was.binary_search_by_key(&c.value, |w| w.value).ok();
    let mut places = longest_increasing_subsequence(now.iter().map(of_value).collect());
    let gone = places.iter().flatten().count() < was.len();
    if gone && now.iter().zip(&places).any(|(child, place)| place.is_none() && child.key != NO_KEY) {
        by_key(&mut places, was, now);
    }
    pair(&mut places, was.len());
    places
}

/// Puts new values in the places of old ones that had their keys, where no other has to move for that.
fn by_key(places: &mut [Option<usize>], was: &[Child], now: &[Child]) {
    let mut taken = vec![false; was.len()];
    places.iter().flatten().for_each(|at| taken[*at] = true);
    let free: HashMap<u32, usize> = (0..was.len()).filter(|at| !taken[*at]).map(|at| (was[at].key, at)).collect();
    let mut ends = vec![was.len(); places.len()];
    for at in (1..places.len()).rev() {
        ends[at - 1] = places[at].unwrap_or(ends[at]);
    }
    let mut start = 0;
    for ((child, place), end) in now.iter().zip(places).zip(ends) {
        if place.is_none() {
            *place = free.get(&child.key).copied().filter(|at| (start..end).contains(at));
        }
        start = place.map_or(start, |at| at + 1);
    }
}

/// Puts new children in the places of old ones that are gone, between the same neighbours.
fn pair(places: &mut [Option<usize>], end: usize) {
    let mut free = 0;
    let mut at = 0;
    while at < places.len() {
        let run = places[at..].iter().take_while(|place| place.is_none()).count();
        let next = places.get(at + run).copied().flatten();
        for place in &mut places[at..at + run] {
            if free < next.unwrap_or(end) {
                *place = Some(free);
                free += 1;
            }
        }
        free = next.map_or(free, |next| next + 1);
        at += run + 1;
    }
}

/// Blanks out every place that is not in one longest increasing subsequence.
fn longest_increasing_subsequence(places: Vec<Option<usize>>) -> Vec<Option<usize>> {
    if places.iter().flatten().is_sorted_by(|a, b| a < b) {
        return places;
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
    let mut out = vec![None; places.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        out[i] = places[i];
        at = before[i];
    }
    out
}
