//! `semxform man`: the manual, all commands on one page or each on its own.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::ui::Ui;
use super::writing::Destination;
use crate::finding::Code;

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform man | man -l -\n  semxform man --dir /usr/local/share/man/man1   a page a command, for packages\n",
    help_template = super::args::HELP
)]
pub(crate) struct ManArgs {
    /// Write a page for each command into a folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the manual, or writes its pages.
pub(super) fn run(args: &ManArgs, ui: &mut Ui) {
    ui.replace_envelope();
    if let Some(dir) = &args.dir {
        let mut command = super::definitions();
        command.build();
        return pages(&command, dir, ui);
    }
    ui.data(|out| {
        let command = super::definitions_as_one();
        page(&command, out)?;
        command.get_subcommands().try_for_each(|sub| section(sub, out))
    });
}

/// The page of a command, without those of its subcommands.
fn page(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).replace(' ', "-");
    let page = clap_mangen::Man::new(command.clone()).title(name);
    page.render_title(&mut Fold(out))?;
    page.render_name_section(&mut Fold(out))?;
    page.render_synopsis_section(&mut Fold(out))?;
    page.render_description_section(&mut Fold(out))?;
    lines("EXAMPLES", command.get_before_help(), out)?;
    page.render_options_section(&mut Fold(out))?;
    if command.has_subcommands() {
        page.render_subcommands_section(&mut Fold(out))?;
    }
    lines("EXIT STATUS AND FILES", command.get_after_help(), out)
}

/// `semxform.1`, `semxform-check.1`, …
fn pages(command: &clap::Command, dir: &std::path::Path, ui: &mut Ui) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).replace(' ', "-");
    let file = Destination::InFolder(dir.join(format!("{name}.1")));
    if let Err(error) = file.write(true, ui, |out| page(command, out)) {
        return ui.file_error(Code::SX112, &error);
    }
    command.get_subcommands().filter(|sub| sub.get_name() != "help").for_each(|sub| pages(sub, dir, ui));
}

/// Lines as they are, below a heading.
fn lines(heading: &str, text: Option<&clap::builder::StyledStr>, out: &mut dyn Write) -> io::Result<()> {
    let Some(text) = text else { return Ok(()) };
    writeln!(out, ".SH \"{heading}\"\n.nf")?;
    for line in text.to_string().lines().filter(|line| *line != "Examples:") {
        writeln!(out, "\\&{}", line.replace('\\', "\\\\").replace('-', "\\-"))?;
    }
    writeln!(out, ".fi")
}

/// A command as a section of its own.
fn section(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    let page = clap_mangen::Man::new(command.clone());
    let mut body = Vec::new();
    page.render_synopsis_section(&mut body)?;
    page.render_description_section(&mut body)?;
    lines("EXAMPLES", command.get_before_help(), &mut body)?;
    page.render_options_section(&mut body)?;
    for line in String::from_utf8_lossy(&body).lines() {
        writeln!(out, "{}", line.replacen(".SH", ".SS", 1))?;
    }
    for sub in command.get_subcommands() {
        section(sub, out)?;
    }
    Ok(())
}

/// `render` wants a sized writer.
struct Fold<'a>(&'a mut dyn Write);

impl Write for Fold<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
