//! What several files come to: counted file by file, printed at the end.

use std::fmt::Write as _;

use super::ui::{Stream, Ui};
use crate::check::Outcome;
use crate::report::hang;
use crate::report::table::{self, Row};
use crate::report::totals::Fate;

impl Ui {
    /// Counts a file that a server judged.
    pub(super) fn count(&mut self, outcome: Outcome, of_no_backup: bool) {
        self.totals.count(outcome, of_no_backup);
    }

    /// Says what the files come to, where there are several.
    pub(super) fn sum_up(&mut self, files: usize) {
        if files > 1 && !self.json() {
            let text = self.totals.line(files);
            self.text(Stream::Out, &text);
        }
    }

    /// What became of the result of a file, and its row in the table at the end.
    pub(super) fn count_result(&mut self, fate: Fate, row: Option<Row>) {
        self.totals.count_fate(fate);
        self.totals.rows.extend(row);
    }

    /// Says what became of the files, where there are several: a table of migrations, and a line.
    pub(super) fn sum_up_results(&mut self, files: usize) {
        if files < 2 || !self.speaks() {
            return;
        }
        let rows = std::mem::take(&mut self.totals.rows);
        let mut text =
            if rows.is_empty() || self.quiet { String::new() } else { format!("\n{}\n", table::human(&rows, self.width)) };
        text += &self.totals.line_of_results(files);
        let open = table::open_losses(&rows);
        if !open.is_empty() {
            let accept = format!("To accept the losses of all files: --accept-loss {}", open.join(","));
            let _ = writeln!(text, "{}", hang(&accept, self.line_width, 2));
        }
        self.text(Stream::Err, &text);
    }
}
