//! Inputs that are missing or broken: a clear message, the right exit code, the file untouched.

use std::fs::File;

use crate::shell::{Shell, said};

const SMALL: &str = "{\"meta\":{\"name\":\"Infra\"}}";

/// Broken bytes, the code of the finding, and a word of the message.
const BROKEN: &[(&[u8], &str, &str)] = &[
    (b"", "SX102", "empty"),
    (b"  \n", "SX102", "empty"),
    (b"\xef\xbb\xbf{}", "SX104", "byte order mark"),
    (b"{\"meta\": {\"name\": \"Inf", "SX103", "middle of the document"),
    (b"{\"meta\": {\"name\": \"Infra\"},}", "SX101", "1:28"),
    (b"meta:\n  name: Infra\n", "SX101", "1:1"),
    (b"{} {}", "SX106", "after the end"),
    (b"\x00\x01\x02", "SX101", "1:1"),
];

#[test]
fn broken_bytes_have_a_place_and_exit_code_3_and_stay() {
    for (bytes, code, word) in BROKEN {
        let shell = Shell::with("backup.json", bytes);
        let said = shell.run(&["fmt", "-i", "backup.json"]).exits(3);
        assert!(said.err.contains(code) && said.err.contains(word) && said.err.contains("help"), "{}", said.err);
        assert!(said.out.is_empty(), "{}", said.out);
        assert_eq!(std::fs::read(shell.path("backup.json")).unwrap(), *bytes);
        assert_eq!(shell.names(), ["backup.json"]);

        let json = shell.run(&["fmt", "--check", "--format", "json", "backup.json"]).exits(3).json();
        let finding = &json["files"][0]["findings"][0];
        assert_eq!((finding["code"].as_str(), finding["severity"].as_str()), (Some(*code), Some("error")));
        assert!(finding["line"].is_number() && finding["column"].is_number(), "{finding}");
    }
}

#[test]
fn a_hundred_thousand_brackets_are_refused_and_not_a_crash() {
    let deep = "[".repeat(100_000);
    let shell = Shell::with("deep.json", &deep);
    assert!(shell.run(&["fmt", "deep.json"]).exits(3).err.contains("SX103"));
    shell.write("deep.json", deep + &"]".repeat(100_000));
    assert!(shell.run(&["fmt", "deep.json"]).exits(3).err.contains("SX109"));
    let objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    shell.write("deep.json", objects);
    assert!(shell.run(&["fmt", "deep.json"]).exits(3).err.contains("SX109"));
}

#[test]
fn no_command_breaks_on_a_hundred_thousand_brackets() {
    let shell = Shell::with("list.json", "[".repeat(100_000) + &"]".repeat(100_000));
    shell.write("inside.json", format!("{{\"keys\":[{{\"name\":{}{}}}]}}", "[".repeat(100_000), "]".repeat(100_000)));
    for name in ["list.json", "inside.json"] {
        for (args, code) in [
            (&["check", "--target", "2.16"][..], 1),
            (&["check", "--target", "2.9.70"], 1),
            (&["detect"], 3),
            (&["select", "--format", "concise", "$.keys"], 3),
            (&["diff", "list.json"], 3),
            (&["-r", "builtin:clean"], 3),
            (&["migrate", "--to", "2.18"], 3),
            (&["explain", "invalid character '[' exceeded max depth"], 0),
        ] {
            let mut all = args.to_vec();
            all.push(name);
            shell.run(&all).exits(code);
        }
    }
}

#[test]
fn odd_texts_are_kept_to_the_byte() {
    for text in [&b"{\n  \"a\": \"\\ud800\"\n}"[..], b"{\n  \"a\": \"\xff\"\n}"] {
        let shell = Shell::with("odd.json", text);
        assert_eq!(shell.run(&["fmt", "odd.json"]).exits(0).bytes, text);
    }
}

#[test]
fn folders_and_missing_files_are_said_to_be_so() {
    let shell = Shell::with("a.json", SMALL);
    let said = shell.run(&["fmt", "--check", "a.json", "missing.json"]).exits(3);
    assert!(said.err.contains("missing.json: no such file"), "{}", said.err);
    assert_eq!(said.out, "a.json\n", "the readable file is looked at");

    let json = shell.run(&["fmt", "--check", "--format=json", "a.json", "missing.json"]).exits(3).json();
    assert_eq!(json["files"][1]["path"], "missing.json");
    assert_eq!(json["files"][1]["findings"][0]["code"], "SX111");
}

#[test]
fn standard_input_is_read_when_it_is_a_pipe_or_a_file() {
    let shell = Shell::with("backup.json", SMALL);
    let pretty = "{\n  \"meta\": {\n    \"name\": \"Infra\"\n  }\n}";
    assert_eq!(shell.pipe(&["fmt"], SMALL).exits(0).out, pretty);
    assert_eq!(shell.pipe(&["fmt", "-"], SMALL).exits(0).out, pretty);

    let mut command = shell.command(&["fmt"]);
    command.stdin(File::open(shell.path("backup.json")).unwrap());
    assert_eq!(said(command).exits(0).out, pretty);

    let nothing = shell.run(&["fmt"]).exits(3);
    assert!(nothing.err.contains("no input") && nothing.err.contains("semxform.yaml"), "{}", nothing.err);
    assert!(shell.run(&["fmt", "--format", "json"]).exits(3).json()["error"]["help"].is_string());

    let twice = shell.pipe(&["fmt", "--check", "-", "-"], SMALL).exits(2);
    assert!(twice.err.contains("only once"), "{}", twice.err);
}

#[test]
fn settings_of_the_repository_name_the_inputs() {
    let shell = Shell::with("repo/semxform.yaml", "inputs: ['backups/*.json']\n");
    shell.write("repo/.git/HEAD", "");
    shell.write("repo/backups/b.json", SMALL);
    shell.write("repo/backups/a.json", "{}");
    shell.write("repo/deep/down/note.txt", "");
    let mut command = shell.command(&["fmt", "--check"]);
    command.current_dir(shell.path("repo/deep/down"));
    assert_eq!(said(command).exits(4).out, "../../backups/b.json\n");
    let mut command = shell.command(&["fmt", "--check", "../../backups/a.json"]);
    command.current_dir(shell.path("repo/deep/down"));
    assert_eq!(said(command).exits(0).out, "", "arguments replace the settings");

    shell.write("repo/semxform.yaml", "inptus: ['*.json']\nto: [1]\n");
    let mut command = shell.command(&["fmt", "--check"]);
    command.current_dir(shell.path("repo"));
    let broken = said(command).exits(2);
    assert!(broken.err.contains("semxform.yaml:1:1") && broken.err.contains("did you mean `inputs`?"), "{}", broken.err);
    assert!(broken.err.contains("semxform.yaml:2:5"), "{}", broken.err);
}

#[test]
fn settings_outside_the_repository_do_not_count() {
    let shell = Shell::with("semxform.yaml", "inputs: ['*.json']\n");
    shell.write("a.json", "{}");
    shell.write("repo/.git/HEAD", "");
    let mut command = shell.command(&["fmt", "--check"]);
    command.current_dir(shell.path("repo"));
    said(command).exits(3);
}

#[test]
fn values_in_each_other_are_not_printed_without_end() {
    let deep = format!("{{\"meta\": {{\"name\": \"m\"}}, \"x\": {}{}}}", "[".repeat(9_000), "]".repeat(9_000));
    let wide: Vec<_> = (0..40_000).map(|i| format!(", \"k{i}\": [{i}]")).collect();
    let wide = wide.concat();
    let shell = Shell::with("deep.json", deep);
    shell.write("wide.json", format!("{{\"meta\": {{\"name\": \"m\"}}{wide}}}"));
    let said = shell.run(&["select", "$..*", "deep.json"]).exits(2);
    assert!(said.err.contains("SX214") && said.out.is_empty(), "{}", said.err);
    shell.run(&["select", "--format", "json", "$..*", "deep.json"]).exits(2);
    shell.run(&["select", "$..*", "wide.json"]).exits(0);
}
