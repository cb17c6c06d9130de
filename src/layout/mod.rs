//! The canonical layout, for git: that of Semaphore's servers since 2.16. Two spaces a level, `": "`, keys sorted bytewise at
//! every level, the server's escapes, no final newline. Changes how a document is written, never what it says: numbers
//! keep their text, arrays their order, members that occur twice stay, one behind the other.
//!
//! Two orders of keys mean something, and stay: that of equal keys, and (before 2.10.27, which ignored letter case) that of
//! keys that differ only in case; an object with such keys keeps its order.

mod order;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::json::{Document, Kind, Label, Node, OddityKind};
use crate::text::bytes::{Buffer, same};
use crate::text::escape;

/// What besides the layout is put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Options {
    /// Entities of each section in name order. Equal names keep their order (references mean the first), a deploy template
    /// stays behind the deploy template it builds on, views keep theirs.
    pub sort: bool,
}

/// Why a document has no canonical layout.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LayoutError {
    /// Something follows the JSON value; leaving it out would change the file.
    #[error("something follows the JSON value: remove it, or the file cannot be laid out without loss")]
    Trailing {
        /// Where it begins.
        offset: usize,
    },
    /// Nesting beyond what any server reads.
    #[error("nested deeper than 10000 levels, which no Semaphore server reads")]
    TooDeep {
        /// The first bracket too many.
        offset: usize,
    },
    /// The output cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes the document in canonical layout. Linear in its size, except that unsorted members are sorted; holds one list of
/// children a level in memory.
///
/// # Errors
/// [`LayoutError`]; of those that are about the document nothing was written yet.
pub(crate) fn write(doc: &Document, options: Options, out: &mut impl Write) -> Result<(), LayoutError> {
    accept(doc)?;
    let mut writer = Writer { doc, options, out, buffer: Buffer::default(), items: Vec::new(), open: Vec::new() };
    writer.value(doc.root(), None)?;
    while !writer.open.is_empty() {
        writer.step()?;
    }
    writer.out.write_all(writer.buffer.written())?;
    Ok(())
}

/// Whether the source already is what [`write()`] would write. Stops at the first difference.
///
/// # Errors
/// [`LayoutError`], as [`write()`].
pub(crate) fn is_canonical(doc: &Document, options: Options) -> Result<bool, LayoutError> {
    let mut rest = Same { rest: doc.source() };
    match write(doc, options, &mut rest) {
        Ok(()) => Ok(rest.rest.is_empty()),
        Err(LayoutError::Io(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

fn accept(doc: &Document) -> Result<(), LayoutError> {
    doc.oddities().iter().try_for_each(|oddity| match oddity.kind {
        OddityKind::TrailingText => Err(LayoutError::Trailing { offset: oddity.offset }),
        OddityKind::TooDeep => Err(LayoutError::TooDeep { offset: oddity.offset }),
        _ => Ok(()),
    })
}

/// Takes only what it expects.
struct Same<'a> {
    rest: &'a [u8],
}

impl Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (start, rest) = self.rest.split_at_checked(bytes.len()).ok_or(io::ErrorKind::InvalidData)?;
        if !same(start, bytes) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.rest = rest;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes gathered before they are handed on.
const BUFFER: usize = 1 << 16;

/// A new line with the indentation of all usual depths.
const LINE: &[u8] = b"\n                                ";

/// A child and its key as the JSON text has it; elements have none.
type Item<'a> = (&'a [u8], Node);

struct Writer<'a, W> {
    doc: &'a Document,
    options: Options,
    out: &'a mut W,
    buffer: Buffer,
    /// The children of all open containers, one behind the other.
    items: Vec<Item<'a>>,
    open: Vec<OpenObject>,
}

struct OpenObject {
    /// Its first child in `items`; they end where those of the next one begin.
    first: usize,
    /// The child that comes next.
    next: usize,
    object: bool,
}

impl<W: Write> Writer<'_, W> {
    /// The next child of the innermost container, or its end.
    fn step(&mut self) -> io::Result<()> {
        if self.buffer.len() >= BUFFER {
            self.out.write_all(self.buffer.written())?;
            self.buffer.clear();
        }
        let depth = self.open.len();
        let Some(top) = self.open.last_mut() else { return Ok(()) };
        let Some(&(key, node)) = self.items.get(top.next) else {
            self.items.truncate(top.first);
            let close = if top.object { b'}' } else { b']' };
            self.open.pop();
            self.line(depth - 1);
            self.buffer.push(close);
            return Ok(());
        };
        if top.next > top.first {
            self.buffer.push(b',');
        }
        top.next += 1;
        let object = top.object;
        self.line(depth);
        if object {
            self.buffer.push(b'"');
            escape::write_canonical(&mut self.buffer, key);
            self.buffer.append(b"\": ");
        }
        self.value(node, object.then_some(key))
    }

    fn line(&mut self, depth: usize) {
        let mut depth = 2 * depth;
        self.buffer.append(&LINE[..LINE.len().min(1 + depth)]);
        while depth >= LINE.len() {
            depth -= LINE.len() - 1;
            self.buffer.append(&LINE[1..LINE.len().min(1 + depth)]);
        }
    }

    /// A scalar whole, or the beginning of a container.
    fn value(&mut self, node: Node, key: Option<&[u8]>) -> io::Result<()> {
        match self.doc.kind(node) {
            Kind::Object => self.container(node, true, key),
            Kind::Array => self.container(node, false, key),
            Kind::String => {
                let raw = self.doc.raw(node);
                self.buffer.push(b'"');
                escape::write_canonical(&mut self.buffer, &raw[1..raw.len() - 1]);
                self.buffer.push(b'"');
            }
            _ => self.buffer.append(self.doc.raw(node)),
        }
        // One value may be as long as the file.
        if self.buffer.len() > 16 * BUFFER {
            self.out.write_all(self.buffer.written())?;
            self.buffer.clear();
        }
        Ok(())
    }

    fn container(&mut self, node: Node, object: bool, key: Option<&[u8]>) {
        let first = self.items.len();
        self.items.extend(self.doc.children(node).map(|(label, child)| match label {
            Label::Key(key) => (key.body(), child),
            Label::Index(_) => (&b""[..], child),
        }));
        let items = &mut self.items[first..];
        if items.is_empty() {
            self.buffer.append(if object { b"{}" } else { b"[]" });
            return;
        }
        if object {
            order::members(items);
        } else if self.options.sort
            && self.open.len() == 1
            && let Some(section) = key
        {
            order::entities(self.doc, section, items);
        }
        self.buffer.push(if object { b'{' } else { b'[' });
        self.open.push(OpenObject { first, next: first, object });
    }
}
