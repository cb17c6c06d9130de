//! What stays of a run that is interrupted: no temporary file. A target has its old or its new content at any time anyway.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use tempfile::NamedTempFile;

/// Every temporary file of this run; those that are gone do no harm, since no name is used twice.
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Makes a temporary file that goes when the run is interrupted.
pub(super) fn removable(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let (begins, begun) = channel();
        // Without a thread a signal ends the run at once, as it does without this module.
        if thread::Builder::new().spawn(|| watch(begins)).is_ok() {
            let _ = begun.recv();
        }
    });
    let mut all = made();
    let file = make()?;
    all.push(file.path().to_owned());
    Ok(file)
}

/// Waits for Ctrl-C or `kill`, and ends the run as the signal would. `begins` goes when it is ready to.
fn watch(begins: Sender<()>) {
    let signals = Signals::new([SIGINT, SIGTERM]);
    drop(begins);
    let Ok(mut signals) = signals else { return };
    if let Some(signal) = signals.forever().next() {
        // As long as this is held no other is made.
        let all = made();
        for path in &*all {
            let _ = fs::remove_file(path);
        }
        let _ = emulate_default_handler(signal);
    }
}

fn made() -> MutexGuard<'static, Vec<PathBuf>> {
    MADE.lock().unwrap_or_else(PoisonError::into_inner)
}
