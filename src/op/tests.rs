//! The examples of all operations, run.

use serde_json::Value;

use super::{Example, REGISTRY};
use crate::engine::{Context, run};
use crate::json::Document;
use crate::pack::Pack;
use crate::semaphore::Release;

fn pack(example: &Example) -> Pack {
    let rule = example.rule.replace('\n', "\n    ");
    let text = format!("semxform: 1\nid: example\nrules:\n  - id: it\n    {rule}\n");
    Pack::parse(example.title, &text).unwrap_or_else(|errors| panic!("{}: {errors:?}\n{text}", example.title))
}

#[test]
fn examples_do_what_they_say() {
    for kind in REGISTRY {
        assert!(!kind.examples.is_empty(), "{} has no example", kind.name);
        for example in kind.examples {
            let mut doc = Document::parse(example.given.as_bytes().to_vec()).unwrap();
            let outcome = run(&mut doc, &[pack(example)], &Context::new(Release::parse("2.20").unwrap()));
            assert!(outcome.is_good(), "{} ({}): {:?} {:?}", kind.name, example.title, outcome.refusals, outcome.broken);
            let after: Value = serde_json::from_slice(&doc.to_bytes()).unwrap();
            let expect: Value = serde_json::from_str(example.expect).unwrap();
            assert_eq!(after, expect, "{} ({})", kind.name, example.title);
            assert_eq!(doc.is_unchanged(), example.given == example.expect, "{} ({})", kind.name, example.title);
        }
    }
}

#[test]
fn each_operation_has_one_name() {
    for (at, kind) in REGISTRY.iter().enumerate() {
        assert!(REGISTRY[..at].iter().all(|other| other.name != kind.name), "{}", kind.name);
        assert!(kind.doc.contains("\n\n"), "{}: a first line and more", kind.name);
    }
}
