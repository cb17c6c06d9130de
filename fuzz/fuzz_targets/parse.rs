//! Any bytes as a document: read or refused as `serde_json` does, written back to the byte, every value at its own path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use semxform::json::{Document, OddityKind};

fuzz_target!(|bytes: &[u8]| {
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
    let Ok(doc) = Document::parse(bytes.to_vec()) else {
        assert!(theirs.is_err());
        return;
    };
    assert_eq!(doc.to_bytes(), bytes);
    let odd = doc.oddities().iter().any(|o| o.kind != OddityKind::DuplicateKey);
    match theirs {
        Ok(value) => assert!(!odd && doc.value(doc.root()) == value),
        // It gives up at 128 levels.
        Err(error) => assert!(odd || error.to_string().starts_with("recursion limit")),
    }
    let twice = doc.oddities().iter().any(|o| o.kind == OddityKind::DuplicateKey);
    for node in doc.descendants(doc.root()).take(1000) {
        let path = doc.path(node);
        assert!(odd || twice || doc.at(&path) == Some(node));
        let _ = (path.normalized(), doc.entity(node), doc.text(node), doc.number(node), doc.integer(node));
        let span = doc.span(node).unwrap_or_default();
        assert_eq!(doc.node_at(span.start), node);
        assert!(doc.position(span.end) > doc.position(span.start));
    }
});
