//! The whole pipeline, and every renderer behind it.

use std::sync::OnceLock;

use anstream::adapter::strip_str;

use crate::check::{self, Options};
use crate::engine::Context;
use crate::finding::Finding;
use crate::input;
use crate::json::Document;
use crate::mask::Secrets;
use crate::pack::{MigrationPacks, Pack, builtin};
use crate::report::emit::{self, Emit};
use crate::report::envelope::{Envelope, FileEntry, FindingEntry};
use crate::report::receipt::{self, Receipt};
use crate::report::run::Run;
use crate::report::{Human, Source, concise, judged, origin, verdict};
use crate::run::{self, Accept, Judged, Plan, Request};
use crate::semaphore::{Band, Db, Release};
use crate::text::safe;

fn migration() -> &'static MigrationPacks {
    static PACKS: OnceLock<MigrationPacks> = OnceLock::new();
    PACKS.get_or_init(|| MigrationPacks::shipped().unwrap())
}

fn shipped() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| builtin().iter().map(|pack| Pack::parse(pack.name, pack.text).unwrap()).collect())
}

/// What is wanted of a document: the first byte says what, and for which version.
fn request(choice: u8) -> Request<'static> {
    let band = Band::ALL[usize::from(choice / 2) % Band::ALL.len()];
    let release = Release::of_band(band);
    if choice.is_multiple_of(2) {
        return Request { accept: Accept::All, ..Request::migration(migration(), release) };
    }
    let mut context = Context::new(release.clone());
    context.with = shipped().iter().flat_map(|pack| pack.rules.iter().map(|rule| rule.full_id.to_string())).collect();
    Request { context, to: Some(release), accept: Accept::All, ..Request::rules(shipped()) }
}

/// A document of bytes, if there is one that can be changed.
fn document(bytes: &[u8]) -> Option<Document> {
    let doc = Document::parse(bytes.to_vec()).ok()?;
    (input::refused(&doc).is_none() && input::not_a_backup(&doc).is_none()).then_some(doc)
}

/// Any bytes through a run of the command line: a first byte that says what is wanted, then the backup. What may be written is JSON, is
/// judged as was said, and is not changed again.
pub fn pipeline(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let Some(doc) = document(bytes) else { return };
    let request = request(*choice);
    let Ok(plan) = request.plan(&doc) else { return };
    let judged = run::run(doc, &plan);
    let broken = judged.stopped.as_ref().filter(|stopped| stopped.broken);
    assert!(broken.is_none(), "a shipped pack is to blame: {}", broken.map_or("", |stopped| &stopped.summary));
    let Some(approved) = judged.approved() else { return };
    let made = approved.to_bytes();
    let again = Document::parse(made.clone()).unwrap();
    let report = judged.report.as_ref().unwrap();
    let after = check::check(&made, plan.target(), plan.dbs(), &Options::default());
    assert_eq!(report.outcomes, after.outcomes);
    // What was migrated is of the target's version.
    let second = Request { from: Some(plan.target().clone()), ..request.clone() };
    let Ok(plan) = second.plan(&again) else { return };
    let twice = run::run(again, &plan);
    assert!(twice.approved().is_none_or(|approved| !approved.is_changed()), "a second run changes the result of the first");
}

/// A run in every form that people and programs get of it.
fn rendered(bytes: &[u8], format: &str) -> Option<String> {
    let (choice, bytes) = bytes.split_first()?;
    let (length, bytes) = bytes.split_first()?;
    let (name, bytes) = bytes.split_at_checked(usize::from(*length) % 64)?;
    let name = String::from_utf8_lossy(name).into_owned();
    let release = Release::of_band(Band::ALL[usize::from(choice / 2) % Band::ALL.len()]);
    let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(release.band)).collect();
    let parsed = Document::parse(bytes.to_vec()).ok();
    let source = parsed.as_ref().map_or_else(|| Source::broken_json(&name, bytes), |doc| Source::document(&name, doc));
    let report = match &parsed {
        Some(doc) => check::judge(doc, &release, &dbs, &Options::default()),
        None => check::check(bytes, &release, &dbs, &Options::default()),
    };
    let detected = parsed.as_ref().map(crate::detect::detect);
    let checked = FileEntry {
        detected: detected.as_ref().map(origin::entry),
        findings: entries(&source, &report.findings),
        ..judged::of_check(&name, &release, &dbs, &report)
    };
    let mut text = match format {
        "human" => {
            let origin = detected.as_ref().map(|detected| origin::human(&name, detected, 100)).unwrap_or_default();
            origin
                + &Human { width: 100, secrets: Secrets::Hidden, commands: true, verbose: true }
                    .findings(&source, &report.findings)
        }
        "concise" => concise(&source, &report.findings),
        _ => emit::format(format)?.emit(&Envelope { files: vec![checked], ..Envelope::default() }),
    };
    let request = request(*choice);
    let Some(doc) = document(bytes) else { return Some(text) };
    let Ok(plan) = request.plan(&doc) else { return Some(text) };
    let judged = run::run(doc, &plan);
    text.push_str(&of_run(&name, &judged, &plan, format));
    Some(text)
}

fn of_run(name: &str, judged: &Judged, plan: &Plan<'_>, format: &str) -> String {
    let source = Source::document(name, judged.document());
    match format {
        "human" => {
            let receipt = Receipt::new(name, judged, plan, Some(name), Secrets::Hidden);
            let run = Run { doc: judged.document(), outcome: &judged.outcome, secrets: Secrets::Hidden };
            let report = judged.report.as_ref();
            let verdict = report.map(|report| verdict::line(name, plan.target(), report, 100)).unwrap_or_default();
            receipt::human(&receipt, 100, receipt::Detail::All) + &run.human(100) + &verdict
        }
        "concise" => judged.stopped.as_ref().map(|stopped| concise(&source, &stopped.findings)).unwrap_or_default(),
        _ => {
            let entry = FileEntry { path: name.to_owned(), ..FileEntry::default() };
            let entry = judged::entry(entry, judged, plan, Secrets::Hidden, entries);
            let emit = |format: &dyn Emit| format.emit(&Envelope { files: vec![entry], ..Envelope::default() });
            format!("\u{0}{}", emit::format(format).map(emit).unwrap_or_default())
        }
    }
}

fn entries(source: &Source<'_>, findings: &[Finding]) -> Vec<FindingEntry> {
    let entry = |finding| FindingEntry::new(source, finding).with_window(source, finding, Secrets::Hidden);
    findings.iter().map(entry).collect()
}

/// Any bytes as what a check and a run are about (a byte that says what is wanted, a file name with its length, a backup), in a format of
/// `--format`: nothing in it acts on a terminal, and it is what its readers read.
pub fn render(format: &str, bytes: &[u8]) {
    let Some(text) = rendered(bytes, format) else { return };
    // Of a check and of a run.
    for text in text.split('\u{0}') {
        // Colours are semxform's own; what is left of an escape without them is not.
        assert!(text.split('\u{1b}').skip(1).all(is_colour), "{format}: an escape sequence in {text:?}");
        let text = strip_str(text).to_string();
        let acts = |c: char| safe::is_unsafe(c) && c != '\n';
        assert!(!text.contains(acts), "{format}: {:?} in {text}", text.chars().find(|c| acts(*c)));
        match format {
            "json" | "sarif" | "gitlab" => drop(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
            "jsonl" => text.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap())),
            "github" => assert!(text.lines().all(|line| line.is_empty() || line.starts_with("::"))),
            "junit" => {
                let mut reader = quick_xml::Reader::from_str(&text);
                while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
            }
            "html" => assert!(!text.contains("<script")),
            _ => {}
        }
    }
}

/// Whether a text goes on with the rest of a colour: `[1;31m`.
fn is_colour(text: &str) -> bool {
    let codes = text.strip_prefix('[').and_then(|codes| codes.split_once('m'));
    codes.is_some_and(|(codes, _)| codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
}
