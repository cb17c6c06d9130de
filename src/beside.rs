//! Two looks at one document at a time. Knows nothing of what is looked for.

use std::thread;

/// From this size on a second thread pays.
const WORTH_A_THREAD: usize = 1 << 20;
/// Documents may be nested 10,000 levels deep; address space that is not touched costs nothing.
const STACK: usize = 256 << 20;

/// Does both; of a document whose `size` is worth it, `other` on a second thread while `own` runs here.
pub(crate) fn beside<T: Send, U>(size: usize, other: impl Fn() -> T + Sync, own: impl FnOnce() -> U) -> (T, U) {
    if size < WORTH_A_THREAD {
        let own = own();
        return (other(), own);
    }
    thread::scope(|scope| {
        let there = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &other);
        let own = own();
        match there.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(found)) => (found, own),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => (other(), own),
        }
    })
}
