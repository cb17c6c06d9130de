//! `semxform server`: what a server is, and what the user of the token may do there.

use std::fmt::Write as _;

use clap::Args;

use super::args;
use super::config::Config;
use super::connect::{self, ConnectionArgs};
use super::ui::{Stream, Ui};
use crate::remote::Facts;
use crate::report::remote::RemoteEntry;
use crate::semaphore::api::Quirk;

/// Arguments of `server`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform server --server https://semaphore.example --token-file token\n  semxform server --server prod                     a name from servers.yaml\n",
    help_template = args::HELP
)]
pub(crate) struct ServerArgs {
    #[command(flatten)]
    server: ConnectionArgs,
}

/// Connects and says what was found.
pub(super) fn run(args: &ServerArgs, config: &Config, ui: &mut Ui) {
    let Some(connected) = connect::connect(&args.server, config, ui) else { return };
    let facts = &connected.facts;
    if let Some(note) = &facts.version_note {
        ui.note(note);
    }
    if ui.json() {
        ui.remote(RemoteEntry { server: Some(facts.entry()), ..RemoteEntry::default() });
        return;
    }
    ui.text(Stream::Out, &human(facts));
}

fn human(facts: &Facts) -> String {
    let entry = facts.entry();
    let mut text = String::new();
    let mut line = |key: &str, value: String| {
        let _ = writeln!(text, "{key:<11} {value}");
    };
    line("server", entry.url);
    line(
        "version",
        match &entry.release {
            Some(release) if *release != entry.version => format!("{release} ({})", entry.version),
            Some(release) => release.clone(),
            None => format!("unknown ({})", entry.version),
        },
    );
    line("edition", entry.edition.unwrap_or("it does not say").to_owned());
    line("database", entry.db.map_or_else(|| "it does not say: --db names it".to_owned(), str::to_owned));
    line("user", format!("{}{}", entry.user, if entry.admin { ", administrator" } else { "" }));
    let more = if entry.projects_may_be_more { ", perhaps more: the server shows no more than that" } else { "" };
    line("projects", format!("{}{more}", entry.projects));
    if facts.apps.is_some() {
        let inactive = if entry.inactive_apps.is_empty() {
            String::new()
        } else {
            format!("; not active: {}", entry.inactive_apps.join(", "))
        };
        line(
            "apps",
            format!("{}{inactive}", if entry.apps.is_empty() { "none active".to_owned() } else { entry.apps.join(", ") }),
        );
    }
    if let Some(zone) = entry.schedule_timezone {
        line("schedules", format!("run by the clock of {zone}"));
    }
    let restores = if !facts.admin && facts.may(Quirk::AdminsRestore) && facts.release.is_some() {
        "no: only administrators restore there"
    } else {
        "yes"
    };
    line("may restore", restores.to_owned());
    text
}
