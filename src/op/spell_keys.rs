//! `spell_keys`: writes keys as the format spells them.

use super::parameter::{Takes, Word};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Targets, Writes};
use crate::json::{Kind, Node};
use crate::rule::RuleReader;
use crate::semaphore::{Band, ObjectShape, shape};

pub(super) const KIND: OperationKind = OperationKind {
    name: "spell_keys",
    doc: "Writes keys as the format spells them: `spell_keys: all`.\n\n\
          Versions before 2.10.27 read keys in any letter case (`Keys`, `JSON`), and of several spellings the last one counts; later \
          versions read a key only as it is spelled. The last one gets that spelling, the others go. It acts on the whole document.",
    takes: Takes::Word("choice of keys", &[Word::new("all", "every key that the format knows")]),
    options: &[],
    examples: &[Example {
        title: "keys of a file written by hand",
        rule: "spell_keys: all",
        given: r#"{"Keys": [{"NAME": "deploy", "type": "ssh"}], "environments": [{"name": "common", "json": "{}", "JSON": "{\"a\": 1}"}]}"#,
        expect: r#"{"keys": [{"name": "deploy", "type": "ssh"}], "environments": [{"name": "common", "json": "{\"a\": 1}"}]}"#,
    }],
    in_json: false,
    make,
};

/// A document with more different keys is looked through object by object at once.
const MANY_KEYS: usize = 1000;

#[derive(Debug)]
struct SpellKeys;

fn make(_: &mut RuleReader<'_>, _: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(SpellKeys))
}

impl Operation for SpellKeys {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn acts_everywhere(&self) -> bool {
        true
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, _: &Targets) {
        // The last format whose servers read keys in any letter case.
        let Some(band) = Band::ALL.iter().copied().rfind(|band| band.uses_go_decoder()) else { return };
        let keys = draft.doc.keys().take(MANY_KEYS + 1);
        if keys.clone().count() <= MANY_KEYS && !keys.clone().any(|key| is_misspelled(&key.text(), shape(band))) {
            return;
        }
        let mut open = vec![(draft.doc.root(), shape(band))];
        while let Some((node, shape)) = open.pop() {
            object(draft, node, shape, &mut open);
        }
    }
}

/// Whether an object somewhere below a shape has such a key in another spelling.
fn is_misspelled(key: &str, shape: &ObjectShape) -> bool {
    let here = shape.place_in_any_case(key).is_some_and(|at| shape.fields[at].key != key);
    here || shape.fields.iter().filter_map(|field| field.children.as_ref()).any(|children| is_misspelled(key, children))
}

fn object(draft: &mut Draft<'_, '_>, node: Node, shape: &'static ObjectShape, open: &mut Vec<(Node, &'static ObjectShape)>) {
    let doc = draft.doc;
    let mut read: Vec<(usize, Node, bool)> = Vec::new();
    for (key, value) in doc.members(node) {
        let text = key.text();
        if let Some(at) = shape.place_in_any_case(&text) {
            read.push((at, value, text == shape.fields[at].key));
        }
    }
    for (i, (at, value, spelled)) in read.iter().enumerate() {
        let field = &shape.fields[*at];
        if read[i + 1..].iter().any(|(other, ..)| other == at) {
            // A key that is there twice in one spelling is not a matter of spelling.
            if read.iter().any(|(other, _, spelled)| other == at && !spelled) {
                draft.remove(*value);
            }
            continue;
        }
        if !spelled {
            draft.rename(node, *value, field.key);
        }
        let Some(children) = field.children.as_ref() else { continue };
        match doc.kind(*value) {
            Kind::Object => open.push((*value, children)),
            // A list may have a million objects without members.
            Kind::Array => open.extend(doc.elements(*value).filter(|e| !doc.is_empty(*e)).map(|element| (element, children))),
            _ => {}
        }
    }
}
