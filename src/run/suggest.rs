//! Commands that findings name, tried on a copy of the document before anybody reads them: what does not repair is not suggested.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::accept::Accept;
use super::execute::run;
use super::judged::Judged;
use super::request::Request;
use crate::check::{self, Options, Report};
use crate::detect;
use crate::finding::{Code, Finding, Identity, MOST, Repair, Severity, Words};
use crate::input;
use crate::json::Document;
use crate::semaphore::{Db, Release};
use crate::sorting::sort_by_key;

/// On documents with more values or bytes nothing is tried: each command is a run of its own, and a check must stay as cheap as its
/// size. Real backups are smaller; for the others the tests vouch.
const MOST_VALUES: usize = 1 << 15;
const MOST_BYTES: usize = 1 << 20;

const MIGRATION: Repair = Repair { pack: None };

fn is_migration(command: &str) -> bool {
    Repair::named_in(command) == Some(MIGRATION)
}

fn is_too_large(doc: &Document) -> bool {
    doc.source().len() > MOST_BYTES || doc.len_of_source() > MOST_VALUES
}

/// A command that repairs findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// `semxform migrate --to 2.18.30 FILE`, with the losses that it must be allowed
    pub(crate) command: String,
    /// The losses that must be accepted: what each is about, and its place.
    pub(crate) lost: Vec<(String, String)>,
    /// How many errors and warnings are gone afterwards.
    pub(crate) repairs: usize,
    /// How many of them are errors.
    pub(crate) errors: usize,
    /// How many others are there then: what was hidden behind an error, or what the repaired value is told about.
    pub(crate) others: usize,
    /// Which ones.
    repaired: HashSet<Identity>,
}

/// What to type next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Advice {
    /// Commands that together repair what can be repaired; one where one does all of it.
    pub(crate) commands: Vec<Suggestion>,
    /// A command that refuses to write while errors remain which no command repairs.
    pub(crate) afterwards: Option<Suggestion>,
    /// Of a document that is too large to try: the command of the first finding that has one.
    pub(crate) untried: Option<Words>,
}

impl Advice {
    /// Counts what the commands repair of these findings: some may have been left out since.
    pub(crate) fn recount(&mut self, doc: &Document, findings: &[Finding]) {
        let counted: Vec<(Severity, Identity)> = of_weight(findings).map(|f| (f.severity, f.identity(doc))).collect();
        let repaired = |suggestion: &Suggestion, least: Severity| {
            let of_weight = counted.iter().filter(|(severity, _)| *severity >= least);
            of_weight.filter(|(_, identity)| suggestion.repaired.contains(identity)).count()
        };
        for suggestion in self.commands.iter_mut().chain(&mut self.afterwards) {
            suggestion.repairs = repaired(suggestion, Severity::Warning);
            suggestion.errors = repaired(suggestion, Severity::Error);
        }
        self.commands.retain(|suggestion| suggestion.repairs > 0);
        // What stops the restore comes first.
        sort_by_key(&mut self.commands, |suggestion| Reverse((suggestion.errors, suggestion.repairs)));
        // One that repairs nothing which those before it leave is one too many.
        let weighty: HashSet<&Identity> = counted.iter().map(|(_, identity)| identity).collect();
        let mut done: HashSet<Identity> = HashSet::new();
        self.commands.retain(|suggestion| {
            let before = done.len();
            done.extend(suggestion.repaired.iter().filter(|identity| weighty.contains(identity)).cloned());
            done.len() > before
        });
        self.afterwards.take_if(|suggestion| suggestion.repairs == 0);
    }
}

/// Errors and warnings.
fn of_weight(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity > Severity::Info)
}

/// Tries the commands of the findings. Each finding keeps the first that repairs it, or gets the words of its page.
pub(crate) fn prove(report: &mut Report, doc: &Document, release: &Release, dbs: &[Db], options: &Options) -> Advice {
    let can_be_edited = input::unusable(doc).is_none();
    let has_commands = report.findings.iter().any(|finding| finding.command.is_some());
    if !has_commands {
        return Advice::default();
    }
    let is_untried = can_be_edited && is_too_large(doc);
    // For a large document the version is always named: to detect it would take longer than it is worth.
    let is_own_target = !is_untried && detect::detect(doc).default_target() == *release;
    let mut trials = Trials { doc, release, is_own_target, dbs, options, before: &report.findings, done: BTreeMap::new() };
    if is_untried {
        let command = of_weight(&report.findings).find_map(|finding| finding.command.as_deref());
        let untried = command.map(|command| trials.for_this_server(command).into());
        return Advice { untried, ..Advice::default() };
    }
    let tried = |finding: &Finding| if can_be_edited { trials.command_for(finding) } else { None };
    let commands: Vec<Option<String>> = report.findings.iter().map(tried).collect();
    let done = trials.done;
    let mut advice = Advice::default();
    for (finding, command) in report.findings.iter_mut().zip(commands) {
        let named = command.and_then(|command| done.get_key_value(&command));
        // Some are repaired by a command that others name.
        let identity = finding.identity(doc);
        let trial = named.or_else(|| done.iter().find(|(_, trial)| trial.writes && trial.repaired.contains(&identity)));
        match trial {
            Some((command, trial)) if trial.writes => finding.command = Some(trial.typed(command).into()),
            _ => finding.drop_command(),
        }
        let Some((command, trial)) = trial.filter(|_| finding.severity > Severity::Info) else { continue };
        let suggestion = trial.suggestion(command);
        if !trial.writes {
            advice.afterwards.get_or_insert(suggestion);
        } else if advice.commands.iter().all(|known| known.command != suggestion.command) {
            advice.commands.push(suggestion);
        }
    }
    // One command is easier to type than several.
    let all: HashSet<&Identity> = advice.commands.iter().flat_map(|suggestion| &suggestion.repaired).collect();
    let covers = |trial: &Trial| trial.writes && all.iter().all(|identity| trial.repaired.contains(identity));
    if advice.commands.len() > 1
        && let Some((command, trial)) = done.iter().find(|(_, trial)| covers(trial))
    {
        advice.commands = vec![trial.suggestion(command)];
    }
    advice.recount(doc, &report.findings);
    advice
}

/// Takes the commands back that do not repair their finding, of findings that were picked out of a check.
pub(crate) fn prove_some(findings: &mut [Finding], doc: &Document, release: &Release) {
    let has_commands = findings.iter().any(|finding| finding.command.is_some());
    let Some(dbs) = Db::of_server(release, &[]).ok().filter(|_| has_commands && !is_too_large(doc)) else { return };
    let options = Options::default();
    let mut report = check::judge(doc, release, &dbs, &options);
    prove(&mut report, doc, release, &dbs, &options);
    for finding in findings.iter_mut().filter(|finding| finding.command.is_some()) {
        let same = |other: &&Finding| other.code == finding.code && other.pointer(Some(doc)) == finding.pointer(Some(doc));
        match report.findings.iter().find(same).and_then(|proved| proved.command.clone()) {
            Some(command) => finding.command = Some(command),
            None => finding.drop_command(),
        }
    }
}

/// What a command does about the findings.
#[derive(Debug, Default)]
struct Trial {
    repaired: HashSet<Identity>,
    /// How many findings of weight are there that were not there before.
    others: usize,
    lost: Vec<(String, String)>,
    /// The `--accept-loss` without which it writes nothing.
    accept: Option<String>,
    /// Whether it writes its result, with its losses accepted.
    writes: bool,
}

impl Trial {
    fn suggestion(&self, command: &str) -> Suggestion {
        let (command, lost, repaired) = (self.typed(command), self.lost.clone(), self.repaired.clone());
        Suggestion { command, lost, repairs: 0, errors: 0, others: self.others, repaired }
    }

    /// The command as it must be typed.
    fn typed(&self, command: &str) -> String {
        match &self.accept {
            Some(accept) => command.replacen(" FILE", &format!(" {accept} FILE"), 1),
            None => command.to_owned(),
        }
    }
}

/// The commands that were tried.
struct Trials<'a> {
    doc: &'a Document,
    release: &'a Release,
    /// Whether a command without a version takes that release too.
    is_own_target: bool,
    dbs: &'a [Db],
    options: &'a Options,
    before: &'a [Finding],
    done: BTreeMap<String, Trial>,
}

impl Trials<'_> {
    /// The command of the finding, or else a migration to the version, if it repairs it; one that writes its result comes first.
    fn command_for(&mut self, finding: &Finding) -> Option<String> {
        let own = finding.command.as_deref()?;
        let identity = finding.identity(self.doc);
        let migrate = format!("{} FILE", MIGRATION.command(&self.release.version.to_string()));
        let mut blocked = None;
        for command in [own, &migrate].map(|command| self.for_this_server(command)) {
            let trial = self.trial(&command);
            match (trial.repaired.contains(&identity), trial.writes) {
                (true, true) => return Some(command),
                (true, false) => blocked = blocked.or(Some(command)),
                _ => {}
            }
        }
        blocked
    }

    /// The command for the server of this check: a pack is for the version of the file unless one is named, a migration is judged for each
    /// SQL database unless some are named.
    fn for_this_server(&self, command: &str) -> String {
        let mut options = String::new();
        if !is_migration(command) {
            if !self.is_own_target {
                options = format!(" --to {}", self.release.version);
            }
        } else if Db::of_server(self.release, &[]).is_ok_and(|dbs| dbs != self.dbs) {
            let names: Vec<_> = self.dbs.iter().map(|db| db.name()).collect();
            options = format!(" --db {}", names.join(","));
        }
        command.replacen(" FILE", &format!("{options} FILE"), 1)
    }

    fn trial(&mut self, command: &str) -> &Trial {
        if !self.done.contains_key(command) {
            let trial = self.try_out(command).unwrap_or_default();
            self.done.insert(command.to_owned(), trial);
        }
        &self.done[command]
    }

    fn try_out(&self, command: &str) -> Option<Trial> {
        let judged = self.run(command)?;
        let report = judged.report.as_ref()?;
        let result = judged.document();
        // A migration judges its result for the same server as this check.
        let was_judged = is_migration(command) && self.options.existing_names.is_empty();
        let judge = || check::judge(result, self.release, self.dbs, self.options).findings;
        let findings = if was_judged { report.findings.clone() } else { judge() };
        let after = by_code(&findings, result);
        let remaining: HashSet<&Identity> = after.values().flatten().collect();
        let mut repaired = HashSet::new();
        for (code, before) in by_code(self.before, self.doc) {
            // What is wrong at another place now is not repaired.
            let fewer = before.len().saturating_sub(after.get(&code).map_or(0, Vec::len));
            let gone = before.into_iter().filter(|identity| !remaining.contains(identity));
            repaired.extend(gone.take(fewer));
        }
        let (was, is) = (counts(self.before, self.doc), counts(&findings, result));
        let others: usize = is.iter().map(|(kind, count)| count.saturating_sub(was.get(kind).copied().unwrap_or_default())).sum();
        // Errors hide what is behind them. Where there is none everything was known, and what shows up must be less than what is gone.
        let has_errors = |counts: &BTreeMap<(Severity, Code), usize>| counts.keys().any(|kind| kind.0 == Severity::Error);
        let is_less = is.values().sum::<usize>() < was.values().sum();
        if others > 0 && !has_errors(&was) && (has_errors(&is) || !is_less) {
            repaired.clear();
        }
        let lost = judged.outcome.losses.iter().map(|loss| (loss.entity.clone(), loss.pointer.clone())).collect();
        let accept = judged.accepted_losses().filter(|_| is_migration(command));
        Some(Trial { repaired, others, lost, accept, writes: judged.approved().is_some() })
    }

    /// Runs a command as it would be typed, with its losses accepted. A migration is for the databases of this check.
    fn run(&self, command: &str) -> Option<Judged> {
        let repair = Repair::named_in(command)?;
        let dbs = if repair.pack.is_none() { self.dbs.to_vec() } else { Vec::new() };
        let accept = Accept::All;
        let request =
            Request { dbs, accept, apps: self.options.apps.clone(), most: MOST, ..Request::repair(&repair, self.release)? };
        let copy = Document::parse(self.doc.source().to_vec()).ok()?;
        let mut plan = request.plan(&copy).ok()?;
        plan.forget_changes();
        Some(run(copy, &plan))
    }
}

/// How many errors and warnings of each code there are.
fn counts(findings: &[Finding], doc: &Document) -> BTreeMap<(Severity, Code), usize> {
    let mut seen = HashSet::new();
    let mut out = BTreeMap::new();
    for finding in of_weight(findings).filter(|finding| seen.insert(finding.identity(doc))) {
        *out.entry((finding.severity, finding.code)).or_default() += 1;
    }
    out
}

/// The places of the findings of each code, in their order.
fn by_code(findings: &[Finding], doc: &Document) -> BTreeMap<Code, Vec<Identity>> {
    let mut seen = HashSet::new();
    let mut out: BTreeMap<Code, Vec<Identity>> = BTreeMap::new();
    for identity in findings.iter().map(|finding| finding.identity(doc)) {
        if seen.insert(identity.clone()) {
            out.entry(identity.code).or_default().push(identity);
        }
    }
    out
}
