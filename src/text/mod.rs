//! Text as people write it and read it: named bytes with their lines, JSON string escapes, suggestions for a word that is not
//! known, and text of others made fit for an output.

pub(crate) mod bytes;
pub(crate) mod compare;
pub(crate) mod escape;
pub(crate) mod lines;
pub(crate) mod safe;
pub(crate) mod short_hash;
mod source;
pub(crate) mod suggest;

use std::fmt::Write as _;

pub(crate) use lines::LineIndex;
pub(crate) use lines::Position;
pub(crate) use source::SourceText;

/// Bytes as hexadecimal digits in small letters.
#[must_use]
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// `1 change`, `2 changes`, `2 losses`
#[must_use]
pub(crate) fn plural(count: usize, word: &str) -> String {
    let ending = if word.ends_with('s') { "es" } else { "s" };
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}{ending}") }
}
