//! The receipt as text for people, on stderr.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::Receipt;
use crate::migrate::Secret;
use crate::report::human::wrap;
use crate::report::run::plural;

const NAME: Style = Style::new().effects(Effects::BOLD);
const LOSS: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const NOTE: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);

/// How wide prose is set.
const WIDTH: usize = 92;
/// How much of a lost value is shown.
const VALUE: usize = 60;
/// How many names are listed.
const USERS: usize = 4;

/// The receipt, with colours and a final newline.
#[must_use]
pub fn human(receipt: &Receipt) -> String {
    let mut out = String::new();
    let hops = plural(receipt.hops.len(), "step");
    let from = receipt.detected.as_ref().map_or_else(String::new, |d| {
        if d.first == d.last { format!("{} ", d.first) } else { format!("{} to {} ", d.first, d.last) }
    });
    let _ = writeln!(out, "{NAME}{}{NAME:#}: {from}→ {}, {hops}", receipt.path, receipt.target);
    let parts = [("repaired".to_owned(), &receipt.repaired)].into_iter();
    let parts = parts.chain(receipt.hops.iter().map(|hop| (format!("{} → {}", hop.from, hop.to), &hop.rules)));
    for (name, rules) in parts.chain([(format!("for {}", receipt.target), &receipt.landing)]) {
        if !rules.is_empty() {
            let list: Vec<_> = rules.iter().map(|r| format!("{} ({})", r.rule, r.changes)).collect();
            let _ = writeln!(out, "  {}", indent(&format!("{name}: {}", list.join(", ")), 4));
        }
    }
    losses(receipt, &mut out);
    for note in &receipt.notes {
        let entity = note.entity.as_ref().map_or_else(String::new, |entity| format!("{entity}: "));
        let _ = writeln!(out, "{NOTE}note{NOTE:#}: {}", indent(&format!("{entity}{} ({})", note.text, note.rule), 6));
    }
    by_hand(receipt, &mut out);
    let _ = writeln!(out, "To verify: {}", receipt.verify);
    out
}

fn losses(receipt: &Receipt, out: &mut String) {
    for loss in &receipt.losses {
        let value = loss.value.as_ref().map(|value| format!(": {}", short(&value.to_string()))).unwrap_or_default();
        let open = if loss.accepted { "" } else { ", not accepted" };
        let text = format!("{}: {} ({}{open}){value}", loss.entity, loss.what, loss.rule);
        let _ = writeln!(out, "{LOSS}loss{LOSS:#}: {}", indent(&text, 6));
    }
    if let Some(accept) = &receipt.accept_loss {
        let open = receipt.losses.iter().filter(|loss| !loss.accepted).count();
        let _ = writeln!(out, "{} not accepted: nothing is written. To accept: {accept}", plural_losses(open));
    }
}

fn plural_losses(count: usize) -> String {
    if count == 1 { "1 loss is".to_owned() } else { format!("{count} losses are") }
}

/// What is left to do after the restore.
fn by_hand(receipt: &Receipt, out: &mut String) {
    let (orphans, keys): (Vec<_>, Vec<_>) = receipt.secrets.iter().partition(|s| s.used_by.is_empty() && !s.owner.is_empty());
    if !receipt.secrets.is_empty() {
        let _ = writeln!(out, "To enter again after the restore, because secrets are never in a backup:");
    }
    for secret in keys {
        let _ = writeln!(out, "  {}", indent(&one_secret(secret), 4));
    }
    if !orphans.is_empty() {
        let names: Vec<_> = orphans.iter().map(|secret| secret.key.as_str()).collect();
        let text = format!("secrets of variable groups and storages, whose links are not in the file: {}", some(&names));
        let _ = writeln!(out, "  {}", indent(&text, 4));
    }
    let _ = writeln!(out, "Never in this backup:");
    for what in &receipt.never_held {
        let _ = writeln!(out, "  {}", indent(what, 4));
    }
}

fn one_secret(secret: &Secret) -> String {
    let users: Vec<_> = secret.used_by.iter().map(String::as_str).collect();
    let users = if users.is_empty() { "used by nothing".to_owned() } else { some(&users) };
    format!("{} ({}): {users}", secret.key, secret.kind)
}

/// A few names, and how many more there are.
fn some(names: &[&str]) -> String {
    match names.len().checked_sub(USERS) {
        Some(more) if more > 1 => format!("{} and {more} more", names[..USERS].join(", ")),
        _ => names.join(", "),
    }
}

fn indent(text: &str, blanks: usize) -> String {
    wrap(text, WIDTH).replace('\n', &format!("\n{}", " ".repeat(blanks)))
}

fn short(text: &str) -> String {
    if text.chars().count() <= VALUE { text.to_owned() } else { text.chars().take(VALUE - 1).chain(['…']).collect() }
}
