//! `convert`: changes the type of a value.

use serde_json::Value;

use super::otherwise::Otherwise;
use super::parameter::{Parameter, Takes, Word};
use super::{Arguments, Example, OperationArguments, OperationKind};
use crate::edit::{Built, Draft, Operation, Selected, Writes, inner_document};
use crate::json::{Document, InnerReader, Kind, Node};
use crate::rule::RuleReader;

pub(super) const KIND: OperationKind = OperationKind {
    name: "convert",
    doc: "Changes the type of a member: `convert: {key: k, to: T, otherwise: O}`, or a list of these. A value that has the type already, or is \
          missing, stays as it is.\n\n\
          | `to` | takes | gives |\n|---|---|---|\n\
          | `list` | any value | a list of it; null gives `[]` |\n\
          | `first` | a list | its first element (what follows is lost; an empty list: the member goes) |\n\
          | `json` | text that holds JSON | what it holds; text that holds text cannot be treated |\n\
          | `object` | text that holds a JSON object; `[]` | the object; `{}` |\n\
          | `elements` | `{}`; the text `[]` | `[]` |\n\
          | `json_text` | any value but null | it as compact JSON text |\n\
          | `string` | a number or boolean | its text |\n\
          | `integer` | text or a number with a whole value | the number |\n\
          | `boolean` | the text `true` or `false` in any letter case, the number 1 or 0 | the boolean |\n\n\
          `otherwise` says what happens to a value that cannot be treated: `error` (default), `keep`, `remove`, or `{value: v}`. \
          Without `key` the node itself is converted.",
    takes: Takes::OneOrMore(&Takes::Map(&[
        Parameter::optional("key", Takes::Member, "the member; without it the node itself"),
        Parameter::required("to", Takes::Word("type to convert to", TYPES), "the new type"),
        Parameter::optional("otherwise", Takes::Otherwise, "what happens to a value that cannot be converted"),
    ])),
    options: &[],
    examples: &[
        Example {
            title: "one variable group becomes a list (2.18)",
            rule: "select: $.templates[*]\nconvert: {key: environments, to: list}",
            given: r#"{"templates": [{"environments": "prod"}, {"environments": null}]}"#,
            expect: r#"{"templates": [{"environments": ["prod"]}, {"environments": []}]}"#,
        },
        Example {
            title: "survey variables that older versions kept as text",
            rule: "select: $.templates[*]\nconvert:\n  - {key: survey_vars, to: json, otherwise: remove}",
            given: r#"{"templates": [{"survey_vars": "[{\"name\":\"v\"}]"}, {"survey_vars": "broken"}]}"#,
            expect: r#"{"templates": [{"survey_vars": [{"name": "v"}]}, {}]}"#,
        },
        Example {
            title: "empty lists and objects as languages write them that have one form for both",
            rule: "select: $.templates[*]\nconvert: [{key: task_params, to: object}, {key: vaults, to: elements}]",
            given: r#"{"templates": [{"task_params": [], "vaults": {}}, {"task_params": "{\"tags\": [\"a\"]}"}]}"#,
            expect: r#"{"templates": [{"task_params": {}, "vaults": []}, {"task_params": {"tags": ["a"]}}]}"#,
        },
        Example {
            title: "hand-written types",
            rule: "select: $.meta\nconvert: [{key: alert, to: boolean}, {key: max_parallel_tasks, to: integer}]",
            given: r#"{"meta": {"alert": "true", "max_parallel_tasks": "3"}}"#,
            expect: r#"{"meta": {"alert": true, "max_parallel_tasks": 3}}"#,
        },
        Example {
            title: "whole numbers that were written as fractions, which servers before 2.10.27 refuse",
            rule: "select: $.views[*]\nconvert: {key: position, to: integer, otherwise: keep}",
            given: r#"{"views": [{"position": 1.0}, {"position": 2e0}, {"position": 2.5}]}"#,
            expect: r#"{"views": [{"position": 1}, {"position": 2}, {"position": 2.5}]}"#,
        },
    ],
    in_json: true,
    make,
};

const TYPES: &[Word] = &[
    Word::new("list", ""),
    Word::new("first", ""),
    Word::new("json", ""),
    Word::new("object", ""),
    Word::new("elements", ""),
    Word::new("json_text", ""),
    Word::new("string", ""),
    Word::new("integer", ""),
    Word::new("boolean", ""),
];

/// A type to convert to, in the order of [`TYPES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    List,
    First,
    Json,
    Object,
    Elements,
    JsonText,
    String,
    Integer,
    Boolean,
}

impl To {
    fn of_word(number: usize) -> Option<Self> {
        [
            Self::List,
            Self::First,
            Self::Json,
            Self::Object,
            Self::Elements,
            Self::JsonText,
            Self::String,
            Self::Integer,
            Self::Boolean,
        ]
        .get(number)
        .copied()
    }
}

/// One conversion.
#[derive(Debug)]
struct Convert {
    key: Option<String>,
    to: To,
    otherwise: Otherwise,
}

#[derive(Debug)]
struct Conversions(Vec<Convert>);

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let one = |mut own: Arguments<'_>| {
        let key = own.text("key");
        Some(Convert {
            key,
            to: own.word("to").and_then(To::of_word)?,
            otherwise: own.otherwise("otherwise").unwrap_or_default(),
        })
    };
    Some(Box::new(Conversions(arguments.own.value.maps().into_iter().filter_map(one).collect())))
}

/// What comes of one value.
enum Converted<'p> {
    Stays,
    Becomes(Built<'p>),
    Goes,
    Cannot(&'static str),
}

impl Operation for Conversions {
    fn writes(&self) -> Writes {
        let keys: Option<Vec<String>> = self.0.iter().map(|c| c.key.clone()).collect();
        keys.map_or(Writes::Whole, Writes::Keys)
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        for convert in &self.0 {
            let node = match &convert.key {
                Some(key) => draft.member(target.node, key),
                None => Some(target.node),
            };
            let Some(node) = node else { continue };
            match converted(draft.doc, &mut draft.inner, node, convert.to) {
                Converted::Stays => {}
                Converted::Goes => draft.remove(node),
                Converted::Becomes(value) => {
                    draft.rewrite(node, value);
                    if convert.to == To::First {
                        draft.lose_rest(node);
                    }
                }
                Converted::Cannot(why) => convert.otherwise.propose(draft, target, node, why),
            }
        }
    }
}

fn converted<'p>(doc: &Document, reader: &mut InnerReader, node: Node, to: To) -> Converted<'p> {
    let kind = doc.kind(node);
    match to {
        To::List if kind == Kind::Array => Converted::Stays,
        To::List if kind == Kind::Null => Converted::Becomes(Built::List(Vec::new())),
        To::List => Converted::Becomes(Built::List(vec![Built::Node(node)])),
        To::First if kind == Kind::Array => match doc.get(node, 0) {
            Some(first) => Converted::Becomes(Built::Node(first)),
            None => Converted::Goes,
        },
        _ if kind == Kind::Null => Converted::Stays,
        To::First => Converted::Stays,
        To::Json => from_text(doc, reader, node, &[Kind::Object, Kind::Array, Kind::Number, Kind::Bool, Kind::Null]),
        To::Object => match kind {
            Kind::Object => Converted::Stays,
            Kind::Array if doc.is_empty(node) => Converted::Becomes(Built::owned(Value::Object(serde_json::Map::new()))),
            Kind::String => from_text(doc, reader, node, &[Kind::Object]),
            _ => Converted::Cannot("only a text that holds an object, and an empty list, can become an object"),
        },
        To::Elements => match kind {
            Kind::Array => Converted::Stays,
            Kind::Object if doc.is_empty(node) => Converted::Becomes(Built::List(Vec::new())),
            Kind::String if doc.text(node).is_some_and(|text| text.trim() == "[]") => Converted::Becomes(Built::List(Vec::new())),
            _ => Converted::Cannot("only an empty object and the text `[]` can become a list"),
        },
        To::JsonText if kind == Kind::String => Converted::Stays,
        To::JsonText => Converted::Becomes(Built::owned(Value::String(doc.compact(node)))),
        To::String => match kind {
            Kind::String => Converted::Stays,
            Kind::Number | Kind::Bool => {
                Converted::Becomes(Built::owned(Value::String(String::from_utf8_lossy(doc.raw(node)).into_owned())))
            }
            _ => Converted::Cannot("only numbers and booleans can become a string"),
        },
        To::Integer => to_integer(doc, node),
        To::Boolean if kind == Kind::Bool => Converted::Stays,
        To::Boolean => match (kind, doc.text(node).as_deref().map(str::to_ascii_lowercase).as_deref(), doc.integer(node)) {
            (_, Some("true"), _) | (Kind::Number, _, Some(1)) => Converted::Becomes(Built::owned(true.into())),
            (_, Some("false"), _) | (Kind::Number, _, Some(0)) => Converted::Becomes(Built::owned(false.into())),
            _ => Converted::Cannot("only `true`, `false`, 1 and 0 can become a boolean"),
        },
    }
}

/// What a text holds, if it is of one of the kinds. Text in text would be converted again by the next run.
fn from_text<'p>(doc: &Document, reader: &mut InnerReader, node: Node, kinds: &[Kind]) -> Converted<'p> {
    const WHY: &str = "the text is not JSON of that kind, so it cannot take the place of the value";
    let Some(text) = doc.text(node) else { return Converted::Stays };
    match inner_document(reader, &text) {
        Some(inner) if kinds.contains(&inner.kind(inner.root())) => Converted::Becomes(Built::Inner(node)),
        _ => Converted::Cannot(WHY),
    }
}

fn to_integer<'p>(doc: &Document, node: Node) -> Converted<'p> {
    let whole = match doc.kind(node) {
        Kind::Number if doc.integer(node).is_some_and(|n| i64::try_from(n).is_ok()) => return Converted::Stays,
        Kind::Number => whole(&String::from_utf8_lossy(doc.raw(node))),
        Kind::String => whole(&doc.text(node).unwrap_or_default()),
        _ => return Converted::Cannot("only text and numbers can become an integer"),
    };
    whole.map_or(Converted::Cannot("the value is no whole number of 64 bits"), |n| Converted::Becomes(Built::owned(n.into())))
}

/// The integer that a decimal number is equal to, digit by digit: a float would take 1.00000000000000000001 for whole.
fn whole(text: &str) -> Option<i64> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let number = number.strip_prefix('+').filter(|_| sign.is_empty()).unwrap_or(number);
    let (before, after) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{before}{after}");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_end_matches('0');
    let zeros = exponent.parse::<i64>().ok()?.checked_add_unsigned((digits.len() - significant.len()) as u64)?;
    let zeros = zeros.checked_sub_unsigned(after.len() as u64)?;
    if significant.is_empty() {
        return Some(0);
    }
    // More zeros than 64 bits hold need not be written to be refused.
    let zeros = usize::try_from(zeros).ok().filter(|zeros| *zeros < 20)?;
    format!("{sign}{significant}{}", "0".repeat(zeros)).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn whole_numbers_whatever_way_they_are_written() {
        for (text, number) in [
            ("3", 3),
            ("1.0", 1),
            ("1e0", 1),
            ("-2.50e1", -25),
            ("100e-2", 1),
            ("0.0", 0),
            ("-0.0", 0),
            ("+7", 7),
            ("9007199254740993.0", 9_007_199_254_740_993),
            ("-9.223372036854775808e18", i64::MIN),
        ] {
            assert_eq!(whole(text), Some(number), "{text}");
        }
    }

    #[test]
    fn nothing_is_rounded_and_nothing_overflows() {
        for text in [
            "1.7",
            "1.00000000000000000001",
            "1e-1",
            "9223372036854775808",
            "1e400",
            "1e99999999999999999999",
            "",
            "-",
            ".",
            "e1",
            "inf",
            "0x10",
            "-+1",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
