//! `rename_key`: gives members another key.

use super::parameter::{Parameter, Takes, Word};
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{RuleError, RuleReader};

pub(super) const KIND: OperationKind = OperationKind {
    name: "rename_key",
    doc: "Renames members in place: `rename_key: {old: new}`; value and position stay.\n\n\
          `on_conflict:` beside it (or inside) says what happens where the new key is there already: `error` (default), `keep` the value of \
          the new key and remove the old one, or `overwrite` it with the value of the old key. Equal values are no conflict.",
    takes: Takes::Pairs(&Takes::Member, &Takes::Member),
    options: &[ON_CONFLICT],
    examples: &[
        Example {
            title: "views are called by `title` since 2.10.27",
            rule: "select: $.views[*]\nrename_key: {name: title}",
            given: r#"{"views": [{"name": "Nightly", "position": 0}]}"#,
            expect: r#"{"views": [{"title": "Nightly", "position": 0}]}"#,
        },
        Example {
            title: "a key in the wrong letter case",
            rule: "select: $.templates[*]\nunknown: true\nrename_key: {Playbook: playbook}\non_conflict: keep",
            given: r#"{"templates": [{"Playbook": "old.yml", "name": "t", "playbook": "site.yml"}]}"#,
            expect: r#"{"templates": [{"name": "t", "playbook": "site.yml"}]}"#,
        },
    ],
    in_json: true,
    make,
};

/// The parameter beside operations that give values another place.
pub(super) const ON_CONFLICT: Parameter = Parameter::optional(
    "on_conflict",
    Takes::Word(
        "way out of a conflict",
        &[
            Word::new("error", "the run stops"),
            Word::new("keep", "the value that is there already stays, the other one goes"),
            Word::new("overwrite", "the value that is there already goes"),
        ],
    ),
    "what happens where the new place is taken",
);

/// Old keys and new keys, and `on_conflict`.
#[derive(Debug)]
struct RenameKey(Vec<(String, String)>, OnConflict);

/// What happens where the new place is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnConflict {
    Error,
    Keep,
    Overwrite,
}

impl OnConflict {
    /// That of an operation.
    pub(super) fn of(arguments: &mut OperationArguments<'_>) -> Self {
        match arguments.beside.word("on_conflict") {
            Some(1) => Self::Keep,
            Some(2) => Self::Overwrite,
            _ => Self::Error,
        }
    }
}

fn make(reader: &mut RuleReader<'_>, mut arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let on_conflict = OnConflict::of(&mut arguments);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (old, new) in arguments.pairs() {
        let at = new.at;
        let (ArgumentValue::Text(old), ArgumentValue::Text(new)) = (old.value, new.value) else { continue };
        if old == new || pairs.iter().any(|p| p.0 == new || p.1 == new || p.1 == old) {
            reader.push(RuleError::new(at.span.clone(), format!("key {new:?} is named twice in one `rename_key`")));
        }
        pairs.push((old, new));
    }
    Some(Box::new(RenameKey(pairs, on_conflict)))
}

impl Operation for RenameKey {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().flat_map(|(old, new)| [old.clone(), new.clone()]).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        for (old, new) in &self.0 {
            let Some(member) = draft.member(target.node, old) else { continue };
            let Some(taken) = draft.member(target.node, new) else {
                draft.rename(target.node, member, new);
                continue;
            };
            let equal = draft.doc.same(member, taken);
            match self.1 {
                _ if equal => draft.remove_copy(member),
                OnConflict::Keep => draft.remove(member),
                OnConflict::Overwrite => {
                    draft.remove(taken);
                    draft.rename(target.node, member, new);
                }
                OnConflict::Error => {
                    draft.refuse(member, format!("{old:?} cannot be renamed: there is a {new:?} already"));
                }
            }
        }
    }
}
