//! One mistake has one code, one wording and one place, whichever command meets it.

use serde_json::Value;

use crate::shell::Shell;

const HOME: &str = include_str!("../fixtures/home-lab-2.16.json");

/// What each command reports of a file, as they print it for programs.
fn findings(shell: &Shell, args: &[&str], exit: i32) -> Vec<Value> {
    let json = shell.run(args).exits(exit).json();
    json["files"][0]["findings"].as_array().unwrap().clone()
}

#[test]
fn check_rules_and_migrate_report_a_mistake_alike() {
    let shell = Shell::with("backup.json", HOME.replacen("\"alert\": false", "\"alert\": \"no\"", 1));
    shell.write(
        "idle.yaml",
        "semxform: 1\nid: idle\nrules:\n  - id: none\n    select: $.meta[?@.nobody]\n    remove: true\n    unknown: true\n",
    );
    let reports = [
        findings(&shell, &["check", "--target", "2.16.45", "--format", "json", "backup.json"], 1),
        findings(&shell, &["-r", "idle.yaml", "--to", "2.16.45", "--format", "json", "backup.json"], 1),
        findings(&shell, &["migrate", "--to", "2.16.45", "--format", "json", "backup.json"], 1),
    ];
    let told = |findings: &Vec<Value>| {
        let errors: Vec<&Value> = findings.iter().filter(|finding| finding["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{findings:#?}");
        ["code", "stage", "message", "entity", "pointer", "line", "column", "server_message", "consequence", "schema"]
            .map(|key| errors[0][key].clone())
    };
    let [check, rules, migrate] = reports.each_ref().map(told);
    assert_eq!(check[0], "SX501");
    assert_eq!(check[2], "`alert` must be true or false, not a string");
    assert_eq!(check[4], "/meta/alert");
    assert_eq!(check[9]["file"], "semaphore-2.16.0.schema.json");
    assert_eq!(check[9]["keyword"], "/properties/meta/properties/alert/type");
    assert_eq!(rules, check);
    assert_eq!(migrate, check);
}
