//! Options of every command that talks to a server, and how they become a connection.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;

use super::args;
use super::config::Config;
use super::exit::Exit;
use super::ui::{Stream, Ui};
use crate::remote::{Address, Client, Facts, Failure, Options, Profile, Profiles, RemoteError, token};
use crate::semaphore::{Db, Release};
use crate::text::safe::{shell_path, shell_word};

/// How many seconds to wait for an answer, unless an option says so.
const TIMEOUT: u64 = 60;

/// Where the server is, and who asks.
#[derive(Debug, Args)]
pub(super) struct ConnectionArgs {
    /// The server: its address, or a name from servers.yaml [default: `server` of semxform.yaml]
    #[arg(long, value_name = "URL|NAME", help_heading = "Server")]
    server: Option<String>,
    /// A file with your API token, - for standard input [default: the variable `SEMXFORM_TOKEN`, then servers.yaml]
    #[arg(long, value_name = "FILE", conflicts_with = "login", help_heading = "Server")]
    token_file: Option<PathBuf>,
    /// Log in with a password instead of a token; it is asked for on the terminal
    #[arg(long, value_name = "USER", help_heading = "Server")]
    login: Option<String>,
    /// With --login: a file with the password, - for standard input
    #[arg(long, value_name = "FILE", requires = "login", help_heading = "Server")]
    password_file: Option<PathBuf>,
    /// Certificates (PEM) that vouch for the server, instead of those of this machine
    #[arg(long, value_name = "PEM", help_heading = "Server")]
    ca_file: Option<PathBuf>,
    /// Accept any certificate: everybody on the way can read your token
    #[arg(long, conflicts_with = "ca_file", help_heading = "Server")]
    insecure: bool,
    /// Accept an address with http:// that is not this machine
    #[arg(long, help_heading = "Server")]
    allow_http: bool,
    /// Headers for a proxy in front of the server: `Name: value`, one a line
    #[arg(long, value_name = "FILE", help_heading = "Server")]
    header_file: Option<PathBuf>,
    /// How many seconds to wait for the first byte of an answer; backups and restores have ten minutes
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = "Server")]
    timeout: u64,
    /// The database of the server, which most versions do not tell: mysql, postgres, sqlite or bolt
    #[arg(long, value_name = "DB", value_parser = args::db, help_heading = "Server")]
    db: Option<Db>,
    /// The release that the server is like, where it does not tell one
    #[arg(long, value_name = "VERSION", help_heading = "Server")]
    target: Option<String>,
}

impl ConnectionArgs {
    /// The options as they were given, for commands to print; the secrets are in files.
    fn words(&self, server: &str) -> String {
        let mut words = format!("--server {}", shell_word(server));
        let files = [
            ("--token-file", &self.token_file),
            ("--password-file", &self.password_file),
            ("--ca-file", &self.ca_file),
            ("--header-file", &self.header_file),
        ];
        let mut add = |option: &str, value: &str| words.extend([" ", option, if value.is_empty() { "" } else { " " }, value]);
        if let Some(user) = &self.login {
            add("--login", &shell_word(user));
        }
        for (option, path) in files.iter().filter_map(|(option, path)| Some((option, path.as_ref()?))) {
            add(option, &shell_path(&path.display().to_string()));
        }
        for (option, _) in [("--insecure", self.insecure), ("--allow-http", self.allow_http)].iter().filter(|(_, given)| *given) {
            add(option, "");
        }
        if self.timeout != TIMEOUT {
            add("--timeout", &self.timeout.to_string());
        }
        if let Some(db) = self.db {
            add("--db", db.name());
        }
        if let Some(target) = &self.target {
            add("--target", &shell_word(target));
        }
        words
    }
}

/// A server that answered.
#[derive(Debug)]
pub(super) struct Connected {
    /// The connection.
    pub client: Client,
    /// What the server says about itself.
    pub facts: Facts,
}

impl Connected {
    /// The release of the server; an error that names `--target` where it names none.
    pub(super) fn release(&self, ui: &mut Ui) -> Option<Release> {
        if self.facts.release.is_none() {
            let text = &self.facts.version_text;
            let message = format!("the server calls its version {text:?}, which names no known release");
            ui.error(Exit::Usage, &message, Some("--target VERSION says which release it is like"));
        }
        self.facts.release.clone()
    }
}

/// Says why a server could not be used.
pub(super) fn failed(ui: &mut Ui, error: &RemoteError) {
    let exit = exit_of(error.failure);
    ui.error(exit, &error.message, error.help.as_deref());
}

/// The exit code of a failure.
pub(super) const fn exit_of(failure: Failure) -> Exit {
    match failure {
        Failure::Usage => Exit::Usage,
        Failure::File => Exit::Input,
        Failure::Unreachable | Failure::Cut | Failure::TimedOut | Failure::Refused(_) | Failure::Nonsense => Exit::Remote,
    }
}

/// The environment, for what looks into it.
pub(super) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Connects and asks the server who it is; `None`, with a message printed, if that fails.
pub(super) fn connect(args: &ConnectionArgs, config: &Config, ui: &mut Ui) -> Option<Connected> {
    match try_connect(args, config, ui) {
        Ok(connected) => Some(connected),
        Err(error) => {
            failed(ui, &error);
            None
        }
    }
}

fn try_connect(args: &ConnectionArgs, config: &Config, ui: &mut Ui) -> Result<Connected, RemoteError> {
    let named = args.server.as_ref().or(config.server.as_ref());
    let name = named.ok_or_else(|| {
        let help = "--server https://semaphore.example, a name from servers.yaml, or `server: NAME` in semxform.yaml";
        RemoteError::usage("which server?").help(help)
    })?;
    let profiles = Profiles::load(&env)?;
    let profile: Option<&Profile> = if name.contains("://") {
        None
    } else {
        if let Some(warning) = &profiles.warning {
            ui.note(warning);
        }
        Some(profiles.get(name)?)
    };
    let mut address = Address::parse(profile.map_or(name, |profile| &profile.url), args.allow_http)?;
    address.options = args.words(name);
    let mut options = Options::new(address);
    options.timeout = Duration::from_secs(args.timeout);
    options.insecure = insecure(args, ui)?;
    if let Some(path) = args.ca_file.as_deref().or_else(|| profile.and_then(|profile| profile.ca_file.as_deref())) {
        options.ca = (!options.insecure).then(|| read(path)).transpose()?;
    }
    if let Some(path) = &args.header_file {
        options.headers = headers(&token::read_secret(path, path == Path::new("-"))?, path)?;
    }
    let mut client = Client::new(options)?;
    if ui.verbose {
        client = client.with_log(|exchange| {
            let status = exchange.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
            let (method, path, ms, bytes) = (exchange.method, exchange.path, exchange.took.as_millis(), exchange.bytes);
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("{method} {path} {status} {ms} ms {bytes} bytes\n"),
            );
        });
    }
    let client = if let Some(user) = &args.login {
        client.log_in(user, &password(args, user)?)?
    } else {
        let found = token::find(args.token_file.as_deref(), profile, &env)?;
        if let Some(note) = &found.note {
            ui.note(note);
        }
        client.with_token(found.token)
    };
    let mut facts = Facts::gather(&client)?;
    let db = args.db.or_else(|| profile.and_then(|profile| profile.db.as_deref()).and_then(Db::parse));
    facts.db = db.or(facts.db).or_else(|| config.db.first().copied().filter(|_| config.db.len() == 1));
    if let Some(target) = &args.target {
        let release = Release::parse(target).map_err(|error| RemoteError::usage(error.to_string()))?;
        facts.version_note.clone_from(&release.note);
        facts.release = Some(release);
    }
    Ok(Connected { client, facts })
}

/// Whether certificates are not looked at: never unnoticed, and in pipelines only on demand.
fn insecure(args: &ConnectionArgs, ui: &mut Ui) -> Result<bool, RemoteError> {
    if !args.insecure {
        return Ok(false);
    }
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty() && value != "false" && value != "0");
    if set("CI") && env("SEMXFORM_ALLOW_INSECURE").as_deref() != Some("1") {
        let help = "use --ca-file, or set SEMXFORM_ALLOW_INSECURE=1 where the network is trusted";
        return Err(RemoteError::usage("--insecure is refused in a pipeline (the variable CI is set)").help(help));
    }
    ui.text(
        Stream::Err,
        "warning: --insecure: whoever is on the way to the server can read your token and change what it answers\n",
    );
    Ok(true)
}

fn password(args: &ConnectionArgs, user: &str) -> Result<SecretString, RemoteError> {
    if let Some(path) = &args.password_file {
        return token::read_secret(path, path == Path::new("-")).map(SecretString::from);
    }
    if !std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        return Err(RemoteError::usage("there is no terminal to ask for the password").help("--password-file FILE gives it"));
    }
    let typed = rpassword::prompt_password(format!("Password of {user}: "));
    typed.map(SecretString::from).map_err(|_| RemoteError::usage("no password was typed"))
}

fn read(path: &Path) -> Result<Vec<u8>, RemoteError> {
    crate::files::read(path).map_err(|error| RemoteError::new(Failure::File, error.to_string()))
}

fn headers(text: &str, path: &Path) -> Result<Vec<(String, SecretString)>, RemoteError> {
    let wrong = |line: usize| {
        let message = format!("{}:{line}: not a header", path.display());
        RemoteError::usage(message).help("write one a line: Name: value")
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let (name, value) = line.split_once(':').ok_or_else(|| wrong(at + 1))?;
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            let good = !name.is_empty() && name.chars().all(is_name) && !value.trim().contains(char::is_control);
            if good { Ok((name.to_owned(), SecretString::from(value.trim().to_owned()))) } else { Err(wrong(at + 1)) }
        })
        .collect()
}
