//! Reports of more findings than are kept: they say how many there are, and how many of them are listed.

use serde_json::Value;

use crate::shell::Shell;

/// Of each code and severity so many are kept.
const KEPT: usize = 1000;
const TEMPLATES: usize = 1500;

/// A backup in which every template names an inventory that is not there.
fn large() -> String {
    let mut backup: Value = serde_json::from_str(include_str!("../fixtures/home-lab-2.16.json")).unwrap();
    let template = backup["templates"][0].clone();
    let named = |at: usize| {
        let mut template = template.clone();
        (template["name"], template["inventory"]) = (format!("T{at}").into(), "gone".into());
        template
    };
    backup["schedules"] = Value::Array(Vec::new());
    backup["templates"] = (0..TEMPLATES).map(named).collect();
    serde_json::to_string_pretty(&backup).unwrap()
}

#[test]
fn what_is_counted_and_not_listed_is_in_the_totals_of_reports() {
    let shell = Shell::with("large.json", large());
    let reports = ["markdown:m", "html:h", "github:g", "sarif:s", "junit:j"];
    let mut args = vec!["check", "--target", "2.16.45", "large.json"];
    args.extend(reports.iter().flat_map(|report| ["--report", report]));
    let said = shell.run(&args).exits(1).out;
    assert!(said.contains(&format!("would refuse this file: {TEMPLATES} errors")), "{said}");
    let listed = KEPT + 4;
    let totals = format!("{TEMPLATES} errors, 4 notes ({listed} are listed)");
    let markdown = shell.read("m");
    assert!(markdown.starts_with(&format!("## semxform: 1 file, {totals}\n")), "{markdown}");
    assert!(markdown.contains(&format!("… and {} more", TEMPLATES - 5)), "{markdown}");
    let html = shell.read("h");
    assert!(html.contains(&format!("<title>semxform: {totals}</title>")), "{}", &html[..500]);
    assert!(html.contains(&format!("… and {} more", TEMPLATES - KEPT)));
    let github = shell.read("g");
    let rest = format!("and {} errors that are not shown here", TEMPLATES - 10);
    assert!(github.ends_with(&format!("{rest}\n")), "{github}");
    let sarif: Value = serde_json::from_str(&shell.read("s")).unwrap();
    let notifications = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    let text = format!("and {} errors that are left out", TEMPLATES - KEPT);
    assert_eq!(notifications[0]["message"]["text"], text, "{notifications}");
    assert!(shell.read("j").contains(&format!("(and {} more errors)", TEMPLATES - 1)));
    for format in ["gitlab", "jsonl"] {
        let said = shell.run(&["check", "--target", "2.16.45", "--format", format, "large.json"]).exits(1);
        assert!(said.err.contains("500 more SX301 (error) are counted and not listed"), "{format}: {}", said.err);
    }
}

#[test]
fn commands_that_find_nothing_refuse_reports() {
    let shell = Shell::with("a.json", include_str!("../fixtures/home-lab-2.16.json"));
    let commands: [&[&str]; 10] = [
        &["detect", "a.json"],
        &["diff", "a.json", "a.json"],
        &["fmt", "a.json"],
        &["migrate", "--to", "2.18", "--plan", "a.json"],
        &["rules", "show", "sleep"],
        &["rules", "draft", "a.json", "a.json"],
        &["help"],
        &["server", "--server", "http://127.0.0.1:1"],
        &["pull", "--server", "http://127.0.0.1:1", "--check", "-o", "out"],
        &["restore", "--server", "http://127.0.0.1:1", "a.json"],
    ];
    let remote: [&[&str]; 1] = [&["secrets", "list", "a.json"]];
    let with_servers = if cfg!(feature = "remote") { commands.len() } else { 7 };
    for command in commands[..with_servers].iter().chain(&remote[..usize::from(cfg!(feature = "remote"))]) {
        for report in [["--format", "junit"], ["--format", "github"], ["--report", "markdown:m"]] {
            let said = shell.run(&[command, &report[..]].concat()).exits(2);
            assert!(said.err.contains("has no findings to report"), "{command:?}: {}", said.err);
        }
    }
    assert_eq!(shell.names(), ["a.json"]);
}
