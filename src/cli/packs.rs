//! Rule packs as `-r` names them → checked packs, with every mistake of every file said.

use std::path::Path;

use super::exit::Exit;
use super::ui::Ui;
use crate::finding::{Finding, Severity, Stage, Words};
use crate::pack::{MIGRATION_PACKS, Pack, RuleError, builtin};
use crate::report::Source;
use crate::text::suggest::nearest;

/// What stands before the name of a shipped pack.
pub const PREFIX: &str = "builtin:";

/// Every pack that is part of the program, with its text: those for everybody, then the steps of migrations.
pub fn shipped() -> impl Iterator<Item = (String, &'static str)> {
    let own = builtin().iter().map(|pack| (pack.name.to_owned(), pack.text));
    own.chain(MIGRATION_PACKS.iter().map(|(name, text)| (format!("migrate/{name}"), *text)))
}

/// Reads packs; `None`, with all mistakes said, if one is broken.
pub fn load(names: &[String], ui: &mut Ui) -> Option<Vec<Pack>> {
    let packs: Vec<Option<Pack>> = names.iter().map(|name| one(name, ui)).collect();
    packs.into_iter().collect()
}

/// Reads one pack; `None`, with all mistakes said, if it is broken.
pub fn one(name: &str, ui: &mut Ui) -> Option<Pack> {
    let text = text(name, ui)?;
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let parsed = Pack::parse(name, &text).and_then(|mut pack| {
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
pub fn text(name: &str, ui: &mut Ui) -> Option<String> {
    if let Some(short) = name.strip_prefix(PREFIX) {
        let found = shipped().find(|(name, _)| name == short);
        if found.is_none() {
            let names: Vec<String> = shipped().map(|(name, _)| name).collect();
            let near = meant(short).or_else(|| nearest(short, names.iter().map(String::as_str)).map(str::to_owned));
            let help = near.map_or_else(|| "semxform rules list shows them".to_owned(), |n| format!("did you mean {PREFIX}{n}?"));
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
                _ if Path::new(name).is_dir() => Some(format!("name its files: {}/*.yaml", name.trim_end_matches('/'))),
                Some(shipped) => Some(format!("did you mean {PREFIX}{shipped}?")),
                None => error.help.clone(),
            };
            ui.error(Exit::Usage, &format!("rule file {error}"), help.as_deref());
            None
        }
    }
}

/// The shipped pack that somebody means who leaves out `builtin:` or the folder.
fn meant(name: &str) -> Option<String> {
    shipped().map(|(shipped, _)| shipped).find(|shipped| shipped == name || shipped.rsplit('/').next() == Some(name))
}

/// Says the mistakes of a rule file; raises exit 2.
pub fn broken(name: &str, text: &str, errors: &[RuleError], ui: &mut Ui) {
    let findings: Vec<_> = errors
        .iter()
        .map(|error| {
            let mut finding =
                Finding::new(error.code, Severity::Error, Stage::Schema, error.message.clone()).at_bytes(error.span.clone());
            finding.help = error.suggestion.clone().map(Words::from);
            finding
        })
        .collect();
    ui.broken(&Source::text(name, text.as_bytes()), &findings);
}
