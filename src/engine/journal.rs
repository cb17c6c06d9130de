//! The journal of a run: every change in few bytes, put into words when somebody asks.

use std::sync::Arc;

use crate::edit::{Action, Edit, Edits, RecordedValue};
use crate::json::{Document, Node, PlaceCache, PlaceId, Snapshot};
use crate::pack::Rule;

/// Every change of a run, in order.
#[derive(Debug)]
pub(crate) struct Journal {
    /// Whether somebody will ask for the changes.
    is_kept: bool,
    /// Rules and the operations of theirs that changed something.
    acts: Vec<(Arc<str>, &'static str)>,
    entries: Vec<JournalEntry>,
    /// Number of the first one of the edits that were begun last.
    begun: usize,
    routes: PlaceCache,
}

impl Default for Journal {
    fn default() -> Self {
        Self::new(true)
    }
}

/// One change of the document.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// `fix-vaults/drop-orphan-links`
    pub rule: Arc<str>,
    /// Name of the operation.
    pub operation: &'static str,
    /// JSON Pointer in the document as the rule found it; of something new, where it went.
    pub pointer: String,
    /// `templates["Deploy app"].vaults[1]`
    pub entity: String,
    /// The value before; none where there was none.
    pub before: Option<RecordedValue>,
    /// The value after; none where none is left. For a renamed key, the value stays and [`Self::renamed`] holds the new key.
    pub after: Option<RecordedValue>,
    /// New key of a member whose value stayed.
    pub renamed: Option<String>,
}

#[derive(Debug)]
struct JournalEntry {
    act: u32,
    place: PlaceId,
    owner: PlaceId,
    before: Option<Snapshot>,
    after: Option<Snapshot>,
    renamed: Option<PlaceId>,
}

impl Journal {
    /// A journal that keeps its changes, or one for a run whose changes nobody will ask for.
    pub(super) fn new(is_kept: bool) -> Self {
        Self { is_kept, acts: Vec::new(), entries: Vec::new(), begun: 0, routes: PlaceCache::new() }
    }

    /// How many changes there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The changes in words. `doc` is the document of the run.
    pub(crate) fn changes<'a>(&'a self, doc: &'a Document) -> impl Iterator<Item = Change> + 'a {
        self.entries.iter().map(move |entry| {
            let (rule, operation) = &self.acts[entry.act as usize];
            Change {
                rule: Arc::clone(rule),
                operation,
                pointer: self.routes.path(doc, entry.place).pointer(),
                entity: self.routes.entity(doc, entry.owner),
                before: entry.before.map(RecordedValue::of_snapshot),
                after: entry.after.map(RecordedValue::of_snapshot),
                renamed: entry.renamed.and_then(|route| self.routes.key(doc, route)),
            }
        })
    }

    /// Notes where the edits of a rule are and what is there, before they are applied; [`Journal::applied`] must follow.
    pub(super) fn begin(&mut self, doc: &mut Document, rule: &Rule, edits: &Edits<'_>) {
        if !self.is_kept {
            return;
        }
        self.begun = self.entries.len();
        self.entries.reserve(edits.len());
        let mut shifts = false;
        for edit in edits.iter() {
            let entry = self.entry(doc, rule, edit);
            shifts |= match edit.action {
                Action::Set { .. } | Action::Replace { .. } => self.routes.is_name(doc, entry.place),
                Action::Detach { .. } => self.routes.is_name(doc, entry.place) || self.routes.is_element(entry.place),
                Action::Append { .. } => false,
                Action::Rename { .. } | Action::Move { .. } | Action::Reorder { .. } => true,
            };
            self.entries.push(entry);
        }
        if shifts {
            self.routes.forget();
        }
    }

    fn entry(&mut self, doc: &mut Document, rule: &Rule, edit: &Edit<'_>) -> JournalEntry {
        let act = self.act(rule, edit.operation);
        let old = edit.action.old();
        let before = old.map(|old| doc.snapshot(old));
        let node = old.unwrap_or_else(|| edit.action.place(doc));
        let mut place = self.routes.take(doc, node);
        let mut renamed = None;
        let owner = match &edit.action {
            Action::Set { key, old: None, .. } => {
                let owner = place;
                place = self.routes.member(doc, owner, key);
                owner
            }
            _ if doc.belongs_to(node) == node => place,
            _ => self.routes.around(place),
        };
        if let Action::Rename { key, .. } = &edit.action {
            let object = self.routes.around(place);
            renamed = Some(self.routes.member(doc, object, key));
        }
        JournalEntry { act, place, owner, before, after: None, renamed }
    }

    fn act(&mut self, rule: &Rule, operation: &'static str) -> u32 {
        let is = |(id, name): &(Arc<str>, &'static str)| Arc::ptr_eq(id, &rule.full_id) && *name == operation;
        // A rule has few operations, and the last acts are those of this rule.
        let known = self.acts.iter().rposition(is).unwrap_or_else(|| {
            self.acts.push((Arc::clone(&rule.full_id), operation));
            self.acts.len() - 1
        });
        u32::try_from(known).unwrap_or(u32::MAX)
    }

    /// Notes the value that an edit made, by its number among those that were begun last.
    pub(super) fn made(&mut self, doc: &mut Document, edit: usize, value: Node) {
        if self.is_kept {
            self.entries[self.begun + edit].after = Some(doc.snapshot(value));
        }
    }

    /// Notes what came of the edits that were begun last, and where they went.
    pub(super) fn applied(&mut self, doc: &Document, edits: &Edits<'_>, made: &[Option<Node>]) {
        if !self.is_kept {
            return;
        }
        for ((entry, edit), made) in self.entries[self.begun..].iter_mut().zip(edits.iter()).zip(made) {
            match edit.action {
                Action::Rename { .. } => entry.after = entry.before,
                Action::Move { node, .. } => {
                    entry.after = entry.before;
                    entry.place = self.routes.take(doc, node);
                }
                Action::Append { .. } => {
                    if let Some(node) = made {
                        entry.place = self.routes.take(doc, *node);
                        entry.owner = self.routes.around(entry.place);
                    }
                }
                _ => {}
            }
        }
    }
}
