//! Walks JSON text, or some lines cut out of it, and finds what is secret by where it stands. Tolerates anything.

use std::ops::Range;

use super::place::Place;
use super::text;
use crate::semaphore::Guard;

/// What is secret in JSON text that stands at `place`.
pub fn in_value(json: &[u8], place: &Place) -> Vec<Range<usize>> {
    let mut walk = Walk::new(json, Open { place: Place::root(), next: Some(place.clone()), ..Open::default() });
    walk.run();
    walk.hidden
}

/// What is secret in lines that stand inside the container `around`.
pub fn in_container(lines: &[u8], around: &Place) -> Vec<Range<usize>> {
    let mut walk = Walk::new(lines, Open { place: around.clone(), ..Open::default() });
    walk.run();
    walk.hidden
}

/// What is secret in the token of a scalar.
pub fn in_token(token: &[u8], place: &Place) -> Vec<Range<usize>> {
    let Some(body) = token.strip_prefix(b"\"") else {
        let number = place.secret && token.first().is_some_and(|b| b.is_ascii_digit() || *b == b'-');
        return number.then_some(0..token.len()).into_iter().collect();
    };
    let body = body.strip_suffix(b"\"").unwrap_or(body);
    let (text, places) = decode(body);
    let back = |at: usize| 1 + places.get(at).map_or(body.len(), |p| *p);
    text::hidden(&text, place).into_iter().map(|r| back(r.start)..back(r.end)).collect()
}

/// The text of a string and, for each of its bytes, where it comes from.
fn decode(body: &[u8]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut at = 0;
    while at < body.len() {
        // One escape, or everything up to the next one.
        let end = match body[at] {
            b'\\' if body[at..].starts_with(b"\\u") => {
                let pair = body.get(at + 6..at + 8) == Some(b"\\u")
                    && matches!(body.get(at + 2..at + 4), Some(b"d8" | b"D8" | b"d9" | b"D9" | b"da" | b"DA" | b"db" | b"DB"));
                at + if pair { 12 } else { 6 }
            }
            b'\\' => at + 2,
            _ => body[at..].iter().position(|b| *b == b'\\').map_or(body.len(), |n| at + n),
        }
        .min(body.len());
        let piece = crate::json::unescape(&body[at..end]);
        // Broken bytes change their length; then the piece counts as one.
        let plain = piece.len() == end - at && body[at] != b'\\';
        places.extend((0..piece.len()).map(|i| if plain { at + i } else { at }));
        text.push_str(&piece);
        at = end;
    }
    (text, places)
}

#[derive(Debug)]
struct Open {
    place: Place,
    /// The place of the value that comes next, when its key was read.
    next: Option<Place>,
    /// Texts of members that a guard may ask for.
    texts: Vec<(String, String)>,
    /// Stretches that are secret if their guard holds.
    guarded: Vec<(Guard, Range<usize>)>,
}

impl Default for Open {
    fn default() -> Self {
        Self { place: Place::root(), next: None, texts: Vec::new(), guarded: Vec::new() }
    }
}

struct Walk<'a> {
    json: &'a [u8],
    at: usize,
    open: Vec<Open>,
    hidden: Vec<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(json: &'a [u8], first: Open) -> Self {
        Self { json, at: 0, open: vec![first], hidden: Vec::new() }
    }

    fn run(&mut self) {
        while let Some(&byte) = self.json.get(self.at) {
            match byte {
                b'{' | b'[' => {
                    let place = self.next_place();
                    self.open.push(Open { place, ..Open::default() });
                    self.at += 1;
                }
                b'}' | b']' => {
                    self.close(true);
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
        while !self.open.is_empty() {
            self.close(false);
        }
        self.hidden.sort_by_key(|r| (r.start, r.end));
    }

    /// Leaves a container; what its end would have decided is hidden when the text ends before it.
    fn close(&mut self, complete: bool) {
        let Some(open) = self.open.pop() else { return };
        for (guard, range) in open.guarded {
            let Guard::Is(key, wanted) = guard else { continue };
            let text = open.texts.iter().find(|t| t.0 == key);
            if text.map_or(!complete, |t| t.1 == wanted) {
                self.hidden.push(range);
            }
        }
        if self.open.is_empty() && complete {
            // Lines that leave the container they began in: what is around it is not known.
            self.open.push(Open::default());
        }
    }

    fn next_place(&mut self) -> Place {
        match self.open.last_mut() {
            Some(open) => open.next.take().unwrap_or_else(|| open.place.element()),
            None => Place::root(),
        }
    }

    fn string(&mut self) {
        let start = self.at;
        let mut end = start + 1;
        let mut closed = false;
        while let Some(&byte) = self.json.get(end) {
            end += 1;
            match byte {
                b'\\' => end += 1,
                b'"' => {
                    closed = true;
                    break;
                }
                _ => {}
            }
        }
        let end = end.min(self.json.len());
        let behind = self.json[end..].iter().position(|b| !b.is_ascii_whitespace()).map(|n| end + n);
        let Some(colon) = behind.filter(|at| closed && self.json[*at] == b':') else {
            self.scalar(end);
            return;
        };
        let key = crate::json::unescape(&self.json[start + 1..end - 1]).into_owned();
        if let Some(open) = self.open.last_mut() {
            open.next = Some(open.place.member(&key));
            open.texts.push((key, String::new()));
        }
        self.at = colon + 1;
    }

    /// A text or number from here to `end`.
    fn scalar(&mut self, end: usize) {
        let start = self.at;
        let member = self.open.last().is_some_and(|o| o.next.is_some());
        let place = self.next_place();
        let token = &self.json[start..end];
        let found = in_token(token, &place);
        self.hidden.extend(found.into_iter().map(|r| r.start + start..r.end + start));
        if let Some(open) = self.open.last_mut().filter(|_| member) {
            if let (Some(text), Some(body)) =
                (open.texts.last_mut(), token.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\"")))
            {
                text.1 = crate::json::unescape(body).into_owned();
            }
            if let Some(guard) = place.guard.filter(|_| token.len() > 2) {
                open.guarded.push((guard, start + 1..end - 1));
            }
        }
        self.at = end;
    }
}
