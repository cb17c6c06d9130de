//! Time zone names: Go's `time.LoadLocation` on a server that has the tz database. The names (tz 2025/2026) are data, because
//! what this machine has installed says nothing about the server.

use crate::stored;

/// One name a line, sorted.
fn names() -> std::str::Lines<'static> {
    stored::text("src/semaphore/cron/zones.txt").unwrap_or_default().lines()
}

/// Checks a name and gives Go's words when it does not load.
pub(super) fn load(name: &str) -> Result<(), String> {
    if matches!(name, "" | "UTC" | "Local") || names().any(|known| known == name) {
        return Ok(());
    }
    if name.starts_with(['/', '\\']) || name.contains("..") {
        return Err("time: invalid location name".into());
    }
    // What the server's file system says to the name.
    if name.contains('\0') {
        return Err("invalid argument".into());
    }
    if names().any(|known| name.strip_prefix(known).is_some_and(|tail| tail.starts_with('/'))) {
        return Err("not a directory".into());
    }
    let folder = format!("{}/", name.trim_end_matches('/'));
    if names().any(|known| known.starts_with(&folder)) {
        return Err("is a directory".into());
    }
    Err(format!("unknown time zone {name}"))
}
