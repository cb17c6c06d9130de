//! Texts: how a value is quoted in a message, and how MySQL compares strings.

/// A value in a message: quoted, cut when long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{:?}…", &text[..at]),
        None => format!("{text:?}"),
    }
}

/// Known values in a message.
pub(super) fn quoted_list(values: &[&str]) -> String {
    let shown = |value: &&str| if value.is_empty() { "the empty string".to_owned() } else { (*value).to_owned() };
    values.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// What MySQL's `utf8mb4_general_ci` compares: blanks at the end, letter case and accents do not count, and it does not tell
/// characters beyond the basic plane apart.
pub(super) fn weights(text: &str) -> impl Iterator<Item = char> + '_ {
    text.trim_end_matches(' ').chars().map(weight)
}

fn weight(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    if c > '\u{ffff}' {
        return '\u{fffd}';
    }
    let mut upper = c.to_uppercase();
    let c = match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => c,
    };
    BASES.iter().find(|(_, letters)| letters.contains(c)).map_or(c, |(base, _)| *base)
}

/// Upper-case letters with the marks that the collation leaves out of account: Latin, Greek, Cyrillic.
const BASES: [(char, &str); 35] = [
    ('A', "ÀÁÂÃÄÅĀĂĄǍ"),
    ('C', "ÇĆĈĊČ"),
    ('D', "Ď"),
    ('E', "ÈÉÊËĒĔĖĘĚ"),
    ('G', "ĜĞĠĢ"),
    ('H', "Ĥ"),
    ('I', "ÌÍÎÏĨĪĬĮİǏ"),
    ('J', "Ĵ"),
    ('K', "Ķ"),
    ('L', "ĹĻĽ"),
    ('N', "ÑŃŅŇ"),
    ('O', "ÒÓÔÕÖŌŎŐƠǑ"),
    ('R', "ŔŖŘ"),
    ('S', "ŚŜŞŠßẞſ"),
    ('T', "ŢŤ"),
    ('U', "ÙÚÛÜŨŪŬŮŰŲƯǓ"),
    ('W', "Ŵ"),
    ('Y', "ÝŶŸ"),
    ('Z', "ŹŻŽ"),
    ('Α', "ΆἈἉ"),
    ('Ε', "Έ"),
    ('Η', "Ή"),
    ('Ι', "ΊΪ"),
    ('Ο', "Ό"),
    ('Υ', "ΎΫ"),
    ('Ω', "Ώ"),
    ('Σ', "ς"),
    ('А', "ӐӒ"),
    ('Е', "ЀЁӖ"),
    ('Г', "Ѓ"),
    ('И', "ЍӢӤ"),
    ('К', "Ќ"),
    ('О', "Ӧ"),
    ('У', "ЎӮӰӲ"),
    ('І', "Ї"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mysql_does_not_tell_case_accents_and_blanks_at_the_end_apart() {
        let same = |a, b| weights(a).eq(weights(b));
        assert!(same("Prod Ü ", "prod u"));
        assert!(!same(" prod", "prod") && !same("a/b", "a-b"));
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        assert_eq!(quoted("a\nb"), "\"a\\nb\"");
        assert_eq!(quoted(&"é".repeat(61)), format!("\"{}\"…", "é".repeat(60)));
    }
}
