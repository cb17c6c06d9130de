//! What the words of a server, browser or client mean for the file, as `semxform explain` finds it.

use serde_json::json;

use super::answer::{Failure, PageAnswer, entries};
use super::question::Question;
use crate::check::{self, LogMatch};
use crate::finding::codes;
use crate::json::Document;
use crate::report::Source;
use crate::report::emit::view;
use crate::report::envelope::{CodeEntry, FileEntry};
use crate::run;

/// The places in the file, what is known besides, and the pages of the codes where no place is found.
pub(super) fn explain(question: &Question, file: Vec<u8>) -> Result<PageAnswer, Failure> {
    let release = question.release()?;
    let found = check::explain_log(&question.text, Some(&file), release.as_ref());
    let parsed = Document::parse_or_return(file);
    let source = match &parsed {
        Ok(doc) => Source::document(&question.name, doc),
        Err((bytes, _)) => Source::broken_json(&question.name, bytes),
    };
    let mut findings: Vec<_> = found.matches.into_iter().map(LogMatch::into_finding).collect();
    if let (Ok(doc), Some(release)) = (&parsed, &found.release) {
        run::prove_some(&mut findings, doc, release);
    }
    let mut messages: Vec<String> = found.notes.iter().map(|note| view::line(&source.help(note))).collect();
    let mut pages: Vec<CodeEntry> = Vec::new();
    if findings.is_empty() {
        if messages.is_empty() {
            messages.push(view::line(&check::nothing_said(&question.name, found.place.as_deref())));
        }
        pages = found.codes.iter().filter_map(|code| codes::page(*code)).map(CodeEntry::from).collect();
    }
    let entry = FileEntry {
        path: question.name.clone(),
        findings: entries(question.secrets(), &source, &findings),
        ..FileEntry::default()
    };
    Ok(PageAnswer::new(&json!({ "file": view::file(&entry), "messages": messages, "codes": pages })))
}
