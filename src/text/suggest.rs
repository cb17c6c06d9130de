//! "Did you mean": the known word nearest to a mistyped one.

use strsim::osa_distance;

/// Longer words are compared by their beginning: nobody mistypes a word of this length.
const COMPARED: usize = 64;

/// The candidate that differs least from `word`, if the difference is that of a typo: letters that are missing, too many,
/// changed, or swapped with their neighbour.
#[must_use]
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = comparable(word);
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 4);
    // Words of very different length are no typos of each other, and most candidates are.
    let near = known.into_iter().map(|k| (k, comparable(k))).filter(|(_, k)| k.chars().count().abs_diff(length) <= limit);
    let scored = near.map(|(k, plain)| (osa_distance(&word, &plain), k));
    scored.filter(|(distance, _)| *distance <= limit).min_by_key(|(distance, _)| *distance).map(|(_, k)| k)
}

fn comparable(word: &str) -> String {
    word.chars().take(COMPARED).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_word_and_another_word_does_not() {
        let known = ["vault_key", "vaults", "inventory", "name"];
        assert_eq!(nearest("vault_kye", known), Some("vault_key"));
        assert_eq!(nearest("Inventroy", known), Some("inventory"));
        assert_eq!(nearest("nam", known), Some("name"));
        assert_eq!(nearest("schedule", known), None);
        assert_eq!(nearest("", known), None);
    }
}
