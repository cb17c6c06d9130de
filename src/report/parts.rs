//! What became of entities when a backup was made of others: for people, line by line, and for the envelope.

use std::fmt::Write as _;

use anstyle::{Effects, Style};

use super::envelope::{DecisionEntry, PartEntry};
use crate::parts::{Because, Decision, Extracted, Fate, Member};
use crate::text::{of_section, plural, safe};

const NAME: Style = Style::new().effects(Effects::BOLD);

/// The tree is not indented further than this.
const DEEPEST: usize = 12;

/// What came along and why, as a tree: each entity below the first that names it.
#[must_use]
pub(crate) fn tree(extracted: &Extracted) -> String {
    let members = &extracted.members;
    let mut out = String::new();
    let mut shown = vec![false; members.len()];
    for (number, member) in members.iter().enumerate() {
        let why = match member.because {
            Because::NamedBy(..) => continue,
            Because::Chosen => String::new(),
            Because::Names(other, place) => format!("  ({place}: {})", members[other].entity),
        };
        let mark = if shown[number] { ABOVE } else { "" };
        let _ = writeln!(out, "{NAME}{}{NAME:#}{why}{mark}", member.entity);
        below(members, number, &mut shown, &mut out);
    }
    if !extracted.left_out.is_empty() {
        let list: Vec<_> = extracted.left_out.iter().map(|(section, count)| of_section(*count, section)).collect();
        let _ = writeln!(out, "left out: {}", list.join(", "));
    }
    out
}

const ABOVE: &str = " (above)";

/// Everything that a member names, and what that names.
fn below(members: &[Member], top: usize, shown: &mut [bool], out: &mut String) {
    if std::mem::replace(&mut shown[top], true) {
        return;
    }
    let mut open: Vec<(usize, &str, usize)> = members[top].names.iter().rev().map(|(place, to)| (1, *place, *to)).collect();
    while let Some((depth, place, number)) = open.pop() {
        let indent = "  ".repeat(depth.min(DEEPEST));
        let again = std::mem::replace(&mut shown[number], true);
        let mark = if again { ABOVE } else { "" };
        let _ = writeln!(out, "{indent}{place}: {}{mark}", members[number].entity);
        if !again {
            open.extend(members[number].names.iter().rev().map(|(place, to)| (depth + 1, *place, *to)));
        }
    }
}

/// One line a member: `keys["deploy"]: ssh_key of repositories["app"]`
#[must_use]
pub(crate) fn lines(path: &str, extracted: &Extracted) -> String {
    let entries = members(extracted);
    entries.iter().fold(String::new(), |out, entry| out + &safe::line(path) + ": " + &entry.entity + ": " + &entry.because + "\n")
}

/// The members for the envelope.
#[must_use]
pub(crate) fn members(extracted: &Extracted) -> Vec<PartEntry> {
    let all = &extracted.members;
    let because = |member: &Member| match member.because {
        Because::Chosen => "chosen".to_owned(),
        Because::NamedBy(other, place) => format!("{place} of {}", all[other].entity),
        Because::Names(other, place) => format!("its {place} is {}", all[other].entity),
    };
    all.iter().map(|m| PartEntry { entity: m.entity.clone(), section: m.section.clone(), because: because(m) }).collect()
}

/// What a merge decided, with the equal entities of each file as one line, and a final newline.
#[must_use]
pub(crate) fn decisions(all: &[Decision]) -> String {
    let mut out = String::new();
    let mut file = "";
    for decision in all.iter().filter(|decision| decision.fate != Fate::Equal) {
        if decision.file != file {
            file = &decision.file;
            let _ = writeln!(out, "{NAME}{}{NAME:#}", safe::line(file));
        }
        let Decision { entity, fate, other, .. } = decision;
        let (there, differs) = match other {
            Some((file, differs)) if differs.is_empty() => (file.as_str(), String::new()),
            Some((file, differs)) => (file.as_str(), format!(" differs in {}", differs.join(", "))),
            None => ("", String::new()),
        };
        let _ = match fate {
            Fate::Added | Fate::Equal => writeln!(out, "  added     {entity}"),
            Fate::Kept => writeln!(
                out,
                "  kept      {entity} of {there}; this one{}",
                if differs.is_empty() { " is another one" } else { &differs }
            ),
            Fate::KeptName => writeln!(
                out,
                "  kept      {entity} of {there}: it cannot be renamed; this one{}, and --on-conflict replace would take it",
                if differs.is_empty() { " is another one" } else { &differs }
            ),
            Fate::Replaced => writeln!(out, "  replaced  {entity} of {there}, which{differs}"),
            Fate::Renamed(new) => writeln!(
                out,
                "  renamed   {entity} to {new}: that of {there}{}",
                if differs.is_empty() { " names others" } else { &differs }
            ),
            Fate::Conflict => writeln!(out, "  conflict  {entity}: that of {there}{differs}"),
        };
    }
    let equal = all.iter().filter(|decision| decision.fate == Fate::Equal).count();
    if equal > 0 {
        let _ = writeln!(out, "equal in both: {}", plural(equal, "object"));
    }
    out
}

/// The decisions for the envelope.
#[must_use]
pub(crate) fn decision_entries(all: &[Decision]) -> Vec<DecisionEntry> {
    let entry = |decision: &Decision| DecisionEntry {
        file: decision.file.clone(),
        section: decision.section.clone(),
        entity: decision.entity.clone(),
        decision: match decision.fate {
            Fate::Added => "added",
            Fate::Equal => "equal",
            Fate::Kept | Fate::KeptName => "kept",
            Fate::Replaced => "replaced",
            Fate::Renamed(_) => "renamed",
            Fate::Conflict => "conflict",
        },
        renamed: if let Fate::Renamed(new) = &decision.fate { Some(new.clone()) } else { None },
        other: decision.other.as_ref().map(|(file, _)| file.clone()),
        differs: decision.other.as_ref().map(|(_, differs)| differs.clone()).unwrap_or_default(),
    };
    all.iter().map(entry).collect()
}
