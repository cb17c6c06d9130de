//! A file brought to a version, or with rule packs applied, as `semxform migrate` and `semxform -r` do it.

use serde_json::json;

use super::answer::{Failure, PageAnswer, entries, tone};
use super::packs;
use super::question::{Ask, Question};
use crate::diff::{opened, summary};
use crate::engine::Context;
use crate::finding::{Finding, MOST};
use crate::input;
use crate::json::Document;
use crate::pack::shipped_migrations;
use crate::report::emit::view;
use crate::report::envelope::{Envelope, FileEntry, NoteEntry};
use crate::report::receipt::Receipt;
use crate::report::run::Run;
use crate::report::{Source, judged, origin};
use crate::run::{self, Accept, Request};
use crate::semaphore::Release;

/// The result with its verdict, what was changed and lost; or why there is none.
pub(super) fn run(question: &Question, file: Vec<u8>) -> Result<PageAnswer, Failure> {
    let doc = match input::parse(file) {
        Ok(doc) => doc,
        Err(wrong) => return Ok(unusable(question, &Source::broken_json(&question.name, &wrong.bytes), wrong.finding)),
    };
    if let Some(finding) = input::unusable(&doc) {
        return Ok(unusable(question, &Source::document(&question.name, &doc), finding));
    }
    let target = question.release()?;
    if question.ask == Ask::Migrate {
        let packs = shipped_migrations().ok_or_else(|| Failure::new("a shipped pack is broken"))?;
        let to = target.ok_or_else(|| Failure::new("choose the version that the file goes to"))?;
        let accept = Accept::read(question.accept.iter().map(String::as_str));
        let request = Request { accept, ..Request::migration(packs, to) };
        return done(question, doc, request);
    }
    let packs = packs::read(&question.packs)?;
    let mut context = Context::new(Release::newest_stable());
    context.params.clone_from(&question.params);
    context.with.clone_from(&question.with);
    if let Some(mistake) = context.mistakes(&packs).first() {
        return Err(Failure::new(mistake.message.clone()));
    }
    done(question, doc, Request { context, to: target, ..Request::rules(&packs) })
}

/// A file that cannot be changed: the findings say why.
fn unusable(question: &Question, source: &Source, finding: Finding) -> PageAnswer {
    let findings = entries(question.secrets(), source, &[finding]);
    let entry = FileEntry { path: question.name.clone(), findings, restorable: Some(false), ..FileEntry::default() };
    PageAnswer::new(&json!({
        "file": view::file(&entry), "title": "No result", "verdict": "this file cannot be changed", "tone": "error", "name": question.name,
        "approved": false, "changed": false, "stopped": true, "losses": [], "notes": [], "secrets": [], "never_held": [],
    }))
}

fn done(question: &Question, doc: Document, request: Request<'_>) -> Result<PageAnswer, Failure> {
    let request = Request { dbs: question.dbs()?, always_detect: true, most: MOST, ..request };
    let plan = request.plan(&doc).map_err(|error| Failure::new(error.to_string()))?;
    let judged = run::run(doc, &plan);
    let migrates = question.ask == Ask::Migrate;
    let name = result_name(&question.name, migrates.then(|| plan.target()));
    let approved = judged.approved();
    let entry = FileEntry {
        path: question.name.clone(),
        detected: plan.detected.as_ref().map(origin::entry),
        target: Some(plan.target().to_string()),
        db: plan.dbs().iter().map(|db| db.name()).collect(),
        written: approved.map(|_| name.clone()),
        ..FileEntry::default()
    };
    let secrets = question.secrets();
    let mut receipt = migrates.then(|| Receipt::new(&question.name, &judged, &plan, entry.written.as_deref(), secrets));
    if let (Some(receipt), Some(approved)) = (&mut receipt, approved) {
        receipt.sign(approved);
    }
    let entry = judged::entry(entry, &judged, &plan, secrets, |source, findings| entries(question.secrets(), source, findings));
    if let Some(format) = &question.report {
        return PageAnswer::report(format, entry);
    }
    let text = match &receipt {
        Some(receipt) => receipt.text(),
        None => Envelope::receipt(entry.clone()).text(),
    };
    let markdown = receipt.as_ref().map(Receipt::markdown);
    // Lists of losses and changes have their own places on the page.
    let shown = FileEntry { changes: None, ..entry.clone() };
    let stopped = judged.stopped.as_ref().map(|stopped| stopped.summary.clone());
    let run = Run { doc: judged.document(), outcome: &judged.outcome, secrets };
    let json = json!({
        "file": view::file(&shown),
        "title": if migrates { format!("Result for {}", plan.target()) } else { "Result".to_owned() },
        "verdict": entry.prediction.clone().or_else(|| stopped.clone()).unwrap_or_default(),
        "tone": match tone(&entry) {
            _ if stopped.is_some() => "error",
            "good" if approved.is_none() => "warning",
            tone => tone,
        },
        "name": name,
        "approved": approved.is_some(),
        "changed": !judged.document().is_unchanged(),
        "stopped": stopped.is_some(),
        "notes": notes(run.notes()),
        "idle": run.idle(plan.packs),
        "opened": difference(|out| opened::write(judged.document(), &question.name, secrets, out)),
        "by_entity": difference(|out| summary::write(judged.outcome.journal.changes(judged.document()), judged.document(), secrets, out)),
        "secrets": receipt.iter().flat_map(|receipt| &receipt.secrets).map(crate::check::Secret::line).collect::<Vec<_>>(),
        "never_held": receipt.map(|receipt| receipt.never_held).unwrap_or_default(),
        "receipt": text,
        "receipt_markdown": markdown,
    });
    let file = if let Some(result) = approved { result.to_bytes() } else { Vec::new() };
    Ok(PageAnswer { file, ..PageAnswer::new(&json) })
}

/// `backup.2.18.30.json`, `backup.new.json`
fn result_name(name: &str, target: Option<&Release>) -> String {
    let base = name.strip_suffix(".json").unwrap_or(name);
    target.map_or_else(|| format!("{base}.new.json"), |target| format!("{base}.{target}.json"))
}

fn notes(notes: Vec<NoteEntry>) -> Vec<NoteEntry> {
    let safe =
        |note: NoteEntry| NoteEntry { entity: note.entity.as_deref().map(view::line), text: view::line(&note.text), ..note };
    notes.into_iter().map(safe).collect()
}

fn difference(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = write(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}
