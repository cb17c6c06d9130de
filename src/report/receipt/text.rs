//! The receipt as text for people, on stderr.

use std::fmt::Write as _;

use anstyle::{Effects, Style};

use super::Receipt;
use crate::engine::Loss;
use crate::finding::Severity;
use crate::mask::Secrets;
use crate::report::envelope::FindingEntry;
use crate::report::grouped::{self, Sentence, indent};
use crate::report::hang;
use crate::report::origin;
use crate::report::run::Run;
use crate::run::Judged;
use crate::text::{plural, safe};

const NAME: Style = Style::new().effects(Effects::BOLD);

/// How much of a lost value is shown.
const VALUE: usize = 60;
/// How many keys are listed: this is a list of things to do, and few projects have more.
const KEYS: usize = 100;
/// How many names are listed.
const USERS: usize = 4;

/// How much of a receipt is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What cannot be kept: of many files.
    Losses,
    /// What is not the same for every file.
    Usual,
    /// Everything.
    All,
}

/// The receipt for a terminal of so many columns, with colours and a final newline. Losses and notes are those of the run, so that none is
/// copied that is not shown.
#[must_use]
pub(crate) fn human(receipt: &Receipt, judged: &Judged, secrets: Secrets, width: usize, detail: Detail) -> String {
    let mut out = String::new();
    let hops = plural(receipt.hops.len(), "step");
    let from = receipt.detected.as_ref().map_or_else(String::new, |d| origin::range(&d.first, &d.last) + " ");
    let path = format!("{NAME}{}{NAME:#}: {from}→ {}, {hops}", safe::line(&receipt.path), receipt.target);
    let _ = writeln!(out, "{}", hang(&path, width, 4));
    if detail == Detail::Losses {
        losses(judged, secrets, width, &mut out);
        return out;
    }
    let parts = [("repaired".to_owned(), &receipt.repaired)].into_iter();
    let parts = parts.chain(receipt.hops.iter().map(|hop| (format!("{} → {}", hop.from, hop.to), &hop.rules)));
    for (name, rules) in parts.chain([(format!("for {}", receipt.target), &receipt.landing)]) {
        if !rules.is_empty() {
            let list: Vec<_> = rules.iter().map(|r| format!("{} ({})", r.rule, r.changes)).collect();
            let _ = writeln!(out, "  {}", indent(&format!("{name}: {}", list.join(", ")), width, 4));
        }
    }
    losses(judged, secrets, width, &mut out);
    grouped::notes(width).write(
        &mut out,
        &judged.outcome.notes,
        |note| Sentence { text: &note.text, rule: &note.rule, mark: "" },
        |note| grouped::entity_line(note.entity.as_ref()),
    );
    warnings(receipt, width, &mut out);
    by_hand(receipt, width, detail == Detail::All, &mut out);
    if let Some(verify) = &receipt.verify {
        let _ = writeln!(out, "To verify: {verify}");
    }
    out
}

fn losses(judged: &Judged, secrets: Secrets, width: usize, out: &mut String) {
    let run = Run { doc: judged.document(), outcome: &judged.outcome, secrets };
    grouped::losses(width, grouped::FEW).write(
        out,
        judged.outcome.losses.iter().zip(&judged.accepted),
        |(loss, accepted): (&Loss, &bool)| Sentence {
            text: &loss.what,
            rule: &loss.rule,
            mark: if *accepted { "" } else { ", not accepted" },
        },
        |(loss, _)| Some(run.loss_line(loss, VALUE)),
    );
}

/// That losses keep the result from being written, and what to type.
pub(crate) fn not_accepted(receipt: &Receipt, judged: &Judged) -> Option<String> {
    let accept = receipt.accept_loss.as_ref()?;
    let open = judged.accepted.iter().filter(|accepted| !**accepted).count();
    Some(format!("{} not accepted: nothing is written. To accept: {accept}", plural_losses(open)))
}

/// What the target itself loses or changes when it restores the result.
fn warnings(receipt: &Receipt, width: usize, out: &mut String) {
    let is_warning = |finding: &&FindingEntry| finding.severity == Severity::Warning;
    grouped::warnings(width).write(
        out,
        receipt.findings.iter().filter(is_warning),
        |finding| Sentence { text: &finding.message, rule: finding.code, mark: "" },
        |finding| grouped::entity_line(finding.entity.as_ref()),
    );
}

fn plural_losses(count: usize) -> String {
    if count == 1 { "1 loss is".to_owned() } else { format!("{count} losses are") }
}

/// What is left to do after the restore.
fn by_hand(receipt: &Receipt, width: usize, verbose: bool, out: &mut String) {
    let (orphans, keys): (Vec<_>, Vec<_>) = receipt.secrets.iter().partition(|s| s.used_by.is_empty() && !s.owner.is_empty());
    if !receipt.secrets.is_empty() {
        let _ = writeln!(out, "To enter again after the restore, because secrets are never in a backup:");
    }
    for secret in keys.iter().take(KEYS) {
        let _ = writeln!(out, "  {}", indent(&secret.line(), width, 4));
    }
    if keys.len() > KEYS {
        let _ = writeln!(out, "  … and {} more; --receipt FILE lists all", keys.len() - KEYS);
    }
    if !orphans.is_empty() {
        let names: Vec<_> = orphans.iter().map(|secret| secret.key.as_str()).collect();
        let text = format!("secrets of variable groups and storages, whose links are not in the file: {}", some(&names));
        let _ = writeln!(out, "  {}", indent(&text, width, 4));
    }
    if !verbose {
        let count = plural(receipt.never_held.len(), "thing");
        let _ = writeln!(out, "Never in this backup: {count} (-v lists them, --receipt FILE keeps them)");
        return;
    }
    let _ = writeln!(out, "Never in this backup:");
    for what in &receipt.never_held {
        let _ = writeln!(out, "  {}", indent(what, width, 4));
    }
}

/// A few names, and how many more there are.
fn some(names: &[&str]) -> String {
    match names.len().checked_sub(USERS) {
        Some(more) if more > 1 => format!("{} and {more} more", names[..USERS].join(", ")),
        _ => names.join(", "),
    }
}
