//! Hashes of texts as tables keep them: short, so that a table that grows need not look at the texts again.

use std::hash::{BuildHasher, Hash};

/// Some bits of the hash of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShortHash(u32);

impl ShortHash {
    /// That of a text.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "some bits of a hash are a hash")]
    pub(crate) fn of(hasher: &impl BuildHasher, text: impl Hash) -> Self {
        Self(hasher.hash_one(text) as u32)
    }

    /// Where it is in a table, which looks at the bits of both ends.
    #[inline]
    pub(crate) fn spread(self) -> u64 {
        u64::from(self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}
