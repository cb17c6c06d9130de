//! The receipt in Markdown, for people who pass it on.

use std::fmt::Write as _;

use super::{FindingEntry, LossEntry, NoteEntry, Receipt, RuleEntry};
use crate::finding::Severity;
use crate::report::{grouped, origin};
use crate::text::safe::{markdown, markdown_code};

/// The receipt in Markdown, with a final newline.
#[must_use]
pub(crate) fn document(receipt: &Receipt) -> String {
    let mut out = format!("# Migration of {} to Semaphore {}\n\n", markdown_code(&receipt.path), receipt.target);
    out.push_str("| | |\n|---|---|\n");
    for (name, value) in facts(receipt) {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    for section in &SECTIONS {
        section.write(receipt, &mut out);
    }
    if let Some(verify) = &receipt.verify {
        let _ = writeln!(out, "\nTo verify: {}", markdown_code(verify));
    }
    out
}

/// The table at the top: what it is about, and how it ended.
fn facts(receipt: &Receipt) -> [(&'static str, String); 5] {
    let file = |path: &str, size: usize, hash: &str| format!("{}, {size} bytes, SHA-256 `{hash}`", markdown_code(path));
    let written = match (&receipt.written, &receipt.result) {
        (Some(path), Some(result)) => file(path, result.size, &result.sha256),
        (Some(path), None) => markdown_code(path),
        (None, _) => "nothing".to_owned(),
    };
    let detected = receipt.detected.as_ref().map_or_else(|| "unknown".to_owned(), |d| origin::range(&d.first, &d.last));
    let outcomes: Vec<String> =
        receipt.outcomes.iter().map(|(db, outcome)| format!("{db}: {}", outcome.replace('_', "-"))).collect();
    [
        ("input", file(&receipt.path, receipt.size, &receipt.sha256)),
        ("written by Semaphore", detected),
        ("written to", written),
        ("the target would", outcomes.join(", ")),
        ("made with", markdown(&receipt.tool).into_owned()),
    ]
}

/// A heading with a list below it.
struct Section {
    heading: &'static str,
    /// What stands for an empty list.
    nothing: &'static str,
    items: fn(&Receipt) -> Vec<String>,
    /// A line below the list, if there is something to say.
    below: fn(&Receipt) -> Option<String>,
}

const fn section(heading: &'static str, nothing: &'static str, items: fn(&Receipt) -> Vec<String>) -> Section {
    Section { heading, nothing, items, below: |_| None }
}

/// The sections, in order.
const SECTIONS: [Section; 6] = [
    Section {
        below: |receipt| Some(format!("To accept: {}", markdown_code(receipt.accept_loss.as_ref()?))),
        ..section("Not kept", "nothing is lost", losses)
    },
    section("To enter again after the restore", "nothing", |receipt| {
        receipt.secrets.iter().map(|secret| markdown(&secret.line()).into_owned()).collect()
    }),
    section("What the target would refuse, lose or change", "nothing", findings),
    section("Notes", "none", notes),
    section("What was done", "nothing", steps),
    section("Never in this backup", "nothing", |receipt| {
        receipt.never_held.iter().map(|what| markdown(what).into_owned()).collect()
    }),
];

impl Section {
    fn write(&self, receipt: &Receipt, out: &mut String) {
        let _ = write!(out, "\n## {}\n\n", self.heading);
        let items = (self.items)(receipt);
        for item in &items {
            let _ = writeln!(out, "- {item}");
        }
        if items.is_empty() {
            let _ = writeln!(out, "{}", self.nothing);
        }
        if let Some(line) = (self.below)(receipt) {
            let _ = writeln!(out, "\n{line}");
        }
    }
}

fn losses(receipt: &Receipt) -> Vec<String> {
    let item = |loss: &LossEntry| {
        let value = loss.value.as_ref().map_or_else(String::new, |value| format!(": {}", markdown_code(&value.to_string())));
        let open = if loss.accepted { "" } else { ", **not accepted**" };
        let place = grouped::with_member(&loss.entity, &loss.pointer);
        format!("{}{value}: {} ({}{open})", markdown_code(&place), markdown(&loss.what), markdown(&loss.rule))
    };
    receipt.losses.iter().map(item).collect()
}

fn findings(receipt: &Receipt) -> Vec<String> {
    let item = |finding: &FindingEntry| {
        let entity = finding.entity.as_ref().map_or_else(String::new, |entity| format!(" {}", markdown_code(entity)));
        format!("{} {}: {}{entity}", finding.severity, finding.code, markdown(&finding.message))
    };
    receipt.findings.iter().filter(|finding| finding.severity != Severity::Info).map(item).collect()
}

fn notes(receipt: &Receipt) -> Vec<String> {
    let item = |note: &NoteEntry| {
        let entity = note.entity.as_ref().map_or_else(String::new, |entity| format!("{}: ", markdown_code(entity)));
        format!("{entity}{} ({})", markdown(&note.text), markdown(&note.rule))
    };
    receipt.notes.iter().map(item).collect()
}

fn steps(receipt: &Receipt) -> Vec<String> {
    let hops = receipt.hops.iter().map(|hop| (format!("{} → {}", hop.from, hop.to), &hop.rules));
    let ends = [("repaired".to_owned(), &receipt.repaired), (format!("for {}", receipt.target), &receipt.landing)];
    let item = |(step, rules): (String, &Vec<RuleEntry>)| {
        let rules: Vec<String> = rules.iter().map(|rule| format!("{} ({})", markdown(&rule.rule), rule.changes)).collect();
        format!("{step}: {}", rules.join(", "))
    };
    hops.chain(ends).filter(|(_, rules)| !rules.is_empty()).map(item).collect()
}
