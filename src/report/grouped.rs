//! Losses, notes and warnings about many places: each sentence once, with the first of its places.

use std::collections::HashMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::wrap::hang;
use crate::json::WHOLE;
use crate::text::{plural, safe};

/// How many places are named where the rest can be looked up.
pub(super) const FEW: usize = 5;

/// Longer lines are hard to read even where there is room.
const WIDEST: usize = 120;

/// One sentence about one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Sentence<'a> {
    /// What happened.
    pub text: &'a str,
    /// The rule behind it.
    pub rule: &'a str,
    /// What follows the rule.
    pub mark: &'static str,
}

/// How one kind of them is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupedList {
    word: &'static str,
    style: Style,
    /// How many places are named.
    listed: usize,
    /// How many sentences are shown.
    sentences: usize,
    /// Columns of the terminal.
    width: usize,
}

/// Losses.
pub(super) const fn losses(width: usize, listed: usize) -> GroupedList {
    let style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
    GroupedList { word: "loss", style, listed, sentences: usize::MAX, width }
}

/// Notes.
pub(super) const fn notes(width: usize) -> GroupedList {
    let style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
    GroupedList { word: "note", style, listed: FEW, sentences: usize::MAX, width }
}

/// What a server loses or changes by itself. Each may be in words of its own.
pub(super) const fn warnings(width: usize) -> GroupedList {
    let style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
    GroupedList { word: "warning", style, listed: FEW, sentences: 12, width }
}

impl GroupedList {
    /// Writes the items: their sentence, and a line for each of the first places that has one. There may be a million items.
    pub(super) fn write<'a, T: Copy>(
        self,
        out: &mut String,
        items: impl IntoIterator<Item = T>,
        sentence: impl Fn(T) -> Sentence<'a>,
        place: impl Fn(T) -> Option<String>,
    ) {
        let mut groups: Vec<(Sentence<'a>, Vec<T>, usize)> = Vec::new();
        let mut seen: HashMap<Sentence<'a>, usize> = HashMap::new();
        let mut last = None;
        for item in items {
            let key = sentence(item);
            // A rule says the same of many places, one after the other.
            let at = match last {
                Some((same, at)) if same == key => at,
                _ => *seen.entry(key).or_insert(groups.len()),
            };
            last = Some((key, at));
            match groups.get_mut(at) {
                Some((_, group, count)) => {
                    *count += 1;
                    group.extend((*count <= self.listed).then_some(item));
                }
                None => groups.push((key, vec![item], 1)),
            }
        }
        let more: usize = groups.iter().skip(self.sentences).map(|(_, _, count)| count).sum();
        for (Sentence { text, rule, mark }, group, count) in groups.into_iter().take(self.sentences) {
            let times = if count > 1 { format!(", {}", plural(count, "time")) } else { String::new() };
            let head = indent(&format!("{text} ({rule}{mark}){times}"), self.width, self.word.len() + 2);
            let _ = writeln!(out, "{}{}{:#}: {head}", self.style, self.word, self.style);
            for line in group.into_iter().take(self.listed).filter_map(&place) {
                let _ = writeln!(out, "  {}", indent(&line, self.width, 4));
            }
            if count > self.listed {
                let _ = writeln!(out, "  … and {} more; --format json lists all", count - self.listed);
            }
        }
        if more > 0 {
            let _ = writeln!(out, "… and {}; --format json lists all", plural(more, &format!("other {}", self.word)));
        }
    }
}

/// The entity that a note is about; that it is about the whole document needs no line.
pub(super) fn entity_line(entity: Option<&String>) -> Option<String> {
    entity.filter(|entity| *entity != WHOLE).cloned()
}

/// Text of others whose further lines begin after some blanks.
pub(super) fn indent(text: &str, width: usize, blanks: usize) -> String {
    hang(&safe::lines(text), width.min(WIDEST), blanks)
}

/// The entity with the member that a pointer ends in: `inventories["prod"].ssh_key`.
pub(super) fn with_member(entity: &str, pointer: &str) -> String {
    let member = pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    let is_place = member.is_empty() || member.bytes().all(|b| b.is_ascii_digit());
    if is_place || entity == WHOLE || entity.ends_with(&member) { entity.to_owned() } else { format!("{entity}.{member}") }
}

/// The beginning of a text.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}
