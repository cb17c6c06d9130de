//! The schemas as files in the eyes of an independent validator: Python's `jsonschema` and ours agree.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::schema;
use crate::semaphore::{Band, Release};
use serde_json::{Map, Value, json};

use crate::tests::schema::validator;
use crate::tests::support::{files, lines, oracle, origin, stem};

/// Reads lines `[schema file, document]`; says for each whether it is valid.
const PYTHON: &str = r#"
import json, sys
from jsonschema import Draft202012Validator
schemas = {}
for line in open(sys.argv[1], encoding="utf-8"):
    file, document = json.loads(line)
    if file not in schemas:
        schema = json.load(open(file, encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        schemas[file] = Draft202012Validator(schema)
    print("valid" if schemas[file].is_valid(document) else "invalid")
"#;

/// Whether the validator of our tests has nothing against it.
fn is_valid(document: &Value, band: Band) -> bool {
    validator(band).is_valid(document)
}

/// What a case changed: the document with only the sections that its patch touches, so that the whole is not read again and again.
fn touched(document: &Value, patch: &Value) -> Value {
    let paths = patch.as_array().into_iter().flatten().flat_map(|step| [&step["path"], &step["from"]]);
    let sections: Vec<&str> = paths.filter_map(|path| path.as_str()?.split('/').nth(1)).collect();
    let of = document.as_object().unwrap().iter().filter(|(key, _)| sections.contains(&key.as_str()));
    Value::Object(of.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>())
}

/// Every export for every version, and every case about types and sections for its own.
fn questions(oracle: &Path) -> Vec<(String, Band, Value)> {
    let mut questions = Vec::new();
    for path in files(&oracle.join("exports"), "json") {
        let document: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let (version, db, _) = origin(&path);
        let own = Release::parse(&version).unwrap().band;
        let bands = Band::ALL.into_iter().filter(|band| *band == own || db == "mysql");
        questions.extend(bands.map(|band| (format!("{} for {band}", stem(&path)), band, document.clone())));
    }
    for path in files(&oracle.join("cases"), "jsonl") {
        let version = stem(&path);
        let base: Value = serde_json::from_slice(&fs::read(oracle.join(format!("bases/{version}.json"))).unwrap()).unwrap();
        let band = Release::parse(version).unwrap().band;
        for case in lines(&path) {
            let name = case["case"].as_str().unwrap();
            if case["text"].is_string() || !(name.contains("/type/") || name.contains("/section/")) {
                continue;
            }
            let mut document = base.clone();
            let patch: json_patch::Patch = serde_json::from_value(case["patch"].clone()).unwrap();
            json_patch::patch(&mut document, &patch).unwrap();
            questions.push((name.to_owned(), band, touched(&document, &case["patch"])));
        }
    }
    questions
}

#[test]
#[ignore = "needs python3 with the package jsonschema"]
fn an_independent_validator_agrees() {
    let oracle = oracle();
    let folder = tempfile::tempdir().unwrap();
    let file = |band| folder.path().join(schema::file(band));
    for band in Band::ALL {
        fs::write(file(band), schema::text(band)).unwrap();
    }
    let questions = questions(&oracle);
    let mut batch = String::new();
    for (_, band, document) in &questions {
        writeln!(batch, "{}", json!([file(*band), document])).unwrap();
    }
    let batch_file = folder.path().join("batch.jsonl");
    fs::write(&batch_file, batch).unwrap();
    let out = Command::new("python3").args(["-c", PYTHON]).arg(&batch_file).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let answers = String::from_utf8(out.stdout).unwrap();
    let answers: Vec<bool> = answers.lines().map(|line| line == "valid").collect();
    assert_eq!(answers.len(), questions.len());
    let wrong: Vec<_> = questions
        .iter()
        .zip(&answers)
        .filter(|((_, band, document), theirs)| is_valid(document, *band) != **theirs)
        .map(|((name, ..), theirs)| format!("{name}: {} in Python", if *theirs { "valid" } else { "invalid" }))
        .collect();
    let valid = answers.iter().filter(|valid| **valid).count();
    println!("schemas: {} documents, {valid} valid: Python's jsonschema says the same", questions.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(valid > 500 && answers.len() - valid > 500);
}
