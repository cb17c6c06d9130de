//! The last lines about a file: what was written where, or that nothing was and how. One way for all commands.

use super::ui::{Stream, Ui};
use super::writing::Destination;
use crate::report::hang;
use crate::report::totals::Fate;
use crate::text::safe;

impl Ui {
    /// A line of the end on stderr, broken where a terminal ends; not beside a document that holds what it says.
    pub(super) fn say(&mut self, line: &str) {
        if !line.is_empty() && self.speaks() {
            self.text(Stream::Err, &(hang(line, self.line_width, 2) + "\n"));
        }
    }

    /// What became of the result of an input.
    pub(super) fn say_fate(&mut self, name: &str, fate: Fate, destination: &Destination) {
        self.say(&closing(&safe::line(name), fate, destination));
    }

    /// Where something is that was written beside the result: `backup.json: receipt in new.receipt.json`.
    pub(super) fn say_beside(&mut self, name: &str, what: &str, place: &Destination) {
        if let Some(path) = place.new_file() {
            self.say(&format!("{}: {what} in {}", safe::line(name), safe::line(&path.display().to_string())));
        }
    }
}

/// What was written where, or that nothing was; empty for a stream, where it is seen.
fn closing(name: &str, fate: Fate, destination: &Destination) -> String {
    match (fate, destination) {
        (Fate::Withheld, _) => format!("{name}: nothing is written"),
        (Fate::Unchanged, _) => format!("{name}: nothing to change"),
        (Fate::WouldChange, Destination::Check) => format!("{name}: would change; nothing is written"),
        (Fate::WouldChange, Destination::Nowhere { in_place }) if name == "-" || !in_place => {
            format!("{name}: nothing is written; to write the result add -o FILE")
        }
        (Fate::WouldChange, _) => format!("{name}: nothing is written; to write the result add -o FILE or -i"),
        (Fate::Written, Destination::InPlace(..)) => format!("{name}: written in place"),
        (Fate::Written, destination) => match destination.path() {
            Some(path) if path != "-" => format!("{name}: written to {}", safe::line(&path)),
            _ => String::new(),
        },
    }
}
