//! The decoder until 2.10.26: Go's `encoding/json` straight into structures. Keys in any letter case, a repeated key is
//! laid over the earlier one, a null leaves a plain field as it is, integers must be written as such. Wrong types are
//! refused without a word in the log.

use crate::json::{Kind, Node};
use crate::semaphore::{FieldShape, ObjectShape, Type};

use super::super::types::Why;
use super::{Decoder, Slot, children, index, types};

impl Decoder<'_> {
    pub(super) fn plain(&mut self) {
        let (root, record) = self.top();
        self.lay(record, root);
    }

    /// Lays an object over what the record already holds.
    pub(super) fn lay(&mut self, record: u32, node: Node) {
        let doc = self.project.doc;
        match doc.kind(node) {
            Kind::Null => return,
            Kind::Object => {}
            _ => return self.wrong(node, Why::Type("an object"), None),
        }
        self.project.records[record as usize].node = node;
        let shape = self.project.shape_of(&self.project.records[record as usize]);
        // By place: whether the key was there as it is, and in another letter case. No object has 128 fields.
        let (mut exact, mut folded) = (0_u128, 0_u128);
        for (key, value) in doc.members(node) {
            let Some(at) = shape.place_in_any_case(&key.text()) else {
                self.project.unread.push((record, value));
                continue;
            };
            let (bit, is_exact) = (1 << (at % 128), key.is(shape.fields[at].key));
            // A key that is repeated to the letter is an oddity of the document.
            if folded & bit != 0 || exact & bit != 0 && !is_exact {
                self.project.case_duplicates.push(value);
            }
            if !is_exact {
                self.project.miscased.push((value, shape.fields[at].key));
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
        if !types::takes(field.ty, kind) {
            self.wrong(node, Why::Type(types::expected(field.ty)), None);
            return old;
        }
        if field.ty == Type::Int && doc.integer(node).is_none_or(|n| i64::try_from(n).is_err()) {
            self.wrong(node, Why::Number, None);
            return old;
        }
        match (field.ty, children(field)) {
            (Type::List, Some(shape)) if !self.frame => self.lay_list(shape, old, node),
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
