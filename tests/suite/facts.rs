//! The tables against the facts they were written from, cell by cell and in both directions.

use std::collections::BTreeMap;

use semxform::format::{Band, Effect, Field, Orphan, Presence, Release, Target, Text, Type, all_effects, all_fields, name_key};

use crate::support::{csv, shared};

/// A field in one band: type, presence, reference, limit, values, lossy export.
type Cell = [String; 6];
type Table = BTreeMap<(String, Band), Cell>;

/// Cells in which we differ from the facts on purpose, with what proves us right.
const DIFFERENCES: &[(&str, Band, &str)] =
    &[("inventories[].type", Band::J1, "exports of 2.9.56 hold an inventory `None` of type `none`, made with the project")];

fn band(label: &str) -> Band {
    if label.is_empty() { Band::B20 } else { Band::from_label(label).unwrap_or_else(|| panic!("no band {label}")) }
}

fn stretch(since: Band, until: Band) -> impl Iterator<Item = Band> {
    Band::ALL.into_iter().filter(move |band| (since..=until).contains(band))
}

fn from_facts(rows: &[Vec<String>]) -> Table {
    let mut table = Table::new();
    for row in rows {
        let [path, ty, since, until, presence, reference, limit, values, notes] = &row[..] else { panic!("{row:?}") };
        for at in stretch(band(since), band(until)) {
            let lossy = notes.strip_prefix("lossy-export(").map(|rest| {
                let (head, _) = rest.split_once(')').unwrap();
                let (dialect, bands) = head.split_once(';').unwrap();
                let (from, to) = bands.split_once("..").unwrap();
                if (band(from)..=band(to)).contains(&at) { dialect } else { "" }
            });
            let cell = [ty, presence, reference, limit, values, lossy.unwrap_or_default()].map(ToString::to_string);
            assert!(table.insert((path.clone(), at), cell).is_none(), "{path} twice in {at}");
        }
    }
    table
}

fn from_tables() -> Table {
    let mut table = Table::new();
    for field in all_fields() {
        for at in stretch(field.since, field.until) {
            let element = cell(field, at);
            if field.ty == Type::StringList {
                let list = ["array".into(), element[1].clone(), String::new(), String::new(), String::new(), element[5].clone()];
                let path = field.path.trim_end_matches("[]").to_owned();
                assert!(table.insert((path, at), list).is_none(), "{} twice in {at}", field.path);
            }
            assert!(table.insert((field.path.to_owned(), at), element).is_none(), "{} twice in {at}", field.path);
        }
    }
    table
}

fn cell(field: &Field, at: Band) -> Cell {
    let ty = match (field.ty, field.text) {
        (Type::String, Text::Json) => "json-text",
        (Type::String, Text::Cron) => "cron",
        (Type::String | Type::StringList, _) => "string",
        (Type::Bool, _) => "bool",
        (Type::Int, _) => "int",
        (Type::Object, _) => "object",
        (Type::List, _) => "array",
        (Type::Map, _) => "map",
    };
    let presence = match field.presence(at) {
        Presence::Always => "always",
        Presence::Nullable => "nullable",
        Presence::Optional => "optional",
    };
    let reference = field.link.map_or(String::new(), |link| match link.target {
        Target::Section(section) => format!("{section}[].{}", name_key(section, at).unwrap()),
        Target::Node => "workflows[].nodes[].id".to_owned(),
    });
    let mut values = field.values.join("|");
    if field.open {
        values.push_str("|*");
    }
    let limit = field.max_length.map_or(String::new(), |limit| limit.to_string());
    let lossy = field.lossy_in(at).map_or(String::new(), |lossy| lossy.dialect.name().to_owned());
    [ty.to_owned(), presence.to_owned(), reference, limit, values, lossy]
}

#[test]
fn the_field_tables_say_what_the_facts_say() {
    let Some(facts) = shared("facts") else { return };
    let (theirs, ours) = (from_facts(&csv(&facts.join("fields.csv"))), from_tables());
    let mut wrong = Vec::new();
    for key in theirs.keys().chain(ours.keys().filter(|key| !theirs.contains_key(*key))) {
        let listed = DIFFERENCES.iter().any(|(path, at, _)| *path == key.0 && *at == key.1);
        if (theirs.get(key) == ours.get(key)) == listed {
            wrong.push(format!("{} in {}: facts {:?}, tables {:?}", key.0, key.1, theirs.get(key), ours.get(key)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Path, bands, dialect, effect, stage.
fn row_of(effect: &Effect) -> String {
    let step = effect.step.map_or(String::new(), |step| format!("{step:?}").to_lowercase());
    let path = effect.path;
    format!("{path} {}..{} {} {} {step} {}", effect.since, effect.until, effect.dialect.name(), effect.kind.name(), effect.unsure)
}

#[test]
fn the_effects_are_those_of_the_facts() {
    let Some(facts) = shared("facts") else { return };
    let mut theirs: Vec<_> = csv(&facts.join("restore.csv"))
        .iter()
        .map(|row| {
            let [path, from, to, dialect, effect, notes] = &row[..] else { panic!("{row:?}") };
            let step = notes.strip_prefix("stage=").map_or("", |rest| rest.split([';', ' ']).next().unwrap());
            // A note may leave in doubt only a text or a later band; then what the row says is sure.
            let unsure = notes.contains("UNSURE")
                && !["text UNSURE", "later bands UNSURE", "exact 2.18 patch UNSURE"].iter().any(|part| notes.contains(part));
            format!("{path} {from}..{to} {dialect} {effect} {step} {unsure}")
        })
        .collect();
    let mut ours: Vec<_> = all_effects().iter().map(row_of).collect();
    theirs.sort();
    ours.sort();
    let missing: Vec<_> = theirs.iter().filter(|row| !ours.contains(row)).collect();
    let extra: Vec<_> = ours.iter().filter(|row| !theirs.contains(row)).collect();
    assert_eq!(theirs.len(), ours.len(), "a row is there twice");
    assert!(missing.is_empty() && extra.is_empty(), "only in the facts: {missing:#?}\nonly in the tables: {extra:#?}");
}

#[test]
fn versions_are_in_the_bands_that_the_facts_name() {
    let Some(facts) = shared("facts") else { return };
    let text = std::fs::read_to_string(facts.join("versions.md")).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with("## 2.")).skip_while(|line| !line.starts_with("|---"));
    let mut count = 0;
    for row in rows.skip(1).take_while(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [from, to, label, certain] = cells[..] else { panic!("{row}") };
        let (first, last) = (Release::parse(from).unwrap(), Release::parse(to).unwrap());
        assert_eq!((first.band.label(), last.band.label()), (label, label), "{row}");
        assert_eq!(first.certain, certain == "yes", "{row}");
        count += 1;
    }
    assert!(count > 30, "only {count} rows found");
}

#[test]
fn a_required_link_is_never_dropped_alone() {
    use semxform::format::{Need, references};
    for reference in Band::ALL.into_iter().flat_map(references) {
        let alone = reference.need == Need::Required && reference.usual_orphan() == Orphan::DropLink;
        assert!(!alone || reference.link.exception.is_some(), "{}", reference.path);
    }
}
