//! Reads JSON bytes into a flat index: iterative (no depth limit), tolerant of what is odd but readable, exact about
//! what is not JSON. Builds no values and copies no text; meaning lives elsewhere.

mod duplicates;
pub(super) mod index;
pub(super) mod keys;
mod leads;
pub(super) mod oddity;
mod scalars;
mod scan;
pub(super) mod source;
mod words;

use super::node::Kind;
use crate::sorting::sort_by_key;
use index::{Entry, Index, MOST_VALUES, NONE};
use keys::Keys;
use leads::{Context, Leads};
use oddity::{GO_MAX_DEPTH, MOST_OF_A_KIND, Oddity, OddityKind, SyntaxError, quote};
use words::Words;

/// Reads the first JSON value of `src`; `utf8`: all of it is known to be UTF-8.
///
/// # Errors
/// The first [`SyntaxError`]; also for inputs of 4 GiB and more, or of more values than the index can address.
pub(in crate::json) fn read(src: &[u8], utf8: bool) -> Result<(Index, Vec<Oddity>), SyntaxError> {
    read_up_to(src, utf8, MOST_VALUES)
}

/// The same with at most so many values.
pub(super) fn read_up_to(src: &[u8], utf8: bool, most: u32) -> Result<(Index, Vec<Oddity>), SyntaxError> {
    let (mut entries, mut keys) = (Vec::with_capacity(src.len() / 48 + 8), Keys::with_room());
    let oddities = read_into(src, utf8, most, &mut entries, &mut keys)?;
    Ok((Index { entries, keys }, oddities))
}

/// The same into an index that is there; `entries` are those of another text. What is odd is the result.
pub(super) fn read_into(
    src: &[u8],
    utf8: bool,
    most: u32,
    entries: &mut Vec<Entry>,
    keys: &mut Keys,
) -> Result<Vec<Oddity>, SyntaxError> {
    if u32::try_from(src.len()).is_err() {
        return Err(SyntaxError { offset: 0, message: "the input is larger than 4 GiB".into() });
    }
    entries.clear();
    let mut reader = Reader {
        src,
        utf8,
        most,
        at: 0,
        entries,
        keys,
        words: Words::new(src.len()),
        leads: Leads::new(src.len()),
        key: NONE,
        top: OpenContainer::default(),
        around: Vec::new(),
        seen: [0; 4],
        seen_around: Vec::new(),
        oddities: Vec::new(),
        seldom: [0; 4],
        error: None,
    };
    match reader.document() {
        Ok(()) => {
            reader.end();
            sort_by_key(&mut reader.oddities, |oddity| oddity.offset);
            Ok(reader.oddities)
        }
        Err(Stop) => Err(reader.error.unwrap_or_else(|| SyntaxError { offset: src.len(), message: END.into() })),
    }
}

const END: &str = "unexpected end of JSON input";

/// Reading ends here; what is wrong is in the reader, since a small result is a fast one.
struct Stop;

struct Reader<'a> {
    src: &'a [u8],
    /// Whether all of it is known to be UTF-8.
    utf8: bool,
    /// How many values there may be.
    most: u32,
    at: usize,
    entries: &'a mut Vec<Entry>,
    keys: &'a mut Keys,
    words: Words,
    leads: Leads,
    /// Number of the key of the member that was read last in the innermost object; of the first one, of the object or of the list that
    /// it is in.
    key: u32,
    /// The innermost open container.
    top: OpenContainer,
    /// Those around it.
    around: Vec<OpenContainer>,
    /// A bit for each key of the innermost object so far, by its number; documents have few different keys.
    seen: [u64; 4],
    /// The same of the objects around it.
    seen_around: Vec<[u64; 4]>,
    oddities: Vec<Oddity>,
    /// How many oddities there are of each kind that is listed up to a limit.
    seldom: [usize; 4],
    error: Option<SyntaxError>,
}

/// A container that is being read: a file may open ten million inside each other.
#[derive(Clone)]
struct OpenContainer {
    /// Number of its entry; [`NONE`] outside of the document.
    number: u32,
    object: bool,
    /// How many children it has so far.
    count: u32,
    /// Whether two keys had one bit, so that one may repeat another.
    repeats: bool,
    /// Whether equal keys are equal bytes: none has an escape or a byte that is not UTF-8.
    plain: bool,
}

impl Default for OpenContainer {
    fn default() -> Self {
        Self { number: NONE, object: false, count: 0, repeats: false, plain: true }
    }
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), Stop> {
        let mut label = NONE;
        loop {
            self.skip_space();
            self.begin_value(label)?;
            label = loop {
                if self.top.number == NONE {
                    return Ok(());
                }
                if let Some(number) = self.member_as_before() {
                    break number;
                }
                if let Some(label) = self.next_label()? {
                    break label;
                }
                self.close();
            };
        }
    }

    /// Looks at what is behind the value.
    fn end(&mut self) {
        self.skip_space();
        if self.at < self.src.len() {
            self.oddities.push(Oddity { offset: self.at, kind: OddityKind::TrailingText });
            self.utf8(self.at, self.src.len());
        }
    }

    /// Reads what is before the next value of the innermost container: its key or its position. `None`: the container ends here.
    fn next_label(&mut self) -> Result<Option<u32>, Stop> {
        let (before, object, count) = (self.at, self.top.object, self.top.count);
        self.skip_space();
        let byte = self.byte()?;
        if byte == if object { b'}' } else { b']' } {
            self.at += 1;
            return Ok(None);
        }
        if count > 0 {
            if byte != b',' {
                return self.invalid(if object { "after object key:value pair" } else { "after array element" });
            }
            self.at += 1;
            self.skip_space();
        }
        if object {
            return self.member(before).map(Some);
        }
        self.top.count += 1;
        Ok(Some(count))
    }

    fn close(&mut self) {
        let closed = self.top.clone();
        if let Some(around) = self.around.pop() {
            self.top = around;
        }
        if let Some(seen) = self.seen_around.pop_if(|_| closed.object) {
            self.seen = seen;
        }
        let next = self.len();
        let entry = &mut self.entries[closed.number as usize];
        entry.close(offset(self.at), next);
        self.key = if self.top.object {
            entry.label
        } else {
            self.entries.get(self.top.number as usize).map_or(NONE, |list| list.label)
        };
        if closed.repeats || !closed.plain {
            let repeated = duplicates::repeated(self.entries, self.keys, closed.number as usize, closed.plain);
            let place = |at: usize| {
                let member = &self.entries[at];
                self.keys.open_before(self.src, member.start as usize, member.label)
            };
            let odd = repeated.into_iter().map(|at| Oddity { offset: place(at), kind: OddityKind::DuplicateKey });
            self.oddities.extend(odd);
        }
    }

    /// Reads a key and what is around it up to the value. `before` is where the value before it ended.
    fn member(&mut self, before: usize) -> Result<u32, Stop> {
        if self.byte()? != b'"' {
            return self.invalid("looking for beginning of object key string");
        }
        let open = self.at;
        let text = self.string()?;
        let plain = !text.escaped && text.utf8;
        self.top.plain &= plain;
        let number = self.keys.add(&self.src[open + 1..self.at - 1]);
        self.skip_space();
        if self.byte()? != b':' {
            return self.invalid("after object key");
        }
        self.at += 1;
        self.skip_space();
        if plain {
            self.leads.remember(self.context(), (offset(before), offset(self.at)), number);
        }
        self.follow(number);
        Ok(number)
    }

    /// The number of the key of the next member, if all that leads to its value came in the same place before, to the byte.
    #[inline(always)]
    fn member_as_before(&mut self) -> Option<u32> {
        if !self.top.object {
            return None;
        }
        let (number, value) = self.leads.again(self.src, self.at, self.context())?;
        self.at = value;
        self.follow(number);
        Some(number)
    }

    /// Where the next member is.
    #[inline(always)]
    fn context(&self) -> Context {
        Context { key: self.key, count: self.top.count }
    }

    /// Counts a member of the innermost object.
    #[inline(always)]
    fn follow(&mut self, number: u32) {
        let (seen, bit) = (&mut self.seen[(number / 64 % 4) as usize], 1 << (number % 64));
        self.top.repeats |= *seen & bit != 0;
        *seen |= bit;
        self.key = number;
        self.top.count += 1;
    }

    /// Reads a scalar whole, or opens a container. White space before it was skipped.
    #[inline(always)]
    fn begin_value(&mut self, label: u32) -> Result<(), Stop> {
        let (start, number, parent) = (self.at, self.len(), self.top.number);
        if number >= self.most {
            return self.too_many(start);
        }
        let (mut plain, mut twin) = (true, number);
        let kind = match self.byte()? {
            b'"' => {
                plain = !self.string()?.escaped;
                twin = self.words.find(self.src, (start + 1, self.at - 1), number);
                Kind::String
            }
            b'{' => self.open(number, Kind::Object),
            b'[' => self.open(number, Kind::Array),
            b't' => self.literal(b"true", Kind::Bool)?,
            b'f' => self.literal(b"false", Kind::Bool)?,
            b'n' => self.literal(b"null", Kind::Null)?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return self.invalid("looking for beginning of value"),
        };
        let entry = Entry::new(kind, plain, (offset(start), offset(self.at)), label, parent);
        self.entries.push(entry.reads_like(twin));
        Ok(())
    }

    /// Opens the container that begins here, whose entry has a number.
    fn open(&mut self, number: u32, kind: Kind) -> Kind {
        let open = OpenContainer { number, object: kind == Kind::Object, ..OpenContainer::default() };
        if open.object {
            self.seen_around.push(self.seen);
            self.seen = [0; 4];
        }
        self.around.push(std::mem::replace(&mut self.top, open));
        if self.around.len() == GO_MAX_DEPTH + 1 {
            self.note(self.at, OddityKind::TooDeep);
        }
        self.at += 1;
        kind
    }

    /// Whether a stretch is UTF-8; notes each place where it is not.
    fn utf8(&mut self, start: usize, end: usize) -> bool {
        let text = &self.src[start..end];
        if std::str::from_utf8(text).is_ok() {
            return true;
        }
        let mut base = start;
        for chunk in text.utf8_chunks() {
            base += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.note(base, OddityKind::InvalidUtf8);
            }
            base += chunk.invalid().len();
        }
        false
    }

    /// Lists an oddity of a kind of which not each is listed.
    #[cold]
    fn note(&mut self, offset: usize, kind: OddityKind) {
        let (number, most) = match kind {
            OddityKind::InvalidUtf8 => (0, MOST_OF_A_KIND),
            OddityKind::LoneSurrogate => (1, MOST_OF_A_KIND),
            OddityKind::HugeNumber => (2, MOST_OF_A_KIND),
            _ => (3, 1),
        };
        self.seldom[number] += 1;
        if self.seldom[number] <= most {
            self.oddities.push(Oddity { offset, kind });
        }
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        self.at = scan::space(self.src, self.at);
    }

    #[inline(always)]
    fn byte(&self) -> Result<u8, Stop> {
        self.src.get(self.at).copied().ok_or(Stop)
    }

    /// As Go's scanner sees it inside a token: behind the end is a blank.
    fn byte_or_blank(&self) -> u8 {
        self.src.get(self.at).copied().unwrap_or(b' ')
    }

    #[cold]
    fn invalid<T>(&mut self, context: &str) -> Result<T, Stop> {
        let message = format!("invalid character {} {context}", quote(self.byte_or_blank()));
        self.error = Some(SyntaxError { offset: self.at, message });
        Err(Stop)
    }

    #[cold]
    fn too_many<T>(&mut self, offset: usize) -> Result<T, Stop> {
        let message = format!("the input has more than {} values", self.most);
        self.error = Some(SyntaxError { offset, message });
        Err(Stop)
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
