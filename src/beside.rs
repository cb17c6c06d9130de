//! Several things at a time with one document. Knows nothing of what is done.

use std::sync::OnceLock;
use std::thread;

/// From this size on a second thread pays.
const WORTH_A_THREAD: usize = 1 << 20;
/// Fewer items than this are not worth a thread.
const ITEMS_A_THREAD: usize = 2_000;
/// Documents may be nested 10,000 levels deep; address space that is not touched costs nothing.
const STACK: usize = 256 << 20;

/// Does both; of a document whose `size` is worth it, `other` on a second thread while `own` runs here.
pub(crate) fn beside<T: Send, U>(size: usize, other: impl Fn() -> T + Sync, own: impl FnOnce() -> U) -> (T, U) {
    early(size, &other, |other| {
        let own = own();
        (other.get(), own)
    })
}

/// What `look` finds at the parts of a long list, one a thread, in order. It is told the place of the first item too.
pub(crate) fn shared_out<T: Sync, P: Send>(items: &[T], look: impl Fn(usize, &[T]) -> Vec<P> + Sync) -> Vec<P> {
    static CORES: OnceLock<usize> = OnceLock::new();
    let cores = *CORES.get_or_init(|| thread::available_parallelism().map_or(1, usize::from));
    let threads = cores.min(items.len() / ITEMS_A_THREAD).max(1);
    if threads == 1 {
        return look(0, items);
    }
    let look = &look;
    thread::scope(|scope| {
        let size = items.len().div_ceil(threads);
        let mut parts = items.chunks(size).enumerate();
        let own = parts.next().map_or(items, |(_, part)| part);
        let begin = |(number, part)| {
            let first = number * size;
            (first, part, thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || look(first, part)))
        };
        let there: Vec<_> = parts.map(begin).collect();
        let mut found = look(0, own);
        for (first, part, there) in there {
            found.extend(there.map_or_else(|_| look(first, part), joined));
        }
        found
    })
}

/// What came out on another thread; a panic there is one here.
fn joined<T>(there: thread::ScopedJoinHandle<'_, T>) -> T {
    there.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Something that is done on another thread, or, if it is not worth one, when it is asked for.
pub(crate) enum Early<'s, T> {
    Later(&'s (dyn Fn() -> T + Sync)),
    Begun(thread::ScopedJoinHandle<'s, T>),
}

impl<T> Early<'_, T> {
    /// What came out.
    pub fn get(self) -> T {
        match self {
            Self::Later(make) => make(),
            Self::Begun(there) => joined(there),
        }
    }
}

/// Does `own`, which may ask for what `make` makes: of a document whose `size` is worth it, that is begun at once.
pub(crate) fn early<T: Send, U>(size: usize, make: &(dyn Fn() -> T + Sync), own: impl FnOnce(Early<'_, T>) -> U) -> U {
    if size < WORTH_A_THREAD {
        return own(Early::Later(make));
    }
    thread::scope(|scope| {
        let there = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, make);
        own(there.map_or(Early::Later(make), Early::Begun))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_shared_out_gives_what_one_look_gives() {
        for length in [0, 1, ITEMS_A_THREAD, 4 * ITEMS_A_THREAD - 1, 5 * ITEMS_A_THREAD] {
            let items: Vec<usize> = (0..length).collect();
            let odd = |_, part: &[usize]| part.iter().copied().filter(|n| n % 2 == 1).collect();
            assert_eq!(shared_out(&items, odd), odd(0, &items));
        }
    }

    /// The thread of the command turns it into SX901.
    #[test]
    fn a_panic_beside_is_a_panic_here() {
        let broken = |_, _: &[usize]| -> Vec<usize> { panic!("a state that should not exist") };
        let items = vec![0; 4 * ITEMS_A_THREAD];
        let alone = || panic!("a state that should not exist");
        assert!(std::panic::catch_unwind(|| shared_out(&items, broken)).is_err());
        assert!(std::panic::catch_unwind(|| beside(WORTH_A_THREAD, alone, || ())).is_err());
        assert!(std::panic::catch_unwind(|| beside(WORTH_A_THREAD, || (), alone)).is_err());
    }
}
