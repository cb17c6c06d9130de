//! Rule packs as `-r` names them → checked packs, with every mistake of every file said.

use std::path::Path;

use super::exit::Exit;
use super::ui::Ui;
use crate::finding::{Finding, Severity, Stage};
use crate::near::nearest;
use crate::report::Source;
use crate::rule::{Pack, RuleError, builtin};

/// What stands before the name of a shipped pack.
pub const PREFIX: &str = "builtin:";

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
            let bytes = crate::fs::read(&folder.join(file)).map_err(|e| e.what)?;
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
        let found = builtin().iter().find(|pack| pack.name == short);
        if found.is_none() {
            let near = nearest(short, builtin().iter().map(|pack| pack.name));
            let help = near.map_or_else(|| "semxform rules list shows them".to_owned(), |n| format!("did you mean {PREFIX}{n}?"));
            ui.error(Exit::Usage, &format!("no shipped pack is called {short}"), Some(&help));
        }
        return found.map(|pack| pack.text.to_owned());
    }
    match crate::fs::read(Path::new(name)) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(_) => {
                ui.error(Exit::Usage, &format!("{name}: the rule file is not UTF-8"), None);
                None
            }
        },
        Err(error) => {
            let help = error.help.as_deref();
            ui.error(Exit::Usage, &format!("rule file {error}"), help);
            None
        }
    }
}

fn broken(name: &str, text: &str, errors: &[RuleError], ui: &mut Ui) {
    let findings: Vec<_> = errors
        .iter()
        .map(|error| {
            let mut finding = Finding::new("SX201", Severity::Error, Stage::Schema, error.message.clone());
            finding.span = Some(error.span.clone());
            finding.help.clone_from(&error.suggestion);
            finding
        })
        .collect();
    ui.broken(&Source::text(name, text.as_bytes()), &findings);
}
