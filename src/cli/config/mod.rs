//! semxform.yaml: defaults of a repository. Found upwards from the current folder to the repository root; paths in it are relative
//! to it. Raw YAML → checked settings, all mistakes at once.

mod policy;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::reports::ReportTarget;
use super::silence::Ignore;
use super::threshold::FailSettings;
use super::ui::Ui;
use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::pack::BUILTIN;
use crate::report::Source;
use crate::rule::yaml::{Data, Yaml};
use crate::semaphore::{Db, Release};
use crate::sorting::sort_by_key;
use crate::text::suggest::nearest;

pub(crate) use schema::schema;

/// The name of the file.
pub(super) const NAME: &str = "semxform.yaml";

const KEYS: [&str; 12] =
    ["inputs", "rules", "from", "to", "target", "db", "apps", "set", "fail-on", "reports", "ignore", "server"];

/// Settings; empty where there is no file. Flags override each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Config {
    /// Files that the globs of `inputs` found.
    pub inputs: Vec<PathBuf>,
    /// Rule packs as `-r` takes them.
    pub rules: Vec<String>,
    /// `--from`
    pub from: Option<String>,
    /// `--to`
    pub to: Option<String>,
    /// `--db`
    pub db: Vec<Db>,
    /// `--apps`
    pub apps: Vec<String>,
    /// `--set`
    pub set: BTreeMap<String, String>,
    /// `--target`
    pub target: Option<String>,
    /// `--fail-on`, also for single codes.
    pub fail_on: FailSettings,
    /// `--report`
    pub reports: Vec<ReportTarget>,
    /// Findings that are not shown.
    pub ignore: Vec<Ignore>,
    /// The name of a profile of a server.
    pub server: Option<String>,
    /// The path of the file and its text, for findings about it.
    pub file: Option<(String, String)>,
}

/// Reads the settings that are named, or else found; `None`, with all mistakes reported, if they are broken.
pub(super) fn load(named: Option<&Path>, ui: &mut Ui) -> Option<Config> {
    let Some(path) = named.map(Path::to_owned).or_else(find) else { return Some(Config::default()) };
    let name = path.display().to_string();
    let bytes = match crate::files::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let folder = path.parent().unwrap_or(Path::new(""));
    match read(&text, folder) {
        Ok(config) => Some(Config { file: Some((name, text.into_owned())), ..config }),
        Err(mistakes) => {
            ui.broken(&Source::text(&name, text.as_bytes()), &mistakes);
            None
        }
    }
}

/// The nearest semxform.yaml, relative to the current folder, so that messages stay short.
fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join(NAME).is_file() {
            return Some(up.join(NAME));
        }
        if folder.join(".git").exists() {
            return None;
        }
        up.push("..");
    }
    None
}

/// Reads the settings; `folder` is the folder of the file.
///
/// # Errors
/// All mistakes.
pub(super) fn read(text: &str, folder: &Path) -> Result<Config, Vec<Finding>> {
    let mut reader = Reader { text, folder, config: Config::default(), mistakes: Vec::new() };
    let mut broken = crate::rule::Mistakes::default();
    if let Some(tree) = crate::rule::yaml::read(text, &mut broken) {
        reader.settings(&tree);
    }
    for error in broken.finish(text) {
        let help = error.suggestion.clone();
        reader.mistake(error.span.clone(), error.message.clone(), help);
    }
    sort_by_key(&mut reader.mistakes, |f| f.span(None).map(|s| s.start));
    if reader.mistakes.is_empty() { Ok(reader.config) } else { Err(reader.mistakes) }
}

struct Reader<'a> {
    text: &'a str,
    folder: &'a Path,
    config: Config,
    mistakes: Vec<Finding>,
}

impl Reader<'_> {
    fn mistake(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let mut finding = Finding::new(Code::SX212, Severity::Error, Stage::Decode, message.into()).at_bytes(span);
        finding.help = help.map(Words::from);
        self.mistakes.push(finding);
    }

    fn settings(&mut self, tree: &Yaml) {
        let members = match &tree.data {
            Data::Map(members) => members,
            Data::Null => return,
            _ => return self.mistake(tree.span.clone(), format!("expected a map of settings, found {}", tree.kind()), None),
        };
        for (key, value) in members {
            match key.key_text().as_str() {
                "inputs" => {
                    let patterns = self.texts(value);
                    for (glob, span) in &patterns {
                        self.inputs(glob, span.clone());
                    }
                    // Reading the first says that there is no such file.
                    if let Some((first, _)) = patterns.first().filter(|_| self.config.inputs.is_empty()) {
                        self.config.inputs.push(self.folder.join(first));
                    }
                }
                "rules" => {
                    let rules: Vec<_> = self.texts(value).into_iter().map(|(text, span)| self.rule(text, span)).collect();
                    self.config.rules = rules;
                }
                "from" => self.config.from = self.version(value),
                "to" => self.config.to = self.version(value),
                "target" => self.config.target = self.version(value),
                "fail-on" => self.fail_on(value),
                "reports" => {
                    for (text, span) in self.texts(value) {
                        self.report(&text, span);
                    }
                }
                "ignore" => self.ignore(value),
                "server" => self.server(value),
                "apps" => self.config.apps = self.texts(value).into_iter().map(|(text, _)| text).collect(),
                "db" => {
                    for (text, span) in self.texts(value) {
                        match crate::cli::args::db(&text) {
                            Ok(db) => self.config.db.push(db),
                            Err(message) => self.mistake(span, message, None),
                        }
                    }
                }
                "set" => self.set(value),
                unknown => {
                    let near = nearest(unknown, KEYS).map(|n| format!("did you mean `{n}`?"));
                    let help = near.unwrap_or_else(|| format!("known keys: {}", KEYS.join(", ")));
                    self.mistake(key.span.clone(), format!("unknown key \"{unknown}\""), Some(help));
                }
            }
        }
    }

    /// A path of a pack is relative to the file; names of shipped packs stay.
    fn rule(&mut self, text: String, span: Range<usize>) -> String {
        if text.starts_with(BUILTIN) {
            return text;
        }
        let path = self.folder.join(text);
        self.is_own(&path, span);
        path.display().to_string()
    }

    /// Whether a path stays in the repository and leads to no device: settings come with what was checked out, from whomever.
    fn is_own(&mut self, path: &Path, span: Range<usize>) -> bool {
        let root = self.folder.canonicalize().unwrap_or_default();
        let root = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&root);
        let Err(error) = crate::files::must_be_below(root, path) else { return true };
        self.mistake(
            span,
            error.to_string(),
            Some("settings name only files of their repository; name others as arguments".to_owned()),
        );
        false
    }

    fn inputs(&mut self, pattern: &str, span: Range<usize>) {
        let full = self.folder.join(pattern);
        let files = match glob::glob(&full.to_string_lossy()) {
            Ok(files) => files,
            Err(error) => return self.mistake(span, format!("not a glob: {}", error.msg), None),
        };
        let before = self.config.inputs.len();
        for path in files.filter_map(Result::ok).filter(|path| !path.is_dir()) {
            if !self.is_own(&path, span.clone()) {
                return;
            }
            self.config.inputs.push(path);
        }
        // A name that is spelt out and missing is reported when it is read; a pattern without a file is fine beside others.
        if self.config.inputs.len() == before && !pattern.contains(['*', '?', '[']) && self.is_own(&full, span) {
            self.config.inputs.push(full);
        }
    }

    fn set(&mut self, value: &Yaml) {
        let Data::Map(members) = &value.data else {
            return self.mistake(value.span.clone(), format!("expected a map of parameters, found {}", value.kind()), None);
        };
        for (key, value) in members {
            if let Some(text) = self.text(value) {
                self.config.set.insert(key.key_text(), text);
            }
        }
    }

    /// A text. Numbers as they are written, since for YAML `to: 2.10` is the number 2.1.
    fn text(&mut self, value: &Yaml) -> Option<String> {
        match &value.data {
            Data::Text(text) => Some(text.clone()),
            Data::Number(number) => {
                Some(self.text.get(value.span.clone()).map_or_else(|| number.to_string(), |text| text.trim().to_owned()))
            }
            Data::Bool(truth) => Some(truth.to_string()),
            _ => {
                self.mistake(value.span.clone(), format!("expected text, found {}", value.kind()), None);
                None
            }
        }
    }

    fn version(&mut self, value: &Yaml) -> Option<String> {
        let text = self.text(value)?;
        if let Err(error) = Release::parse(&text) {
            self.mistake(value.span.clone(), error.to_string(), None);
        }
        Some(text)
    }

    fn texts(&mut self, value: &Yaml) -> Vec<(String, Range<usize>)> {
        let items = match &value.data {
            Data::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        items.iter().filter_map(|item| Some((self.text(item)?, item.span.clone()))).collect()
    }
}
