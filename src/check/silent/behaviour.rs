//! What comes back but does not do what it did: schedules, vaults without a use, templates without an app, tabs.

use foldhash::HashSet;

use crate::check::codes;
use crate::check::project::Row;
use crate::check::simulation::Simulation;
use crate::check::text::quoted;
use crate::finding::{Finding, Severity, Stage};
use crate::semaphore::{EffectKind, NAMED_ANSIBLE, cron, key, path, shape, value};

use super::warning;

pub(super) fn behaviour(simulation: &mut Simulation<'_>) {
    cron_keys(simulation);
    for row in simulation.project.section(key::TEMPLATES) {
        app(simulation, row);
        for vault in row.rows(key::VAULTS) {
            vault_use(simulation, vault);
        }
    }
    apps_unread(simulation);
    all_view(simulation);
}

/// Until 2.17.0-beta2 `cron` makes a schedule that runs on new commits.
fn cron_keys(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    let field = project.section(key::TEMPLATES).next().and_then(|row| row.field(key::CRON));
    let Some(effect) = field.and_then(|field| field.effect(EffectKind::ExtraSchedule)) else { return };
    let scheduled: HashSet<_> = project.section(key::SCHEDULES).map(|s| s.plain(key::TEMPLATE)).collect();
    for row in project.section(key::TEMPLATES) {
        if row.written(key::CRON).is_none() {
            continue;
        }
        let twice = scheduled.contains(&row.plain(key::NAME));
        let message = if twice {
            "the template gets a second, hidden schedule besides the one in `schedules`; it runs on new commits".to_owned()
        } else {
            format!("the schedule does not come back as it was: {}", effect.note)
        };
        let finding = warning(codes::EXTRA_SCHEDULE, row.place(key::CRON), message);
        simulation.note(finding);
    }
}

/// Schedules whose time the server cannot read.
pub(in crate::check) fn schedules(simulation: &mut Simulation<'_>) {
    for row in simulation.project.section(key::SCHEDULES) {
        schedule(simulation, row);
    }
}

fn schedule(simulation: &mut Simulation<'_>, row: Row<'_>) {
    if row.has_text(key::TYPE, value::RUN_ONCE) {
        return;
    }
    let text = row.plain(key::CRON_FORMAT);
    let Err(error) = cron::parse(&text) else { return };
    let place = row.place(key::CRON_FORMAT);
    let loaded = row.is(key::ACTIVE) || row.written(key::CHECKABLE_REPOSITORY).is_some();
    if error == cron::CronError::Panic && loaded {
        let message = "the cron expression has a time zone but no blank behind it; the server dies at its next start";
        let mut finding = Finding::new(codes::START_PANIC, Severity::Error, Stage::Crash, message)
            .at(place)
            .server(format!("panic: {error}"))
            .consequence("the project is restored, then the server does not start any more")
            .help("write a blank behind the time zone: `CRON_TZ=UTC 0 3 * * *`");
        finding.uncertain =
            row.field(key::CRON_FORMAT).and_then(|f| f.effect(EffectKind::CorruptsIfInvalid)).is_some_and(|e| e.unsure);
        simulation.note(finding);
        return;
    }
    let message = format!("{} is not a cron expression ({error}); the schedule never runs", quoted(&text));
    let finding = warning(codes::SCHEDULE_NEVER_RUNS, place, message);
    simulation.note(finding);
}

/// The app came with 2.10.27; since then a template without one cannot be run, nor saved on the screen.
fn app(simulation: &mut Simulation<'_>, row: Row<'_>) {
    if row.field(key::APP).is_some() && row.is_empty(key::APP) {
        let finding = warning(
            codes::NO_APP,
            row.place(key::APP),
            "the template has no app: its tasks end with `exec: no command`, and its page refuses to save (Invalid app id)",
        );
        simulation.note(finding);
    }
}

/// Once the app of Ansible had a name, a template needed one; a restore writes it only since files hold it.
fn apps_unread(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    let Some(first) = project.section(key::TEMPLATES).next() else { return };
    if simulation.release.version < NAMED_ANSIBLE || first.field(key::APP).is_some() {
        return;
    }
    let node = project.root().at(key::TEMPLATES).unwrap_or(project.root().node());
    let message = format!(
        "{} restores templates without an app: their tasks end with `exec: no command` until one is chosen in each",
        simulation.release.version
    );
    let finding = warning(codes::NO_APP, node, message);
    simulation.note(finding);
}

fn vault_use(simulation: &mut Simulation<'_>, vault: Row<'_>) {
    if vault.field(key::TYPE).is_none() {
        return;
    }
    let message = match &*vault.plain(key::TYPE) {
        "" => "a vault without `type` is never used",
        value::SCRIPT_VAULT if vault.is_empty(key::SCRIPT) => "a vault of type script without `script` has no password",
        _ => return,
    };
    let finding = warning(codes::VAULT_UNUSABLE, vault.node(), message);
    simulation.note(finding);
}

/// Since 2.17 the tab "All" is a view like any other, and a restore does not make it.
fn all_view(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    let missing = !project.section(key::VIEWS).any(|view| view.has_text(key::TYPE, "all"));
    let is_a_view = shape(project.band).at(path::VIEW_TYPE).is_some();
    if is_a_view && missing && project.section(key::TEMPLATES).len() > 0 {
        let node = project.root().at(key::VIEWS).unwrap_or(project.root().node());
        let message = "there is no view of type `all`: templates without a view cannot be reached from the tabs";
        let finding = warning(codes::NO_ALL_VIEW, node, message);
        simulation.note(finding);
    }
}
