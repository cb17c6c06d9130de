//! `markdown`: a table a file, findings folded by code; for the summary of a job or a comment. It stays below what GitHub takes.

use std::fmt::Write as _;

use super::{Emit, Envelope, FileEntry, FindingEntry, counted, not_kept, rank, totals};
use crate::finding::codes;
use crate::report::verdict;
use crate::sorting::sort_by_key;
use crate::text::safe::{markdown, markdown_code};

/// The longest comment of GitHub, in characters.
const LONGEST: usize = 65_536;
/// Room for the line that counts what is left out.
const RESERVE: usize = 200;
/// How many places of a code are named.
const NAMED: usize = 5;
/// Characters of a name or message.
const CUT: usize = 300;

/// A table a file.
#[derive(Debug)]
pub(super) struct Markdown;

impl Emit for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Tables for a job summary or a comment"
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut out = format!("## semxform: {}, {}\n", counted(envelope.files.len(), "file"), totals(&envelope.files));
        if let Some(error) = &envelope.error {
            let _ = write!(out, "\n**{}**\n", markdown(&cut(&error.message)));
        }
        let mut length = out.chars().count();
        // Files with errors first: they may be all that there is room for.
        let mut files: Vec<_> = envelope.files.iter().collect();
        sort_by_key(&mut files, |file| file.findings.iter().map(|finding| rank(finding.severity)).min().unwrap_or(u8::MAX));
        for (at, file) in files.iter().enumerate() {
            let section = section(file);
            length += section.chars().count();
            if length > LONGEST - RESERVE {
                let _ = write!(out, "\n… and {} that do not fit here\n", counted(files.len() - at, "more file"));
                break;
            }
            out.push_str(&section);
        }
        out
    }
}

fn section(file: &FileEntry) -> String {
    let mut out = format!("\n### {}\n\n", markdown_code(&cut(&file.path)));
    if let (Some(target), Some(outcome)) = (&file.target, file.outcome) {
        let outcome = outcome.replace('_', "-");
        let uncertain = if file.uncertain { verdict::UNCERTAIN } else { "" };
        let _ = writeln!(out, "Semaphore {}: **{}**{uncertain}\n", markdown(target), markdown(&outcome));
    }
    let mut groups: Vec<(&FindingEntry, Vec<&FindingEntry>)> = Vec::new();
    for finding in &file.findings {
        match groups.iter_mut().find(|(first, _)| first.code == finding.code && first.severity == finding.severity) {
            Some((_, group)) => group.push(finding),
            None => groups.push((finding, vec![finding])),
        }
    }
    if groups.is_empty() {
        out.push_str("Nothing to report.\n");
        return out;
    }
    sort_by_key(&mut groups, |(first, _)| rank(first.severity));
    out.push_str("| | Code | Finding | Where | |\n|---|---|---|---|---|\n");
    for (first, group) in groups {
        let title = codes::get(first.code).map(|page| page.title).unwrap_or_default();
        let text = if group.len() == 1 { cut(&first.message) } else { title.to_owned() };
        let finding = markdown(&text);
        let mut places: Vec<_> = group.iter().take(NAMED).map(|finding| place(finding)).collect();
        let all = group.len() + not_kept(file, first.code, first.severity);
        if all > NAMED {
            places.push(format!("… and {} more", all - NAMED));
        }
        let repair = if group.iter().all(|finding| finding.fixable) { "a command repairs it" } else { "" };
        let (severity, code, url) = (first.severity, first.code, &first.url);
        let _ = writeln!(out, "| {severity} | [{code}]({url}) | {finding} | {} | {repair} |", places.join("<br>"));
    }
    out
}

/// `` `templates["Deploy"]` (line 12) ``
fn place(finding: &FindingEntry) -> String {
    let entity = finding.entity.as_deref().map(|entity| markdown_code(&cut(entity))).unwrap_or_default();
    match finding.line {
        Some(line) if entity.is_empty() => format!("line {line}"),
        Some(line) => format!("{entity} (line {line})"),
        None => entity,
    }
}

fn cut(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= CUT { text } else { text.chars().take(CUT - 1).chain(['…']).collect() }
}
