//! The export of one server, migrated to the next recorded server, beside that server's own export of the same project: the same keys in
//! every object.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{assert_none, exports, migrate, packs};
use crate::tests::support;

/// The recorded servers that exported, in order.
const SERVERS: [&str; 15] = [
    "2.9.56",
    "2.9.70",
    "2.10.26-beta",
    "2.10.27",
    "2.10.32",
    "2.10.42",
    "2.11.2",
    "2.11.3",
    "2.13.3",
    "2.13.15",
    "2.14.12",
    "2.15.0",
    "2.16.45",
    "2.17.0",
    "2.17.15",
];

/// Differences that are differences of the projects, or meant: end of the key's path, and the reason.
const EXPLAINED: [(&str, &str); 8] = [
    (".cron", "a schedule that is in `schedules` is not kept a second time as `cron`"),
    (".schedules[*].task_params", "2.17.15 cannot restore its own export without them"),
    (".description", "servers before 2.10.31 do not export it"),
    (".meta.alert_chat", "servers before 2.11.0 did not store it"),
    (".git_branch", "the recorded project uses it from the first server on that has it"),
    (".runner_tag", "likewise; the project of 2.17.15 does not use it"),
    (".environments[Empty].env", "made by the server itself for a new project"),
    (".templates[Patch hosts].task_params.*", "used from the first server on that keeps them; not on 2.17.15"),
];

fn explained(path: &str) -> bool {
    EXPLAINED.iter().any(|(end, _)| match end.split_once('*') {
        Some((start, end)) => path.split_once(start).is_some_and(|(_, rest)| rest.ends_with(end)),
        None => path.ends_with(end),
    })
}

/// The keys of every object, by its path.
fn keys(doc: &Value) -> BTreeMap<String, BTreeSet<String>> {
    fn walk(value: &Value, path: &str, out: &mut BTreeMap<String, BTreeSet<String>>) {
        match value {
            Value::Object(members) => {
                out.insert(path.to_owned(), members.keys().cloned().collect());
                for (key, member) in members {
                    walk(member, &format!("{path}.{key}"), out);
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let name = ["name", "title"].iter().find_map(|key| item.get(key)?.as_str());
                    // The random part of a name made unique differs between exports.
                    let name = name.map(|name| name.split(" - ").next().unwrap_or_default().to_owned());
                    walk(item, &format!("{path}[{}]", name.unwrap_or_else(|| at.to_string())), out);
                }
            }
            _ => {}
        }
    }
    let mut out = BTreeMap::new();
    walk(doc, "", &mut out);
    out
}

#[test]
fn the_migrated_file_has_the_keys_of_the_newer_servers_own_export() {
    let packs = packs();
    let mut complaints = Vec::new();
    for path in exports() {
        let (version, db, profile) = support::origin(&path);
        let at = SERVERS.iter().position(|server| *server == version).unwrap();
        let Some(next) = SERVERS.get(at + 1) else { continue };
        let newer = path.with_file_name(format!("{next}-{db}-{profile}.json"));
        let newer: Value = serde_json::from_slice(&std::fs::read(newer).unwrap()).unwrap();
        let done = migrate(&packs, &std::fs::read(&path).unwrap(), next).unwrap();
        let (ours, theirs) = (keys(&done.after), keys(&newer));
        for (object, keys) in &ours {
            let Some(own) = theirs.get(object) else { continue };
            for key in keys.symmetric_difference(own) {
                if explained(&format!("{object}.{key}")) {
                    continue;
                }
                let side = if own.contains(key) { "missing" } else { "too many" };
                complaints.push(format!("{version} to {next} {profile}: {side}: {object}.{key}"));
            }
        }
    }
    assert_none(&complaints);
}
