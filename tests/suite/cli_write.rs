//! Writing: what lands where, and what happens when it cannot.

use crate::shell::{Shell, said};

const SMALL: &str = "{\"meta\":{\"name\":\"Infra\"}}";
const PRETTY: &str = "{\n  \"meta\": {\n    \"name\": \"Infra\"\n  }\n}";

#[test]
fn nothing_is_written_unless_asked_for() {
    let shell = Shell::with("a.json", SMALL);
    shell.run(&["fmt", "a.json"]).exits(0);
    shell.run(&["fmt", "--check", "a.json"]).exits(4);
    assert_eq!(shell.read("a.json"), SMALL);
    assert_eq!(shell.names(), ["a.json"]);
}

#[test]
fn in_place_with_a_copy_of_the_old_content() {
    let shell = Shell::with("a.json", SMALL);
    shell.run(&["fmt", "-i", "--backup", ".bak", "a.json"]).exits(0);
    assert_eq!((shell.read("a.json").as_str(), shell.read("a.json.bak").as_str()), (PRETTY, SMALL));
    std::fs::remove_file(shell.path("a.json.bak")).unwrap();
    shell.run(&["fmt", "-i", "--backup", ".bak", "a.json"]).exits(0);
    assert_eq!(shell.names(), ["a.json"], "a file that does not change is not written");
}

#[test]
fn a_file_that_is_named_twice_is_rewritten_once() {
    let shell = Shell::with("a.json", SMALL);
    let same = shell.run(&["fmt", "-i", "a.json", "./a.json"]).exits(0);
    assert_eq!(shell.read("a.json"), PRETTY);
    assert!(same.err.contains("./a.json is the same file as a.json: it is rewritten once"), "{}", same.err);
}

#[cfg(unix)]
#[test]
fn a_link_and_its_target_are_one_file() {
    let shell = Shell::with("a.json", SMALL);
    std::os::unix::fs::symlink("a.json", shell.path("link.json")).unwrap();
    let same = shell.run(&["fmt", "-i", "link.json", "a.json"]).exits(0);
    assert_eq!((shell.read("a.json").as_str(), shell.read("link.json").as_str()), (PRETTY, PRETTY));
    assert!(shell.path("link.json").is_symlink(), "the link stays a link");
    assert!(same.err.contains("a.json is the same file as link.json: it is rewritten once"), "{}", same.err);
}

#[test]
fn one_result_to_a_file_and_several_into_a_folder() {
    let shell = Shell::with("a.json", SMALL);
    shell.write("b.json", "{}");
    shell.run(&["fmt", "-o", "new.json", "a.json"]).exits(0);
    assert_eq!(shell.read("new.json"), PRETTY);
    shell.run(&["fmt", "-o", "out", "a.json", "b.json"]).exits(0);
    assert_eq!((shell.read("out/a.json").as_str(), shell.read("out/b.json").as_str()), (PRETTY, "{}"));
    shell.run(&["fmt", "-o", "out/", "a.json"]).exits(0);
    let typo = shell.run(&["fmt", "-o", "otu/new.json", "a.json"]).exits(3);
    assert!(typo.err.contains("the folder does not exist"), "{}", typo.err);
    assert_eq!(shell.run(&["fmt", "-o", "-", "a.json"]).exits(0).out, PRETTY);
}

#[test]
fn options_that_do_not_fit_are_refused_before_any_write() {
    let shell = Shell::with("a.json", SMALL);
    shell.write("x/a.json", SMALL);
    shell.write("b.json", SMALL);
    for args in [
        &["fmt", "-o", "out", "a.json", "x/a.json"][..],
        &["fmt", "-o", "b.json", "a.json", "x/a.json"],
        &["fmt", "-o", "-", "a.json", "b.json"],
        &["fmt", "-o", "-", "--format", "json", "a.json"],
        &["fmt", "--check", "-o", "out", "a.json"],
        &["fmt", "--check", "-i", "a.json"],
        &["fmt", "-i", "-o", "out", "a.json"],
        &["fmt", "--backup", ".bak", "a.json"],
        &["fmt", "-i", "--backup", "../x", "a.json"],
        &["fmt", "-i", "-"],
        &["fmt", "a.json", "b.json"],
    ] {
        let said = shell.run(args).exits(2);
        assert!(said.err.contains("error"), "{args:?}: {}", said.err);
        assert_eq!(shell.names(), ["a.json", "b.json", "x"], "{args:?}");
        assert_eq!(shell.read("a.json"), SMALL, "{args:?}");
    }
}

#[test]
fn a_file_that_fails_does_not_stop_the_others() {
    let shell = Shell::with("a.json", SMALL);
    shell.write("broken.json", "{");
    shell.write("z.json", SMALL);
    shell.run(&["fmt", "-i", "a.json", "broken.json", "z.json"]).exits(3);
    assert_eq!(
        (shell.read("a.json").as_str(), shell.read("broken.json").as_str(), shell.read("z.json").as_str()),
        (PRETTY, "{", PRETTY)
    );
}

#[cfg(unix)]
#[test]
fn a_full_disk_and_a_closed_pipe() {
    use std::fs::OpenOptions;
    let shell = Shell::with("a.json", SMALL);
    let full = shell.run(&["fmt", "-o", "/dev/full", "a.json"]).exits(3);
    assert!(full.err.contains("/dev/full: no space left on device"), "{}", full.err);
    for args in [&["fmt", "a.json"][..], &["--help"], &["explain", "SX101"], &["fmt", "--format", "json", "a.json"]] {
        let mut command = shell.command(args);
        command.stdout(OpenOptions::new().write(true).open("/dev/full").unwrap());
        let full = said(command).exits(3);
        assert!(full.err.contains("no space left on device"), "{}", full.err);
    }
    shell.write("big.json", format!("[{}0]", "0,".repeat(1_000_000)));
    let mut command = shell.command(&["fmt", "big.json"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    std::io::Read::read_to_string(child.stderr.as_mut().unwrap(), &mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "a reader who has seen enough is no error");
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_old_file() {
    let shell = Shell::with("a.json", format!("[{}0]", "0,".repeat(3_000_000)));
    let old = shell.read("a.json");
    for delay in [5, 60, 150, 300] {
        let mut child = shell.command(&["fmt", "-i", "a.json"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = child.kill();
        let _ = child.wait();
        let now = shell.read("a.json");
        assert!(now == old || now.ends_with("0\n]"), "neither the old nor the new file after {delay} ms");
        shell.write("a.json", &old);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_temporary_file() {
    let shell = Shell::with("a.json", format!("[{}0]", "0,".repeat(3_000_000)));
    for signal in ["-INT", "-TERM", "-HUP", "-QUIT"] {
        let mut child = shell.command(&["fmt", "-i", "a.json"]).spawn().unwrap();
        while shell.names().len() == 1 && child.try_wait().unwrap().is_none() {}
        // It may be through already.
        let _ = std::process::Command::new("kill").args([signal, &child.id().to_string()]).output();
        let _ = child.wait();
        assert_eq!(shell.names(), ["a.json"]);
        shell.write("a.json", format!("[{}0]", "0,".repeat(3_000_000)));
    }
}

#[test]
fn no_output_replaces_an_input_or_another_output() {
    let home = include_str!("../fixtures/home-lab-2.16.json");
    let shell = Shell::with("a.json", home);
    let migrate = ["migrate", "--to", "2.18", "--accept-loss", "all"];
    for args in [
        &["fmt", "-o", "a.json", "a.json"][..],
        &["fmt", "-o", "./x/../a.json", "a.json"],
        &[&migrate[..], &["--receipt", "a.json", "a.json"]].concat(),
        &[&migrate[..], &["-o", "new.json", "--receipt", "a.json", "a.json"]].concat(),
        &[&migrate[..], &["-o", "new.json", "--receipt", "new.json", "a.json"]].concat(),
    ] {
        std::fs::create_dir_all(shell.path("x")).unwrap();
        let said = shell.run(args).exits(2);
        assert!(said.err.contains("would be written over"), "{args:?}: {}", said.err);
        assert_eq!(shell.names(), ["a.json", "x"], "{args:?}");
        assert_eq!(shell.read("a.json"), home, "{args:?}");
    }
    shell.write("x/a.json", home);
    let receipts = [&migrate[..], &["-i", "--receipt", "out/", "a.json", "x/a.json"]].concat();
    shell.run(&receipts).exits(2);
    assert_eq!(shell.names(), ["a.json", "x"]);
}

#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes_is_a_full_disk() {
    let shell = Shell::with("a.json", format!("[{}0]", "0,".repeat(500_000)));
    let old = shell.read("a.json");
    let binary = env!("CARGO_BIN_EXE_semxform");
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &format!("ulimit -f 100; exec '{binary}' fmt -i a.json")]).current_dir(shell.path(""));
    let full = said(command).exits(3);
    assert!(full.err.contains("too large"), "{}", full.err);
    assert_eq!((shell.names(), shell.read("a.json") == old), (vec!["a.json".to_owned()], true));
}

#[test]
fn the_first_copy_of_two_is_kept() {
    let shell = Shell::with("a.json", SMALL);
    shell.run(&["fmt", "-i", "--backup", ".bak", "a.json"]).exits(0);
    shell.write("a.json", "{\"meta\":{\"name\":\"Other\"}}");
    shell.run(&["fmt", "-i", "--backup", ".bak", "a.json"]).exits(0);
    assert_eq!(shell.names(), ["a.json", "a.json.bak", "a.json.bak.1"]);
    assert_eq!(shell.read("a.json.bak"), SMALL);
}
