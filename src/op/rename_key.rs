//! `rename_key`: gives members another key.

use std::collections::BTreeMap;

use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{Fields, RuleError, RuleReader, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "rename_key",
    doc: "Renames members in place: `rename_key: {old: new}`; value and position stay.\n\n\
          `on_conflict:` beside it (or inside) says what happens where the new key is there already: `error` (default), `keep` the value of \
          the new key and remove the old one, or `overwrite` it with the value of the old key. Equal values are no conflict.",
    options: &["on_conflict"],
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
    read,
    schema: |generator| generator.subschema_for::<BTreeMap<String, String>>(),
};

/// Old keys and new keys, and `on_conflict`.
#[derive(Debug)]
struct RenameKey(Vec<(String, String)>, OnConflict);

/// What happens where the new place is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum OnConflict {
    #[default]
    Error,
    Keep,
    Overwrite,
}

impl OnConflict {
    const WORDS: &[(&'static str, Self)] = &[("error", Self::Error), ("keep", Self::Keep), ("overwrite", Self::Overwrite)];

    /// Reads `on_conflict` beside an operation.
    pub fn beside(reader: &mut RuleReader<'_>, fields: &mut Fields<'_>) -> Option<Self> {
        fields.take("on_conflict").and_then(|value| reader.one_of(value, "way out of a conflict", Self::WORDS))
    }

    /// Reads it where it stands among other keys.
    pub fn inside(reader: &mut RuleReader<'_>, value: &Yaml) -> Option<Self> {
        reader.one_of(value, "way out of a conflict", Self::WORDS)
    }
}

fn read(reader: &mut RuleReader<'_>, value: &Yaml, fields: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut on_conflict = OnConflict::beside(reader, fields).unwrap_or_default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (key, value) in reader.entries(value, "`rename_key: {old: new}`") {
        if key.text() == Some("on_conflict") {
            on_conflict = OnConflict::inside(reader, value).unwrap_or_default();
            continue;
        }
        let Some(new) = reader.text(value, "the new key") else { continue };
        let old = key.key_text();
        if old == new || pairs.iter().any(|p| p.0 == new || p.1 == new || p.1 == old) {
            reader.push(RuleError::new(value.span.clone(), format!("key {new:?} is named twice in one `rename_key`")));
        }
        pairs.push((old, new));
    }
    Some(Box::new(RenameKey(pairs, on_conflict)))
}

impl Operation for RenameKey {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().flat_map(|(old, new)| [old.clone(), new.clone()]).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        for (old, new) in &self.0 {
            let Some(member) = draft.doc.get(target.node, old.as_str()) else { continue };
            let Some(taken) = draft.doc.get(target.node, new.as_str()) else {
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
