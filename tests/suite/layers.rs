//! The rooms of `src/` form an order: ARCHITECTURE.md lists them bottom up, and a room imports only what is listed above it. Inside a room
//! files form an order too, parents and children aside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src/`: its module path and the module paths that it names.
struct Source {
    module: Vec<String>,
    imports: Vec<Vec<String>>,
}

impl Source {
    fn name(&self) -> String {
        self.module.join("/")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Every file of the library, tests aside.
fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    let mut sources = Vec::new();
    for file in files {
        let path = file.strip_prefix(root().join("src")).unwrap().with_extension("");
        let mut module: Vec<String> = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        module.retain(|part| part != "mod");
        let is_test = module.iter().any(|part| part == "tests") || module[0] == "fuzzing";
        if !is_test && module != ["lib"] && module != ["main"] {
            let imports = imports(&code(&fs::read_to_string(&file).unwrap()), &module);
            sources.push(Source { module, imports });
        }
    }
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
}

/// The text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The absolute module paths that a file names with `crate::` or `super::`.
fn imports(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("crate::").into_iter().chain(rest.find("super::")).min() {
        let whole_word = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || "_$:".contains(c));
        let mut base = if rest[at..].starts_with("crate") { Vec::new() } else { module[..module.len() - 1].to_vec() };
        rest = &rest[at + "crate::".len()..];
        while let Some(up) = rest.strip_prefix("super::") {
            base.pop();
            rest = up;
        }
        if whole_word {
            tree(rest, &base, &mut found);
        }
    }
    found
}

/// Reads `a::b`, `{a, b::{c, d}}` and the like; gives what is left of the text.
fn tree<'t>(text: &'t str, base: &[String], found: &mut Vec<Vec<String>>) -> &'t str {
    let mut rest = text.trim_start();
    if let Some(inner) = rest.strip_prefix('{') {
        rest = inner;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if rest.is_empty() || rest.starts_with('}') {
                return rest.strip_prefix('}').unwrap_or(rest);
            }
            let before = rest.len();
            rest = tree(rest, base, found);
            let end = rest.find([',', '}']).unwrap_or(rest.len());
            rest = &rest[end..];
            if rest.len() == before {
                return rest;
            }
        }
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let mut path = base.to_vec();
    path.push(rest[..end].to_owned());
    match rest[end..].strip_prefix("::") {
        Some(more) if more.starts_with(|c: char| c.is_alphabetic() || c == '{' || c == '_') => tree(more, &path, found),
        _ => {
            found.push(path);
            &rest[end..]
        }
    }
}

/// The rooms as the table of ARCHITECTURE.md lists them, bottom up.
fn listed_rooms() -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next())
        .map(|name| name.trim_end_matches('/').trim_end_matches(".rs").to_owned())
        .collect()
}

/// What is wrong with the imports between rooms, those of `known` aside.
fn upward(sources: &[Source], rooms: &[String]) -> Vec<String> {
    let place = |room: &String| rooms.iter().position(|listed| listed == room);
    let mut wrong = BTreeSet::new();
    for source in sources {
        let Some(own) = place(&source.module[0]) else {
            wrong.insert(format!("{}: the room is not in the table of ARCHITECTURE.md", source.module[0]));
            continue;
        };
        for import in source.imports.iter().filter(|import| place(&import[0]).is_some_and(|other| other > own)) {
            wrong.insert(format!("{} imports {}, which is above it", source.name(), import.join("::")));
        }
    }
    wrong.into_iter().collect()
}

/// The files of each room that import each other in a circle.
fn circles(sources: &[Source]) -> BTreeMap<String, Vec<String>> {
    let modules: BTreeSet<&[String]> = sources.iter().map(|source| source.module.as_slice()).collect();
    let file_of = |path: &[String]| (1..=path.len()).rev().find_map(|length| modules.get(&path[..length]).copied());
    let mut arrows: BTreeMap<&[String], BTreeSet<&[String]>> = BTreeMap::new();
    for source in sources {
        for import in &source.imports {
            let Some(other) = file_of(import).filter(|other| other[0] == source.module[0]) else { continue };
            if !source.module.starts_with(other) && !other.starts_with(&source.module[..]) {
                arrows.entry(&source.module).or_default().insert(other);
            }
        }
    }
    let reached = |from: &[String]| {
        let mut seen: BTreeSet<&[String]> = BTreeSet::new();
        let mut open: Vec<&[String]> = arrows.get(from).into_iter().flatten().copied().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(arrows.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let mut circles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for module in arrows.keys().filter(|module| reached(module).contains(*module)) {
        circles.entry(module[0].clone()).or_default().push(module.join("/"));
    }
    circles
}

#[test]
fn a_room_imports_only_what_is_below_it() {
    let (sources, rooms) = (sources(), listed_rooms());
    assert!(sources.len() > 100 && sources.iter().map(|source| source.imports.len()).sum::<usize>() > 500);
    for room in &rooms {
        assert!(sources.iter().any(|source| source.module[0] == *room), "ARCHITECTURE.md lists {room}, which does not exist");
    }
    let wrong = upward(&sources, &rooms);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_of_a_room_do_not_import_each_other_in_circles() {
    let circles = circles(&sources());
    assert!(circles.is_empty(), "{circles:?}");
}

/// The tests above notice what they are there for.
#[test]
fn upward_imports_and_circles_are_noticed() {
    let source = |path: &str, text: &str| {
        let module: Vec<String> = path.split('/').map(str::to_owned).collect();
        Source { imports: imports(&code(text), &module), module }
    };
    let rooms = ["low".to_owned(), "high".to_owned()];
    let upwards = source("low/a", "use std::fmt;\nuse crate::{low::b::B, high::{C, c::D}};\nfn f() {}\n");
    assert_eq!(upward(&[upwards], &rooms).len(), 2);
    let inline = source("low/a", "fn f() -> bool { crate::high::c::f() }");
    assert_eq!(upward(&[inline], &rooms), ["low/a imports high::c::f, which is above it"]);
    let comment = source("low/a", "/// See [`crate::high::C`].\nfn f() {}\n#[cfg(test)]\nmod tests {\n use crate::high::C;\n}");
    assert!(upward(&[comment], &rooms).is_empty());
    let unlisted = source("new/a", "");
    assert_eq!(upward(&[unlisted], &rooms).len(), 1);

    let circle = [
        source("low", "pub use a::A;"),
        source("low/a", "use super::b::{self, B};"),
        source("low/b", "use super::c::C;"),
        source("low/c", "fn f() { super::a::f() }"),
        source("low/d", "use super::a::A;\nuse super::Low;"),
        source("low/c/inner", "use super::super::d::D;\nuse super::C;"),
    ];
    assert_eq!(circles(&circle)["low"], ["low/a", "low/b", "low/c"]);
}
