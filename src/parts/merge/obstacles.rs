//! What stands against merging a document: what could be taken over only by a guess, or not at all.

use super::members::members;
use crate::check::{self, Options};
use crate::finding::{Code, Finding, Severity, Stage};
use crate::input;
use crate::json::{Document, Kind, Node, OddityKind};
use crate::semaphore::{Db, Release, key, shape};

/// Why a document cannot be merged, in the order of its text: keys that occur twice, sections that are no lists. `earlier` are the
/// documents before it with their names: what no version knows must be a list in all of them, or in none. `release`: a version that can
/// have written it.
#[must_use]
pub(crate) fn obstacles(doc: &Document, release: &Release, earlier: &[(String, &Document)]) -> Vec<Finding> {
    let twice = doc.oddities().iter().filter(|oddity| oddity.kind == OddityKind::DuplicateKey);
    let guess = |mut finding: Finding| {
        finding.severity = Severity::Error;
        finding.consequence("which of the two members goes into the result would be a guess")
    };
    let mut findings: Vec<Finding> = twice.map(|oddity| guess(input::oddity(doc, oddity))).collect();
    findings.extend(wrong_sections(doc, release));
    // What the version knows has been judged.
    let unknown = doc.members(doc.root()).filter(|(key, _)| shape(release.band).get(&key.text()).is_none());
    findings.extend(unknown.filter_map(|(key, node)| mismatch(doc, &key.text(), node, earlier)));
    findings
}

/// What a check says of sections that are no lists.
fn wrong_sections(doc: &Document, release: &Release) -> Vec<Finding> {
    let is_plain = |key: &str, node: Node| key == key::META && doc.kind(node) == Kind::Object;
    // Most documents have lists and `meta` only, and need no check.
    if members(doc).all(|(key, node)| is_plain(&key, node)) {
        return Vec::new();
    }
    let dbs = Db::of_server(release, &[]).unwrap_or_default();
    let mut findings = check::judge(doc, release, &dbs, &Options::default()).findings;
    let is_section = |finding: &Finding| finding.pointer(Some(doc)).is_some_and(|pointer| pointer.matches('/').count() == 1);
    findings.retain(|finding| finding.code == Code::SX501 && is_section(finding));
    // A migration cannot tell either what was meant.
    findings.iter_mut().for_each(Finding::drop_command);
    findings
}

/// A member that is a list here and none in an earlier document, or the other way round.
fn mismatch(doc: &Document, key: &str, node: Node, earlier: &[(String, &Document)]) -> Option<Finding> {
    let is_list = |doc: &Document, node: Node| doc.kind(node) == Kind::Array;
    let differs = |(_, other): &&(String, &Document)| {
        let there = other.get(other.root(), key).filter(|there| other.kind(*there) != Kind::Null);
        there.is_some_and(|there| is_list(other, there) != is_list(doc, node))
    };
    let (file, _) = earlier.iter().find(differs).filter(|_| doc.kind(node) != Kind::Null)?;
    let (here, there) = if is_list(doc, node) { ("a list", "none") } else { ("no list", "one") };
    let message = format!("`{key}` is {here}, and {there} in {file}");
    let finding = Finding::new(Code::SX501, Severity::Error, Stage::Decode, message).at(node);
    Some(finding.help("make it the same in both files"))
}
