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
