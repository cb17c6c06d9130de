//! Problems in words: found and expected, did-you-mean, what becomes of it. Decides nothing.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::files::releases;
use super::fold::must_be_empty;
use super::keys;
use super::problem::{Problem, What};
use super::rule::Rule;
use crate::finding::{Finding, Severity, Stage};
use crate::json::{Document, Kind, Label};
use crate::semaphore::{Band, FieldShape, Reference, Step, Type};

/// Texts longer than this are cut.
const LONGEST: usize = 40;
/// Among how many names the one that was meant is looked for.
const NAMES: usize = 1_000;

/// The finding for `count` problems of one pattern, the first of which is `problem`.
pub(super) fn finding(doc: &Document, band: Band, problem: &Problem, count: usize) -> Finding {
    let words = Words { doc, band, problem };
    let (mut message, consequence, help) = words.words();
    if count > 1 {
        let _ = write!(message, " ({} times; the first is shown)", thousands(count));
    }
    let mut finding = Finding::new(problem.what.code(), problem.severity, words.stage(), message);
    finding = match problem.what {
        What::UnknownKey | What::LetterCase => finding.at_key(doc, problem.node),
        _ => finding.at(doc, problem.node),
    };
    finding.consequence = consequence;
    finding.help = help;
    finding
}

struct Words<'a> {
    doc: &'a Document,
    band: Band,
    problem: &'a Problem,
}

type Texts = (String, Option<String>, Option<String>);

impl Words<'_> {
    fn stage(&self) -> Stage {
        match self.problem.reference.and_then(|reference| reference.step) {
            Some(Step::Decode) => Stage::Decode,
            Some(Step::Verify) => Stage::Verify,
            Some(Step::Restore) => Stage::Restore,
            None if self.problem.reference.is_some() => Stage::Silent,
            None => Stage::Schema,
        }
    }

    fn words(&self) -> Texts {
        let key = &self.problem.key;
        let band = releases(self.band);
        match self.problem.what {
            What::NoSuchEntry | What::LinkMissing | What::BuildTemplate | What::LinkLost => self.reference(),
            What::WrongType => {
                let found = self.found();
                let subject = if key.is_empty() { String::new() } else { format!("`{key}`: ") };
                let not_read = Some("the server refuses the file and creates nothing".to_owned());
                (format!("{subject}expected {}, found {found}", self.expected()), not_read, None)
            }
            What::NullElement => (
                format!("`{key}` holds a null; its entries must be {}", if self.of_texts() { "strings" } else { "objects" }),
                Some("the server refuses the file and creates nothing".to_owned()),
                Some("remove the null".to_owned()),
            ),
            What::Content => (
                format!("`{key}` has content, which Semaphore {band} cannot read"),
                Some("the server refuses the file and creates nothing".to_owned()),
                Some(format!("write `\"{key}\": {{}}`, or restore on 2.13.5 or later")),
            ),
            What::UnknownKey => self.unknown_key(),
            What::LetterCase => (
                format!("`{}` should be written `{key}`", keys::written(self.doc, self.problem.node).unwrap_or_default()),
                Some("servers before 2.10.27 read it all the same, later ones ignore it".to_owned()),
                None,
            ),
            What::RefusedValue => (
                format!("`{key}` is {}; Semaphore {band} accepts only {}", self.found_text(), list(self.values())),
                Some("the restore stops there".to_owned()),
                None,
            ),
            What::UnknownValue => (
                format!("`{key}` is {}; Semaphore knows {}", self.found_text(), list(self.values())),
                Some("the server stores it without a check".to_owned()),
                crate::text::suggest::nearest(&self.text(), self.values().iter().copied())
                    .map(|near| format!("did you mean {near:?}?")),
            ),
            What::JsonText | What::CronText => self.broken_text(),
            What::Number => (
                format!("`{key}`: expected a whole number of at most 64 bits, found {}", self.found()),
                Some("the server refuses the file and creates nothing".to_owned()),
                None,
            ),
        }
    }

    fn field(&self) -> Option<&'static FieldShape> {
        self.problem.field
    }

    fn values(&self) -> &'static [&'static str] {
        self.field().map_or(&[], FieldShape::known_values)
    }

    fn text(&self) -> Cow<'_, str> {
        self.doc.text(self.problem.node).unwrap_or_default()
    }

    fn of_texts(&self) -> bool {
        self.field().is_some_and(|field| field.ty == Type::StringList)
    }

    fn found_text(&self) -> String {
        if self.doc.kind(self.problem.node) == Kind::Null { "null".to_owned() } else { quoted(&self.text()) }
    }

    /// What is there. Texts are shown only where a word or a number was expected, and secrets never.
    fn found(&self) -> String {
        let Words { doc, problem, .. } = self;
        let raw = || String::from_utf8_lossy(doc.raw(problem.node)).chars().take(LONGEST).collect::<String>();
        let secret = self.field().is_some_and(|field| matches!(field.key, "password" | "plain"));
        let word = self.field().is_some_and(|field| matches!(field.ty, Type::Bool | Type::Int));
        match doc.kind(problem.node) {
            Kind::Null => "null".to_owned(),
            Kind::Number if !secret => format!("the number {}", raw()),
            Kind::Number => "a number".to_owned(),
            Kind::Bool => raw(),
            Kind::String if word => format!("the string {}", quoted(&self.text())),
            Kind::String => "a string".to_owned(),
            Kind::Array => "a list".to_owned(),
            Kind::Object => "an object".to_owned(),
        }
    }

    fn expected(&self) -> &'static str {
        let Some(field) = self.field() else { return "an object" };
        let element = self.is_element();
        match field.ty {
            Type::String => "a string",
            Type::StringList if element => "a string",
            Type::List | Type::StringList if !element => "a list",
            Type::Map if must_be_empty(field) => "an empty object",
            Type::Bool => "true or false",
            Type::Int => "a number",
            Type::Object | Type::Map | Type::List | Type::StringList => "an object",
        }
    }

    fn is_element(&self) -> bool {
        matches!(self.doc.label(self.problem.node), Some(Label::Index(_)))
    }

    fn unknown_key(&self) -> Texts {
        let Problem { key, shape, .. } = self.problem;
        let lost = "the server ignores it without a word".to_owned();
        let history = keys::history(shape, key, self.band);
        let message = match &history {
            Some(history) => format!("`{key}` is not read by Semaphore {}: {history}", releases(self.band)),
            None => format!("unknown key `{key}`"),
        };
        let help = match history {
            Some(_) => Some(format!("semxform migrate --to {} FILE converts what can be kept", self.band.typical_version())),
            None => keys::meant(shape, key).map(|near| format!("did you mean `{near}`?")),
        };
        let note = shape.not_read.iter().find(|effect| effect.path.ends_with(&format!(".{key}")) && !effect.note.is_empty());
        (message, Some(note.map_or(lost, |effect| effect.note.to_owned())), help)
    }

    fn broken_text(&self) -> Texts {
        let Problem { key, severity, .. } = self.problem;
        let broken = self.field().and_then(Rule::of).and_then(|rule| rule.broken_by(&self.text())).unwrap_or_default();
        let cron = self.problem.what == What::CronText;
        let message = if cron { format!("`{key}` is not a cron expression: {broken}") } else { format!("`{key}`: {broken}") };
        let consequence = match (severity, cron) {
            (Severity::Error, true) => "the server refuses the file and creates nothing",
            (Severity::Error, false) => "the restore stops there and leaves an incomplete project",
            (_, true) => "the server stores it; the schedule never runs",
            (_, false) => "the server does not look at it",
        };
        (message, Some(consequence.to_owned()), None)
    }

    fn reference(&self) -> Texts {
        let Some(reference) = self.problem.reference else { return Texts::default() };
        let (key, target, name) = (&self.problem.key, reference.target, self.named());
        let unknown = || format!("`{key}` names {name}, which is not in `{target}`");
        let (message, consequence) = match self.problem.what {
            What::LinkMissing => (
                format!("`{key}` must name an entry of `{target}`"),
                "the restore fails; it may leave an incomplete project".to_owned(),
            ),
            What::BuildTemplate if self.problem.node == self.problem.owner => {
                ("a deploy template needs a build template".to_owned(), self.refusal())
            }
            What::BuildTemplate => ("only a deploy template may have a build template".to_owned(), self.refusal()),
            What::LinkLost => (unknown(), "the link is dropped without a word".to_owned()),
            _ => (unknown(), self.refusal()),
        };
        let unknown = matches!(self.problem.what, What::NoSuchEntry | What::LinkLost);
        (message, Some(consequence), if unknown { self.near(reference) } else { None })
    }

    /// A name of the section that differs by letter case or a typing mistake.
    fn near(&self, reference: &Reference) -> Option<String> {
        let text = self.text();
        let list = self.doc.get(self.doc.root(), reference.target)?;
        let names: Vec<_> =
            self.doc.elements(list).take(NAMES).filter_map(|e| self.doc.text_of(e, reference.target_key)).collect();
        let near = crate::text::suggest::nearest(&text, names.iter().map(|name| &**name).filter(|name| !name.is_empty()))?;
        Some(format!("did you mean {}?", quoted(near)))
    }

    fn refusal(&self) -> String {
        match self.stage() {
            Stage::Restore => "the restore stops there and leaves an incomplete project",
            Stage::Silent => "the server does not look for it",
            _ => "the server refuses the file and creates nothing",
        }
        .to_owned()
    }

    fn named(&self) -> String {
        match self.doc.kind(self.problem.node) {
            Kind::String => quoted(&self.text()),
            _ => String::from_utf8_lossy(self.doc.raw(self.problem.node)).chars().take(LONGEST).collect(),
        }
    }
}

/// A text in a message: quoted, cut when long.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{:?}…", &text[..at]),
        None => format!("{text:?}"),
    }
}

fn list(values: &[&str]) -> String {
    values
        .iter()
        .map(|value| if value.is_empty() { "the empty string".to_owned() } else { (*value).to_owned() })
        .collect::<Vec<_>>()
        .join(", ")
}

fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
