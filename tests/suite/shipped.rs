//! What is shipped beside the program: hooks, the GitHub Action, the GitLab component. They name one version, and the scripts of the
//! Action take hostile inputs for what they are.

use crate::shell::Shell;
use crate::support::root;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn every_pipeline_names_the_version_that_it_belongs_to() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(text("action.yml").contains(&format!("default: {version}\n")));
    assert!(text("packaging/gitlab-component.yml").contains(&format!("default: {version}\n")));
    let page = text("docs/ci.md");
    for part in ["rev: v", "semxform@v", "semxform/v", "semxform:"] {
        let named: Vec<_> = page.match_indices(part).map(|(at, _)| &page[at + part.len()..]).collect();
        let numbered = named.iter().filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        assert!(numbered.clone().all(|rest| rest.starts_with(version)) && numbered.count() > 0, "{part}");
    }
}

#[test]
fn each_hook_has_a_twin_for_the_installed_program() {
    let hooks = text(".pre-commit-hooks.yaml");
    let ids: Vec<_> = hooks.lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    let entries: Vec<_> = hooks.lines().filter_map(|line| line.strip_prefix("  entry: ")).collect();
    assert_eq!(ids.len(), 6);
    for pair in ids.chunks(2) {
        assert_eq!(format!("{}-system", pair[0]), pair[1]);
    }
    assert!(entries.chunks(2).all(|pair| pair[0] == pair[1]));
}

/// The step of the Action that checks, with its inputs.
#[cfg(unix)]
fn action(shell: &Shell, inputs: &[(&str, &str)]) -> std::process::Output {
    let mut command = std::process::Command::new("bash");
    command.arg(root().join("packaging/action/check")).current_dir(shell.path("."));
    for name in ["FILES", "TARGET", "DB", "FAIL_ON"] {
        command.env(name, "");
    }
    command.env("SEMXFORM", assert_cmd::cargo::cargo_bin!("semxform")).env("SARIF_FILE", "out.sarif");
    command.env("RUNNER_TEMP", shell.path(".")).env("GITHUB_OUTPUT", shell.path("output"));
    command.env_remove("GITHUB_ACTIONS").env_remove("GITLAB_CI").envs(inputs.iter().copied());
    command.output().unwrap()
}

#[cfg(unix)]
#[test]
#[ignore = "needs bash and jq"]
fn the_action_sets_its_outputs_and_hostile_inputs_stay_inputs() {
    let good = include_str!("../fixtures/home-lab-2.16.json");
    let shell = Shell::with("backups/a b.json", good);
    let done = action(&shell, &[("FILES", "backups/*.json\n"), ("TARGET", "2.16.45")]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert_eq!(shell.read("output"), "sarif-file=out.sarif\nerrors=0\nrestorable=true\n");

    std::fs::remove_file(shell.path("output")).unwrap();
    let file = "$(touch pwned);`touch pwned` --in-place";
    shell.write(file, good.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\""));
    let done = action(&shell, &[("FILES", &format!("{file}\n--version\n")), ("TARGET", "2.16.45")]);
    assert_eq!(done.status.code(), Some(3), "{done:?}");
    assert_eq!(shell.read("output"), "sarif-file=out.sarif\nerrors=2\nrestorable=false\n");

    for (name, value) in [("TARGET", "2.16 --show-secrets; touch pwned"), ("DB", "$(touch pwned)"), ("SARIF_FILE", "x\nerrors=0")]
    {
        let done = action(&shell, &[("FILES", file), (name, value)]);
        assert_eq!(done.status.code(), Some(2), "{name}: {done:?}");
    }
    assert!(!shell.path("pwned").exists());
}
