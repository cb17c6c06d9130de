//! What to do about a finding: the command that repairs it, or a few words.

use crate::finding::Finding;
use crate::finding::codes::get;
use crate::semaphore::Release;

use super::codes;

const FIX_VAULTS: &str = "semxform -r builtin:fix-vaults FILE";

/// Repairs by hand, where no command knows what was meant.
const BY_HAND: &[(&str, &str)] = &[
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

/// Commands for a code at certain places; `VERSION` stands for the target.
const AT: &[(&str, &str, &str)] = &[
    (codes::NO_SUCH_ENTRY, "/vaults/", FIX_VAULTS),
    (codes::LINK_MISSING, "/vaults/", FIX_VAULTS),
    (codes::TWICE, "/vaults/", FIX_VAULTS),
    (codes::NO_SUCH_ENTRY, "", "correct the name or add the entry; `semxform migrate --to VERSION FILE` removes the link"),
];

/// Adds the repair to a finding that has none yet.
pub(super) fn add(finding: Finding, release: &Release) -> Finding {
    if finding.help.is_some() {
        return finding;
    }
    let place = finding.pointer.as_deref().unwrap_or_default();
    if finding.code == codes::WRONG_TYPE && place.is_empty() {
        return finding.help("this is no project backup; export the project again");
    }
    let here = AT.iter().find(|(code, part, _)| *code == finding.code && place.contains(part)).map(|(_, _, text)| *text);
    let by_hand = || BY_HAND.iter().find(|(code, _)| *code == finding.code).map(|(_, text)| *text);
    let command = || get(finding.code).and_then(|code| code.command);
    match here.or_else(by_hand).or_else(command) {
        Some(text) => {
            let text = text.replace("VERSION", &release.version.to_string());
            finding.help(text)
        }
        None => finding,
    }
}

/// What a migration has left is for hands: the command that was just run is no help.
pub(crate) fn by_hand(finding: &mut Finding) {
    if finding.help.as_deref().is_some_and(|help| help.contains("semxform migrate")) {
        finding.help = get(finding.code).map(|code| code.repair.to_owned());
    }
}
