//! Faults put in on purpose: runs killed at any moment, disks that fill up or break, files that change meanwhile. A target has its
//! old or its new content, whatever happens. `SEMXFORM_KILLS=400` kills more often than a test run has time for.
#![cfg(target_os = "linux")]

use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::shell::{Shell, said};

/// A backup of about a megabyte, which takes some tens of milliseconds.
fn large() -> String {
    let home = include_str!("../fixtures/home-lab-2.16.json");
    let mut doc: serde_json::Value = serde_json::from_str(home).unwrap();
    let keys = doc["keys"].as_array_mut().unwrap();
    keys.extend((0..12_000).map(|i| serde_json::json!({"name": format!("key {i}"), "type": "ssh", "owner": ""})));
    doc["templates"][0]["vaults"][0]["vault_key"] = "gone".into();
    serde_json::to_string_pretty(&doc).unwrap()
}

/// Numbers that are the same in every run of the tests.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_the_old_or_the_new_content() {
    let kills = std::env::var("SEMXFORM_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(24);
    let old = large();
    let commands = [
        &["-r", "builtin:fix-vaults", "-i", "a.json"][..],
        &["-r", "builtin:fix-vaults", "-i", "--backup", ".bak", "a.json"],
        &["migrate", "--to", "2.18", "--accept-loss", "all", "-o", "out.json", "--receipt", "receipt.json", "a.json"],
        &["fmt", "-i", "--sort", "a.json"],
        &["-r", "builtin:fix-vaults", "-i", "--report", "json:report.json", "a.json", "b.json"],
        &["-r", "builtin:fix-vaults", "-o", "out/", "--report", "html:report.html", "a.json", "b.json"],
    ];
    let mut numbers = Numbers(14);
    for args in commands {
        let shell = Shell::new();
        let begin = || {
            for name in shell.names() {
                let path = shell.path(&name);
                if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
            }
            for name in ["a.json", "b.json"] {
                shell.write(name, &old);
                fs::set_permissions(shell.path(name), Permissions::from_mode(0o600)).unwrap();
            }
        };
        begin();
        let started = Instant::now();
        shell.run(args);
        let whole = started.elapsed();
        let finished = contents(&shell);
        for _ in 0..kills / commands.len() {
            begin();
            let moment = Duration::from_micros(numbers.below(u64::try_from(whole.as_micros()).unwrap() * 11 / 10));
            let mut child = shell.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(moment);
            child.kill().unwrap();
            child.wait().unwrap();
            for (name, text) in contents(&shell) {
                let now = finished.iter().find(|(whole, _)| *whole == name).map(|(_, text)| text);
                if name.rsplit('/').next().unwrap().starts_with('.') {
                    let mode = fs::metadata(shell.path(&name)).unwrap().permissions().mode();
                    let others = mode & 0o077;
                    let of_input = args.contains(&"-i") && !name.starts_with(".report");
                    assert!(others == 0 || !of_input, "{name} can be read by others: {mode:o}");
                } else if matches!(&*name, "a.json" | "b.json" | "a.json.bak") {
                    assert!(text == old || Some(&text) == now, "{args:?}: {name} is torn after {moment:?}");
                } else {
                    assert_eq!(Some(&text), now, "{args:?}: {name} is torn after {moment:?}");
                }
            }
            assert!(["a.json", "b.json"].iter().all(|name| shell.path(name).exists()));
        }
    }
}

/// The files of a folder and of `out` in it with their texts; receipts and reports name no time, so that two of one run are equal.
fn contents(shell: &Shell) -> Vec<(String, String)> {
    let inside = fs::read_dir(shell.path("out")).into_iter().flatten();
    let inside = inside.map(|entry| format!("out/{}", entry.unwrap().file_name().into_string().unwrap()));
    let names = shell.names().into_iter().filter(|name| shell.path(name).is_file()).chain(inside);
    names.map(|name| (name.clone(), shell.read(&name))).collect()
}

/// A disk that fills up at any byte: of the result, of its backup copy, of the receipt.
#[test]
fn a_disk_that_is_full_at_any_byte_changes_nothing() {
    let old = large();
    let size = old.len() / 1024;
    let binary = env!("CARGO_BIN_EXE_semxform");
    for command in [
        "-r builtin:fix-vaults -i a.json",
        "-r builtin:fix-vaults -i --backup .bak a.json",
        "-r builtin:fix-vaults -o out.json a.json",
        "migrate --to 2.18 --accept-loss all -o out.json a.json",
        "migrate --to 2.18 --accept-loss all -o out.json --receipt receipt.json a.json",
        "fmt -i --sort a.json",
    ] {
        for blocks in [0, 1, size / 2, size - 8] {
            let shell = Shell::with("a.json", &old);
            let mut bash = Command::new("bash");
            bash.args(["-c", &format!("ulimit -f {blocks}; exec '{binary}' {command}")]).current_dir(shell.path(""));
            // Pipes have no limit.
            let full = said(bash).exits(3);
            assert!(full.err.contains("too large"), "{command}, {blocks} blocks: {}", full.err);
            assert_eq!(shell.names(), ["a.json"], "{command}, {blocks} blocks");
            assert!(shell.read("a.json") == old, "{command}, {blocks} blocks");
        }
    }
}

#[test]
#[ignore = "needs the right to mount"]
fn a_small_disk_that_is_full_changes_nothing() {
    let old = large();
    let binary = env!("CARGO_BIN_EXE_semxform");
    let shell = Shell::with("a.json", &old);
    let script = format!(
        "mkdir disk && mount -t tmpfs -o size={}k none disk && cp a.json disk && cd disk && \
         '{binary}' -r builtin:fix-vaults -i --backup .bak a.json; code=$?; cmp a.json ../a.json && ls -A && exit $code",
        old.len() * 5 / 2 / 1024
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "bash", "-c", &script]).current_dir(shell.path(""));
    let full = said(command).exits(3);
    assert!(full.err.contains("no space left on device"), "{}", full.err);
    assert_eq!(full.out, "a.json\n", "neither the result nor the copy is left half");
}

/// Nothing is mapped at the address 0 of a process: reads and writes of its memory there are errors of input and output.
fn broken_disk() -> File {
    OpenOptions::new().read(true).write(true).open("/proc/self/mem").unwrap()
}

#[test]
fn a_disk_that_breaks_is_named_and_ends_with_3() {
    let shell = Shell::with("a.json", include_str!("../fixtures/home-lab-2.16.json"));
    for args in
        [&["check", "/proc/self/mem"][..], &["-r", "builtin:fix-vaults", "/proc/self/mem"], &["diff", "a.json", "/proc/self/mem"]]
    {
        let said = shell.run(args).exits(3);
        assert!(said.err.contains("input/output error"), "{args:?}: {}", said.err);
    }
    let mut command = shell.command(&["check", "--target", "2.16"]);
    command.stdin(broken_disk());
    let unreadable = said(command).exits(3);
    assert!(unreadable.err.contains("input/output error"), "{}", unreadable.err);
    for args in [&["fmt", "a.json"][..], &["check", "--target", "2.16", "a.json"], &["check", "--format", "json", "a.json"]] {
        let mut command = shell.command(args);
        command.stdout(broken_disk());
        let unwritable = said(command).exits(3);
        assert!(unwritable.err.contains("input/output error"), "{args:?}: {}", unwritable.err);
    }
    assert_eq!(shell.names(), ["a.json"]);
}

/// Two programs that work on one file at a time: one of them wins and the other says so; no change is lost without a word.
#[test]
fn of_two_runs_on_one_file_one_tells_that_it_lost() {
    let old = large();
    let shell = Shell::with("a.json", &old);
    let rule = |name: &str| {
        format!("semxform: 1\nid: {name}\nrules:\n  - id: r\n    select: $.meta\n    unknown: true\n    set: {{{name}: true}}\n")
    };
    shell.write("one.yaml", rule("one"));
    shell.write("two.yaml", rule("two"));
    for _ in 0..4 {
        shell.write("a.json", &old);
        let start = |pack: &str| {
            shell.command(&["-r", pack, "-i", "a.json"]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap()
        };
        let (mut one, mut two) = (start("one.yaml"), start("two.yaml"));
        let codes = [one.wait().unwrap().code(), two.wait().unwrap().code()];
        let text = shell.read("a.json");
        let kept = [text.contains("\"one\": true"), text.contains("\"two\": true")];
        for (code, kept) in codes.iter().zip(kept) {
            assert_eq!(*code == Some(3), !kept, "{codes:?} {kept}");
        }
    }
}

#[test]
fn access_lists_and_attributes_stay_with_a_file() {
    let shell = Shell::with("a.json", "{\"meta\":{\"name\":\"Infra\"}}");
    let path = shell.path("a.json");
    let set = |name: &str, value: &[u8]| rustix::fs::setxattr(&path, name, value, rustix::fs::XattrFlags::empty());
    if set("user.origin", b"server 1").is_err() {
        // A file system without attributes has none to lose.
        return;
    }
    // u::rw-, u:1:r--, g::r--, m::rw-, o::---
    let entry = |tag: u16, rights: u16, id: u32| [&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat();
    let none = u32::MAX;
    let list = [
        2_u32.to_le_bytes().to_vec(),
        entry(1, 6, none),
        entry(2, 4, 1),
        entry(4, 4, none),
        entry(16, 6, none),
        entry(32, 0, none),
    ]
    .concat();
    let has_lists = set("system.posix_acl_access", &list).is_ok();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let before = mode(&path);
    shell.run(&["fmt", "-i", "--backup", ".bak", "a.json"]).exits(0);
    for name in ["a.json", "a.json.bak"] {
        let path = shell.path(name);
        let get = |name: &str| {
            let mut buffer = [0; 200];
            rustix::fs::getxattr(&path, name, &mut buffer[..]).map(|length| buffer[..length].to_vec())
        };
        assert_eq!(get("user.origin").unwrap(), b"server 1", "{name}");
        assert_eq!(get("system.posix_acl_access").is_ok_and(|now| now == list), has_lists, "{name}");
        assert_eq!(mode(&path), before, "{name}");
    }
}

/// Who presses Ctrl-C reads what is written by then; the shell learns of the signal.
#[test]
fn a_run_that_is_interrupted_says_what_is_written() {
    use std::os::unix::process::ExitStatusExt as _;
    let shell = Shell::with("a.json", large());
    let interrupted = |args: &[&str], wait: &dyn Fn()| {
        let mut child = shell.command(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // Who waits for the end closes it otherwise.
        let _open = child.stdin.take();
        wait();
        std::thread::sleep(Duration::from_millis(200));
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.signal(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    // Standard input never ends.
    let said = interrupted(&["check", "--target", "2.16", "-"], &|| {});
    assert_eq!(said, "interrupted: no file was written\n");
    assert!(Command::new("mkfifo").arg(shell.path("z.json")).status().unwrap().success());
    let written = || while !shell.path("out/a.json").exists() {};
    let said = interrupted(&["-r", "builtin:fix-vaults", "a.json", "z.json", "-o", "out/"], &written);
    assert!(said.ends_with("interrupted: 1 file was written, and is whole\n"), "{said}");
}
