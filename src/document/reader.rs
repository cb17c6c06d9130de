//! Reads JSON bytes into a flat index: iterative (no depth limit), tolerant of what is odd but readable, exact about
//! what is not JSON. Builds no values and copies no text; meaning lives elsewhere.

use super::index::{Entry, Index, Keys, Kind, NONE};

/// Nesting at which Go's `encoding/json` gives up; deeper files are read here and reported as an oddity.
pub const GO_MAX_DEPTH: usize = 10_000;

/// Why the bytes are not a JSON text. Message texts are those of Go's scanner, so that they can be compared with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Byte offset of the offending byte; the length of the input when it ends too early.
    pub offset: usize,
    /// `unexpected end of JSON input`, `invalid character '}' looking for beginning of value`, …
    pub message: String,
}

/// Something readable that a careful reader should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// Byte offset where it begins.
    pub offset: usize,
    /// What it is.
    pub kind: OddityKind,
}

/// The kinds of [`Oddity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OddityKind {
    /// A member whose name occurs earlier in the same object; the offset is that of the later key.
    DuplicateKey,
    /// Something follows the first JSON value.
    TrailingText,
    /// A `\ud800`…`\udfff` escape without its partner.
    LoneSurrogate,
    /// A byte that is not UTF-8.
    InvalidUtf8,
    /// Nesting deeper than [`GO_MAX_DEPTH`]; the offset is that of the first bracket too many.
    TooDeep,
    /// A number that does not fit a 64-bit float, such as `1e400`.
    HugeNumber,
}

/// Reads the first JSON value of `src`.
///
/// # Errors
/// The first [`SyntaxError`]; also for inputs of 4 GiB and more, which the index cannot address.
pub(super) fn read(src: &[u8]) -> Result<(Index, Vec<Oddity>), SyntaxError> {
    if u32::try_from(src.len()).is_err() {
        return Err(SyntaxError { offset: 0, message: "the input is larger than 4 GiB".into() });
    }
    let entries = Vec::with_capacity(src.len() / 48 + 8);
    let mut reader = Reader { src, at: 0, entries, keys: Keys::default(), key_end: 0, open: Vec::new(), oddities: Vec::new() };
    reader.utf8();
    reader.document()?;
    reader.oddities.sort_by_key(|o| o.offset);
    Ok((Index { entries: reader.entries, keys: reader.keys }, reader.oddities))
}

struct Reader<'a> {
    src: &'a [u8],
    at: usize,
    entries: Vec<Entry>,
    keys: Keys,
    /// Behind the closing quote of the last key.
    key_end: usize,
    /// Open containers and how many children each has so far.
    open: Vec<(u32, u32)>,
    oddities: Vec<Oddity>,
}

impl Reader<'_> {
    /// One pass of the standard library's fast validator; only bad files pay more.
    fn utf8(&mut self) {
        let mut base = 0;
        while let Err(e) = std::str::from_utf8(&self.src[base..]) {
            let offset = base + e.valid_up_to();
            self.oddities.push(Oddity { offset, kind: OddityKind::InvalidUtf8 });
            match e.error_len() {
                Some(n) => base = offset + n,
                None => break,
            }
        }
    }

    fn document(&mut self) -> Result<(), SyntaxError> {
        self.begin_value(NONE)?;
        while let Some(&(container, count)) = self.open.last() {
            self.skip_space();
            let object = self.entries[container as usize].kind == Kind::Object;
            let close = if object { b'}' } else { b']' };
            let byte = self.byte()?;
            if byte == close {
                self.at += 1;
                self.close(container);
                continue;
            }
            if count > 0 {
                if byte != b',' {
                    return Err(self.invalid(if object { "after object key:value pair" } else { "after array element" }));
                }
                self.at += 1;
                self.skip_space();
            }
            let label = if object { self.key()? } else { count };
            if let Some(top) = self.open.last_mut() {
                top.1 += 1;
            }
            let id = self.entries.len();
            self.begin_value(label)?;
            if object {
                let gap = self.entries[id].start - offset(self.key_end);
                self.keys.least_gap = self.keys.least_gap.min(gap);
                self.keys.most_gap = self.keys.most_gap.max(gap);
            }
        }
        self.skip_space();
        if self.at < self.src.len() {
            self.oddities.push(Oddity { offset: self.at, kind: OddityKind::TrailingText });
        }
        Ok(())
    }

    fn close(&mut self, container: u32) {
        let next = self.len();
        let entry = &mut self.entries[container as usize];
        entry.end = offset(self.at);
        entry.next = next;
        self.open.pop();
        if self.entries[container as usize].kind == Kind::Object {
            self.duplicates(container);
        }
    }

    /// Few keys are compared pairwise by raw text, many by a set; both without allocation for the usual object.
    fn duplicates(&mut self, object: u32) {
        let mut seen: Vec<&[u8]> = Vec::new();
        let mut set = std::collections::HashSet::new();
        let mut child = object + 1;
        let end = self.entries[object as usize].next;
        let mut found = Vec::new();
        let mut previous: Option<&[u8]> = None;
        let mut sorted = true;
        let mut escaped = false;
        let mut scan = child;
        while scan < end {
            let key = self.key_text(scan);
            escaped |= key.contains(&b'\\');
            sorted &= previous.is_none_or(|p| p < key);
            previous = Some(key);
            scan = self.entries[scan as usize].next;
        }
        self.keys.escaped |= escaped;
        if sorted && !escaped {
            return;
        }
        while child < end {
            let raw = self.key_text(child);
            let repeated = if escaped {
                !set.insert(super::text::unescape(raw).into_owned())
            } else if seen.len() < 24 {
                let hit = seen.contains(&raw);
                seen.push(raw);
                hit
            } else {
                if set.is_empty() {
                    set.extend(seen.iter().map(|k| String::from_utf8_lossy(k).into_owned()));
                }
                !set.insert(String::from_utf8_lossy(raw).into_owned())
            };
            if repeated {
                found.push(Oddity { offset: self.entries[child as usize].label as usize, kind: OddityKind::DuplicateKey });
            }
            child = self.entries[child as usize].next;
        }
        self.oddities.extend(found);
    }

    fn key_text(&self, child: u32) -> &[u8] {
        super::text::string_body(self.src, self.entries[child as usize].label as usize)
    }

    fn key(&mut self) -> Result<u32, SyntaxError> {
        if self.byte()? != b'"' {
            return Err(self.invalid("looking for beginning of object key string"));
        }
        let start = offset(self.at);
        self.string()?;
        self.key_end = self.at;
        self.skip_space();
        if self.byte()? != b':' {
            return Err(self.invalid("after object key"));
        }
        self.at += 1;
        Ok(start)
    }

    /// Reads a scalar whole, or opens a container.
    fn begin_value(&mut self, label: u32) -> Result<(), SyntaxError> {
        self.skip_space();
        let start = self.at;
        let kind = match self.byte()? {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => {
                self.string()?;
                Kind::String
            }
            b't' => self.literal(b"true", Kind::Bool)?,
            b'f' => self.literal(b"false", Kind::Bool)?,
            b'n' => self.literal(b"null", Kind::Null)?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return Err(self.invalid("looking for beginning of value")),
        };
        let id = self.len();
        let parent = self.open.last().map_or(NONE, |o| o.0);
        if matches!(kind, Kind::Object | Kind::Array) {
            self.open.push((id, 0));
            if self.open.len() == GO_MAX_DEPTH + 1 {
                self.oddities.push(Oddity { offset: self.at, kind: OddityKind::TooDeep });
            }
            self.at += 1;
        }
        self.entries.push(Entry { start: offset(start), end: offset(self.at), next: id + 1, parent, label, kind });
        Ok(())
    }

    fn string(&mut self) -> Result<(), SyntaxError> {
        self.at += 1;
        loop {
            match self.src.get(self.at) {
                None => return Err(self.end()),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(0..=0x1f) => return Err(self.invalid("in string literal")),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.at += 1;
        match self.byte()? {
            b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => self.at += 1,
            b'u' => {
                let unit = self.unit()?;
                let high = (0xd800..0xdc00).contains(&unit);
                let paired = high && self.src[self.at..].starts_with(b"\\u") && {
                    let after = self.at;
                    self.at += 1;
                    let low = self.unit()?;
                    let pair = (0xdc00..0xe000).contains(&low);
                    if !pair {
                        self.at = after;
                    }
                    pair
                };
                if (0xd800..0xe000).contains(&unit) && !paired {
                    self.oddities.push(Oddity { offset: start, kind: OddityKind::LoneSurrogate });
                }
            }
            _ => return Err(self.invalid("in string escape code")),
        }
        Ok(())
    }

    /// The four digits of a `\u` escape; `at` stands on the `u`.
    fn unit(&mut self) -> Result<u32, SyntaxError> {
        let mut unit = 0;
        for _ in 0..4 {
            self.at += 1;
            let Some(digit) = (self.byte()? as char).to_digit(16) else {
                return Err(self.invalid("in \\u hexadecimal character escape"));
            };
            unit = unit * 16 + digit;
        }
        self.at += 1;
        Ok(unit)
    }

    fn literal(&mut self, word: &[u8], kind: Kind) -> Result<Kind, SyntaxError> {
        for &expected in &word[1..] {
            self.at += 1;
            if self.byte()? != expected {
                let word = String::from_utf8_lossy(word);
                return Err(self.invalid(&format!("in literal {word} (expecting '{}')", expected as char)));
            }
        }
        self.at += 1;
        Ok(kind)
    }

    fn number(&mut self) -> Result<Kind, SyntaxError> {
        let start = self.at;
        if self.src[self.at] == b'-' {
            self.at += 1;
            if !self.byte()?.is_ascii_digit() {
                return Err(self.invalid("in numeric literal"));
            }
        }
        if self.src[self.at] == b'0' {
            self.at += 1;
        } else {
            self.digits();
        }
        if self.src.get(self.at) == Some(&b'.') {
            self.at += 1;
            if !self.byte()?.is_ascii_digit() {
                return Err(self.invalid("after decimal point in numeric literal"));
            }
            self.digits();
        }
        if matches!(self.src.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte()?, b'+' | b'-') {
                self.at += 1;
            }
            if !self.byte()?.is_ascii_digit() {
                return Err(self.invalid("in exponent of numeric literal"));
            }
            self.digits();
        }
        self.range(start);
        Ok(Kind::Number)
    }

    /// Short numbers without exponent, so nearly all, need no second look.
    fn range(&mut self, start: usize) {
        let number = &self.src[start..self.at];
        if number.len() < 300 && !number.iter().any(|b| matches!(b, b'e' | b'E')) {
            return;
        }
        let value = std::str::from_utf8(number).ok().and_then(|n| n.parse::<f64>().ok());
        if value.is_none_or(f64::is_infinite) {
            self.oddities.push(Oddity { offset: start, kind: OddityKind::HugeNumber });
        }
    }

    fn digits(&mut self) {
        while self.src.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.src.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn byte(&self) -> Result<u8, SyntaxError> {
        self.src.get(self.at).copied().ok_or_else(|| self.end())
    }

    fn end(&self) -> SyntaxError {
        SyntaxError { offset: self.src.len(), message: "unexpected end of JSON input".into() }
    }

    fn invalid(&self, context: &str) -> SyntaxError {
        SyntaxError { offset: self.at, message: format!("invalid character {} {context}", quote(self.src[self.at])) }
    }

    fn len(&self) -> u32 {
        offset(self.entries.len())
    }
}

/// Offsets fit: the input's length was checked once.
#[allow(clippy::cast_possible_truncation, reason = "read() refuses inputs of 4 GiB and more")]
fn offset(at: usize) -> u32 {
    at as u32
}

/// A byte as Go's `quoteChar` prints it: the byte taken as a code point, in single quotes.
#[must_use]
pub fn quote(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".into(),
        b'"' => "'\"'".into(),
        b'\\' => r"'\\'".into(),
        7 => r"'\a'".into(),
        8 => r"'\b'".into(),
        12 => r"'\f'".into(),
        b'\n' => r"'\n'".into(),
        b'\r' => r"'\r'".into(),
        b'\t' => r"'\t'".into(),
        11 => r"'\v'".into(),
        0..=0x1f | 0x7f => format!("'\\x{byte:02x}'"),
        // Go's strconv.Quote writes runes that are not printable as \u escapes.
        0x80..=0xa0 | 0xad => format!("'\\u{byte:04x}'"),
        _ => format!("'{}'", byte as char),
    }
}
