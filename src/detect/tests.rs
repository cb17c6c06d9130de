//! Exports as each version writes them, and what people make of them.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Detected, detect};
use crate::json::Document;
use crate::semaphore::{Band, ObjectShape, Presence, Type, shape};

fn of(file: &Value) -> Detected {
    detect(&Document::parse(file.to_string().into_bytes()).unwrap())
}

/// An export of a band: `choose` says of each optional key whether it is set, of each list how long it is.
fn export(band: Band, choose: &mut dyn FnMut(u8) -> u8) -> Value {
    object(band, shape(band), choose)
}

fn object(band: Band, shape: &ObjectShape, choose: &mut dyn FnMut(u8) -> u8) -> Value {
    let mut members: Vec<(&str, Value)> = Vec::new();
    for field in &shape.fields {
        let set = field.row.presence(band) == Presence::Always || choose(2) == 1;
        if !set && field.row.presence(band) == Presence::Optional {
            continue;
        }
        let nested = |choose: &mut dyn FnMut(u8) -> u8| field.children.as_ref().map(|inner| object(band, inner, choose));
        let value = match field.ty {
            _ if !set => Value::Null,
            Type::String => json!("x"),
            Type::Bool => json!(false),
            Type::Int => json!(1),
            Type::Map => json!({}),
            Type::StringList => json!([]),
            Type::Object => nested(choose).unwrap(),
            Type::List if band == Band::V2_10_32 && field.key == "vaults" => json!([]),
            Type::List => (0..choose(3)).map(|_| nested(choose).unwrap()).collect(),
        };
        members.push((field.key, value));
    }
    if !band.uses_go_decoder() {
        members.sort_by_key(|member| member.0);
    }
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn full(band: Band) -> Value {
    export(band, &mut |most| most - 1)
}

#[test]
fn an_export_with_everything_in_it_is_told_from_all_others_where_that_is_possible() {
    use Band::*;
    let alike = |band| match band {
        V2_9_56 | V2_9_65Beta | V2_9_66Beta | V2_9_70 | V2_10_22 | V2_10_25Beta => {
            vec![V2_9_56, V2_9_65Beta, V2_9_66Beta, V2_9_70, V2_10_22, V2_10_25Beta]
        }
        // What is optional in the later band proves nothing by being absent.
        V2_10_27 => vec![V2_10_27, V2_10_31],
        V2_10_32 => vec![V2_10_32, V2_10_36],
        V2_11_3 | V2_12_9 => vec![V2_11_3, V2_12_9, V2_13_0, V2_13_4],
        V2_13_0 | V2_13_4 => vec![V2_13_0, V2_13_4],
        V2_14_0 | V2_14_8 => vec![V2_14_0, V2_14_8, V2_15_0],
        V2_16_0 | V2_17_0Beta1 => vec![V2_16_0, V2_17_0Beta1],
        other => vec![other],
    };
    // What comes later may be like the last of these, and is in no list here.
    let listed = |bands: Vec<Band>| bands.into_iter().filter(|band| *band <= V2_20_0Alpha1).collect::<Vec<_>>();
    for band in Band::ALL {
        let found = of(&full(band));
        assert!(found.contains(band) && found.confident && found.remarks.is_empty(), "{band}: {found:#?}");
        assert_eq!(listed(found.bands), listed(alike(band)), "{band}");
    }
}

#[test]
fn null_inventories_and_keys_of_type_string_narrow_the_oldest_exports() {
    let mut file = full(Band::V2_10_25Beta);
    file["templates"][0]["inventory"] = Value::Null;
    assert_eq!(of(&file).bands, [Band::V2_9_70, Band::V2_10_22, Band::V2_10_25Beta]);
    file["keys"][0]["type"] = json!("string");
    let found = of(&file);
    assert_eq!(found.bands, [Band::V2_10_22, Band::V2_10_25Beta]);
    assert!(found.evidence.iter().any(|e| e.pointer == "/keys/0/type" && e.says == "at least 2.10.22"), "{found:#?}");
    assert_eq!(found.default_target().version.to_string(), "2.10.22");
}

#[test]
fn an_empty_section_that_does_not_belong_decides_nothing() {
    for section in ["workflows", "roles", "host_configs"] {
        let mut file = full(Band::V2_14_8);
        file[section] = json!([]);
        let found = of(&file);
        assert_eq!(found.bands, [Band::V2_14_0, Band::V2_14_8, Band::V2_15_0], "{section}");
        assert!(!found.confident);
        assert!(found.evidence.iter().any(|e| e.against && e.pointer == format!("/{section}")), "{found:#?}");
    }
    let found = of(&json!({"meta": {"name": "web"}, "workflows": []}));
    assert_eq!((found.bands.len(), found.confident), (Band::ALL.len(), false));
}

#[test]
fn a_section_taken_out_by_hand_does_not_make_the_file_older() {
    let mut file = full(Band::V2_16_0);
    file.as_object_mut().unwrap().shift_remove("schedules");
    let found = of(&file);
    assert_eq!(found.bands, [Band::V2_16_0, Band::V2_17_0Beta1]);
    assert!(!found.confident);
    assert_eq!(found.remarks, ["a few things do not fit an export: edited by hand"]);
}

#[test]
fn a_template_added_by_hand_is_said_to_be_so() {
    let mut file = full(Band::V2_18_0);
    let template = json!({"app": "bash", "name": "mine", "playbook": "run.sh", "repository": "x"});
    file["templates"].as_array_mut().unwrap().push(template);
    let found = of(&file);
    assert_eq!((&found.bands[..], found.confident), (&[Band::V2_18_0][..], false));
    assert!(found.remarks[0].contains("some objects lack keys that others of the same list have"), "{found:#?}");
}

#[test]
fn a_file_written_by_hand_is_judged_by_what_it_has() {
    let found = of(&json!({
        "templates": [{"name": "deploy", "app": "ansible", "environment": "prod", "cron": "@daily", "runner_tag": "eu"}],
        "meta": {"name": "web"},
    }));
    assert_eq!((found.bands[0], *found.bands.last().unwrap()), (Band::V2_13_0, Band::V2_17_0Beta1));
    assert_eq!(found.default_target().version.to_string(), "2.16.45");
    assert!(found.remarks[0].contains("written by hand"), "{found:#?}");
    assert!(found.remarks[1].contains("in no server's order"), "{found:#?}");
}

#[test]
fn mixed_eras_give_the_bands_with_the_fewest_contradictions() {
    let mut file = full(Band::V2_18_0);
    file["templates"][0]["cron"] = json!("@daily");
    let found = of(&file);
    assert_eq!((&found.bands[..], found.confident), (&[Band::V2_18_0][..], false));
    assert!(found.remarks[0].contains("it is mixed"), "{found:#?}");
    let cron = found.evidence.iter().find(|e| e.pointer == "/templates/0/cron").unwrap();
    assert!(cron.against && cron.says == "at most 2.17.0-beta2", "{cron:?}");
}

#[test]
fn nulls_written_by_people_do_not_make_a_file_old() {
    let mut file = full(Band::V2_17_2);
    file["templates"][0]["view"] = Value::Null;
    assert_eq!(of(&file).bands, [Band::V2_17_2]);
}

#[test]
fn keys_of_forks_and_short_lived_betas_are_named() {
    let mut file = full(Band::V2_19_0);
    file["proxies"] = json!([]);
    let found = of(&file);
    assert_eq!(found.bands, [Band::V2_19_0]);
    assert!(found.remarks[0].contains("no release writes `proxies`"), "{found:#?}");
    let mut file = full(Band::V2_16_0);
    file["schedules"][0]["task_params"]["project_id"] = json!(3);
    assert!(of(&file).remarks[0].contains("only by 2.16.0-beta4 and beta5"));
}

#[test]
fn layout_helps_only_where_nothing_else_does() {
    let keys = json!({"environments": [{"json": "{}", "name": "x", "password": "x"}]});
    assert_eq!(of(&keys).bands.len(), Band::ALL.len());
    let file = json!({"environments": [], "integration_aliases": [], "integrations": [], "inventories": [], "keys": [],
        "meta": {"alert": false, "max_parallel_tasks": 0, "name": "x", "type": ""},
        "repositories": [], "schedules": [], "templates": [], "views": []});
    let one_line = of(&file);
    assert_eq!((one_line.bands[0], *one_line.bands.last().unwrap()), (Band::V2_11_3, Band::V2_15_0));
    assert!(one_line.confident);
    let saved = Document::parse(serde_json::to_vec_pretty(&full(Band::V2_14_8)).unwrap()).unwrap();
    assert_eq!(detect(&saved).bands, [Band::V2_14_0, Band::V2_14_8, Band::V2_15_0]);
    let tabs = serde_json::to_string(&file).unwrap().replace(',', ",\n\t").replacen('{', "{\n\t", 1);
    assert!(detect(&Document::parse(tabs.into_bytes()).unwrap()).remarks[0].contains("indented by tabs"));
}

#[test]
fn whatever_the_bytes_there_is_an_answer() {
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let nested = format!("{}1{}", "{\"templates\":[".repeat(50_000), "]}".repeat(50_000)).into_bytes();
    for bytes in [b"7".to_vec(), b"{}".to_vec(), b"[]".to_vec(), br#"{"templates":7,"keys":[1,[],null]}"#.to_vec(), deep, nested]
    {
        let found = detect(&Document::parse(bytes).unwrap());
        assert!(!found.bands.is_empty() && !found.confident);
        assert_eq!(found.default_target().version, crate::semaphore::Release::newest_stable().version);
    }
}

proptest! {
    #[test]
    fn any_export_may_be_of_its_own_band(band in 0..Band::ALL.len(), choices in prop::collection::vec(any::<u8>(), 400)) {
        let band = Band::ALL[band];
        let mut choices = choices.into_iter().cycle();
        let file = export(band, &mut |most| choices.next().unwrap() % most);
        let found = of(&file);
        prop_assert!(found.contains(band) && found.confident, "{}: {:#?}\n{}", band, found, file);
    }
}
