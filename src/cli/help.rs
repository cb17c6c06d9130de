//! `semxform help [COMMAND…]`: what `--help` prints.

use std::ffi::OsString;

use clap::Args;

use super::args;
use super::definitions;
use super::exit::Exit;
use super::ui::{Stream, Ui};
use crate::text::suggest::nearest;

/// Arguments of `help`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform help                                     all commands\n  semxform help migrate\n  semxform help rules test\n",
    help_template = args::HELP
)]
pub(crate) struct HelpArgs {
    /// A command, and a command of it
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// The arguments with `help` in front: `rules help test` is `help rules test`.
pub(super) fn in_front(mut args: Vec<OsString>) -> Vec<OsString> {
    let has_commands = |word: &OsString| word == "rules" || word == "secrets";
    if args.get(1).is_some_and(has_commands) && args.get(2).is_some_and(|word| word == "help") {
        args.swap(1, 2);
    }
    args
}

/// Prints the help of a command, or of the program.
pub(super) fn run(args: &HelpArgs, ui: &mut Ui) {
    let all = definitions();
    let mut at = &all;
    for (depth, word) in args.command.iter().enumerate() {
        let Some(found) = at.find_subcommand(word) else {
            let near = nearest(word, at.get_subcommands().map(clap::Command::get_name));
            let help = near.map(|near| format!("did you mean {near}?"));
            let of = [&["semxform".to_owned()], &args.command[..depth]].concat().join(" ");
            return ui.error(Exit::Usage, &format!("{of} has no command {word}"), help.as_deref());
        };
        at = found;
    }
    let words = ["semxform"].into_iter().chain(args.command.iter().map(String::as_str)).chain(["--help"]);
    // Asked for help clap answers with an error that is none.
    if let Err(help) = definitions().try_get_matches_from(words) {
        ui.replace_envelope();
        ui.text(Stream::Out, &help.render().ansi().to_string());
    }
}
