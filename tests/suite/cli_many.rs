//! Several files at once, and what tools around the program ask of it.

use crate::shell::Shell;

/// A backup of 2.16 that restores.
const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");

fn orphan() -> String {
    GOOD.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

#[test]
fn a_migration_of_several_files_ends_with_a_table_and_the_losses_of_all() {
    let shell = Shell::with("in/good.json", GOOD);
    shell.write("in/orphan.json", orphan());
    shell.write(
        "in/tag.json",
        GOOD.replace("\"playbook\": \"update.yml\"", "\"playbook\": \"update.yml\", \"runner_tag\": \"east\""),
    );
    let said = shell.run(&["migrate", "--to", "2.18", "in", "-o", "out"]).exits(1).err;
    let table: Vec<&str> = said.lines().skip_while(|line| !line.starts_with("file ")).collect();
    assert!(table[0].contains("from") && table[0].ends_with("losses  secrets"), "{said}");
    assert!(table[1].starts_with("in/good.json") && table[1].contains("2.18.30") && table[1].contains("out/good.json"), "{said}");
    assert!(table[2].starts_with("in/orphan.json") && table[2].contains(" no "), "{said}");
    assert!(said.contains("3 files: 2 written, 1 not written; of the results 3 would be restored"), "{said}");
    assert!(said.contains("To accept the losses of all files: --accept-loss landing/links-to-nothing"), "{said}");
    // What is the same for each file is folded.
    assert!(!said.contains("To enter again") && said.lines().count() < 25, "{said}");
    let verbose = shell.run(&["migrate", "-v", "--to", "2.18", "in", "-o", "out"]).exits(1).err;
    assert!(verbose.contains("To enter again"), "{verbose}");
    let rules = shell.run(&["-r", "builtin:fix-vaults", "--to", "2.16.45", "in", "-o", "fixed"]).exits(0).err;
    assert!(rules.ends_with("3 files: 3 written; of the results 3 would be restored\n"), "{rules}");
}

#[test]
fn the_table_says_of_files_that_are_rewritten_in_place_which_changed() {
    let shell = Shell::with("in/new.json", GOOD);
    shell.run(&["migrate", "--to", "2.18", "-i", "in"]).exits(0);
    shell.write("in/old.json", GOOD);
    for args in [&["in"][..], &["in/old.json", "in/new.json", "in/old.json"], &["in", "in/old.json"]] {
        shell.write("in/old.json", GOOD);
        let said = shell.run(&[&["migrate", "--to", "2.18", "-i"], args].concat()).exits(0).err;
        let row = |file: &str| said.lines().find(|line| line.starts_with(file) && line.contains("2.18.30  ")).unwrap().to_owned();
        assert!(row("in/new.json").contains("  unchanged  ") && row("in/old.json").contains("  in place   "), "{args:?}: {said}");
        assert!(said.contains("2 files: 1 written, 1 unchanged"), "{said}");
    }
}

#[test]
fn a_file_that_is_named_twice_is_one_file() {
    let shell = Shell::with("in/a.json", GOOD);
    shell.write("in/b.json", GOOD);
    let said = shell.run(&["check", "--target", "2.16.45", "in", "in/a.json", "./in/b.json"]).exits(0);
    assert!(said.out.ends_with("2 files: 2 would be restored\n"), "{}", said.out);
    shell.run(&["migrate", "--to", "2.18", "in", "in/a.json", "-o", "out"]).exits(0);
}

#[test]
fn a_name_that_looks_like_a_file_is_no_folder_for_several_results() {
    let shell = Shell::with("in/a.json", GOOD);
    shell.write("in/b.json", GOOD);
    for args in [&["-o", "new.json"][..], &["-o", "out", "--receipt", "r.json"]] {
        let said = shell.run(&[&["migrate", "--to", "2.18", "in"], args].concat()).exits(2).err;
        assert!(said.contains("looks like a file, and there are 2 inputs"), "{said}");
    }
    shell.run(&["migrate", "--to", "2.18", "in", "-o", "new.json/"]).exits(0);
}

#[test]
fn a_version_that_the_file_contradicts_is_mentioned() {
    let shell = Shell::with("b.json", GOOD);
    let said = shell.run(&["migrate", "--from", "2.18", "--to", "2.18", "b.json"]).err;
    assert!(said.contains("looks like one of 2.16.0 to 2.17.0-beta2") && said.contains("--from says"), "{said}");
}

#[test]
fn hooks_give_standard_input_a_name() {
    let shell = Shell::new();
    let args = ["check", "--target", "2.16.45", "--stdin-filename", "backups/lab.json", "--format", "concise"];
    let said = shell.pipe(&args, orphan()).exits(1).out;
    assert!(said.starts_with("backups/lab.json:111:24: error[SX301]"), "{said}");
}

#[test]
fn packagers_get_a_page_a_command_and_completions_of_every_shell() {
    let shell = Shell::new();
    shell.run(&["man", "--dir", "man"]).exits(0);
    let page = shell.read("man/semxform-check.1");
    assert!(page.contains("EXAMPLES") && page.contains("existing"), "{page}");
    assert!(shell.path("man/semxform.1").exists() && shell.path("man/semxform-rules-list.1").exists());
    for (shell_name, part) in
        [("nushell", "export extern"), ("nu", "export extern"), ("bash", "complete -F"), ("powershell", "Register")]
    {
        assert!(shell.run(&["completions", shell_name]).exits(0).out.contains(part), "{shell_name}");
    }
}

#[test]
fn the_version_says_which_servers_are_known() {
    let shell = Shell::new();
    let said = shell.run(&["--version"]).exits(0).out;
    assert!(
        said.starts_with(concat!("semxform ", env!("CARGO_PKG_VERSION"))) && said.contains("knows Semaphore 2.9.56 to 2."),
        "{said}"
    );
    assert!(shell.run(&["version"]).exits(2).err.contains("semxform --version"));
}

#[test]
fn options_that_do_nothing_are_not_offered() {
    let shell = Shell::new();
    for (command, option, offered) in [
        ("schema", "--show-secrets", false),
        ("man", "--report", false),
        ("completions", "--format", false),
        ("check", "--report", true),
    ] {
        assert_eq!(shell.run(&["help", command]).exits(0).out.contains(option), offered, "{command} {option}");
    }
}

#[test]
fn shipped_packs_are_a_line_each_and_those_of_migrations_are_asked_for() {
    let shell = Shell::new();
    let list = shell.run(&["rules", "list"]).exits(0);
    assert!(list.out.lines().count() < 12 && list.out.lines().all(|line| line.starts_with("builtin:")), "{}", list.out);
    assert!(!list.out.contains("migrate/") && list.err.contains("--all"), "{}", list.err);
    assert!(shell.run(&["rules", "list", "--all"]).exits(0).out.contains("builtin:migrate/landing"));
    assert!(shell.run(&["rules", "list", "clean"]).exits(0).out.contains("  - orphan-keys"));
}

#[test]
fn schemas_of_own_files_are_printed_too() {
    let shell = Shell::new();
    for name in ["rules", "settings", "report", "receipt"] {
        assert!(shell.run(&["schema", name]).exits(0).json().is_object(), "{name}");
    }
}

#[test]
fn words_of_other_programs_and_near_misses_are_understood() {
    let shell = Shell::with("b.json", orphan());
    assert!(shell.run(&["check", "--target", "2.16.45", "--output-format", "json", "b.json"]).exits(1).json().is_object());
    assert!(shell.run(&["migrate", "--target", "2.18", "--dry-run", "b.json"]).exits(0).out.contains("3 steps to 2.18.30"));
    let near = ["migrate", "--to", "2.18", "--accept-loss", "landing/link-to-nothing", "b.json"];
    assert!(shell.run(&near).exits(2).err.contains("did you mean landing/links-to-nothing?"));
}

#[test]
fn only_what_is_secret_is_masked_in_a_difference() {
    let shell = Shell::with("a.json", GOOD);
    shell.write("b.json", GOOD.replace("\"default_value\": \"all\"", "\"default_value\": \"web\""));
    assert!(shell.run(&["diff", "a.json", "b.json"]).exits(0).out.contains("\"all\" → \"web\""));
    let secret = |value: &str| {
        let var = GOOD.replace("\"default_value\": \"all\"", &format!("\"default_value\": \"{value}\""));
        var.replacen("\"type\": \"\",\n          \"values\"", "\"type\": \"secret\",\n          \"values\"", 1)
    };
    assert!(secret("x").contains("\"secret\""));
    shell.write("a.json", secret("HUNTER1"));
    shell.write("b.json", secret("HUNTER2"));
    let said = shell.run(&["diff", "a.json", "b.json"]).exits(0).out;
    assert!(!said.contains("HUNTER") && said.contains("--show-secrets"), "{said}");
}

/// Git names the null device for a file that was added or deleted.
#[cfg(unix)]
#[test]
fn a_backup_that_was_added_or_deleted_differs_in_all_its_entities() {
    let shell = Shell::with("a.json", GOOD);
    let added = shell.run(&["diff", "/dev/null", "a.json"]).exits(0).out;
    let deleted = shell.run(&["diff", "a.json", "/dev/null"]).exits(0).out;
    let template = |sign: char| format!("templates[\"Update servers\"]\n  {sign} {{");
    assert!(added.contains(&template('+')) && !added.contains("\n  - "), "{added}");
    assert!(deleted.contains(&template('-')) && !deleted.contains("\n  + "), "{deleted}");
}

#[test]
fn a_receipt_is_taken_for_a_receipt_by_every_command() {
    let shell = Shell::with("b.json", GOOD);
    shell.run(&["migrate", "--to", "2.18", "-o", "new.json", "--receipt", "r.json", "b.json"]).exits(0);
    for args in [
        &["check", "r.json"][..],
        &["migrate", "--to", "2.18", "r.json"],
        &["-r", "builtin:sleep", "r.json"],
        &["detect", "r.json"],
        &["fmt", "r.json"],
        &["diff", "b.json", "r.json"],
        &["select", "$.tool", "r.json"],
        &["extract", "--template", "x", "r.json"],
        &["merge", "b.json", "r.json"],
        &["clone", "--name", "x", "r.json"],
        &["rules", "draft", "b.json", "r.json"],
        &["explain", "Request failed with status code 400", "r.json"],
    ] {
        let said = shell.run(args).exits(1);
        assert!(
            said.err.contains("a receipt of semxform") || said.out.contains("a receipt of semxform"),
            "{args:?}: {}{}",
            said.out,
            said.err
        );
    }
}

#[test]
fn one_core_and_several_say_the_same_of_a_large_file() {
    let mut doc: serde_json::Value = serde_json::from_str(&orphan()).unwrap();
    let template = doc["templates"][0].clone();
    let more = (0..1_500).map(|number| {
        let mut template = template.clone();
        template["name"] = format!("template {number}").into();
        template["app"] = if number % 3 == 0 { "ansibel" } else { "ansible" }.into();
        template["stranger"] = number.into();
        template
    });
    doc["templates"].as_array_mut().unwrap().extend(more);
    let shell = Shell::with("large.json", serde_json::to_string_pretty(&doc).unwrap());
    assert!(shell.read("large.json").len() > 1 << 20);
    let commands: [&[&str]; 4] = [
        &["check", "--target", "2.16.45", "--format", "json", "large.json"],
        &["-r", "builtin:fix-vaults", "--to", "2.16.45", "large.json", "-o", "out.json"],
        &["migrate", "--to", "2.18", "--accept-loss", "all", "--format", "json", "large.json", "-o", "out.json"],
        &["detect", "large.json"],
    ];
    for args in commands {
        let of = |threads: &str| {
            let said = shell.run_with(args, "RAYON_NUM_THREADS", threads);
            let written = args.contains(&"-o").then(|| shell.read("out.json"));
            (said.out, said.err, written)
        };
        assert!(of("1") == of("3"), "{args:?}");
    }
}
