//! Durations of `@every`: Go's `time.ParseDuration` with its words. The value itself is not needed, only whether it fits.

use std::fmt::Write as _;

/// Nanoseconds of each unit; two code points look like µ.
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// One more than the longest positive duration; a negative one may be that long.
const LIMIT: u64 = 1 << 63;

/// Checks a duration: `1h30m`, `-1.5h`, `0`.
pub(super) fn parse(text: &str) -> Result<(), String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(());
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (whole, tail) = digits(rest);
        let (fraction, tail) = tail.strip_prefix('.').map_or(("", tail), digits);
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let value = integer(whole).ok_or_else(invalid)?;
        let end = tail.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(tail.len());
        let word = &tail[..end];
        if word.is_empty() {
            return Err(format!("time: missing unit in duration {}", quote(text)));
        }
        let Some((_, unit)) = UNITS.iter().find(|u| u.0 == word) else {
            return Err(format!("time: unknown unit {} in duration {}", quote(word), quote(text)));
        };
        if value > LIMIT / unit {
            return Err(invalid());
        }
        let length = value * unit + part(fraction, *unit);
        total = total.wrapping_add(length);
        if length > LIMIT || total > LIMIT {
            return Err(invalid());
        }
        rest = &tail[end..];
    }
    if total == LIMIT && !negative { Err(invalid()) } else { Ok(()) }
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// `None` above [`LIMIT`].
fn integer(digits: &str) -> Option<u64> {
    digits.bytes().try_fold(0u64, |n, b| n.checked_mul(10)?.checked_add(u64::from(b - b'0')).filter(|n| *n <= LIMIT))
}

/// The part behind the point in nanoseconds, with Go's float arithmetic; digits beyond 63 bits are ignored.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as Go computes it")]
fn part(digits: &str, unit: u64) -> u64 {
    let (mut value, mut scale) = (0u64, 1f64);
    for b in digits.bytes() {
        let Some(next) = value.checked_mul(10).and_then(|v| v.checked_add(u64::from(b - b'0'))).filter(|v| *v <= LIMIT) else {
            break;
        };
        value = next;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

/// Quotes as the `time` package does: bytes of what is not ASCII one by one.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', byte as char]),
            b' '..0x80 => out.push(byte as char),
            // Writing to a String cannot fail.
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push('"');
    out
}
