//! The long explanation of a finding code, as `semxform explain CODE` prints it.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::wrap::wrap;
use crate::finding::codes::Page;

const TITLE: Style = Style::new().effects(Effects::BOLD);
const LABEL: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);
/// Longer lines are hard to read.
pub(super) const WIDTH: usize = 88;

/// The page of a code for a terminal of so many columns, with colours.
#[must_use]
pub(crate) fn page(code: &Page, width: usize) -> String {
    let width = WIDTH.min(width - 2);
    let mut out = format!("{TITLE}{}: {}{TITLE:#} ({})\n", code.code, code.title, code.severity.name());
    for (label, text) in [("What", code.what), ("Why", code.why), ("Versions", code.versions), ("Repair", code.repair)] {
        let _ = write!(out, "\n{LABEL}{label}{LABEL:#}\n{}\n", indent(&wrap(text, width)));
    }
    let _ = write!(out, "\n{LABEL}Example{LABEL:#}\n{}\n", indent(code.example));
    if let Some(command) = code.command {
        let _ = write!(out, "\n{LABEL}Command{LABEL:#}\n{}\n", indent(command));
    }
    out
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
