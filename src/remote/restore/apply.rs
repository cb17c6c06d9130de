//! Carries a plan out: looks again, sends the file once, finds what became of it, sets the rest, compares.

use serde_json::Value;

use super::fix_ups::FixUps;
use super::left_over;
use super::plan::Plan;
use crate::extras::Extras;
use crate::files::FileError;
use crate::json::Document;
use crate::remote::client::Client;
use crate::remote::compare::{self, FileVersion};
use crate::remote::error::{Failure, RemoteError};
use crate::remote::facts::{Facts, projects};
use crate::remote::secrets::{Form, Resolver};
use crate::remote::{Address, Answer};
use crate::report::remote::{RestoreOutcome, RestoreReceipt, StepState};
use crate::semaphore::{Db, Release, api};
use crate::text::{counted, plural};

/// What carrying out needs besides the plan.
pub(crate) struct Apply<'a> {
    /// The connection.
    pub client: &'a Client,
    /// What the server said when the plan was made.
    pub facts: &'a Facts,
    /// Its release.
    pub release: &'a Release,
    /// What no backup holds.
    pub extras: Option<&'a Extras>,
    /// Secrets to set.
    pub secrets: Option<(&'a Form, Resolver<'a>)>,
    /// Whether schedules stay inactive.
    pub asleep: bool,
    /// Keeps the receipt: before the file is sent, and after each stage.
    pub save: &'a dyn Fn(&RestoreReceipt) -> Result<(), FileError>,
    /// The command that removes a left-over.
    pub clean_up: &'a dyn Fn(u64) -> String,
}

impl std::fmt::Debug for Apply<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Apply").field("client", &self.client).finish_non_exhaustive()
    }
}

/// Carries the plan out. The receipt says how it ended; an error says why it did not go well.
pub(crate) fn apply(plan: Plan, job: &Apply<'_>) -> (RestoreReceipt, Option<RemoteError>) {
    let Plan { mut receipt, doc, .. } = plan;
    let error = run(&mut receipt, &doc, job).err();
    if let Some(error) = &error {
        receipt.message = Some(error.message.clone());
    }
    let kept = if receipt.outcome == RestoreOutcome::Planned { Ok(()) } else { (job.save)(&receipt) };
    let error = error.or_else(|| kept.err().map(|error| RemoteError::new(Failure::File, error.to_string())));
    (receipt, error)
}

fn run(receipt: &mut RestoreReceipt, doc: &Document, job: &Apply<'_>) -> Result<(), RemoteError> {
    // Time may have passed since the plan.
    let before = projects(job.client)?;
    if before.iter().any(|project| project.name == receipt.project)
        && !job.facts.projects.iter().any(|p| p.name == receipt.project)
    {
        receipt.outcome = RestoreOutcome::Stopped;
        let message = format!("a project {:?} came up meanwhile; nothing was sent", receipt.project);
        return Err(RemoteError::new(Failure::Refused(409), message).help("look at it, or choose another --name"));
    }
    receipt.projects_before = before.iter().map(|project| project.id).collect();
    receipt.outcome = RestoreOutcome::Sent;
    if let Err(error) = (job.save)(receipt) {
        receipt.outcome = RestoreOutcome::Planned;
        let message = format!("the receipt cannot be written, so nothing was sent: {error}");
        return Err(RemoteError::new(Failure::File, message).help("--receipt PATH puts it elsewhere"));
    }
    crate::files::last_words(Some(format!(
        "interrupted after the file was sent: the server may hold a project {:?}, whole or in part; look at it before you run this again\n",
        receipt.project
    )));
    let sent = job.client.restore(&doc.to_bytes());
    let outcome = settle(receipt, sent, job);
    crate::files::last_words(None);
    outcome?;
    if let Some(id) = receipt.project_id {
        // Who interrupts now can remove the project by its receipt. A disk that is full is reported at the end.
        receipt.outcome = RestoreOutcome::Partly;
        let _ = (job.save)(receipt);
        crate::files::last_words(Some(format!(
            "interrupted: project {id} {:?} is restored, and what no backup holds is put back in part; remove it, and run this again: {}\n",
            receipt.project,
            (job.clean_up)(id)
        )));
    }
    let finished = finish(receipt, doc, job);
    crate::files::last_words(None);
    finished
}

/// What became of the file: the new project's number, or a failure with what is left.
fn settle(receipt: &mut RestoreReceipt, sent: Result<Answer, RemoteError>, job: &Apply<'_>) -> Result<(), RemoteError> {
    let Failed { error, at_work } = match classify(receipt, sent, job.client.address()) {
        Ok(id) => {
            receipt.project_id = Some(id);
            receipt.page = Some(job.client.address().page(id));
            receipt.outcome = RestoreOutcome::Created;
            return Ok(());
        }
        Err(failed) => failed,
    };
    if matches!(error.failure, Failure::Unreachable | Failure::Usage)
        || matches!(error.status(), Some(300..=399 | 401 | 403 | 404 | 405 | 413))
    {
        receipt.outcome = RestoreOutcome::Refused;
        return Err(nothing(error));
    }
    Err(after(receipt, Failed { error, at_work }, job))
}

/// A restore that did not go well.
struct Failed {
    error: RemoteError,
    /// Whether the server may not be done yet.
    at_work: bool,
}

/// What the answer says: the new project's number, or a failure.
fn classify(receipt: &RestoreReceipt, sent: Result<Answer, RemoteError>, address: &Address) -> Result<u64, Failed> {
    match sent {
        Ok(answer) if answer.done() => {
            let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
            let id = value.as_ref().and_then(|value| value.get("id")?.as_u64());
            id.filter(|id| !receipt.projects_before.contains(id)).ok_or_else(|| {
                let message = "the server answers that all is well and names no new project";
                let error = RemoteError::new(Failure::Nonsense, message).help("is the address that of a Semaphore server?");
                Failed { error, at_work: false }
            })
        }
        Ok(answer) => {
            let error = answer.refused(address, "POST", api::RESTORE);
            // A proxy that gave up says nothing about the server behind it.
            Err(Failed { error, at_work: matches!(answer.status, 500..=599) })
        }
        Err(error) => {
            let at_work = error.failure == Failure::TimedOut;
            Err(Failed { error, at_work })
        }
    }
}

/// What a failed restore left, found on the server: enters the receipt and the error.
fn after(receipt: &mut RestoreReceipt, Failed { error, at_work }: Failed, job: &Apply<'_>) -> RemoteError {
    let found = left_over::find(job.client, &receipt.projects_before, &receipt.project, at_work);
    // Unless something better is known.
    receipt.outcome = RestoreOutcome::Unknown;
    let unknown = |message: String, help: &str| RemoteError::new(error.failure, message).help(help);
    match found {
        Ok(Some(project)) => {
            receipt.outcome = RestoreOutcome::LeftOver;
            receipt.project_id = Some(project.id);
            receipt.page = Some(job.client.address().page(project.id));
            let command = (job.clean_up)(project.id);
            let holds = left_over::holds(job.client, project.id);
            let message = format!("{}; project {} {:?} is left over, with {holds}", error.message, project.id, project.name);
            receipt.clean_up = Some(command.clone());
            RemoteError { message, ..error }.help(format!("look at it, and remove it with: {command}"))
        }
        Ok(None) if error.may_have_acted() && at_work => unknown(
            format!("{}; no new project came up within a minute", error.message),
            "the server may still be at work: look at its projects before you run this again",
        ),
        Ok(None) if job.facts.list_may_end() && error.status() != Some(409) => unknown(
            format!("{}; the server lists no more than {} projects", error.message, api::LIST_LIMIT),
            "look whether the project is there before you run this again",
        ),
        Ok(None) => {
            receipt.outcome = RestoreOutcome::Refused;
            nothing(error)
        }
        Err(lost) => unknown(
            format!("{}; what is left could not be seen: {}", error.message, lost.message),
            "look at the projects of the server before you run this again",
        ),
    }
}

/// A refusal that left nothing.
fn nothing(error: RemoteError) -> RemoteError {
    let message = format!("{}; no project was created", error.message);
    let help = match error.failure {
        Failure::Refused(400) => {
            Some("our prediction was another one: the log of the server has the reason, and semxform explain 'THE LINE' FILE finds its place".to_owned())
        }
        _ => error.help,
    };
    RemoteError { failure: error.failure, message, help }
}

/// Fix-ups and comparison.
fn finish(receipt: &mut RestoreReceipt, doc: &Document, job: &Apply<'_>) -> Result<(), RemoteError> {
    let Some(project) = receipt.project_id else { return Ok(()) };
    let manual: Vec<_> = receipt.steps.drain(..).filter(|step| step.state == StepState::Manual).collect();
    let fix_ups = FixUps {
        client: job.client,
        facts: job.facts,
        project,
        doc,
        extras: job.extras,
        secrets: job.secrets,
        asleep: job.asleep,
        steps: manual,
    };
    receipt.steps = fix_ups.run();
    receipt.steps.dedup();
    receipt.outcome = RestoreOutcome::Partly;
    let export = job.client.get_backup(&api::backup_of(project))?;
    let parsed = Document::parse(export).and_then(|export| Ok((export, Document::parse(doc.to_bytes())?)));
    let (export, file) =
        parsed.map_err(|_| RemoteError::new(Failure::Nonsense, "the export of the new project is broken JSON"))?;
    let dbs: Vec<Db> = receipt.db.iter().filter_map(|db| Db::parse(db)).collect();
    let comparison = compare::compare(file, FileVersion::OfServer, job.extras, export, job.release, &dbs);
    let comparison = comparison.map_err(|why| RemoteError::new(Failure::Nonsense, why))?;
    receipt.differences = comparison.differences.iter().map(compare::words).collect();
    let failed = receipt.steps.iter().filter(|step| step.state == StepState::Failed).count();
    if failed == 0 && receipt.differences.is_empty() {
        receipt.outcome = RestoreOutcome::Created;
    } else {
        receipt.message = Some(format!(
            "{} failed, {} from the file",
            plural(failed, "step"),
            counted(receipt.differences.len(), "place differs", "places differ")
        ));
    }
    Ok(())
}
