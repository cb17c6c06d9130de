//! The unified diff, exact to the byte: `patch` makes the output of it. Computed around the edits only; what is between them
//! is counted and not compared.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use memchr::{memchr, memchr_iter, memrchr};
use similar::DiffOp;

use crate::json::{Document, Node, Splice, Splices};
use crate::mask::{self, Place, Secrets};
use crate::text::compare::compare;
use crate::text::safe;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;
/// Lines that one rewritten stretch may have to be compared line by line; larger ones are replaced as a whole.
const COMPARABLE: usize = 4000;
/// Time for comparing one stretch.
const PATIENCE: Duration = Duration::from_millis(100);

/// Writes the difference between the source and the edited document; nothing where there is none. `splices` are those of
/// `doc`. With [`Secrets::Hidden`] it is for reading and no longer a patch.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    doc: &Document,
    splices: &Splices,
    path: &(impl AsRef<Path> + ?Sized),
    secrets: Secrets,
    out: &mut dyn Write,
) -> io::Result<()> {
    let path = path.as_ref();
    let mut writer = Writer { doc, src: doc.source(), secrets, out, hunk: Vec::new(), grown: 0, path: Some(path) };
    let mut lines = Counter { src: doc.source(), at: 0, line: 0 };
    let mut rest = splices.list();
    while let Some(group) = Group::next(doc.source(), splices, &mut rest) {
        for edit in group.edits(doc, secrets, &mut lines) {
            writer.add(edit)?;
        }
    }
    writer.flush()
}

/// Edits that share lines, and the whole lines that they are in.
struct Group<'a> {
    old: Range<usize>,
    splices: &'a [Splice],
    all: &'a Splices,
}

impl<'a> Group<'a> {
    fn next(src: &[u8], all: &'a Splices, rest: &mut &'a [Splice]) -> Option<Self> {
        let first = rest.first()?.range();
        let start = line_start(src, first.start);
        let mut end = line_end(src, first.end);
        let mut count = 1;
        while let Some(range) = rest.get(count).map(Splice::range).filter(|range| range.start < end) {
            // Several edits in one long line would each look for its end.
            if range.end > end {
                end = line_end(src, range.end);
            }
            count += 1;
        }
        let (splices, behind) = rest.split_at(count);
        *rest = behind;
        Some(Self { old: start..end, splices, all })
    }

    fn new_text(&self, src: &[u8]) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.old.len());
        let mut at = self.old.start;
        for splice in self.splices {
            text.extend_from_slice(&src[at..splice.range().start]);
            text.extend_from_slice(self.all.text(splice).as_bytes());
            at = splice.range().end;
        }
        text.extend_from_slice(&src[at..self.old.end]);
        text
    }

    /// The lines that really differ.
    fn edits(&self, doc: &Document, secrets: Secrets, lines: &mut Counter) -> Vec<Edit> {
        let src = doc.source();
        let new_text = self.new_text(src);
        let old = split(&src[self.old.clone()]);
        let new = split(&new_text);
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        let hidden = match secrets {
            Secrets::Hidden => mask::in_lines(&new_text, around(doc, self.old.start)),
            Secrets::Shown => Vec::new(),
        };
        let old_ends = ends(&old, self.old.start);
        let new_ends = ends(&new, 0);
        let mut edits = Vec::new();
        for (old_lines, new_lines) in changes(&old[head..old.len() - tail], &new[head..new.len() - tail]) {
            let of = |ends: &[usize], lines: &Range<usize>| ends[head + lines.start]..ends[head + lines.end];
            let range = of(&old_ends, &old_lines);
            let text = of(&new_ends, &new_lines);
            edits.push(Edit {
                line: lines.to(range.start),
                old_lines: old_lines.len(),
                new_lines: new_lines.len(),
                inside: self.inside(&range),
                old: range,
                new: covered(&new_text, text, &hidden),
            });
        }
        edits
    }

    /// The container that was edited in these bytes.
    fn inside(&self, old: &Range<usize>) -> Node {
        let at = self.splices.partition_point(|s| s.range().end < old.start);
        self.splices[at.min(self.splices.len() - 1)].inside
    }
}

/// Lines that are replaced by others.
struct Edit {
    /// First line, from 0.
    line: usize,
    old: Range<usize>,
    old_lines: usize,
    /// What is shown of the new lines.
    new: Vec<u8>,
    new_lines: usize,
    inside: Node,
}

/// Pairs of ranges of lines that replace each other.
fn changes(old: &[&[u8]], new: &[&[u8]]) -> Vec<(Range<usize>, Range<usize>)> {
    let whole = (0..old.len(), 0..new.len());
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    if old.is_empty() || new.is_empty() || old.len() + new.len() <= 3 || old.len() + new.len() > COMPARABLE {
        return vec![whole];
    }
    let operations = compare(old, new, PATIENCE);
    let changed = operations.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| (op.old_range(), op.new_range())).collect()
}

struct Writer<'a> {
    doc: &'a Document,
    src: &'a [u8],
    secrets: Secrets,
    out: &'a mut dyn Write,
    /// Edits so near to each other that their contexts touch.
    hunk: Vec<Edit>,
    /// Lines that the hunks so far added.
    grown: isize,
    /// Until the file header is written.
    path: Option<&'a Path>,
}

impl Writer<'_> {
    fn add(&mut self, edit: Edit) -> io::Result<()> {
        if let Some(last) = self.hunk.last()
            && edit.line > last.line + last.old_lines + 2 * CONTEXT
        {
            self.flush()?;
        }
        self.hunk.push(edit);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let edits = std::mem::take(&mut self.hunk);
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Ok(()) };
        if let Some(path) = self.path.take() {
            writeln!(self.out, "--- {}\n+++ {}", file_name(b'a', path), file_name(b'b', path))?;
        }
        let (start, before) = lines_before(self.src, first.old.start);
        let (end, after) = lines_after(self.src, last.old.end);
        let old_count = last.line + last.old_lines + after + before - first.line;
        let grown = edits.iter().map(|e| e.new_lines.cast_signed() - e.old_lines.cast_signed()).sum::<isize>();
        let new_count = old_count.saturating_add_signed(grown);
        let old_line = first.line - before;
        let new_line = old_line.saturating_add_signed(self.grown);
        self.grown += grown;
        write!(self.out, "@@ -{} +{} @@", lines(old_line, old_count), lines(new_line, new_count))?;
        if let Some(entity) = self.entity(first.inside) {
            write!(self.out, " {entity}")?;
        }
        self.out.write_all(b"\n")?;
        let mut at = start;
        for edit in &edits {
            self.source(b' ', at..edit.old.start)?;
            self.source(b'-', edit.old.clone())?;
            self.print(b'+', &edit.new)?;
            at = edit.old.end;
        }
        self.source(b' ', at..end)
    }

    fn source(&mut self, sign: u8, range: Range<usize>) -> io::Result<()> {
        if self.secrets == Secrets::Shown || range.is_empty() {
            let src = self.src;
            return self.print(sign, &src[range]);
        }
        let hidden = mask::in_source(self.doc, range.clone());
        self.print(sign, &covered(self.src, range, &hidden))
    }

    /// A patch is exact; what is for reading shows what would act on a terminal.
    fn print(&mut self, sign: u8, text: &[u8]) -> io::Result<()> {
        for line in split(text) {
            self.out.write_all(&[sign])?;
            let body = line.strip_suffix(b"\n").unwrap_or(line);
            if self.secrets == Secrets::Shown {
                self.out.write_all(body)?;
            } else {
                let body = body.strip_suffix(b"\r").unwrap_or(body);
                self.out.write_all(safe::lines(&String::from_utf8_lossy(body)).as_bytes())?;
            }
            let end: &[u8] = if line.ends_with(b"\n") { b"\n" } else { b"\n\\ No newline at end of file\n" };
            self.out.write_all(end)?;
        }
        Ok(())
    }

    fn entity(&self, node: Node) -> Option<String> {
        (node != self.doc.root()).then(|| self.doc.entity(node).chars().take(200).collect())
    }
}

/// Counts lines up to places that only go up.
struct Counter<'a> {
    src: &'a [u8],
    at: usize,
    line: usize,
}

impl Counter<'_> {
    fn to(&mut self, offset: usize) -> usize {
        self.line += memchr_iter(b'\n', &self.src[self.at..offset]).count();
        self.at = offset;
        self.line
    }
}

/// The innermost container of the source that is open at an offset.
fn around(doc: &Document, offset: usize) -> Option<Place> {
    let mut at = Some(doc.node_at(offset));
    while let Some(node) = at {
        let holds = doc.is_container(node) && doc.span(node).is_some_and(|s| s.start < offset);
        if holds {
            return Some(Place::in_source(doc, node));
        }
        at = doc.parent_in_source(node);
    }
    None
}

/// `range` of `text`, masked.
fn covered(text: &[u8], range: Range<usize>, hidden: &[Range<usize>]) -> Vec<u8> {
    let inside = hidden.iter().filter(|h| h.start < range.end && h.end > range.start);
    let moved: Vec<_> = inside.map(|h| h.start.saturating_sub(range.start)..h.end - range.start).collect();
    mask::cover(&text[range], &moved)
}

fn split(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|b| *b == b'\n').collect()
}

/// Where lines begin and, as the last, where they end.
fn ends(lines: &[&[u8]], start: usize) -> Vec<usize> {
    let mut at = start;
    let mut ends = vec![at];
    for line in lines {
        at += line.len();
        ends.push(at);
    }
    ends
}

fn line_start(src: &[u8], offset: usize) -> usize {
    memrchr(b'\n', &src[..offset]).map_or(0, |at| at + 1)
}

fn line_end(src: &[u8], offset: usize) -> usize {
    memchr(b'\n', &src[offset..]).map_or(src.len(), |at| offset + at + 1)
}

/// Begin and number of the context lines before a line.
fn lines_before(src: &[u8], mut start: usize) -> (usize, usize) {
    let mut count = 0;
    while start > 0 && count < CONTEXT {
        start = line_start(src, start - 1);
        count += 1;
    }
    (start, count)
}

/// End and number of the context lines behind a line.
fn lines_after(src: &[u8], mut end: usize) -> (usize, usize) {
    let mut count = 0;
    while end < src.len() && count < CONTEXT {
        end = line_end(src, end);
        count += 1;
    }
    (end, count)
}

/// `214,7`; of no lines the line before them.
fn lines(first: usize, count: usize) -> String {
    match count {
        0 => format!("{first},0"),
        1 => format!("{}", first + 1),
        _ => format!("{},{count}", first + 1),
    }
}

/// A name as git and patch read it back.
fn file_name(side: u8, path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let slashes = bytes.iter().take_while(|byte| **byte == b'/').count();
    safe::patch_name(&[&[side, b'/'], &bytes[slashes..]].concat())
}
