//! What leads to a member's value: a comma, a line end, an indentation, a key, a colon. Where the same bytes come again in the same
//! place of an object, they need not be read again.

use super::index::NONE;
use crate::text::bytes::same;

/// Smaller documents are read in no time. Those of tests are smaller than any.
const SMALL: usize = if cfg!(any(test, feature = "fuzzing")) { 1 } else { 1 << 16 };

/// How many leads are remembered, at a place that their context gives; a new one replaces another.
const PLACES: usize = 1 << 11;

/// Where a member is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// Number of the key of the member before it; of the first one, of the object or of the list that it is in.
    pub key: u32,
    /// How many members are before it.
    pub count: u32,
}

/// The leads that were read last.
#[derive(Debug)]
pub(super) struct Leads(Vec<Lead>);

#[derive(Debug, Clone, Copy)]
struct Lead {
    /// Where it is in the source, from the end of the value before it or the bracket.
    start: u32,
    length: u32,
    /// Number of its key; [`NONE`] of a place that nothing was read for.
    number: u32,
}

impl Leads {
    /// For a document of so many bytes.
    pub(super) fn new(size: usize) -> Self {
        let none = Lead { start: 0, length: 0, number: NONE };
        Self(if size < SMALL { Vec::new() } else { vec![none; PLACES] })
    }

    /// The number of the key, and where its value begins, if what comes at `at` is what came in this context before, to the byte.
    #[inline(always)]
    pub(super) fn again(&self, src: &[u8], at: usize, context: Context) -> Option<(u32, usize)> {
        let lead = self.0.get(place(context)).filter(|lead| lead.number != NONE)?;
        let (start, length) = (lead.start as usize, lead.length as usize);
        let (now, before) = (src.get(at..at + length)?, src.get(start..start + length)?);
        same(now, before).then_some((lead.number, at + length))
    }

    /// Remembers a lead between two offsets.
    pub(super) fn remember(&mut self, context: Context, (start, end): (u32, u32), number: u32) {
        if let Some(lead) = self.0.get_mut(place(context)) {
            *lead = Lead { start, length: end - start, number };
        }
    }
}

/// Where a lead is remembered. The keys before it are not enough: a `name` is in each of several objects inside of each other. Leads
/// with a comma and without have places of their own, since only the first member has none.
#[inline(always)]
fn place(context: Context) -> usize {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let spread = (u64::from(context.key) << 32 | u64::from(context.count)).wrapping_mul(SPREAD);
    let pair = usize::try_from(spread >> (65 - PLACES.ilog2())).unwrap_or_default();
    2 * pair + usize::from(context.count == 0)
}
