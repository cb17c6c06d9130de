//! What is odd in the bytes and changes what the server reads.

use crate::check::simulation::Simulation;
use crate::input;
use crate::json::{Oddity, OddityKind};

/// So many of a kind are named; a file that is full of them needs one repair.
const NAMED: usize = 20;

/// Adds a warning for each oddity that the server reads past.
pub(super) fn oddities(simulation: &mut Simulation<'_>) {
    use OddityKind::{DuplicateKey, HugeNumber, InvalidUtf8, LoneSurrogate, TrailingText};
    let doc = simulation.project.doc;
    for kind in [DuplicateKey, TrailingText, LoneSurrogate, InvalidUtf8, HugeNumber] {
        let found: Vec<&Oddity> = doc.oddities().iter().filter(|o| o.kind == kind).collect();
        let more = found.len().saturating_sub(NAMED);
        for (i, oddity) in found.into_iter().take(NAMED).enumerate() {
            let mut finding = input::oddity(doc, oddity);
            if more > 0 && i + 1 == NAMED {
                finding.consequence = Some(format!("{more} more of these follow").into());
            }
            simulation.note(finding);
        }
    }
}
