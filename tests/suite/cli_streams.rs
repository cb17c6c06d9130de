//! Outputs that are streams of somebody else, and outputs that would take the place of each other.

use crate::shell::Shell;

const BACKUP: &str = include_str!("../fixtures/home-lab-2.16.json");
const EXTRAS: &str = "{\"semxform_extras\": 1, \"project\": \"Home lab\", \"server\": \"v2.16.45\"}";

#[cfg(target_os = "linux")]
mod streams {
    use std::fs::OpenOptions;
    use std::process::Command;

    use super::BACKUP;
    use crate::shell::{Said, Shell, said};

    /// A line of a shell, in which `$S` is the program.
    fn sh(shell: &Shell, line: &str) -> Said {
        let program = shell.command(&[]).get_program().to_owned();
        let mut command = Command::new("bash");
        command.args(["-c", line]).env("S", program).current_dir(shell.path(""));
        said(command)
    }

    #[test]
    fn a_log_that_a_result_is_appended_to_keeps_what_it_had() {
        let shell = Shell::with("lab.json", BACKUP);
        let plain = shell.run(&["fmt", "lab.json"]).exits(0).out;
        for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/stderr", "/dev/fd/2"] {
            shell.write("log", "before\n");
            let mut command = shell.command(&["fmt", "-q", "lab.json", "-o", name]);
            let log = OpenOptions::new().append(true).open(shell.path("log")).unwrap();
            if name.ends_with(['2', 'r']) {
                command.stderr(log)
            } else {
                command.stdout(log)
            };
            said(command).exits(0);
            let log = shell.read("log");
            assert!(log.starts_with(&format!("before\n{plain}")), "{name}: {log}");
        }
        shell.write("log", "before\n");
        sh(&shell, "$S fmt lab.json -o /dev/fd/7 7>> log").exits(0);
        assert_eq!(shell.read("log"), format!("before\n{plain}"));
        assert_eq!(shell.names(), ["lab.json", "log"]);
    }

    #[test]
    fn results_reports_and_receipts_go_into_pipes() {
        let shell = Shell::with("lab.json", BACKUP);
        let plain = shell.run(&["fmt", "lab.json"]).exits(0).out;
        assert_eq!(shell.run(&["fmt", "lab.json", "-o", "/dev/stdout"]).exits(0).out, plain);
        sh(&shell, "$S fmt lab.json -o >(cat > result); wait $!").exits(0);
        assert_eq!(shell.read("result"), plain);
        sh(&shell, "$S check lab.json --report jsonl:>(cat > lines); wait $!").exits(0);
        assert!(shell.read("lines").starts_with("{\"path\":\"lab.json\""), "{}", shell.read("lines"));
        let migrate = "$S migrate --to 2.18 lab.json -o new.json --receipt";
        let said = sh(&shell, &format!("{migrate} /dev/stdout")).exits(0);
        assert_eq!(said.json()["written"], "new.json");
        assert!(said.err.contains("written to new.json") && !said.err.contains("receipt in"), "{}", said.err);
        sh(&shell, &format!("{migrate} - --format json")).exits(2);
        sh(&shell, "$S check lab.json --report json:/dev/stdout --report sarif:-").exits(2);
        sh(&shell, "$S fmt lab.json -o /dev/full").exits(3);
    }
}

#[test]
fn an_output_in_the_place_of_the_extras_is_refused_before_anything_is_written() {
    let shell = Shell::with("homelab.json", BACKUP);
    shell.write("m.extras.json", EXTRAS);
    let migrate = ["migrate", "--to", "2.18", "--extras", "m.extras.json", "homelab.json"];
    let extract = ["extract", "--template", "Back up VMs", "--extras", "m.extras.json", "homelab.json"];
    let clone = ["clone", "--name", "Copy", "--extras", "m.extras.json", "homelab.json"];
    let merge = ["merge", "homelab.json", "homelab.json", "--extras", "m.extras.json"];
    let rules = ["-r", "builtin:fix-vaults", "--extras", "m.extras.json", "homelab.json"];
    for (command, outputs) in [
        (&migrate[..], &["-o", "n.json", "--receipt", "n.extras.json"][..]),
        (&migrate, &["-o", "n.json", "--report", "json:n.extras.json"]),
        (&migrate, &["-i", "--receipt", "m.extras.json"]),
        (&extract, &["-o", "n.json", "--receipt", "n.extras.json"]),
        (&clone, &["-o", "n.json", "--receipt", "n.extras.json"]),
        (&merge, &["-o", "n.json", "--receipt", "n.extras.json"]),
        (&migrate, &["-o", "m.json"]),
        (&migrate, &["-o", "m.extras.json"]),
        (&rules, &["-o", "m.json"]),
        (&rules, &["-o", "m.extras.json"]),
        (&extract, &["-o", "m.json"]),
    ] {
        let said = shell.run(&[command, outputs].concat()).exits(2).err;
        assert!(said.contains("extras.json would be written over an input or another output"), "{outputs:?}: {said}");
        assert_eq!(shell.names(), ["homelab.json", "m.extras.json"], "{outputs:?}");
        assert_eq!((shell.read("homelab.json").as_str(), shell.read("m.extras.json").as_str()), (BACKUP, EXTRAS), "{outputs:?}");
    }
}
