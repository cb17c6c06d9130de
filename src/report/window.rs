//! The piece of a source that is shown around a place: a few lines, each cut to the width of the terminal (exports before 2.16
//! are one line of 100 KB), broken bytes and controls made visible, secrets masked. Draws nothing.

use std::ops::Range;

use super::source::Source;
use crate::mask::{self, Secrets};
use crate::text::safe;

/// What is shown of a source, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Lines, joined by `\n`.
    pub text: String,
    /// Number of the first line.
    pub first_line: usize,
    /// What to underline, in bytes of `text`.
    pub mark: Range<usize>,
}

/// The window around `span`, with lines of at most `width` characters: the line before, the line itself, and what follows
/// (more of it for an object or a list, since what is wrong with one shows inside).
pub(super) fn window(source: &Source, span: &Range<usize>, width: usize, secrets: Secrets) -> Window {
    let line = source.line_at(span.start);
    let start = span.start.min(line.end);
    let end = span.end.clamp(start, line.end);
    let before = source.line_before(line.start);
    let mut behind = Vec::new();
    let mut last = line.end;
    for _ in 0..if span.end > line.end { 3 } else { 1 } {
        let Some(next) = source.line_after(last) else { break };
        last = next.end;
        behind.push(next);
    }
    let reach = 4 * width;
    let broken = (secrets == Secrets::Hidden && source.is_broken_json()).then(|| {
        let first = before.as_ref().map_or(start.saturating_sub(reach).max(line.start), |before| before.start);
        let end = behind.last().map_or(line.end.min(end.saturating_add(reach)), |next| next.end.min(next.start + reach));
        mask::in_broken(source.bytes, first..end, span.start)
    });
    let view = View { source, width, secrets, broken };

    let mut text = String::new();
    let mut first_line = source.position(line.start).line;
    if let Some(before) = before {
        first_line -= 1;
        text.push_str(&view.head(&before));
        text.push('\n');
    }
    let (shown, mark) = view.around(&line, &(start..end));
    let mark = text.len() + mark.start..text.len() + mark.end;
    text.push_str(&shown);
    for next in behind {
        text.push('\n');
        text.push_str(&view.head(&next));
    }
    Window { text, first_line, mark }
}

/// What windows are cut from, and how.
struct View<'a> {
    source: &'a Source<'a>,
    width: usize,
    secrets: Secrets,
    /// The secrets of a backup that could not be parsed.
    broken: Option<Vec<Range<usize>>>,
}

impl View<'_> {
    /// The beginning of a line.
    fn head(&self, line: &Range<usize>) -> String {
        let width = self.width;
        let near = line.start..line.end.min(line.start + 4 * width);
        let text = self.shown(near.clone(), &self.hidden(&near));
        if near.end == line.end && text.chars().count() <= width {
            return text;
        }
        text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
    }

    /// A stretch of a line with the mark in it, and where the mark is.
    fn around(&self, line: &Range<usize>, mark: &Range<usize>) -> (String, Range<usize>) {
        let (bytes, width) = (self.source.bytes, self.width);
        let reach = 4 * width;
        let left_from = whole_char(bytes, line.start.max(mark.start.saturating_sub(reach))).min(mark.start);
        let right_to = line.end.min(mark.end + reach);
        let marked = mark.start..mark.end.min(mark.start + reach);
        // A secret that goes on over the mark is one secret: it is covered once.
        let mut hidden = self.hidden(&(left_from..right_to));
        let middle = self.shown(marked.clone(), &hidden);
        let covered = |hidden: &Range<usize>| hidden.start < marked.end.max(marked.start + 1) && hidden.end > marked.start;
        let over: Vec<_> = hidden.iter().filter(|range| covered(range)).cloned().collect();
        let left_to = over.first().map_or(mark.start, |range| range.start.clamp(left_from, mark.start));
        let right_from = over.iter().map(|range| range.end).max().map_or(mark.end, |end| end.clamp(mark.end, right_to));
        hidden.retain(|range| !covered(range));
        let left = self.shown(left_from..left_to, &hidden);
        let middle = if middle.is_empty() && !over.is_empty() { mask::MASK.to_owned() } else { middle };
        let right = self.shown(right_from..right_to, &hidden);
        let most = (width * 2 / 3).max(8);
        let middle = if middle.chars().count() > most { middle.chars().take(most - 1).chain(['…']).collect() } else { middle };

        let rest = width.saturating_sub(middle.chars().count());
        let (left_len, right_len) = (left.chars().count(), right.chars().count());
        let left_room = rest.saturating_sub(right_len.min(rest / 2)).max(8);
        let cut_left = left_from > line.start || left_len > left_room;
        let mut text = String::new();
        if cut_left {
            text.push('…');
            text.extend(left.chars().skip((left_len + 1).saturating_sub(left_room)));
        } else {
            text.push_str(&left);
        }
        let start = text.len();
        text.push_str(&middle);
        let end = text.len();
        let right_room = width.saturating_sub(text.chars().count()).max(1);
        if right_to < line.end || right_len > right_room {
            text.extend(right.chars().take(right_room - 1));
            text.push('…');
        } else {
            text.push_str(&right);
        }
        (text, start..end)
    }

    /// What is secret in a stretch of the source, whole or in part.
    fn hidden(&self, stretch: &Range<usize>) -> Vec<Range<usize>> {
        let overlaps = |range: &Range<usize>| range.start < stretch.end && range.end > stretch.start;
        let mut hidden = match (self.secrets, self.source.doc, &self.broken) {
            (Secrets::Shown, ..) => Vec::new(),
            (_, Some(doc), _) => mask::in_source(doc, stretch.clone()),
            (_, _, Some(broken)) => broken.clone(),
            _ => {
                let found = mask::in_text(&self.source.bytes[stretch.clone()]);
                found.into_iter().map(|r| r.start + stretch.start..r.end + stretch.start).collect()
            }
        };
        hidden.retain(overlaps);
        hidden
    }

    /// Text for the terminal: secrets covered, a byte order mark, broken bytes and controls visible.
    fn shown(&self, stretch: Range<usize>, hidden: &[Range<usize>]) -> String {
        let inside = |r: &Range<usize>| r.start.max(stretch.start) - stretch.start..r.end.min(stretch.end) - stretch.start;
        let hidden: Vec<_> = hidden.iter().filter(|r| r.start < stretch.end && r.end > stretch.start).map(inside).collect();
        let bytes = &self.source.bytes[stretch.clone()];
        let text = String::from_utf8_lossy(&mask::cover(bytes, &hidden)).replace('\u{feff}', "\u{fffd}");
        safe::lines(&text).into_owned()
    }
}

/// Moves into a character's first byte, so that a cut does not break one.
fn whole_char(bytes: &[u8], at: usize) -> usize {
    let broken = bytes[at..].iter().take(3).take_while(|b| (**b & 0xc0) == 0x80).count();
    at + broken
}
