//! The decoder since 2.10.27: the whole body first, then field by field in the order of the server's structures, keys
//! exactly as written, the last of a repeated key, exact error texts without a place.

use crate::json::{Kind, Node};
use crate::semaphore::{FieldShape, ObjectShape, Type};

use super::super::types::Why;
use super::{Decoder, Slot, children, types};

/// Go's name of a JSON type, as `%T` prints it.
pub(super) fn go_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "<nil>",
        Kind::Bool => "bool",
        Kind::Number => "float64",
        Kind::String => "string",
        Kind::Array => "[]interface {}",
        Kind::Object => "map[string]interface {}",
    }
}

impl Decoder<'_> {
    pub(super) fn reflect(&mut self) {
        let (root, record) = self.top();
        if self.kind(root) == Kind::Object {
            self.fields(record, root);
        } else {
            self.expected("object for struct", root, Why::Type("an object"));
        }
    }

    fn expected(&mut self, what: &str, node: Node, why: Why) {
        let words = format!("expected {what}, got {}", go_type(self.kind(node)));
        self.wrong(node, why, Some(words));
    }

    fn fields(&mut self, record: u32, node: Node) {
        let doc = self.project.doc;
        let shape = self.project.shape_of(&self.project.records[record as usize]);
        self.project.records[record as usize].node = node;
        if doc.is_empty(node) {
            return;
        }
        let (first, places) = (self.own_slots(record), self.places.of(shape));
        let (slots, unread) = (&mut self.project.slots, &mut self.project.unread);
        doc.each_numbered_member(node, |key, value| match places.find(doc, shape, key) {
            Some(at) => slots[first + at] = if doc.kind(value) == Kind::Null { Slot::Missing } else { Slot::value(value) },
            None => unread.push((record, value)),
        });
        // The order of the fields decides which error is the first.
        for (at, field) in shape.fields.iter().enumerate() {
            if let Slot::Value { node: value, .. } = self.project.slots[first + at] {
                self.project.slots[first + at] = self.value(field, value);
            }
        }
    }

    fn value(&mut self, field: &'static FieldShape, node: Node) -> Slot {
        let kind = self.kind(node);
        if !types::takes(field.ty, kind) {
            let what = match field.ty {
                Type::String => "string for field",
                Type::Bool => "bool for field",
                Type::Int => "number for field",
                Type::Object => "object for struct",
                Type::List | Type::StringList => "array for slice",
                Type::Map if field.must_be_empty => "object for map",
                Type::Map => "object for map[string]interface{}",
            };
            self.expected(what, node, Why::Type(types::expected(field.ty)));
            return Slot::Missing;
        }
        match field.ty {
            Type::Object => self.object(children(field), node),
            Type::List if self.frame => Slot::value(node),
            Type::List => self.list(children(field), node),
            Type::StringList => {
                for element in self.project.doc.elements(node) {
                    if self.kind(element) != Kind::String {
                        self.expected("string for field", element, element_why(self.kind(element), "a string"));
                    }
                }
                Slot::value(node)
            }
            Type::Map if field.must_be_empty && !self.project.doc.is_empty(node) => {
                self.wrong(node, Why::FreeMap, Some("unsupported kind interface".into()));
                Slot::Missing
            }
            _ => Slot::value(node),
        }
    }

    fn object(&mut self, shape: Option<&'static ObjectShape>, node: Node) -> Slot {
        let Some(shape) = shape else { return Slot::value(node) };
        let record = self.records(1, shape, node);
        self.fields(record, node);
        Slot::Row(record)
    }

    /// An element of a list, or the document.
    pub(super) fn element(&mut self, record: u32, node: Node) {
        match self.kind(node) {
            Kind::Object => self.fields(record, node),
            kind => self.expected("object for struct", node, element_why(kind, "an object")),
        }
    }

    fn list(&mut self, shape: Option<&'static ObjectShape>, node: Node) -> Slot {
        let Some(shape) = shape else { return Slot::value(node) };
        let len = self.project.doc.len(node);
        let first = self.records(len, shape, node);
        for (record, element) in (first..).zip(self.project.doc.elements(node)) {
            self.project.records[record as usize].node = element;
            self.element(record, element);
        }
        Slot::Rows { first, len: super::index(len) }
    }
}

fn element_why(kind: Kind, what: &'static str) -> Why {
    if kind == Kind::Null { Why::NullElement } else { Why::Type(what) }
}
