//! The judge and the generated schemas hold the same language: what a schema refuses has a finding at that place, and a finding
//! that claims a keyword of a schema is refused by it. On every export, every recorded case, and on generated documents.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::check::{Options, check};
use crate::finding::{Finding, Keyword, Stage};
use crate::json::{Document, Kind, Node};
use crate::schema;
use crate::semaphore::{Band, Db, Field, FieldShape, ObjectShape, Release, Type, all_fields, shape};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tests::oracle::{cases, exports};
use crate::tests::support::{files, oracle, origin, stem};

/// The published schema of a band in the hands of an independent validator.
pub(super) fn validator(band: Band) -> &'static Validator {
    static ALL: [OnceLock<Validator>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
    ALL[band.index()].get_or_init(|| jsonschema::validator_for(&serde_json::from_str(&schema::text(band)).unwrap()).unwrap())
}

/// A place in a document with the place of the keyword that refuses it.
type Refusal = (String, String);

/// What the schema refuses.
fn refused(band: Band, value: &Value) -> BTreeSet<Refusal> {
    let mut out = BTreeSet::new();
    for error in validator(band).iter_errors(value) {
        let (place, keyword) = (error.instance_path().to_string(), error.schema_path().to_string());
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let pointer = |key: &String| format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                out.extend(unexpected.iter().map(|key| (pointer(key), keyword.clone())));
            }
            _ => drop(out.insert((place, keyword))),
        }
    }
    out
}

/// Why a refusal of one side need not be one of the other.
fn excuse(band: Band, value: &Value, refusal: &Refusal, report: &[Finding]) -> Option<&'static str> {
    let (place, keyword) = refusal;
    let decodes =
        || !report.iter().any(|f| f.stage == Stage::Decode && f.server_message.is_some() || f.code.name().starts_with("SX50"));
    let below = |key: &str| place.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let in_other_case = |f: &Finding| f.code == "SX405" && below(&f.pointer(None).unwrap());
    if keyword.ends_with("/enum") && !decodes() {
        return Some("a server that does not decode the file does not get as far as the value");
    }
    if keyword.ends_with("/enum") && value.pointer(place).is_some_and(|v| !v.is_string()) && keyword.contains("/type/") {
        return Some("a value of another type is one mistake and not two");
    }
    let object = place.rsplit_once('/').map_or("", |(object, _)| object);
    let same_object = |f: &Finding| f.code == "SX510" && f.pointer(None).unwrap().starts_with(object);
    if keyword.ends_with("/enum") && place.starts_with("/host_configs/") && report.iter().any(same_object) {
        return Some("the server names one mistake of a host mapping at a time, and the name comes before the type");
    }
    if band.uses_go_decoder() && report.iter().any(in_other_case) {
        return Some("the schema does not look at the value of a key in another letter case, the server does");
    }
    None
}

/// Both directions; the number of refusals that were compared.
fn agree(name: &str, band: Band, bytes: &[u8]) -> Result<usize, String> {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return Ok(0) };
    let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(band)).collect();
    let report = check(bytes, &Release::of_band(band), &dbs, &Options::without_losses()).findings;
    // One of two equal keys, or a number that no float holds, never reaches a validator; of what is no backup only that is said.
    if report.iter().any(|f| matches!(f.code.name(), "SX105" | "SX106" | "SX109" | "SX113" | "SX114")) {
        return Ok(0);
    }
    let claims = report.iter().filter_map(|finding| {
        let (band, keyword) = finding.schema.filter(|(_, keyword)| !matches!(keyword, Keyword::Format | Keyword::KnownValues))?;
        let pointer = finding.pointer(None)?.into_owned();
        let at = schema::location(band, &pointer, keyword).unwrap_or_else(|| format!("nowhere: {keyword:?}"));
        Some((pointer, at))
    });
    let (claims, refused): (BTreeSet<Refusal>, _) = (claims.collect(), refused(band, &value));
    for refusal in refused.symmetric_difference(&claims) {
        if excuse(band, &value, refusal, &report).is_none() {
            let who = if claims.contains(refusal) { "the schema takes what the judge claims" } else { "the judge misses" };
            return Err(format!("{name} on {band}: {who} {refusal:?} {report:#?}"));
        }
    }
    Ok(refused.len())
}

#[test]
fn every_recorded_export_is_valid_for_its_version() {
    for path in files(&oracle().join("exports"), "json") {
        let band = Release::parse(&origin(&path).0).unwrap().band;
        let bytes = std::fs::read(&path).unwrap();
        assert!(refused(band, &serde_json::from_slice(&bytes).unwrap()).is_empty(), "{}", stem(&path));
        assert_eq!(agree(stem(&path), band, &bytes), Ok(0));
    }
}

#[test]
fn judge_and_schema_agree_on_every_recorded_file() {
    let oracle = oracle();
    let mut posted = exports(&oracle);
    for path in files(&oracle.join("cases"), "jsonl") {
        posted.extend(cases(&oracle, stem(&path)));
    }
    let mut questions = BTreeSet::new();
    for (at, posted) in posted.iter().enumerate() {
        for verdict in &posted.verdicts {
            questions.insert((at, Release::parse(&verdict.target).unwrap().band));
        }
    }
    let results = questions.iter().map(|(at, band)| agree(&posted[*at].verdicts[0].name, *band, &posted[*at].bytes));
    let (mut compared, mut wrong) = (0, Vec::new());
    for result in results {
        match result {
            Ok(refusals) => compared += refusals,
            Err(difference) => wrong.push(difference),
        }
    }
    println!("schemas: {} files, {compared} refusals: the judge says the same", questions.len());
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), questions.len(), wrong[..wrong.len().min(5)].join("\n"));
    assert!(compared > 5_000);
}

/// Values of any type for any key of the shape, mostly right.
fn like(shape: &'static ObjectShape) -> BoxedStrategy<Value> {
    let members: Vec<_> = shape
        .fields
        .iter()
        .map(|field| (Just(field.key), prop::option::weighted(0.3, prop_oneof![8 => right(field), 1 => wrong()])))
        .collect();
    let odd = prop::option::weighted(0.1, (prop_oneof![Just("Name"), Just("titel"), Just("x")], wrong()));
    (members, odd)
        .prop_map(|(members, odd)| {
            let members = members.into_iter().filter_map(|(key, value)| Some((key, value?))).chain(odd);
            Value::Object(members.map(|(key, value)| (key.to_owned(), value)).collect())
        })
        .boxed()
}

fn right(field: &'static FieldShape) -> BoxedStrategy<Value> {
    let element = field.children.as_ref();
    match field.ty {
        Type::String => prop_oneof![Just(json!("")), Just(json!("{}")), Just(json!("build")), Just(json!("@daily"))].boxed(),
        Type::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Type::Int => any::<i32>().prop_map(Value::from).boxed(),
        Type::Object => element.map_or_else(|| Just(json!({})).boxed(), like),
        Type::List => {
            prop::collection::vec(element.map_or_else(|| Just(json!({})).boxed(), like), 0..3).prop_map(Value::from).boxed()
        }
        Type::StringList => prop::collection::vec("[a-c]", 0..3).prop_map(Value::from).boxed(),
        Type::Map => prop_oneof![Just(json!({})), Just(json!({"a": [null]}))].boxed(),
    }
}

fn wrong() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(1.5)),
        Just(json!("x")),
        Just(json!([null])),
        Just(json!([[]])),
        Just(json!({"a": 1})),
        Just(json!(18_446_744_073_709_551_615_u64)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn judge_and_schema_agree_on_any_document(
        (band, value) in prop::sample::select(Band::ALL.to_vec()).prop_flat_map(|band| (Just(band), like(shape(band))))
    ) {
        let bytes = serde_json::to_vec(&value).unwrap();
        if let Err(difference) = agree("a generated document", band, &bytes) {
            prop_assert!(false, "{difference}\n{value}");
        }
    }
}

/// Each path with the kinds of its values: all that the shape of a version can object to in an export.
fn content(doc: &Document) -> BTreeSet<(String, Kind, bool)> {
    fn walk(doc: &Document, node: Node, path: &str, found: &mut BTreeSet<(String, Kind, bool)>) {
        found.insert((path.to_owned(), doc.kind(node), doc.is_empty(node)));
        let map = all_fields().any(|field| field.path == path && field.ty == Type::Map);
        if map && !path.contains("integrations[].task_params") {
            return;
        }
        for (key, value) in doc.members(node) {
            let key = key.text();
            walk(doc, value, &if path.is_empty() { key.into_owned() } else { format!("{path}.{key}") }, found);
        }
        for element in doc.elements(node) {
            walk(doc, element, &format!("{path}[]"), found);
        }
    }
    let mut found = BTreeSet::new();
    walk(doc, doc.root(), "", &mut found);
    found
}

/// The rows of the tables for a path, and for the free object that it is inside of.
fn rows_for(path: &str) -> Vec<&'static Field> {
    let bare = path.strip_suffix("[]").unwrap_or(path);
    let inside = |row: &Field| row.ty == Type::Map && path.strip_prefix(row.path).is_some_and(|rest| rest.starts_with('.'));
    all_fields().filter(|row| row.path.trim_end_matches("[]") == bare || inside(row)).collect()
}

/// Whether a band takes a value of this kind at this path, read off the rows of the tables.
fn takes(band: Band, rows: &[&Field], path: &str, kind: Kind, empty: bool) -> bool {
    let element = path.ends_with("[]");
    let takes = |row: &Field| match (row.ty, kind) {
        (Type::Map, _) if path != row.path => true,
        (_, Kind::Null) => !element || band.uses_go_decoder(),
        (Type::String, kind) => kind == Kind::String,
        (Type::Bool, kind) => kind == Kind::Bool,
        (Type::Int, kind) => kind == Kind::Number,
        (Type::Object, kind) => kind == Kind::Object,
        (Type::Map, kind) => kind == Kind::Object && (empty || band > Band::V2_13_0),
        (Type::List, kind) => kind == if element { Kind::Object } else { Kind::Array },
        (Type::StringList, kind) => kind == if element { Kind::String } else { Kind::Array },
    };
    path.is_empty() && kind == Kind::Object || rows.iter().filter(|row| row.holds_in(band)).any(|row| takes(row))
}

#[test]
fn an_export_is_not_valid_for_versions_of_another_shape() {
    let oracle = oracle();
    let (mut refused, mut lucky) = (0, 0);
    for path in files(&oracle.join("exports"), "json") {
        let value: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let doc = Document::parse(std::fs::read(&path).unwrap()).unwrap();
        let own = Release::parse(&origin(&path).0).unwrap().band;
        let content: Vec<_> = content(&doc).into_iter().map(|at| (rows_for(&at.0), at)).collect();
        for band in Band::ALL {
            let valid = validator(band).iter_errors(&value).all(|error| matches!(error.kind(), ValidationErrorKind::Enum { .. }));
            let odd: Vec<_> = content
                .iter()
                .filter(|(rows, (path, kind, empty))| !takes(band, rows, path, *kind, *empty))
                .map(|(_, at)| at)
                .collect();
            assert_eq!(valid, odd.is_empty(), "{} against {band}: {odd:?}", stem(&path));
            let other = schema::text(band) != schema::text(own) && band.first_version() != own.first_version();
            lucky += usize::from(valid && other);
            refused += usize::from(!valid);
        }
    }
    println!(
        "schemas: {refused} pairs of export and version refused, {lucky} valid because nothing in the file shows the difference"
    );
    assert!(refused > 1_000);
}
