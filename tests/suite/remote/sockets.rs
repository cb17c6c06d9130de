//! Only commands about servers open a connection.

use std::path::Path;
use std::process::Command;

use crate::shell::Shell;

const BACKUP: &str = include_str!("../../fixtures/home-lab-2.16.json");

/// What works offline, each with a file that it can do something with.
const OFFLINE: [&[&str]; 11] = [
    &["check", "backup.json"],
    &["migrate", "--to", "2.18", "-o", "out.json", "backup.json"],
    &["-r", "builtin:clean", "backup.json"],
    &["detect", "backup.json"],
    &["diff", "backup.json", "backup.json"],
    &["fmt", "backup.json"],
    &["select", "$.templates[*].name", "backup.json"],
    &["explain", "SX301"],
    &["rules", "list"],
    &["schema", "2.16"],
    &["secrets", "list", "backup.json"],
];

#[test]
fn only_one_room_knows_what_a_connection_is() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut wrong = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                if !entry.ends_with("src/remote") {
                    open.push(entry);
                }
            } else if std::fs::read_to_string(&entry)
                .is_ok_and(|text| ["ureq", "std::net", "TcpStream", "UdpSocket"].iter().any(|word| text.contains(word)))
            {
                wrong.push(entry);
            }
        }
    }
    assert!(wrong.is_empty(), "connections are the business of src/remote: {wrong:?}");
}

#[test]
#[ignore = "needs strace, which .ci/run installs; the test above reads the imports everywhere"]
fn no_other_command_opens_a_socket() {
    let shell = Shell::with("backup.json", BACKUP);
    let trace = |args: &[&str]| {
        let program = shell.command(&[]).get_program().to_owned();
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=socket,connect", "-o", "trace.txt"]).arg(program).args(args);
        command.current_dir(shell.path("")).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).output()
    };
    for args in OFFLINE {
        let output = trace(args).expect("strace is installed and may trace");
        assert!(output.status.code().is_some_and(|code| code <= 4), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        let calls = shell.read("trace.txt");
        assert!(!calls.contains("socket(") && !calls.contains("connect("), "{args:?}: {calls}");
    }
    // The trace sees what there is to see.
    shell.write("token", "CANARY-token");
    let _ = trace(&["server", "--server", "http://127.0.0.1:9", "--token-file", "token"]);
    assert!(shell.read("trace.txt").contains("socket("));
}
