//! docs/cli.md: `--help` of every command, from the same definitions.

use std::fmt::Write as _;

/// The page.
#[must_use]
pub(super) fn markdown() -> String {
    let mut out = String::from(
        "# Commands\n\nGenerated from the definitions of the command line: `UPDATE=1 cargo test generated` writes this file.\n\n\
         Every command takes the options from `--format` on that stand under `Output` of `semxform`; below they are not repeated.\n",
    );
    let mut root = crate::cli::definitions_as_one().term_width(100);
    section(&mut root, &mut out);
    out
}

fn section(command: &mut clap::Command, out: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    let lines: Vec<_> = help.lines().map(str::trim_end).collect();
    let _ = write!(out, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n"));
    for sub in command.get_subcommands_mut() {
        section(sub, out);
    }
}
