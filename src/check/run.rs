//! What is restored as the file says and then does not run as it says: the conditions of the facts room as findings. A restore does not
//! end by them; starting a task may end the server.

use std::collections::HashMap;

use super::codes;
use super::simulation::Simulation;
use crate::finding::{Code, Finding, Severity, Stage};
use crate::semaphore::run::{Kind, Trouble, troubles};

/// How many entries with the same trouble have a finding each; of more there is one for all.
const FEW: usize = 5;

/// Says everything that will not run; of a project that is not restored, only what is the file's own.
pub(super) fn run(mut course: Simulation<'_>, restored: bool) -> Vec<Finding> {
    let doc = course.project.doc;
    let mut troubles = troubles(doc, course.release.version, !course.sql().is_empty());
    troubles.retain(|trouble| restored || trouble.row.kind != Kind::Idle);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for trouble in &troubles {
        *counts.entry(trouble.row.id).or_default() += 1;
    }
    let mut told: HashMap<&str, usize> = HashMap::new();
    for trouble in troubles {
        let count = counts[trouble.row.id];
        let number = told.entry(trouble.row.id).or_default();
        *number += 1;
        if count <= FEW || *number == 1 {
            course.note(finding(trouble, if count > FEW { count - 1 } else { 0 }));
        }
    }
    course.findings
}

fn finding(trouble: Trouble, others: usize) -> Finding {
    let (code, severity, consequence) = match trouble.row.kind {
        Kind::EndsServer => {
            (codes::ENDS_SERVER, Severity::Error, Some("the project is restored; the first task ends the server for everybody"))
        }
        Kind::Idle => (codes::IDLE, Severity::Info, None),
        Kind::RepoKey => (codes::REPOSITORY_KEY, Severity::Info, None),
        kind => (code(kind), Severity::Warning, None),
    };
    let message = match others {
        0 => trouble.text,
        1 => format!("{} (and another entry like it)", trouble.text),
        _ => format!("{} (and {others} more entries like it)", trouble.text),
    };
    let mut finding = Finding::new(code, severity, Stage::Run, message).at(trouble.node);
    finding.uncertain = trouble.uncertain;
    if let Some(log) = trouble.log {
        finding = finding.server(log);
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
