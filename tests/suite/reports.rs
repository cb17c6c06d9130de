//! Findings as reports carry them.

use std::collections::HashSet;

use serde_json::Value;

use crate::shell::Shell;
use crate::support::{files, oracle};

/// The fingerprints of all findings, file by file.
fn fingerprints(envelope: &Value) -> Vec<String> {
    let files = envelope["files"].as_array().unwrap().iter();
    let findings = files.flat_map(|file| file["findings"].as_array().unwrap());
    findings.map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
}

/// Fifty backups of old and new servers in the folder of a shell.
fn fifty(shell: &Shell, prefix: &str) -> Vec<String> {
    let exports = files(&oracle().join("exports"), "json");
    let copy = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        shell.write(&name, format!("{prefix}{}", std::fs::read_to_string(path).unwrap()));
        name
    };
    exports.iter().take(50).map(copy).collect()
}

#[test]
fn fingerprints_stay_when_lines_move_and_no_two_findings_share_one() {
    let (shell, moved) = (Shell::new(), Shell::new());
    let names = fifty(&shell, "");
    fifty(&moved, &"\n".repeat(100));
    let mut args = vec!["check", "--target", "2.10.36", "--format", "json"];
    args.extend(names.iter().map(String::as_str));
    let before = shell.run(&args).exits(1).json();
    let after = moved.run(&args).exits(1).json();
    let all = fingerprints(&before);
    assert!(all.len() > 100, "{}", all.len());
    assert_eq!(all, fingerprints(&after));
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    let findings = before["files"].as_array().unwrap().iter().flat_map(|file| file["findings"].as_array().unwrap());
    for finding in findings.filter(|finding| !finding["line"].is_null()) {
        let place = |line: &str, column: &str| (finding[line].as_u64().unwrap(), finding[column].as_u64().unwrap());
        assert!(place("end_line", "end_column") >= place("line", "column"), "{finding}");
        assert!(finding["url"].as_str().unwrap().contains("codes.html#sx"), "{finding}");
    }
}

#[test]
fn a_fingerprint_stays_when_other_findings_come_and_go() {
    let backup =
        include_str!("../fixtures/home-lab-2.16.json").replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"");
    let shell = Shell::with("backup.json", &backup);
    let args = ["check", "--target", "2.16.45", "--format", "json", "backup.json"];
    let one = fingerprints(&shell.run(&args).exits(1).json());
    shell.write("backup.json", backup.replacen('{', "{\"surprise\": 1,", 1));
    let two = fingerprints(&shell.run(&args).exits(1).json());
    assert!(one.iter().all(|old| two.contains(old)), "{one:?} {two:?}");
    assert_eq!(two.len(), one.len() + 1);
}

/// All formats that a report can have.
const FORMATS: [&str; 8] = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html"];

/// A backup with one error.
fn broken() -> String {
    include_str!("../fixtures/home-lab-2.16.json").replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

/// How many findings of a severity the envelope has.
fn count(envelope: &Value, severity: &str) -> usize {
    let files = envelope["files"].as_array().unwrap().iter();
    files.flat_map(|file| file["findings"].as_array().unwrap()).filter(|finding| finding["severity"] == severity).count()
}

/// Counts of errors, warnings and the rest in a SARIF log that the published schema accepts.
fn sarif_counts(text: &str) -> [usize; 3] {
    let log: Value = serde_json::from_str(text).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../fixtures/sarif-schema-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let results = log["runs"][0]["results"].as_array().unwrap();
    ["error", "warning", "note"].map(|level| results.iter().filter(|result| result["level"] == level).count())
}

/// The elements of an XML document: names and attributes.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut all = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return all,
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                let attribute = |a: quick_xml::events::attributes::Attribute| {
                    (text(a.key.as_ref()), a.unescape_value().unwrap().into_owned())
                };
                let attributes = element.attributes().map(|a| attribute(a.unwrap())).collect();
                all.push((text(element.name().as_ref()), attributes));
            }
            _ => {}
        }
    }
}

#[test]
fn one_run_over_fifty_files_makes_all_reports_and_they_agree_with_the_envelope() {
    let shell = Shell::new();
    let names = fifty(&shell, "");
    let mut args = vec!["check", "--target", "2.10.36", "--format", "json"];
    args.extend(names.iter().map(String::as_str));
    let reports: Vec<String> = FORMATS.iter().map(|format| format!("--report={format}:out/report.{format}")).collect();
    args.extend(reports.iter().map(String::as_str));
    let envelope = shell.run(&args).exits(1).json();
    let read = |format: &str| shell.read(&format!("out/report.{format}"));
    let numbers = ["error", "warning", "info"].map(|severity| count(&envelope, severity));
    let all: usize = numbers.iter().sum();
    assert!(numbers[0] > 0 && numbers[1] > 0, "{numbers:?}");

    assert_eq!(serde_json::from_str::<Value>(&read("json")).unwrap(), envelope);
    let jsonl: Vec<Value> = read("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(jsonl.len(), all);
    assert!(jsonl.iter().all(|line| line["path"].is_string() && line["target"] == "2.10.36"));
    assert_eq!(sarif_counts(&read("sarif")), numbers);

    let gitlab: Vec<Value> = serde_json::from_str(&read("gitlab")).unwrap();
    let of = |severity: &str| gitlab.iter().filter(|issue| issue["severity"] == severity).count();
    assert_eq!(["critical", "minor", "info"].map(of), numbers);
    assert!(gitlab.iter().all(|issue| issue["location"]["lines"]["begin"].is_u64() && issue["fingerprint"].is_string()));

    let junit = elements(&read("junit"));
    assert_eq!(junit.iter().filter(|(name, _)| name == "testsuite").count(), names.len());
    let bad = |file: &&Value| count(&serde_json::json!({"files": [file]}), "error") > 0;
    let bad = envelope["files"].as_array().unwrap().iter().filter(bad).count();
    assert!(junit.iter().filter(|(name, _)| name == "failure").count() >= bad);

    let github = read("github");
    let of = |command: &str| github.lines().filter(|line| line.starts_with(&format!("::{command} file="))).count();
    assert_eq!(["error", "warning"].map(of), [numbers[0].min(10), numbers[1].min(10)]);
    assert!(github.lines().last().unwrap().starts_with("::notice title=semxform::and "), "{github}");

    let markdown = read("markdown");
    assert!(markdown.chars().count() < 65_536);
    assert!(markdown.starts_with(&format!("## semxform: 50 files, {} errors", numbers[0])), "{markdown}");
    let html = read("html");
    assert_eq!(html.matches("<article>").count(), all);
    assert!(!html.contains("<script") && html.ends_with("</html>\n"));
}

#[test]
fn mistakes_in_report_options_stop_everything_before_any_work() {
    let shell = Shell::with("bad.json", broken());
    shell.write("file", "");
    std::fs::create_dir(shell.path("folder")).unwrap();
    let refused = |reports: &[&str], part: &str| {
        let mut args = vec!["-r", "builtin:fix-vaults", "-i", "bad.json"];
        args.extend(reports.iter().flat_map(|report| ["--report", report]));
        let said = shell.run(&args).exits(2);
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
        assert_eq!(shell.read("bad.json"), broken());
    };
    refused(&["sarf:x.sarif"], "did you mean sarif?");
    refused(&["sarif"], "FORMAT:PATH");
    refused(&["sarif:"], "name a file");
    refused(&["sarif:x", "gitlab:./x"], "two reports would be written to ./x");
    refused(&["sarif:-", "gitlab:-"], "standard output");
    refused(&["sarif:folder"], "folder");
    refused(&["sarif:file/x"], "cannot be written");
    refused(&["sarif:bad.json"], "written over an input");
    shell.run(&["man", "--report", "sarif:x"]).exits(2);
    shell.run(&["schema", "--format", "sarif"]).exits(2);
}

#[test]
fn reports_do_not_change_the_exit_code_and_one_on_stdout_takes_the_place_of_the_rest() {
    let shell = Shell::with("bad.json", broken());
    let plain = shell.run(&["check", "--target", "2.16.45", "bad.json"]).exits(1);
    let beside = shell.run(&["check", "--target", "2.16.45", "bad.json", "--report", "sarif:deep/in/x.sarif"]).exits(1);
    assert_eq!(plain.out, beside.out);
    assert_eq!(sarif_counts(&shell.read("deep/in/x.sarif"))[0], 1);
    let instead = shell.run(&["check", "--target", "2.16.45", "bad.json", "--report", "sarif:-"]).exits(1);
    assert_eq!(sarif_counts(&instead.out)[0], 1);
    let repaired = shell.run(&["-r", "builtin:fix-vaults", "bad.json", "-o", "good.json", "--report", "junit:j.xml"]).exits(0);
    assert!(repaired.err.contains("would restore"), "{}", repaired.err);
    assert!(elements(&shell.read("j.xml")).iter().any(|(name, _)| name == "testsuite"));
}

#[test]
fn a_missing_file_and_a_usage_error_are_in_the_reports() {
    let shell = Shell::new();
    shell.run(&["check", "--target", "2.16.45", "none.json", "--report", "gitlab:g", "--report", "sarif:s"]).exits(3);
    assert!(shell.read("g").contains("no such file") && shell.read("s").contains("no such file"));
    shell.run(&["check", "--target", "2.997", "none.json", "--report", "github:g", "--report", "sarif:s"]).exits(2);
    assert!(shell.read("g").starts_with("::error title=semxform::"), "{}", shell.read("g"));
    sarif_counts(&shell.read("s"));
}

#[test]
fn auto_writes_what_the_machine_shows() {
    let shell = Shell::with("bad.json", broken());
    let args = ["check", "--target", "2.16.45", "--report", "auto", "bad.json"];
    assert!(!shell.run(&args).exits(1).err.contains("::error"));
    shell.write("summary.md", "before\n");
    let mut command = shell.command(&args);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", "summary.md");
    let github = crate::shell::said(command).exits(1);
    assert!(github.err.contains("::error file=bad.json,line="), "{}", github.err);
    assert!(shell.read("summary.md").starts_with("before\n## semxform: 1 file, 1 error"), "{}", shell.read("summary.md"));
    shell.run_with(&args, "GITLAB_CI", "true").exits(1);
    assert!(shell.read("gl-code-quality-report.json").contains("\"critical\""));
}

/// A name with everything that ends, opens or hides something in one of the formats.
const HOSTILE: &str = "a\n::error::x\r\u{1b}[31m\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2028}\"'`|%0A,<script>alert(1)</script>&amp;]]>{{ 7*7 }}\u{0}${{ x }} $(id) @all";

/// Characters that act on a terminal, a log or the eye of a reader.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{2028}' | '\u{202a}'..='\u{202e}' | '\u{200b}'..='\u{200f}')
}

#[cfg(unix)]
#[test]
fn hostile_names_are_text_in_every_format() {
    let mut backup: Value = serde_json::from_str(&broken()).unwrap();
    backup["templates"][0]["name"] = HOSTILE.into();
    backup["templates"][0]["vaults"][0]["vault_key"] = HOSTILE.into();
    backup["keys"][0]["name"] = HOSTILE.into();
    backup[HOSTILE] = HOSTILE.into();
    backup["schedules"] = serde_json::json!([{"name": "s", "template": HOSTILE, "cron_format": HOSTILE, "active": true}]);
    let shell = Shell::new();
    let file = "b\n::error::y|`<script>%0A,'\".json";
    shell.write(file, serde_json::to_string_pretty(&backup).unwrap());
    let mut args = vec!["check", "--target", "2.16.45", file, "--format", "json"];
    let reports: Vec<String> = FORMATS.iter().map(|format| format!("--report={format}:r.{format}")).collect();
    args.extend(reports.iter().map(String::as_str));
    let envelope = shell.run(&args).exits(1).json();
    let numbers = ["error", "warning", "info"].map(|severity| count(&envelope, severity));
    let all: usize = numbers.iter().sum();
    let read = |format: &str| shell.read(&format!("r.{format}"));
    for format in FORMATS.into_iter().chain(["human", "concise"]) {
        let text = match format {
            "human" | "concise" => shell.run(&["check", "--target", "2.16.45", file, "--format", format]).exits(1).out,
            _ => read(format),
        };
        // JSON has escapes of its own, which every reader undoes: there the values are tried below.
        assert!(
            !text.contains(|c| acts(c) && !(matches!(c, '\u{2028}' | '\u{202e}' | '\u{9b}') && text.starts_with(['{', '[']))),
            "{format}: {text}"
        );
    }

    assert_eq!(read("jsonl").lines().count(), all);
    assert_eq!(envelope["files"][0]["path"], file);
    assert_eq!(sarif_counts(&read("sarif")), numbers);
    let gitlab: Vec<Value> = serde_json::from_str(&read("gitlab")).unwrap();
    assert!(
        gitlab.iter().all(|issue| issue["location"]["path"] == file && !issue["description"].as_str().unwrap().contains(acts))
    );

    let github = read("github");
    let commands = [
        "::error file=b%0A%3A%3Aerror%3A%3Ay|",
        "::warning file=b%0A%3A%3A",
        "::notice file=b%0A%3A%3A",
        "::notice title=semxform::and ",
    ];
    assert!(github.lines().all(|line| commands.iter().any(|command| line.starts_with(command))), "{github}");
    assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), numbers[0].min(10));

    let junit = elements(&read("junit"));
    let known = ["testsuites", "testsuite", "testcase", "failure", "system-out"];
    assert!(junit.iter().all(|(name, _)| known.contains(&name.as_str())), "{junit:?}");

    let markdown = read("markdown");
    let rows: Vec<_> = markdown.lines().filter(|line| line.starts_with("| ") && line.ends_with(" |")).collect();
    let codes: HashSet<_> = envelope["files"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["code"].as_str(), f["severity"].as_str()))
        .collect();
    assert_eq!(rows.len(), codes.len() + 1, "{markdown}");
    let cells = |row: &&str| row.replace("\\|", "").matches('|').count();
    assert!(rows.iter().all(|row| cells(row) == 6), "{markdown}");

    let html = read("html");
    assert!(!html.contains("<script") && !html.contains("49"), "{html}");
    assert_eq!(html.matches("<article>").count(), all);
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn a_program_that_applies_a_fix_of_the_sarif_report_gets_what_the_command_makes() {
    applied(&broken(), &["-r", "builtin:fix-vaults", "--to", "2.16.45"]);
    let text_for_a_list = broken().replace("\"arguments\": \"[]\"", "\"arguments\": []").replace("\"gone\"", "\"ansible vault\"");
    applied(&text_for_a_list, &["migrate", "--to", "2.16.45"]);
}

#[test]
fn a_repair_that_loses_something_is_no_fix() {
    let text =
        include_str!("../fixtures/home-lab-2.16.json").replacen("\"ssh_key\": \"ansible ssh\"", "\"ssh_key\": \"gone\"", 1);
    let shell = Shell::with("bad.json", text);
    let said = shell.run(&["check", "--target", "2.16.45", "bad.json", "--report", "sarif:s"]).exits(1);
    assert!(said.out.contains("1 loss"), "{}", said.out);
    assert!(!shell.read("s").contains("\"fixes\""));
}

/// Applies every fix of the report of a broken backup, and compares with what a command makes of it.
fn applied(text: &str, command: &[&str]) {
    let shell = Shell::with("bad.json", text);
    shell.run(&["check", "--target", "2.16.45", "bad.json", "--report", "sarif:s"]).exits(1);
    shell.run(&[command, &["bad.json", "-o", "good.json"]].concat()).exits(0);
    let log: Value = serde_json::from_str(&shell.read("s")).unwrap();
    sarif_counts(&shell.read("s"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let fixes: Vec<_> = results.iter().filter_map(|result| result.pointer("/fixes/0/artifactChanges/0")).collect();
    assert!(!fixes.is_empty());
    let offset = |region: &Value, line: &str, column: &str| {
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap() - 1;
        let start: usize = text.split_inclusive('\n').take(number(line)).map(str::len).sum();
        let chars = text[start..].char_indices().map(|(at, _)| at).chain([text.len() - start]);
        start + chars.take(number(column) + 1).last().unwrap()
    };
    for change in fixes {
        assert_eq!(change["artifactLocation"]["uri"], "bad.json");
        let mut applied = text.to_owned();
        for replacement in change["replacements"].as_array().unwrap().iter().rev() {
            let region = &replacement["deletedRegion"];
            let range = offset(region, "startLine", "startColumn")..offset(region, "endLine", "endColumn");
            applied.replace_range(range, replacement["insertedContent"]["text"].as_str().unwrap());
        }
        assert_eq!(applied, shell.read("good.json"));
    }
}
