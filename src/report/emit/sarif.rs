//! `sarif` 2.1.0: one run with all codes as rules, for code scanning and editors. The structures hold what we use of the format.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Counts, Emit, Envelope, Extras, FileEntry, FindingEntry, details, uri, worst_first};
use crate::finding::Severity;
use crate::finding::codes::{self, Page};
use crate::report::envelope::{Fix, Replacement};
use crate::sorting;
use crate::text::safe;

/// The schema that the report is valid against.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// GitHub keeps so many results of a run.
const KEPT: usize = 25_000;
/// The key of our fingerprint; the number changes when the way to make one does.
const FINGERPRINT: &str = "semxform/v1";

/// Static analysis results.
#[derive(Debug)]
pub(super) struct Sarif;

impl Emit for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn about(&self) -> &'static str {
        "SARIF 2.1.0 for code scanning and editors"
    }

    fn extras(&self) -> Extras {
        Extras { fixes: true, ..Extras::default() }
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut found = worst_first(envelope);
        let rest = found.split_off(found.len().min(KEPT));
        let results = found.into_iter().map(|(file, finding)| result(file, finding)).collect();
        let mut notifications: Vec<Value> = Vec::new();
        if let Some(error) = &envelope.error {
            notifications.push(notification("error", &error.message));
        }
        let rest = Counts::listed(rest.into_iter().map(|(_, finding)| finding)).and(Counts::not_kept(&envelope.files)).text();
        if !rest.is_empty() {
            notifications.push(notification("warning", &format!("and {rest} that are left out")));
        }
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool { driver: driver() },
                invocations: [json!({
                    "executionSuccessful": envelope.error.is_none(),
                    "toolExecutionNotifications": notifications,
                })],
                column_kind: "unicodeCodePoints",
                results,
            }],
        };
        crate::text::safe::pretty_json(&log)
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Value; 1],
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'a>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    db: &'a [&'static str],
    stage: &'static str,
    fixable: bool,
}

fn driver() -> Driver {
    Driver {
        name: "semxform",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: codes::all().map(rule).collect(),
    }
}

fn rule(page: &Page) -> Rule {
    let Page { what, why, versions, repair, example, .. } = *page;
    let text = format!("{what}\n\n{why}\n\nVersions: {versions}\n\nRepair: {repair}");
    let markdown =
        format!("{what}\n\n**Why.** {why}\n\n**Versions.** {versions}\n\n**Repair.** {repair}\n\n```text\n{example}\n```\n");
    Rule {
        id: page.code.name(),
        short_description: Text { text: page.title.into() },
        full_description: Text { text: what.into() },
        help: Help { text, markdown },
        help_uri: page.code.url(),
        default_configuration: Configuration { level: level(page.severity) },
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result<'a>(file: &'a FileEntry, finding: &'a FindingEntry) -> SarifResult<'a> {
    let mut message = safe::line(&finding.message).into_owned();
    for (label, text) in details(finding) {
        // Writing to memory cannot fail.
        let _ = write!(message, "\n{label}: {}", safe::line(text));
    }
    let region = Region {
        start_line: finding.line.unwrap_or(1),
        start_column: finding.column,
        end_line: finding.end_line,
        end_column: finding.end_column,
    };
    let logical = finding.entity.as_deref().map(|entity| [LogicalLocation { fully_qualified_name: safe::line(entity) }]);
    SarifResult {
        rule_id: finding.code,
        rule_index: codes::all().position(|page| page.code == finding.code),
        level: level(finding.severity),
        message: Text { text: message.into() },
        locations: [Location {
            physical_location: PhysicalLocation { artifact_location: Artifact { uri: uri::uri(&file.path) }, region },
            logical_locations: logical,
        }],
        partial_fingerprints: sorting::tree([(FINGERPRINT, finding.fingerprint.as_str())]),
        fixes: finding.fixes.iter().map(|fix| sarif_fix(file, fix)).collect(),
        properties: Properties {
            target: file.target.as_deref(),
            db: &finding.db,
            stage: finding.stage,
            fixable: finding.fixable,
        },
    }
}

/// A replacement is exact: what it inserts is data, not text for people.
fn sarif_fix(file: &FileEntry, fix: &Fix) -> Value {
    let replacement = |replacement: &Replacement| {
        let Replacement { start, end, text } = replacement;
        json!({
            "deletedRegion": {
                "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
            },
            "insertedContent": { "text": text },
        })
    };
    json!({
        "description": { "text": fix.command },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri::uri(&file.path) },
            "replacements": fix.replacements.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

fn notification(level: &str, text: &str) -> Value {
    json!({ "level": level, "message": { "text": safe::line(text) } })
}
