//! Findings for people: rustc style, a window of the file around the place, the server's own words, what happens, what to do.
//! The same finding again and again is folded.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Effects, Style};
use foldhash::{HashMap, HashMapExt as _};

use super::databases::together;
use super::source::Source;
use super::window::window;
use super::wrap::{hang, wrap};
use crate::finding::codes::page;
use crate::finding::{Code, Finding, Severity};
use crate::mask::Secrets;
use crate::text::{plural, safe};

const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const INFO: Style = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);
const ARROW: Style = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);

/// How often a finding is shown whole before the rest of its kind is listed by name.
const WHOLE: usize = 3;
/// So many findings of one code have a window each; the others, in words of their own, have two lines.
const WINDOWS: usize = 10;
/// So many findings of one code that are only worth knowing are shown one by one.
const INFOS: usize = 2;
/// How many of the rest are named.
const NAMED: usize = 8;

/// The renderer for terminals. Its output has colours; who prints it strips them where they are not wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Human {
    /// Width of the terminal in columns.
    pub width: usize,
    /// Columns for a line that programs read whole where there is no terminal.
    pub line_width: usize,
    /// Whether windows show secrets.
    pub secrets: Secrets,
    /// Whether each finding names its command; else that is said once, below all of them.
    pub commands: bool,
    /// Whether what is only worth knowing is shown one by one.
    pub verbose: bool,
}

impl Human {
    /// The findings of one source, in their order.
    #[must_use]
    pub(crate) fn findings(self, source: &Source, findings: &[Finding]) -> String {
        let findings = &*together(findings);
        let mut kinds: HashMap<(Code, &str), Vec<&Finding>> = HashMap::new();
        let mut infos: HashMap<Code, Vec<&Finding>> = HashMap::new();
        for finding in findings {
            if finding.severity == Severity::Info {
                infos.entry(finding.code).or_default().push(finding);
            }
            kinds.entry((finding.code, &finding.message)).or_default().push(finding);
        }
        let mut seen: HashMap<(Code, &str), usize> = HashMap::new();
        let mut shown: Vec<(&Finding, &[&Finding])> = Vec::new();
        for finding in findings {
            let kind = (finding.code, finding.message.as_str());
            let all = &kinds[&kind];
            let count = seen.entry(kind).or_default();
            *count += 1;
            // One more than is shown whole is not worth folding.
            let fold = all.len() > WHOLE + 1;
            if fold && *count > WHOLE {
                continue;
            }
            shown.push((finding, if fold && *count == WHOLE { &all[WHOLE..] } else { &[] }));
        }
        let mut out = String::new();
        let mut windows: HashMap<Code, usize> = HashMap::new();
        let mut shortened = false;
        for (finding, rest) in shown {
            let drawn = windows.entry(finding.code).or_default();
            *drawn += 1;
            let in_full = *drawn <= WINDOWS || self.verbose;
            let folded = infos.get(&finding.code).filter(|all| all.len() > INFOS && !self.verbose);
            out.push_str(&match (finding.severity, folded) {
                (Severity::Info, Some(all)) if std::ptr::eq(all[0], finding) => self.infos(source, all),
                (Severity::Info, Some(_)) => continue,
                (Severity::Info, None) => self.short(source, finding, rest, true),
                (_, _) if in_full => self.finding(source, finding, rest),
                (_, _) => {
                    shortened = true;
                    self.short(source, finding, rest, false)
                }
            });
        }
        if shortened {
            let _ = writeln!(out, "… the first {WINDOWS} of each code in full; -v shows all in full");
        }
        out
    }

    /// What is only worth knowing takes no window, nor does the hundredth finding of a code; that one's help was given before.
    fn short(self, source: &Source, finding: &Finding, rest: &[&Finding], help: bool) -> String {
        let style = match finding.severity {
            Severity::Error => ERROR,
            Severity::Warning => WARNING,
            Severity::Info => INFO,
        };
        let word = finding.severity.name();
        let message = hang(&safe::lines(&finding.message), self.width, word.len() + 9);
        let mut out = format!("{style}{word}[{}]{style:#}: {message}\n", finding.code);
        let place = source.span(finding).map(|span| source.position(span.start));
        let place = place.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
        let entity = finding.entity(source.doc).map_or_else(String::new, |e| format!(" {}", safe::line(&e)));
        let _ = writeln!(out, "  {ARROW}-->{ARROW:#} {}{place}{entity}", safe::line(source.path));
        for help in finding.help.iter().chain(&finding.command).filter(|_| help) {
            let _ = writeln!(out, "  = help: {}", source.help(help));
        }
        if !rest.is_empty() {
            let _ = writeln!(out, "  = {}", more(rest, source));
        }
        out
    }

    /// Many of one code that are only worth knowing.
    fn infos(self, source: &Source, all: &[&Finding]) -> String {
        let first = all[0];
        let title = page(first.code).map_or_else(|| first.message.as_str(), |page| page.title);
        let places = hang(&safe::line(&list(all, source, self.width / 10)), self.width, 6);
        let path = safe::line(source.path);
        let mut out = format!(
            "{INFO}info[{}]{INFO:#}: {title}, {}; -v shows each\n  {ARROW}-->{ARROW:#} {path}\n      {places}\n",
            first.code,
            plural(all.len(), "time")
        );
        if let Some(command) = &first.command {
            let _ = writeln!(out, "  = help: {}", source.help(command));
        }
        out
    }

    fn finding(self, source: &Source, finding: &Finding, rest: &[&Finding]) -> String {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let entity = source.entity(finding);
        let indent = finding.severity.name().len() + finding.code.name().len() + 4;
        let (message, path) = (wrap(&safe::lines(&finding.message), self.width.saturating_sub(indent)), safe::line(source.path));
        let mut group = Group::with_title(level.primary_title(&*message).id(finding.code.name()));
        let span = source.span(finding);
        let origin = Origin::path(&*path);
        let at = span.as_ref().map(|span| source.position(span.start));
        group = group.element(match &at {
            Some(at) => origin.line(at.line).char_column(at.column),
            None => origin,
        });
        let mut gutter = 4;
        let view;
        // Of an archive or a picture there is nothing to see.
        if let (Some(span), Some(at)) = (span.filter(|_| !source.is_binary()), at) {
            gutter = (at.line + 3).to_string().len() + 3;
            view = window(source, &span, self.width.saturating_sub(gutter).max(20), self.secrets);
            group = group.element(
                Snippet::source(view.text.as_str())
                    .line_start(view.first_line)
                    .fold(false)
                    .annotation(AnnotationKind::Primary.span(view.mark.clone())),
            );
        }
        for (name, text) in self.notes(finding, entity.as_deref(), rest, source) {
            let room = self.width.saturating_sub(gutter + name.len() + 4).max(24);
            let level = if name == "help" { Level::HELP } else { Level::NOTE };
            group = group.element(level.with_name(name).message(wrap(&safe::lines(&text), room)));
        }
        let renderer = Renderer::styled().term_width(self.width.max(40));
        let mut out = String::new();
        let mut margin = "";
        for line in renderer.render(&[group]).lines() {
            let plain = strip_str(line).to_string();
            // The crate draws this between an origin and a snippet; the column of a cut line cannot be given in another way.
            if plain.contains(":::") && plain.trim() == ":::" {
                continue;
            }
            // Without a window it draws everything below the title at the margin.
            if gutter == 4 && plain.starts_with("-->") {
                margin = " ";
            }
            out.push_str(margin);
            out.push_str(line);
            out.push('\n');
        }
        out.push('\n');
        out
    }

    /// What is below the window, with the word in front of it.
    fn notes(self, finding: &Finding, entity: Option<&str>, rest: &[&Finding], source: &Source) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        if let Some(entity) = entity {
            out.push(("in", entity.to_owned()));
        }
        if let Some(words) = &finding.server_message {
            out.push(("server", words.to_string()));
        }
        if !finding.db.is_empty() {
            out.push(("database", finding.db.iter().map(|db| db.name()).collect::<Vec<_>>().join(", ")));
        }
        if let Some(text) = &finding.consequence {
            out.push(("note", text.to_string()));
        }
        if finding.uncertain {
            out.push(("note", "read from Semaphore's source, not proved on a running server".to_owned()));
        }
        let command = finding.command.iter().filter(|_| self.commands);
        out.extend(finding.help.iter().chain(command).map(|text| ("help", source.help(text))));
        if !rest.is_empty() {
            out.push(("note", more(rest, source)));
        }
        out
    }
}

/// `14 more like this: keys["a"] (line 120), …`
fn more(rest: &[&Finding], source: &Source) -> String {
    let hint = if rest.len() > NAMED { "; --format concise lists all" } else { "" };
    format!("{} more like this: {}{hint}", rest.len(), list(rest, source, NAMED))
}

/// `keys["a"] (line 120), …`
fn list(findings: &[&Finding], source: &Source, most: usize) -> String {
    let one = |finding: &&Finding| {
        let mut out = finding.entity(source.doc).as_deref().unwrap_or(finding.code.name()).to_owned();
        if let Some(span) = source.span(finding) {
            let _ = write!(out, " (line {})", source.position(span.start).line);
        }
        out
    };
    let named: Vec<String> = findings.iter().take(most).map(one).collect();
    named.join(", ") + if findings.len() > most { " …" } else { "" }
}
