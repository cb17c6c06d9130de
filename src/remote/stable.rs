//! Names that a server makes up anew for each export, replaced by ones that the same project always gets.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::json::{Document, Node};
use crate::semaphore::{Band, SUFFIX_LENGTH, key, name_key, random_suffix, references, sections};
use crate::text::hex;

/// Gives generated names and endings of names a value that depends only on what they belong to. References follow.
pub(super) fn settle_names(doc: &mut Document, band: Band) {
    let mut renamed: HashMap<(&str, String), String> = HashMap::new();
    let mut edits: Vec<(Node, String)> = Vec::new();
    for section in sections(band) {
        let Some(key) = name_key(section, band) else { continue };
        let Some(list) = doc.get(doc.root(), section) else { continue };
        let mut counts: HashMap<String, usize> = HashMap::new();
        for entity in doc.elements(list) {
            let Some(name_node) = doc.get(entity, key) else { continue };
            let Some(name) = doc.text(name_node) else { continue };
            let new = if let Some(storage) = generated_key(doc, entity) {
                format!("{storage}-{}", digest(&["storage", &storage]))
            } else if let Some(plain) = plain_of(&name) {
                let count = counts.entry(plain.to_owned()).or_default();
                *count += 1;
                format!("{plain} - {}", digest(&[section, plain, &count.to_string()]))
            } else {
                continue;
            };
            renamed.insert((section, name.into_owned()), new.clone());
            edits.push((name_node, new));
        }
    }
    for reference in references(band).iter().filter(|reference| !reference.is_local()) {
        let (objects, key) = reference.split();
        for owner in owners(doc, objects) {
            let Some(value) = doc.get(owner, key) else { continue };
            let values: Vec<Node> = if reference.is_element() { doc.elements(value).collect() } else { vec![value] };
            for node in values {
                let new = doc.text(node).and_then(|name| renamed.get(&(reference.target, name.into_owned())));
                edits.extend(new.map(|new| (node, new.clone())));
            }
        }
    }
    for (node, text) in edits {
        let new = doc.make_text(&text);
        doc.replace(node, new);
    }
}

/// `prod` of `prod - 0a1b2c3d4e`. A word at the end may be a person's, whose names stay.
fn plain_of(name: &str) -> Option<&str> {
    random_suffix(name).filter(|suffix| !suffix.is_word).map(|suffix| suffix.plain)
}

/// The store of a key that belongs to it: such keys have random names.
fn generated_key(doc: &Document, entity: Node) -> Option<String> {
    let owned = doc.text_of(entity, key::OWNER).is_some_and(|owner| owner == "vault");
    doc.text_of(entity, key::STORAGE).filter(|storage| owned && !storage.is_empty()).map(std::borrow::Cow::into_owned)
}

fn owners(doc: &Document, objects: &str) -> Vec<Node> {
    let mut owners = vec![doc.root()];
    for part in objects.split('.').filter(|part| !part.is_empty()) {
        let name = part.trim_end_matches("[]");
        let below = owners.into_iter().filter_map(|owner| doc.get(owner, name));
        owners = if part.ends_with("[]") { below.flat_map(|list| doc.elements(list)).collect() } else { below.collect() };
    }
    owners
}

/// Ten characters that depend on the parts alone.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize()[..SUFFIX_LENGTH / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(suffixes: [&str; 2]) -> String {
        let [one, two] = suffixes;
        let text = format!(
            r#"{{"meta": {{"name": "Lab"}}, "keys": [{{"name": "prod", "type": "ssh"}}, {{"name": "prod - {one}", "type": "ssh"}}, {{"name": "prod - {two}", "type": "ssh"}}],
            "repositories": [{{"name": "infra", "git_url": "g", "ssh_key": "prod - {two}"}}]}}"#
        );
        let mut doc = Document::parse(text.into_bytes()).unwrap();
        settle_names(&mut doc, Band::V2_16_0);
        String::from_utf8(doc.to_bytes()).unwrap()
    }

    #[test]
    fn two_exports_of_one_project_are_the_same_bytes() {
        let first = settled(["0a1b2c3d4e", "5f6g7h8i9j"]);
        assert_eq!(first, settled(["zz11yy22xx", "aa33bb44cc"]));
        let value: serde_json::Value = serde_json::from_str(&first).unwrap();
        assert_eq!(value["repositories"][0]["ssh_key"], value["keys"][2]["name"], "references follow");
        assert_ne!(value["keys"][1]["name"], value["keys"][2]["name"]);
        assert_eq!(value["keys"][0]["name"], "prod");
    }

    #[test]
    fn names_of_people_stay() {
        assert_eq!(plain_of("web - production"), None);
        assert_eq!(plain_of("web - PRODUCTION"), None);
        assert_eq!(plain_of("a - b"), None);
        assert_eq!(plain_of("web - 0a1b2c3d4e"), Some("web"));
    }
}
