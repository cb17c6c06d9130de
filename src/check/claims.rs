//! Which findings the generated schemas would report too, and by which keyword.

use crate::finding::{Finding, Keyword, Place};
use crate::json::{Document, Label, Node};
use crate::semaphore::key;

use super::codes;

/// The keyword of the schema that refuses the value of a finding.
pub(super) fn keyword(finding: &Finding, doc: &Document) -> Option<Keyword> {
    let Place::Node(spot) = &finding.place else { return None };
    // A value that is missing is for the server to mind: the schemas demand none.
    let here = spot.key.is_none_or(|key| matches!(doc.label(spot.node), Some(Label::Key(label)) if label.is(key)));
    match finding.code {
        codes::WRONG_TYPE | codes::NULL_ELEMENT => Some(Keyword::Type),
        codes::FREE_MAP => Some(Keyword::MaxProperties),
        codes::NUMBER => number(doc, spot.node),
        codes::LETTER_CASE => Some(Keyword::AdditionalProperties),
        codes::UNKNOWN_VALUE => Some(Keyword::KnownValues),
        codes::KEY_TYPE if here => Some(Keyword::Enum),
        codes::NOT_ACCEPTED if here && spot.key == Some(key::TARGET) => Some(Keyword::Enum),
        codes::HOST_MAPPING if here && spot.key == Some(key::TYPE) => Some(Keyword::Enum),
        codes::JSON_TEXT | codes::CRON | codes::CRON_PANIC | codes::SCHEDULE_NEVER_RUNS | codes::START_PANIC if here => {
            Some(Keyword::Format)
        }
        _ if spot.is_key && finding.code.name().starts_with("SX6") => Some(Keyword::AdditionalProperties),
        _ => None,
    }
}

/// For a schema `2.0` and `1e30` are whole numbers.
fn number(doc: &Document, node: Node) -> Option<Keyword> {
    let number = doc.number(node)?;
    let least = i128::from(i64::MIN);
    match doc.integer(node) {
        Some(integer) if i64::try_from(integer).is_ok() => None,
        Some(integer) => Some(if integer < least { Keyword::Minimum } else { Keyword::Maximum }),
        None if number.fract() != 0.0 => Some(Keyword::Type),
        None if number.abs() < 1e18 => None,
        None => Some(if number < 0.0 { Keyword::Minimum } else { Keyword::Maximum }),
    }
}
