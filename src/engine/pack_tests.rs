//! Runs the tests that packs bring along.

use std::fmt::Write as _;
use std::ops::Range;
use std::time::Duration;

use serde_json::Value;
use similar::DiffOp;

use super::context::Context;
use super::outcome::Outcome;
use super::session::run;
use crate::json::Document;
use crate::pack::{Pack, PackTest};
use crate::semaphore::Release;
use crate::text::compare::compare;

/// Time for comparing two documents.
const PATIENCE: Duration = Duration::from_secs(1);

/// How one test of a pack went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TestResult {
    /// The test's name.
    pub name: String,
    /// Its line in the file.
    pub line: usize,
    /// What was not as expected; none: it passed.
    pub failures: Vec<String>,
}

/// Runs the tests that a pack brings along.
#[must_use]
pub(crate) fn run_tests(pack: &Pack) -> Vec<TestResult> {
    let run_one = |test: &PackTest| TestResult { name: test.name.clone(), line: test.line, failures: failures(pack, test) };
    pack.tests.iter().map(run_one).collect()
}

fn failures(pack: &Pack, test: &PackTest) -> Vec<String> {
    let circumstances = match context(pack, test) {
        Ok(circumstances) => circumstances,
        Err(message) => return vec![message],
    };
    let bytes = serde_json::to_vec_pretty(&test.given).unwrap_or_default();
    let Ok(mut doc) = Document::parse(bytes) else { return vec!["`given` cannot be written as JSON".into()] };
    let outcome = run(&mut doc, std::slice::from_ref(pack), &circumstances);
    let mut failures = Vec::new();
    let messages: Vec<&str> = outcome.refusals.iter().chain(&outcome.broken).map(|r| r.message.as_str()).collect();
    match &test.error {
        Some(part) if messages.iter().any(|message| message.contains(part.as_str())) => return failures,
        Some(part) if messages.is_empty() => failures.push(format!("expected an error with {part:?}, but it ran through")),
        Some(part) => failures.push(format!("expected an error with {part:?}, but it says {:?}", messages.join("; "))),
        None => failures.extend(messages.iter().map(|message| format!("unexpected error: {message}"))),
    }
    if failures.is_empty() {
        failures.extend(difference(&doc, test));
        failures.extend(count("losses", test.losses, &losses(&outcome)));
        failures.extend(count("notes", test.notes, &outcome.notes.iter().map(|n| n.text.to_string()).collect::<Vec<_>>()));
    }
    failures
}

fn context(pack: &Pack, test: &PackTest) -> Result<Context, String> {
    let release = |text: &String| Release::parse(text).map_err(|error| error.to_string());
    let (step_from, step_to) = match pack.step {
        Some(step) => (Some(Release::of_band(step.from)), Some(Release::of_band(step.to))),
        None => (None, None),
    };
    let source = test.with.from.as_ref().map(release).transpose()?.or(step_from);
    let target = test.with.to.as_ref().map(release).transpose()?.or(step_to);
    let mut context = Context::new(target.unwrap_or_else(Release::newest_stable));
    context.source = source.map(|release| (release.clone(), release));
    context.dbs.clone_from(&test.with.db);
    context.edition = test.with.edition;
    context.params = test.with.set.clone();
    context.with.clone_from(&test.with.with);
    context.only.clone_from(&test.with.only);
    context.strict = test.with.strict;
    Ok(context)
}

fn difference(doc: &Document, test: &PackTest) -> Option<String> {
    let expect = test.expect.as_ref().unwrap_or(&test.given);
    let found = doc.value(doc.root());
    if found == *expect {
        return None;
    }
    let (old, new) = (pretty(expect), pretty(&found));
    Some(format!("another document than expected\n--- expected\n+++ found{}", hunks(&old, &new)))
}

/// What differs, with two lines around each place.
fn hunks(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut out = String::new();
    for group in similar::group_diff_ops(compare(&old, &new, PATIENCE), 2) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let range = |first: Range<usize>, last: Range<usize>| format!("{},{}", first.start + 1, last.end - first.start);
        let (from, to) = (range(first.old_range(), last.old_range()), range(first.new_range(), last.new_range()));
        let _ = write!(out, "\n@@ -{from} +{to} @@");
        for operation in group {
            let is_equal = matches!(operation, DiffOp::Equal { .. });
            for line in &old[operation.old_range()] {
                out.extend(["\n", if is_equal { " " } else { "-" }, line]);
            }
            for line in new[operation.new_range()].iter().filter(|_| !is_equal) {
                out.extend(["\n+", line]);
            }
        }
    }
    out
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn losses(outcome: &Outcome) -> Vec<String> {
    outcome.losses.iter().map(|loss| format!("{} ({})", loss.entity, loss.what)).collect()
}

fn count(what: &str, expected: Option<usize>, found: &[String]) -> Option<String> {
    let expected = expected.filter(|expected| *expected != found.len())?;
    let list = found.join("\n  ");
    Some(format!("expected {expected} {what}, found {}\n  {list}", found.len()).trim_end().to_owned())
}
