//! `semxform man`: the manual page, all commands on one page.

use std::io::{self, Write};

use super::ui::Ui;

/// Prints the page.
pub(super) fn run(ui: &mut Ui) {
    ui.replace_envelope();
    ui.data(|out| {
        let mut command = super::definitions();
        command.build();
        let page = clap_mangen::Man::new(command.clone());
        page.render_title(&mut Fold(out))?;
        page.render_name_section(&mut Fold(out))?;
        page.render_synopsis_section(&mut Fold(out))?;
        page.render_description_section(&mut Fold(out))?;
        lines("EXAMPLES", command.get_before_help(), out)?;
        page.render_options_section(&mut Fold(out))?;
        page.render_subcommands_section(&mut Fold(out))?;
        lines("EXIT STATUS AND FILES", command.get_after_help(), out)?;
        for sub in command.get_subcommands() {
            section(sub, out)?;
        }
        Ok(())
    });
}

/// Lines as they stand, below a heading.
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
