//! What several files come to, in one line.

use crate::check::Outcome;

/// How many files ended how.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
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

    /// Those of other files too.
    pub(crate) fn add(&mut self, other: &Self) {
        self.restored += other.restored;
        self.refused += other.refused;
        self.half_made += other.half_made;
        self.crashed += other.crashed;
        self.no_backup += other.no_backup;
    }

    /// `200 files: 3 would be refused, 1 half-made, 196 restored`, with a final newline.
    pub(crate) fn line(&self, files: usize) -> String {
        let judged = self.restored + self.refused + self.half_made + self.crashed + self.no_backup;
        let counts = [
            (self.refused, "refused"),
            (self.half_made, "half-made"),
            (self.crashed, "a crash of the server"),
            (self.restored, "restored"),
        ];
        let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let mut parts = Vec::new();
        if let Some((first, rest)) = counts.split_first() {
            let (count, word) = first.split_once(' ').unwrap_or((first, ""));
            parts.push(format!("{count} would be {word}"));
            parts.extend(rest.iter().cloned());
        }
        if self.no_backup > 0 {
            parts.push(format!("{} no backup", self.no_backup));
        }
        if files > judged {
            parts.push(format!("{} not read", files - judged));
        }
        format!("{files} files: {}\n", parts.join(", "))
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
    }
}
