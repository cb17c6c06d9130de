//! Version ranges of rules: `>=2.10.36 <2.17`, `2.16 || >=2.18`.

use std::fmt;
use std::ops::Bound;

use super::number::{Pre, Version, parse_line};

/// A set of versions, as rules write it.
///
/// A comma or a blank is "and", `||` is "or". A line (`2.16`) stands for all of its versions, pre-releases too: `<2.17` is before the first
/// beta of 2.17, `<=2.16` takes in every patch of 2.16. `*` is every version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionRange {
    text: String,
    /// Each is an interval; a version is in the range if it is in any.
    alternatives: Vec<Interval>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Interval {
    low: Bound<Version>,
    high: Bound<Version>,
}

impl Interval {
    const ALL: Self = Self { low: Bound::Unbounded, high: Bound::Unbounded };

    fn and(self, other: Self) -> Self {
        Self { low: tighter(self.low, other.low, true), high: tighter(self.high, other.high, false) }
    }

    fn starts_before(&self, version: Version) -> bool {
        match self.low {
            Bound::Included(low) => low <= version,
            Bound::Excluded(low) => low < version,
            Bound::Unbounded => true,
        }
    }

    fn ends_after(&self, version: Version) -> bool {
        match self.high {
            Bound::Included(high) => version <= high,
            Bound::Excluded(high) => version < high,
            Bound::Unbounded => true,
        }
    }

    fn contains(&self, version: Version) -> bool {
        self.starts_before(version) && self.ends_after(version)
    }
}

/// The bound that leaves fewer versions.
fn tighter(a: Bound<Version>, b: Bound<Version>, low: bool) -> Bound<Version> {
    let (version_a, version_b) = match (a, b) {
        (Bound::Unbounded, other) | (other, Bound::Unbounded) => return other,
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => (a, b),
    };
    if version_a == version_b {
        return if matches!(a, Bound::Excluded(_)) { a } else { b };
    }
    if (version_a > version_b) == low { a } else { b }
}

impl VersionRange {
    /// Reads a range.
    ///
    /// # Errors
    /// What is wrong with it, for a person.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let alternatives = text.split("||").map(alternative).collect::<Result<_, _>>()?;
        Ok(Self { text: text.trim().to_owned(), alternatives })
    }

    /// Whether the version is in it.
    #[must_use]
    pub(crate) fn contains(&self, version: &Version) -> bool {
        self.alternatives.iter().any(|interval| interval.contains(*version))
    }

    /// Whether every version from `first` to `last`, both included, is in it.
    #[must_use]
    pub(crate) fn contains_all(&self, first: &Version, last: &Version) -> bool {
        let mut from = Bound::Included(*first);
        loop {
            let reached = self.alternatives.iter().filter(|interval| covers_start(interval, from)).map(|interval| interval.high);
            match reached.reduce(|a, b| if tighter(a, b, false) == a { b } else { a }) {
                None => return false,
                Some(Bound::Unbounded) => return true,
                Some(high) if (Interval { low: Bound::Unbounded, high }).ends_after(*last) => return true,
                Some(Bound::Included(high)) => from = Bound::Excluded(high),
                Some(Bound::Excluded(high)) => from = Bound::Included(high),
            }
        }
    }
}

/// Whether the interval holds the first version that `from` leaves open.
fn covers_start(interval: &Interval, from: Bound<Version>) -> bool {
    match from {
        Bound::Included(version) => interval.contains(version),
        Bound::Excluded(version) => {
            let beyond = match interval.high {
                Bound::Included(high) | Bound::Excluded(high) => high > version,
                Bound::Unbounded => true,
            };
            let open = matches!(interval.low, Bound::Included(low) | Bound::Excluded(low) if low == version);
            beyond && (open || interval.starts_before(version))
        }
        Bound::Unbounded => interval.low == Bound::Unbounded,
    }
}

fn alternative(text: &str) -> Result<Interval, String> {
    let mut interval = Interval::ALL;
    let mut operator = "";
    let mut any = false;
    for token in text.split([' ', ',', '\t', '\n']).filter(|token| !token.is_empty()) {
        let at = token.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(token.len());
        let (sign, version) = token.split_at(at);
        if !operator.is_empty() && !sign.is_empty() {
            return Err(format!("{operator:?} has no version after it"));
        }
        if !sign.is_empty() {
            operator = sign;
        }
        if version.is_empty() {
            continue;
        }
        interval = interval.and(comparison(operator, version)?);
        operator = "";
        any = true;
    }
    if !operator.is_empty() {
        return Err(format!("{operator:?} has no version after it"));
    }
    if any { Ok(interval) } else { Err("an empty version range; write * for every version".to_owned()) }
}

/// One `>=2.16`.
fn comparison(operator: &str, text: &str) -> Result<Interval, String> {
    if text == "*" && operator.is_empty() {
        return Ok(Interval::ALL);
    }
    let (first, last) = if let Some((major, minor)) = parse_line(text) {
        let first = Version { major, minor, patch: 0, pre: Pre::Dev(0) };
        (first, Version::new(major, minor, u16::MAX))
    } else {
        let version = Version::parse(text).ok_or_else(|| format!("{text:?} is not a version"))?;
        (version, version)
    };
    let (low, high) = match operator {
        "" | "=" | "==" => (Bound::Included(first), Bound::Included(last)),
        "<" => (Bound::Unbounded, Bound::Excluded(first)),
        "<=" => (Bound::Unbounded, Bound::Included(last)),
        ">" => (Bound::Excluded(last), Bound::Unbounded),
        ">=" => (Bound::Included(first), Bound::Unbounded),
        other => return Err(format!("{other:?} is not a comparison; use =, <, <=, > or >=")),
    };
    Ok(Interval { low, high })
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    fn within(range: &str, version: &str) -> bool {
        VersionRange::parse(range).unwrap().contains(&v(version))
    }

    #[test]
    fn a_line_means_all_of_its_versions() {
        assert!(within("2.16", "2.16.45") && within("2.16", "2.16.0-beta6") && !within("2.16", "2.17.0-beta1"));
        assert!(within("<2.17", "2.16.45") && !within("<2.17", "2.17.0-beta1"));
        assert!(within("<=2.16", "2.16.99") && within(">2.16", "2.17.0-beta1") && !within(">2.16", "2.16.45"));
    }

    #[test]
    fn comparisons_are_joined_by_blank_comma_or_bars() {
        assert!(within(">=2.10.36 <2.17", "2.11.0") && !within(">=2.10.36 <2.17", "2.17.0"));
        assert!(within(">= 2.10.36, < 2.17", "2.16.1") && !within(">= 2.10.36, < 2.17", "2.10.35"));
        assert!(within("2.14 || >=2.18", "2.19.12") && !within("2.14 || >=2.18", "2.16.45"));
        assert!(within("*", "2.9.56"));
    }

    #[test]
    fn mistakes_are_named() {
        for (range, message) in [
            ("", "empty version range"),
            ("2.16 ||", "empty version range"),
            (">=", "no version after it"),
            (">= <2", "no version after it"),
            ("2.x", "\"2.x\" is not a version"),
            ("=>2.16", "\"=>\" is not a comparison"),
            ("~2.16", "not a version"),
        ] {
            let error = VersionRange::parse(range).unwrap_err();
            assert!(error.contains(message), "{range}: {error}");
        }
    }

    #[test]
    fn a_stretch_is_inside_only_with_every_version() {
        let all = |range: &str, first: &str, last: &str| VersionRange::parse(range).unwrap().contains_all(&v(first), &v(last));
        assert!(all(">=2.16", "2.16.0", "2.17.0-beta2") && !all("2.16", "2.16.0", "2.17.0-beta2"));
        assert!(all("<2.14 || >=2.14", "2.13.5", "2.15.0") && all("<=2.14.3 || >2.14.3", "2.13.5", "2.15.0"));
        assert!(!all("<2.14.3 || >2.14.3", "2.13.5", "2.15.0") && !all("2.13 || 2.15", "2.13.5", "2.15.0"));
        assert!(!all(">2.16.45", "2.16.45", "2.16.45") && all("=2.16.45", "2.16.45", "2.16.45"));
    }
}
