//! What to do about a finding: the command that repairs it, or a few words.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use crate::finding::codes::page;
use crate::finding::{Code, Finding, Words};
use crate::input;
use crate::json::{Document, Label, Node};
use crate::semaphore::{Release, key};

use super::codes;

const FIX_VAULTS: &str = "semxform -r builtin:fix-vaults FILE";

/// Repairs that a person must make, because no command knows what was meant.
const BY_HAND: &[(Code, &str)] = &[
    (
        codes::GLOBAL_ROLE,
        "write the slug that the role has on the target; `semxform migrate --to VERSION FILE` removes the entry",
    ),
    (codes::JSON_TEXT, "mend the JSON inside the text; without variables write {}, without arguments []"),
    (codes::CRON, "write five fields: minute, hour, day, month, weekday"),
    (codes::TOO_LONG, "shorten it, and the links that name it; `semxform migrate --to VERSION FILE` shortens names"),
    (codes::UNKNOWN_KEY, "correct or remove the key"),
    (codes::NOT_STORED, "enter it again after the restore"),
    (codes::PART_LOST, "fill in what is missing, or shorten the text"),
    (codes::SCHEDULE_NEVER_RUNS, "write five fields: minute, hour, day, month, weekday"),
    (codes::NO_NAME, "give it a name"),
];

/// Commands for a code at certain places; `VERSION` is replaced by the target.
const AT: &[(Code, &str, &str)] = &[
    (codes::NO_SUCH_ENTRY, key::VAULTS, FIX_VAULTS),
    (codes::LINK_MISSING, key::VAULTS, FIX_VAULTS),
    (codes::TWICE, key::VAULTS, FIX_VAULTS),
    (codes::NO_SUCH_ENTRY, "", "correct the name or add the entry; `semxform migrate --to VERSION FILE` removes the link"),
];

/// The repairs for one target, each text made once.
pub(super) struct Repairs {
    version: String,
    texts: HashMap<&'static str, Arc<str>>,
}

impl Repairs {
    pub(super) fn new(release: &Release) -> Self {
        Self { version: release.version.to_string(), texts: HashMap::new() }
    }

    /// What to do about a finding, if something is known.
    pub(super) fn of(&mut self, finding: &Finding, doc: &Document) -> Option<Words> {
        let node = finding.place.node();
        if finding.code == codes::WRONG_TYPE && node == Some(doc.root()) {
            let what = input::not_a_backup(doc)?;
            let help = what.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
            return Some(format!("{}{help}", what.message).into());
        }
        let here = AT.iter().filter(|(code, ..)| *code == finding.code);
        let here = here.clone().find(|(_, list, _)| list.is_empty() || is_in(doc, node, list)).map(|(_, _, text)| *text);
        let by_hand = || BY_HAND.iter().find(|(code, _)| *code == finding.code).map(|(_, text)| *text);
        let command = || page(finding.code).and_then(|code| code.command);
        let text = here.or_else(by_hand).or_else(command)?;
        if !text.contains("VERSION") {
            return Some(text.into());
        }
        let version = &self.version;
        Some(Arc::clone(self.texts.entry(text).or_insert_with(|| text.replace("VERSION", version).into())).into())
    }
}

/// Whether a value is inside a list of this name.
fn is_in(doc: &Document, node: Option<Node>, list: &str) -> bool {
    let mut around = std::iter::successors(node, |node| doc.parent(*node)).skip(1);
    around.any(|node| matches!(doc.label(node), Some(Label::Key(key)) if key.is(list)))
}

/// What a migration has left is for hands: the command that was just run is no help.
pub(crate) fn replace_migrate_hint(finding: &mut Finding) {
    if finding.help.as_deref().is_some_and(|help| help.contains("semxform migrate")) {
        finding.help = page(finding.code).map(|code| code.repair.into());
    }
}
