//! What became of every leaf of a file that was migrated, damaged or not: it is in the result below the entry that it was in, or a loss
//! names it, or a rule put something in its place, or what a rule made holds it. Values are followed by their numbers in the document and
//! not by names, so that nothing is taken for something else that looks like it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::leaves::is_default;
use crate::json::{Document, Kind, Label, Node};
use crate::run::Judged;

/// What of a file is nowhere.
pub(super) fn unaccounted(input: &Document, judged: &Judged) -> Vec<String> {
    let mut account = Account::open(input, judged);
    let leaves: Vec<Node> = input.descendants(input.root()).filter(|node| is_leaf(input, *node)).collect();
    leaves.into_iter().filter_map(|leaf| account.complaint(leaf)).collect()
}

/// A value without values in it: nothing is in an empty list, so it is one too.
fn is_leaf(doc: &Document, node: Node) -> bool {
    !doc.is_container(node)
}

struct Account<'a> {
    input: &'a Document,
    result: &'a Document,
    /// What of the result the input had.
    present: HashSet<Node>,
    /// What losses name, as places of the input; keys as the format spells them, since the loss of what a rule made names it so.
    lost: Vec<String>,
    /// What rules made, or losses hold that a rule made before: each may be the new home of one leaf.
    homes: HashMap<String, usize>,
    /// What a rule put something else in the place of.
    replaced: HashSet<String>,
    /// Keys that became others.
    renamed: HashSet<(String, String)>,
}

impl<'a> Account<'a> {
    fn open(input: &'a Document, judged: &'a Judged) -> Self {
        let result = judged.document();
        let all: Vec<Node> = result.descendants(result.root()).collect();
        let mut homes = HashMap::new();
        for node in all.iter().filter(|node| !result.in_source(**node) && is_leaf(result, **node)) {
            add(&result.value(*node), &mut homes);
        }
        let places: HashSet<String> = input.descendants(input.root()).map(|node| spelled(&input.path(node).pointer())).collect();
        let mut lost = Vec::new();
        for loss in &judged.outcome.losses {
            let place = spelled(&loss.pointer);
            if places.contains(&place) {
                lost.push(place);
            } else {
                add(&loss.value.value(result), &mut homes);
            }
        }
        let (mut replaced, mut renamed) = (HashSet::new(), HashSet::new());
        for change in judged.outcome.journal.changes(result) {
            let key = change.pointer.rsplit('/').next().map(spelled);
            renamed.extend(key.zip(change.renamed));
            replaced.extend(change.after.and(change.before).map(|before| before.value(result).to_string()));
        }
        Self {
            input,
            result,
            present: all.into_iter().filter(|node| result.in_source(*node)).collect(),
            lost,
            homes,
            replaced,
            renamed,
        }
    }

    /// What is wrong with what became of a leaf.
    fn complaint(&mut self, leaf: Node) -> Option<String> {
        let place = self.input.path(leaf).pointer();
        let value = self.input.value(leaf);
        let text: String = value.to_string().chars().take(60).collect();
        if self.present.contains(&leaf) {
            return (!self.is_at_home(leaf) || self.result.value(leaf) != value).then(|| format!("moved: {place} = {text}"));
        }
        let at = spelled(&place);
        let named = self
            .lost
            .iter()
            .any(|lost| at.strip_prefix(lost.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        let is_there = named || self.has_successor(leaf, &value) || self.has_twin(leaf) || self.is_for_granted(leaf, &value);
        (!is_there && !self.has_home(&value)).then(|| format!("nowhere: {place} = {text}"))
    }

    /// Whether a value that stayed is below the entry of a list that it was in, if that one stayed too.
    fn is_at_home(&self, leaf: Node) -> bool {
        let entry = around(self.input, leaf).find(|node| matches!(self.input.label(*node), Some(Label::Index(_))));
        entry.is_none_or(|entry| !self.present.contains(&entry) || around(self.result, leaf).any(|node| node == entry))
    }

    /// The outermost value around a leaf that went, with what it was in.
    fn gone(&self, leaf: Node) -> Option<(Node, Node)> {
        let gone = around(self.input, leaf).take_while(|node| !self.present.contains(node)).last()?;
        Some((gone, self.input.parent(gone)?))
    }

    /// Whether something else is in the place of a leaf: of a scalar another value, as a rule says; of more what holds the leaf.
    fn has_successor(&self, leaf: Node, value: &Value) -> bool {
        let Some((gone, owner)) = self.gone(leaf) else { return false };
        let Some(Label::Key(key)) = self.input.label(gone) else { return false };
        // Old servers read keys in any letter case; a rule writes them as the format spells them, or as another version calls them.
        let key = spelled(&key.text());
        let is_key = |other: String| other == key || self.renamed.contains(&(key.clone(), other));
        let mut members = self.result.members(owner);
        let Some((_, now)) = members.find(|(other, _)| is_key(spelled(&other.text()))) else { return false };
        let now = self.result.value(now);
        if gone == leaf && !is_json(value) && !now.is_array() && !now.is_object() {
            return now == *value || self.replaced.contains(&value.to_string());
        }
        let mut held = HashMap::new();
        add(&now, &mut held);
        parts(value).iter().all(|part| held.contains_key(part))
    }

    /// Whether an equal entry of the list remains.
    fn has_twin(&self, leaf: Node) -> bool {
        let Some((gone, list)) = self.gone(leaf) else { return false };
        self.input.kind(list) == Kind::Array
            && self.result.elements(list).any(|other| {
                self.input.kind(gone) != Kind::Null
                    && other != gone
                    && self.result.in_source(other)
                    && self.input.value(other) == self.input.value(gone)
            })
    }

    /// Whether a missing key means the same: what is empty, and the words that versions without the key take for granted.
    fn is_for_granted(&self, leaf: Node, value: &Value) -> bool {
        let key = match self.input.label(leaf) {
            Some(Label::Key(key)) => spelled(&key.text()),
            _ => String::new(),
        };
        let list = around(self.input, leaf).skip(1).find_map(|node| match self.input.label(node) {
            Some(Label::Key(key)) => Some(spelled(&key.text())),
            _ => None,
        });
        let word = match (list.as_deref(), key.as_str()) {
            (Some("vaults"), "type") => "password",
            (Some("survey_vars"), "type") => "string",
            (_, "variable_type") => "environment",
            (Some("templates"), "app") => "ansible",
            // A list that was never set, kept as text.
            (Some("templates"), "survey_vars") => "null",
            _ => "",
        };
        // Versions call the name of a view by either key.
        let is_title =
            list.as_deref() == Some("views") && matches!(key.as_str(), "name" | "title") && self.has_equal_sibling(leaf);
        is_default(value)
            || value == word
            || is_title
            || list.as_deref() == Some("templates") && key == "cron" && self.is_scheduled(leaf, value)
    }

    /// Whether another member of the object that a leaf was in stayed and says the same.
    fn has_equal_sibling(&self, leaf: Node) -> bool {
        let siblings = self.input.parent(leaf).into_iter().flat_map(|owner| self.input.members(owner));
        siblings.into_iter().any(|(_, other)| self.present.contains(&other) && self.input.value(other) == self.input.value(leaf))
    }

    /// Whether the file has a schedule with this time for the template, by its name there, that stayed or is a
    /// loss.
    fn is_scheduled(&self, cron: Node, time: &Value) -> bool {
        let member = |owner: Node, key: &str| {
            self.input.members(owner).find(|(other, _)| spelled(&other.text()) == key).map(|(_, value)| value)
        };
        let text = |owner: Node, key: &str| member(owner, key).and_then(|value| self.input.text(value));
        let name = self.input.parent(cron).and_then(|template| text(template, "name"));
        let schedules = member(self.input.root(), "schedules").into_iter().flat_map(|list| self.input.elements(list));
        let is = |schedule| text(schedule, "template") == name && text(schedule, "cron_format").as_deref() == time.as_str();
        let lost = |schedule: Node| self.lost.contains(&spelled(&self.input.path(schedule).pointer()));
        schedules.filter(|schedule| self.present.contains(schedule) || lost(*schedule)).any(is)
    }

    /// Whether something that a rule made, or a loss, holds all of a value; what it holds is not there for another one.
    fn has_home(&mut self, value: &Value) -> bool {
        parts(value).iter().all(|part| match self.homes.get_mut(part) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        })
    }
}

/// A key as the format spells it.
pub(super) fn spelled(key: &str) -> String {
    key.replace('\u{212a}', "k").replace('ſ', "s").to_lowercase()
}

fn around(doc: &Document, node: Node) -> impl Iterator<Item = Node> + '_ {
    std::iter::successors(Some(node), |node| doc.parent(*node))
}

fn as_json(value: &Value) -> Option<Value> {
    let parsed: Value = serde_json::from_str(value.as_str()?).ok()?;
    (parsed.is_array() || parsed.is_object()).then_some(parsed)
}

fn is_json(value: &Value) -> bool {
    as_json(value).is_some()
}

/// The leaves of a value that are not empty; of JSON that is kept as text those that it says. Some versions have a number or a truth
/// value where others have its text.
fn parts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(parts).collect(),
        Value::Object(members) => members.values().flat_map(parts).collect(),
        _ if is_default(value) => Vec::new(),
        Value::String(text) => as_json(value).map_or_else(|| vec![text.clone()], |parsed| parts(&parsed)),
        other => vec![other.to_string()],
    }
}

/// Adds a value as the home of what it is and of what it holds.
fn add(value: &Value, homes: &mut HashMap<String, usize>) {
    for part in parts(value) {
        *homes.entry(part).or_default() += 1;
    }
}
