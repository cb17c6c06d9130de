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

/// `1 place differs`, `2 places differ`
#[must_use]
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `1 inventory`, `2 inventories`: the name of a section is the word for many.
#[must_use]
pub(crate) fn of_section(count: usize, section: &str) -> String {
    let one = match (section.strip_suffix("ies"), section.strip_suffix("ses")) {
        (Some(stem), _) => format!("{stem}y"),
        (_, Some(stem)) => format!("{stem}s"),
        _ => section.strip_suffix('s').unwrap_or(section).to_owned(),
    };
    counted(count, &one, section)
}

/// `1 change`, `2 changes`, `2 losses`
#[must_use]
pub(crate) fn plural(count: usize, word: &str) -> String {
    let ending = if word.ends_with('s') { "es" } else { "s" };
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_section_is_no_section() {
        let one = |section: &str| of_section(1, section);
        let all = ["environments", "inventories", "repositories", "aliases"].map(one);
        assert_eq!(all, ["1 environment", "1 inventory", "1 repository", "1 alias"]);
        assert_eq!(of_section(2, "keys"), "2 keys");
    }
}
