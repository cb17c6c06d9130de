//! Integrations as servers call them webhooks: how a call is checked, matched, and what is taken from it.

use super::rows::{ANOTHER_HMAC, BASIC, BITBUCKET, EXTRACTED_TEXT};
use crate::semaphore::Version;

/// Methods by which a call is checked.
pub(crate) fn checks(method: &str, version: Version) -> bool {
    match method {
        "github" | WITH_TOKEN | "hmac" => true,
        "bitbucket" => version >= BITBUCKET,
        "basic" => version >= BASIC,
        _ => false,
    }
}

/// The method that compares a token.
pub(crate) const WITH_TOKEN: &str = "token";
/// Methods that need the name of a header.
pub(crate) const WITH_HEADER: [&str; 2] = [WITH_TOKEN, "hmac"];

/// Whether a method may be one of a family that newer servers read by its first letters.
pub(crate) fn may_be_signed(method: &str, version: Version) -> bool {
    method.starts_with("hmac") && version >= ANOTHER_HMAC
}

/// Parts of a call that are looked at.
pub(crate) const BODY: &str = "body";
/// The same: a header.
pub(crate) const HEADER: &str = "header";
/// How the body is read, when one of its values is meant.
pub(crate) const AS_JSON: &str = "json";
/// The same, as a whole.
pub(crate) const AS_TEXT: &str = "string";
/// The method of a matcher of which two with different values exclude each other.
pub(crate) const EQUALS: &str = "equals";
/// All of them.
pub(crate) const COMPARISONS: [&str; 3] = [EQUALS, "unequals", "contains"];

/// Whether an extracted value becomes a parameter of the task.
pub(crate) fn is_parameter(variable_type: &str, version: Version) -> bool {
    variable_type == "task" && version >= BASIC
}

/// Whether an extracted value becomes a variable.
pub(crate) fn is_variable(variable_type: &str) -> bool {
    matches!(variable_type, "" | "environment")
}

/// Whether what is extracted is text whatever it was.
pub(crate) fn extracts_text(version: Version) -> bool {
    EXTRACTED_TEXT.iter().any(|versions| versions.contains(&version))
}
