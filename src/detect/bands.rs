//! Sets of bands, and how they are said: in bands and in versions.

use crate::semaphore::Band;

/// A set of bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bands(u32);

impl Bands {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self((1 << Band::ALL.len()) - 1);

    /// The bands from `since` to `until`, both included.
    pub fn between(since: Band, until: Band) -> Self {
        Band::ALL.into_iter().filter(|band| (since..=until).contains(band)).collect()
    }

    pub const fn contains(self, band: Band) -> bool {
        self.0 >> band.index() & 1 == 1
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// Whether every band of this set is in the other.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Oldest first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Band> {
        Band::ALL.into_iter().filter(move |band| self.contains(*band))
    }

    /// Neighbouring bands together: first and last of each stretch.
    fn stretches(self) -> Vec<(Band, Band)> {
        let mut stretches: Vec<(Band, Band)> = Vec::new();
        for band in self.iter() {
            match stretches.last_mut() {
                Some((_, last)) if last.next() == Some(band) => *last = band,
                _ => stretches.push((band, band)),
            }
        }
        stretches
    }

    /// `at least 2.16.0`, `at most 2.11.0`, `2.10.36 to 2.15.0`, `only 2.19.0-dev`.
    pub fn says(self) -> String {
        let parts = self.stretches().into_iter().map(|(first, last)| match (first, last) {
            (first, last) if first == last => format!("only {first}"),
            (first, Band::V2_20_0Alpha1) => format!("at least {first}"),
            (Band::V2_9_56, last) => format!("at most {last}"),
            (first, last) => format!("{first} to {last}"),
        });
        parts.collect::<Vec<_>>().join(" or ")
    }

    /// `since 2.16.0`, `until 2.15.5`, `from 2.10.36 to 2.15.5`.
    pub fn versions(self) -> String {
        let parts = self.stretches().into_iter().map(|(first, last)| match (first.first_version(), last.last_version()) {
            _ if (first, last) == (Band::V2_9_56, Band::V2_20_0Alpha1) => "in every version".to_owned(),
            (from, _) if last == Band::V2_20_0Alpha1 => format!("since {from}"),
            (_, to) if first == Band::V2_9_56 => format!("until {to}"),
            (from, to) if from == to => format!("in {from}"),
            (from, to) => format!("from {from} to {to}"),
        });
        parts.collect::<Vec<_>>().join(" and ")
    }
}

impl FromIterator<Band> for Bands {
    fn from_iter<T: IntoIterator<Item = Band>>(bands: T) -> Self {
        Self(bands.into_iter().fold(0, |set, band| set | 1 << band.index()))
    }
}
