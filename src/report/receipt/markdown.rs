//! The receipt in Markdown, for people who pass it on.

use std::fmt::Write as _;

use super::Receipt;
use crate::finding::Severity;
use crate::report::{grouped, origin};
use crate::text::safe::{markdown, markdown_code};

/// The receipt in Markdown, with a final newline.
#[must_use]
pub(crate) fn document(receipt: &Receipt) -> String {
    let mut out = format!("# Migration of {} to Semaphore {}\n\n", markdown_code(&receipt.path), receipt.target);
    let file = |path: &str, size: usize, hash: &str| format!("{}, {size} bytes, SHA-256 `{hash}`", markdown_code(path));
    let written = match (&receipt.written, &receipt.result) {
        (Some(path), Some(result)) => file(path, result.size, &result.sha256),
        (Some(path), None) => markdown_code(path),
        (None, _) => "nothing".to_owned(),
    };
    let detected = receipt.detected.as_ref().map_or_else(|| "unknown".to_owned(), |d| origin::range(&d.first, &d.last));
    let outcomes: Vec<String> =
        receipt.outcomes.iter().map(|(db, outcome)| format!("{db}: {}", outcome.replace('_', "-"))).collect();
    let rows = [
        ("input", file(&receipt.path, receipt.size, &receipt.sha256)),
        ("written by Semaphore", detected),
        ("written to", written),
        ("the target would", outcomes.join(", ")),
        ("made with", markdown(&receipt.tool).into_owned()),
    ];
    out.push_str("| | |\n|---|---|\n");
    for (name, value) in rows {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    list(
        &mut out,
        "Not kept",
        "nothing is lost",
        receipt.losses.iter().map(|loss| {
            let value = loss.value.as_ref().map_or_else(String::new, |value| format!(": {}", markdown_code(&value.to_string())));
            let open = if loss.accepted { "" } else { ", **not accepted**" };
            let place = grouped::with_member(&loss.entity, &loss.pointer);
            format!("{}{value}: {} ({}{open})", markdown_code(&place), markdown(&loss.what), markdown(&loss.rule))
        }),
    );
    if let Some(accept) = &receipt.accept_loss {
        let _ = writeln!(out, "\nTo accept: {}", markdown_code(accept));
    }
    list(
        &mut out,
        "To enter again after the restore",
        "nothing",
        receipt.secrets.iter().map(|secret| markdown(&secret.line()).into_owned()),
    );
    let weighty = receipt.findings.iter().filter(|finding| finding.severity != Severity::Info);
    list(
        &mut out,
        "What the target would refuse, lose or change",
        "nothing",
        weighty.map(|finding| {
            let entity = finding.entity.as_ref().map_or_else(String::new, |entity| format!(" {}", markdown_code(entity)));
            format!("{} {}: {}{entity}", finding.severity, finding.code, markdown(&finding.message))
        }),
    );
    list(
        &mut out,
        "Notes",
        "none",
        receipt.notes.iter().map(|note| {
            let entity = note.entity.as_ref().map_or_else(String::new, |entity| format!("{}: ", markdown_code(entity)));
            format!("{entity}{} ({})", markdown(&note.text), markdown(&note.rule))
        }),
    );
    let hops = receipt.hops.iter().map(|hop| (format!("{} → {}", hop.from, hop.to), &hop.rules));
    let ends = [("repaired".to_owned(), &receipt.repaired), (format!("for {}", receipt.target), &receipt.landing)];
    let steps = hops.chain(ends).filter(|(_, rules)| !rules.is_empty());
    list(
        &mut out,
        "What was done",
        "nothing",
        steps.map(|(step, rules)| {
            let rules: Vec<String> = rules.iter().map(|rule| format!("{} ({})", markdown(&rule.rule), rule.changes)).collect();
            format!("{step}: {}", rules.join(", "))
        }),
    );
    list(&mut out, "Never in this backup", "nothing", receipt.never_held.iter().map(|what| markdown(what).into_owned()));
    if let Some(verify) = &receipt.verify {
        let _ = writeln!(out, "\nTo verify: {}", markdown_code(verify));
    }
    out
}

/// A heading with a list below it, or a word.
fn list(out: &mut String, heading: &str, nothing: &str, items: impl Iterator<Item = String>) {
    let _ = write!(out, "\n## {heading}\n\n");
    let before = out.len();
    for item in items {
        let _ = writeln!(out, "- {item}");
    }
    if out.len() == before {
        let _ = writeln!(out, "{nothing}");
    }
}
