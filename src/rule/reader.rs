//! Takes a YAML tree apart and notes every mistake while doing so. Knows words, not rules: those are read by packs and
//! operations.

use std::collections::BTreeSet;
use std::ops::Range;

use super::error::{Mistakes, RuleError};
use super::path;
use super::pattern::Pattern;
use super::yaml::{Data, Yaml};
use crate::finding::Code;
use crate::json::Step;
use crate::jsonpath::KnownPlaces;
use crate::semaphore::{Type, all_fields, reference_paths};
use crate::sorting;
use crate::text::SourceText;
use crate::text::suggest::nearest;

/// As many keys are listed where none is like the one that was written.
const LISTED: usize = 12;

/// Reads parts of one rule file.
#[derive(Debug)]
pub(crate) struct RuleReader<'a> {
    /// The file.
    pub source: &'a str,
    /// Its lines.
    lines: SourceText<'a>,
    /// Whether it is part of the program; a test holds those free of mistakes.
    pub is_shipped: bool,
    /// What is wrong with it so far.
    pub mistakes: Mistakes,
    /// What is valid, but hardly meant.
    pub traps: Mistakes,
    /// Names of the parameters that the pack declares.
    pub params: Vec<String>,
    /// Parameters that values use.
    pub used_params: BTreeSet<String>,
    /// Names of the rule's joins, in order.
    pub finds: Vec<String>,
    /// Joins that values or conditions use.
    pub used_finds: BTreeSet<String>,
    /// Whether the rule says `once: true`.
    pub once: bool,
    /// Whether the rule says `unknown: true`.
    pub unknown: bool,
    /// Known places of what is read: `templates[].vaults[]` for the nodes of a rule; none where nothing is known of them.
    pub places: KnownPlaces,
    /// Known places of the rule's nodes, which `@` in values means.
    pub node: KnownPlaces,
    /// Known places of what each of the rule's joins finds.
    pub found: Vec<KnownPlaces>,
}

impl<'a> RuleReader<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            lines: SourceText::new(source.as_bytes()),
            is_shipped: false,
            mistakes: Mistakes::default(),
            traps: Mistakes::default(),
            params: Vec::new(),
            used_params: BTreeSet::new(),
            finds: Vec::new(),
            used_finds: BTreeSet::new(),
            once: false,
            unknown: false,
            places: KnownPlaces::default(),
            node: KnownPlaces::default(),
            found: Vec::new(),
        }
    }

    /// The line on which a part of the file begins, from 1.
    pub(crate) fn line(&self, at: &Yaml) -> usize {
        self.lines.position(at.span.start).line
    }

    /// Notes a mistake.
    pub(crate) fn wrong(&mut self, at: &Yaml, message: impl Into<String>) {
        self.push(RuleError::new(at.span.clone(), message));
    }

    /// Notes a mistake that has been put together.
    pub(crate) fn push(&mut self, error: RuleError) {
        self.mistakes.push(error);
    }

    /// Notes what is valid, but hardly meant.
    pub(crate) fn trap(&mut self, error: RuleError) {
        self.traps.push(error.code(Code::SX211));
    }

    fn expected(&mut self, at: &Yaml, what: &str) {
        self.wrong(at, format!("expected {what}, but found {}", at.kind()));
    }

    /// A map whose keys will be taken one by one; see [`Fields::finish`].
    pub(crate) fn fields<'y>(&mut self, at: &'y Yaml, what: &str) -> Option<Fields<'y>> {
        let Data::Map(entries) = &at.data else {
            self.expected(at, what);
            return None;
        };
        Some(Fields { span: at.span.clone(), entries: entries.iter().map(|(k, v)| (k, v, false)).collect(), known: Vec::new() })
    }

    /// A map with free keys.
    pub(crate) fn entries<'y>(&mut self, at: &'y Yaml, what: &str) -> &'y [(Yaml, Yaml)] {
        if let Data::Map(entries) = &at.data {
            if entries.is_empty() {
                self.wrong(at, format!("expected {what}, but it is empty"));
            }
            return entries;
        }
        self.expected(at, what);
        &[]
    }

    pub(crate) fn list<'y>(&mut self, at: &'y Yaml, what: &str) -> &'y [Yaml] {
        if let Data::List(items) = &at.data {
            return items;
        }
        self.expected(at, what);
        &[]
    }

    /// One value or a list of them.
    pub(crate) fn one_or_more(at: &Yaml) -> &[Yaml] {
        match &at.data {
            Data::List(items) => items,
            _ => std::slice::from_ref(at),
        }
    }

    pub(crate) fn text(&mut self, at: &Yaml, what: &str) -> Option<String> {
        let text = at.text().map(str::to_owned);
        if text.is_none() {
            self.expected(at, what);
        }
        text
    }

    pub(crate) fn boolean(&mut self, at: &Yaml, what: &str) -> Option<bool> {
        if let Data::Bool(value) = at.data {
            return Some(value);
        }
        self.expected(at, what);
        None
    }

    pub(crate) fn count(&mut self, at: &Yaml, what: &str) -> Option<usize> {
        if let Data::Number(n) = &at.data
            && let Some(count) = n.as_u64().and_then(|n| usize::try_from(n).ok())
        {
            return Some(count);
        }
        self.expected(at, what);
        None
    }

    /// One word of a list.
    pub(crate) fn one_of<T: Copy>(&mut self, at: &Yaml, what: &str, words: &[(&'static str, T)]) -> Option<T> {
        let all = || words.iter().map(|w| w.0).collect::<Vec<_>>().join(", ");
        let text = self.text(at, what)?;
        let found = words.iter().find(|w| w.0 == text).map(|w| w.1);
        if found.is_none() {
            let error = RuleError::new(at.span.clone(), format!("{text:?} is no {what}: one of {}", all()));
            self.push(error.did_you_mean(&text, words.iter().map(|w| w.0)));
        }
        found
    }

    /// The name of a section that some version knows.
    pub(crate) fn section(&mut self, at: &Yaml) -> Option<String> {
        let name = self.text(at, "the name of a section")?;
        let lists = all_fields().filter(|field| matches!(field.ty, Type::List | Type::StringList));
        let known: BTreeSet<&str> =
            sorting::tree(lists.map(|field| field.path.trim_end_matches("[]")).filter(|path| !path.contains('.')));
        if self.unknown || known.contains(name.as_str()) {
            return Some(name);
        }
        let error = RuleError::new(at.span.clone(), format!("no version has a section {name:?}"));
        self.push(error.did_you_mean(&name, known));
        None
    }

    /// The path of a reference that some version knows.
    pub(crate) fn reference(&mut self, at: &Yaml) -> Option<String> {
        let path = self.text(at, "a reference such as `templates[].vaults[].vault_key`")?;
        let known = reference_paths();
        if known.contains(&path.as_str()) {
            return Some(path);
        }
        let last = path.rsplit('.').next().unwrap_or_default();
        let near = nearest(&path, known.iter().copied()).or_else(|| known.iter().find(|k| k.ends_with(last)).copied());
        let mut error = RuleError::new(at.span.clone(), format!("{path:?} is a reference in no version"));
        error.suggestion = near.map(|near| format!("did you mean `{near}`?"));
        self.push(error);
        None
    }

    /// The place of byte `offset` of a scalar's text, as far as the scalar is written as it reads.
    pub(crate) fn inside(&self, at: &Yaml, text: &str, offset: usize) -> Range<usize> {
        let written = self.source.get(at.span.clone()).unwrap_or_default();
        let Some(start) = written.find(text).filter(|_| !text.is_empty()) else {
            return at.span.clone();
        };
        let place = at.span.start + start + offset;
        // A whole name where one begins there, else one character.
        let rest = text.get(offset..).unwrap_or_default();
        let name = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let one = rest.chars().next().map_or(0, char::len_utf8);
        place..place + name.max(one)
    }

    pub(crate) fn pattern(&mut self, at: &Yaml) -> Option<Pattern> {
        let text = self.text(at, "a regular expression")?;
        if self.is_shipped {
            return Some(Pattern::known(text));
        }
        match Pattern::new(text) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let message = error.to_string();
                let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                self.wrong(at, format!("bad regular expression: {last}"));
                None
            }
        }
    }

    /// Names and indices from a node down: `task_params.params`, `vaults[0].name`, `@` for the node itself.
    pub(crate) fn path(&mut self, at: &Yaml) -> Option<Vec<Step>> {
        let text = self.text(at, "a key, or keys with dots between")?;
        match path::steps(&text) {
            Ok(steps) => Some(steps),
            Err(message) => {
                self.wrong(at, message);
                None
            }
        }
    }

    /// Notes that the rule uses the join `name`, and gives its number.
    pub(crate) fn find(&mut self, name: &str, at: &Yaml) -> Option<usize> {
        self.used_finds.insert(name.to_owned());
        let found = self.finds.iter().position(|f| f == name);
        if found.is_none() {
            let error = RuleError::new(at.span.clone(), format!("the rule has no `find` called {name:?}"));
            let error = error.did_you_mean(name, self.finds.iter().map(String::as_str));
            self.push(error);
        }
        found
    }
}

/// The keys of one map; which of them exist follows from which are taken.
#[derive(Debug)]
pub(crate) struct Fields<'y> {
    /// Where the map begins.
    pub span: Range<usize>,
    entries: Vec<(&'y Yaml, &'y Yaml, bool)>,
    known: Vec<&'static str>,
}

impl<'y> Fields<'y> {
    /// The value of `key`, if it is there.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'y Yaml> {
        self.take_entry(key).map(|(_, value)| value)
    }

    /// Key and value of a key that nothing has taken yet, without making it known.
    pub(crate) fn left_over(&self, key: &str) -> Option<(&'y Yaml, &'y Yaml)> {
        self.rest().find(|(k, _)| k.text() == Some(key))
    }

    /// Key and value.
    pub(crate) fn take_entry(&mut self, key: &'static str) -> Option<(&'y Yaml, &'y Yaml)> {
        self.known.push(key);
        let mut found = None;
        // A repeated key has been reported already.
        for entry in self.entries.iter_mut().filter(|(k, ..)| k.text() == Some(key)) {
            entry.2 = true;
            found = found.or(Some((entry.0, entry.1)));
        }
        found
    }

    /// The value of a key that must be there.
    pub(crate) fn need(&mut self, reader: &mut RuleReader<'_>, key: &'static str, what: &str) -> Option<&'y Yaml> {
        let value = self.take(key);
        if value.is_none() {
            reader.push(RuleError::new(self.span.clone(), format!("`{key}` is missing: {what}")));
        }
        value
    }

    /// What has not been taken yet, in order.
    pub(crate) fn rest(&self) -> impl Iterator<Item = (&'y Yaml, &'y Yaml)> + '_ {
        self.entries.iter().filter(|e| !e.2).map(|e| (e.0, e.1))
    }

    /// Notes every key that nothing took.
    pub(crate) fn finish(self, reader: &mut RuleReader<'_>, what: &str) {
        for (key, ..) in self.entries.iter().filter(|e| !e.2) {
            let word = key.key_text();
            let error = RuleError::new(key.span.clone(), format!("{what} has no key {word:?}"));
            let error = error.did_you_mean(&word, self.known.iter().copied());
            let few = (1..=LISTED).contains(&self.known.len()) && error.suggestion.is_none();
            reader.push(if few { error.suggest(format!("its keys are {}", self.known.join(", "))) } else { error });
        }
    }
}
