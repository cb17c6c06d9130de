//! Which versions can have written a file. Backups carry no version: the keys, their types and what is missing tell. All
//! that is known of them comes from the field tables; what a restore makes of the file is not decided here.

mod bands;
mod clue;
mod layout;
mod places;
mod scan;
mod weigh;

#[cfg(test)]
mod tests;

use bands::{Bands, in_bands};
use clue::{Clue, Clues, Sort};
use layout::LayoutEvidence;
use weigh::{Agreement, Verdict};

use crate::json::{Document, Kind, Node};
use crate::parallel;
use crate::semaphore::{Band, Layout, NEWEST_STABLE, Release, Version, WITH_IDS_IN_TASK_PARAMS, key};

/// Which versions can have written a file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The bands, oldest first; never empty. No file can separate some of them.
    pub bands: Vec<Band>,
    /// The first release of the oldest of them.
    pub first: Version,
    /// The last known release of the newest of them.
    pub last: Version,
    /// False where the evidence conflicts, where too much is missing to tell, or where one empty list decides.
    pub confident: bool,
    /// What decided; where it conflicts, also what speaks against.
    pub evidence: Vec<Evidence>,
    /// Signs of an edit by hand or by another program, and what else a reader should know.
    pub remarks: Vec<String>,
}

/// One thing that decided, or that speaks against the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// JSON Pointer of the first place.
    pub pointer: String,
    /// `at least 2.16.0`, `at most 2.11.2`, `2.10.36 to 2.15.5`.
    pub says: String,
    /// The reason: `` `secret_storages` is written since 2.16.0 ``.
    pub why: String,
    /// Whether the bands of the result do not fit it.
    pub against: bool,
}

impl Detected {
    /// The version to work for when nobody names one: the newest stable release that can have written the file.
    #[must_use]
    pub fn default_target(&self) -> Release {
        let stable = |band: &&Band| band.typical_version().is_stable() && band.typical_version() <= NEWEST_STABLE;
        let band = self.bands.iter().rev().find(stable).or(self.bands.last()).copied();
        band.map_or_else(Release::newest_stable, Release::of_band)
    }

    /// Whether a band can have written the file.
    #[must_use]
    pub(crate) fn contains(&self, band: Band) -> bool {
        self.bands.contains(&band)
    }
}

/// Finds the versions. One pass; objects with the same keys are looked at once.
#[must_use]
pub(crate) fn detect(doc: &Document) -> Detected {
    if doc.kind(doc.root()) != Kind::Object {
        let remarks = vec!["the file is no object: no Semaphore server has written it".into()];
        return finish(Bands::all(), false, Vec::new(), remarks);
    }
    // How the source is laid out takes as long to see as what is in it.
    let (forms, _) = parallel::join(doc.source().len(), || scan::scan(doc), || doc.style());
    let clues = clue::clues(doc, &forms);
    let layout = layout::evidence(doc, &forms);
    let Verdict { mut bands, how } = weigh::weigh(&clues);
    let conflict = clues.list.iter().any(|clue| matches!(clue.sort, Sort::Present { .. }) && !bands.is_subset(clue.allowed));
    let mut remarks = remarks(doc, &clues, &layout, how, conflict);
    let mut evidence = evidence(doc, &clues, bands, how);
    if let Some(layout) = layout.written_by.filter(|_| how == Agreement::Agreed) {
        let by_looks = bands & layout.life.bands();
        if by_looks != bands && !by_looks.is_empty() {
            evidence.push(layout_evidence(layout));
            bands = by_looks;
        }
    }
    let one_empty = layout.disorder.is_some() && weigh::rests_on_one_empty_section(&clues, bands);
    if one_empty {
        remarks.push("only one empty list decides: the bands next to these are possible too".into());
    }
    let confident = how == Agreement::Agreed && !conflict && !one_empty && bands != Bands::all();
    finish(bands, confident, evidence, remarks)
}

fn finish(bands: Bands, confident: bool, evidence: Vec<Evidence>, remarks: Vec<String>) -> Detected {
    let bands: Vec<Band> = bands.iter().collect();
    let (first, last) = (bands.first().copied().unwrap_or(Band::FIRST), bands.last().copied().unwrap_or(Band::newest()));
    Detected { first: first.first_version(), last: last.last_version(), bands, confident, evidence, remarks }
}

/// How many clues that say the same are shown.
const ALIKE: usize = 2;

/// The clues that decided, without those that say less than another; then those that speak against the result.
fn evidence(doc: &Document, clues: &Clues, bands: Bands, how: Agreement) -> Vec<Evidence> {
    let counts = |clue: &&Clue| match clue.sort {
        Sort::Missing { .. } | Sort::Null => how != Agreement::HandWritten,
        Sort::Present { .. } | Sort::Empty => true,
    };
    let present = |clue: &Clue| matches!(clue.sort, Sort::Present { .. });
    let speaks_against = |clue: &&Clue| !bands.is_subset(clue.allowed) && (present(clue) || bands.is_disjoint(clue.allowed));
    let (against, rest): (Vec<&Clue>, Vec<&Clue>) = clues.list.iter().filter(counts).partition(speaks_against);
    let fits: Vec<&Clue> = rest.into_iter().filter(|clue| bands.is_subset(clue.allowed)).collect();
    let shown = |clues: Vec<&Clue>, against: bool| -> Vec<Evidence> {
        strongest(&clues)
            .map(|clue| Evidence { pointer: place(doc, clue.node), says: in_bands(clue.allowed), why: clue.why.clone(), against })
            .collect()
    };
    let mut out = shown(fits, false);
    out.extend(shown(against, true));
    out
}

/// Those that no other outdoes, and not too many that say the same.
fn strongest<'a>(clues: &'a [&'a Clue]) -> impl Iterator<Item = &'a Clue> {
    clues.iter().enumerate().filter_map(move |(at, clue)| {
        let outdone = clues.iter().any(|other| other.allowed != clue.allowed && other.allowed.is_subset(clue.allowed));
        let alike = clues[..at].iter().filter(|other| other.allowed == clue.allowed).count();
        (!outdone && alike < ALIKE).then_some(*clue)
    })
}

fn layout_evidence(layout: &Layout) -> Evidence {
    let says = in_bands(layout.life.bands());
    Evidence { pointer: String::new(), says, why: layout.about.into(), against: false }
}

fn remarks(doc: &Document, clues: &Clues, layout: &LayoutEvidence, how: Agreement, conflict: bool) -> Vec<String> {
    let mut out = Vec::new();
    if conflict {
        out.push(
            "keys of different times are in one file: it is mixed, and the bands with the fewest contradictions are named".into(),
        );
    }
    let edited = match how {
        Agreement::Agreed => None,
        Agreement::Partly => Some("some objects lack keys that others of the same list have: edited by hand"),
        Agreement::Edited => Some("a few things do not fit an export: edited by hand"),
        Agreement::HandWritten => {
            Some("many keys that servers always write are missing: written by hand, so what is missing says nothing")
        }
    };
    out.extend(edited.map(str::to_owned));
    if let Some(node) = clues.wrong_type {
        out.push(format!("{} has a type that no server writes there", place(doc, node)));
    }
    if let Some((key, node)) = clues.unknown_params.iter().find(|(param, _)| param.ends_with(key::ID)) {
        out.push(format!("{} ({key}) was written only by {WITH_IDS_IN_TASK_PARAMS}", place(doc, *node)));
    } else if clues.unknown > 0 {
        let names: Vec<String> = clues.first_unknown.iter().map(|(key, _)| format!("`{key}`")).collect();
        let more = clues.unknown - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push(format!("no release writes {}{more}: from a fork, an unfinished branch, or added by hand", names.join(", ")));
    }
    out.extend(layout.remarks.iter().cloned());
    out
}

fn place(doc: &Document, node: Node) -> String {
    doc.path(node).pointer()
}
