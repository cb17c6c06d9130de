//! What a check comes to, in one line.

use std::collections::HashSet;

use anstyle::{AnsiColor, Effects, Style};

use super::hang;
use crate::check::{Outcome, Report};
use crate::finding::{Kept, LeftOut, Severity};
use crate::semaphore::{Db, Release};
use crate::sorting::{self, sort_by_key};
use crate::text::plural;
use crate::text::safe::{self, shell_path, shell_word};

const GOOD: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
const BAD: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);

/// `backup.json: Semaphore 2.16.45 would refuse this file on mysql, postgres: 2 errors, 1 warning`, with colours and a final newline.
#[must_use]
pub(crate) fn line(name: &str, release: &Release, report: &Report, width: usize) -> String {
    let style = if report.restorable() && report.errors() == 0 { GOOD } else { BAD };
    let name = safe::line(name);
    let text = hang(&format!("{name}: {}", sentence(release, report)), width, 2) + "\n";
    text.strip_prefix(&*name).map_or_else(|| text.clone(), |rest| format!("{style}{name}{style:#}{rest}"))
}

/// The same without a name: `Semaphore 2.16.45 would refuse this file: 2 errors`
#[must_use]
pub(crate) fn sentence(release: &Release, report: &Report) -> String {
    format!("Semaphore {release} {}: {}", outcomes(release, report, "this file"), total(report))
}

/// `2.16.45 would refuse this file: 2 errors; semxform check --target 2.16.45 backup.json`
#[must_use]
pub(crate) fn prediction(name: &str, release: &Release, report: &Report) -> String {
    let counts = total(report);
    if report.restorable() && counts == NOTHING {
        return format!("{release} {}", outcomes(release, report, "this file"));
    }
    format!(
        "{release} {}: {counts}; {}",
        outcomes(release, report, "this file"),
        command(name, release, report.outcomes.keys().copied(), &HashSet::new())
    )
}

/// The same of a result that another line says more about: `2.16.45 would restore the result: 2 warnings`
#[must_use]
pub(crate) fn of_result(release: &Release, report: &Report) -> String {
    let outcomes = outcomes(release, report, "the result");
    let counts = total(report);
    if report.restorable() && counts == NOTHING {
        format!("{release} {outcomes}")
    } else {
        format!("{release} {outcomes}: {counts}")
    }
}

/// The same of a report that was asked only for the ending. With the name of a file that holds the result, the command that says more:
/// `2.16.45 would refuse this file: 2 errors; semxform check …`
#[must_use]
pub(crate) fn ending(name: Option<&str>, release: &Release, report: &Report, apps: &HashSet<String>) -> String {
    let errors = numbers([report.errors(), 0, 0]);
    let Some(name) = name else {
        let why = if errors == NOTHING { String::new() } else { format!(": {errors}") };
        return format!("{release} {}{why}", outcomes(release, report, "the result"));
    };
    let why = if errors == NOTHING { "; for what it would lose:".to_owned() } else { format!(": {errors};") };
    format!(
        "{release} {}{why} {}",
        outcomes(release, report, "this file"),
        command(name, release, report.outcomes.keys().copied(), apps)
    )
}

/// The command that says it again: `semxform check --target 2.16.45 --db bolt backup.json`
pub(super) fn command(name: &str, release: &Release, dbs: impl Iterator<Item = Db> + Clone, apps: &HashSet<String>) -> String {
    let usual = Db::ALL.into_iter().filter(|db| db.is_sql() && db.supported(release.band)).eq(dbs.clone());
    let names: Vec<_> = dbs.map(Db::name).collect();
    let dbs = if usual { String::new() } else { format!(" --db {}", names.join(",")) };
    let mut apps: Vec<&str> = apps.iter().map(String::as_str).collect();
    sorting::sort(&mut apps);
    let apps = if apps.is_empty() { String::new() } else { format!(" --apps {}", shell_word(&apps.join(","))) };
    format!("semxform check --target {release}{dbs}{apps} {}", shell_path(name))
}

/// What is added where no server like the target was recorded.
pub(crate) const UNCERTAIN: &str = " (uncertain: no such server was recorded)";

/// `would refuse this file on mysql, and restore it on sqlite`; `this file` is `what`.
fn outcomes(release: &Release, report: &Report, what: &str) -> String {
    let mut kinds: Vec<(Outcome, Vec<Db>)> = Vec::new();
    for (db, outcome) in &report.outcomes {
        match kinds.iter_mut().find(|(kind, _)| kind == outcome) {
            Some((_, dbs)) => dbs.push(*db),
            None => kinds.push((*outcome, vec![*db])),
        }
    }
    sort_by_key(&mut kinds, |(kind, _)| std::cmp::Reverse(*kind));
    let names = |dbs: &[Db]| dbs.iter().map(|db| db.name()).collect::<Vec<_>>().join(", ");
    let parts: Vec<_> = match kinds.as_slice() {
        [(kind, _)] => vec![verb(*kind, what)],
        _ => kinds.iter().map(|(kind, dbs)| format!("{} on {}", verb(*kind, what), names(dbs))).collect(),
    };
    if report.restorable() && report.is_of_no_backup() {
        return format!("would make an empty project without a name of {what}");
    }
    let uncertain = if release.band.is_recorded() { "" } else { UNCERTAIN };
    let mut text = format!("would {}", parts.join(" and "));
    if !report.export_fails.is_empty() {
        text.push_str(", but could neither open nor export the project afterwards");
        if report.export_fails.len() < report.outcomes.len() {
            text.push_str(" on ");
            text.push_str(&names(&report.export_fails));
        }
    }
    text + uncertain
}

/// `refuse this file`; `this file` is `what`.
#[must_use]
pub(crate) fn verb(outcome: Outcome, what: &str) -> String {
    match outcome {
        Outcome::Restored => format!("restore {what}"),
        Outcome::Refused => format!("refuse {what}"),
        Outcome::HalfMade => "stop half-way and leave an incomplete project".to_owned(),
        Outcome::Crashed => format!("crash on {what}"),
    }
}

const NOTHING: &str = "nothing to report";

/// `2 errors, 1 warning`, with those that are not kept.
#[must_use]
pub(crate) fn counts(findings: &Kept) -> String {
    numbers(SEVERITIES.map(|severity| findings.count(severity)))
}

/// The same of a report, with those that are not kept.
#[must_use]
pub(crate) fn total(report: &Report) -> String {
    numbers(SEVERITIES.map(|severity| report.count(severity)))
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

fn numbers(counts: [usize; 3]) -> String {
    let named = counts.into_iter().zip(["error", "warning", "note"]).filter(|(count, _)| *count > 0);
    let parts: Vec<_> = named.map(|(count, word)| plural(count, word)).collect();
    if parts.is_empty() { NOTHING.to_owned() } else { parts.join(", ") }
}

/// What is counted and not kept: `298000 more SX601 (warning), 12 more SX702 (error)`; `None` where all is kept.
#[must_use]
pub(crate) fn not_kept(left_out: &[LeftOut]) -> Option<String> {
    let left = |left: &LeftOut| format!("{} more {} ({})", left.count, left.code, left.severity.name());
    let parts: Vec<_> = left_out.iter().map(left).collect();
    (!parts.is_empty()).then(|| format!("{} are counted and not listed; --all lists them", parts.join(", ")))
}
