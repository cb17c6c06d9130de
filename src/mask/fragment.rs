//! Walks JSON text, some lines cut out of it, or what is left of it, and finds what is secret by its place. Tolerates anything.

use std::ops::Range;

use super::patterns;
use super::place::{Place, is_guard_key, is_secret_beside, is_secret_somewhere, is_switch_with_secret};
use crate::semaphore::Secret;
use crate::sorting;
use crate::text::escape::{Decoded, unescape};

/// Levels that are distinguished; what is nested deeper is taken as more of the same. No backup comes near, and a text of brackets
/// must not cost many times its size.
const DEPTH: usize = 500;

/// So far before a mistake a private key that it is in may begin.
const NEAR: usize = 1 << 14;

/// What is secret in JSON text at `place`.
pub(super) fn in_value(json: &[u8], place: Place) -> Vec<Range<usize>> {
    let mut walk = Walk::new(json, Frame { next: Some(place), ..Frame::new(Place::root()) });
    walk.run(json.len());
    walk.finish()
}

/// What is secret in lines inside the container `around`.
pub(super) fn in_container(lines: &[u8], around: Place) -> Vec<Range<usize>> {
    let mut walk = Walk::new(lines, Frame::new(around));
    walk.run(lines.len());
    walk.finish()
}

/// What is secret in the stretch `shown` of a text that is JSON up to the mistake at `error`. Behind that places are guesses: from
/// a name that looks secret, everything to the end of its line is.
pub(super) fn in_broken(json: &[u8], shown: Range<usize>, error: usize) -> Vec<Range<usize>> {
    let end = shown.end.min(json.len());
    let error = error.min(end);
    let mut walk = Walk::new(&json[..end], Frame { next: Some(Place::root()), ..Frame::new(Place::root()) });
    walk.shown = shown.start..end;
    walk.run(error);
    let open = walk.open.last();
    let here = open.is_some_and(|open| open.next.is_some_and(|place| place.secret || place.guard.is_some()));
    let doubtful = here || walk.last_secret;
    walk.run(end);
    let mut hidden = walk.finish();
    let mut at = error;
    for line in json[error..end].split_inclusive(|b| *b == b'\n') {
        let body = line.strip_suffix(b"\n").unwrap_or(line);
        let from = if doubtful && at == error { Some(0) } else { behind_secret_name(body) };
        hidden.extend(from.filter(|from| *from < body.len()).map(|from| at + from..at + body.len()));
        at += line.len();
    }
    // What looks like a secret is one there too; a private key may have begun before.
    let mut at = error.saturating_sub(NEAR);
    for chunk in json[at..end].utf8_chunks() {
        let found = patterns::find(chunk.valid()).into_iter().map(|range| at + range.start..at + range.end);
        hidden.extend(found.filter(|range| range.end > error));
        at += chunk.valid().len() + chunk.invalid().len();
    }
    hidden.retain(|range| range.end > shown.start);
    sorting::sort_by_key(&mut hidden, |range| (range.start, range.end));
    hidden
}

/// Where the first name that looks secret ends in a line.
fn behind_secret_name(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    for word in line.split_inclusive(|b| !in_name(b)) {
        let name = word.split_last().filter(|(last, _)| !in_name(last)).map_or(word, |(_, name)| name);
        if is_secret_somewhere(&String::from_utf8_lossy(name)) {
            return Some(at + word.len());
        }
        at += word.len();
    }
    None
}

/// What is secret in the token of a scalar.
pub(super) fn in_token(token: &[u8], place: Place) -> Vec<Range<usize>> {
    let Some(body) = token.strip_prefix(b"\"") else {
        let number = place.secret && token.first().is_some_and(|b| b.is_ascii_digit() || *b == b'-');
        return number.then_some(0..token.len()).into_iter().collect();
    };
    let body = body.strip_suffix(b"\"").unwrap_or(body);
    if place.secret && place.hides(&String::from_utf8_lossy(body)) {
        return (!body.is_empty()).then_some(1..1 + body.len()).into_iter().collect();
    }
    if place.is_label() {
        return Vec::new();
    }
    let decoded = Decoded::new(body);
    let back = |range: Range<usize>| {
        let range = decoded.in_body(&range);
        1 + range.start..1 + range.end
    };
    in_plain(&decoded.text, place).into_iter().map(back).collect()
}

/// What is secret of a text at `place`.
pub(super) fn in_plain(text: &str, place: Place) -> Vec<Range<usize>> {
    if place.hides(text) {
        return (!text.is_empty()).then_some(0..text.len()).into_iter().collect();
    }
    if place.is_label() {
        return Vec::new();
    }
    if text.trim_start().starts_with(['{', '[']) {
        let inner = in_value(text.as_bytes(), place);
        if !inner.is_empty() {
            return inner;
        }
    }
    patterns::find(text)
}

/// A container that is being walked through.
#[derive(Debug)]
struct Frame {
    place: Place,
    /// The place of the value that comes next, when its key was read.
    next: Option<Place>,
    /// Whether the value that comes next belongs to a switch before it: `["--private-token", "x"]`.
    switch: bool,
    /// Texts of members that a guard may ask for.
    texts: Vec<(String, String)>,
    /// Stretches that are secret if their guard holds.
    guarded: Vec<(Secret, Range<usize>)>,
}

impl Frame {
    const fn new(place: Place) -> Self {
        Self { place, next: None, switch: false, texts: Vec::new(), guarded: Vec::new() }
    }
}

struct Walk<'a> {
    json: &'a [u8],
    at: usize,
    open: Vec<Frame>,
    /// Containers below [`DEPTH`] that are open.
    deeper: usize,
    /// The stretch whose scalars matter.
    shown: Range<usize>,
    /// Whether the last scalar was secret, or a text that looks like the name of a secret.
    last_secret: bool,
    /// The name of the member that comes next, if a guard may ask for it.
    at_guard: bool,
    hidden: Vec<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(json: &'a [u8], first: Frame) -> Self {
        let shown = 0..json.len();
        Self { json, at: 0, open: vec![first], deeper: 0, shown, last_secret: false, at_guard: false, hidden: Vec::new() }
    }

    /// Goes on to the first token that begins at `end` or behind it.
    fn run(&mut self, end: usize) {
        while self.at < end {
            match self.json[self.at] {
                b'{' | b'[' => {
                    let place = self.next_place();
                    if self.open.len() < DEPTH {
                        self.open.push(Frame::new(place));
                    } else {
                        self.deeper += 1;
                    }
                    self.at += 1;
                }
                b'}' | b']' => {
                    if self.deeper > 0 {
                        self.deeper -= 1;
                    } else {
                        self.close(true);
                    }
                    self.at += 1;
                }
                b'"' => self.string(),
                b'-' | b'0'..=b'9' => {
                    let rest = &self.json[self.at..];
                    let length = rest.iter().position(|b| matches!(b, b',' | b'}' | b']') || b.is_ascii_whitespace());
                    self.scalar(self.at + length.unwrap_or(rest.len()));
                }
                b't' | b'f' | b'n' => {
                    self.next_place();
                    let rest = &self.json[self.at..];
                    self.at += rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
                }
                _ => self.at += 1,
            }
        }
    }

    fn finish(mut self) -> Vec<Range<usize>> {
        while !self.open.is_empty() {
            self.close(false);
        }
        sorting::sort_by_key(&mut self.hidden, |r| (r.start, r.end));
        self.hidden
    }

    /// Leaves a container; what its end would have decided is hidden when the text ends before it.
    fn close(&mut self, complete: bool) {
        let Some(open) = self.open.pop() else { return };
        for (guard, range) in open.guarded {
            let text = |key: &str| open.texts.iter().find(|t| t.0 == key).map(|t| &t.1);
            if is_secret_beside(guard, text).unwrap_or(!complete) {
                self.hidden.push(range);
            }
        }
        if self.open.is_empty() && complete {
            // Lines that leave the container they began in: what is around it is not known.
            self.open.push(Frame::new(Place::root()));
        }
    }

    fn next_place(&mut self) -> Place {
        let Some(open) = self.open.last_mut() else { return Place::root() };
        let mut place = open.next.take().unwrap_or_else(|| open.place.element());
        place.secret |= std::mem::take(&mut open.switch);
        place
    }

    fn string(&mut self) {
        let start = self.at;
        let mut end = start + 1;
        let mut closed = false;
        while let Some(found) = self.json.get(end..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            end += found + 1;
            if self.json[end - 1] == b'"' {
                closed = true;
                break;
            }
            end += 1;
        }
        let end = if closed { end } else { self.json.len() };
        let behind = self.json[end..].iter().position(|b| !b.is_ascii_whitespace()).map(|n| end + n);
        let Some(colon) = behind.filter(|at| closed && self.json[*at] == b':') else {
            self.scalar(end);
            return;
        };
        let key = unescape(&self.json[start + 1..end - 1]);
        if let Some(open) = self.open.last_mut() {
            open.next = Some(open.place.member(&key));
            self.at_guard = is_guard_key(&key);
            if self.at_guard {
                open.texts.push((key.into_owned(), String::new()));
            }
        }
        self.last_secret = false;
        self.at = colon + 1;
    }

    /// A text or number from here to `end`.
    fn scalar(&mut self, end: usize) {
        let start = self.at;
        let member = self.open.last().is_some_and(|o| o.next.is_some());
        let place = self.next_place();
        let token = &self.json[start..end];
        self.at = end;
        let body = token.strip_prefix(b"\"").map(|body| body.strip_suffix(b"\"").unwrap_or(body));
        // Names are short.
        let name = body.filter(|body| body.len() <= 200).map(unescape);
        self.last_secret = place.secret || place.guard.is_some() || name.as_deref().is_some_and(is_secret_somewhere);
        if let Some(open) = self.open.last_mut() {
            open.switch = !member && name.as_deref().is_some_and(is_switch_with_secret);
        }
        if end > self.shown.start && start < self.shown.end {
            let found = in_token(token, place);
            self.hidden.extend(found.into_iter().map(|r| r.start + start..r.end + start));
        }
        if let Some(open) = self.open.last_mut().filter(|_| member) {
            if std::mem::take(&mut self.at_guard)
                && let (Some(text), Some(name)) = (open.texts.last_mut(), name)
            {
                text.1 = name.into_owned();
            }
            if let Some(guard) = place.guard.filter(|_| token.len() > 2) {
                open.guarded.push((guard, start + 1..end - 1));
            }
        }
    }
}
