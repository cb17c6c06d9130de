//! The version graph: bands are its nodes, each has an edge up and an edge down to its neighbours, with a pack where something changes.

use std::fmt;

use super::Band;

/// A step between neighbouring bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Hop {
    /// Where it starts.
    pub from: Band,
    /// Where it leads.
    pub to: Band,
}

impl Hop {
    /// Whether it leads to a newer format.
    #[must_use]
    pub(crate) fn is_up(self) -> bool {
        self.from < self.to
    }
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// The hops from one band to another, in order; none between equal bands.
#[must_use]
pub(crate) fn hops(from: Band, to: Band) -> Vec<Hop> {
    let mut hops = Vec::new();
    let mut at = from;
    while at != to {
        let Some(next) = (if at < to { at.next() } else { at.previous() }) else { break };
        hops.push(Hop { from: at, to: next });
        at = next;
    }
    hops
}

/// Every hop up, oldest first, then every hop down, newest first.
#[must_use]
pub(crate) fn all_hops() -> Vec<Hop> {
    let (first, last) = (Band::ALL[0], Band::ALL[Band::ALL.len() - 1]);
    let mut all = hops(first, last);
    all.extend(hops(last, first));
    all
}
