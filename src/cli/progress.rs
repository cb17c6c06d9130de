//! How far long work on a server has come: on stderr, only on a terminal, only after half a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ui::Ui;
use crate::text::safe;

/// How long nothing is shown.
const QUIET: Duration = Duration::from_millis(500);

/// A line of progress, or nothing.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
}

impl Progress {
    /// For so many steps.
    #[must_use]
    pub(super) fn new(ui: &Ui, steps: usize, what: &'static str) -> Self {
        let pipeline = std::env::var_os("CI").is_some();
        let shown = std::io::stderr().is_terminal() && !ui.json() && !pipeline;
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{prefix} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(what);
        Self { bar, started: Instant::now(), shown }
    }

    /// For one step whose end nobody knows: a sign that it goes on.
    #[must_use]
    pub(super) fn waiting(ui: &Ui, what: &'static str) -> Self {
        let progress = Self::new(ui, 1, what);
        if progress.shown {
            if let Ok(style) = ProgressStyle::with_template("{prefix} {elapsed} {spinner}") {
                progress.bar.set_style(style);
            }
            let bar = progress.bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(QUIET);
                if !bar.is_finished() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(200));
                }
            });
        }
        progress
    }

    /// The next step begins; its name comes from a server, so what acts on a terminal is escaped.
    pub(super) fn step(&self, name: &str) {
        if !self.shown {
            return;
        }
        if self.bar.is_hidden() && self.started.elapsed() > QUIET {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(safe::line(name).into_owned());
        self.bar.inc(1);
    }

    /// The line goes.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
