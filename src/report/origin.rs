//! Which versions can have written a file, and why: as text and for the envelope.

use std::fmt::{Display, Write as _};

use anstyle::{AnsiColor, Effects, Style};

use super::envelope::{Detected as Entry, EvidenceEntry};
use super::wrap::hang;
use crate::detect::Detected;
use crate::text::safe;

const NAME: Style = Style::new().effects(Effects::BOLD);
const DOUBT: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);

/// `backup.json: 2.16.0 to 2.17.0-beta2`, with colours and a final newline.
#[must_use]
pub(crate) fn line(name: &str, detected: &Detected) -> String {
    let doubt = if detected.confident { String::new() } else { format!(" {DOUBT}(not sure){DOUBT:#}") };
    let versions = range(&detected.first, &detected.last);
    format!("{NAME}{}{NAME:#}: {versions}{doubt}\n", safe::line(name))
}

/// `2.16.0 to 2.17.0-beta2`
#[must_use]
pub(crate) fn range<T: PartialEq + Display>(first: &T, last: &T) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// The line, with the evidence below it.
#[must_use]
pub(crate) fn human(name: &str, detected: &Detected, width: usize) -> String {
    let mut out = line(name, detected);
    let all: Vec<_> = detected.evidence.iter().map(|evidence| safe::line(&evidence.says)).collect();
    let most = all.iter().map(|says| says.chars().count()).max().unwrap_or(0);
    for (evidence, says) in detected.evidence.iter().zip(all) {
        let place = if evidence.pointer.is_empty() { String::new() } else { format!(" ({})", evidence.pointer) };
        let against = if evidence.against { format!("{DOUBT}against:{DOUBT:#} ") } else { String::new() };
        let why = hang(&safe::line(&format!("{}{place}", evidence.why)), width, most + 4);
        let _ = writeln!(out, "  {against}{says:most$}  {why}");
    }
    for remark in &detected.remarks {
        let _ = writeln!(out, "  note: {}", hang(&safe::line(remark), width.min(super::page::WIDTH + 8), 8));
    }
    out
}

/// That the version is only the best guess, where it is.
#[must_use]
pub(crate) fn doubt(detected: &Detected) -> Option<String> {
    let assumed = || format!("which version wrote this is not certain; {} is assumed", detected.default_target());
    (!detected.confident).then(assumed)
}

/// The same for the envelope.
#[must_use]
pub(crate) fn entry(detected: &Detected) -> Entry {
    Entry {
        bands: detected.bands.iter().map(|band| band.label()).collect(),
        first: detected.first.to_string(),
        last: detected.last.to_string(),
        confident: detected.confident,
        evidence: detected
            .evidence
            .iter()
            .map(|e| EvidenceEntry { pointer: e.pointer.clone(), says: e.says.clone(), why: e.why.clone(), against: e.against })
            .collect(),
        remarks: detected.remarks.clone(),
    }
}
