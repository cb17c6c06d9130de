//! Manners of the command line: help, quiet and colour switches, folders, totals, closing lines, names of versions.

use crate::shell::Shell;

/// A backup of 2.16 that restores.
const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");

fn orphan() -> String {
    GOOD.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

#[test]
fn help_is_found_by_those_who_look_for_it() {
    let shell = Shell::with("b.json", GOOD);
    assert!(shell.run(&["help"]).exits(0).out.contains("migrate"));
    assert!(shell.run(&["help", "check"]).exits(0).out.contains("--target"));
    assert_eq!(shell.run(&["help", "rules", "test"]).exits(0).out, shell.run(&["rules", "test", "--help"]).exits(0).out);
    assert_eq!(shell.run(&["rules", "help", "test"]).exits(0).out, shell.run(&["help", "rules", "test"]).exits(0).out);
    assert!(shell.run(&["help", "--help"]).exits(0).out.contains("Examples:"));
    assert_eq!(shell.run(&["help", "--format", "json"]).exits(0).out, shell.run(&["--help"]).exits(0).out);
    assert!(shell.run(&["help", "rules", "tets"]).exits(2).err.contains("semxform rules has no command tets"));
    assert!(shell.run(&["help", "migrat"]).exits(2).err.contains("did you mean migrate?"));
    assert!(shell.run(&["b.json"]).exits(2).err.contains("did you mean `semxform check b.json`?"));
    for (word, meant) in [("validate", "check FILE"), ("upgrade", "migrate --to VERSION FILE"), ("import", "restore FILE")] {
        let said = shell.run(&[word, "b.json"]).exits(2).err;
        assert!(said.contains(&format!("did you mean `semxform {meant}`?")), "{said}");
    }
    assert!(shell.run(&["rules", "show", "fix-vault"]).exits(2).err.contains("fix-vaults"));
}

#[test]
fn quiet_leaves_verdicts_and_errors_and_verbose_adds_what_is_folded() {
    let shell = Shell::with("bad.json", orphan());
    shell.write("broken.json", "{\"meta\": {},}");
    let quiet = shell.run(&["check", "-q", "--target", "2.16.45", "bad.json"]).exits(1);
    assert_eq!(quiet.out.lines().count(), 2, "{}", quiet.out);
    assert!(quiet.out.starts_with("bad.json:") && quiet.out.contains("error[SX301]"), "{}", quiet.out);
    assert!(quiet.out.contains("would refuse this file"), "{}", quiet.out);
    assert!(shell.run(&["fmt", "-q", "broken.json"]).exits(3).err.contains("SX101"));
    shell.write("good.json", GOOD);
    let migrate = |flag: &[&str]| shell.run(&[&["migrate", "--to", "2.16.45", "good.json"], flag].concat()).exits(0).err;
    let (folded, whole) = (migrate(&[]), migrate(&["-v"]));
    assert!(folded.contains("-v lists them") && whole.lines().count() > folded.lines().count() + 2, "{folded}{whole}");
}

#[test]
fn quiet_says_what_keeps_a_result_from_being_written() {
    let shell = Shell::with("good.json", GOOD);
    let said = shell.run(&["migrate", "-q", "--to", "2.9.70", "good.json", "-o", "old.json"]).exits(1).err;
    assert!(said.contains("good.json: ") && said.contains("not accepted") && said.contains("--accept-loss "), "{said}");
    assert!(said.lines().count() < 8, "{said}");
    let said = shell.run(&["-r", "builtin:scrub", "-q", "good.json"]).err;
    assert!(!said.lines().any(|line| line.starts_with("  ")), "{said}");
}

#[test]
fn colour_is_switched_as_other_programs_do() {
    let shell = Shell::with("b.json", orphan());
    let args = ["check", "--target", "2.16.45", "b.json"];
    assert!(shell.run_with(&args, "FORCE_COLOR", "1").out.contains('\u{1b}'));
    assert!(!shell.run_with(&args, "FORCE_COLOR", "0").out.contains('\u{1b}'));
    assert!(shell.run_with(&args, "CLICOLOR_FORCE", "1").out.contains('\u{1b}'));
    assert!(!shell.run_with(&args, "CLICOLOR_FORCE", "0").out.contains('\u{1b}'));
    let never = [&args[..], &["--no-color"]].concat();
    assert!(!shell.run_with(&never, "FORCE_COLOR", "1").out.contains('\u{1b}'));
}

#[test]
fn a_folder_stands_for_the_backups_below_it_and_several_files_have_a_total() {
    let shell = Shell::with("d/a.json", GOOD);
    shell.write("d/e/b.backup", orphan());
    shell.write("d/.hidden/c.json", "{");
    shell.write("d/a.receipt.json", "{}");
    shell.write("d/n.txt", "x");
    let said = shell.run(&["check", "--target", "2.16.45", "d"]).exits(1).out;
    assert!(said.contains("2 files: 1 would be refused, 1 restored"), "{said}");
    assert!(!said.contains("hidden") && !said.contains("n.txt") && !said.contains("receipt"), "{said}");
    let json = shell.run(&["check", "--target", "2.16.45", "--format", "json", "d"]).exits(1).json();
    assert_eq!((&json["summary"]["files"], &json["summary"]["refused"]), (&2.into(), &1.into()), "{}", json["summary"]);
    for (command, exit) in [(&["detect"][..], 0), (&["fmt", "--check"], 0)] {
        let json = shell.run(&[command, &["--format", "json", "d"]].concat()).exits(exit).json();
        assert_eq!(json["summary"]["files"], 2, "{command:?}");
    }
    shell.write("list.json", "[]");
    let json = shell.run(&["detect", "--format", "json", "list.json"]).exits(1).json();
    assert_eq!((&json["summary"]["errors"], &json["summary"]["no_backup"]), (&1.into(), &0.into()), "{}", json["summary"]);
    shell.run(&["-r", "builtin:fix-vaults", "--to", "2.16.45", "-o", "out", "d"]).exits(0);
    assert!(shell.path("out/a.json").exists() && shell.path("out/e/b.backup").exists());
    shell.write("empty/n.txt", "x");
    assert!(shell.run(&["check", "empty"]).exits(3).err.contains("no backup is below the folder empty"));
}

#[test]
fn the_last_lines_say_what_was_written_where_and_no_command_about_another_file() {
    let shell = Shell::with("b.json", orphan());
    let fix = ["-r", "builtin:fix-vaults", "--to", "2.16.45", "b.json"];
    let looked = shell.run(&fix).exits(0).err;
    assert!(looked.contains("2.16.45 would restore the result") && looked.ends_with("add -o FILE or -i\n"), "{looked}");
    assert!(!looked.contains("semxform check"), "{looked}");
    let written = shell.run(&[&fix[..], &["-o", "x.json"]].concat()).exits(0).err;
    assert!(written.contains("semxform check --target 2.16.45 x.json") && written.ends_with("written to x.json\n"), "{written}");
    let migrated = shell.run(&["migrate", "--to", "2.16.45", "--accept-loss", "all", "b.json"]).exits(0).err;
    assert!(!migrated.contains("To verify") && migrated.contains("nothing is written"), "{migrated}");
    let migrated = shell.run(&["migrate", "--to", "2.16.45", "--accept-loss", "all", "-o", "y.json", "b.json"]).exits(0).err;
    assert!(migrated.contains("To verify: semxform check --target 2.16.45 y.json"), "{migrated}");
}

#[test]
fn versions_are_read_as_servers_packages_and_images_print_them() {
    let shell = Shell::with("b.json", GOOD);
    for version in [
        "v2.18.2^0-db3ac46-1778154277",
        "v2.17.12-3e5e0de-1771578617",
        "v2.17.12-powershell7.5.0",
        "semaphore-2.16.45-1.x86_64",
        "semaphoreui/semaphore:v2.16.45",
    ] {
        assert!(shell.run(&["check", "--target", version, "b.json"]).exits(0).out.contains("would restore"), "{version}");
    }
    assert!(shell.run(&["check", "--target", "2.16.45-nonsense", "b.json"]).exits(2).err.contains("not a version"));
}

#[test]
fn names_of_projects_come_from_a_list_or_from_the_api() {
    let shell = Shell::with("b.json", GOOD);
    for names in ["[{\"id\": 1, \"name\": \"Home lab\"}]", "\u{feff}Home lab\r\n", "[\"Home lab\"]"] {
        shell.write("n.json", names);
        let said = shell.run(&["check", "--target", "2.17.15", "--existing-names", "n.json", "b.json"]).exits(1).out;
        assert!(said.contains("SX511"), "{names}: {said}");
    }
    shell.write("n.json", "{\"error\": \"Unauthorized\"}");
    assert!(shell.run(&["check", "--existing-names", "n.json", "b.json"]).exits(2).err.contains("no names of projects"));
}

#[test]
fn git_gets_what_it_wants() {
    let shell = Shell::with("a.json", GOOD);
    shell.write("b.json", orphan());
    shell.run(&["diff", "--exit-code", "a.json", "b.json"]).exits(1);
    shell.run(&["diff", "--exit-code", "a.json", "a.json"]).exits(0);
    shell.write("conflict.json", "<<<<<<< HEAD\n{}\n");
    assert_eq!(shell.run(&["fmt", "--lenient", "conflict.json"]).exits(0).out, "<<<<<<< HEAD\n{}\n");
    assert_eq!(shell.pipe(&["fmt", "--lenient"], GOOD).exits(0).out, shell.run(&["fmt", "a.json"]).out);
}

#[test]
fn an_editors_schema_key_is_no_mistake() {
    let shell = Shell::with("b.json", GOOD.replacen('{', "{\n  \"$schema\": \"schemas/semaphore-2.16.0.schema.json\",", 1));
    let said = shell.run(&["check", "--target", "2.16.45", "b.json"]).exits(0).out;
    assert!(!said.contains("SX602"), "{said}");
}

#[test]
fn settings_are_named_or_left_out() {
    let shell = Shell::with("b.json", GOOD);
    shell.write("semxform.yaml", "rulse: []\n");
    shell.write("mine.yaml", "to: 2.16.45\n");
    shell.run(&["check", "b.json"]).exits(2);
    shell.run(&["check", "--no-config", "b.json"]).exits(0);
    assert!(shell.run(&["check", "--config", "mine.yaml", "b.json"]).exits(0).out.contains("Semaphore 2.16.45"));
}

#[test]
fn names_that_move_the_cursor_or_reorder_letters_are_written_out_in_receipts_and_losses() {
    let shell =
        Shell::with("b.json", orphan().replace("\"github\"", "\"git\u{202e}\u{7f}hub\"").replace("\"gone\"", "\"go\u{202e}ne\""));
    let migrated = shell.run(&["migrate", "--to", "2.18", "--diff", "opened", "b.json"]).exits(1);
    let told = migrated.out + &migrated.err;
    assert!(told.contains("git\\u{202e}\\u{7f}hub (ssh)") && told.contains("go\\u{202e}ne"), "{told}");
    assert!(!told.contains(['\u{202e}', '\u{7f}']), "{told}");
}
