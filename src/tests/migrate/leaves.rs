//! Comparison of two backups leaf by leaf, matched by names: what of the first is in neither the second nor the list of losses. Knows
//! what versions call differently, and nothing of the packs.

use std::collections::BTreeMap;

use crate::engine::Loss;
use crate::json::Document;
use serde_json::Value;

/// Leaves by path: `templates["Deploy app"].vaults["default"].vault_key`.
pub(super) type Leaves = BTreeMap<String, Value>;

/// Stands behind the label of an entry whose name another one has already.
const AGAIN: &str = "#";

/// Every leaf of a document.
pub(super) fn leaves(doc: &Value) -> Leaves {
    let mut out = Leaves::new();
    walk(doc, String::new(), &mut out);
    out
}

fn walk(value: &Value, path: String, out: &mut Leaves) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(member, below, out);
            }
        }
        Value::Array(items) => {
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            for (at, item) in items.iter().enumerate() {
                let name = ["name", "title"].iter().find_map(|key| item.get(key)?.as_str());
                let label = name.map_or_else(|| format!("[{at}]"), |name| format!("[{name:?}]"));
                let times = seen.entry(label.clone()).or_default();
                *times += 1;
                // Else the second of a name would hide the first.
                let again = if *times > 1 { format!("{AGAIN}{times}") } else { String::new() };
                walk(item, format!("{path}{label}{again}"), out);
            }
        }
        leaf => drop(out.insert(path, leaf.clone())),
    }
}

/// Whether a value is what a missing one means.
pub(super) fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(b) => !b,
        Value::Number(n) => n.as_f64() == Some(0.0),
        Value::String(s) => s.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

/// The path of a loss, as the leaves are called. The entity of a scalar member is its object, so its key is added.
pub(super) fn loss_path(loss: &Loss, doc: &Document) -> String {
    let key = loss.pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    let scalar = !matches!(loss.value.value(doc), Value::Array(_) | Value::Object(_));
    let element = key.bytes().all(|b| b.is_ascii_digit());
    if scalar && !element { format!("{}.{key}", loss.entity) } else { loss.entity.clone() }
}

/// Leaves of `before` that are neither in `after` nor covered by a loss; values that a missing key stands for do not count.
pub(super) fn unexplained(before: &Value, after: &Value, losses: &[(String, String)]) -> Vec<String> {
    let (old, new) = (leaves(before), leaves(after));
    let covered = |path: &str| {
        losses.iter().any(|(lost, _)| {
            path.strip_prefix(lost.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '#']))
        })
    };
    old.iter()
        .filter(|(path, value)| !is_default(value) && new.get(*path) != Some(value))
        // A vault key that became a vault on the way was lost as one.
        .filter(|(path, _)| !path.strip_suffix(".vault_key").is_some_and(|owner| covered(&format!("{owner}.vaults[0]"))))
        .filter(|(path, value)| !covered(path) && !elsewhere(path, value, &old, &new))
        .map(|(path, value)| format!("{path} = {value}"))
        .collect()
}

/// Whether a leaf is in the result under the name that the other version has for it, or is what that version takes for granted.
fn elsewhere(path: &str, value: &Value, old: &Leaves, new: &Leaves) -> bool {
    let (owner, key) = path.rsplit_once('.').unwrap_or(("", path));
    let at = |path: String| new.get(&path) == Some(value);
    let below = |start: &str, end: &str| {
        new.iter().any(|(p, v)| v == value && p.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)))
    };
    if owner.starts_with("views[") && (key == "name" || key == "title") {
        return at(format!("{owner}.title")) || at(format!("{owner}.name"));
    }
    match key {
        "vault_key" if owner.contains(".vaults[") => {
            let template = owner.split(".vaults[").next().unwrap_or_default();
            at(format!("{template}.vault_key")) || below(&format!("{template}.vaults["), "].vault_key")
        }
        "vault_key" => below(&format!("{owner}.vaults["), "].vault_key"),
        "environment" if owner.starts_with("templates[") => at(format!("{owner}.environments[0]")),
        "cron" => is_scheduled(owner, value, new),
        "type" if owner.contains(".vaults[") => value == "password",
        "type" if owner.contains(".survey_vars[") => value == "string",
        "variable_type" => value == "environment",
        "app" => value == "ansible",
        "survey_vars" => value.as_str().is_some_and(|text| survey(owner, text, new)),
        _ if path.ends_with(".environments[0]") => at(path.replace(".environments[0]", ".environment")),
        _ if owner.starts_with("integrations[") && owner.contains(".task_params") => {
            let swap = |from: &str, to: &str| path.replacen(from, to, 1);
            at(swap(".task_params.", ".task_params.params.")) || at(swap(".task_params.params.", ".task_params."))
        }
        _ if owner.starts_with("schedules[") => {
            // A schedule that became the `cron` of its template says the same there.
            let of = |key: &str| old.get(&format!("{owner}.{key}"));
            let template = of("template").and_then(Value::as_str).unwrap_or_default();
            let cron = of("cron_format").is_some_and(|c| new.get(&format!("templates[{template:?}].cron")) == Some(c));
            matches!(key, "template" | "cron_format") && cron
        }
        _ => false,
    }
}

/// Whether a schedule of this template has this time.
fn is_scheduled(template: &str, cron: &Value, new: &Leaves) -> bool {
    new.iter().any(|(path, value)| {
        path.strip_suffix(".cron_format").is_some_and(|schedule| {
            let of = new.get(&format!("{schedule}.template")).and_then(Value::as_str).unwrap_or_default();
            value == cron && template == format!("templates[{of:?}]")
        })
    })
}

/// Whether everything that survey variables kept as text say is in the list.
fn survey(template: &str, text: &str, new: &Leaves) -> bool {
    let Ok(parsed) = serde_json::from_str::<Value>(text) else { return false };
    let said = leaves(&serde_json::json!({ "survey_vars": parsed }));
    said.iter().filter(|(_, value)| !is_default(value)).all(|(path, value)| {
        let kept = new.get(&format!("{template}.{path}"));
        kept == Some(value) || value == "string" && path.rsplit('.').next() == Some("type")
    })
}
