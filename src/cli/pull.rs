//! `semxform pull`: backups of a server's projects as files.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use glob::Pattern;

use super::args;
use super::config::Config;
use super::connect::{self, Connected, ConnectionArgs};
use super::exit::Exit;
use super::progress::Progress;
use super::ui::{Stream, Ui};
use super::writing::names_a_folder;
use crate::extras;
use crate::files::{self, FileError, Replacing};
use crate::finding::Code;
use crate::remote::pull::{self, How, INDEX, Index, ListedProject, Pulled};
use crate::remote::{Facts, ProjectRef, RemoteError};
use crate::report::remote::{PulledEntry, PulledState, RemoteEntry};
use crate::semaphore::api;
use crate::sorting;
use crate::text::plural;
use crate::text::safe::shell_word;

/// Arguments of `pull`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "one a flag")]
#[command(
    before_help = "Examples:\n  semxform pull --server prod -o backups/           all projects, for git\n  semxform pull --server prod --project Homelab -o homelab.json\n  semxform pull --server prod -o backups/ --check   exit code 4: changed\n",
    help_template = args::HELP
)]
pub(crate) struct PullArgs {
    #[command(flatten)]
    server: ConnectionArgs,
    /// Only this project, by name or number; may be repeated
    #[arg(long, value_name = "NAME|ID")]
    project: Vec<String>,
    /// Only projects whose name matches; may be repeated
    #[arg(long, value_name = "GLOB", value_parser = pattern)]
    include: Vec<Pattern>,
    /// No project whose name matches; may be repeated
    #[arg(long, value_name = "GLOB", value_parser = pattern)]
    exclude: Vec<Pattern>,
    /// Write to a folder, or with one project to a file; - for standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Writing")]
    output: PathBuf,
    /// Delete the files of projects that are gone, if projects.json lists them
    #[arg(long, help_heading = "Writing")]
    prune: bool,
    /// Write nothing; exit code 4 if a file would change
    #[arg(long, help_heading = "Writing")]
    check: bool,
    /// Exactly what the server sent: not sorted, and with its random endings of names
    #[arg(long, help_heading = "Writing")]
    as_served: bool,
    /// Without the extras: what the server knows and no backup holds
    #[arg(long, help_heading = "Writing")]
    no_extras: bool,
}

fn pattern(text: &str) -> Result<Pattern, String> {
    Pattern::new(text).map_err(|error| error.msg.to_owned())
}

/// Where files go.
enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

/// Pulls each project.
pub(super) fn run(args: &PullArgs, config: &Config, ui: &mut Ui) {
    let Some(connected) = connect::connect(&args.server, config, ui) else { return };
    let chosen = match choose(args, &connected) {
        Ok(chosen) => chosen,
        Err(error) => return connect::failed(ui, &error),
    };
    if chosen.is_empty() {
        ui.note(&nothing_to_pull(args, &connected));
    }
    let is_named = args.project.len() == 1 || args.project.is_empty() && connected.client.address().project.is_some();
    let Some(target) = target(args, is_named && chosen.len() == 1, ui) else { return };
    let how = How { as_served: args.as_served, extras: !args.no_extras && !matches!(target, Target::Stdout) };
    let mut entries = Vec::new();
    let mut listed = Vec::new();
    let progress = Progress::new(ui, chosen.len(), "pulling");
    if args.project.is_empty() && connected.facts.list_may_end() {
        ui.note(&format!(
            "the server lists no more than {} projects: one that is missing here can be pulled with --project NUMBER",
            api::LIST_LIMIT
        ));
    }
    // The list of the server may not show all that are asked for.
    let mut known = connected.facts.projects.clone();
    let shown: HashSet<u64> = known.iter().map(|project| project.id).collect();
    known.extend(chosen.iter().filter(|project| !shown.contains(&project.id)).cloned());
    let names = pull::file_names(&known);
    let file_of = |project: &ProjectRef| {
        let at = known.iter().position(|known| known.id == project.id);
        at.and_then(|at| names.get(at)).cloned().unwrap_or_default()
    };
    for project in &chosen {
        progress.step(&project.name);
        let file = file_of(project);
        let path = match &target {
            Target::Stdout => PathBuf::from("-"),
            Target::File(path) => path.clone(),
            Target::Folder(folder) => folder.join(&file),
        };
        let entry = one(args, &connected, (project, how), &path, ui);
        if entry.error.is_none() {
            listed.push(ListedProject { file, id: project.id, name: project.name.clone() });
        }
        entries.push(entry);
    }
    progress.finish();
    if let Target::Folder(folder) = &target {
        finish_folder(args, &connected, folder, listed, &mut entries, ui);
    }
    report(&connected, entries, ui);
}

/// Pulls a project into a file and says what became of it.
fn one(args: &PullArgs, connected: &Connected, (project, how): (&ProjectRef, How), path: &Path, ui: &mut Ui) -> PulledEntry {
    let entry =
        PulledEntry { id: project.id, name: project.name.clone(), path: path.display().to_string(), ..PulledEntry::default() };
    let failed = |entry, why| PulledEntry { state: PulledState::Failed, error: Some(why), ..entry };
    let pulled = match pull::pull(&connected.client, &connected.facts, project, how) {
        Ok(pulled) => pulled,
        Err(error) => {
            ui.error(Exit::Partly, &format!("{}: {}", project.name, error.message), error.help.as_deref());
            return failed(entry, error.message);
        }
    };
    let written = write(args, path, &pulled, ui);
    let entry = PulledEntry { notes: pulled.notes, ..entry };
    match written {
        Ok(state) => PulledEntry { state, ..entry },
        Err(error) => {
            ui.file_error(Code::SX112, &error);
            failed(entry, error.to_string())
        }
    }
}

/// The projects that are asked for, by name.
fn choose(args: &PullArgs, connected: &Connected) -> Result<Vec<ProjectRef>, RemoteError> {
    let facts = &connected.facts;
    let mut chosen: Vec<ProjectRef> = if args.project.is_empty() {
        match connected.client.address().project {
            Some(id) => vec![facts.project(&connected.client, &id.to_string())?],
            None => facts.projects.clone(),
        }
    } else {
        args.project.iter().map(|wanted| facts.project(&connected.client, wanted)).collect::<Result<_, _>>()?
    };
    chosen.dedup();
    let matches = |patterns: &[Pattern], project: &ProjectRef| patterns.iter().any(|pattern| pattern.matches(&project.name));
    chosen.retain(|project| args.include.is_empty() || matches(&args.include, project));
    chosen.retain(|project| !matches(&args.exclude, project));
    Ok(chosen)
}

/// Why no project is pulled.
fn nothing_to_pull(args: &PullArgs, connected: &Connected) -> String {
    let Facts { projects, user, .. } = &connected.facts;
    if projects.is_empty() {
        return format!("the server shows {user} no project");
    }
    let options = [("--include", &args.include), ("--exclude", &args.exclude)];
    let given = options
        .iter()
        .flat_map(|(option, globs)| globs.iter().map(move |glob| format!("{option} {}", shell_word(glob.as_str()))));
    let given = given.collect::<Vec<_>>().join(" ");
    let names = projects.iter().take(3).map(|project| format!("{:?}", project.name)).collect::<Vec<_>>().join(", ");
    let more = if projects.len() > 3 { ", …" } else { "" };
    format!("no project is pulled: {given} leaves none of the {} that the server shows ({names}{more})", projects.len())
}

/// Where the projects go; `one`: a single project is asked for by name, number or address.
fn target(args: &PullArgs, one: bool, ui: &mut Ui) -> Option<Target> {
    let output = &args.output;
    let folder = names_a_folder(output);
    if files::is_stdout(output) {
        if !one || ui.json() || args.check {
            let help = "name one with --project, without --check and --format json";
            ui.error(Exit::Usage, "-o - writes one project to standard output", Some(help));
            return None;
        }
        return Some(Target::Stdout);
    }
    if one && !folder && output.extension().is_some() {
        if args.prune {
            ui.error(Exit::Usage, "--prune needs a folder", Some("-o DIR"));
            return None;
        }
        return Some(Target::File(output.clone()));
    }
    if output.exists() && !output.is_dir() {
        let message = format!("{} is a file, and a folder is needed", output.display());
        ui.error(Exit::Usage, &message, Some("-o DIR; or name one project with --project"));
        return None;
    }
    if !args.check
        && let Err(error) = std::fs::create_dir_all(output)
    {
        ui.file_error(Code::SX112, &FileError::writing(output, &error));
        return None;
    }
    Some(Target::Folder(output.clone()))
}

/// Writes the files of a project, those that differ; says whether one does.
fn write(args: &PullArgs, path: &Path, pulled: &Pulled, ui: &mut Ui) -> Result<PulledState, FileError> {
    if path == Path::new("-") {
        ui.data(|out| out.write_all(&pulled.backup));
        return Ok(PulledState::New);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut state = settle(args, path, &pulled.backup, <[u8]>::eq, ui)?;
    if let Some(extras) = &pulled.extras {
        let beside = settle(args, &path.with_file_name(extras::file_name(&name)), extras.as_bytes(), says_the_same, ui)?;
        if state == PulledState::Unchanged && beside != PulledState::Unchanged {
            state = PulledState::Changed;
        }
    }
    Ok(state)
}

/// Whether two files of ours differ in their layout alone: what has been laid out by another tool is as good as new.
fn says_the_same(old: &[u8], new: &[u8]) -> bool {
    let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
    old == new || value(old).is_some_and(|old| Some(old) == value(new))
}

fn settle(
    args: &PullArgs,
    path: &Path,
    content: &[u8],
    is_same: fn(&[u8], &[u8]) -> bool,
    ui: &mut Ui,
) -> Result<PulledState, FileError> {
    let old = std::fs::read(path).ok();
    if old.as_deref().is_some_and(|old| is_same(old, content)) {
        return Ok(PulledState::Unchanged);
    }
    if args.check {
        ui.raise(Exit::Changes);
    } else {
        files::write_atomic(path, Replacing::default(), |out| out.write_all(content))?;
    }
    Ok(if old.is_some() { PulledState::Changed } else { PulledState::New })
}

/// The list of files, and the files of projects that are gone.
fn finish_folder(
    args: &PullArgs,
    connected: &Connected,
    folder: &Path,
    listed: Vec<ListedProject>,
    entries: &mut Vec<PulledEntry>,
    ui: &mut Ui,
) {
    let path = folder.join(INDEX);
    let old = std::fs::read(&path).ok().and_then(|bytes| Index::read(&bytes)).unwrap_or_default();
    let facts = &connected.facts;
    let (mut index, mut gone) = old.after(facts, listed, &facts.projects);
    // Where the list is cut, what it does not show may be there all the same.
    for at in (0..gone.len()).rev() {
        let moved = index.projects.iter().any(|kept| kept.id == gone[at].id);
        if !moved && matches!(facts.project_of(&connected.client, gone[at].id), Ok(Some(_))) {
            index.projects.push(gone.remove(at));
        }
    }
    let may_prune = args.prune && !facts.list_may_end();
    if args.prune && !gone.is_empty() && !may_prune {
        ui.note(&format!(
            "--prune deletes nothing: the server shows no more than {} projects, so some of the missing ones may still exist",
            api::LIST_LIMIT
        ));
    }
    for entry in gone {
        // Only plain names of this folder, whatever was written into the list.
        let plain = Path::new(&entry.file).file_name().is_some_and(|name| name.to_string_lossy() == entry.file);
        if !plain || index.projects.iter().any(|kept| kept.file == entry.file) {
            continue;
        }
        let file = folder.join(&entry.file);
        let mut state = PulledState::Gone;
        if args.check {
            ui.raise(Exit::Changes);
        } else if may_prune {
            for file in [file.clone(), folder.join(extras::file_name(&entry.file))] {
                match std::fs::remove_file(&file) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        ui.file_error(Code::SX112, &FileError::writing(&file, &error));
                    }
                    _ => state = PulledState::Removed,
                }
            }
        } else {
            // It stays listed, so that a later --prune finds it.
            index.projects.push(entry.clone());
        }
        let path = file.display().to_string();
        entries.push(PulledEntry { id: entry.id, name: entry.name, path, state, ..PulledEntry::default() });
    }
    sorting::sort(&mut index.projects);
    if let Err(error) = settle(args, &path, index.text().as_bytes(), says_the_same, ui) {
        ui.file_error(Code::SX112, &error);
    }
}

fn report(connected: &Connected, entries: Vec<PulledEntry>, ui: &mut Ui) {
    let count = |state: PulledState| entries.iter().filter(|entry| entry.state == state).count();
    let (new, changed, same) = (count(PulledState::New), count(PulledState::Changed), count(PulledState::Unchanged));
    for entry in &entries {
        for note in &entry.notes {
            ui.note(&format!("{}: {note}", entry.name));
        }
        if entry.state == PulledState::Gone {
            ui.note(&format!("{}: the project is gone from the server; --prune deletes its files", entry.path));
        }
    }
    if ui.json() {
        return ui.remote(RemoteEntry { server: Some(connected.facts.entry()), pulled: entries, ..RemoteEntry::default() });
    }
    let mut text = String::new();
    let is_listed = |state| matches!(state, PulledState::New | PulledState::Changed | PulledState::Removed);
    for entry in entries.iter().filter(|entry| is_listed(entry.state) && entry.path != "-") {
        let _ = writeln!(text, "{:<9} {}  ({})", entry.state.word(), entry.path, entry.name);
    }
    let failed = count(PulledState::Failed);
    let failures = if failed == 0 { String::new() } else { format!(", {failed} failed") };
    let total = new + changed + same + failed;
    let _ = writeln!(text, "{}: {new} new, {changed} changed, {same} unchanged{failures}", plural(total, "project"));
    ui.text(Stream::Err, &text);
}
