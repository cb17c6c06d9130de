//! Laws of editing, held against a naive model: scripts of edits do to a document what they do to a `Value`, and to the
//! text no more than that.

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::super::{Document, Kind, Node, Path};
use super::generate::{Layout, Step, Tree, document, layout, script, tree};

/// Kinds of steps: those that leave everything else where it is, and those that move values.
const IN_PLACE: u8 = 5;
pub(super) const ALL: u8 = 10;

/// A document and what it should mean.
pub(super) struct Pair {
    pub doc: Document,
    model: Value,
    sorted: bool,
}

impl Pair {
    fn new(text: &str) -> Self {
        let model: Value = serde_json::from_str(text).unwrap();
        let keys = |object: &Map<String, Value>| object.len() > 1 && object.keys().is_sorted();
        let sorted = model.as_object().is_some_and(keys);
        Self { doc: Document::parse(text.into()).unwrap(), model, sorted }
    }

    fn nodes(&self, keep: impl Fn(Kind) -> bool) -> Vec<Node> {
        self.doc.descendants(self.doc.root()).filter(|n| keep(self.doc.kind(*n))).collect()
    }

    fn at(&mut self, node: Node) -> &mut Value {
        let pointer = self.doc.path(node).pointer();
        self.model.pointer_mut(&pointer).unwrap()
    }

    fn step(&mut self, step: &Step) {
        let container = |kind| matches!(kind, Kind::Array | Kind::Object);
        let all = self.nodes(|_| true);
        let node = all[step.at % all.len()];
        let lists = self.nodes(|kind| kind == Kind::Array);
        let objects = self.nodes(|kind| kind == Kind::Object);
        let containers = self.nodes(container);
        match step.what {
            0 if !objects.is_empty() => {
                let value = self.doc.make(&step.value.value());
                self.set(objects[step.at % objects.len()], &step.key, value, step.value.value());
            }
            1 => {
                *self.at(node) = step.value.value();
                let value = self.doc.make(&step.value.value());
                self.doc.replace(node, value);
            }
            2 if !containers.is_empty() => {
                let from = containers[step.at % containers.len()];
                let gone: HashSet<Node> = self
                    .doc
                    .child_nodes(from)
                    .enumerate()
                    .filter(|(i, _)| step.to >> (i % 16) & 1 == 1)
                    .map(|(_, n)| n)
                    .collect();
                self.detach(from, &gone);
            }
            3 if !lists.is_empty() => {
                let value = self.doc.make(&step.value.value());
                self.insert(lists[step.at % lists.len()], step.to, value, step.value.value());
            }
            4 => self.rename(node, &step.key),
            5 if !containers.is_empty() => self.reorder(containers[step.at % containers.len()], step.to),
            6 if node != self.doc.root() => {
                let value = self.take(node);
                self.put(node, value, step);
            }
            7 => {
                let value = self.at(node).clone();
                let copy = self.doc.copy(node);
                self.put(copy, value, step);
            }
            8 if node != self.doc.root() => {
                // A value takes the place of something around it.
                let around = self.doc.parent(node).unwrap();
                let value = self.at(node).clone();
                *self.at(around) = value;
                self.doc.replace(around, node);
            }
            9 => {
                let value = self.at(node).take();
                *self.at(node) = Value::Array(vec![value]);
                let list = self.doc.make_array(Vec::new());
                self.doc.replace(node, list);
                self.doc.insert_element(list, 0, node);
            }
            _ => {}
        }
    }

    fn set(&mut self, object: Node, key: &str, node: Node, value: Value) {
        let sorted = self.sorted;
        let members = self.at(object).as_object_mut().unwrap();
        if let Some(old) = members.get_mut(key) {
            *old = value;
        } else {
            let order = if members.len() > 1 { members.keys().is_sorted() } else { sorted };
            let place = members.keys().position(|k| order && k.as_str() > key).unwrap_or(members.len());
            members.shift_insert(place, key.to_owned(), value);
        }
        self.doc.set_member(object, key, node);
    }

    fn insert(&mut self, list: Node, at: usize, node: Node, value: Value) {
        let items = self.at(list).as_array_mut().unwrap();
        let at = at % (items.len() + 2);
        items.insert(at.min(items.len()), value);
        self.doc.insert_element(list, at, node);
    }

    fn put(&mut self, node: Node, value: Value, step: &Step) {
        let places = self.nodes(|kind| matches!(kind, Kind::Array | Kind::Object));
        let Some(place) = places.get(step.to % places.len().max(1)) else { return };
        match self.doc.kind(*place) {
            Kind::Array => self.insert(*place, step.at, node, value),
            _ => self.set(*place, &step.key, node, value),
        }
    }

    fn take(&mut self, node: Node) -> Value {
        let value = self.at(node).clone();
        let from = self.doc.parent(node).unwrap();
        self.detach(from, &HashSet::from([node]));
        value
    }

    fn detach(&mut self, from: Node, gone: &HashSet<Node>) {
        let stay: Vec<bool> = self.doc.child_nodes(from).map(|n| !gone.contains(&n)).collect();
        let mut stay = stay.into_iter();
        match self.at(from) {
            Value::Array(items) => items.retain(|_| stay.next().unwrap()),
            Value::Object(members) => members.retain(|_, _| stay.next().unwrap()),
            _ => {}
        }
        self.doc.detach(from, |node| gone.contains(&node));
    }

    fn rename(&mut self, node: Node, key: &str) {
        let Some(parent) = self.doc.parent(node).filter(|p| self.doc.kind(*p) == Kind::Object) else { return };
        if self.doc.get(parent, key).is_some() {
            return;
        }
        let at = self.doc.child_nodes(parent).position(|n| n == node).unwrap();
        let members = self.at(parent).as_object_mut().unwrap();
        let (_, value) = members.shift_remove_entry(&members.keys().nth(at).unwrap().clone()).unwrap();
        members.shift_insert(at, key.to_owned(), value);
        self.doc.rename_member(parent, node, key);
    }

    fn reorder(&mut self, container: Node, by: usize) {
        let mut order: Vec<Node> = self.doc.child_nodes(container).collect();
        let key = |i: usize| i.wrapping_mul(by | 1) % 17;
        let mut places: Vec<usize> = (0..order.len()).collect();
        places.sort_by_key(|i| key(*i));
        order = places.iter().map(|i| order[*i]).collect();
        match self.at(container) {
            Value::Array(items) => *items = places.iter().map(|i| items[*i].clone()).collect(),
            Value::Object(members) => {
                let all: Vec<_> = members.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
                *members = places.iter().map(|i| all[*i].clone()).collect();
            }
            _ => {}
        }
        self.doc.reorder(container, &order);
    }
}

pub(super) fn edited(tree: &Tree, layout: &Layout, steps: &[Step]) -> (String, Pair) {
    let text = tree.text(layout);
    let mut pair = Pair::new(&text);
    for step in steps {
        pair.step(step);
    }
    (text, pair)
}

/// A tree with a list that is long enough to be laid out side by side.
fn with_long_list(tree: &Tree) -> Tree {
    let entry = |at: usize| if at % 100 == 50 { tree.clone() } else { Tree::Token(at.to_string()) };
    Tree::Map(vec![("a".into(), Tree::List((0..300).map(entry).collect())), ("b".into(), tree.clone())])
}

fn out(doc: &Document) -> String {
    String::from_utf8(doc.to_bytes()).unwrap()
}

/// The text on lines of its own, as `json.Indent` of Go lays it out; with `None` without white space.
fn laid_out(text: &str, lines: Option<(&str, &str)>) -> String {
    let mut out = String::new();
    let mut depth = 0;
    let mut all = text.chars().peekable();
    let line = |depth: usize, out: &mut String| {
        if let Some((end, unit)) = lines {
            *out += end;
            *out += &unit.repeat(depth);
        }
    };
    while let Some(c) = all.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => {}
            '"' => {
                out.push(c);
                while let Some(c) = all.next() {
                    out.push(c);
                    match c {
                        '\\' => out.extend(all.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                out.push(c);
                while all.next_if(|c| " \t\r\n".contains(*c)).is_some() {}
                if let Some(close) = all.next_if(|c| "]}".contains(*c)) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(depth, &mut out);
                }
            }
            '}' | ']' => {
                depth -= 1;
                line(depth, &mut out);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(depth, &mut out);
            }
            ':' => out += if lines.is_some() { ": " } else { ":" },
            _ => out.push(c),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_script_of_edits_does_what_it_does_to_a_value(tree in document(), layout in layout(), steps in script(ALL)) {
        let (_, pair) = edited(&tree, &layout, &steps);
        let text = out(&pair.doc);
        let read: Value = serde_json::from_str(&text).map_err(|e| TestCaseError::fail(format!("{e}: {text}")))?;
        // Texts, so that the order of members counts.
        prop_assert_eq!(read.to_string(), pair.model.to_string());
        prop_assert_eq!(pair.doc.value(pair.doc.root()).to_string(), pair.model.to_string());
    }

    #[test]
    fn splices_are_in_order_and_make_the_output(tree in document(), layout in layout(), steps in script(ALL)) {
        let (text, pair) = edited(&tree, &layout, &steps);
        let mut made = String::new();
        let mut at = 0;
        let splices = pair.doc.splices();
        for splice in splices.list() {
            let (range, new) = (splice.range(), splices.text(splice));
            prop_assert!(at <= range.start && range.start <= range.end && range.end <= text.len());
            prop_assert_ne!(&text[range.clone()], new);
            made += &text[at..range.start];
            made += new;
            at = range.end;
        }
        made += &text[at..];
        prop_assert_eq!(made, out(&pair.doc));
        prop_assert!(pair.doc.is_unchanged() <= splices.list().is_empty());
    }

    #[test]
    fn long_lists_laid_out_make_no_difference(tree in tree(), layout in layout(), steps in script(ALL)) {
        let text = with_long_list(&tree).text(&layout);
        let [mut plain, mut long] = [Pair::new(&text), Pair::new(&text)];
        for step in &steps {
            plain.step(step);
            long.doc.materialize_long_lists();
            long.step(step);
        }
        prop_assert_eq!(plain.doc.is_unchanged(), long.doc.is_unchanged());
        prop_assert_eq!(format!("{:?}", plain.doc.splices()), format!("{:?}", long.doc.splices()));
        for (one, other) in plain.nodes(|_| true).into_iter().zip(long.nodes(|_| true)) {
            prop_assert_eq!(plain.doc.path(one), long.doc.path(other));
            prop_assert_eq!(plain.doc.is_touched(one), long.doc.is_touched(other));
        }
    }

    #[test]
    fn repeated_keys_are_written_where_they_stand(
        keys in prop::collection::vec("[abc]", 1..8), new in prop::collection::vec(("[abcd]", 0..8_usize, 0..4), 0..5)
    ) {
        let members: Vec<String> = keys.iter().enumerate().map(|(at, key)| format!("\"{key}\": {at}")).collect();
        let mut doc = Document::parse(format!("{{{}}}", members.join(", ")).into()).unwrap();
        let root = doc.root();
        for (key, at, what) in new {
            let node = doc.child_nodes(root).cycle().nth(at);
            let value = doc.make(&Value::from(at + 100));
            match (what, node) {
                (0, Some(node)) => doc.replace(node, value),
                (1, Some(node)) => doc.detach(root, |child| child == node),
                (2, Some(_)) => doc.reorder(root, &doc.child_nodes(root).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>()),
                _ => { doc.set_member(root, &key, value); }
            }
        }
        let told = |doc: &Document| doc.members(doc.root()).map(|(k, n)| (k.text().into_owned(), doc.value(n))).collect::<Vec<_>>();
        prop_assert_eq!(told(&Document::parse(doc.to_bytes()).unwrap()), told(&doc));
    }

    #[test]
    fn paths_lead_back_to_their_nodes(tree in document(), layout in layout(), steps in script(ALL)) {
        let (_, pair) = edited(&tree, &layout, &steps);
        let doc = &pair.doc;
        for node in doc.descendants(doc.root()) {
            let path = doc.path(node);
            prop_assert_eq!(doc.at(&path), Some(node));
            prop_assert_eq!(doc.at(&Path::from_pointer(&path.pointer()).unwrap()), Some(node));
            prop_assert!(pair.model.pointer(&path.pointer()).is_some());
            prop_assert!(doc.same(node, node));
        }
        for (number, child) in doc.child_nodes(doc.root()).enumerate().filter(|_| doc.kind(doc.root()) == Kind::Array) {
            prop_assert_eq!(doc.get(doc.root(), number), Some(child));
        }
    }

    #[test]
    fn what_no_edit_names_keeps_its_bytes(tree in document(), layout in layout(), steps in script(IN_PLACE)) {
        let (_, pair) = edited(&tree, &layout, &steps);
        let doc = &pair.doc;
        let splices = doc.splices();
        for node in doc.descendants(doc.root()).filter(|n| !doc.is_touched(*n)) {
            let span = doc.span(node).unwrap();
            prop_assert!(splices.list().iter().all(|s| s.range().end <= span.start || s.range().start >= span.end), "{:?}", splices);
        }
    }

    #[test]
    fn a_compact_file_stays_compact(tree in document(), steps in script(ALL)) {
        let (_, pair) = edited(&tree, &Layout::Compact, &steps);
        prop_assert_eq!(laid_out(&out(&pair.doc), None), out(&pair.doc));
    }

    #[test]
    fn an_indented_file_stays_indented(tree in document(), unit in 0..3_usize, steps in script(ALL)) {
        let style = [("\n", "  "), ("\r\n", "\t"), ("\n", "    ")][unit];
        let (text, pair) = edited(&tree, &Layout::Lines(style.0, style.1), &steps);
        prop_assume!(text.contains('\n'));
        prop_assert_eq!(laid_out(&out(&pair.doc), Some(style)), out(&pair.doc));
    }

    #[test]
    fn sorted_objects_stay_sorted(tree in document(), layout in layout(), steps in script(4)) {
        let steps: Vec<Step> = steps.into_iter().map(|s| Step { value: s.value.sorted(), ..s }).collect();
        let (_, pair) = edited(&tree.sorted(), &layout, &steps);
        prop_assume!(pair.sorted);
        for object in pair.nodes(|kind| kind == Kind::Object) {
            let keys: Vec<String> = pair.doc.members(object).map(|(key, _)| key.text().into_owned()).collect();
            prop_assert!(keys.is_sorted(), "{:?}", keys);
        }
    }

    #[test]
    fn equality_is_that_of_the_values(a in tree(), b in tree(), layout in layout()) {
        for (a, b) in [(&a, &b), (&a, &a)] {
            let text = Tree::List(vec![a.clone(), b.clone().sorted()]).text(&layout);
            let doc = Document::parse(text.into()).unwrap();
            let nodes: Vec<Node> = doc.elements(doc.root()).collect();
            let (x, y) = (a.value(), b.value());
            // -0 is 0, also where serde_json keeps them apart.
            prop_assume!(x == y || ![a, b].iter().any(|tree| tree.text(&Layout::Compact).contains("-0")));
            prop_assert_eq!(doc.same(nodes[0], nodes[1]), x == y);
        }
    }
}
