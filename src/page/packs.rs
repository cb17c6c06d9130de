//! Rule packs: the shipped ones, and what is wrong with one of the operator's own.

use serde_json::{Value, json};

use super::answer::{Failure, PageAnswer, entries};
use super::question::{PackText, Question};
use crate::pack::{BUILTIN, Pack, RuleError, builtin};
use crate::report::emit::view;
use crate::report::envelope::FileEntry;
use crate::report::{Source, pack};

/// The shipped packs that can be applied.
pub(super) fn shipped() -> Vec<Value> {
    let read = |name: &str, text: &str| Pack::parse(name, text).ok().map(|pack| described(name, &pack));
    builtin().iter().filter_map(|shipped| read(&format!("{BUILTIN}{}", shipped.name), shipped.text)).collect()
}

fn described(name: &str, pack: &Pack) -> Value {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let params = pack.params.iter().map(|param| {
        json!({ "name": param.name, "about": param.about, "kind": param.kind.name(), "value": param.default.as_ref().map(text) })
    });
    let entry = pack::entry(name, pack);
    json!({
        "name": name, "id": pack.id, "title": entry.title, "about": entry.about, "rules": entry.rules, "params": params.collect::<Vec<_>>(),
    })
}

/// The packs of a question.
pub(super) fn read(packs: &[PackText]) -> Result<Vec<Pack>, Failure> {
    if packs.is_empty() {
        return Err(Failure::new("choose a rule pack, or write one"));
    }
    packs.iter().map(one).collect()
}

fn one(named: &PackText) -> Result<Pack, Failure> {
    let shipped = named.name.strip_prefix(BUILTIN).and_then(|name| builtin().iter().find(|pack| pack.name == name));
    let text = named.text.as_deref().or(shipped.map(|pack| pack.text));
    let text = text.ok_or_else(|| Failure::new(format!("no shipped pack is called {}", named.name)))?;
    let parsed = Pack::parse(&named.name, text).and_then(|mut pack| {
        pack.load_tables(|_| Err("cannot be read here: write the table into the pack".to_owned()))?;
        Ok(pack)
    });
    parsed.map_err(|mistakes| {
        let first = mistakes.0.first().map(|mistake| format!("{}:{}: {}", named.name, mistake.line, mistake.message));
        Failure::new(first.unwrap_or_default())
    })
}

/// What a pack takes, or its mistakes at their places.
pub(super) fn look_at(question: &Question) -> PageAnswer {
    let Some(PackText { name, text: Some(text) }) = question.packs.first() else {
        return Failure::new("there is no pack").into_answer();
    };
    match Pack::parse(name, text) {
        Ok(pack) => PageAnswer::new(&json!({ "pack": described(name, &pack) })),
        Err(mistakes) => {
            let findings: Vec<_> = mistakes.0.iter().map(RuleError::finding).collect();
            let findings = entries(question.secrets(), &Source::text(name, text.as_bytes()), &findings);
            let entry = FileEntry { path: name.clone(), findings, ..FileEntry::default() };
            PageAnswer::new(&json!({ "file": view::file(&entry) }))
        }
    }
}
