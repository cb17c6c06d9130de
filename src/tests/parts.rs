//! Parts of backups and several as one: the laws that hold for every recorded export.

mod draft;
mod extract;
mod merge;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::json::Document;
use crate::parts::Server;
use crate::semaphore::{Band, Db, Release, name_key, references, sections};
use crate::{detect, parts};
use serde_json::Value;

use crate::tests::support::{files, oracle, origin};

/// Every recorded export.
fn exports() -> Vec<PathBuf> {
    let exports = files(&oracle().join("exports"), "json");
    assert!(exports.len() > 50);
    exports
}

/// A backup, and the server that wrote it.
struct Backup {
    bytes: Vec<u8>,
    release: Release,
    db: Db,
}

impl Backup {
    fn read(path: &Path) -> Self {
        let (version, db, _) = origin(path);
        let bytes = std::fs::read(path).unwrap();
        Self { bytes, release: Release::parse(&version).unwrap(), db: Db::parse(&db).unwrap() }
    }

    fn document(&self) -> Document {
        Document::parse(self.bytes.clone()).unwrap()
    }

    fn server(&self) -> Server {
        Server::of(&detect::detect(&self.document()), Some(&self.release), &[self.db]).unwrap()
    }

    fn extract(&self, wanted: &parts::Wanted) -> parts::Extracted {
        parts::extract(self.document(), self.server(), wanted).unwrap()
    }

    fn value(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }
}

/// A backup as a reader of the tables sees it, without the graph of the program: entities by section and number, and who names whom.
struct Network {
    /// The name of each entity, for what has one.
    names: BTreeMap<(String, usize), String>,
    /// Which entity names which.
    edges: BTreeSet<((String, usize), (String, usize))>,
    /// Names that nothing has.
    loose: Vec<String>,
}

impl Network {
    fn of(value: &Value, band: Band) -> Self {
        let mut names = BTreeMap::new();
        for section in sections(band) {
            let Some(key) = name_key(section, band) else { continue };
            for (number, entity) in value[section].as_array().into_iter().flatten().enumerate() {
                names.insert((section.to_owned(), number), entity[key].as_str().unwrap_or_default().to_owned());
            }
        }
        let (mut edges, mut loose) = (BTreeSet::new(), Vec::new());
        for reference in references(band).iter().filter(|reference| !reference.is_local()) {
            let (section, path) = reference.path.split_once("[].").unwrap();
            for (number, entity) in value[section].as_array().into_iter().flatten().enumerate() {
                let mut found = Vec::new();
                values(entity, path, &mut found);
                for (owner, name) in found {
                    if owner["is_global"] == true {
                        continue;
                    }
                    match names.iter().find(|((s, _), n)| s == reference.target && n.as_str() == name) {
                        Some((to, _)) => drop(edges.insert(((section.to_owned(), number), to.clone()))),
                        None => loose.push(format!("{} {name:?}", reference.path)),
                    }
                }
            }
        }
        Self { names, edges, loose }
    }

    /// Everything that some entities need, themselves included.
    fn needs(&self, start: impl IntoIterator<Item = (String, usize)>) -> BTreeSet<(String, usize)> {
        let mut found: BTreeSet<_> = start.into_iter().collect();
        loop {
            let more: Vec<_> = self.edges.iter().filter(|(a, b)| found.contains(a) && !found.contains(b)).collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more.into_iter().map(|(_, b)| b.clone()));
        }
    }

    fn section(&self, section: &str) -> impl Iterator<Item = (&(String, usize), &String)> {
        self.names.iter().filter(move |((s, _), _)| s == section)
    }
}

/// The texts at a path with `[]` for each element, with the objects that hold them.
fn values<'v>(value: &'v Value, path: &str, found: &mut Vec<(&'v Value, &'v str)>) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let (key, list) = first.strip_suffix("[]").map_or((first, false), |key| (key, true));
    let member = &value[key];
    match (list, rest) {
        (false, None) => found.extend(member.as_str().map(|text| (value, text))),
        (false, Some(rest)) => values(member, rest, found),
        (true, None) => found.extend(member.as_array().into_iter().flatten().filter_map(|v| Some((value, v.as_str()?)))),
        (true, Some(rest)) => member.as_array().into_iter().flatten().for_each(|element| values(element, rest, found)),
    }
}
