//! `semxform completions SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::ui::Ui;

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform completions bash > ~/.local/share/bash-completion/completions/semxform\n  semxform completions zsh > ~/.zfunc/_semxform\n",
    help_template = super::args::HELP
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// Prints the completions.
pub(super) fn run(args: &CompletionsArgs, ui: &mut Ui) {
    ui.replace_envelope();
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::definitions(), "semxform", &mut text);
    ui.data(|out| out.write_all(&text));
}
