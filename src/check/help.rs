//! What to do about a finding: a few words, and the command that repairs it.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use crate::finding::codes::page;
use crate::finding::{Code, Finding, Words};
use crate::input;
use crate::json::{Document, Label, Node};
use crate::semaphore::{Release, key};

use super::codes;

const FIX_VAULTS: &str = "semxform -r builtin:fix-vaults FILE";
const MIGRATE: &str = "semxform migrate --to VERSION FILE";

/// What a person can do who knows what was meant, by code and field; the first that fits counts.
const BY_HAND: &[(Code, &str, &str)] = &[
    (codes::NO_SUCH_ENTRY, ANY, "correct the name or add the entry"),
    (codes::GLOBAL_ROLE, ANY, "write the slug that the role has on the target"),
    (codes::JSON_TEXT, key::ARGUMENTS, "mend the JSON inside the text; without arguments write []"),
    (codes::JSON_TEXT, ANY, "mend the JSON inside the text; without variables write {}"),
    (codes::CRON, ANY, FIVE_FIELDS),
    (codes::TOO_LONG, ANY, "shorten it, and the links that name it"),
    (codes::UNKNOWN_KEY, ANY, "correct or remove the key"),
    (codes::NOT_STORED, ANY, "enter it again after the restore"),
    (codes::PART_LOST, ANY, "fill in what is missing, or shorten the text"),
    (codes::SCHEDULE_NEVER_RUNS, ANY, FIVE_FIELDS),
    (codes::NO_NAME, ANY, "give it a name"),
    (codes::NOT_EXPORTED, ANY, "keep this file, or correct the next export"),
];

/// Whatever field it is.
const ANY: &str = "";

const FIVE_FIELDS: &str = "write five fields: minute, hour, day, month, weekday (0 to 6, Sunday is 0); or @daily and the like; or @every with a \
                           duration such as 5m";

/// Commands for a code at certain places; `VERSION` is replaced by the target.
const AT: &[(Code, &str, &str)] = &[
    (codes::NO_SUCH_ENTRY, key::VAULTS, FIX_VAULTS),
    (codes::LINK_MISSING, key::VAULTS, FIX_VAULTS),
    (codes::TWICE, key::VAULTS, FIX_VAULTS),
    (codes::TWICE, key::ROLES, MIGRATE),
    (codes::TWICE, key::TAGS, MIGRATE),
    (codes::TWICE, key::HOST_CONFIGS, MIGRATE),
];

/// The commands for one target, each text made once.
pub(super) struct Repairs {
    version: String,
    texts: HashMap<&'static str, Arc<str>>,
}

impl Repairs {
    pub(super) fn new(release: &Release) -> Self {
        Self { version: release.version.to_string(), texts: HashMap::new() }
    }

    /// Adds what to do about a finding, where something is known.
    pub(super) fn add(&mut self, finding: &mut Finding, doc: &Document) {
        let node = finding.place.node();
        if finding.code == codes::WRONG_TYPE && node == Some(doc.root()) {
            let Some(what) = input::not_a_backup(doc) else { return };
            let help = what.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
            finding.help = Some(format!("{}{help}", what.message).into());
            return;
        }
        let at = AT.iter().find(|(code, list, _)| *code == finding.code && is_in(doc, node, list)).map(|(.., text)| *text);
        let field = finding.place.key().unwrap_or(ANY);
        let fits = |row: &&(Code, &str, &str)| row.0 == finding.code && (row.1 == ANY || row.1 == field) && at.is_none();
        let words = BY_HAND.iter().find(fits).map(|(.., text)| *text);
        finding.help = finding.help.take().or(words.map(Into::into));
        finding.command = at.or_else(|| page(finding.code)?.command).map(|text| self.for_target(text));
    }

    fn for_target(&mut self, text: &'static str) -> Words {
        if !text.contains("VERSION") {
            return text.into();
        }
        let version = &self.version;
        Arc::clone(self.texts.entry(text).or_insert_with(|| text.replace("VERSION", version).into())).into()
    }
}

/// Whether a value is inside a list of this name.
fn is_in(doc: &Document, node: Option<Node>, list: &str) -> bool {
    let mut around = std::iter::successors(node, |node| doc.parent(*node)).skip(1);
    around.any(|node| matches!(doc.label(node), Some(Label::Key(key)) if key.is(list)))
}
