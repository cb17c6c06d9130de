//! `delete_entity`: deletes entities, minding who refers to them.

use schemars::JsonSchema;

use super::{Example, OperationKind};
use crate::edit::{Draft, OnReference, Operation, Removal, Selected, Writes};
use crate::rule::{Data, Fields, RuleReader, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "delete_entity",
    doc: "Deletes the selected entities: `delete_entity: {on_reference: error|clear|cascade}`.\n\n\
          `on_reference` says what happens where others refer to them: `error` (default) stops the run; `clear` drops those links as \
          `drop_orphans` does; `cascade` also deletes what cannot be without them, and lists all of it. As long as another entity has the \
          same name nothing happens to references.",
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
    read,
    schema: |generator| generator.subschema_for::<Form>(),
};

/// What happens to references.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[allow(dead_code, reason = "stands for the form in the schema")]
struct Form {
    #[schemars(default)]
    on_reference: Option<Words>,
}

/// What happens to references.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, reason = "stands for the form in the schema")]
enum Words {
    Error,
    Clear,
    Cascade,
}

const WORDS: &[(&str, OnReference)] =
    &[("error", OnReference::Error), ("clear", OnReference::Clear), ("cascade", OnReference::Cascade)];

#[derive(Debug)]
struct DeleteEntity(OnReference);

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    if matches!(value.data, Data::Bool(true) | Data::Null) {
        return Some(Box::new(DeleteEntity(OnReference::Error)));
    }
    let mut fields = reader.fields(value, "`{on_reference: error|clear|cascade}`")?;
    let mode = fields.take("on_reference").and_then(|word| reader.one_of(word, "way to treat references", WORDS));
    fields.finish(reader, "`delete_entity`");
    Some(Box::new(DeleteEntity(mode.unwrap_or(OnReference::Error))))
}

impl Operation for DeleteEntity {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &[Selected]) {
        let mut removal = Removal::new(draft.graph, self.0);
        for target in targets {
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
