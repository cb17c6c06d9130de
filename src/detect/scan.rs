//! One pass over a document: which forms its objects have. Objects with the same keys and kinds of values are one form, looked
//! at once; what the forms say is weighed elsewhere.

use foldhash::HashMap;

use super::places::{ClueSite, places};
use crate::json::{Document, Kind, Node};

/// Objects of one place that have the same keys with the same kinds of values.
#[derive(Debug)]
pub(super) struct Form {
    /// Number of the place.
    pub place: usize,
    /// The first of them.
    pub node: Node,
    /// How many there are.
    pub count: usize,
    /// Children to go into: position, place.
    inside: Vec<(usize, usize)>,
}

/// The forms of a document, the outer ones of each branch first.
pub(super) fn scan(doc: &Document) -> Vec<Form> {
    let mut scan = Scan { doc, forms: Vec::new(), known: HashMap::default(), children: Vec::new() };
    scan.object(0, doc.root());
    scan.forms
}

struct Scan<'a> {
    doc: &'a Document,
    forms: Vec<Form>,
    /// Number of a form, by place and keys.
    known: HashMap<(usize, u64), usize>,
    /// Children of the objects on the way.
    children: Vec<Node>,
}

impl Scan<'_> {
    /// Goes as deep as the tables do, not as the document does.
    fn object(&mut self, place: usize, node: Node) {
        if self.doc.kind(node) != Kind::Object {
            return;
        }
        let first = self.children.len();
        let mut hash = 0;
        self.doc.each_numbered_member(node, |key, child| {
            hash = mix(hash, key, self.doc.kind(child));
            self.children.push(child);
        });
        let form = *self.known.entry((place, hash)).or_insert_with(|| {
            let inside = inside(self.doc, &places()[place], node);
            self.forms.push(Form { place, node, count: 0, inside });
            self.forms.len() - 1
        });
        self.forms[form].count += 1;
        for at in 0..self.forms[form].inside.len() {
            let (position, place) = self.forms[form].inside[at];
            let child = self.children[first + position];
            match self.doc.kind(child) {
                Kind::Array => self.doc.elements(child).for_each(|element| self.object(place, element)),
                _ => self.object(place, child),
            }
        }
        self.children.truncate(first);
    }
}

fn inside(doc: &Document, place: &ClueSite, node: Node) -> Vec<(usize, usize)> {
    let child = |(at, (key, child)): (usize, (crate::json::Key<'_>, Node))| {
        let mark = place.mark(&key.text())?.1;
        let fits = doc.kind(child) == if mark.list { Kind::Array } else { Kind::Object };
        mark.child.filter(|_| fits).map(|place| (at, place))
    };
    doc.members(node).enumerate().filter_map(child).collect()
}

/// A fast hash of the number of a key and the kind of its value, on top of those before it.
fn mix(hash: u64, key: u32, kind: Kind) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    (hash.rotate_left(23) ^ (u64::from(key) << 3 | kind as u64)).wrapping_mul(FACTOR)
}
