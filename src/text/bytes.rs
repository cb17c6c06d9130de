//! Short stretches of bytes, looked at, copied and compared in words: most keys and values have fewer than sixteen bytes, and a call of the
//! system's function takes longer than the work, in static binaries by far.

/// The eight bytes from `at`, if there are as many.
#[inline(always)]
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// Text that is written piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// What was written, and room behind it.
    bytes: Vec<u8>,
    length: usize,
}

impl Buffer {
    /// One with room for so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self { bytes: vec![0; bytes], length: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn written(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    pub(crate) fn into_written(mut self) -> Vec<u8> {
        self.bytes.truncate(self.length);
        self.bytes
    }

    pub(crate) fn clear(&mut self) {
        self.length = 0;
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, byte: u8) {
        self.append(&[byte]);
    }

    #[inline(always)]
    pub(crate) fn append(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        if end > self.bytes.len() {
            self.grow(end);
        }
        let to = &mut self.bytes[self.length..end];
        match bytes.len() {
            0..4 => to.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte),
            4..8 => overlapping::<4>(to, bytes),
            8..=16 => overlapping::<8>(to, bytes),
            _ => copy(to, bytes),
        }
        self.length = end;
    }

    #[cold]
    fn grow(&mut self, end: usize) {
        self.bytes.resize(2 * end, 0);
    }
}

/// Copies more than sixteen bytes to as many: most are texts of a few words.
#[inline(never)]
fn copy(to: &mut [u8], bytes: &[u8]) {
    match bytes.len() {
        16..=32 => overlapping::<16>(to, bytes),
        33..=64 => overlapping::<32>(to, bytes),
        _ => to.copy_from_slice(bytes),
    }
}

/// Copies N bytes to twice as many: where both ends meet, they agree.
#[inline(always)]
fn overlapping<const N: usize>(to: &mut [u8], bytes: &[u8]) {
    if let (Some(to), Some(first)) = (to.first_chunk_mut::<N>(), bytes.first_chunk()) {
        *to = *first;
    }
    if let (Some(to), Some(last)) = (to.last_chunk_mut::<N>(), bytes.last_chunk()) {
        *to = *last;
    }
}

/// Whether both are the same.
#[inline(always)]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if let (Some(x), Some(y)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) {
        let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
        return x == y && a.iter().zip(b).all(|(x, y)| x == y);
    }
    match (a.first_chunk::<4>(), b.first_chunk::<4>()) {
        (Some(x), Some(y)) => x == y && a.last_chunk::<4>() == b.last_chunk::<4>(),
        _ => a.iter().zip(b).all(|(x, y)| x == y),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_copied_and_compared_whole() {
        let all: Vec<u8> = (0..80).collect();
        for length in 0..all.len() {
            let mut out = Buffer::default();
            out.append(b"before");
            out.append(&all[..length]);
            out.push(b'.');
            assert_eq!(out.written(), [b"before", &all[..length], b"."].concat());
            assert!(same(&out.written()[6..out.len() - 1], &all[..length]));
            assert!(!same(&all, &all[..length]));
            for at in 0..length {
                let mut other = all[..length].to_vec();
                other[at] ^= 0x80;
                assert!(!same(&other, &all[..length]), "{length} {at}");
            }
        }
    }
}
