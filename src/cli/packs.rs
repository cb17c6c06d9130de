//! Rule packs as `-r` names them → checked packs, with every mistake of every file reported.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::ui::Ui;
use crate::pack::{BUILTIN, Pack, RuleError, RuleErrors, builtin, migration_packs};
use crate::report::Source;
use crate::sorting;
use crate::text::suggest::nearest;

/// Every pack that is part of the program, with its text: those for everybody, then the steps of migrations.
pub(super) fn shipped() -> impl Iterator<Item = (String, &'static str)> {
    let own = builtin().iter().map(|pack| (pack.name.to_owned(), pack.text));
    own.chain(migration_packs().into_iter().map(|(name, text)| (format!("migrate/{name}"), text)))
}

/// Whether a shipped pack is a part of migrations.
pub(super) fn is_of_migrations(name: &str) -> bool {
    name.starts_with("migrate/")
}

/// Reads packs, a folder as the packs in it; `None`, with all mistakes reported, if one is broken.
pub(super) fn load(names: &[String], ui: &mut Ui) -> Option<Vec<Pack>> {
    let names: Vec<String> = names.iter().flat_map(|name| in_folder(name)).collect();
    let parse = |name: &str| if name.starts_with(BUILTIN) { Pack::parse_shipped } else { Pack::parse };
    let packs: Vec<Option<Pack>> = names.iter().map(|name| read(name, parse(name), ui)).collect();
    packs.into_iter().collect()
}

/// The packs of a folder in order; the name itself where it is none, or has none.
fn in_folder(name: &str) -> Vec<String> {
    let mut files = Vec::new();
    if !Path::new(name).is_dir() || collect(Path::new(name), &mut files).is_err() || files.is_empty() {
        return vec![name.to_owned()];
    }
    sorting::sort(&mut files);
    files.iter().map(|file| file.display().to_string()).collect()
}

/// Reads one pack; `None`, with all mistakes reported, if it is broken.
pub(super) fn one(name: &str, ui: &mut Ui) -> Option<Pack> {
    read(name, Pack::parse, ui)
}

fn read(name: &str, parse: fn(&str, &str) -> Result<Pack, RuleErrors>, ui: &mut Ui) -> Option<Pack> {
    let text = text(name, ui)?;
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let parsed = parse(name, &text).and_then(|mut pack| {
        pack.load_tables(|file| {
            let bytes = crate::files::read_below(folder, file).map_err(|e| e.what)?;
            String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
        })?;
        Ok(pack)
    });
    match parsed {
        Ok(pack) => Some(pack),
        Err(errors) => {
            broken(name, &text, &errors, ui);
            None
        }
    }
}

/// The text of a pack.
pub(super) fn text(name: &str, ui: &mut Ui) -> Option<String> {
    if let Some(short) = name.strip_prefix(BUILTIN) {
        let found = shipped().find(|(name, _)| name == short);
        if found.is_none() {
            let near = meant(short).or_else(|| near(short));
            let help =
                near.map_or_else(|| "semxform rules list shows them".to_owned(), |n| format!("did you mean {BUILTIN}{n}?"));
            ui.error(Exit::Usage, &format!("no shipped pack is called {short}"), Some(&help));
        }
        return found.map(|(_, text)| text.to_owned());
    }
    match crate::files::read(Path::new(name)) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes).ok();
            if text.is_none() {
                ui.error(Exit::Usage, &format!("{name}: the rule file is not UTF-8"), None);
            }
            text
        }
        Err(error) => {
            let help = match meant(name) {
                _ if Path::new(name).is_dir() => Some("there are no rule packs in it".to_owned()),
                Some(shipped) => Some(format!("did you mean {BUILTIN}{shipped}?")),
                None if !Path::new(name).exists() && near(name).is_some() => {
                    near(name).map(|shipped| format!("did you mean {BUILTIN}{shipped}?"))
                }
                None => error.help.clone(),
            };
            ui.error(Exit::Usage, &format!("rule file {error}"), help.as_deref());
            None
        }
    }
}

/// The rule files in a folder and below.
pub(super) fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml") && looks_like_pack(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Tables and other YAML can be beside packs. What cannot be read is taken for a pack, so that reading it says why.
fn looks_like_pack(path: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(path) else { return true };
    let key = |line: &str| {
        ["semxform", "rules"].iter().any(|key| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
    };
    text.trim().is_empty() || text.lines().any(key)
}

/// The shipped pack with a name like this.
fn near(name: &str) -> Option<String> {
    let names: Vec<String> = shipped().map(|(name, _)| name).collect();
    nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}

/// The shipped pack that somebody means who leaves out `builtin:` or the folder.
fn meant(name: &str) -> Option<String> {
    shipped().map(|(shipped, _)| shipped).find(|shipped| shipped == name || shipped.rsplit('/').next() == Some(name))
}

/// Says the mistakes of a rule file; raises exit 2.
pub(super) fn broken(name: &str, text: &str, errors: &[RuleError], ui: &mut Ui) {
    let findings: Vec<_> = errors.iter().map(RuleError::finding).collect();
    ui.broken(&Source::text(name, text.as_bytes()), &findings);
}
