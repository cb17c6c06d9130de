//! `semxform restore`: a plan of what a server would get, and with `--apply` the restore itself.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args;
use super::config::Config;
use super::connect::{self, Connected, ConnectionArgs, exit_of, failed};
use super::exit::Exit;
use super::extras;
use super::inputs::{self, Input};
use super::progress::Progress;
use super::secrets::read_form;
use super::ui::{Stream, Ui};
use crate::extras::Extras;
use crate::files::{self, FileError, Replacing};
use crate::finding::Code;
use crate::remote::RemoteError;
use crate::remote::restore::{self, Apply, Plan, Request};
use crate::remote::secrets::{Form, Resolver};
use crate::report::Source;
use crate::report::remote::{RemoteEntry, RestoreOutcome, RestoreReceipt, StepState};
use crate::run::Accept;
use crate::semaphore::Release;
use crate::text::safe::{self, pretty_json, shell_path};
use crate::text::{of_section, plural};

/// Arguments of `restore`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "one a flag")]
#[command(
    before_help = "Examples:\n  semxform restore --server prod backup.json           the plan; nothing is sent\n  semxform restore --server prod --migrate --name Copy backup.json --apply\n  semxform restore --server prod --clean-up 17 --receipt backup.restore.json\n",
    help_template = args::HELP
)]
pub(crate) struct RestoreArgs {
    #[command(flatten)]
    server: ConnectionArgs,
    /// Backups to restore, - for standard input
    #[arg(value_name = "FILE", required_unless_present = "clean_up")]
    files: Vec<PathBuf>,
    /// The name of the new project [default: that of the file]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Bring the file to the server's version first, in memory
    #[arg(long)]
    migrate: bool,
    /// With --migrate: losses that are fine: `all`, or ids of rules and packs; may be repeated
    #[arg(long, value_name = "all|ID", requires = "migrate")]
    accept_loss: Vec<String>,
    /// Restore all schedules inactive
    #[arg(long)]
    asleep: bool,
    /// What `pull` wrote beside the backup [default: FILE.extras.json beside FILE, if it is there]
    #[arg(long, value_name = "FILE")]
    extras: Option<PathBuf>,
    /// Secrets to set afterwards, - for standard input: the form that `semxform secrets list` prints
    #[arg(long, value_name = "FILE")]
    secrets: Option<PathBuf>,
    /// Run the programs that the form of secrets names
    #[arg(long, requires = "secrets")]
    allow_commands: bool,
    /// Send it; without this nothing is sent
    #[arg(long)]
    apply: bool,
    /// Send it even though it is predicted to fail
    #[arg(long, requires = "apply")]
    force: bool,
    /// Where the receipt goes [default: PROJECT.restore.json in this folder]
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    receipt: Option<PathBuf>,
    /// Delete a project that a restore left over, if its receipt says so
    #[arg(long, value_name = "ID", conflicts_with_all = ["files", "apply"])]
    clean_up: Option<u64>,
}

/// Plans or restores each file.
pub(super) fn run(args: &RestoreArgs, config: &Config, ui: &mut Ui) {
    let inputs = inputs::backups_of(args.files.iter().map(Input::new).collect(), ui).unwrap_or_default();
    if inputs.is_empty() && args.clean_up.is_none() {
        return;
    }
    if inputs.len() > 1 && (args.name.is_some() || args.extras.is_some() || args.receipt.is_some()) {
        return ui.error(Exit::Usage, "--name, --extras and --receipt are for one file", Some("restore the files one by one"));
    }
    let form = match args.secrets.as_deref().map(read_form).transpose() {
        Ok(form) => form,
        Err(error) => return failed(ui, &error),
    };
    let Some(connected) = connect::connect(&args.server, config, ui) else { return };
    if let Some(id) = args.clean_up {
        return clean_up(args, &connected, id, ui);
    }
    let Some(release) = connected.release(ui) else { return };
    if let Some(note) = &connected.facts.version_note {
        ui.note(note);
    }
    let mut receipts = Vec::new();
    for input in &inputs {
        receipts.extend(one(args, &connected, &release, input, form.as_ref(), ui));
    }
    ui.remote(RemoteEntry { server: Some(connected.facts.entry()), restores: receipts, ..RemoteEntry::default() });
}

fn one(
    args: &RestoreArgs,
    connected: &Connected,
    release: &Release,
    input: &Input,
    form: Option<&Form>,
    ui: &mut Ui,
) -> Option<RestoreReceipt> {
    let doc = inputs::document_to_change(input, ui)?;
    let name = input.name();
    let extras = extras::named_or_beside(args.extras.as_deref(), input, ui)?;
    let request = Request {
        file: &name,
        name: args.name.as_deref(),
        migrate: args.migrate.then(|| Accept::read(args.accept_loss.iter().map(String::as_str))),
        asleep: args.asleep,
        extras: extras.as_ref(),
        secrets: form,
        force: args.force,
    };
    let plan = match restore::plan(&connected.client, &connected.facts, release, doc, &request) {
        Ok(plan) => plan,
        Err(error) => {
            failed(ui, &error);
            return None;
        }
    };
    show_plan(&plan, connected, ui);
    if let Some(error) = &plan.stopped {
        // A prediction, a taken name, a loss: nothing was sent, and another argument helps.
        let exit = if error.status() == Some(403) { Exit::Remote } else { Exit::Findings };
        ui.error(exit, &error.message, error.help.as_deref());
        return Some(plan.receipt);
    }
    if !args.apply {
        if !ui.json() {
            ui.text(Stream::Err, "Nothing was sent; with --apply it is.\n");
        }
        return Some(plan.receipt);
    }
    Some(send(args, connected, release, plan, (extras.as_ref(), form), ui))
}

fn send(
    args: &RestoreArgs,
    connected: &Connected,
    release: &Release,
    plan: Plan,
    (extras, form): (Option<&Extras>, Option<&Form>),
    ui: &mut Ui,
) -> RestoreReceipt {
    let path = args.receipt.clone().unwrap_or_else(|| free_name(&plan.receipt.project));
    let resolver = Resolver { env: &connect::env, commands: args.allow_commands };
    let command = |id: u64| {
        let (options, receipt) = (&connected.client.address().options, path.display().to_string());
        format!("semxform restore {options} --clean-up {id} --receipt {}", shell_path(&receipt))
    };
    let job = Apply {
        client: &connected.client,
        facts: &connected.facts,
        release,
        extras,
        secrets: form.map(|form| (form, resolver)),
        asleep: args.asleep,
        save: &|receipt| save(receipt, &path),
        clean_up: &command,
    };
    let progress = Progress::waiting(ui, "restoring");
    let (receipt, error) = restore::apply(plan, &job);
    progress.finish();
    let exit = match receipt.outcome {
        RestoreOutcome::Created => Exit::Fine,
        RestoreOutcome::Partly | RestoreOutcome::LeftOver | RestoreOutcome::Unknown => Exit::Partly,
        RestoreOutcome::Stopped => Exit::Findings,
        _ => error.as_ref().map_or(Exit::Remote, |error| exit_of(error.failure)),
    };
    ui.raise(exit);
    if !ui.json() {
        ui.text(Stream::Out, &human_receipt(&receipt));
    }
    if let Some(error) = &error {
        ui.error(exit, &error.message, error.help.as_deref());
    }
    if !matches!(receipt.outcome, RestoreOutcome::Planned | RestoreOutcome::Stopped) {
        ui.note(&format!("the receipt is in {}", path.display()));
    }
    receipt
}

fn save(receipt: &RestoreReceipt, path: &Path) -> Result<(), FileError> {
    let text = pretty_json(receipt);
    files::write_atomic(path, Replacing::default(), |out| out.write_all(text.as_bytes()))
}

/// A name that no receipt has yet: an older one may be needed to remove a left-over.
fn free_name(project: &str) -> PathBuf {
    let file = crate::remote::pull::file_names(&[crate::remote::ProjectRef { id: 0, name: project.to_owned() }]);
    let stem = file.first().and_then(|file| file.strip_suffix(".json")).unwrap_or("project").to_owned();
    let names = std::iter::once(format!("{stem}.restore.json")).chain((2..).map(|n| format!("{stem}.restore-{n}.json")));
    names.map(PathBuf::from).find(|path| !path.exists()).unwrap_or_else(|| PathBuf::from("restore.json"))
}

fn show_plan(plan: &Plan, connected: &Connected, ui: &mut Ui) {
    let receipt = &plan.receipt;
    let source = Source::document(&receipt.file, &plan.doc);
    let errors: Vec<_> = plan.findings.iter().filter(|f| f.severity >= crate::finding::Severity::Warning).cloned().collect();
    ui.findings(Stream::Err, &source, &errors);
    for warning in &plan.warnings {
        ui.note(warning);
    }
    if ui.json() {
        return;
    }
    let facts = &connected.facts;
    let mut text = String::new();
    let dbs = receipt.db.join(", ");
    let (user, admin) = (&facts.user, if facts.admin { ", administrator" } else { "" });
    let _ = writeln!(text, "Server   {}  Semaphore {} on {dbs}; you: {user}{admin}", receipt.server, receipt.target);
    let creates: Vec<String> = receipt.creates.iter().map(|(section, count)| of_section(*count, section)).collect();
    let _ = writeln!(text, "+ project {:?}  {}", receipt.project, creates.join(", "));
    if !receipt.migrated.is_empty() {
        let _ = writeln!(text, "~ migrated in memory: {}", receipt.migrated.join(", "));
    }
    list(
        &mut text,
        "then",
        receipt
            .steps
            .iter()
            .filter(|step| step.state == StepState::Planned)
            .map(|step| format!("{}: {}", step.entity, step.what)),
    );
    list(&mut text, "by you", receipt.steps.iter().filter(|step| step.state == StepState::Manual).map(manual));
    list(&mut text, "secret to enter", receipt.missing_secrets.iter().cloned());
    list(&mut text, "lost", receipt.lost.iter().cloned());
    ui.text(Stream::Out, &text);
}

fn manual(step: &crate::report::remote::StepEntry) -> String {
    let why = step.message.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
    format!("{}: {}{why}", step.entity, step.what)
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for line in lines {
        let _ = writeln!(text, "  {title}: {}", safe::line(&line));
    }
}

fn human_receipt(receipt: &RestoreReceipt) -> String {
    let mut text = String::new();
    if let (Some(id), RestoreOutcome::Created | RestoreOutcome::Partly) = (receipt.project_id, receipt.outcome) {
        let page = receipt.page.as_deref().unwrap_or_default();
        let _ = writeln!(text, "Created project {id} {:?}: {page}", receipt.project);
    }
    list(&mut text, "failed", receipt.steps.iter().filter(|step| step.state == StepState::Failed).map(manual));
    list(&mut text, "differs", receipt.differences.iter().cloned());
    let count = |state: StepState| receipt.steps.iter().filter(|step| step.state == state).count();
    if receipt.project_id.is_some() && receipt.outcome != RestoreOutcome::LeftOver {
        let missing = receipt.missing_secrets.len();
        let _ = writeln!(
            text,
            "{} done, {} not needed, {} failed, {} by you; {} to enter",
            plural(count(StepState::Done), "step"),
            count(StepState::Already) + count(StepState::Kept),
            count(StepState::Failed),
            count(StepState::Manual),
            plural(missing, "secret")
        );
    }
    text
}

fn clean_up(args: &RestoreArgs, connected: &Connected, id: u64, ui: &mut Ui) {
    let found = match &args.receipt {
        Some(path) => read_receipt(path).map(|receipt| (path.clone(), receipt)),
        None => search(connected, id).ok_or_else(|| {
            let message = format!("no receipt in this folder is about project {id}");
            RemoteError::usage(message).help("--receipt FILE names it; only what a receipt says was created is deleted")
        }),
    };
    let (path, mut receipt) = match found {
        Ok(found) => found,
        Err(error) => return failed(ui, &error),
    };
    if let Err(error) = restore::clean_up(&connected.client, &connected.facts, &mut receipt, id) {
        return failed(ui, &error);
    }
    if let Err(error) = save(&receipt, &path) {
        ui.file_error(Code::SX112, &error);
    }
    if ui.json() {
        return ui.remote(RemoteEntry { restores: vec![receipt], ..RemoteEntry::default() });
    }
    ui.text(Stream::Out, &format!("project {id} {:?} is deleted\n", receipt.project));
}

fn read_receipt(path: &Path) -> Result<RestoreReceipt, RemoteError> {
    let bytes = files::read(path).map_err(|error| RemoteError::new(crate::remote::Failure::File, error.to_string()))?;
    let no = |_| RemoteError::usage(format!("{} is no receipt of a restore", path.display()));
    serde_json::from_slice(&bytes).map_err(no)
}

/// The receipt of this folder that names the project; else one that was interrupted before it knew the number, and has the name.
fn search(connected: &Connected, id: u64) -> Option<(PathBuf, RestoreReceipt)> {
    let files = glob::glob("*.restore*.json").ok()?.filter_map(Result::ok);
    let all: Vec<_> = files.filter_map(|path| read_receipt(&path).ok().map(|receipt| (path, receipt))).collect();
    let name = connected.facts.project_of(&connected.client, id).ok().flatten().map(|project| project.name);
    let is_sent = |receipt: &RestoreReceipt| {
        let is_new = !receipt.projects_before.is_empty() && !receipt.projects_before.contains(&id);
        receipt.project_id.is_none() && is_new && name.as_deref() == Some(&receipt.project)
    };
    let at = all.iter().position(|(_, receipt)| receipt.project_id == Some(id));
    let at = at.or_else(|| all.iter().position(|(_, receipt)| is_sent(receipt)))?;
    all.into_iter().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_a_server_stays_on_its_line_and_can_be_read() {
        let mut text = String::new();
        list(&mut text, "then", std::iter::once("template \u{1b}]0;t\n".to_owned()));
        assert_eq!(text, "  then: template \\u{1b}]0;t\\n\n");
    }
}
