//! Sets of bands, and how they are written out: in bands and in versions.

use enumset::EnumSet;

use crate::semaphore::Band;

/// A set of bands.
pub(super) type Bands = EnumSet<Band>;

/// Neighbouring bands together: first and last of each stretch.
fn stretches(bands: Bands) -> Vec<(Band, Band)> {
    let mut stretches: Vec<(Band, Band)> = Vec::new();
    for band in bands {
        match stretches.last_mut() {
            Some((_, last)) if last.next() == Some(band) => *last = band,
            _ => stretches.push((band, band)),
        }
    }
    stretches
}

/// `at least 2.16.0`, `at most 2.11.2`, `2.10.36 to 2.15.5`, `only 2.19.0-dev`.
pub(super) fn in_bands(bands: Bands) -> String {
    let parts = stretches(bands).into_iter().map(|(first, last)| match (first.first_version(), last.last_version()) {
        (from, _) if last == Band::newest() => format!("at least {from}"),
        (_, to) if first == Band::FIRST => format!("at most {to}"),
        (from, to) if from == to => format!("only {from}"),
        (from, to) => format!("{from} to {to}"),
    });
    parts.collect::<Vec<_>>().join(" or ")
}

/// `since 2.16.0`, `until 2.15.5`, `from 2.10.36 to 2.15.5`.
pub(super) fn in_versions(bands: Bands) -> String {
    let parts = stretches(bands).into_iter().map(|(first, last)| match (first.first_version(), last.last_version()) {
        _ if (first, last) == (Band::FIRST, Band::newest()) => "in every version".to_owned(),
        (from, _) if last == Band::newest() => format!("since {from}"),
        (_, to) if first == Band::FIRST => format!("until {to}"),
        (from, to) if from == to => format!("in {from}"),
        (from, to) => format!("from {from} to {to}"),
    });
    parts.collect::<Vec<_>>().join(" and ")
}
