//! What is restored as the file says and then does not run as it says: the conditions of `semaphore::run` as findings. A restore does not
//! end by them; starting a task may end the server.

mod arguments;
mod entries;
mod groups;
mod integrations;
mod params;
mod tasks;
mod templates;
mod view;

use std::collections::HashMap;

use super::codes;
use super::simulation::Simulation;
use crate::finding::{Code, Finding, Found, Severity, Stage};
use crate::semaphore::run::rows::{Kind, SEEN};
use view::{FEW, Trouble, Troubles, View};

/// Everything that will not run.
pub(super) fn troubles(simulation: &Simulation<'_>) -> Troubles {
    // BoltDB does not store the parameters of tasks that schedules and integrations start.
    let mut view = View::new(simulation.project, simulation.release.version, !simulation.sql().is_empty());
    groups::groups(&mut view);
    templates::templates(&mut view);
    tasks::tasks(&mut view);
    integrations::integrations(&mut view);
    entries::entries(&mut view);
    view.troubles
}

/// Says it; of a project that is not restored, only what is the file's own.
pub(super) fn findings(mut simulation: Simulation<'_>, mut troubles: Troubles, restored: bool) -> Found {
    let version = simulation.release.version;
    let mut noted: HashMap<&str, usize> = HashMap::new();
    for trouble in std::mem::take(&mut troubles.list) {
        if !restored && trouble.row.kind == Kind::Idle {
            continue;
        }
        let count = troubles.count(trouble.row);
        let number = noted.entry(trouble.row.id).or_default();
        *number += 1;
        if count <= FEW || *number == 1 {
            let mut finding = finding(trouble, if count > FEW { count - 1 } else { 0 });
            finding.uncertain = version > SEEN;
            simulation.note(finding);
        }
    }
    simulation.findings
}

fn finding(trouble: Trouble, others: usize) -> Finding {
    let (code, severity, consequence) = match trouble.row.kind {
        Kind::EndsServer => {
            (codes::ENDS_SERVER, Severity::Error, Some("the project is restored; the first task ends the server for everybody"))
        }
        kind @ (Kind::Idle | Kind::RepoKey) => (code(kind), Severity::Info, None),
        kind => (code(kind), Severity::Warning, None),
    };
    let message = match others {
        0 => trouble.text,
        1 => format!("{} (and another entry like it)", trouble.text).into(),
        _ => format!("{} (and {others} more entries like it)", trouble.text).into(),
    };
    let mut finding = Finding::new(code, severity, Stage::Run, message).at(trouble.spot);
    if let Some(log) = trouble.log {
        finding = finding.server(log);
    }
    if let Some(help) = trouble.help {
        finding = finding.help(help);
    }
    match consequence {
        Some(words) => finding.consequence(words),
        None => finding,
    }
}

fn code(kind: Kind) -> Code {
    match kind {
        Kind::EndsServer => codes::ENDS_SERVER,
        Kind::Arguments => codes::ARGUMENTS,
        Kind::Variables => codes::VARIABLES,
        Kind::NoGroup => codes::NO_GROUP,
        Kind::ParamsType => codes::PARAMS_TYPE,
        Kind::Ignored => codes::IGNORED,
        Kind::KeyType => codes::KEY_FOR_PLACE,
        Kind::Vault => codes::VAULT_PASSWORD,
        Kind::App => codes::NO_SUCH_APP,
        Kind::Inventory => codes::NO_HOSTS,
        Kind::Address => codes::ADDRESS,
        Kind::Playbook => codes::PLAYBOOK_OUTSIDE,
        Kind::OpenWebhook => codes::OPEN_WEBHOOK,
        Kind::DeadWebhook => codes::DEAD_WEBHOOK,
        Kind::Webhook => codes::WEBHOOK,
        Kind::Schedule => codes::SCHEDULE_KIND,
        Kind::Runner => codes::RUNNER_TAG,
        Kind::OnlyByHand => codes::ONLY_BY_HAND,
        Kind::KeySource => codes::KEY_SOURCE,
        Kind::RepoKey => codes::REPOSITORY_KEY,
        Kind::Idle => codes::IDLE,
    }
}
