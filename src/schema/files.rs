//! The schemas as files, and their index. Writes nothing.

use serde_json::{Value, json};

use super::fold::schema;
use super::names::file;
use crate::semaphore::{Band, stretches};

/// The text of a band's file.
#[must_use]
pub(crate) fn text(band: Band) -> String {
    pretty(&Value::from(schema(band)))
}

/// The text of the index: which file is for which versions.
#[must_use]
pub(crate) fn index() -> String {
    let schemas = Band::ALL.map(|band| {
        let versions = stretches().filter(|(_, _, of, _)| *of == band);
        let versions: Vec<Value> = versions
            .map(|(from, to, _, certain)| {
                let range = if from == to { format!("={from}") } else { format!(">={from} <={to}") };
                json!({"range": range, "certain": certain})
            })
            .collect();
        json!({"band": band.label(), "schema": file(band), "new": band.about(), "versions": versions})
    });
    pretty(&json!({"schemas": schemas}))
}

/// Every file with its text.
#[must_use]
pub(crate) fn all() -> Vec<(String, String)> {
    let schemas = Band::ALL.into_iter().map(|band| (file(band), text(band)));
    schemas.chain([("index.json".to_owned(), index())]).collect()
}

fn pretty(value: &Value) -> String {
    // Keys are texts, so this cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
