//! What goes with what: entities, and everything that they name, directly or through others. A name belongs to the first entity that has
//! it, as on a server.

use foldhash::HashMap;

use crate::edit::Graph;
use crate::json::Node;

/// Why an entity is part of a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Because {
    /// It was chosen by name.
    Chosen,
    /// Another one names it: the number of that one, and where in it the name is.
    NamedBy(usize, &'static str),
    /// It names another one: the number of that one, and where in it the name is.
    Names(usize, &'static str),
}

/// An entity of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// `keys["deploy"]`
    pub entity: String,
    /// The section that it is in.
    pub section: String,
    /// Why it is there.
    pub because: Because,
    /// What it names: where the name is, and the number of the member.
    pub names: Vec<(&'static str, usize)>,
}

/// A name in an entity, and the entity that has it.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// Where the name is: `vaults[].vault_key`
    place: &'static str,
    /// The section of the entity that holds it.
    section: &'static str,
    from: Node,
    to: Node,
}

/// A selection that grows by what its members need.
#[derive(Debug)]
pub(super) struct Closure<'a> {
    graph: &'a Graph<'a>,
    links: Vec<Link>,
    /// The links that an entity holds, and those that find it.
    by_holder: HashMap<Node, Vec<usize>>,
    by_target: HashMap<Node, Vec<usize>>,
    members: Vec<Member>,
    numbers: HashMap<Node, usize>,
}

impl<'a> Closure<'a> {
    pub(super) fn new(graph: &'a Graph<'a>) -> Self {
        let mut links = Vec::new();
        let mut by_holder: HashMap<Node, Vec<usize>> = HashMap::default();
        let mut by_target: HashMap<Node, Vec<usize>> = HashMap::default();
        for found in graph.links(|reference| !reference.is_local(), |_| true) {
            let reference = graph.references.all[found.reference];
            let Some(name) = graph.doc.text(found.value) else { continue };
            let to = graph.names(reference.target).and_then(|names| names.first(&name));
            let (Some(from), Some(to)) = (graph.entity_around(found.value), to) else { continue };
            let place = reference.path.split_once("[].").map_or(reference.path, |(_, place)| place);
            by_holder.entry(from).or_default().push(links.len());
            by_target.entry(to).or_default().push(links.len());
            links.push(Link { place, section: reference.section(), from, to });
        }
        Self { graph, links, by_holder, by_target, members: Vec::new(), numbers: HashMap::default() }
    }

    /// Adds an entity and everything that it needs.
    pub(super) fn take(&mut self, entity: Node, because: Because) {
        let mut open = vec![(entity, because)];
        while let Some((entity, because)) = open.pop() {
            if self.numbers.contains_key(&entity) {
                continue;
            }
            let number = self.members.len();
            self.numbers.insert(entity, number);
            let section = self.graph.section_of(entity).unwrap_or_default();
            let names = Vec::new();
            self.members.push(Member { entity: self.graph.doc.entity(entity), section, because, names });
            let links = self.by_holder.get(&entity).map_or(&[][..], Vec::as_slice);
            let needs = links.iter().map(|link| self.links[*link]);
            open.extend(needs.rev().map(|link| (link.to, Because::NamedBy(number, link.place))));
        }
    }

    /// Adds the entities of a section that name one of `targets`, which are members; returns those that are new.
    pub(super) fn take_users(&mut self, section: &str, targets: &[Node]) -> Vec<Node> {
        let mut taken = Vec::new();
        for target in targets {
            let Some(number) = self.number(*target) else { continue };
            for at in self.by_target.get(target).cloned().unwrap_or_default() {
                let link = self.links[at];
                if link.section == section && self.number(link.from).is_none() {
                    self.take(link.from, Because::Names(number, link.place));
                    taken.push(link.from);
                }
            }
        }
        taken
    }

    pub(super) fn number(&self, entity: Node) -> Option<usize> {
        self.numbers.get(&entity).copied()
    }

    /// The members in the order in which they came, with all that they name.
    pub(super) fn finish(mut self) -> (Vec<Member>, HashMap<Node, usize>) {
        for link in &self.links {
            if let (Some(from), Some(to)) = (self.numbers.get(&link.from), self.numbers.get(&link.to)) {
                self.members[*from].names.push((link.place, *to));
            }
        }
        (self.members, self.numbers)
    }
}
