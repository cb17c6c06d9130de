//! Every export of a real server has only keys that the tables know for its version, in the right type and order.

use crate::json::{Document, Kind, Node};
use crate::semaphore::{Band, FieldShape, ObjectShape, Presence, Release, Type, shape};

use crate::tests::support::{files, oracle, origin, stem};

struct Walk<'a> {
    document: &'a Document,
    band: Band,
    export: &'a str,
    wrong: Vec<String>,
}

impl Walk<'_> {
    fn say(&mut self, node: Node, what: &str) {
        self.wrong.push(format!("{}: {}: {what}", self.export, self.document.path(node).pointer()));
    }

    fn object(&mut self, node: Node, shape: &ObjectShape) {
        let document = self.document;
        if document.kind(node) != Kind::Object {
            return self.say(node, "is not an object");
        }
        let mut keys = Vec::new();
        for (key, value) in document.members(node) {
            let key = key.text().into_owned();
            match shape.get(&key) {
                None => self.say(value, "is not in the tables"),
                Some(field) => self.field(value, field),
            }
            keys.push(key);
        }
        for field in &shape.fields {
            if field.row.presence(self.band) != Presence::Optional && !keys.iter().any(|key| key == field.key) {
                self.say(node, &format!("has no {}, which is always written", field.key));
            }
        }
        let mut expected = keys.clone();
        if self.band.uses_go_decoder() {
            expected.sort_by_key(|key| shape.fields.iter().position(|field| field.key == key));
        } else {
            expected.sort();
        }
        if keys != expected {
            self.say(node, &format!("has its keys in another order: {keys:?}"));
        }
    }

    fn field(&mut self, node: Node, field: &FieldShape) {
        let document = self.document;
        let fits = match (field.ty, document.kind(node)) {
            (_, Kind::Null) => field.row.presence(self.band) == Presence::Nullable,
            (Type::String, kind) => kind == Kind::String,
            (Type::Bool, kind) => kind == Kind::Bool,
            (Type::Int, _) => document.integer(node).is_some(),
            (Type::Object | Type::Map, kind) => kind == Kind::Object,
            (Type::List | Type::StringList, kind) => kind == Kind::Array,
        };
        if !fits {
            self.say(node, "has another type");
        } else if let Some(children) = &field.children {
            if field.ty == Type::Object {
                self.object(node, children);
            } else {
                document.elements(node).for_each(|element| self.object(element, children));
            }
        } else if field.ty == Type::StringList {
            for element in document.elements(node) {
                if document.kind(element) != Kind::String {
                    self.say(element, "is not a string");
                }
            }
        }
    }
}

#[test]
fn every_recorded_export_fits_the_tables_of_its_version() {
    let oracle = oracle();
    for path in files(&oracle.join("exports"), "json") {
        let band = Release::parse(&origin(&path).0).unwrap().band;
        let document = Document::parse(std::fs::read(&path).unwrap()).unwrap();
        let mut walk = Walk { document: &document, band, export: stem(&path), wrong: Vec::new() };
        walk.object(document.root(), shape(band));
        assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    }
}
