//! `semxform completions SHELL`.

use clap::{Args, ValueEnum};
use clap_complete::{Generator, Shell as Known};
use clap_complete_nushell::Nushell;

use super::ui::Ui;

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  source <(semxform completions bash)               in ~/.bashrc\n  semxform completions zsh > ~/.zfunc/_semxform\n",
    help_template = super::args::HELP
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// A shell that has completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    #[value(alias = "nu")]
    Nushell,
    Powershell,
    Zsh,
}

/// Prints the completions.
pub(super) fn run(args: &CompletionsArgs, ui: &mut Ui) {
    ui.replace_envelope();
    let text = match args.shell {
        Shell::Bash => text(Known::Bash),
        Shell::Elvish => text(Known::Elvish),
        Shell::Fish => text(Known::Fish),
        Shell::Nushell => text(Nushell),
        Shell::Powershell => text(Known::PowerShell),
        Shell::Zsh => text(Known::Zsh),
    };
    ui.data(|out| out.write_all(&text));
}

fn text(generator: impl Generator) -> Vec<u8> {
    let mut text = Vec::new();
    clap_complete::generate(generator, &mut super::definitions(), "semxform", &mut text);
    text
}
