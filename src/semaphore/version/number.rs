//! Versions as people write them.

use std::fmt;

/// The part after the dash; a release sorts after all of its pre-releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pre {
    /// A build of the development line.
    Dev(u16),
    /// `-alpha1`
    Alpha(u16),
    /// `-beta` (0) or `-beta2`
    Beta(u16),
    /// `-rc1`
    Rc(u16),
    /// A release.
    Final,
}

/// An exact version of Semaphore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// `2`
    pub major: u16,
    /// `16`
    pub minor: u16,
    /// `45`
    pub patch: u16,
    /// `-beta2`
    pub pre: Pre,
}

impl Version {
    /// A release.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch, pre: Pre::Final }
    }

    /// The same as a development build.
    #[must_use]
    pub const fn dev(self, number: u16) -> Self {
        Self { pre: Pre::Dev(number), ..self }
    }

    /// The same as an alpha.
    #[must_use]
    pub const fn alpha(self, number: u16) -> Self {
        Self { pre: Pre::Alpha(number), ..self }
    }

    /// The same as a beta; 0 is the one without number.
    #[must_use]
    pub const fn beta(self, number: u16) -> Self {
        Self { pre: Pre::Beta(number), ..self }
    }

    /// Whether it is not a pre-release.
    #[must_use]
    pub const fn is_stable(self) -> bool {
        matches!(self.pre, Pre::Final)
    }

    /// Without the patch where that is 0: `2.18`, `2.10.27`.
    #[must_use]
    pub fn short(self) -> String {
        match self {
            Self { major, minor, patch: 0, pre: Pre::Final } => format!("{major}.{minor}"),
            _ => self.to_string(),
        }
    }

    /// Reads an exact version: `2.16.45`, `v2.17.0-beta2`, and what `semaphore version` prints (`2.16.45-1a2b3c4-1755000000`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare(text);
        let text = text.split_once(['+', '^']).map_or(text, |(version, _)| version);
        let (numbers, tag) = text.split_once('-').map_or((text, None), |(numbers, tag)| (numbers, Some(tag)));
        let mut parts = numbers.split('.').map(number);
        let (major, minor, patch) = (parts.next()??, parts.next()??, parts.next()??);
        if parts.next().is_some() {
            return None;
        }
        Some(Self { major, minor, patch, pre: tag.map_or(Some(Pre::Final), tag_of)? })
    }
}

/// Without what pages, packages and images put around a version: `"v2.16.45"`, `Semaphore 2.16.45`, `semaphore_2.16.51_linux_amd64.deb`,
/// `semaphore-2.16.51-1.x86_64`, `semaphoreui/semaphore:v2.16.45@sha256:…`
fn bare(text: &str) -> &str {
    let text = text.trim().trim_matches(['"', '\'', '`']).trim();
    let text = text.split_once('@').map_or(text, |(image, _)| image);
    let text = text.rsplit_once(':').map_or(text, |(_, tag)| tag);
    let word = text.get(..9).filter(|word| word.eq_ignore_ascii_case("semaphore"));
    let text = word.map_or(text, |_| text[9..].trim_start_matches(['-', '_', ' ']));
    let text = text.trim_start_matches(['v', 'V']);
    text.split_once('_').map_or(text, |(version, _)| version)
}

fn number(text: &str) -> Option<u16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Words in tags of images that say what else is in them.
const FLAVOURS: [&str; 11] =
    ["powershell", "ansible", "terraform", "tofu", "opentofu", "alpine", "debian", "ubuntu", "slim", "amd", "arm"];

/// A word with an optional number, or the commit and build time of a release.
fn tag_of(tag: &str) -> Option<Pre> {
    let lower = tag.to_ascii_lowercase();
    // Behind it may be the commit and the time of the build.
    let lower = lower.split('-').next().unwrap_or_default();
    let word_end = lower.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(lower.len());
    let digits = lower[word_end..].trim_start_matches('.');
    let count = if digits.is_empty() { Some(0) } else { number(digits) };
    match (&lower[..word_end], count) {
        ("dev", Some(n)) => Some(Pre::Dev(n)),
        ("alpha", Some(n)) => Some(Pre::Alpha(n)),
        ("beta", Some(n)) => Some(Pre::Beta(n)),
        ("rc", Some(n)) => Some(Pre::Rc(n)),
        (word, _) => {
            let is_commit = lower.len() >= 7 && lower.bytes().all(|byte| byte.is_ascii_hexdigit());
            // The number of a package is 1 or 1.x86_64.
            let is_package = word.is_empty() && lower.split('.').next().is_some_and(|n| n.len() <= 3 && number(n).is_some());
            (is_commit || is_package || FLAVOURS.contains(&word)).then_some(Pre::Final)
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        let (word, number) = match self.pre {
            Pre::Dev(n) => ("dev", n),
            Pre::Alpha(n) => ("alpha", n),
            Pre::Beta(n) => ("beta", n),
            Pre::Rc(n) => ("rc", n),
            Pre::Final => return Ok(()),
        };
        if number == 0 { write!(f, "-{word}") } else { write!(f, "-{word}{number}") }
    }
}

/// Reads `2.16` as (2, 16).
pub(super) fn parse_line(text: &str) -> Option<(u16, u16)> {
    let text = bare(text);
    // `2.16.x` and `2.16.*` are the line too.
    let text = [".x", ".X", ".*"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let (major, minor) = text.split_once('.')?;
    let line = (number(major)?, number(minor)?);
    (!major.is_empty() && !minor.is_empty()).then_some(line)
}
