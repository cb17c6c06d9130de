//! Two pieces of work beside each other, where a document is large enough to pay for a second thread and the feature `threads` is on.

#[cfg(feature = "threads")]
pub(crate) use threads::{is_worth_it, join, set_up};

/// Does both, and gives both results.
#[cfg(not(feature = "threads"))]
pub(crate) fn join<A, B>(_: usize, a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}

/// Whether [`join`] would do two pieces of work at a time.
#[cfg(not(feature = "threads"))]
pub(crate) const fn is_worth_it(_: usize) -> bool {
    false
}

/// What `f` makes of each, in their order.
pub(crate) fn map<T: Sync, R: Send>(size: usize, list: &[T], f: &(impl Fn(&T) -> R + Sync)) -> Vec<R> {
    if list.len() < 2 || !is_worth_it(size) {
        return list.iter().map(f).collect();
    }
    let (front, back) = list.split_at(list.len() / 2);
    let (mut front, back) = join(size, || map(size, front, f), || map(size, back, f));
    front.extend(back);
    front
}

/// So many items of a long list are one piece of work.
pub(crate) const PART: usize = 4096;

/// What `f` makes of each part of a long list, one behind the other.
pub(crate) fn map_parts<T: Sync, R: Send>(size: usize, list: &[T], f: &(impl Fn(&[T]) -> Vec<R> + Sync)) -> Vec<R> {
    let parts: Vec<&[T]> = list.chunks(PART).collect();
    map(size, &parts, &|part| f(part)).into_iter().flatten().collect()
}

#[cfg(feature = "threads")]
mod threads {
    use std::sync::Once;

    /// From this size in bytes on a second thread pays: no backup from a real server is known to be as large.
    const WORTH_A_THREAD: usize = 1 << 20;
    /// Documents may be nested 10,000 levels deep; address space that is not touched costs nothing.
    const STACK: usize = 256 << 20;

    /// More threads than this would only wait for each other; a hundred thousand take a minute to start.
    const MOST: usize = 64;

    /// Does both, and gives both results; the first is begun by this thread. A panic in one is a panic here.
    pub(crate) fn join<A: Send, B: Send>(size: usize, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
        if size < WORTH_A_THREAD {
            return (a(), b());
        }
        set_up();
        rayon::join(a, b)
    }

    /// Whether [`join`] would do two pieces of work at a time.
    pub(crate) fn is_worth_it(size: usize) -> bool {
        size >= WORTH_A_THREAD && {
            set_up();
            rayon::current_num_threads() > 1
        }
    }

    /// Gives the threads a stack for deep documents; once, before the first of them starts.
    pub(crate) fn set_up() {
        static ONCE: Once = Once::new();
        let asked = || std::env::var("RAYON_NUM_THREADS").ok()?.parse::<usize>().ok();
        // Zero: one for each core, or as many as were asked for.
        let threads = || asked().filter(|count| *count > MOST).map_or(0, |_| MOST);
        // Fails where somebody set the pool up before, as a program with the library in it may: then that pool is used.
        ONCE.call_once(|| drop(rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(threads()).build_global()));
    }
}
