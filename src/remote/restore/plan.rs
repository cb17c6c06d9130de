//! The plan of a restore: what would be created, changed before, set afterwards, and what stands against it. Sends nothing but GET.

use std::collections::{BTreeMap, HashSet};

use sha2::{Digest, Sha256};

use super::aliases::{self, TakenAlias};
use super::extras::ExtrasPlan;
use crate::check::{self, Outcome};
use crate::extras::Extras;
use crate::finding::Finding;
use crate::json::Document;
use crate::remote::client::Client;
use crate::remote::error::{Failure, RemoteError};
use crate::remote::facts::Facts;
use crate::remote::migration;
use crate::remote::secrets::{Form, is_of_key, to_enter};
use crate::report::envelope::FORMAT_VERSION;
use crate::report::remote::{RestoreOutcome, RestoreReceipt, StepEntry, StepState};
use crate::report::verdict;
use crate::run::Accept;
use crate::semaphore::api::{self, Quirk};
use crate::semaphore::{Db, Release, key};
use crate::sorting;
use crate::text::hex;
use crate::text::safe::{shell_path, shell_word};

/// What is asked for, the same for a plan and for the restore itself.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// The file's name for messages.
    pub file: &'a str,
    /// Another name for the project.
    pub name: Option<&'a str>,
    /// Whether to bring the file to the server's version first, and the losses that are fine.
    pub migrate: Option<Accept>,
    /// Whether schedules stay inactive.
    pub asleep: bool,
    /// What no backup holds.
    pub extras: Option<&'a Extras>,
    /// Secrets to set.
    pub secrets: Option<&'a Form>,
    /// Whether a predicted refusal is sent all the same.
    pub force: bool,
}

/// A plan, and all that is needed to carry it out.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The plan for reports; the receipt grows out of it.
    pub receipt: RestoreReceipt,
    /// What would be sent.
    pub doc: Document,
    /// What the server would do with it.
    pub findings: Vec<Finding>,
    /// Why nothing may be sent; none if it may.
    pub stopped: Option<RemoteError>,
    /// Worth knowing before.
    pub warnings: Vec<String>,
}

/// Makes the plan. `doc` is the file.
///
/// # Errors
/// The server fails, or the file cannot be changed as asked.
pub(crate) fn plan(
    client: &Client,
    facts: &Facts,
    release: &Release,
    doc: Document,
    request: &Request<'_>,
) -> Result<Plan, RemoteError> {
    let sha256 = hex(&Sha256::digest(doc.source()));
    let dbs = databases(facts, release);
    let mut draft = PlanDraft::of(doc, release, &dbs, request)?;
    let project = name_of(&draft.doc);
    let mut report = check::judge(&draft.doc, release, &dbs, &check::Options::default());
    // `--migrate` does here what commands would do with the file, and the extras put back what they hold.
    report.findings.iter_mut().for_each(Finding::drop_command);
    report.findings.retain(|finding| !request.extras.is_some_and(|extras| extras.covers(&draft.doc, finding)));
    draft.check_obstacles(facts, release, request, (&project, report.outcome));
    draft.check_risks(client, facts, release, request)?;
    let ExtrasPlan { mut steps, mut lost, .. } = ExtrasPlan::of(client, facts, request.extras, request.asleep)?;
    let missing_secrets = missing(&draft.doc, &report, request, &mut steps);
    let PlanDraft { doc, migrated, warnings, stopped, lost: of_file } = draft;
    lost.extend(of_file);
    let receipt = RestoreReceipt {
        format_version: FORMAT_VERSION.to_owned(),
        tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        file: request.file.to_owned(),
        sha256,
        server: facts.address.clone(),
        target: release.to_string(),
        db: dbs.iter().map(|db| db.name().to_owned()).collect(),
        project,
        creates: creates(&doc),
        migrated,
        outcome: if stopped.is_some() { RestoreOutcome::Stopped } else { RestoreOutcome::Planned },
        message: stopped.as_ref().map(|error| error.message.clone()),
        steps,
        missing_secrets,
        lost,
        ..RestoreReceipt::default()
    };
    Ok(Plan { receipt, doc, findings: report.findings, stopped, warnings })
}

/// A plan that is being made.
struct PlanDraft {
    doc: Document,
    /// The steps of the migration.
    migrated: Vec<String>,
    warnings: Vec<String>,
    /// What of the file the server does not take.
    lost: Vec<String>,
    /// The first reason to send nothing.
    stopped: Option<RemoteError>,
}

impl PlanDraft {
    /// Makes of the file what is asked for: another name, the server's version, schedules that sleep.
    fn of(mut doc: Document, release: &Release, dbs: &[Db], request: &Request<'_>) -> Result<Self, RemoteError> {
        let (mut migrated, mut warnings, mut stopped) = (Vec::new(), Vec::new(), None);
        if let Some(name) = request.name {
            rename(&mut doc, name)?;
        }
        if let Some(accept) = &request.migrate {
            let done = migration::to(doc, release, dbs, accept).map_err(RemoteError::usage)?;
            (doc, migrated) = (done.doc, done.steps);
            stopped = done.accept_loss.map(|accept| {
                let count = done.losses.len();
                let list = done.losses.iter().take(5).cloned().collect::<Vec<_>>().join("; ");
                let message = format!("{release} cannot hold all of {}: {count} losses ({list})", request.file);
                RemoteError::usage(message).help(format!("{accept} accepts them"))
            });
        }
        if request.asleep {
            let losses;
            (doc, losses) = migration::to_sleep(doc, release, dbs).map_err(RemoteError::usage)?;
            warnings.extend(losses.into_iter().map(|loss| format!("--asleep: {loss}")));
        }
        Ok(Self { doc, migrated, warnings, lost: Vec::new(), stopped })
    }

    fn stop(&mut self, error: RemoteError) {
        self.stopped.get_or_insert(error);
    }

    /// Notes the first reason to send nothing.
    fn check_obstacles(&mut self, facts: &Facts, release: &Release, request: &Request<'_>, (project, outcome): (&str, Outcome)) {
        if project.is_empty() {
            self.stop(RemoteError::usage("the file gives the project no name").help("--name NAME gives it one"));
        }
        if facts.projects.iter().any(|there| there.name == project) && !request.force {
            let what = if facts.may(Quirk::NamesAreUnique) { "refuses a second one" } else { "would have two of that name" };
            let message = format!("{} has a project {project:?} already, and {what}", facts.address);
            self.stop(RemoteError::new(Failure::Refused(409), message).help("--name NAME gives the new one another name"));
        }
        if !facts.admin && facts.may(Quirk::AdminsRestore) && facts.release.is_some() {
            let message = format!("only administrators restore on {release}, and {} is none", facts.user);
            self.stop(RemoteError::new(Failure::Refused(403), message).help("use the token of an administrator"));
        }
        if outcome != Outcome::Restored && !request.force {
            let help = if request.migrate.is_some() {
                "the findings above say what to change in the file"
            } else {
                "--migrate repairs what can be repaired, in memory; --force sends the file all the same"
            };
            self.stop(RemoteError::new(Failure::Refused(400), predicted(release, outcome)).help(help));
        }
    }

    /// Notes what is worth knowing before.
    fn check_risks(
        &mut self,
        client: &Client,
        facts: &Facts,
        release: &Release,
        request: &Request<'_>,
    ) -> Result<(), RemoteError> {
        if facts.list_may_end() {
            self.warnings.push(format!(
                "the server lists no more than {} projects: the name may be taken by one that it does not show",
                api::LIST_LIMIT
            ));
        }
        self.check_aliases(client, facts, release, request)?;
        for app in missing_apps(&self.doc, facts) {
            self.warnings.push(format!("templates of the app {app:?} cannot run: it is not active on the server"));
        }
        Ok(())
    }

    /// Aliases that the server has already: they are lost, or end the restore.
    fn check_aliases(
        &mut self,
        client: &Client,
        facts: &Facts,
        release: &Release,
        request: &Request<'_>,
    ) -> Result<(), RemoteError> {
        let taken = aliases::taken(client, facts, release, &self.doc)?;
        if taken.is_empty() {
            return Ok(());
        }
        let may_crash = facts.may(Quirk::AliasCrash);
        if may_crash && facts.db == Some(Db::Bolt) && !request.force {
            let list: Vec<String> = taken.iter().map(|alias| format!("{:?} (project {:?})", alias.name, alias.project)).collect();
            let message =
                format!("the server has aliases of this file, which ends a restore with BoltDB half-way: {}", list.join(", "));
            let name = shell_word(request.name.unwrap_or("NAME"));
            let help = format!("semxform clone --name {name} {} -o COPY makes a copy without aliases", shell_path(request.file));
            self.stop(RemoteError::new(Failure::Refused(400), message).help(help));
        } else if may_crash {
            self.warnings
                .push("the server has aliases of this file: with BoltDB the restore would stop half-way there".to_owned());
        }
        self.lost.extend(taken.iter().map(|TakenAlias { name, owner, project }| {
            format!("alias {name:?} of {owner}: project {project:?} has it, and a server has each alias only once")
        }));
        Ok(())
    }
}

/// The databases that the plan is for: the one that is known, else each SQL database of the version.
fn databases(facts: &Facts, release: &Release) -> Vec<Db> {
    let sql = || Db::ALL.into_iter().filter(|db| db.is_sql() && db.supported(release.band)).collect();
    facts.db.map_or_else(sql, |db| vec![db])
}

fn predicted(release: &Release, outcome: Outcome) -> String {
    let uncertain = if release.band.is_recorded() { "" } else { verdict::UNCERTAIN };
    format!("Semaphore {release} would {}{uncertain}; nothing is sent", verdict::verb(outcome, "this file"))
}

fn rename(doc: &mut Document, name: &str) -> Result<(), RemoteError> {
    let meta = doc.get(doc.root(), key::META).filter(|meta| doc.is_container(*meta));
    let Some(meta) = meta else { return Err(RemoteError::usage("the file has no `meta`, so it is no backup of a project")) };
    let value = doc.make_text(name);
    doc.set_member(meta, key::NAME, value);
    Ok(())
}

fn name_of(doc: &Document) -> String {
    let meta = doc.get(doc.root(), key::META);
    meta.and_then(|meta| doc.text_of(meta, key::NAME)).map(std::borrow::Cow::into_owned).unwrap_or_default()
}

fn creates(doc: &Document) -> BTreeMap<String, usize> {
    let members = doc.members(doc.root()).map(|(key, node)| (key.text().into_owned(), node));
    let counted = members.filter(|(section, node)| section != key::META && doc.elements(*node).next().is_some());
    sorting::tree(counted.map(|(key, node)| (key, doc.elements(node).count())))
}

fn missing_apps(doc: &Document, facts: &Facts) -> Vec<String> {
    let Some(apps) = &facts.apps else { return Vec::new() };
    let list = doc.get(doc.root(), api::TEMPLATES.section);
    let used = list.into_iter().flat_map(|list| doc.elements(list)).filter_map(|node| doc.text_of(node, key::APP));
    let used: HashSet<String> = used.map(std::borrow::Cow::into_owned).filter(|app| !app.is_empty()).collect();
    let mut missing: Vec<String> = used.into_iter().filter(|app| !apps.iter().any(|(id, active)| id == app && *active)).collect();
    sorting::sort(&mut missing);
    missing
}

/// Secrets that nobody gave; those that are given become steps.
fn missing(doc: &Document, report: &check::Report, request: &Request<'_>, steps: &mut Vec<StepEntry>) -> Vec<String> {
    let mut missing = Vec::new();
    for secret in to_enter(doc, report).iter().filter(|secret| is_of_key(secret)) {
        if request.secrets.is_some_and(|form| form.keys.contains_key(&secret.key)) {
            steps.push(StepEntry::new(format!("key {:?}", secret.key), "secret", StepState::Planned));
        } else {
            missing.push(format!("key {:?} ({})", secret.key, secret.r#type));
        }
    }
    for (name, group) in request.extras.iter().flat_map(|extras| &extras.environments) {
        for secret in &group.secrets {
            let given = request.secrets.and_then(|form| form.environments.get(name));
            if !given.is_some_and(|secrets| secrets.contains_key(&secret.name)) {
                missing.push(format!("secret {:?} ({}) of variable group {name:?}", secret.name, secret.kind));
            }
        }
    }
    for (name, given) in request.secrets.iter().flat_map(|form| &form.environments) {
        steps.extend(
            given.keys().map(|secret| {
                StepEntry::new(format!("variable group {name:?}"), format!("secret {secret:?}"), StepState::Planned)
            }),
        );
    }
    missing
}
