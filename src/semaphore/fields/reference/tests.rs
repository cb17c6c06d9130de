//! Links of every band: where they point, and what an orphan means.

use super::*;

fn at(band: Band, path: &str) -> &'static Reference {
    let found = references(band).iter().find(|reference| reference.path == path);
    found.unwrap_or_else(|| panic!("no reference {path} in {band}"))
}

fn document(text: &str) -> (Document, Node) {
    let document = Document::parse(text.as_bytes().to_vec()).unwrap();
    let root = document.root();
    (document, root)
}

#[test]
fn views_are_named_by_title_since_the_new_format() {
    assert_eq!(
        (at(Band::V2_10_25Beta, "templates[].view").target, at(Band::V2_10_25Beta, "templates[].view").target_key),
        ("views", "name")
    );
    assert_eq!(at(Band::V2_10_27, "templates[].view").target_key, "title");
}

#[test]
fn what_the_server_demands_decides_what_becomes_of_an_orphan() {
    for (band, path, need, orphan) in [
        (Band::V2_16_0, "templates[].repository", Need::Required, Orphan::Refuse),
        (Band::V2_16_0, "repositories[].ssh_key", Need::Required, Orphan::Refuse),
        (Band::V2_16_0, "schedules[].template", Need::Required, Orphan::Refuse),
        (Band::V2_16_0, "integrations[].template", Need::Required, Orphan::Refuse),
        (Band::V2_9_70, "templates[].inventory", Need::Required, Orphan::Refuse),
        (Band::V2_16_0, "templates[].inventory", Need::IfSet, Orphan::DropLink),
        (Band::V2_9_70, "templates[].environment", Need::Required, Orphan::Refuse),
        (Band::V2_16_0, "templates[].environment", Need::IfSet, Orphan::DropLink),
        (Band::V2_18_0, "templates[].environments[]", Need::Required, Orphan::DropEntry),
        (Band::V2_16_0, "templates[].vaults[].vault_key", Need::IfSet, Orphan::DropEntry),
        (Band::V2_17_0, "templates[].roles[].role", Need::Required, Orphan::DropEntry),
        (Band::V2_16_0, "integrations[].auth_secret", Need::NullIfUnresolved, Orphan::DropLink),
        (Band::V2_16_0, "schedules[].task_params.inventory_name", Need::Unchecked, Orphan::DropLink),
        (Band::V2_20_0Alpha1, "workflows[].edges[].source_node_id", Need::Unchecked, Orphan::DropEntry),
    ] {
        assert_eq!((at(band, path).need, at(band, path).usual_orphan()), (need, orphan), "{path} in {band}");
    }
}

#[test]
fn the_owner_can_change_what_becomes_of_an_orphan() {
    let orphan = |path, text| {
        let (document, owner) = document(text);
        at(Band::V2_16_0, path).orphan(&document, owner)
    };
    assert_eq!(orphan("templates[].vaults[].vault_key", r#"{"type": "script", "vault_key": "gone"}"#), Orphan::DropLink);
    assert_eq!(orphan("templates[].vaults[].vault_key", r#"{"type": "password", "vault_key": "gone"}"#), Orphan::DropEntry);
    assert_eq!(orphan("templates[].inventory", r#"{"app": "ansible", "inventory": "gone"}"#), Orphan::Refuse);
    assert_eq!(orphan("templates[].inventory", r#"{"app": "bash", "inventory": "gone"}"#), Orphan::DropLink);
    assert_eq!(orphan("templates[].build_template", r#"{"type": "deploy", "build_template": "gone"}"#), Orphan::Refuse);
    assert_eq!(orphan("templates[].build_template", r#"{"type": "", "build_template": "gone"}"#), Orphan::DropLink);
}

#[test]
fn a_global_role_is_no_reference_of_the_file() {
    let applies = |text| {
        let (document, owner) = document(text);
        at(Band::V2_17_0, "templates[].roles[].role").applies_to(&document, owner)
    };
    assert!(!applies(r#"{"role": "Auditor", "is_global": true}"#));
    assert!(applies(r#"{"role": "Auditor", "is_global": false}"#) && applies(r#"{"role": "Auditor"}"#));
}

#[test]
fn edges_name_nodes_of_the_same_workflow() {
    let edge = at(Band::V2_20_0Alpha1, "workflows[].edges[].destination_node_id");
    assert!(edge.is_local());
    assert_eq!((edge.target, edge.target_key, edge.section()), ("nodes", "id", "workflows"));
}

#[test]
fn every_path_is_listed_once() {
    let paths = reference_paths();
    assert!(paths.contains(&"templates[].environments[]") && paths.contains(&"templates[].vault_key"));
    let mut once = paths.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), paths.len());
}
