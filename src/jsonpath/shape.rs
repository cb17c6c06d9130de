//! Which known places a selector can reach: finds typing mistakes before a file is at hand. Knows paths, not Semaphore.

use super::Selector;
use super::error::SelectorError;
use super::query::{Operand, Pattern, Pick, Query, Segment, Test};
use crate::json::Step;
use crate::text::suggest::nearest;

/// The paths that documents can have, as a tree.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    places: Vec<NamedPlace>,
}

#[derive(Debug, Clone, Default)]
struct NamedPlace {
    path: String,
    members: Vec<(String, usize)>,
    element: Option<usize>,
    /// Anything may be inside.
    open: bool,
}

/// Places of a [`Shape`]; none where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct KnownPlaces(Vec<usize>);

impl KnownPlaces {
    /// Whether nothing is known.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A part of a selector that cannot match in any known document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeadEnd {
    /// The place in the selector, what is unknown there, and the nearest known name.
    pub error: SelectorError,
    /// It is in a filter, which may well look for what is not there.
    pub in_filter: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self { places: vec![NamedPlace::default()] }
    }
}

impl Shape {
    /// Adds a path such as `templates[].vaults[].vault_key` and everything on the way to it.
    pub(crate) fn add(&mut self, path: &str) {
        self.reach(path);
    }

    /// Adds a path below which any member and element may be.
    pub(crate) fn add_open(&mut self, path: &str) {
        let at = self.reach(path);
        self.places[at].open = true;
    }

    fn reach(&mut self, path: &str) -> usize {
        let mut at = 0;
        for part in path.split('.') {
            let name = part.trim_end_matches("[]");
            if !name.is_empty() {
                at = self.member_or_new(at, name);
            }
            for _ in 0..(part.len() - name.len()) / 2 {
                at = self.element_or_new(at);
            }
        }
        at
    }

    fn member_or_new(&mut self, at: usize, name: &str) -> usize {
        if let Some((_, child)) = self.places[at].members.iter().find(|m| m.0 == name) {
            return *child;
        }
        let parent = &self.places[at].path;
        let path = if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") };
        let child = self.push(path);
        self.places[at].members.push((name.to_owned(), child));
        child
    }

    fn element_or_new(&mut self, at: usize) -> usize {
        if let Some(child) = self.places[at].element {
            return child;
        }
        let child = self.push(format!("{}[]", self.places[at].path));
        self.places[at].element = Some(child);
        child
    }

    /// The place that every document has.
    #[must_use]
    pub(crate) fn root() -> KnownPlaces {
        KnownPlaces(vec![0])
    }

    /// Where names and positions lead from `places`.
    ///
    /// # Errors
    /// The first step that leads nowhere from any of them; its number is the `offset`.
    pub(crate) fn follow(&self, places: &KnownPlaces, steps: &[Step]) -> Result<KnownPlaces, SelectorError> {
        let mut walk = Walk { shape: self, dead_ends: Vec::new() };
        let mut at = places.0.clone();
        for (number, step) in steps.iter().enumerate() {
            let mut to = Vec::new();
            match step {
                Step::Key(name) => walk.name(name, number, &at, false, &mut to),
                Step::Index(_) => walk.element(number, &at, false, &mut to),
            }
            if let Some(dead_end) = walk.dead_ends.pop() {
                return Err(dead_end.error);
            }
            at = to;
        }
        Ok(KnownPlaces(at))
    }

    /// The places of the elements of lists at `places`.
    #[must_use]
    pub(crate) fn elements(&self, places: &KnownPlaces) -> KnownPlaces {
        let mut to = Vec::new();
        Walk { shape: self, dead_ends: Vec::new() }.elements(&places.0, &mut to);
        KnownPlaces(to)
    }

    /// Whether members are known at one of `places`.
    #[must_use]
    pub(crate) fn has_members(&self, places: &KnownPlaces) -> bool {
        places.0.iter().any(|at| !self.places[*at].members.is_empty())
    }

    /// The paths of places: `templates[].vaults[]`.
    pub(crate) fn paths<'s>(&'s self, places: &'s KnownPlaces) -> impl Iterator<Item = &'s str> {
        places.0.iter().map(|at| self.places[*at].path.as_str())
    }

    fn push(&mut self, path: String) -> usize {
        self.places.push(NamedPlace { path, ..NamedPlace::default() });
        self.places.len() - 1
    }

    fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let place = &self.places[at];
        place.members.iter().map(|m| m.1).chain(place.element).chain(place.open.then_some(at))
    }
}

impl Selector {
    /// Everything that can match nothing in documents of this shape, in the order of the text.
    #[must_use]
    pub(crate) fn dead_ends(&self, shape: &Shape) -> Vec<DeadEnd> {
        self.dead_ends_from(shape, "")
    }

    /// The same for a selector whose `@` is the known place `path` (unknown: everything goes).
    #[must_use]
    pub(crate) fn dead_ends_from(&self, shape: &Shape, path: &str) -> Vec<DeadEnd> {
        self.walk(shape, path).dead_ends
    }

    /// The known places that it can match.
    #[must_use]
    pub(crate) fn reach(&self, shape: &Shape) -> KnownPlaces {
        let mut walk = Walk { shape, dead_ends: Vec::new() };
        KnownPlaces(walk.query(&self.query, vec![0], false))
    }

    fn walk<'a>(&self, shape: &'a Shape, path: &str) -> Walk<'a> {
        let mut walk = Walk { shape, dead_ends: Vec::new() };
        let start = if self.is_relative() { shape.places.iter().position(|p| p.path == path) } else { Some(0) };
        if let Some(start) = start {
            walk.query(&self.query, vec![start], false);
        }
        walk
    }
}

struct Walk<'a> {
    shape: &'a Shape,
    dead_ends: Vec<DeadEnd>,
}

impl Walk<'_> {
    fn query(&mut self, query: &Query, from: Vec<usize>, in_filter: bool) -> Vec<usize> {
        query.segments.iter().fold(from, |at, segment| self.segment(segment, at, in_filter))
    }

    fn segment(&mut self, segment: &Segment, mut from: Vec<usize>, in_filter: bool) -> Vec<usize> {
        if segment.descendant {
            let mut next = 0;
            while next < from.len() {
                for child in self.shape.children(from[next]) {
                    add(&mut from, child);
                }
                next += 1;
            }
        }
        let mut to = Vec::new();
        for pick in &segment.picks {
            match pick {
                Pick::Name { name, offset, .. } => self.name(name, *offset, &from, in_filter, &mut to),
                Pick::Index { offset, .. } => self.element(*offset, &from, in_filter, &mut to),
                Pick::Slice { .. } => self.elements(&from, &mut to),
                Pick::Any => self.all(&from, &mut to),
                Pick::Filter(test) => {
                    let mut candidates = Vec::new();
                    self.all(&from, &mut candidates);
                    // In a place that holds no list and no object of known content every name would look unknown.
                    if !candidates.is_empty() {
                        self.test(test, &candidates);
                    }
                    for candidate in candidates {
                        add(&mut to, candidate);
                    }
                }
            }
        }
        to
    }

    fn name(&mut self, name: &str, offset: usize, from: &[usize], in_filter: bool, to: &mut Vec<usize>) {
        let before = to.len();
        let mut known = false;
        for &at in from {
            let place = &self.shape.places[at];
            match place.members.iter().find(|m| m.0 == name) {
                Some((_, child)) => {
                    known = true;
                    add(to, *child);
                }
                None if place.open => add(to, at),
                None => {}
            }
        }
        if known || to.len() > before || from.is_empty() || from.iter().any(|at| to.contains(at)) {
            return;
        }
        let names = from.iter().flat_map(|at| self.shape.places[*at].members.iter().map(|m| m.0.as_str()));
        let suggestion = nearest(name, names).map(str::to_owned);
        let mut error = SelectorError::new(offset, format!("{} {name:?} in any version", self.place(from)));
        error.suggestion = suggestion;
        self.dead_ends.push(DeadEnd { error, in_filter });
    }

    /// `templates[] has no` as the beginning of a message.
    fn place(&self, from: &[usize]) -> String {
        match from {
            [0] => "a backup has no".into(),
            [one] => format!("{} has no", self.shape.places[*one].path),
            _ => "nothing there has".into(),
        }
    }

    fn element(&mut self, offset: usize, from: &[usize], in_filter: bool, to: &mut Vec<usize>) {
        self.elements(from, to);
        if from.iter().all(|at| self.shape.places[*at].element.is_none() && !self.shape.places[*at].open) && !from.is_empty() {
            let error = SelectorError::new(offset, "a position, but there is no list here in any version");
            self.dead_ends.push(DeadEnd { error, in_filter });
        }
    }

    fn elements(&self, from: &[usize], to: &mut Vec<usize>) {
        for &at in from {
            let place = &self.shape.places[at];
            place.element.into_iter().chain(place.open.then_some(at)).for_each(|child| add(to, child));
        }
    }

    fn all(&self, from: &[usize], to: &mut Vec<usize>) {
        for &at in from {
            self.shape.children(at).for_each(|child| add(to, child));
        }
    }

    fn test(&mut self, test: &Test, nodes: &[usize]) {
        match test {
            Test::Or(parts) | Test::And(parts) => parts.iter().for_each(|t| self.test(t, nodes)),
            Test::Not(inner) => self.test(inner, nodes),
            Test::Exists(query) => self.inner(query, nodes),
            Test::Compare { left, right, .. } => {
                self.operand(left, nodes);
                self.operand(right, nodes);
            }
            Test::Match { text, pattern, .. } => {
                self.operand(text, nodes);
                if let Pattern::Found(pattern) = pattern {
                    self.operand(pattern, nodes);
                }
            }
        }
    }

    fn operand(&mut self, operand: &Operand, nodes: &[usize]) {
        match operand {
            Operand::Literal(_) => {}
            Operand::Length(inner) => self.operand(inner, nodes),
            Operand::Single(query) | Operand::Count(query) | Operand::Value(query) => self.inner(query, nodes),
        }
    }

    fn inner(&mut self, query: &Query, nodes: &[usize]) {
        let from = if query.constant.is_some() { vec![0] } else { nodes.to_vec() };
        self.query(query, from, true);
    }
}

fn add(to: &mut Vec<usize>, at: usize) {
    if !to.contains(&at) {
        to.push(at);
    }
}
