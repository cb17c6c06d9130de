//! Several things at a time with one document. Knows nothing of what is done.

use std::io::{self, BufWriter, Write};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// From this size on a second thread pays.
const WORTH_A_THREAD: usize = 1 << 20;
/// Fewer items than this are not worth a thread.
const ITEMS_A_THREAD: usize = 2_000;
/// Bytes in a page of a text that is made ahead, and how many pages are made before somebody takes one.
const PAGE: usize = 1 << 16;
const PAGES: usize = 256;
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

/// A text that is made while something else is done, or, if it is not worth a thread, when it is asked for.
pub(crate) enum Ahead<'a> {
    Later(&'a Make<'a>),
    Pages(Receiver<Vec<u8>>),
}

/// Writes a text.
pub(crate) type Make<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + Sync + 'a;

impl Ahead<'_> {
    /// The text, as it comes. Who drops it instead stops its making.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_to(self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Later(make) => make(out),
            Self::Pages(pages) => pages.iter().try_for_each(|page| out.write_all(&page)),
        }
    }
}

/// Does `own`, which is given the text of `make`: of a document whose `size` is worth it, on a second thread that is at most some
/// pages ahead, so that a large text is never in memory as a whole.
pub(crate) fn ahead<T>(size: usize, make: &Make<'_>, own: impl FnOnce(Ahead<'_>) -> T) -> T {
    if size < WORTH_A_THREAD {
        return own(Ahead::Later(make));
    }
    thread::scope(|scope| {
        let (sender, pages) = sync_channel(PAGES);
        let work = move || {
            let mut out = BufWriter::with_capacity(PAGE, Pages(sender));
            // An error says that nobody wants more of it.
            let _ = make(&mut out).and_then(|()| out.flush());
        };
        let there = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        own(if there.is_ok() { Ahead::Pages(pages) } else { Ahead::Later(make) })
    })
}

/// The writing end.
struct Pages(SyncSender<Vec<u8>>);

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_list_that_is_shared_out_gives_what_one_look_gives() {
        for length in [0, 1, ITEMS_A_THREAD, 4 * ITEMS_A_THREAD - 1, 5 * ITEMS_A_THREAD] {
            let items: Vec<usize> = (0..length).collect();
            let odd = |_, part: &[usize]| part.iter().copied().filter(|n| n % 2 == 1).collect();
            assert_eq!(shared_out(&items, odd), odd(0, &items));
        }
    }

    #[test]
    fn a_text_arrives_whole_whether_it_is_made_ahead_or_not() {
        let make = |out: &mut dyn Write| (0..100_000).try_for_each(|n| writeln!(out, "line {n}"));
        let [mut late, mut early] = [Vec::new(), Vec::new()];
        ahead(0, &make, |text| text.write_to(&mut late)).unwrap();
        ahead(WORTH_A_THREAD, &make, |text| text.write_to(&mut early)).unwrap();
        assert!(late.ends_with(b"line 99999\n") && late == early);
    }

    #[test]
    fn a_text_that_nobody_wants_is_not_made_to_its_end() {
        let made = AtomicUsize::new(0);
        let endless = |out: &mut dyn Write| {
            loop {
                out.write_all(&vec![b'x'; PAGE])?;
                made.fetch_add(1, Ordering::Relaxed);
            }
        };
        ahead(WORTH_A_THREAD, &endless, |text| drop(text));
        assert!(made.load(Ordering::Relaxed) <= PAGES + 1);
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
