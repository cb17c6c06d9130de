//! The table is unique, ordered and complete.

use super::{Code, REDIRECTS, TABLES, all, get};

#[test]
fn every_code_is_there_once_in_order_and_in_its_hundred() {
    let codes: Vec<_> = all().map(|row| row.code).collect();
    assert_eq!(codes, Code::ALL, "a code without a page, or out of order");
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "not strictly ascending: {codes:?}");
    for (table, hundred) in TABLES.iter().zip(["SX1", "SX2", "SX3", "SX4", "SX5", "SX6", "SX7", "SX9"]) {
        for row in *table {
            assert!(
                row.code.name().len() == 5 && row.code.name().starts_with(hundred),
                "{} does not belong to {hundred}xx",
                row.code
            );
        }
    }
}

#[test]
fn every_code_is_explained() {
    for row in all() {
        assert!(!row.title.is_empty() && !row.title.ends_with('.'), "{}: title {:?}", row.code, row.title);
        for (name, text) in
            [("what", row.what), ("why", row.why), ("versions", row.versions), ("repair", row.repair), ("example", row.example)]
        {
            assert!(!text.trim().is_empty(), "{}: `{name}` is empty", row.code);
        }
        assert!(row.command.is_none_or(|c| c.starts_with("semxform ")), "{}: {:?}", row.code, row.command);
    }
}

#[test]
fn titles_are_not_shared() {
    let mut titles: Vec<_> = all().map(|row| row.title).collect();
    titles.sort_unstable();
    assert!(titles.windows(2).all(|pair| pair[0] != pair[1]), "{titles:?}");
}

#[test]
fn codes_of_earlier_releases_lead_to_their_successors() {
    for (old, new) in REDIRECTS {
        assert!(all().all(|row| row.code != *old), "{old} is still raised");
        assert_eq!(get(old).map(|row| row.code), Some(*new));
    }
}

#[test]
fn codes_are_found_as_people_type_them() {
    for word in ["SX101", "sx101", "101"] {
        assert_eq!(get(word).map(|row| row.code), Some(Code::SX101));
    }
    assert!(get("SX").is_none());
    assert!(get("SX000").is_none());
}
