//! What several files come to, in one line.

use std::collections::BTreeMap;

use super::table::Row;
use crate::check::Outcome;

/// What became of the result of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// It is in a file, or on standard output.
    Written,
    /// It would be written.
    WouldChange,
    /// It is the input.
    Unchanged,
    /// It may not be written.
    Withheld,
}

/// How many files ended how.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals {
    fates: BTreeMap<Fate, usize>,
    /// A row for each file of a migration.
    pub(crate) rows: Vec<Row>,
    /// Files that are not laid out as they should be.
    pub(crate) differing: Vec<String>,
    restored: usize,
    refused: usize,
    half_made: usize,
    crashed: usize,
    no_backup: usize,
}

impl Totals {
    /// One more file.
    pub(crate) fn count(&mut self, outcome: Outcome, of_no_backup: bool) {
        let counter = match outcome {
            _ if of_no_backup => &mut self.no_backup,
            Outcome::Restored => &mut self.restored,
            Outcome::Refused => &mut self.refused,
            Outcome::HalfMade => &mut self.half_made,
            Outcome::Crashed => &mut self.crashed,
        };
        *counter += 1;
    }

    /// What became of the result of one more file.
    pub(crate) fn count_fate(&mut self, fate: Fate) {
        *self.fates.entry(fate).or_default() += 1;
    }

    /// Those of other files too.
    pub(crate) fn add(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.differing.extend(other.differing);
        for (fate, count) in other.fates {
            *self.fates.entry(fate).or_default() += count;
        }
        self.restored += other.restored;
        self.refused += other.refused;
        self.half_made += other.half_made;
        self.crashed += other.crashed;
        self.no_backup += other.no_backup;
    }

    /// `12 files: 4 written, 8 not written; of the results 1 would be refused, 11 restored`, with a final newline.
    pub(crate) fn line_of_results(&self, files: usize) -> String {
        let words = |fate: &Fate| match fate {
            Fate::Written => "written",
            Fate::WouldChange => "would change, nothing is written",
            Fate::Unchanged => "unchanged",
            Fate::Withheld => "not written",
        };
        let mut parts: Vec<String> = self.fates.iter().map(|(fate, count)| format!("{count} {}", words(fate))).collect();
        let known: usize = self.fates.values().sum();
        if files > known {
            parts.push(format!("{} not read", files - known));
        }
        let outcomes = self.outcomes();
        let outcomes = if outcomes.is_empty() { String::new() } else { format!("; of the results {}", outcomes.join(", ")) };
        format!("{files} files: {}{outcomes}\n", parts.join(", "))
    }

    /// `200 files: 3 would be refused, 1 half-made, 196 restored`, with a final newline.
    pub(crate) fn line(&self, files: usize) -> String {
        let judged = self.restored + self.refused + self.half_made + self.crashed + self.no_backup;
        let mut parts = self.outcomes();
        if self.no_backup > 0 {
            parts.push(format!("{} no backup", self.no_backup));
        }
        if files > judged {
            parts.push(format!("{} not read", files - judged));
        }
        format!("{files} files: {}\n", parts.join(", "))
    }

    /// `3 would be refused`, `1 half-made`
    fn outcomes(&self) -> Vec<String> {
        let counts = [(self.refused, "refused"), (self.half_made, "half-made"), (self.restored, "restored")];
        let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let mut parts = Vec::new();
        if let Some((first, rest)) = counts.split_first() {
            let (count, word) = first.split_once(' ').unwrap_or((first, ""));
            parts.push(format!("{count} would be {word}"));
            parts.extend(rest.iter().cloned());
        }
        if self.crashed > 0 {
            parts.push(format!("{} would crash the server", self.crashed));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_what_happens_to_how_many() {
        let mut totals = Totals::default();
        for outcome in [Outcome::Restored, Outcome::Refused, Outcome::Restored, Outcome::HalfMade] {
            totals.count(outcome, false);
        }
        totals.count(Outcome::Restored, true);
        assert_eq!(totals.line(6), "6 files: 1 would be refused, 1 half-made, 2 restored, 1 no backup, 1 not read\n");
        totals.count(Outcome::Crashed, false);
        assert_eq!(totals.outcomes()[2..], ["2 restored", "1 would crash the server"]);
    }

    #[test]
    fn the_line_of_results_says_what_is_written() {
        let mut totals = Totals::default();
        totals.count(Outcome::Restored, false);
        totals.count_fate(Fate::Withheld);
        totals.count_fate(Fate::Written);
        totals.count_fate(Fate::Written);
        assert_eq!(
            totals.line_of_results(4),
            "4 files: 2 written, 1 not written, 1 not read; of the results 1 would be restored\n"
        );
    }
}
