//! Files that hands or tools have damaged: whatever the damage, a migration ends with a result, or with what is wrong with the file. It
//! never blames the shipped packs, and a damage that servers do not mind costs nothing.

use crate::json::Document;
use crate::run::{Accept, Request, run};
use serde_json::{Map, Value, json};

use super::{MigrationPacks, migrate, migrate_from, newest, packs, release};
use crate::tests::support;

/// One export of each way in which servers read and write, and where they are taken to.
const EXPORTS: [&str; 7] = [
    "2.9.70-mysql-full",
    "2.10.26-beta-mysql-full",
    "2.10.32-postgres-full",
    "2.11.3-mysql-full",
    "2.13.15-bolt-full",
    "2.16.45-sqlite-full",
    "2.17.15-mysql-full",
];

fn targets() -> [&'static str; 5] {
    ["2.9.56", "2.10.42", "2.15.0", "2.17.15", newest()]
}

fn export(name: &str) -> Value {
    let path = support::oracle().join("exports").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A damage by name: the file before and after it.
type Damage = (&'static str, fn(&mut Value));

const DAMAGES: [Damage; 17] = [
    ("a list instead of a project", |file| *file = json!([])),
    ("a number instead of a project", |file| *file = json!(7)),
    ("settings that are null", |file| file["meta"] = Value::Null),
    ("settings that are a list", |file| file["meta"] = json!([])),
    ("views that are a truth value", |file| file["views"] = json!(true)),
    ("templates that are an object", |file| file["templates"] = json!({"name": "Deploy"})),
    ("schedules that are null", |file| file["schedules"] = Value::Null),
    ("an entry that is null in every section", |file| each_section(file, |list| list.insert(0, Value::Null))),
    ("an entry that is text in every section", |file| each_section(file, |list| list.push(json!("Deploy")))),
    ("runners of a newer version that are null", |file| file["runners"] = json!([null])),
    ("every entry twice", |file| {
        each_section(file, |list| {
            let copy = list.clone();
            list.extend(copy);
        });
    }),
    ("deploy templates that build on each other", |file| {
        deploy(file, "A", "B");
        deploy(file, "B", "C");
        deploy(file, "C", "A");
    }),
    ("a deploy template that builds on itself, and one on that", |file| {
        deploy(file, "Z", "A");
        deploy(file, "A", "A");
    }),
    ("two equal hidden copies of a schedule", |file| hidden(file, ["", ""])),
    ("two hidden copies with equal random names", |file| hidden(file, [" - 0000000000", " - 0000000000"])),
    ("hidden copies with and without a name", |file| hidden(file, ["", " - 0000000000"])),
    ("links that are lists", |file| {
        each_section(file, |list| list.iter_mut().for_each(|entry| entry["ssh_key"] = json!(["deploy"])));
    }),
];

fn each_section(file: &mut Value, change: fn(&mut Vec<Value>)) {
    file.as_object_mut()
        .unwrap()
        .values_mut()
        .filter_map(Value::as_array_mut)
        .filter(|list| list.iter().all(Value::is_object))
        .for_each(change);
}

fn deploy(file: &mut Value, name: &str, build: &str) {
    let list = file["templates"].as_array_mut().unwrap();
    let mut template = list[0].clone();
    for (key, value) in [("name", name), ("type", "deploy"), ("build_template", build)] {
        template[key] = json!(value);
    }
    list.push(template);
}

fn hidden(file: &mut Value, names: [&str; 2]) {
    let template = file["templates"][0]["name"].clone();
    let copies = names.map(|name| json!({"name": name, "template": template, "cron_format": "7 3 * * *", "active": true}));
    let object = file.as_object_mut().unwrap();
    object.entry("schedules").or_insert(json!([])).as_array_mut().unwrap().extend(copies);
}

#[test]
fn no_damage_makes_a_shipped_pack_fail() {
    let packs = packs();
    for name in EXPORTS {
        for (what, damage) in DAMAGES {
            let mut file = export(name);
            damage(&mut file);
            let bytes = serde_json::to_vec(&file).unwrap();
            for target in targets() {
                ends_well(&packs, &bytes, target, &format!("{name} with {what} to {target}"));
            }
        }
    }
}

/// A result that stays as it is when it is migrated again, or what is wrong with the file.
fn ends_well(packs: &MigrationPacks, bytes: &[u8], target: &str, what: &str) {
    let doc = Document::parse(bytes.to_vec()).unwrap();
    let request = Request { accept: Accept::All, ..Request::migration(packs, release(target)) };
    let judged = run(doc, &request.plan(&Document::parse(bytes.to_vec()).unwrap()).unwrap());
    if let Some(stopped) = &judged.stopped {
        assert!(!stopped.broken && !stopped.findings.is_empty(), "{what}: {}", stopped.summary);
    }
    let Some(approved) = judged.approved() else { return };
    let result = approved.to_bytes();
    let again = migrate_from(packs, &result, Some(release(target).band), target, None).map(|again| again.bytes == result);
    assert_eq!(again, Ok(true), "{what}: changed by a second migration");
}

#[test]
fn what_old_servers_read_in_any_letter_case_is_not_lost_on_the_way_up() {
    let packs = packs();
    let spellings: [fn(&str) -> String; 4] = [
        |key| key.to_uppercase(),
        |key| key.replace('k', "\u{212a}").replace('s', "ſ"),
        |key| key[..1].to_uppercase() + &key[1..],
        |key| key.char_indices().map(|(i, c)| if i % 2 == 0 { c } else { c.to_ascii_uppercase() }).collect(),
    ];
    for name in ["2.9.70-mysql-full", "2.10.26-beta-mysql-full", "2.10.26-beta-bolt-home"] {
        let clean = export(name);
        let band = release(&name.split('-').take(if name.contains("beta") { 2 } else { 1 }).collect::<Vec<_>>().join("-")).band;
        for target in ["2.10.27", "2.15.0", "2.17.15", newest()] {
            let bytes = |file: &Value| serde_json::to_vec(file).unwrap();
            let expected = migrate_from(&packs, &bytes(&clean), Some(band), target, None).unwrap().after;
            for spelled in spellings {
                let file = respelled(&clean, spelled);
                let after = migrate_from(&packs, &bytes(&file), Some(band), target, None).unwrap().after;
                assert_eq!(after, expected, "{name} to {target}, as {}", spelled("keys"));
            }
        }
    }
}

/// The same with every key spelled otherwise; JSON in texts stays.
fn respelled(value: &Value, spelled: fn(&str) -> String) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (spelled(key), respelled(value, spelled))).collect::<Map<_, _>>())
        }
        Value::Array(elements) => elements.iter().map(|element| respelled(element, spelled)).collect(),
        other => other.clone(),
    }
}

#[test]
fn of_several_spellings_the_last_one_counts_and_the_others_are_losses() {
    let file = r#"{"meta": {"name": "m"}, "environments": [{"name": "common", "JSON": "{\"a\": 1}", "json": "{\"a\": 2}", "Json": "{\"a\": 3}"}]}"#;
    let done = migrate_from(&packs(), file.as_bytes(), Some(release("2.9.70").band), "2.15.0", None).unwrap();
    assert_eq!(done.after["environments"][0]["json"], json!("{\"a\": 3}"));
    let lost: Vec<_> = done.judged.outcome.losses.iter().map(|loss| loss.pointer.as_str()).collect();
    assert_eq!(lost, ["/environments/0/JSON", "/environments/0/json"]);
}

#[test]
fn templates_of_one_name_keep_a_schedule_each() {
    let mut file = export("2.10.42-mysql-full");
    let templates = file["templates"].as_array_mut().unwrap();
    templates.truncate(1);
    templates[0]["name"] = json!("t");
    templates[0]["cron"] = json!("0 3 * * *");
    templates.push(templates[0].clone());
    let done = migrate(&packs(), &serde_json::to_vec(&file).unwrap(), "2.18").unwrap();
    let of: Vec<_> = done.after["schedules"].as_array().unwrap().iter().map(|schedule| schedule["template"].clone()).collect();
    assert_eq!(of, ["t", "t (2)"]);
}

#[test]
fn places_of_losses_are_those_of_the_input() {
    let file = r#"{"meta": {"name": "m"}, "keys": [null, {"name": "a", "type": "ssh"}, {"name": "b", "type": "consul"}]}"#;
    let done = migrate(&packs(), file.as_bytes(), "2.15.0").unwrap();
    let lost: Vec<_> = done.judged.outcome.losses.iter().map(|loss| loss.pointer.as_str()).collect();
    assert_eq!(lost, ["/keys/2/type"]);
    // Also where rules wrote the key of the section and the value as the format has them, before another one removed it.
    let file = r#"{"meta": {"name": "m"}, "inventorieſ": [{"name": "i", "type": "static", "inventory": "h", "ssh_key": true}]}"#;
    let done = migrate_from(&packs(), file.as_bytes(), Some(release("2.10.22").band), "2.10.26-beta", None).unwrap();
    let lost: Vec<_> = done.judged.outcome.losses.iter().map(|loss| loss.pointer.as_str()).collect();
    assert_eq!(lost, ["/inventorieſ/0/ssh_key"]);
}
