//! Laws of reading: the reader takes what `serde_json` takes, and what it takes beyond that it calls odd. Go's own words are
//! in `super`.

use proptest::prelude::*;
use serde_json::Value;

use super::super::{Document, OddityKind, Path, escape_into, unescape};
use super::generate::{document, layout};

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_slice::<Value>(bytes);
    let text = String::from_utf8_lossy(bytes);
    let doc = match Document::parse(bytes.to_vec()) {
        Ok(doc) => doc,
        Err(error) => {
            prop_assert!(theirs.is_err(), "{}: {}", text, error.message);
            prop_assert!(error.offset <= bytes.len());
            return Ok(());
        }
    };
    prop_assert_eq!(doc.to_bytes(), bytes);
    prop_assert!(doc.oddities().is_sorted_by_key(|o| o.offset));
    let odd = doc.oddities().iter().any(|o| o.kind != OddityKind::DuplicateKey);
    prop_assert_eq!(theirs.is_err(), odd, "{}: {:?} {:?}", text, theirs, doc.oddities());
    if let Ok(value) = theirs {
        prop_assert_eq!(doc.value(doc.root()), value);
    }
    let nodes: Vec<_> = doc.descendants(doc.root()).collect();
    for node in nodes {
        let span = doc.span(node).unwrap();
        prop_assert_eq!(doc.node_at(span.start), node);
        let _ = (doc.path(node).normalized(), doc.entity(node), doc.position(span.end));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn well_formed_text_is_read(tree in document(), layout in layout()) {
        let text = tree.text(&layout);
        let doc = Document::parse(text.clone().into()).unwrap();
        prop_assert!(doc.oddities().is_empty());
        check(text.as_bytes())?;
    }

    #[test]
    fn damaged_text_is_judged_as_by_serde(
        tree in document(), layout in layout(), at in any::<prop::sample::Index>(), what in 0..5_u8,
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b"{}[],:\"\\0123e+-.u dDfFtn\x00\xff\xc3"[..])], 1..4),
    ) {
        let mut text = tree.text(&layout).into_bytes();
        let place = at.index(text.len());
        match what {
            0 => { text.truncate(place); }
            1 => { text[place] = bytes[0]; }
            2 => { text.splice(place..place, bytes); }
            3 => { text.remove(place); }
            _ => { text.splice(place..(place + bytes.len()).min(text.len()), []); }
        }
        check(&text)?;
    }

    #[test]
    fn what_was_read_before_does_not_excuse_damage(
        tree in document(), layout in layout(), at in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), prop::sample::select(&b"{}[],:\"\\0 "[..])], what in 0..3_u8,
    ) {
        let text = tree.text(&layout);
        let mut last = text.clone().into_bytes();
        let place = at.index(last.len());
        match what {
            0 => { last[place] = byte; }
            1 => { last.insert(place, byte); }
            _ => { last.remove(place); }
        }
        check(&[b"[", text.as_bytes(), b",", text.as_bytes(), b",", &last, b"]"].concat())?;
    }

    #[test]
    fn noise_is_judged_as_by_serde(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        check(&bytes)?;
    }

    #[test]
    fn noise_of_json_bytes_is_judged_as_by_serde(text in r#"[\[\]{}:,"\\ 0-9eE+\-.utrfalsn\t\n]{0,24}"#) {
        check(text.as_bytes())?;
    }

    #[test]
    fn numbers_are_those_of_serde(text in "-?[0-9]{1,3}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,4})?") {
        check(text.as_bytes())?;
    }

    #[test]
    fn escaping_comes_back(text in any::<String>(), html in any::<bool>()) {
        let mut quoted = String::new();
        escape_into(&mut quoted, &text, html);
        prop_assert_eq!(&*unescape(&quoted.as_bytes()[1..quoted.len() - 1]), &text);
        prop_assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
    }

    #[test]
    fn unescaping_noise_does_not_panic(bytes in prop::collection::vec(prop_oneof![Just(b'\\'), Just(b'u'), Just(b'd'), any::<u8>()], 0..20)) {
        let _ = unescape(&bytes);
    }

    #[test]
    fn pointers_come_back(pointer in "(/[a-z0-9~/+]{0,4}){0,4}") {
        if let Some(path) = Path::from_pointer(&pointer) {
            let again = Path::from_pointer(&path.pointer()).unwrap();
            prop_assert_eq!(again.pointer(), path.pointer());
        }
    }
}

#[test]
fn names_that_look_like_more_than_a_key_find_nothing() {
    let doc = Document::parse(br#"{"a":1,"b\"":2,"c\\":3,"":4}"#.to_vec()).unwrap();
    let plain = Document::parse(br#"{"a":1,"b":2}"#.to_vec()).unwrap();
    assert!(plain.get(plain.root(), "a\":1,\"b").is_none());
    assert!(doc.get(doc.root(), "b\\").is_none());
    assert_eq!(doc.get(doc.root(), "b\"").and_then(|n| doc.integer(n)), Some(2));
    assert_eq!(doc.get(doc.root(), "c\\").and_then(|n| doc.integer(n)), Some(3));
    assert_eq!(doc.get(doc.root(), "").and_then(|n| doc.integer(n)), Some(4));
}

#[test]
fn a_key_that_is_repeated_is_found_however_it_is_written() {
    let many = (0..200).rev().map(|i| format!("\"k{i}\":0,")).collect::<Vec<_>>().concat();
    for (text, offsets) in [
        (r#"{"b":1,"a":2,"b":3}"#.to_owned(), vec![13]),
        (r#"{"a":1,"\u0061":2}"#.into(), vec![7]),
        (r#"{"b":1,"a":{"b":0,"a":0},"c":0}"#.into(), vec![]),
        (format!("{{{many}\"k7\":1}}"), vec![many.len() + 1]),
        (r#"{"a":1,"a":2,"a":3}"#.into(), vec![7, 13]),
    ] {
        let doc = Document::parse(text.clone().into()).unwrap();
        let found: Vec<usize> = doc.oddities().iter().map(|o| o.offset).collect();
        assert_eq!(found, offsets, "{text}");
    }
    // Go reads every byte that is not UTF-8 as U+FFFD.
    let doc = Document::parse(b"{\"a\xfe\":1,\"a\xff\":2}".to_vec()).unwrap();
    assert_eq!(doc.oddities().iter().filter(|o| o.kind == OddityKind::DuplicateKey).count(), 1);
}

/// Every place in which something may be remembered holds what leads to `x`, with a comma and without.
#[test]
fn a_comma_is_missed_and_not_taken_from_elsewhere() {
    let keys = (0..20_000).map(|i| format!("{{\"k{i}\":{{\"x\":1}},\"x\":2}},")).collect::<Vec<_>>().concat();
    for (last, place) in [("{\"q\":{,\"x\":1}}", 6), ("{\"q\":1\"x\":2}", 6)] {
        let text = format!("[{keys}{last}]");
        let error = Document::parse(text.into()).unwrap_err();
        assert_eq!(error.offset, keys.len() + 1 + place, "{}", error.message);
    }
}

#[test]
fn a_file_of_noise_is_not_listed_byte_by_byte() {
    let mut text = b"[\"".to_vec();
    text.resize(1 << 20, 0xff);
    text.extend(b"\"]");
    let doc = Document::parse(text).unwrap();
    assert_eq!(doc.oddities().len(), super::super::read::oddity::MOST_OF_A_KIND);
}
