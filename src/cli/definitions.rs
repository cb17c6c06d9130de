//! The definitions of all commands and options, for reading arguments, completions, the manual page and the page about the command line.

use clap::CommandFactory as _;

use super::Cli;

/// Options of all commands that have no effect on some.
const WITHOUT_EFFECT: [(&str, &[&str]); 11] = [
    ("completions", &["format", "report", "color", "quiet", "verbose", "config", "no_config", "show_secrets"]),
    ("man", &["format", "report", "color", "quiet", "verbose", "config", "no_config", "show_secrets"]),
    ("help", &["format", "report", "color", "quiet", "verbose", "config", "no_config", "show_secrets"]),
    ("schema", &["report", "quiet", "verbose", "config", "no_config", "show_secrets"]),
    ("explain", &["report"]),
    ("select", &["report"]),
    ("detect", &["report"]),
    ("server", &["report"]),
    ("pull", &["report"]),
    ("restore", &["report"]),
    ("secrets", &["report"]),
];

/// The definitions for one long text: what all commands take is in it once, at the program itself.
pub(crate) fn definitions_as_one() -> clap::Command {
    fn without(command: clap::Command, common: &[clap::Id]) -> clap::Command {
        let hidden = command.mut_args(|arg| if common.contains(arg.get_id()) { arg.hide(true) } else { arg });
        hidden.mut_subcommands(|sub| without(sub, common))
    }
    let mut command = definitions();
    let common: Vec<_> = command.get_arguments().filter(|arg| arg.is_global_set()).map(|arg| arg.get_id().clone()).collect();
    command.build();
    command.mut_subcommands(|sub| without(sub, &common))
}

/// The definitions, for completions and the manual page.
pub(crate) fn definitions() -> clap::Command {
    let mut command = Cli::command();
    for (name, options) in WITHOUT_EFFECT {
        let hidden: Vec<clap::Arg> = command
            .get_arguments()
            .filter(|arg| options.contains(&arg.get_id().as_str()))
            .map(|arg| arg.clone().hide(true))
            .collect();
        // Some are left out of a program without servers.
        if command.find_subcommand(name).is_some() {
            command = command.mut_subcommand(name, |sub| sub.args(hidden));
        }
    }
    command
}
