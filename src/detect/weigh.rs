//! From clues to bands. What is there counts more than what is missing, since people leave things out; what is missing, and
//! sections that are empty, never outvote a key with content.

use super::bands::Bands;
use super::clue::{Clue, Clues, Sort};
use crate::semaphore::Band;

/// The bands, and how they were found.
#[derive(Debug)]
pub(super) struct Verdict {
    pub bands: Bands,
    pub how: Agreement,
}

/// How well the clues agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Every clue fits.
    Agreed,
    /// Some objects lack what others have.
    Partly,
    /// A few things are missing, or an empty section or a null does not belong.
    Edited,
    /// So much is missing that nothing follows from it.
    HandWritten,
}

/// Missing keys up to which a file is an export that was edited.
const FEW: u32 = 3;
/// … if it has this many times more known keys.
const SHARE: u32 = 8;

/// Finds the bands with the fewest contradictions.
pub(super) fn weigh(clues: &Clues) -> Verdict {
    let present = fewest(Bands::all(), &clues.list, |clue| match clue.sort {
        Sort::Present { common } => 1 + u32::from(common),
        _ => 0,
    });
    let weak = |partly: bool| {
        move |clue: &Clue| match clue.sort {
            Sort::Present { .. } => 0,
            Sort::Empty | Sort::Null => 1,
            Sort::Missing { partly: some } => u32::from(partly || !some),
        }
    };
    let all = fewest(present.bands, &clues.list, weak(true));
    if all.against == 0 {
        return Verdict { bands: all.bands, how: Agreement::Agreed };
    }
    let whole = fewest(present.bands, &clues.list, weak(false));
    if whole.against == 0 {
        return Verdict { bands: whole.bands, how: Agreement::Partly };
    }
    if whole.against <= FEW && whole.against * SHARE <= u32::try_from(clues.known).unwrap_or(u32::MAX) {
        return Verdict { bands: whole.bands, how: Agreement::Edited };
    }
    Verdict { bands: by_hand(present.bands, clues), how: Agreement::HandWritten }
}

/// What is missing says nothing. Sections that are empty count together: one of them alone decides nothing.
fn by_hand(bands: Bands, clues: &Clues) -> Bands {
    let against = |band: Band| clues.list.iter().filter(|c| c.sort == Sort::Empty && !c.allowed.contains(band)).count();
    let kept: Bands = bands.iter().filter(|band| against(*band) < 2).collect();
    if kept.is_empty() { fewest(bands, &clues.list, |clue| u32::from(clue.sort == Sort::Empty)).bands } else { kept }
}

struct Fewest {
    bands: Bands,
    against: u32,
}

/// The bands of a set that the clues speak least against.
fn fewest(among: Bands, clues: &[Clue], weight: impl Fn(&Clue) -> u32) -> Fewest {
    let against = |band: Band| clues.iter().filter(|clue| !clue.allowed.contains(band)).map(&weight).sum::<u32>();
    let scores: Vec<(Band, u32)> = among.iter().map(|band| (band, against(band))).collect();
    let least = scores.iter().map(|score| score.1).min().unwrap_or(0);
    Fewest { bands: scores.iter().filter(|score| score.1 == least).map(|score| score.0).collect(), against: least }
}

/// Whether one empty section alone keeps bands out of the result.
pub(super) fn rests_on_one_empty_section(clues: &Clues, bands: Bands) -> bool {
    let others = |left_out: usize| {
        let kept = clues.list.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, clue)| clue);
        kept.fold(Bands::all(), |bands, clue| bands & clue.allowed)
    };
    clues.list.iter().enumerate().any(|(at, clue)| clue.sort == Sort::Empty && !others(at).is_subset(bands))
}
