//! Facts about Semaphore are in `src/semaphore` only: no other room names a band, a version or a key of backups, a short list of
//! exceptions aside. Without it a new version would have to be entered in many places, and nothing would notice a forgotten one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::semaphore::all_fields;
use regex::Regex;

/// What a file outside may name all the same, and why. Paths are below `src`; a folder takes in what is below it.
const EXCEPTIONS: &[(&str, What, &str)] = &[
    ("cli", What::Version, "examples in help texts"),
    ("op", What::Version, "examples and pages of operations"),
    ("op", What::Key, "examples of operations, which run as tests"),
    ("pack", What::Version, "examples in error messages and in the schema of packs"),
    ("finding/codes", What::Version, "pages for people"),
    ("docs", What::Version, "texts of pages"),
    ("check/explain/message.rs", What::Key, "a member of log lines"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Band,
    Version,
    Key,
}

/// Rooms in which a literal that equals any key means the key. Elsewhere `name` or `type` may be a word of our own, so only names that
/// can be nothing else count, and those by which a document is looked into.
const CLOSE_TO_FACTS: [&str; 4] = ["check", "detect", "layout", "run"];

#[test]
fn no_other_room_names_a_band_a_version_or_a_key() {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    let names = Names::collect();
    for file in sources() {
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let text = std::fs::read_to_string(&file).unwrap();
        for (line, code) in code_lines(&text) {
            for (what, word) in names.in_line(&path, &code) {
                match EXCEPTIONS.iter().position(|(place, allowed, _)| *allowed == what && Path::new(&path).starts_with(place)) {
                    Some(at) => drop(used.insert(at)),
                    None => found.push(format!("src/{path}:{line}: {what:?} {word}")),
                }
            }
        }
    }
    assert!(found.is_empty(), "facts outside src/semaphore:\n{}", found.join("\n"));
    for (at, exception) in EXCEPTIONS.iter().enumerate() {
        assert!(used.contains(&at), "nothing needs the exception {exception:?} any more");
    }
}

#[test]
fn what_is_forbidden_is_found() {
    let names = Names::collect();
    let found = |path, code: &str| names.in_line(path, code).into_iter().map(|(what, _)| what).collect::<Vec<_>>();
    assert_eq!(found("check/verify.rs", "if band >= Band::V2_16_0 {"), [What::Band]);
    assert_eq!(found("engine/run.rs", r#"format!("since 2.17 it is gone")"#), [What::Version]);
    assert_eq!(found("check/verify.rs", r#"row.plain("name")"#), [What::Key]);
    assert_eq!(found("engine/run.rs", r#"row.plain("vault_key")"#), [What::Key]);
    assert_eq!(found("remote/plan.rs", r#"doc.get(doc.root(), "meta").and_then(|meta| meta)"#), [What::Key]);
    assert_eq!(found("remote/plan.rs", r#"let name = doc.text_of(meta, "name");"#), [What::Key]);
    assert!(found("engine/run.rs", r#"json!({"name": 1}); let x = 2.16;"#).is_empty());
}

struct Names {
    band: Regex,
    version: Regex,
    text: Regex,
    /// A look into a document by a name.
    look: Regex,
    keys: BTreeSet<&'static str>,
    sections: BTreeSet<&'static str>,
}

impl Names {
    fn collect() -> Self {
        let parts = |path: &'static str| path.split('.').map(|part| part.trim_end_matches("[]"));
        Self {
            band: Regex::new(r"\bBand::V\d\w*|\bVersion::new\b").unwrap(),
            version: Regex::new(r"(?:^|[^\d.])v?2\.(?:9|[12]\d)(?:\.\d+)?(?:[^\d]|$)").unwrap(),
            text: Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap(),
            look: Regex::new(r#"(?:text_of|set_member|(?:doc|file)\.get)\((?:[^"()]|\([^"()]*\))*,\s*"([^"]*)""#).unwrap(),
            keys: all_fields().flat_map(|field| parts(field.path)).collect(),
            sections: all_fields().filter_map(|field| parts(field.path).next()).collect(),
        }
    }

    fn in_line(&self, path: &str, code: &str) -> Vec<(What, String)> {
        let bands = self.band.find_iter(code).map(|found| (What::Band, found.as_str().to_owned()));
        let texts = self.text.captures_iter(code).map(|found| found[1].to_owned()).flat_map(|text| {
            let version = self.version.is_match(&text).then(|| (What::Version, text.clone()));
            let key = self.is_key(path, &text).then_some((What::Key, text));
            version.into_iter().chain(key)
        });
        let looks = self.look.captures_iter(code).map(|found| found[1].to_owned());
        let looks = looks.filter(|text| self.keys.contains(&**text)).map(|text| (What::Key, text));
        let found: BTreeSet<_> = bands.chain(texts).chain(looks).collect();
        found.into_iter().collect()
    }

    fn is_key(&self, path: &str, text: &str) -> bool {
        let close = CLOSE_TO_FACTS.iter().any(|room| Path::new(path).starts_with(room));
        let is_path = text.contains("[].") && self.sections.contains(text.split('[').next().unwrap_or_default());
        is_path || self.keys.contains(text) && (close || text.contains('_'))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The sources outside `semaphore/`, without files of tests.
fn sources() -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![root()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !["semaphore", "tests", "fuzzing"].contains(&&*name) {
                open.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") && name != "tests.rs" {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The lines of a file that are neither comments nor tests, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}
