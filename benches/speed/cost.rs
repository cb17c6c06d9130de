//! What a command costs: time of the whole process, peak memory, and instructions where valgrind is there.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The cost of a command.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Wall-clock seconds, the best of the runs.
    pub(crate) seconds: f64,
    /// Most resident memory of any run, in bytes.
    pub(crate) memory: f64,
}

impl Cost {
    fn with(self, other: Self) -> Self {
        Self { seconds: self.seconds.min(other.seconds), memory: self.memory.max(other.memory) }
    }
}

/// The costs of some commands, `None` of one that is not installed or fails. They run in turn, so that a machine that is slower for
/// some seconds is so for all; short ones run more often.
pub(crate) fn in_turn<const N: usize>(rounds: usize, commands: [&[&str]; N]) -> [Option<Cost>; N] {
    const MOST: usize = 40;
    const LONG: f64 = 0.15;
    let mut all = [Some(Cost { seconds: f64::INFINITY, memory: 0.0 }); N];
    for _ in 0..rounds {
        for (best, command) in all.iter_mut().zip(commands) {
            let begun = Instant::now();
            for run in 0..MOST {
                if run > 0 && begun.elapsed().as_secs_f64() > LONG {
                    break;
                }
                *best = best.zip(once(command)).map(|(best, cost)| best.with(cost));
            }
        }
    }
    all
}

/// The cost of one run. GNU time reports what a child has used; without it there is no memory to be had on every system alike.
pub(crate) fn once(command: &[&str]) -> Option<Cost> {
    let start = Instant::now();
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .args(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .ok()?;
    let seconds = start.elapsed().as_secs_f64();
    let text = String::from_utf8_lossy(&output.stderr);
    let kilobytes: f64 = text.lines().last()?.parse().ok()?;
    // A finding is exit code 1; a program that is absent is 127.
    (output.status.code()? < 100).then_some(Cost { seconds, memory: kilobytes * 1024.0 })
}

/// Instructions of a command, which do not depend on what else the machine does; `None` without valgrind.
pub(crate) fn instructions(command: &[&str]) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().rev().find_map(|line| line.split_once("Collected : "))?.1;
    line.trim().parse().ok()
}

/// The size of a file in bytes.
pub(crate) fn size(path: &Path) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    std::fs::metadata(path).map_or(0.0, |meta| meta.len() as f64)
}
