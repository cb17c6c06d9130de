//! What goes with what: links without a target, entities with everything that cannot be without them.

use foldhash::{HashMap, HashSet};

use super::draft::Draft;
use super::graph::{Graph, LinkNode};
use crate::json::{Label, Node};
use crate::semaphore::{Orphan, Reference};
use crate::sorting;

/// What happens to references to something that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnReference {
    /// The run stops.
    Error,
    /// Links are dropped; a required one stops the run.
    Clear,
    /// Links are dropped; the owner of a required one goes too, and so on.
    Cascade,
}

/// Everything that goes, collected before anything is proposed.
#[derive(Debug)]
pub(crate) struct Removal<'a> {
    graph: &'a Graph<'a>,
    mode: OnReference,
    gone: HashSet<Node>,
    order: Vec<Node>,
    cleared: Vec<LinkNode>,
    refused: Vec<LinkNode>,
    /// Entities whose users are still to be looked at.
    queue: Vec<Node>,
    /// How many entities of a name are gone.
    taken: HashMap<(String, String), usize>,
}

impl<'a> Removal<'a> {
    pub(crate) fn new(graph: &'a Graph<'a>, mode: OnReference) -> Self {
        Self {
            graph,
            mode,
            gone: HashSet::default(),
            order: Vec::new(),
            cleared: Vec::new(),
            refused: Vec::new(),
            queue: Vec::new(),
            taken: HashMap::default(),
        }
    }

    /// Takes a node: an entity, or an entry inside one.
    pub(crate) fn take(&mut self, node: Node) {
        if self.gone.insert(node) {
            self.order.push(node);
            self.queue.push(node);
        }
    }

    /// Treats a link that has no target.
    pub(crate) fn orphan(&mut self, link: LinkNode) {
        let reference = self.graph.references.all[link.reference];
        match reference.orphan(self.graph.doc, link.owner) {
            Orphan::Refuse if self.mode == OnReference::Cascade => match self.element_around(link.owner) {
                Some(owner) => self.take(owner),
                None => self.refused.push(link),
            },
            Orphan::Refuse => self.refused.push(link),
            Orphan::DropEntry if !reference.is_element() => self.take(link.owner),
            Orphan::DropEntry | Orphan::DropLink => self.cleared.push(link),
        }
    }

    /// The list element that an object is or belongs to.
    fn element_around(&self, node: Node) -> Option<Node> {
        let mut at = node;
        while !matches!(self.graph.doc.label(at)?, Label::Index(_)) {
            at = self.graph.doc.parent(at)?;
        }
        Some(at)
    }

    fn is_gone(&self, node: Node) -> bool {
        self.graph.doc.around(node).any(|node| self.gone.contains(&node))
    }

    /// Follows every reference to what goes.
    fn follow_users(&mut self) {
        loop {
            let mut around = HashSet::default();
            while let Some(node) = self.queue.pop() {
                match self.graph.section_of(node) {
                    Some(section) => self.users_of(&section, node),
                    None => around.extend(self.graph.entity_around(node)),
                }
            }
            if around.is_empty() {
                return;
            }
            self.local_users(&around);
        }
    }

    fn users_of(&mut self, section: &str, entity: Node) {
        let graph = self.graph;
        let Some(name) = graph.name(section, entity) else { return };
        let taken = self.taken.entry((section.to_owned(), name.clone().into_owned())).or_insert(0);
        *taken += 1;
        // As long as another one has the name, references find that.
        if graph.names(section).is_none_or(|names| names.count(&name) > *taken) {
            return;
        }
        for link in graph.users(section, &name) {
            if self.is_gone(link.value) {
                continue;
            }
            if self.mode == OnReference::Error { self.refused.push(*link) } else { self.orphan(*link) }
        }
    }

    /// Entries such as nodes of a workflow are named by others of the same entity.
    fn local_users(&mut self, entities: &HashSet<Node>) {
        let graph = self.graph;
        let orphans = graph.links(Reference::is_local, |link| {
            let affected = graph.entity_around(link.value).is_some_and(|entity| entities.contains(&entity));
            affected && graph.is_local_orphan(link, &|n| self.gone.contains(&n))
        });
        for link in orphans {
            self.orphan(link);
        }
    }

    /// Proposes what was collected.
    pub(crate) fn propose(mut self, draft: &mut Draft<'_, '_>) {
        self.follow_users();
        let graph = self.graph;
        let mut order = std::mem::take(&mut self.order);
        order.sort_unstable();
        for node in order {
            if !graph.doc.parent(node).is_some_and(|parent| self.is_gone(parent)) {
                draft.remove(node);
            }
        }
        let mut cleared = std::mem::take(&mut self.cleared);
        sorting::sort_by_key(&mut cleared, |link| link.value);
        cleared.dedup_by_key(|link| link.value);
        for link in cleared.into_iter().filter(|link| !self.is_gone(link.value)) {
            draft.remove(link.value);
        }
        for link in std::mem::take(&mut self.refused) {
            if !self.is_gone(link.value) {
                let message = self.message(link);
                draft.refuse(link.value, message);
            }
        }
    }

    fn message(&self, link: LinkNode) -> String {
        let reference = self.graph.references.all[link.reference];
        let name = self.graph.doc.value(link.value);
        let known = self.graph.names(reference.target).is_some_and(|n| name.as_str().is_some_and(|name| n.first(name).is_some()));
        let (path, target) = (reference.path, reference.target);
        match (known, self.mode) {
            (true, OnReference::Error) => {
                format!("{target} {name} is in use here; `on_reference: clear` or `cascade` says what to do with that")
            }
            (true, _) => {
                format!("{target} {name} is in use here, where a server needs it; `on_reference: cascade` would delete this too")
            }
            (false, _) => {
                format!("{path} must name one of {target}, and {name} is none; `cascade: true` would drop what holds it")
            }
        }
    }
}
