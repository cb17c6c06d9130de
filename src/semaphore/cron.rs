//! Cron expressions as Semaphore's server reads them: robfig/cron v3, `ParseStandard`, with its error texts to the letter.
//! Says whether a text is accepted; computes no times.

mod duration;
mod number;
mod zone;

#[cfg(test)]
mod tests;

use std::fmt;

/// Why a server does not take a cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CronError {
    /// The parser's own words, as they are in the server's log: `end of range (61) above maximum (59): 61`.
    Invalid(String),
    /// The parser panics: `TZ=` or `CRON_TZ=` without a blank behind it. The connection drops.
    Panic,
}

impl fmt::Display for CronError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(text) => f.write_str(text),
            Self::Panic => f.write_str("runtime error: slice bounds out of range [:-1]"),
        }
    }
}

impl std::error::Error for CronError {}

/// One of the five fields.
struct Field {
    min: u64,
    max: u64,
    /// Names and the numbers they mean, from `min`.
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Minute, hour, day of month, month, day of week.
const FIELDS: [Field; 5] = [
    Field { min: 0, max: 59, names: &[] },
    Field { min: 0, max: 23, names: &[] },
    Field { min: 1, max: 31, names: &[] },
    Field { min: 1, max: 12, names: MONTHS },
    Field { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: [&str; 7] = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// Checks one expression: five fields, a `@descriptor` or `@every <Go duration>`, each with an optional `TZ=<zone> ` or
/// `CRON_TZ=<zone> ` before it.
///
/// # Errors
/// The first thing the server's parser trips over.
pub(crate) fn parse(spec: &str) -> Result<(), CronError> {
    if spec.is_empty() {
        return invalid("empty spec string");
    }
    let mut rest = spec;
    if let Some(zoned) = spec.strip_prefix("TZ=").or_else(|| spec.strip_prefix("CRON_TZ=")) {
        let (name, tail) = zoned.split_once(' ').ok_or(CronError::Panic)?;
        if let Err(why) = zone::load(name) {
            return invalid(format!("provided bad location {name}: {why}"));
        }
        rest = tail.trim();
    }
    if rest.starts_with('@') {
        return descriptor(rest);
    }
    let words = || rest.split_whitespace();
    if words().count() != FIELDS.len() {
        let words: Vec<&str> = words().collect();
        return invalid(format!("expected exactly 5 fields, found {}: [{}]", words.len(), words.join(" ")));
    }
    words().zip(&FIELDS).try_for_each(|(word, field)| field.list(word)).map_err(CronError::Invalid)
}

fn invalid(text: impl Into<String>) -> Result<(), CronError> {
    Err(CronError::Invalid(text.into()))
}

fn descriptor(text: &str) -> Result<(), CronError> {
    if DESCRIPTORS.contains(&text) {
        return Ok(());
    }
    match text.strip_prefix("@every ") {
        None => invalid(format!("unrecognized descriptor: {text}")),
        Some(every) => {
            duration::parse(every).map_err(|why| CronError::Invalid(format!("failed to parse duration {text}: {why}")))
        }
    }
}

impl Field {
    /// A comma list; empty items are skipped, so `,` alone is fine (and never fires).
    fn list(&self, text: &str) -> Result<(), String> {
        text.split(',').filter(|item| !item.is_empty()).try_for_each(|item| self.range(item))
    }

    /// `*`, `?`, `N` or `N-M`, with `/step`. The order of the checks is the server's, since the first error is what it says.
    fn range(&self, item: &str) -> Result<(), String> {
        let (bounds, step) = item.split_once('/').map_or((item, None), |(bounds, step)| (bounds, Some(step)));
        let (low, high) = bounds.split_once('-').map_or((bounds, None), |(low, high)| (low, Some(high)));
        let (start, mut end) = match high {
            _ if matches!(low, "*" | "?") => (self.min, self.max),
            None => self.number(low).map(|n| (n, n))?,
            // Go reads the first number before it counts the hyphens.
            Some(high) if high.contains('-') => return self.number(low).and(Err(format!("too many hyphens: {item}"))),
            Some(high) => (self.number(low)?, self.number(high)?),
        };
        let step = match step {
            None => 1,
            Some(step) if step.contains('/') => return Err(format!("too many slashes: {item}")),
            Some(step) => {
                if high.is_none() {
                    end = self.max;
                }
                number::unsigned(step)?
            }
        };
        let Self { min, max, .. } = *self;
        if start < min {
            return Err(format!("beginning of range ({start}) below minimum ({min}): {item}"));
        }
        if end > max {
            return Err(format!("end of range ({end}) above maximum ({max}): {item}"));
        }
        if start > end {
            return Err(format!("beginning of range ({start}) beyond end of range ({end}): {item}"));
        }
        if step == 0 {
            return Err(format!("step of range should be a positive number: {item}"));
        }
        Ok(())
    }

    fn number(&self, text: &str) -> Result<u64, String> {
        // Go lower-cases rune by rune, so that no name changes its length.
        let lower = || text.chars().filter_map(|c| c.to_lowercase().next());
        match self.names.iter().position(|name| name.chars().eq(lower())) {
            Some(at) => Ok(self.min + at as u64),
            None => number::unsigned(text),
        }
    }
}
