//! Findings with the commands that repair them: once, below all of them.

use std::collections::HashSet;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::databases::together;
use super::grouped::with_member;
use super::{Human, Source, concise, concise_folded, hang, hang_each};
use crate::finding::{Finding, Severity};
use crate::run::{Advice, Suggestion};
use crate::text::{plural, safe};

const NEXT: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);

/// So many lines below the errors push them off a screen; then they are named again.
const FAR: usize = 20;
/// So many errors are named again.
const REPEATED: usize = 3;

/// So much of what a command takes away is named.
const NAMED: usize = 3;

/// So many kinds of findings that are no errors are named of one of many files.
const KINDS: usize = 12;

/// The findings, in the order of their severity, and the commands. Of one of many files only errors have a window.
#[must_use]
pub(crate) fn findings(human: Human, source: &Source, findings: &[Finding], advice: &Advice, one_of_many: bool) -> String {
    if one_of_many && !human.verbose {
        return brief(human, source, findings) + &commands(human, source, advice, findings);
    }
    let (errors, rest) = findings.split_at(findings.partition_point(|finding| finding.severity == Severity::Error));
    let rest = human.findings(source, rest);
    let mut out = human.findings(source, errors) + &rest;
    if !errors.is_empty() && rest.lines().count() > FAR {
        let errors = together(errors);
        out += &hang_each(&concise(source, &errors[..errors.len().min(REPEATED)]), human.line_width);
        if errors.len() > REPEATED {
            let _ = writeln!(out, "… and {} above", plural(errors.len() - REPEATED, "other error"));
        }
    }
    out + &commands(human, source, advice, findings)
}

fn brief(human: Human, source: &Source, findings: &[Finding]) -> String {
    let (errors, rest) = findings.split_at(findings.partition_point(|finding| finding.severity == Severity::Error));
    let warnings = &rest[..rest.partition_point(|finding| finding.severity == Severity::Warning)];
    let (lines, left_out) = concise_folded(source, warnings, KINDS);
    let mut out = human.findings(source, errors) + &hang_each(&lines, human.line_width);
    if left_out > 0 {
        let _ = writeln!(out, "… and {}; -v shows all", plural(left_out, "other warning"));
    }
    out
}

/// `Next: semxform migrate --to 2.18.30 backup.json  (repairs 14 of 16 warnings)`, with colours; empty where no command repairs anything.
/// Where several are needed for all of it, each says how much of what stops the restore it repairs, and how much of the rest.
fn commands(human: Human, source: &Source, advice: &Advice, findings: &[Finding]) -> String {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let all = All { errors: count(Severity::Error), warnings: count(Severity::Warning), apart: advice.commands.len() > 1 };
    let mut out = String::new();
    for (at, suggestion) in advice.commands.iter().enumerate() {
        let (command, rest) = line(human, source, suggestion, all);
        let head = if at == 0 { format!("{NEXT}Next{NEXT:#}: ") } else { BELOW.to_owned() };
        out += &copyable(&head, &command, &rest, human.line_width);
    }
    if let Some(command) = &advice.untried {
        out += &copyable(&format!("{NEXT}Next{NEXT:#}: "), &source.help(command), "", human.line_width);
    }
    if let Some(suggestion) = &advice.afterwards {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error && finding.command.is_none());
        let word = if advice.commands.is_empty() { "Next" } else { "Then" };
        let _ =
            writeln!(out, "{NEXT}{word}{NEXT:#}: correct what no command repairs ({}), then", plural(errors.count(), "error"));
        let (command, rest) = line(human, source, suggestion, all);
        out += &copyable(BELOW, &command, &rest, human.line_width);
    }
    out
}

/// What stands before a command below another line.
const BELOW: &str = "      ";

/// A command behind `head`, with what is said about it. Where a terminal ends the line is broken before the command and behind it, so that
/// it can be copied.
fn copyable(head: &str, command: &str, rest: &str, width: usize) -> String {
    // Each head takes six columns.
    let fits = |text: &str| BELOW.len() + text.chars().count() <= width;
    let rest = if rest.is_empty() || fits(&format!("{command}  {}", rest.lines().next().unwrap_or_default())) {
        format!("  {rest}")
    } else {
        format!("\n{BELOW}{rest}")
    };
    let head = if fits(command) || head == BELOW { head.to_owned() } else { format!("{}\n", head.trim_end()) };
    format!("{head}{command}{}\n", rest.trim_end())
}

/// What there is to repair.
#[derive(Debug, Clone, Copy)]
struct All {
    errors: usize,
    warnings: usize,
    /// Whether errors and warnings are counted apart.
    apart: bool,
}

impl All {
    /// `14 of 16 errors and warnings`, `1 of 4 warnings`, or `all 3 errors, 2 of 9 warnings`
    fn of(self, suggestion: &Suggestion) -> String {
        if !self.apart {
            let all = match (self.errors, self.warnings) {
                (errors, 0) => plural(errors, "error"),
                (0, warnings) => plural(warnings, "warning"),
                (errors, warnings) => format!("{} errors and warnings", errors + warnings),
            };
            return format!("{} of {all}", suggestion.repairs);
        }
        let part = |repaired: usize, all: usize, word: &str| match repaired {
            _ if all == 0 => None,
            0 => Some(format!("no {word}")),
            _ if repaired == all && all > 1 => Some(format!("all {all} {word}s")),
            _ if repaired == all => Some(format!("the {word}")),
            _ => Some(format!("{repaired} of {}", plural(all, word))),
        };
        let warnings = suggestion.repairs - suggestion.errors;
        let parts = [part(suggestion.errors, self.errors, "error"), part(warnings, self.warnings, "warning")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The command, and what it repairs, with what it takes away in a line of its own.
fn line(human: Human, source: &Source, suggestion: &Suggestion, all: All) -> (String, String) {
    let command = source.help(&suggestion.command);
    let then = match suggestion.others {
        0 => String::new(),
        1 => "; 1 other shows up".to_owned(),
        others => format!("; {others} others show up"),
    };
    let repairs = all.of(suggestion) + &then;
    if suggestion.lost.is_empty() {
        return (command, format!("(repairs {repairs})"));
    }
    let losses = plural(suggestion.lost.len(), "loss");
    let mut lost: Vec<String> = suggestion.lost.iter().map(|(entity, pointer)| with_member(entity, pointer)).collect();
    let mut seen = HashSet::new();
    lost.retain(|place| seen.insert(place.clone()));
    let named: Vec<_> = lost.iter().take(NAMED).map(|place| safe::line(place)).collect();
    let more = lost.len() - named.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let lost = hang(&format!("takes away {}{rest}", named.join(", ")), human.width, "      ".len());
    (command, format!("(repairs {repairs}; {losses})\n{BELOW}{lost}"))
}
