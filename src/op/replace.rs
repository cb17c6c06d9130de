//! `replace`: replaces text by a pattern.

use std::borrow::Cow;

use regex::Regex;
use schemars::JsonSchema;
use serde_json::Value;

use super::{Example, OperationKind};
use crate::edit::{Built, Draft, Operation, Selected, Writes};
use crate::json::Node;
use crate::rule::{Fields, RuleReader, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "replace",
    doc: "Replaces what a regular expression finds in a text: `replace: {key: k, pattern: regex, with: text}`, or a list of these.\n\n\
          Every match is replaced; `$1` or `${name}` stands for a group, `$$` for a dollar. The syntax is that of the Rust crate `regex`. \
          Values that are no text stay. A result in which the pattern would change something again is refused unless the rule says \
          `once: true`. Without `key` the node itself is treated.",
    options: &[],
    examples: &[Example {
        title: "no password in an address",
        rule: "select: $.repositories[*]\nreplace: {key: git_url, pattern: \"^(https?://)[^/@]+@\", with: \"$1\"}",
        given: r#"{"repositories": [{"git_url": "https://ci:s3cret@git.example.com/ops.git"}]}"#,
        expect: r#"{"repositories": [{"git_url": "https://git.example.com/ops.git"}]}"#,
    }],
    in_json: true,
    read,
    schema: |generator| generator.subschema_for::<OneOrMore>(),
};

/// One replacement or a list of them.
#[derive(Debug, JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code, reason = "stands for the form in the schema")]
enum OneOrMore {
    One(Replace),
    More(Vec<Replace>),
}

/// One replacement.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Replace {
    /// The member; without it the node itself.
    key: Option<String>,
    /// What to look for.
    #[schemars(with = "String")]
    pattern: Regex,
    /// What takes its place.
    with: String,
}

#[derive(Debug)]
struct Replacements(Vec<Replace>);

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let items = RuleReader::one_or_more(value);
    if items.is_empty() {
        reader.wrong(value, "expected `replace: {key: k, pattern: regex, with: text}`, but it is empty");
    }
    Some(Box::new(Replacements(items.iter().filter_map(|item| read_one(reader, item)).collect())))
}

fn read_one(reader: &mut RuleReader<'_>, value: &Yaml) -> Option<Replace> {
    let mut fields = reader.fields(value, "`{key: k, pattern: regex, with: text}`")?;
    let key = fields.take("key").and_then(|key| reader.text(key, "the key of a member"));
    let pattern = fields.need(reader, "pattern", "what to look for").and_then(|pattern| reader.regex(pattern));
    let with = fields.need(reader, "with", "what takes its place").and_then(|with| reader.text(with, "text"));
    fields.finish(reader, "`replace`");
    Some(Replace { key, pattern: pattern?, with: with? })
}

impl Operation for Replacements {
    fn writes(&self) -> Writes {
        let keys: Option<Vec<String>> = self.0.iter().map(|r| r.key.clone()).collect();
        keys.map_or(Writes::Whole, |mut keys| {
            keys.dedup();
            Writes::Keys(keys)
        })
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        // Several patterns for one text work on each other's result.
        let mut texts: Vec<(Node, String, bool)> = Vec::new();
        for replace in &self.0 {
            let node = match &replace.key {
                Some(key) => draft.doc.get(target.node, key.as_str()),
                None => Some(target.node),
            };
            let Some(node) = node else { continue };
            let Some(text) = draft.doc.text(node) else { continue };
            let at = texts.iter().position(|t| t.0 == node).unwrap_or_else(|| {
                texts.push((node, text.into_owned(), false));
                texts.len() - 1
            });
            if let Cow::Owned(new) = replace.pattern.replace_all(&texts[at].1, replace.with.as_str()) {
                texts[at] = (node, new, true);
            }
        }
        for (node, text, _) in texts.into_iter().filter(|t| t.2) {
            draft.replace(node, Built::owned(Value::String(text)), true);
        }
    }
}
