//! The table of exit codes: one row a way to end, and which of several wins.

use crate::shell::Shell;

const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");
const BAD: &str = include_str!("../fixtures/vault-link-to-deleted-key.json");

const RENAME: &str = "semxform: 1\nid: rename\nrules:\n  - id: r\n    select: $.meta\n    set: {name: Copy}\n";
const REFUSE: &str =
    "semxform: 1\nid: refuse\nrules:\n  - id: r\n    select: $.keys[?@.name == 'old vault']\n    expect: 1\n    remove: true\n";
const GROW: &str =
    "semxform: 1\nid: grow\nrules:\n  - id: r\n    select: $.meta\n    replace: {key: name, pattern: '^', with: 'x'}\n";

/// Arguments and the code.
const ROWS: &[(&str, i32)] = &[
    // 0: fine.
    ("check --target 2.16 good.json", 0),
    ("-r rename.yaml good.json", 0),
    ("-r rename.yaml --check renamed.json", 0),
    ("detect good.json", 0),
    ("select $.nothing good.json", 0),
    ("fmt good.json", 0),
    ("fmt --check good.json", 0),
    ("explain SX301", 0),
    ("schema 2.16", 0),
    ("rules list", 0),
    ("man", 0),
    ("--version", 0),
    // 1: findings.
    ("check --target 2.16 bad.json", 1),
    ("check --target 2.16 --fail-on warning good.json", 1),
    ("check --target 2.16 empty.json", 1),
    ("-r refuse.yaml good.json", 1),
    ("migrate --to 2.16 bad.json", 1),
    // 2: usage and broken rule files.
    ("", 2),
    ("good.json", 2),
    ("--unknown", 2),
    ("frobnicate", 2),
    ("-r grow.yaml good.json", 2),
    ("-r broken.yaml good.json", 2),
    ("-r nowhere.yaml good.json", 2),
    ("check --target 9.9 good.json", 2),
    ("select $.[ good.json", 2),
    ("rules test broken.yaml", 2),
    ("schema 9.9", 2),
    ("explain SX999", 2),
    // 3: input missing or unreadable; for all commands but check also not JSON.
    ("check --target 2.16 missing.json", 3),
    ("check --target 2.16 no/folder", 3),
    ("check --target 2.16", 3),
    ("-r rename.yaml empty.json", 3),
    ("-r rename.yaml missing.json", 3),
    ("migrate --to 2.16 empty.json", 3),
    ("detect empty.json", 3),
    ("select $ empty.json", 3),
    ("fmt empty.json", 3),
    // 4: something would change.
    ("-r rename.yaml --check good.json", 4),
    ("migrate --to 2.18 --check good.json", 4),
    ("fmt --check compact.json", 4),
    // Of several, 2 before 3 before 1 before 4.
    ("-r grow.yaml good.json missing.json", 2),
    ("-r refuse.yaml good.json missing.json", 3),
    ("check --target 2.16 bad.json missing.json", 3),
    ("-r pick.yaml --check good.json picked.json", 1),
    ("fmt --check compact.json empty.json", 3),
    ("--unknown missing.json", 2),
];

#[test]
fn every_row_of_the_table() {
    let shell = Shell::with("good.json", GOOD);
    shell.write("bad.json", BAD);
    shell.write(
        "renamed.json",
        GOOD.replace("\"name\": \"Home lab\",\n    \"type\": \"\"", "\"name\": \"Copy\",\n    \"type\": \"\""),
    );
    shell.write("picked.json", GOOD.replace("\"github\"", "\"gitlab\""));
    shell.write("compact.json", "{\"meta\":{\"name\":\"Infra\"}}");
    shell.write("empty.json", "");
    shell.write("rename.yaml", RENAME);
    shell.write("refuse.yaml", REFUSE);
    shell.write("grow.yaml", GROW);
    shell.write("broken.yaml", "semxform: 1\n");
    let pick = "semxform: 1\nid: pick\nrules:\n  - id: r\n    select: $.keys[?@.name == 'github']\n    expect: 1\n    set: {type: ssh, owner: me}\n";
    shell.write("pick.yaml", pick);
    let mut wrong = Vec::new();
    for (line, code) in ROWS {
        let args: Vec<&str> = line.split_whitespace().collect();
        let said = shell.run(&args);
        if said.code != *code {
            wrong.push(format!("semxform {line}: {} and not {code}\n{}{}", said.code, said.out, said.err));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
