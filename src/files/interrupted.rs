//! What a run that is interrupted leaves behind: no temporary file, and a line that says what is written. A target has its old or its new
//! content at any time anyway.

use std::io;

use tempfile::NamedTempFile;

/// Says from now on what is written, if the run is interrupted.
pub(super) fn watch() {
    #[cfg(unix)]
    unix::start();
}

/// Puts a file in its place and counts it, unless the run is interrupted right now.
pub(super) fn counted<T, E>(persist: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    #[cfg(unix)]
    return unix::counted(persist);
    #[cfg(not(unix))]
    persist()
}

#[cfg(not(unix))]
pub(super) fn removable(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    make()
}

/// Sets what is said on stderr if the run is interrupted from now on.
#[cfg(all(unix, feature = "remote"))]
pub(super) fn last_words(text: Option<String>) {
    unix::last_words(text);
}

/// Makes a temporary file that goes when the run is interrupted.
#[cfg(unix)]
pub(super) fn removable(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    unix::removable(make)
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::io::{self, Write};
    use std::path::PathBuf;
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc::{Sender, channel};
    use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use tempfile::NamedTempFile;

    /// What a run has done to files.
    struct Made {
        /// Every temporary file; those that are gone do no harm, since no name is used twice.
        temporary: Vec<PathBuf>,
        /// How many files are in their places.
        written: usize,
    }

    static MADE: Mutex<Made> = Mutex::new(Made { temporary: Vec::new(), written: 0 });

    /// What is said when the run is interrupted, in place of the usual words.
    static LAST_WORDS: Mutex<Option<String>> = Mutex::new(None);

    #[cfg(feature = "remote")]
    pub(super) fn last_words(text: Option<String>) {
        start();
        *LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }

    pub(super) fn removable(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
        start();
        let mut all = made();
        let file = make()?;
        all.temporary.push(file.path().to_owned());
        Ok(file)
    }

    pub(super) fn counted<T, E>(persist: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut all = made();
        let done = persist()?;
        all.written += 1;
        Ok(done)
    }

    pub(super) fn start() {
        static WATCH: Once = Once::new();
        WATCH.call_once(|| {
            // Without a handler a limit of file sizes ends the run; with one the write that reaches it is an error like another.
            let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
            let (begins, begun) = channel();
            // Without a thread a signal ends the run at once, as it does without this module.
            if thread::Builder::new().spawn(|| watch(begins)).is_ok() {
                let _ = begun.recv();
            }
        });
    }

    /// Waits for Ctrl-C, `kill` or the end of the terminal, and ends the run as the signal would. `begins` goes when it is ready to.
    fn watch(begins: Sender<()>) {
        let signals = [SIGINT, SIGTERM, SIGQUIT, SIGHUP];
        // `nohup` asks for the run to go on.
        let signals = Signals::new(&signals[..if hangup_is_ignored() { 3 } else { 4 }]);
        drop(begins);
        let Ok(mut signals) = signals else { return };
        if let Some(signal) = signals.forever().next() {
            // As long as this is held no other is made.
            let all = made();
            for path in &all.temporary {
                let _ = fs::remove_file(path);
            }
            let words = LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let _ = io::stderr().write_all(words.unwrap_or_else(|| usual_words(all.written)).as_bytes());
            let _ = emulate_default_handler(signal);
        }
    }

    fn usual_words(written: usize) -> String {
        match written {
            0 => "interrupted: no file was written\n".to_owned(),
            1 => "interrupted: 1 file was written, and is whole\n".to_owned(),
            _ => format!("interrupted: {written} files were written, and each is whole\n"),
        }
    }

    /// Linux says which signals a program was started to ignore; elsewhere that takes unsafe code, and the signal stays as it is.
    fn hangup_is_ignored() -> bool {
        let Ok(status) = fs::read_to_string("/proc/self/status") else { return true };
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
        ignored & 1 << (SIGHUP - 1) != 0
    }

    fn made() -> MutexGuard<'static, Made> {
        MADE.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
