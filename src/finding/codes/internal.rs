//! Codes 9xx: mistakes of semxform itself.

use super::{Code, Page};
use crate::finding::Severity::Error;

pub(super) const CODES: &[Page] = &[
    Page {
        code: Code::SX901,
        title: "internal error",
        severity: Error,
        what: "semxform itself is wrong: a check of its own results failed, or the program ran into a state that should not exist.",
        why: "A file is written whole or not at all, and only after every check: what is not new is as it was. The exit code is 2.",
        versions: "No matter which: the mistake is not in the backup.",
        repair: concat!(
            "Please report it at ",
            env!("CARGO_PKG_REPOSITORY"),
            "/issues with the command, the message and, if it may be shown, the file (`semxform -r builtin:scrub FILE` takes clear-text \
             secrets out of it)."
        ),
        example: "semxform: internal error: …",
        command: None,
    },
    Page {
        code: Code::SX902,
        title: "an entity is not accounted for",
        severity: Error,
        what: "After a run of rules every entity of the input is kept, renamed, merged or removed by a rule that says so. \
               One was none of these.",
        why: "A transformation that drops something without naming it would be the very damage semxform is there to prevent, \
              so it stops. Nothing was written; the exit code is 2.",
        versions: "No matter which: the mistake is not in the backup.",
        repair: concat!("Please report it at ", env!("CARGO_PKG_REPOSITORY"), "/issues with the rule pack and the file."),
        example: "semxform: internal error: keys[\"deploy\"] is neither kept nor removed by a rule",
        command: None,
    },
];
