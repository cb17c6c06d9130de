//! `semxform man`: the manual page, all commands on one page.

use std::io::{self, Write};

use super::ui::Ui;

/// Prints the page.
pub fn run(ui: &mut Ui) {
    ui.replace_envelope();
    ui.data(|out| {
        let mut command = super::definitions();
        command.build();
        clap_mangen::Man::new(command.clone()).render(&mut Fold(out))?;
        for sub in command.get_subcommands() {
            section(sub, out)?;
        }
        Ok(())
    });
}

/// A command as a section of its own.
fn section(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    let page = clap_mangen::Man::new(command.clone());
    let mut body = Vec::new();
    page.render_synopsis_section(&mut body)?;
    page.render_description_section(&mut body)?;
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
