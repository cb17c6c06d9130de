//! What a run of packs did, in words and for the envelope: changes, losses, notes, rules. Values under secret names are masked.

use std::collections::HashSet;
use std::fmt::Write as _;

use anstyle::{Effects, Style};
use serde_json::Value;

use super::envelope::{ChangeEntry, LossEntry, NoteEntry};
use super::grouped::{self, Sentence, short};
use crate::engine::{Loss, Outcome, RecordedValue};
use crate::json::Document;
use crate::mask::{self, Beside, Secrets};
use crate::pack::Pack;
use crate::text::plural;

const RULE: Style = Style::new().effects(Effects::BOLD);

/// How much of a lost value is shown.
const VALUE: usize = 80;
/// How many places of one loss are named: `-r` has no list of accepted losses.
const LISTED: usize = 100;

/// The run, with `doc` to take values from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    /// The document of the run.
    pub doc: &'a Document,
    /// What it did.
    pub outcome: &'a Outcome,
    /// Whether values show secrets.
    pub secrets: Secrets,
}

impl Run<'_> {
    /// Which rules changed something, what is lost, what is to be noted. Empty if nothing of that happened.
    #[must_use]
    pub(crate) fn human(self, width: usize) -> String {
        let mut out = String::new();
        for (rule, changes) in self.rules() {
            let _ = writeln!(out, "{RULE}{rule}{RULE:#}: {}", plural(changes, "change"));
        }
        grouped::losses(width, LISTED).write(
            &mut out,
            &self.outcome.losses,
            |loss| Sentence { text: &loss.what, rule: &loss.rule, mark: "" },
            |loss| Some(self.loss_line(loss, VALUE)),
        );
        grouped::notes(width).write(
            &mut out,
            &self.outcome.notes,
            |note| Sentence { text: &note.text, rule: &note.rule, mark: "" },
            |note| grouped::entity_line(note.entity.as_ref()),
        );
        out
    }

    /// A loss in one line, with so much of what was there.
    pub(super) fn loss_line(self, loss: &Loss, most: usize) -> String {
        let value = self.value(&loss.pointer, &loss.value, loss.beside).to_string();
        format!("{}: {}", grouped::with_member(&loss.entity, &loss.pointer), short(&value, most))
    }

    /// Rules of people's own packs that ran and whose selectors matched nothing, which may be a mistake. The rules of shipped packs are for
    /// many kinds of files, so that most of them match nothing in one.
    #[must_use]
    pub(crate) fn idle(self, packs: &[Pack]) -> Option<String> {
        let own = packs.iter().filter(|pack| !pack.is_shipped()).flat_map(|pack| &pack.rules);
        let own: HashSet<&str> = own.map(|rule| &*rule.full_id).collect();
        let idle = self.outcome.rules.iter().filter(|rule| rule.skipped.is_none() && rule.matched == 0);
        let idle = idle.filter(|rule| own.contains(rule.rule.as_str()));
        let idle: Vec<&str> = idle.map(|rule| rule.rule.as_str()).collect();
        (!idle.is_empty()).then(|| format!("matched nothing: {}", idle.join(", ")))
    }

    /// Rules that changed something, with how often.
    fn rules(self) -> impl Iterator<Item = (String, usize)> {
        self.outcome.rules.iter().filter(|rule| rule.changes > 0).map(|rule| (rule.rule.clone(), rule.changes))
    }

    /// `changes` of the envelope.
    #[must_use]
    pub(crate) fn changes(self) -> Vec<ChangeEntry> {
        let journal = self.outcome.journal.changes(self.doc);
        journal
            .map(|change| ChangeEntry {
                rule: change.rule.to_string(),
                operation: change.operation.to_owned(),
                pointer: change.pointer.clone(),
                entity: change.entity.clone(),
                before: change.before.as_ref().map(|json| self.value(&change.pointer, json, Beside::Unknown)),
                after: change.after.as_ref().map(|json| self.value(&change.pointer, json, Beside::Unknown)),
                renamed: change.renamed.clone(),
            })
            .collect()
    }

    /// `losses` of the envelope.
    #[must_use]
    pub(crate) fn losses(self, accepted: &[bool]) -> Vec<LossEntry> {
        let losses = self.outcome.losses.iter().zip(accepted);
        losses
            .map(|(loss, accepted)| LossEntry {
                file: None,
                rule: loss.rule.to_string(),
                entity: loss.entity.clone(),
                pointer: loss.pointer.clone(),
                what: loss.what.to_string(),
                value: Some(self.value(&loss.pointer, &loss.value, loss.beside)),
                accepted: *accepted,
            })
            .collect()
    }

    /// `notes` of the envelope.
    #[must_use]
    pub(crate) fn notes(self) -> Vec<NoteEntry> {
        let notes = self.outcome.notes.iter();
        notes
            .map(|note| NoteEntry { rule: note.rule.to_string(), entity: note.entity.clone(), text: note.text.to_string() })
            .collect()
    }

    fn value(self, pointer: &str, json: &RecordedValue, beside: Beside) -> Value {
        let value = json.value(self.doc);
        if self.secrets == Secrets::Shown { value } else { mask::value(&value, pointer, beside) }
    }
}
