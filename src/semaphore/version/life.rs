//! How long something holds: from a band on, until something ended it. Nothing here names the newest band, so what holds today also
//! holds in the next one.

use enumset::EnumSet;

use super::band::Band;

/// The bands in which a row of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Life {
    /// The first band.
    pub since: Band,
    /// The last band, where it ended.
    pub until: Option<Band>,
}

/// In every band.
pub(crate) const ALWAYS: Life = Life { since: Band::FIRST, until: None };

/// From a band on.
pub(crate) const fn since(since: Band) -> Life {
    Life { since, until: None }
}

/// From the first band to this one.
pub(crate) const fn until(until: Band) -> Life {
    ALWAYS.until(until)
}

/// In one band only.
pub(crate) const fn only(band: Band) -> Life {
    since(band).until(band)
}

impl Life {
    /// The same, ended by a band, which still has it.
    pub(crate) const fn until(self, until: Band) -> Self {
        Self { until: Some(until), ..self }
    }

    /// Whether the band is one of them.
    #[must_use]
    pub(crate) fn holds_in(self, band: Band) -> bool {
        self.since <= band && self.until.is_none_or(|until| band <= until)
    }

    /// The last band: the newest known one where nothing ended it.
    #[must_use]
    pub(crate) fn last(self) -> Band {
        self.until.unwrap_or_else(Band::newest)
    }

    /// Whether it ended before a band.
    #[must_use]
    pub(crate) fn ended_before(self, band: Band) -> bool {
        self.until.is_some_and(|until| until < band)
    }

    /// The bands as a set.
    #[must_use]
    pub(crate) fn bands(self) -> EnumSet<Band> {
        Band::all().filter(|band| self.holds_in(*band)).collect()
    }

    /// The bands of both, if there are any.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Option<Self> {
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (end, None) | (None, end) => end,
        };
        let since = self.since.max(other.since);
        until.is_none_or(|until| since <= until).then_some(Self { since, until })
    }

    /// From the first band of either to the last of either.
    #[must_use]
    pub(crate) fn hull(self, other: Self) -> Self {
        Self { since: self.since.min(other.since), until: self.until.zip(other.until).map(|(a, b)| a.max(b)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_ended_holds_in_the_newest_band() {
        let open = since(Band::V2_16_0);
        assert!(open.holds_in(Band::newest()) && !open.holds_in(Band::V2_15_0));
        assert_eq!((open.last(), until(Band::V2_16_0).last()), (Band::newest(), Band::V2_16_0));
        assert!(until(Band::V2_15_0).ended_before(Band::V2_16_0) && !open.ended_before(Band::newest()));
        assert_eq!(only(Band::V2_16_0).bands().into_iter().collect::<Vec<_>>(), [Band::V2_16_0]);
    }

    #[test]
    fn lives_meet_and_join() {
        let early = until(Band::V2_16_0);
        assert_eq!(early.and(since(Band::V2_15_0)), Some(since(Band::V2_15_0).until(Band::V2_16_0)));
        assert_eq!(early.and(since(Band::V2_17_0)), None);
        assert_eq!(early.hull(since(Band::V2_17_0)), ALWAYS);
        assert_eq!(only(Band::V2_15_0).hull(only(Band::V2_17_0)), since(Band::V2_15_0).until(Band::V2_17_0));
    }
}
