//! `junit`: a suite a file and target, a case a stage of the restore; a case fails where the stage has errors. One `failure` a case, since
//! strict readers take no more.

use std::fmt::Write as _;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::view::lines;
use super::{Emit, Envelope, FileEntry, FindingEntry, counted, details, with_entity};
use crate::finding::{Severity, Stage};
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
    let tests = files().map(|file| stages(file).len()).sum::<usize>() + stopped;
    let failures: usize = files().map(failed).sum();
    let element = out.create_element("testsuites").with_attributes([
        ("name", "semxform"),
        ("tests", &tests.to_string()),
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

/// The stages of a file that are cases: those of a restore, and others that have findings.
fn stages(file: &FileEntry) -> Vec<Stage> {
    let always = |stage: &Stage| !matches!(stage, Stage::Schema);
    let found = |stage: &Stage| file.findings.iter().any(|finding| finding.stage == stage.name());
    Stage::ALL.into_iter().filter(|stage| found(stage) || (file.target.is_some() && always(stage))).collect()
}

fn errors(file: &FileEntry, stage: Stage) -> impl Iterator<Item = &FindingEntry> {
    file.findings.iter().filter(move |finding| finding.stage == stage.name() && finding.severity == Severity::Error)
}

/// How many cases fail.
fn failed(file: &FileEntry) -> usize {
    stages(file).into_iter().filter(|stage| errors(file, *stage).next().is_some()).count()
}

fn suite(file: &FileEntry, out: &mut Out) -> io::Result<()> {
    let name = file.target.as_ref().map_or_else(|| file.path.clone(), |target| format!("{} for {target}", file.path));
    let (tests, failures) = (stages(file).len().to_string(), failed(file).to_string());
    let suite = out.create_element("testsuite");
    let name = safe::line(&name);
    let suite = suite.with_attributes([("name", &*name), ("tests", &tests), ("failures", &failures), ("errors", "0")]);
    suite.write_inner_content(|out| {
        let path = safe::line(&file.path);
        for stage in stages(file) {
            let case = out.create_element("testcase").with_attributes([("classname", &*path), ("name", stage.name())]);
            let found: Vec<_> = errors(file, stage).collect();
            let others: Vec<_> =
                file.findings.iter().filter(|f| f.stage == stage.name() && f.severity != Severity::Error).collect();
            if found.is_empty() && others.is_empty() {
                case.write_empty()?;
                continue;
            }
            case.write_inner_content(|out| {
                if let [first, rest @ ..] = found.as_slice() {
                    let more =
                        if rest.is_empty() { String::new() } else { format!(" (and {})", counted(rest.len(), "more error")) };
                    let message = format!("{}{more}", with_entity(first));
                    outcome("failure", first.code, &message, &listed(&found), out)?;
                }
                if !others.is_empty() {
                    out.create_element("system-out").write_text_content(BytesText::new(&listed(&others)))?;
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
