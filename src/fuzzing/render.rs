//! Every renderer behind a check and a run.

use anstream::adapter::strip_str;

use super::pipeline::{document, request};
use crate::check::{self, Options};
use crate::finding::Finding;
use crate::json::Document;
use crate::mask::Secrets;
use crate::report::emit;
use crate::report::envelope::{Envelope, FileEntry, FindingEntry};
use crate::report::receipt::{self, Receipt};
use crate::report::run::Run;
use crate::report::{Human, Source, concise, judged, origin, verdict};
use crate::run::{self, Judged, Plan};
use crate::semaphore::{Band, Db, Release};
use crate::text::safe;

/// What the readers of a format do with a report; they panic where they cannot read it.
type Reader = fn(&str);

/// The formats with a reader. Of any other one only what holds for every text is asserted.
const READERS: &[(&str, Reader)] = &[
    ("json", |text| drop(serde_json::from_str::<serde_json::Value>(text).unwrap())),
    ("sarif", |text| drop(serde_json::from_str::<serde_json::Value>(text).unwrap())),
    ("gitlab", |text| drop(serde_json::from_str::<serde_json::Value>(text).unwrap())),
    ("jsonl", |text| text.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap()))),
    ("github", |text| assert!(text.lines().all(|line| line.is_empty() || line.starts_with("::")))),
    ("junit", |text| {
        let mut reader = quick_xml::Reader::from_str(text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }),
    ("html", |text| assert!(!text.contains("<script"))),
];

/// Any bytes as what a check and a run are about (a byte that says what is wanted, a file name with its length, a backup), in every
/// format there is: nothing in it acts on a terminal, and it is what its readers read.
pub fn render(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let Some((length, bytes)) = bytes.split_first() else { return };
    let Some((name, bytes)) = bytes.split_at_checked(usize::from(*length) % 64) else { return };
    let name = String::from_utf8_lossy(name).into_owned();
    of_check(*choice, &name, bytes);
    let request = request(*choice);
    let Some(doc) = document(bytes) else { return };
    let Ok(plan) = request.plan(&doc) else { return };
    of_run(&name, &run::run(doc, &plan), &plan);
}

/// What a check says.
fn of_check(choice: u8, name: &str, bytes: &[u8]) {
    let release = Release::of_band(Band::ALL[usize::from(choice / 2) % Band::ALL.len()]);
    let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(release.band)).collect();
    let parsed = Document::parse(bytes.to_vec()).ok();
    let source = parsed.as_ref().map_or_else(|| Source::broken_json(name, bytes), |doc| Source::document(name, doc));
    let report = match &parsed {
        Some(doc) => check::judge(doc, &release, &dbs, &Options::default()),
        None => check::check(bytes, &release, &dbs, &Options::default()),
    };
    let detected = parsed.as_ref().map(crate::detect::detect);
    let origin = detected.as_ref().map(|detected| origin::human(name, detected, 100)).unwrap_or_default();
    let human = Human { width: 100, line_width: 100, secrets: Secrets::Hidden, commands: true, verbose: true };
    holds("human", &(origin + &human.findings(&source, &report.findings)));
    holds("concise", &concise(&source, &report.findings));
    documents(FileEntry {
        detected: detected.as_ref().map(origin::entry),
        findings: entries(&source, &report.findings),
        ..judged::of_check(name, &release, &dbs, &report)
    });
}

/// What a run says.
fn of_run(name: &str, judged: &Judged, plan: &Plan<'_>) {
    let source = Source::document(name, judged.document());
    let receipt = Receipt::new(name, judged, plan, Some(name), Secrets::Hidden);
    let run = Run { doc: judged.document(), outcome: &judged.outcome, secrets: Secrets::Hidden };
    let report = judged.report.as_ref();
    let verdict = report.map(|report| verdict::line(name, plan.target(), report, 100)).unwrap_or_default();
    let text = receipt::human(&receipt, judged, Secrets::Hidden, 100, receipt::Detail::All);
    holds("human", &(text + &run.human(100) + &verdict));
    if let Some(stopped) = &judged.stopped {
        holds("concise", &concise(&source, &stopped.findings));
    }
    let entry = FileEntry { path: name.to_owned(), ..FileEntry::default() };
    documents(judged::entry(entry, judged, plan, Secrets::Hidden, entries));
}

/// One file in every format of the table.
fn documents(file: FileEntry) {
    let envelope = Envelope { files: vec![file], ..Envelope::default() };
    for format in emit::FORMATS {
        holds(format.name(), &format.emit(&envelope));
    }
}

fn entries(source: &Source<'_>, findings: &[Finding]) -> Vec<FindingEntry> {
    let entry = |finding| FindingEntry::new(source, finding).with_window(source, finding, Secrets::Hidden);
    findings.iter().map(entry).collect()
}

/// Nothing in a text acts, and who reads the format can read it.
fn holds(format: &str, text: &str) {
    // Colours are semxform's own; what is left of an escape without them is not.
    assert!(text.split('\u{1b}').skip(1).all(is_colour), "{format}: an escape sequence in {text:?}");
    let text = strip_str(text).to_string();
    // A tab is as harmless as a blank.
    let acts = |c: char| safe::is_unsafe(c) && !matches!(c, '\n' | '\t');
    assert!(!text.contains(acts), "{format}: {:?} in {text}", text.chars().find(|c| acts(*c)));
    READERS.iter().filter(|(name, _)| *name == format).for_each(|(_, read)| read(&text));
}

/// Whether a text goes on with the rest of a colour: `[1;31m`.
fn is_colour(text: &str) -> bool {
    let codes = text.strip_prefix('[').and_then(|codes| codes.split_once('m'));
    codes.is_some_and(|(codes, _)| codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
}
