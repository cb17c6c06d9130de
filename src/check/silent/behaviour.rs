//! What comes back but does not do what it did: schedules, vaults without a use, templates without an app, tabs.

use foldhash::HashSet;

use crate::check::codes;
use crate::check::project::{LinkTarget, Row};
use crate::check::simulation::Simulation;
use crate::check::text::quoted;
use crate::finding::{Finding, Severity, Stage};
use crate::semaphore::{Band, EffectKind, NAMED_ANSIBLE, cron};

use super::warning;

pub(super) fn behaviour(course: &mut Simulation<'_>) {
    cron_keys(course);
    for row in course.project.section("templates") {
        app(course, row);
        for vault in row.rows("vaults") {
            vault_use(course, vault);
        }
    }
    apps_unread(course);
    all_view(course);
}

/// Until 2.17.0-beta2 `cron` makes a schedule that runs on new commits.
fn cron_keys(course: &mut Simulation<'_>) {
    let project = course.project;
    let field = project.section("templates").next().and_then(|row| row.field("cron"));
    let Some(effect) = field.and_then(|field| field.effect(EffectKind::ExtraSchedule)) else { return };
    let scheduled: HashSet<_> = project.section("schedules").map(|s| s.plain("template")).collect();
    for row in project.section("templates") {
        if row.written("cron").is_none() {
            continue;
        }
        let twice = scheduled.contains(&row.plain("name"));
        let message = if twice {
            "the template gets a second, hidden schedule besides the one in `schedules`; it runs on new commits".to_owned()
        } else {
            format!("the schedule does not come back as it was: {}", effect.note)
        };
        let finding = warning(codes::EXTRA_SCHEDULE, row.place("cron"), message);
        course.note(finding);
    }
}

/// Schedules whose time the server cannot read.
pub(in crate::check) fn schedules(course: &mut Simulation<'_>) {
    for row in course.project.section("schedules") {
        schedule(course, row);
    }
}

fn schedule(course: &mut Simulation<'_>, row: Row<'_>) {
    if row.plain("type") == "run_at" {
        return;
    }
    let text = row.plain("cron_format");
    let Err(error) = cron::parse(&text) else { return };
    let place = row.place("cron_format");
    let loaded = row.is("active") || row.written("checkable_repository").is_some();
    if error == cron::CronError::Panic && loaded {
        let message = "the cron expression has a time zone but no blank behind it; the server dies at its next start";
        let mut finding = Finding::new(codes::START_PANIC, Severity::Error, Stage::Crash, message)
            .at(place)
            .server(format!("panic: {error}"))
            .consequence("the project is restored, then the server does not start any more")
            .help("write a blank behind the time zone: `CRON_TZ=UTC 0 3 * * *`");
        finding.uncertain = course.band() >= Band::V2_18_0;
        course.note(finding);
        return;
    }
    let message = format!("{} is not a cron expression ({error}); the schedule never runs", quoted(&text));
    let finding = warning(codes::SCHEDULE_NEVER_RUNS, place, message);
    course.note(finding);
}

/// The app came with 2.10.27; since then a template without one cannot be run, nor saved on the screen.
fn app(course: &mut Simulation<'_>, row: Row<'_>) {
    if row.field("app").is_some() && row.plain("app").is_empty() {
        let finding = warning(
            codes::NO_APP,
            row.place("app"),
            "the template has no app: its tasks end with `exec: no command`, and its page refuses to save (Invalid app id)",
        );
        course.note(finding);
    }
}

/// Once the app of Ansible had a name, a template needed one; a restore writes it only since files hold it.
fn apps_unread(course: &mut Simulation<'_>) {
    let project = course.project;
    let Some(first) = project.section("templates").next() else { return };
    if course.release.version < NAMED_ANSIBLE || first.field("app").is_some() {
        return;
    }
    let node = project.root().at("templates").unwrap_or(project.root().node());
    let message = format!(
        "{} restores templates without an app: their tasks end with `exec: no command` until one is chosen in each",
        course.release.version
    );
    let finding = warning(codes::NO_APP, node, message);
    course.note(finding);
}

fn vault_use(course: &mut Simulation<'_>, vault: Row<'_>) {
    if vault.field("type").is_none() {
        return;
    }
    let message = match &*vault.plain("type") {
        "" => "a vault without `type` is never used",
        "password" if vault.resolve("vault_key") == LinkTarget::Unset => {
            "a vault of type password without `vault_key` has no password"
        }
        "script" if vault.plain("script").is_empty() => "a vault of type script without `script` has no password",
        _ => return,
    };
    let finding = warning(codes::VAULT_UNUSABLE, vault.node(), message);
    course.note(finding);
}

/// Since 2.17 the tab "All" is a view like any other, and a restore does not make it.
fn all_view(course: &mut Simulation<'_>) {
    let project = course.project;
    let missing = project.section("views").all(|view| view.plain("type") != "all");
    if project.band >= Band::V2_17_0 && missing && project.section("templates").len() > 0 {
        let node = project.root().at("views").unwrap_or(project.root().node());
        let message = "there is no view of type `all`: templates without a view cannot be reached from the tabs";
        let finding = warning(codes::NO_ALL_VIEW, node, message);
        course.note(finding);
    }
}
