//! What to do about a finding: the command that repairs it, or a few words.

use crate::codes::get;
use crate::finding::Finding;
use crate::format::Release;

use super::codes;

const FIX_VAULTS: &str = "semxform -r builtin:fix-vaults FILE";

/// Repairs by hand, where no command knows what was meant.
const BY_HAND: &[(&str, &str)] = &[
    (codes::NO_SUCH_ENTRY, "correct the name or add the entry; `drop_orphans` in a rule pack removes such links"),
    (codes::LINK_MISSING, "name an entry; a repository without a secret takes a key of type `none`"),
    (codes::THREE_EQUAL, "rename them; `unique_names` in a rule pack does it and keeps the links"),
    (codes::TWO_EQUAL, "rename one of them; `unique_names` in a rule pack does it and keeps the links"),
    (codes::BUILD_TEMPLATE, "name the build template, or write \"\" as the type"),
    (codes::GLOBAL_ROLE, "write the slug that the role has on the target, or remove the entry"),
    (codes::NULL_ELEMENT, "remove the null"),
    (codes::NUMBER, "write a plain whole number"),
    (codes::JSON_TEXT, "mend the JSON inside the text; without variables write {}, without arguments []"),
    (codes::CRON, "write five fields: minute, hour, day, month, weekday"),
    (codes::KEY_TYPE, "write ssh, login_password, none or (since 2.10.13) string"),
    (codes::TOO_LONG, "shorten it, and the links that name it"),
    (codes::OUT_OF_RANGE, "write a smaller number"),
    (codes::NUL, "remove the character"),
    (codes::STORAGE_PANIC, "remove `secret_storages` and the links to them, or use an SQL database"),
    (codes::ALIAS_PANIC, "remove the second alias"),
    (codes::UNKNOWN_KEY, "correct or remove the key"),
    (codes::NOT_STORED, "enter it again after the restore"),
    (codes::PART_LOST, "fill in what is missing, or shorten the text"),
    (codes::PARAMS_LOST, "set `active` to false before the restore, then enter the parameters again"),
    (codes::SCHEDULE_NEVER_RUNS, "write five fields: minute, hour, day, month, weekday"),
    (codes::NO_NAME, "give it a name"),
];

/// Adds the repair to a finding that has none yet.
pub(super) fn add(finding: Finding, release: &Release) -> Finding {
    if finding.help.is_some() {
        return finding;
    }
    let in_vaults = finding.pointer.as_deref().is_some_and(|p| p.starts_with("/templates/") && p.contains("/vaults/"));
    if in_vaults && matches!(finding.code, codes::NO_SUCH_ENTRY | codes::LINK_MISSING | codes::TWICE) {
        return finding.help(FIX_VAULTS);
    }
    if let Some((_, text)) = BY_HAND.iter().find(|(code, _)| *code == finding.code) {
        return finding.help(*text);
    }
    match get(finding.code).and_then(|code| code.command) {
        Some(command) => finding.help(command.replace("VERSION", &release.version.to_string())),
        None => finding,
    }
}
