//! Codes 4xx: where the format of a version is stricter than its server.

use super::{Code, Page};
use crate::finding::Severity::Warning;

pub(super) const CODES: &[Page] = &[
    Page {
        code: Code::SX405,
        title: "letter case of a key",
        severity: Warning,
        what: "A key is written in another letter case than Semaphore writes it.",
        why: "Versions before 2.10.27 read it all the same; for all later ones it is an unknown key.",
        versions: "Versions before 2.10.27; later ones see an unknown key (SX602).",
        repair: "Write the key in small letters.",
        example: "{\"Templates\": []}",
        command: None,
    },
    Page {
        code: Code::SX407,
        title: "a value that means nothing to the server",
        severity: Warning,
        what: "A value is not one of those that Semaphore knows, and no version checks it.",
        why: "It is stored as it is. The page that shows the object is blank there, or the object does nothing.",
        versions: "All. Which values are known depends on the version.",
        repair: "Use one of the values that the message lists.",
        example: "{\"templates\": [{\"name\": \"Deploy\", \"type\": \"deployment\"}]}",
        command: None,
    },
];
