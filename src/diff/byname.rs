//! Compares two documents by what things are called and not by where they are: entities and list elements with a name by
//! their name, others by content and then in order. Spaces, key order and the spelling of numbers and JSON text do not count.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt::Write as _;
use std::hash::Hash;

use super::lines::json_text;
use crate::json::{Document, Kind, NAMES, Node, WHOLE};
use crate::mask::{Beside, is_switch_with_secret};
use crate::semaphore::random_suffix;

/// Containers deeper than this are compared as a whole.
const DEPTH: usize = 500;

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DifferenceKind {
    /// Only the second document has it.
    Added,
    /// Only the first document has it.
    Removed,
    /// Its value differs.
    Changed,
    /// Its name differs only by the random suffix that exports give to equal names.
    Suffix,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What happened.
    pub kind: DifferenceKind,
    /// `templates["Deploy app"]`, `meta`
    pub entity: String,
    /// The place within: `vaults[1].vault_key`; empty for the entity itself. Inside JSON text it goes on behind the key.
    pub member: String,
    /// JSON Pointer in the second document; of something removed, in the first.
    pub pointer: String,
    /// JSON text of the value in the first document.
    pub before: Option<String>,
    /// JSON text of the value in the second document.
    pub after: Option<String>,
    /// Whether values beside it make it a secret, in one of the documents.
    pub beside: Beside,
}

/// Everything that differs from `a` to `b`, in the order of `a`; what `b` adds to a list comes behind the rest of it.
#[must_use]
pub(crate) fn compare(a: &Document, b: &Document) -> Vec<Difference> {
    let mut out = Vec::new();
    Comparison { a, b, at: Vec::new(), out: &mut out, base: None }.pair(a.root(), b.root());
    out
}

/// Differences inside two JSON texts that are the value at `pointer` of an entity.
pub(super) fn compare_texts(a: &Document, b: &Document, base: &Difference) -> Vec<Difference> {
    let mut out = Vec::new();
    Comparison { a, b, at: Vec::new(), out: &mut out, base: Some(base) }.pair(a.root(), b.root());
    out
}

/// A step on the way to a pair of values.
enum Hop<'d> {
    Key(Cow<'d, str>),
    /// Element; its name, its place in the document that `Difference::pointer` speaks of, and whether the word before it makes it secret.
    Item(Option<Cow<'d, str>>, usize, bool),
}

struct Comparison<'d, 'o> {
    a: &'d Document,
    b: &'d Document,
    at: Vec<Hop<'d>>,
    out: &'o mut Vec<Difference>,
    /// The value that both documents are the JSON text of.
    base: Option<&'o Difference>,
}

impl<'d> Comparison<'d, '_> {
    fn pair(&mut self, x: Node, y: Node) {
        let (a, b) = (self.a, self.b);
        let kind = a.kind(x);
        if kind == b.kind(y) && a.raw(x) == b.raw(y) && !a.is_touched(x) && !b.is_touched(y) {
            return;
        }
        match kind {
            _ if kind != b.kind(y) || self.at.len() > DEPTH => self.change(x, y),
            Kind::Object => self.objects(x, y),
            Kind::Array => self.arrays(x, y),
            Kind::Number => {
                let exact = (a.integer(x), b.integer(y));
                let same = if let (Some(x), Some(y)) = exact { x == y } else { a.number(x) == b.number(y) };
                if !same {
                    self.change(x, y);
                }
            }
            Kind::String => self.strings(x, y),
            Kind::Bool if a.boolean(x) == b.boolean(y) => {}
            Kind::Null => {}
            Kind::Bool => self.change(x, y),
        }
    }

    fn strings(&mut self, x: Node, y: Node) {
        if self.a.text(x) == self.b.text(y) {
            return;
        }
        match (json_text(self.a, x), json_text(self.b, y)) {
            (Some(from), Some(to)) => {
                let base = self.difference(DifferenceKind::Changed, None, None);
                self.out.extend(compare_texts(&from, &to, &base));
            }
            _ => self.change(x, y),
        }
    }

    fn objects(&mut self, x: Node, y: Node) {
        let (a, b) = (self.a, self.b);
        let mut theirs: HashMap<Cow<'d, str>, Node> = b.members(y).map(|(key, node)| (key.text(), node)).collect();
        for (key, node) in a.members(x) {
            let key = key.text();
            let other = theirs.remove(&key);
            self.at.push(Hop::Key(key));
            match other {
                Some(other) => self.pair(node, other),
                None => self.report(DifferenceKind::Removed, Some(node), None),
            }
            self.at.pop();
        }
        for (key, node) in b.members(y) {
            let key = key.text();
            if theirs.contains_key(&key) {
                self.at.push(Hop::Key(key));
                self.report(DifferenceKind::Added, None, Some(node));
                self.at.pop();
            }
        }
    }

    fn arrays(&mut self, before: Node, after: Node) {
        let (a, b) = (self.a, self.b);
        let ours: Vec<Node> = a.elements(before).collect();
        let theirs: Vec<Node> = b.elements(after).collect();
        let matched = Matching::new((a, &ours), (b, &theirs)).run();
        let mut free = vec![true; theirs.len()];
        for (i, (node, other)) in ours.iter().zip(&matched).enumerate() {
            let Some(j) = *other else {
                self.at.push(Hop::Item(name(a, *node), i, is_behind_switch(a, &ours, i)));
                self.report(DifferenceKind::Removed, Some(*node), None);
                self.at.pop();
                continue;
            };
            free[j] = false;
            let (old, new) = (name(a, *node), name(b, theirs[j]));
            let renamed = new.is_some() && old != new;
            self.at.push(Hop::Item(new, j, is_behind_switch(b, &theirs, j)));
            let from = self.out.len();
            self.pair(*node, theirs[j]);
            if renamed {
                let here = self.difference(DifferenceKind::Changed, None, None);
                let is_name = |d: &&mut Difference| NAMES.iter().any(|key| d.pointer == format!("{}/{key}", here.pointer));
                if let Some(renaming) = self.out[from..].iter_mut().find(is_name) {
                    (renaming.kind, renaming.member) = (DifferenceKind::Suffix, here.member);
                }
            }
            self.at.pop();
        }
        for (j, node) in theirs.iter().enumerate().filter(|(j, _)| free[*j]) {
            self.at.push(Hop::Item(name(b, *node), j, is_behind_switch(b, &theirs, j)));
            self.report(DifferenceKind::Added, None, Some(*node));
            self.at.pop();
        }
    }

    fn change(&mut self, x: Node, y: Node) {
        self.report(DifferenceKind::Changed, Some(x), Some(y));
    }

    fn report(&mut self, kind: DifferenceKind, x: Option<Node>, y: Option<Node>) {
        let mut difference = self.difference(kind, x.map(|n| self.a.compact(n)), y.map(|n| self.b.compact(n)));
        if self.base.is_none() {
            let of = [x.map(|node| Beside::of(self.a, node)), y.map(|node| Beside::of(self.b, node))];
            difference.beside = if of.contains(&Some(Beside::Secret)) { Beside::Secret } else { Beside::Public };
        }
        if let Some(Hop::Item(_, _, true)) = self.at.last() {
            difference.beside = Beside::Secret;
        }
        self.out.push(difference);
    }

    fn difference(&self, kind: DifferenceKind, before: Option<String>, after: Option<String>) -> Difference {
        let mut pointer = self.base.map(|b| b.pointer.clone()).unwrap_or_default();
        let mut entity = self.base.map(|b| b.entity.clone()).unwrap_or_default();
        let mut member = self.base.map(|b| b.member.clone()).unwrap_or_default();
        for (depth, hop) in self.at.iter().enumerate() {
            // A section's name and the name in it make the entity.
            let top = self.base.is_none() && (depth == 0 || (depth == 1 && matches!(hop, Hop::Item(..))));
            let to = if top { &mut entity } else { &mut member };
            match hop {
                Hop::Key(key) => {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                    if !to.is_empty() {
                        to.push('.');
                    }
                    to.push_str(key);
                }
                Hop::Item(name, at, _) => {
                    let _ = write!(pointer, "/{at}");
                    to.push_str(&name.as_ref().map_or_else(|| format!("[{at}]"), |name| format!("[{name:?}]")));
                }
            }
        }
        if entity.is_empty() {
            entity.push_str(WHOLE);
        }
        let beside = self.base.map(|base| base.beside).unwrap_or_default();
        Difference { kind, entity, member, pointer, before, after, beside }
    }
}

/// Whether the word before an element of a list makes it a secret.
fn is_behind_switch(doc: &Document, list: &[Node], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| doc.text(*list.get(before)?));
    before.is_some_and(|word| is_switch_with_secret(&word))
}

/// What an element is called, if it has a name that says something.
fn name(doc: &Document, node: Node) -> Option<Cow<'_, str>> {
    let named = |key| doc.text_of(node, key).filter(|name| !name.is_empty());
    NAMES.into_iter().find_map(named)
}

/// Which element of a list is which of the other.
struct Matching<'d> {
    a: (&'d Document, &'d [Node]),
    b: (&'d Document, &'d [Node]),
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'d> Matching<'d> {
    fn new(a: (&'d Document, &'d [Node]), b: (&'d Document, &'d [Node])) -> Self {
        Self { a, b, found: vec![None; a.1.len()], taken: vec![false; b.1.len()] }
    }

    fn run(mut self) -> Vec<Option<usize>> {
        let names_a: Vec<_> = self.a.1.iter().map(|n| name(self.a.0, *n)).collect();
        let names_b: Vec<_> = self.b.1.iter().map(|n| name(self.b.0, *n)).collect();
        self.by(|i| names_a[i].clone(), |j| names_b[j].clone());
        // The name without suffix is shared by the first copy, which keeps it, so this comes second.
        let (plain_a, plain_b) = (plain_names(&names_a), plain_names(&names_b));
        self.by(|i| plain_a[i], |j| plain_b[j]);
        let (words_a, words_b) = (names_before_words(&names_a), names_before_words(&names_b));
        self.by(|i| words_a[i], |j| plain_b[j]);
        self.by(|i| plain_a[i], |j| words_b[j]);
        let (a, b) = (self.a, self.b);
        self.by(
            |i| names_a[i].is_none().then(|| canonical(a.0, a.1[i])),
            |j| names_b[j].is_none().then(|| canonical(b.0, b.1[j])),
        );
        let is_object = |doc: &Document, node| doc.kind(node) == Kind::Object;
        self.by(
            |i| (names_a[i].is_none() && is_object(a.0, a.1[i])).then_some(()),
            |j| (names_b[j].is_none() && is_object(b.0, b.1[j])).then_some(()),
        );
        self.found
    }

    /// Pairs what has the same key, in order.
    fn by<K: Hash + Eq>(&mut self, key_a: impl Fn(usize) -> Option<K>, key_b: impl Fn(usize) -> Option<K>) {
        let mut queues: HashMap<K, VecDeque<usize>> = HashMap::new();
        for j in (0..self.taken.len()).filter(|j| !self.taken[*j]) {
            if let Some(key) = key_b(j) {
                queues.entry(key).or_default().push_back(j);
            }
        }
        for i in 0..self.found.len() {
            if self.found[i].is_none()
                && let Some(j) = key_a(i).and_then(|key| queues.get_mut(&key)?.pop_front())
            {
                self.found[i] = Some(j);
                self.taken[j] = true;
            }
        }
    }
}

/// Names without their random suffixes. A suffix that may be a word is part of the name.
fn plain_names<'n>(names: &'n [Option<Cow<'_, str>>]) -> Vec<Option<&'n str>> {
    let plain = |name: &'n str| match random_suffix(name) {
        Some(suffix) if !suffix.is_word => suffix.plain,
        _ => name,
    };
    names.iter().map(|name| name.as_deref().map(plain)).collect()
}

/// What is before suffixes that may be words, where the list has that name too: an export gives suffixes only to later copies.
fn names_before_words<'n>(names: &'n [Option<Cow<'_, str>>]) -> Vec<Option<&'n str>> {
    let known: HashSet<&str> = names.iter().flatten().map(AsRef::as_ref).collect();
    let plain = |name: &'n str| random_suffix(name).filter(|suffix| suffix.is_word && known.contains(suffix.plain));
    names.iter().map(|name| name.as_deref().and_then(plain).map(|suffix| suffix.plain)).collect()
}

/// A text that equal values share.
fn canonical(doc: &Document, node: Node) -> String {
    match doc.kind(node) {
        Kind::Object | Kind::Array => {
            let mut value = doc.value(node);
            value.sort_all_objects();
            value.to_string()
        }
        _ => doc.value(node).to_string(),
    }
}
