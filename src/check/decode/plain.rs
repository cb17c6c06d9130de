//! The decoder until 2.10.26: Go's `encoding/json` straight into structures. Keys in any letter case, a repeated key is
//! laid over the earlier one, a null leaves a plain field as it is, integers must be written as such. Wrong types are
//! refused without a word in the log.

use crate::json::{Kind, Node};
use crate::semaphore::{FieldShape, ObjectShape, Type};

use super::{Decoder, Slot, Why, children, index};

impl Decoder<'_> {
    pub(super) fn plain(&mut self) {
        let (root, record) = self.top();
        self.lay(record, root);
    }

    /// Lays an object over what the record already holds.
    fn lay(&mut self, record: u32, node: Node) {
        let doc = self.project.doc;
        match doc.kind(node) {
            Kind::Null => return,
            Kind::Object => {}
            _ => return self.wrong(node, Why::Type("an object"), None),
        }
        self.project.records[record as usize].node = node;
        let shape = self.project.records[record as usize].shape;
        // By place: whether the key was there as it is, and in another letter case. No object has 128 fields.
        let (mut exact, mut folded) = (0_u128, 0_u128);
        for (key, value) in doc.members(node) {
            let Some(at) = place(shape, &key.text()) else {
                self.project.unread.push((record, value));
                continue;
            };
            let (bit, is_exact) = (1 << (at % 128), key.is(shape.fields[at].key));
            // A key that is repeated to the letter is an oddity of the document.
            if folded & bit != 0 || exact & bit != 0 && !is_exact {
                self.project.again.push(value);
            }
            *(if is_exact { &mut exact } else { &mut folded }) |= bit;
            let old = *self.slot(record, at);
            let new = self.over(&shape.fields[at], old, value);
            *self.slot(record, at) = new;
        }
    }

    fn over(&mut self, field: &'static FieldShape, old: Slot, node: Node) -> Slot {
        let doc = self.project.doc;
        let kind = doc.kind(node);
        if kind == Kind::Null {
            // Only pointers and lists can become nothing.
            return if field.row.unset || field.ty == Type::List { Slot::Missing } else { old };
        }
        let (fits, why) = match field.ty {
            Type::String => (kind == Kind::String, "a string"),
            Type::Bool => (kind == Kind::Bool, "true or false"),
            Type::Int => (kind == Kind::Number, "a whole number"),
            Type::Object | Type::Map => (kind == Kind::Object, "an object"),
            Type::List | Type::StringList => (kind == Kind::Array, "a list"),
        };
        if !fits {
            self.wrong(node, Why::Type(why), None);
            return old;
        }
        if field.ty == Type::Int && doc.integer(node).is_none_or(|n| i64::try_from(n).is_err()) {
            self.wrong(node, Why::Number, None);
            return old;
        }
        match (field.ty, children(field)) {
            (Type::List, Some(shape)) => self.lay_list(shape, old, node),
            (Type::Object, Some(shape)) => {
                let record = if let Slot::Row(record) = old { record } else { self.records(1, shape, node) };
                self.lay(record, node);
                Slot::Row(record)
            }
            _ => Slot::value(node),
        }
    }

    /// Go keeps the memory of the earlier list, so each element is laid over the one that was at its place.
    fn lay_list(&mut self, shape: &'static ObjectShape, old: Slot, node: Node) -> Slot {
        let len = index(self.project.doc.len(node));
        let (mut first, held) = match old {
            Slot::Rows { first, len } => (first, len),
            _ => (0, 0),
        };
        let kept = self.shrunk.get(&first).map_or(held, |kept| held.max(*kept));
        if len > kept {
            let grown = self.records(len as usize, shape, node);
            for i in 0..kept {
                self.project.records[(grown + i) as usize] = self.project.records[(first + i) as usize];
            }
            first = grown;
        } else if len < kept {
            self.shrunk.insert(first, kept);
        }
        for (record, element) in (first..).zip(self.project.doc.elements(node)) {
            self.project.records[record as usize].node = element;
            self.lay(record, element);
        }
        Slot::Rows { first, len }
    }
}

/// The field that a key means: the exact one, else the one that differs in letter case.
fn place(shape: &ObjectShape, key: &str) -> Option<usize> {
    shape.place(key.as_bytes()).or_else(|| shape.fields.iter().position(|f| folds_to(key, f.key)))
}

/// Go folds as Unicode does; of all letters beyond ASCII only two fold to one of the ASCII letters that keys consist of.
fn folds_to(key: &str, name: &str) -> bool {
    let fold = |c: char| match c {
        'ſ' => 's',
        '\u{212a}' => 'k',
        _ => c.to_ascii_lowercase(),
    };
    key.chars().map(fold).eq(name.chars())
}
