//! What the operations of one rule propose: edits, refusals, notes. Reads the document as it was when the rule reached it, changes
//! nothing.

use foldhash::{HashMap, HashSet};

use super::condition;
use super::edits::{Action, AlsoLost, Edit, Edits};
use super::graph::Graph;
use super::targets::{Selected, Targets};
use super::value::{Built, Params, Scope, equals};
use crate::finding::Code;
use crate::json::{Document, InnerReader, Kind, Node, Sought, Step};
use crate::jsonpath::Unbounded;
use crate::rule::{Condition, ValueTemplate};

/// A reason to stop, with its place.
#[derive(Debug)]
pub(crate) struct Objection {
    pub node: Node,
    /// Where the place is not the node's own.
    pub entity: Option<String>,
    pub message: String,
    /// `SX207`, or `SX206` for an `assert`, or `SX214` for growth without bound; rows of [`crate::finding::codes`].
    pub code: Code,
}

/// What comes of one rule.
#[derive(Debug)]
pub(crate) struct Draft<'a, 'p> {
    /// The document that is edited: the backup, or JSON text of it.
    pub doc: &'a Document,
    /// The backup.
    pub graph: &'a Graph<'a>,
    pub params: &'a Params,
    pub operation: &'static str,
    pub edits: Vec<Edit<'p>>,
    pub objections: Vec<Objection>,
    pub notes: Vec<String>,
    /// How many bytes may still be written in this run.
    pub room: usize,
    /// The node of the rule that is asked.
    pub(super) target: Node,
    /// Entries that `append` proposed before, and the numbers of these edits.
    appended: HashMap<String, usize>,
    /// Keys that the rule names, in the order in which they were looked for the first time.
    sought: Vec<(&'p str, Sought<'p>)>,
    /// Number of the one that was looked for last.
    last_sought: usize,
    /// Reads JSON that is kept as text.
    pub inner: InnerReader,
}

/// How many bytes the rules of a run may write: far more than any repair needs, and far less than a machine has.
pub(crate) fn growth_limit(doc: &Document) -> usize {
    doc.source().len().saturating_mul(32).saturating_add(64 << 20)
}

impl<'a, 'p> Draft<'a, 'p> {
    /// Nothing yet, of operations that may write `room` bytes.
    pub(crate) fn new(doc: &'a Document, graph: &'a Graph<'a>, params: &'a Params, room: usize) -> Self {
        Self {
            doc,
            graph,
            params,
            operation: "",
            edits: Vec::new(),
            objections: Vec::new(),
            notes: Vec::new(),
            room,
            target: Node::SOURCE_ROOT,
            appended: HashMap::default(),
            sought: Vec::new(),
            last_sought: 0,
            inner: InnerReader::default(),
        }
    }

    /// The edits of two halves of a rule's nodes that had `room` bytes each, and the room that is left. Nothing if a half refused or noted
    /// something, or both write too much: then each node must be asked in order.
    pub(crate) fn both(front: Self, mut back: Self, room: usize) -> Option<(Edits<'p>, usize)> {
        let is_calm = |half: &Self| half.objections.is_empty() && half.notes.is_empty();
        let used = (room - front.room) + (room - back.room);
        if !is_calm(&front) || !is_calm(&back) || used > room {
            return None;
        }
        let again = |text: &String| front.appended.contains_key(text);
        let twice: HashSet<usize> = back.appended.iter().filter(|(text, _)| again(text)).map(|(_, edit)| *edit).collect();
        if !twice.is_empty() {
            let mut numbers = 0..;
            back.edits.retain(|_| numbers.next().is_some_and(|number| !twice.contains(&number)));
        }
        Some((Edits::of([front.edits, back.edits]), room - used))
    }

    /// The member of an object by a key that the rule names. A rule asks each object for the same keys in the same order, so that the
    /// one that came next for the last object is tried first.
    pub(crate) fn member(&mut self, object: Node, key: &'p str) -> Option<Node> {
        let is = |known: &(&str, Sought<'_>)| std::ptr::eq(known.0, key);
        let next = self.last_sought + 1;
        let known = [next, 0, self.last_sought].into_iter().find(|at| self.sought.get(*at).is_some_and(is));
        self.last_sought = known.or_else(|| self.sought.iter().position(is)).unwrap_or_else(|| {
            self.sought.push((key, self.doc.seek(key)));
            self.sought.len() - 1
        });
        self.doc.get(object, self.sought[self.last_sought].1)
    }

    /// Proposes for each node of the rule, one after the other.
    pub(crate) fn each(&mut self, targets: &Targets, mut propose: impl FnMut(&mut Self, &Selected<'_>)) {
        for target in targets.iter() {
            self.target = target.node;
            propose(self, &target);
        }
    }

    fn scope<'s>(&'s self, target: &'s Selected<'_>) -> Scope<'s> {
        Scope { doc: self.doc, backup: self.graph.doc, params: self.params, node: target.node, found: target.found }
    }

    /// Fills the holes of a value.
    pub(crate) fn fill(&self, template: &'p ValueTemplate, target: &Selected<'_>) -> Option<Built<'p>> {
        self.scope(target).fill(template)
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, condition: &Condition, target: &Selected<'_>) -> bool {
        condition::holds(condition, target, self.graph)
    }

    /// Stops the run.
    pub(crate) fn refuse(&mut self, node: Node, message: String) {
        self.objections.push(Objection { node, entity: None, message, code: Code::SX207 });
    }

    /// Stops the run because its rules write more than they may.
    pub(crate) fn refuse_growth(&mut self, node: Node) {
        self.room = 0;
        if self.objections.iter().all(|objection| objection.code != Code::SX214) {
            let message = "the rules write more than 64 MB and 32 times the file: a value that holds itself, or a pattern that multiplies text".to_owned();
            self.objections.push(Objection { node, entity: None, message, code: Code::SX214 });
        }
    }

    /// Stops the run because a selector looks at more than it may.
    pub(crate) fn refuse_selector(&mut self, node: Node, error: Unbounded) {
        self.objections.push(Objection { node, entity: None, message: error.to_string(), code: Code::SX214 });
    }

    /// Stops the run because an assertion failed.
    pub(crate) fn fail(&mut self, node: Node, message: String) {
        self.objections.push(Objection { node, entity: None, message, code: Code::SX206 });
    }

    /// Tells something.
    pub(crate) fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    /// Whether members can be written; if not, the run is refused.
    pub(crate) fn is_object(&mut self, node: Node, operation: &str) -> bool {
        let object = self.doc.kind(node) == Kind::Object;
        if !object {
            self.refuse(node, format!("`{operation}` writes members, but this is no object"));
        }
        object
    }

    /// `drops`: the old value is gone with it.
    fn push(&mut self, action: Action<'p>, drops: bool) {
        let size = action.value().map_or(0, |value| value.size(self.doc, self.room));
        if size > self.room {
            return self.refuse_growth(action.place(self.doc));
        }
        self.room -= size;
        let target = self.target;
        let signature = action.signature(self.doc, self.operation);
        self.edits.push(Edit { target, operation: self.operation, action, signature, drops, lost: Box::default() });
    }

    /// Writes a member.
    pub(crate) fn set(&mut self, object: Node, key: &'p str, value: Built<'p>) {
        let old = self.member(object, key);
        if !old.is_some_and(|old| value.is(self.doc, old)) {
            self.push(Action::Set { object, key, value, old }, old.is_some());
        }
    }

    /// Puts a value in the place of another; `drops` says that the old one is gone with it.
    pub(crate) fn replace(&mut self, node: Node, value: Built<'p>, drops: bool) {
        if !value.is(self.doc, node) {
            self.push(Action::Replace { node, value }, drops);
        }
    }

    /// Writes a value in another form, also where it stays the same number.
    pub(crate) fn rewrite(&mut self, node: Node, value: Built<'p>) {
        self.push(Action::Replace { node, value }, false);
    }

    /// Adds the elements behind the first of a list to the losses of the last edit.
    pub(crate) fn lose_rest(&mut self, array: Node) {
        if let Some(edit) = self.edits.last_mut() {
            edit.lost = self.doc.elements(array).skip(1).map(AlsoLost::Value).collect();
        }
    }

    /// Takes a value away.
    pub(crate) fn remove(&mut self, node: Node) {
        if self.doc.parent(node).is_none() {
            self.refuse(node, "the document itself cannot be removed".to_owned());
            return;
        }
        self.push(Action::Detach { node, merged: false }, true);
    }

    /// Takes a member away whose value is also elsewhere.
    pub(crate) fn remove_copy(&mut self, node: Node) {
        self.push(Action::Detach { node, merged: false }, false);
    }

    /// Takes an element away that has an equal one before it.
    pub(crate) fn merge(&mut self, node: Node) {
        self.push(Action::Detach { node, merged: true }, true);
    }

    /// Gives a member another key.
    pub(crate) fn rename(&mut self, object: Node, node: Node, key: &'p str) {
        self.push(Action::Rename { object, node, key }, false);
    }

    /// Takes a value to a path below an object, through objects that may be missing.
    pub(crate) fn move_to(&mut self, node: Node, object: Node, path: &'p [Step]) {
        let mut at = Some(object);
        for step in &path[..path.len().saturating_sub(1)] {
            let Step::Key(key) = step else { return };
            at = at.and_then(|n| self.doc.get(n, key.as_str()));
            if let Some(next) = at
                && !matches!(self.doc.kind(next), Kind::Object | Kind::Null)
            {
                self.refuse(node, format!("it cannot be moved: {key:?} on the way is no object"));
                return;
            }
        }
        self.push(Action::Move { node, object, path }, false);
    }

    /// Adds an entry to a section, unless an equal one is there.
    pub(crate) fn append(&mut self, section: &'p str, value: Built<'p>) {
        let mut text = String::new();
        value.canonical(self.doc, &mut text);
        let root = self.doc.root();
        if self.doc.kind(root) != Kind::Object {
            return self.refuse(root, format!("nothing can be added to {section:?}: the document is no object"));
        }
        if let Some(list) = self.doc.get(root, section)
            && !matches!(self.doc.kind(list), Kind::Array | Kind::Null)
        {
            self.refuse(list, format!("nothing can be added: {section:?} is no list"));
            return;
        }
        let entry = format!("{section} {text}");
        if self.graph.has_entry(section, &text) || self.appended.contains_key(&entry) {
            return;
        }
        self.appended.insert(entry, self.edits.len());
        self.push(Action::Append { section, value }, false);
    }

    /// Puts a list into another order.
    pub(crate) fn reorder(&mut self, container: Node, order: Vec<Node>) {
        self.push(Action::Reorder { container, order }, false);
    }

    /// Changes the name of an entity, or a reference to one.
    pub(crate) fn write_name(&mut self, node: Node, name: String) {
        let value = serde_json::Value::String(name);
        if !equals(self.doc, node, &value) {
            self.replace(node, Built::owned(value), false);
        }
    }
}
