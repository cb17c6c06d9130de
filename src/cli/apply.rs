//! The main job: `semxform -r RULES [FILE…]`.

use clap::Args;

use super::args::{self, DiffArgs, FailArgs, InputArgs, WriteArgs};
use super::config::Config;
use super::exit::Exit;
use super::ui::Ui;
use crate::format::Db;

/// Arguments of the main job.
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// A rule pack: a file, or builtin:NAME (`semxform rules list`); may be repeated
    #[arg(short, long, value_name = "RULES", help_heading = "Rules")]
    rules: Vec<String>,
    #[command(flatten)]
    inputs: InputArgs,
    /// The Semaphore version that wrote the file [default: detected]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    from: Option<String>,
    /// The Semaphore version the result is for [default: the newest stable one that can have written the file]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    to: Option<String>,
    /// The database of that server: mysql, postgres, sqlite or bolt; may be repeated [default: each SQL database it supports]
    #[arg(long, value_name = "DB", value_parser = args::db, value_delimiter = ',', help_heading = "Versions")]
    db: Vec<Db>,
    /// Give a parameter of a pack a value; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting, help_heading = "Rules")]
    set: Vec<(String, String)>,
    /// Run only these rules (ID or PACK/ID); may be repeated
    #[arg(long, value_name = "ID", help_heading = "Rules")]
    only: Vec<String>,
    /// Leave these rules out; may be repeated
    #[arg(long, value_name = "ID", help_heading = "Rules")]
    skip: Vec<String>,
    /// Run these optional rules too; may be repeated
    #[arg(long, value_name = "ID", help_heading = "Rules")]
    with: Vec<String>,
    /// A selector that matches nothing is an error
    #[arg(long, help_heading = "Rules")]
    strict: bool,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    diff: DiffArgs,
    #[command(flatten)]
    fail: FailArgs,
}

/// Applies the packs to each input.
pub fn run(args: &ApplyArgs, config: &Config, ui: &mut Ui) {
    let rules = if args.rules.is_empty() { &config.rules } else { &args.rules };
    if rules.is_empty() {
        let help = "name rule packs with -r (semxform rules list shows the shipped ones), or see semxform --help";
        ui.error(Exit::Usage, "nothing to do: no command and no rules", Some(help));
    }
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
