//! `junit`: a suite a file and target, a case a stage of the restore, or a test of a rule pack; a case fails where there are errors. One `failure` a case, since
//! strict readers take no more.

use std::fmt::Write as _;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::view::lines;
use super::{Emit, Envelope, FileEntry, FindingEntry, counted, details, with_entity};
use crate::finding::{Severity, Stage};
use crate::report::envelope::{LeftOutEntry, TestEntry};
use crate::text::safe;

/// The test report of nearly every CI.
#[derive(Debug)]
pub(super) struct Junit;

impl Emit for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn about(&self) -> &'static str {
        "A JUnit test report: a suite a file, a case a stage of the restore"
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        // Writing to memory cannot fail.
        let _ = document(envelope, &mut writer);
        String::from_utf8(writer.into_inner()).unwrap_or_default() + "\n"
    }
}

type Out = Writer<Vec<u8>>;

fn document(envelope: &Envelope, out: &mut Out) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let stopped = usize::from(envelope.error.is_some());
    let files = || envelope.files.iter();
    let (cases, failures) = files().map(cases).fold((stopped, 0), |(all, bad), of| (all + of.len(), bad + failed(&of)));
    let element = out.create_element("testsuites").with_attributes([
        ("name", "semxform"),
        ("tests", &cases.to_string()),
        ("failures", &failures.to_string()),
        ("errors", &stopped.to_string()),
    ]);
    element.write_inner_content(|out| {
        if let Some(error) = &envelope.error {
            let suite = out.create_element("testsuite");
            let suite = suite.with_attributes([("name", "semxform"), ("tests", "1"), ("failures", "0"), ("errors", "1")]);
            suite.write_inner_content(|out| {
                let case = out.create_element("testcase").with_attributes([("classname", "semxform"), ("name", "run")]);
                case.write_inner_content(|out| {
                    outcome("error", error.code.unwrap_or("error"), &error.message, &error.message, out)
                })?;
                Ok(())
            })?;
        }
        files().try_for_each(|file| suite(file, out))
    })?;
    Ok(())
}

/// A test case: a stage of the restore, or a test of a rule pack.
struct Case<'a> {
    name: &'a str,
    errors: Vec<&'a FindingEntry>,
    /// How many errors are counted and not kept.
    not_kept: usize,
    others: Vec<&'a FindingEntry>,
}

impl<'a> Case<'a> {
    fn new(name: &'a str, findings: impl Iterator<Item = &'a FindingEntry>) -> Self {
        let (errors, others) = findings.partition(|finding| finding.severity == Severity::Error);
        Self { name, errors, not_kept: 0, others }
    }

    fn of_test(file: &'a FileEntry, test: &'a TestEntry) -> Self {
        let is_here = |finding: &&FindingEntry| test_of(file, finding).is_some_and(|own| own.line == test.line);
        Self::new(&test.name, file.findings.iter().filter(is_here))
    }

    /// A stage. What is not kept of a code belongs to the stage of the first that is.
    fn of_stage(file: &'a FileEntry, stage: Stage) -> Self {
        let is_here = |finding: &&FindingEntry| finding.stage == stage.name() && test_of(file, finding).is_none();
        let is_counted_here = |left: &&LeftOutEntry| {
            let first = file.findings.iter().find(|finding| finding.code == left.code && finding.severity == left.severity);
            left.severity == Severity::Error && first.as_ref().is_some_and(is_here)
        };
        let not_kept = file.not_kept.iter().filter(is_counted_here).map(|left| left.count).sum();
        Self { not_kept, ..Self::new(stage.name(), file.findings.iter().filter(is_here)) }
    }
}

/// The test of a rule pack that a finding is about.
fn test_of<'a>(file: &'a FileEntry, finding: &FindingEntry) -> Option<&'a TestEntry> {
    file.tests.iter().find(|test| !test.passed && Some(test.line) == finding.line)
}

/// The tests of a pack; the stages of a restore, and others that have findings.
fn cases(file: &FileEntry) -> Vec<Case<'_>> {
    let is_always = |stage: Stage| file.target.is_some() && stage != Stage::Schema;
    let stages = Stage::ALL.into_iter().map(|stage| (stage, Case::of_stage(file, stage)));
    let stages = stages.filter(|(stage, case)| is_always(*stage) || !case.errors.is_empty() || !case.others.is_empty());
    file.tests.iter().map(|test| Case::of_test(file, test)).chain(stages.map(|(_, case)| case)).collect()
}

/// How many cases fail.
fn failed(cases: &[Case<'_>]) -> usize {
    cases.iter().filter(|case| !case.errors.is_empty()).count()
}

fn suite(file: &FileEntry, out: &mut Out) -> io::Result<()> {
    let name = file.target.as_ref().map_or_else(|| file.path.clone(), |target| format!("{} for {target}", file.path));
    let cases = cases(file);
    let (tests, failures) = (cases.len().to_string(), failed(&cases).to_string());
    let suite = out.create_element("testsuite");
    let name = safe::line(&name);
    let suite = suite.with_attributes([("name", &*name), ("tests", &tests), ("failures", &failures), ("errors", "0")]);
    suite.write_inner_content(|out| {
        let path = safe::line(&file.path);
        for Case { name, errors, not_kept, others } in &cases {
            let name = safe::line(name);
            let case = out.create_element("testcase").with_attributes([("classname", &*path), ("name", &*name)]);
            if errors.is_empty() && others.is_empty() {
                case.write_empty()?;
                continue;
            }
            case.write_inner_content(|out| {
                if let [first, rest @ ..] = errors.as_slice() {
                    let more = rest.len() + not_kept;
                    let more = if more == 0 { String::new() } else { format!(" (and {})", counted(more, "more error")) };
                    let message = format!("{}{more}", with_entity(first));
                    outcome("failure", first.code, &message, &listed(errors), out)?;
                }
                if !others.is_empty() {
                    out.create_element("system-out").write_text_content(BytesText::new(&listed(others)))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn outcome(element: &str, code: &str, message: &str, text: &str, out: &mut Out) -> io::Result<()> {
    let message = safe::line(message);
    let element = out.create_element(element).with_attributes([("message", &*message), ("type", code)]);
    element.write_text_content(BytesText::new(&lines(text)))?;
    Ok(())
}

/// The findings of a stage, each with what there is to read about it.
fn listed(findings: &[&FindingEntry]) -> String {
    let mut text = String::new();
    for finding in findings {
        let place = finding.line.zip(finding.column).map(|(line, column)| format!(" at {line}:{column}")).unwrap_or_default();
        // Writing to memory cannot fail.
        let _ = writeln!(text, "{}[{}]{place} {}", finding.severity, finding.code, safe::line(&with_entity(finding)));
        for (label, words) in details(finding) {
            let _ = writeln!(text, "  {label}: {}", safe::line(words));
        }
    }
    text
}
