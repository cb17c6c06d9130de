//! `otherwise`: what an operation does with a value that it cannot treat.

use super::parameter::Word;
use crate::edit::{Draft, Selected};
use crate::json::Node;
use crate::rule::{Data, RuleReader, ValueTemplate, Yaml};

/// The words; a value can be given in their place.
pub(super) const WORDS: &[Word; 3] = &[
    Word::new("error", "the run stops: nothing is written"),
    Word::new("keep", "the value stays"),
    Word::new("remove", "the member goes"),
];

/// What happens to a value that the operation cannot treat.
#[derive(Debug, Default)]
pub(crate) enum Otherwise {
    /// The run stops: nothing is written.
    #[default]
    Error,
    /// The value stays.
    Keep,
    /// The member goes.
    Remove,
    /// This value takes its place.
    Value(ValueTemplate),
}

impl Otherwise {
    /// Reads a word, or `{value: v}`.
    pub(super) fn read(reader: &mut RuleReader<'_>, value: &Yaml) -> Option<Self> {
        if let Data::Map(_) = value.data {
            let mut fields = reader.fields(value, "`{value: …}`")?;
            let template =
                fields.need(reader, "value", "what takes the place of the value").and_then(|v| ValueTemplate::read(reader, v));
            fields.finish(reader, "`otherwise`");
            return template.map(Self::Value);
        }
        let word =
            reader.one_of(value, "way out (or `{value: …}`)", &[(WORDS[0].word, 0), (WORDS[1].word, 1), (WORDS[2].word, 2)])?;
        Some([Self::Error, Self::Keep, Self::Remove].into_iter().nth(word).unwrap_or_default())
    }

    /// Proposes it for `node`.
    pub(super) fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>, node: Node, why: &str) {
        match self {
            Self::Error => draft.refuse(node, why.to_owned()),
            Self::Keep => {}
            Self::Remove => draft.remove(node),
            Self::Value(template) => match draft.fill(template, target) {
                Some(value) => draft.replace(node, value, true),
                None => draft.remove(node),
            },
        }
    }
}
