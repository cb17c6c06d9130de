//! The canonical layout against what servers wrote.

use crate::json::Document;
use crate::layout::{self, Options};

use crate::tests::support;

fn fmt(bytes: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    layout::write(&Document::parse(bytes).unwrap(), Options::default(), &mut out).unwrap();
    out
}

#[test]
fn exports_of_2_16_and_later_are_canonical_to_the_byte() {
    let oracle = support::oracle();
    let mut count = 0;
    for path in support::files(&oracle.join("exports"), "json") {
        if ["2.16.45-", "2.17.0-", "2.17.15-"].iter().any(|server| support::stem(&path).starts_with(server)) {
            let export = std::fs::read(&path).unwrap();
            assert!(fmt(export.clone()) == export, "{}", path.display());
            let doc = Document::parse(export).unwrap();
            assert!(layout::is_canonical(&doc, Options::default()).unwrap(), "{}", path.display());
            count += 1;
        }
    }
    println!("fmt: {count} exports are their own canon");
    assert!(count >= 20);
}

#[test]
fn one_line_exports_say_the_same_in_canonical_layout() {
    let oracle = support::oracle();
    for path in support::files(&oracle.join("exports"), "json") {
        let export = std::fs::read(&path).unwrap();
        let canon = fmt(export.clone());
        let (before, after) = (Document::parse(export).unwrap(), Document::parse(canon.clone()).unwrap());
        assert_eq!(before.value(before.root()), after.value(after.root()), "{}", path.display());
        assert!(fmt(canon.clone()) == canon, "{}", path.display());
    }
}
