//! Laws of going through a document in parts: two halves are the whole.

use proptest::prelude::*;

use super::super::{Document, Node};
use super::generate::{document, layout, script};
use super::laws::{ALL, edited};

/// The children of all containers and everything below all values, each as a whole and from its halves.
fn walks(doc: &Document) -> Vec<[Vec<Node>; 2]> {
    let both = |node| {
        let children = doc.child_nodes(node);
        let (front, back) = children.clone().halves();
        let below = doc.descendants(node);
        let (upper, lower) = below.clone().halves();
        [[children.collect(), front.chain(back).collect()], [below.collect(), upper.chain(lower).collect()]]
    };
    doc.descendants(doc.root()).flat_map(both).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn halves_are_the_whole(tree in document(), layout in layout(), steps in script(ALL)) {
        let (text, edited) = edited(&tree, &layout, &steps);
        for doc in [&edited.doc, &Document::parse(text.into()).unwrap()] {
            for [whole, halves] in walks(doc) {
                prop_assert_eq!(whole, halves);
            }
        }
    }

    #[test]
    fn no_half_of_a_long_list_is_much_longer(count in 2..2000_usize, edit in any::<bool>()) {
        let text = serde_json::json!({"a": vec![serde_json::json!({"b": [1, 2]}); count], "c": 1}).to_string();
        let mut doc = Document::parse(text.into()).unwrap();
        let list = doc.get(doc.root(), "a").unwrap();
        if edit {
            let value = doc.make(&serde_json::json!(1));
            doc.insert_element(list, count / 3, value);
        }
        let (front, back) = doc.child_nodes(list).halves();
        prop_assert!(front.count().abs_diff(back.count()) <= 2);
        let (front, back) = doc.descendants(doc.root()).halves();
        prop_assert!(front.count().abs_diff(back.count()) <= 20);
    }
}
