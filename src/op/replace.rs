//! `replace`: replaces text by a pattern.

use std::borrow::Cow;

use serde_json::Value;

use super::parameter::{Parameter, Takes};
use super::{Arguments, Example, OperationArguments, OperationKind};
use crate::edit::{Built, Draft, Operation, Selected, Writes};
use crate::json::Node;
use crate::rule::{Pattern, RuleReader};

pub(super) const KIND: OperationKind = OperationKind {
    name: "replace",
    doc: "Replaces what a regular expression finds in a text: `replace: {key: k, pattern: regex, with: text}`, or a list of these.\n\n\
          Every match is replaced; `$1` or `${name}` is a group, `$$` a dollar. The syntax is that of the Rust crate `regex`. \
          Values that are no text stay. A result in which the pattern would change something again is refused unless the rule says \
          `once: true`. Without `key` the node itself is treated.",
    takes: Takes::OneOrMore(&Takes::Map(&[
        Parameter::optional("key", Takes::Member, "the member; without it the node itself"),
        Parameter::required("pattern", Takes::Pattern, "what to look for"),
        Parameter::required("with", Takes::Text, "what takes its place"),
    ])),
    options: &[],
    examples: &[Example {
        title: "no password in an address",
        rule: "select: $.repositories[*]\nreplace: {key: git_url, pattern: \"^(https?://)[^/@]+@\", with: \"$1\"}",
        given: r#"{"repositories": [{"git_url": "https://ci:s3cret@git.example.com/ops.git"}]}"#,
        expect: r#"{"repositories": [{"git_url": "https://git.example.com/ops.git"}]}"#,
    }],
    in_json: true,
    make,
};

/// One replacement.
#[derive(Debug)]
struct Replace {
    key: Option<String>,
    pattern: Pattern,
    with: String,
}

/// The text would be larger than it may be.
struct TooLarge;

impl Replace {
    /// Every match replaced, in at most `room` bytes.
    fn replaced<'t>(&self, text: &'t str, room: usize) -> Result<Cow<'t, str>, TooLarge> {
        let groups = self.with.matches('$').count();
        let (mut out, mut copied) = (String::new(), 0);
        let Some(regex) = self.pattern.regex_for(text) else { return Ok(Cow::Borrowed(text)) };
        let mut matches = regex.captures_iter(text).peekable();
        if matches.peek().is_none() {
            return Ok(Cow::Borrowed(text));
        }
        for captures in matches {
            let Some(found) = captures.get(0) else { continue };
            out.push_str(&text[copied..found.start()]);
            // A group holds no more than the match.
            let most = self.with.len().saturating_add(groups.saturating_mul(found.len()));
            if out.len().saturating_add(most) > room {
                return Err(TooLarge);
            }
            captures.expand(&self.with, &mut out);
            copied = found.end();
        }
        out.push_str(&text[copied..]);
        Ok(Cow::Owned(out))
    }
}

#[derive(Debug)]
struct Replacements(Vec<Replace>);

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let one = |mut own: Arguments<'_>| {
        let key = own.text("key");
        Some(Replace { key, pattern: own.pattern("pattern")?, with: own.text("with")? })
    };
    Some(Box::new(Replacements(arguments.own.value.maps().into_iter().filter_map(one).collect())))
}

impl Operation for Replacements {
    fn writes(&self) -> Writes {
        let keys: Option<Vec<String>> = self.0.iter().map(|r| r.key.clone()).collect();
        keys.map_or(Writes::Whole, |mut keys| {
            keys.dedup();
            Writes::Keys(keys)
        })
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        // Several patterns for one text work on each other's result.
        let mut texts: Vec<(Node, String, bool)> = Vec::new();
        for replace in &self.0 {
            let node = match &replace.key {
                Some(key) => draft.member(target.node, key),
                None => Some(target.node),
            };
            let Some(node) = node else { continue };
            let Some(text) = draft.doc.text(node) else { continue };
            let at = texts.iter().position(|t| t.0 == node).unwrap_or_else(|| {
                texts.push((node, text.into_owned(), false));
                texts.len() - 1
            });
            match replace.replaced(&texts[at].1, draft.room) {
                Ok(Cow::Owned(new)) => texts[at] = (node, new, true),
                Ok(Cow::Borrowed(_)) => {}
                Err(TooLarge) => return draft.refuse_growth(node),
            }
        }
        for (node, text, _) in texts.into_iter().filter(|t| t.2) {
            draft.replace(node, Built::owned(Value::String(text)), true);
        }
    }
}
