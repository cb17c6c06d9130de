//! Members of objects that belong together, such as all templates: what the same operation says for all of them, and what only some need.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::write::{Rules, child};

/// Which objects: all at `path`, or those for which `filter` holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Selection {
    /// `$.templates`
    pub list: String,
    /// `@.name == 'x'`; an index; empty for an object that is no element.
    pub filter: String,
    /// `.vaults[0]`
    pub rest: String,
}

/// An object before and after.
#[derive(Debug, Clone)]
pub(super) struct Pair<'v> {
    /// None for what is added later: rules must not change it.
    pub selection: Option<Selection>,
    pub before: &'v Map<String, Value>,
    pub after: &'v Map<String, Value>,
}

/// What one object alone needs.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
struct Own {
    set: Map<String, Value>,
    remove: Vec<String>,
}

/// Writes the rules for objects at a path that selects all of them.
pub(super) fn rules(section: &str, path: &str, pairs: &[Pair<'_>], out: &mut Rules) {
    let mut keys: Vec<&String> = Vec::new();
    for key in pairs.iter().flat_map(|pair| pair.before.keys().chain(pair.after.keys())) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let changed: Vec<&String> =
        keys.into_iter().filter(|key| pairs.iter().any(|p| p.before.get(*key) != p.after.get(*key))).collect();
    let (mut renamed, mut set, mut default) = (Map::new(), Map::new(), Map::new());
    let mut remove: Vec<Value> = Vec::new();
    let mut tables: Vec<(&str, Map<String, Value>)> = Vec::new();
    let mut own: BTreeMap<usize, Own> = BTreeMap::new();
    let mut below: Vec<&str> = Vec::new();
    for key in &changed {
        if renamed.values().any(|new| new == key.as_str()) {
            continue;
        }
        let gone = pairs.iter().all(|pair| pair.after.get(*key).is_none());
        let first = pairs[0].after.get(*key);
        if gone {
            match changed.iter().find(|new| moved(pairs, key, new)) {
                Some(new) => drop(renamed.insert((*key).clone(), Value::String((*new).clone()))),
                None => remove.push(Value::String((*key).clone())),
            }
        } else if changed.iter().any(|old| pairs.iter().all(|p| p.after.get(*old).is_none()) && moved(pairs, old, key)) {
            // Comes with the rename of the old key.
        } else if let Some(value) = first.filter(|first| pairs.iter().all(|pair| pair.after.get(*key) == Some(*first))) {
            set.insert((*key).clone(), value.clone());
        } else if let Some(value) = filled(pairs, key) {
            default.insert((*key).clone(), value);
        } else if let Some(table) = table(pairs, key) {
            tables.push((key.as_str(), table));
        } else if all(pairs, key, |b, a| b.is_object() && a.is_object()) || all(pairs, key, is_same_list) {
            below.push(key);
        } else {
            for (number, pair) in pairs.iter().enumerate().filter(|(_, p)| p.before.get(*key) != p.after.get(*key)) {
                let own = own.entry(number).or_default();
                match pair.after.get(*key) {
                    Some(value) => drop(own.set.insert((*key).clone(), value.clone())),
                    None => own.remove.push((*key).clone()),
                }
            }
        }
    }
    let mut operations = Vec::new();
    for (name, members) in [("rename_key", renamed), ("set", set), ("default", default)] {
        if !members.is_empty() {
            operations.push((name, Value::Object(members)));
        }
    }
    if !remove.is_empty() {
        operations.push(("remove", Value::Array(remove)));
    }
    if !operations.is_empty() {
        out.push(section, Some(path), &operations);
    }
    for (key, table) in tables {
        let value = serde_json::json!({"key": key, "table": table, "otherwise": "keep"});
        out.push(section, Some(path), &[("remap_id", value)]);
    }
    for key in below {
        nested(section, path, key, pairs, out);
    }
    singles(section, pairs, own, out);
}

/// Whether one key took the values of another one, and none of the objects had it before.
fn moved(pairs: &[Pair<'_>], old: &str, new: &str) -> bool {
    pairs.iter().all(|p| {
        p.before.get(new).is_none_or(|_| p.selection.is_none()) && p.before.get(old) == p.after.get(new) || p.selection.is_none()
    }) && pairs.iter().any(|p| p.before.contains_key(old))
}

/// The value that all objects got which had none.
fn filled(pairs: &[Pair<'_>], key: &str) -> Option<Value> {
    let is_empty = |value: Option<&Value>| value.is_none_or(Value::is_null);
    let mut got = pairs.iter().filter(|pair| is_empty(pair.before.get(key))).map(|pair| pair.after.get(key));
    let value = got.next()??;
    let same = got.all(|other| other == Some(value));
    let others = pairs.iter().filter(|pair| !is_empty(pair.before.get(key))).all(|p| p.before.get(key) == p.after.get(key));
    (same && others && !value.is_null()).then(|| value.clone())
}

/// Old and new texts, where each old one has one new one and no new one is an old one.
fn table(pairs: &[Pair<'_>], key: &str) -> Option<Map<String, Value>> {
    let mut table = Map::new();
    for pair in pairs {
        match (pair.before.get(key), pair.after.get(key)) {
            (Some(Value::String(old)), Some(new)) if !new.is_object() && !new.is_array() => {
                if table.insert(old.clone(), new.clone()).is_some_and(|other| other != *new) {
                    return None;
                }
            }
            (old, new) if old == new => {}
            _ => return None,
        }
    }
    table.retain(|old, new| new != old);
    let stays = pairs.iter().filter_map(|pair| pair.after.get(key)?.as_str()).any(|after| table.contains_key(after));
    (!table.is_empty() && !stays).then_some(table)
}

fn all(pairs: &[Pair<'_>], key: &str, holds: impl Fn(&Value, &Value) -> bool) -> bool {
    pairs.iter().all(|pair| match (pair.before.get(key), pair.after.get(key)) {
        (Some(before), Some(after)) => before == after || holds(before, after),
        (before, after) => before == after,
    })
}

fn is_same_list(before: &Value, after: &Value) -> bool {
    match (before.as_array(), after.as_array()) {
        (Some(b), Some(a)) => b.len() == a.len() && b.iter().chain(a).all(Value::is_object),
        _ => false,
    }
}

/// The objects below a member.
fn nested(section: &str, path: &str, key: &str, pairs: &[Pair<'_>], out: &mut Rules) {
    let mut inner = Vec::new();
    let mut list = false;
    for pair in pairs {
        let deeper = |rest: String| {
            pair.selection.clone().map(|selection| Selection { rest: child(&selection.rest, key) + &rest, ..selection })
        };
        match (pair.before.get(key), pair.after.get(key)) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                inner.push(Pair { selection: deeper(String::new()), before, after });
            }
            (Some(Value::Array(before)), Some(Value::Array(after))) => {
                list = true;
                for (number, (before, after)) in before.iter().zip(after).enumerate() {
                    if let (Some(before), Some(after)) = (before.as_object(), after.as_object()) {
                        inner.push(Pair { selection: deeper(format!("[{number}]")), before, after });
                    }
                }
            }
            _ => {}
        }
    }
    let path = child(path, key) + if list { "[*]" } else { "" };
    if !inner.is_empty() {
        rules(section, &path, &inner, out);
    }
}

/// A rule for the objects that need the same.
fn singles(section: &str, pairs: &[Pair<'_>], own: BTreeMap<usize, Own>, out: &mut Rules) {
    let mut groups: Vec<(Own, Vec<&Selection>)> = Vec::new();
    for (number, own) in own {
        let Some(selection) = &pairs[number].selection else { continue };
        let joins = |other: &Selection| {
            other.list == selection.list
                && other.rest == selection.rest
                && other.filter.contains("==")
                && selection.filter.contains("==")
        };
        match groups.iter_mut().find(|(other, selections)| *other == own && joins(selections[0])) {
            Some((_, selections)) => selections.push(selection),
            None => groups.push((own, vec![selection])),
        }
    }
    for (own, selections) in groups {
        let mut operations = Vec::new();
        if !own.set.is_empty() {
            operations.push(("set", Value::Object(own.set)));
        }
        if !own.remove.is_empty() {
            operations.push(("remove", own.remove.into()));
        }
        out.push(section, Some(&joined(&selections)), &operations);
    }
}

/// `$.keys[?@.name == 'a' || @.name == 'b']`
pub(super) fn joined(selections: &[&Selection]) -> String {
    let Some(first) = selections.first() else { return "$".to_owned() };
    let filters: Vec<&str> = selections.iter().map(|selection| selection.filter.as_str()).collect();
    let filter = match first.filter.as_str() {
        "" => String::new(),
        filter if filter.contains("==") => format!("[?{}]", filters.join(" || ")),
        index => format!("[{index}]"),
    };
    format!("{}{filter}{}", first.list, first.rest)
}
