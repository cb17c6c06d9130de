//! Findings with the commands that repair them: once, below all of them.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::{Human, Source, concise, concise_folded};
use crate::finding::{Finding, Severity};
use crate::run::{Advice, Suggestion};
use crate::text::plural;

const NEXT: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);

/// So many lines below the errors push them off a screen; then they are named again.
const FAR: usize = 20;
/// So many errors are named again.
const REPEATED: usize = 3;

/// So many kinds of findings that are no errors are named of one of many files.
const KINDS: usize = 12;

/// The findings, in the order of their severity, and the commands. Of one of many files only errors have a window.
#[must_use]
pub(crate) fn findings(human: Human, source: &Source, findings: &[Finding], advice: &Advice, one_of_many: bool) -> String {
    if one_of_many && !human.verbose {
        return brief(human, source, findings) + &commands(source, advice, findings);
    }
    let (errors, rest) = findings.split_at(findings.partition_point(|finding| finding.severity == Severity::Error));
    let rest = human.findings(source, rest);
    let mut out = human.findings(source, errors) + &rest;
    if !errors.is_empty() && rest.lines().count() > FAR {
        out += &concise(source, &errors[..errors.len().min(REPEATED)]);
        if errors.len() > REPEATED {
            let _ = writeln!(out, "… and {} above", plural(errors.len() - REPEATED, "other error"));
        }
    }
    out + &commands(source, advice, findings)
}

fn brief(human: Human, source: &Source, findings: &[Finding]) -> String {
    let (errors, rest) = findings.split_at(findings.partition_point(|finding| finding.severity == Severity::Error));
    let warnings = &rest[..rest.partition_point(|finding| finding.severity == Severity::Warning)];
    let (lines, left_out) = concise_folded(source, warnings, KINDS);
    let mut out = human.findings(source, errors) + &lines;
    if left_out > 0 {
        let _ = writeln!(out, "… and {}; -v shows all", plural(left_out, "other warning"));
    }
    out
}

/// `Next: semxform migrate --to 2.18.30 backup.json  (repairs 14 of 16)`, with colours; empty where no command repairs anything.
fn commands(source: &Source, advice: &Advice, findings: &[Finding]) -> String {
    let all = findings.iter().filter(|finding| finding.severity > Severity::Info).count();
    let mut out = String::new();
    for (at, suggestion) in advice.commands.iter().enumerate() {
        let head = if at == 0 { format!("{NEXT}Next{NEXT:#}:") } else { "     ".to_owned() };
        let _ = writeln!(out, "{head} {}", line(source, suggestion, all));
    }
    if let Some(command) = &advice.untried {
        let _ = writeln!(out, "{NEXT}Next{NEXT:#}: {}", source.help(command));
    }
    if let Some(suggestion) = &advice.afterwards {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error && finding.command.is_none());
        let word = if advice.commands.is_empty() { "Next" } else { "Then" };
        let _ =
            writeln!(out, "{NEXT}{word}{NEXT:#}: correct what no command repairs ({}), then", plural(errors.count(), "error"));
        let _ = writeln!(out, "      {}", line(source, suggestion, all));
    }
    out
}

fn line(source: &Source, suggestion: &Suggestion, all: usize) -> String {
    let losses = match suggestion.losses {
        0 => String::new(),
        1 => "; 1 loss".to_owned(),
        losses => format!("; {losses} losses"),
    };
    format!("{}  (repairs {} of {all}{losses})", source.help(&suggestion.command), suggestion.repairs)
}
