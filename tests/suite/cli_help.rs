//! What `--help`, usage errors, completions, the manual page and `explain` say.

use crate::shell::Shell;

#[test]
fn help_opens_with_examples() {
    let shell = Shell::new();
    let of_rules = ["list", "show", "test", "lint", "draft"].map(|action| ["rules", action]);
    let mut commands: Vec<&[&str]> = vec![&[], &["fmt"], &["explain"], &["completions"], &["help"], &["rules"]];
    commands.extend(of_rules.iter().map(|command| &command[..]));
    if cfg!(feature = "remote") {
        commands.extend([&["secrets"][..], &["secrets", "list"], &["secrets", "apply"]]);
    }
    for command in commands {
        let help = shell.run(&[command, &["--help"]].concat()).exits(0).out;
        let (examples, usage) = (help.find("Examples:").unwrap(), help.find("Usage:").unwrap());
        assert!(examples < usage, "{help}");
    }
}

#[test]
fn examples_fit_a_terminal_of_eighty_columns() {
    let shell = Shell::new();
    let main = shell.run(&["--help"]).exits(0).out;
    let (_, list) = main.split_once("Commands:\n").unwrap();
    let commands = list
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    let commands: Vec<&str> = commands.filter(|command| *command != "help").collect();
    assert!(commands.len() > 15, "{commands:?}");
    for command in commands {
        let help = shell.run(&["help", command]).exits(0).out;
        for help in [&help, &main] {
            let examples = help.split_once("Examples:\n").map(|(_, rest)| rest).unwrap_or_default();
            for line in examples.lines().take_while(|line| line.starts_with("  ")) {
                assert!(line.chars().count() <= 80, "{command}: {line}");
            }
        }
    }
}

#[test]
fn usage_errors_are_exit_code_2_and_part_of_the_envelope() {
    let shell = Shell::with("a.json", "{}");
    for args in [&["--frobnicate"][..], &["-r"], &["-r", "x.yaml", "explain", "SX101"], &["fmt", "--format", "xml", "a.json"]] {
        assert!(shell.run(args).exits(2).err.contains("error: "), "{args:?}");
    }
    assert!(shell.run(&[]).exits(2).err.contains("semxform help shows all commands"));
    let json = shell.run(&["--format", "json", "--frobnicate"]).exits(2).json();
    assert_eq!(json["format_version"], "1.2");
    assert_eq!(json["error"]["exit_code"], 2);
}

#[test]
fn options_for_output_stand_before_or_behind_the_command() {
    let shell = Shell::new();
    let before = shell.run(&["--color", "always", "explain", "SX104"]).exits(0).out;
    let behind = shell.run(&["explain", "SX104", "--color=always"]).exits(0).out;
    assert!(before.contains("\u{1b}["));
    assert_eq!(before, behind);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let shell = Shell::new();
    let coloured = |said: crate::shell::Said| said.exits(0).out.contains('\u{1b}');
    assert!(!coloured(shell.run(&["explain", "SX104"])));
    assert!(coloured(shell.run_with(&["explain", "SX104"], "CLICOLOR_FORCE", "1")));
    assert!(!coloured(shell.run_with(&["explain", "SX104", "--color", "never"], "CLICOLOR_FORCE", "1")));
    assert!(coloured(shell.run_with(&["explain", "SX104", "--color", "always"], "NO_COLOR", "1")));
}

#[test]
fn every_code_is_explained_and_an_unknown_one_is_a_usage_error() {
    let shell = Shell::new();
    let list = shell.run(&["explain", "all"]).exits(0).out;
    let codes: Vec<_> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert!(codes.contains(&"SX101") && codes.contains(&"SX901"));
    let page = shell.run(&["explain", "sx104"]).exits(0).out;
    for part in ["SX104:", "What", "Why", "Versions", "Repair", "Example"] {
        assert!(page.contains(part), "{page}");
    }
    assert!(shell.run(&["explain", "SX199"]).exits(2).err.contains("SX199"));
}

#[test]
fn completions_and_manual_come_from_the_same_definitions() {
    let shell = Shell::new();
    for name in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(shell.run(&["completions", name]).exits(0).out.contains("--in-place"), "{name}");
    }
    let page = shell.run(&["man"]).exits(0).out;
    assert!(page.starts_with(".ie") || page.contains(".TH semxform"), "{page}");
    assert!(page.contains("SEMXFORM FMT"), "{page}");
}
