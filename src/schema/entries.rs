//! The entries of a big section, shared out between threads. Judges nothing.

use std::thread;

/// Fewer entries than this are not worth a thread.
const ENTRIES_A_THREAD: usize = 2_000;

/// What `look` finds at each entry, in order.
pub(super) fn in_parallel<T: Sync, P: Send>(entries: &[T], look: impl Fn(&T, &mut Vec<P>) + Sync) -> Vec<P> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(entries.len() / ENTRIES_A_THREAD).max(1);
    let part = |entries: &[T]| {
        let mut found = Vec::new();
        for entry in entries {
            look(entry, &mut found);
        }
        found
    };
    if threads == 1 {
        return part(entries);
    }
    let part = &part;
    thread::scope(|scope| {
        let parts: Vec<_> =
            entries.chunks(entries.len().div_ceil(threads)).map(|chunk| scope.spawn(move || part(chunk))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
