//! How MySQL compares texts in the collation that servers make their tables with, `utf8mb4_general_ci`.

/// What MySQL's `utf8mb4_general_ci` compares: blanks at the end, letter case and accents do not count, and it does not tell
/// characters beyond the basic plane apart.
pub(crate) fn weights(text: &str) -> impl Iterator<Item = char> + '_ {
    text.trim_end_matches(' ').chars().map(weight)
}

#[inline]
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
#[rustfmt::skip]
const BASES: [(char, &str); 41] = [
    ('A', "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ"),
    ('B', "ḂḄḆ"),
    ('C', "ÇĆĈĊČḈ"),
    ('D', "ĎḊḌḎḐḒ"),
    ('E', "ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ"),
    ('F', "Ḟ"),
    ('G', "ĜĞĠĢǦǴḠ"),
    ('H', "ĤȞḢḤḦḨḪ"),
    ('I', "ÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ"),
    ('J', "Ĵ"),
    ('K', "ĶǨḰḲḴ"),
    ('L', "ĹĻĽḶḸḺḼ"),
    ('M', "ḾṀṂ"),
    ('N', "ÑŃŅŇǸṄṆṈṊ"),
    ('O', "ÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ"),
    ('P', "ṔṖ"),
    ('R', "ŔŖŘȐȒṘṚṜṞ"),
    ('S', "ŚŜŞŠßẞſȘṠṢṤṦṨ"),
    ('T', "ŢŤȚṪṬṮṰ"),
    ('U', "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ"),
    ('V', "ṼṾ"),
    ('W', "ŴẀẂẄẆẈ"),
    ('X', "ẊẌ"),
    ('Y', "ÝŶŸȲẎỲỴỶỸ"),
    ('Z', "ŹŻŽẐẒẔ"),
    ('Α', "ΆἈἉ"),
    ('Ε', "Έ"),
    ('Η', "Ή"),
    ('Ι', "ΊΪ"),
    ('Ο', "Ό"),
    ('Σ', "ς"),
    ('Υ', "ΎΫ"),
    ('Ω', "Ώ"),
    ('І', "Ї"),
    ('А', "ӐӒ"),
    ('Г', "Ѓ"),
    ('Е', "ЀЁӖ"),
    ('И', "ЍӢӤ"),
    ('К', "Ќ"),
    ('О', "Ӧ"),
    ('У', "ЎӮӰӲ"),
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
}
