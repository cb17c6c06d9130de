//! `delete_entity`: deletes entities, minding who refers to them.

use super::parameter::{Parameter, Takes, Word};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, OnReference, Operation, Removal, Targets, Writes};
use crate::rule::RuleReader;

pub(super) const KIND: OperationKind = OperationKind {
    name: "delete_entity",
    doc: "Deletes the selected entities: `delete_entity: {on_reference: error|clear|cascade}`.\n\n\
          `on_reference` says what happens where others refer to them: `error` (default) stops the run; `clear` drops those links as \
          `drop_orphans` does; `cascade` also deletes what cannot be without them, and lists all of it. As long as another entity has the \
          same name nothing happens to references.",
    takes: Takes::MapOrTrue(&[Parameter::optional(
        "on_reference",
        Takes::Word("way to treat references", WORDS),
        "what happens where others refer to the entity",
    )]),
    options: &[],
    examples: &[
        Example {
            title: "keys that nothing uses",
            rule: "select: $.keys[*]\nwhere: {referenced: false}\ndelete_entity: {}",
            given: r#"{"keys": [{"name": "git"}, {"name": "old"}], "repositories": [{"name": "r", "ssh_key": "git"}]}"#,
            expect: r#"{"keys": [{"name": "git"}], "repositories": [{"name": "r", "ssh_key": "git"}]}"#,
        },
        Example {
            title: "a template with all that belongs to it",
            rule: "select: $.templates[?@.name == 'old']\ndelete_entity: {on_reference: cascade}",
            given: r#"{"templates": [{"name": "old"}, {"name": "new"}], "schedules": [{"name": "s", "template": "old"}]}"#,
            expect: r#"{"templates": [{"name": "new"}], "schedules": []}"#,
        },
    ],
    in_json: false,
    make,
};

const WORDS: &[Word] = &[
    Word::new("error", "the run stops"),
    Word::new("clear", "the links are dropped; one that a server needs stops the run"),
    Word::new("cascade", "what cannot be without the entity is deleted too"),
];

#[derive(Debug)]
struct DeleteEntity(OnReference);

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(DeleteEntity(match arguments.map()?.word("on_reference") {
        Some(1) => OnReference::Clear,
        Some(2) => OnReference::Cascade,
        _ => OnReference::Error,
    })))
}

impl Operation for DeleteEntity {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn is_local(&self) -> bool {
        false
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &Targets) {
        let mut removal = Removal::new(draft.graph, self.0);
        for target in targets.iter() {
            match draft.graph.section_of(target.node) {
                Some(_) => removal.take(target.node),
                None => draft.refuse(target.node, "this is no entity of a section: use `remove`".to_owned()),
            }
        }
        removal.propose(draft);
    }

    fn needs_select(&self) -> Option<&'static str> {
        Some("it deletes what `select` finds")
    }
}
