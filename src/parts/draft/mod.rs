//! `rules draft`: a pack that turns one backup into another. Renames come first, then members of whole sections, then of single
//! entities, then entities that are new or gone. The pack is run: what it does not reproduce is said for the whole section, or listed.

mod members;
mod section;
mod write;

use std::collections::BTreeSet;

use serde_json::Value;

use self::write::Rules;
use crate::detect::detect;
use crate::diff::byname::{self, Difference};
use crate::edit::canonical;
use crate::engine::{Context, run, run_tests};
use crate::json::{Document, Kind, Node};
use crate::pack::Pack;
use crate::semaphore::Release;
use crate::sorting;

/// A pack, and what it does not say.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The text of the pack, with its test.
    pub text: String,
    /// Whether it has one.
    pub is_tested: bool,
    /// How many rules it has.
    pub rules: usize,
    /// What differs from the second backup after a run, by entity and member.
    pub unsaid: Vec<Difference>,
}

/// How many times the pack is written anew for what did not come out.
const ATTEMPTS: usize = 6;

/// Backups of more bytes than this make no test: it would be too large to be read.
const TESTABLE: usize = 32 << 20;

/// Drafts the pack that turns `before` into `after`.
#[must_use]
pub(crate) fn draft(id: &str, before: &Document, after: &Document) -> Draft {
    let context = context(before, after);
    let mut choice = Choice::default();
    let mut last = (Rules::default(), byname::compare(before, after), false);
    for _ in 0..ATTEMPTS {
        let rules = attempt(before, after, &context, &choice);
        let (unsaid, stopped) = trial(id, &rules, before, after, &context);
        let sections: BTreeSet<String> =
            sorting::tree(unsaid.iter().map(|difference| section_of(&difference.entity)).chain(stopped.clone()));
        let proved = stopped.is_empty();
        let better = proved && (unsaid.len() < last.1.len() || !last.2);
        if better {
            last = (rules, unsaid, proved);
        }
        if proved && last.1.is_empty() || !choice.widen(sections) {
            break;
        }
    }
    let (rules, unsaid, _) = last;
    let tested = with_test(id, &rules, before, after, &context);
    Draft { rules: rules.len(), is_tested: tested.is_some(), text: tested.unwrap_or_else(|| rules.text(id, "")), unsaid }
}

/// What an attempt leaves out because an earlier one did not come out.
#[derive(Debug, Default)]
struct Choice {
    without_renames: bool,
    /// Sections that are written as a whole.
    whole: BTreeSet<String>,
}

impl Choice {
    /// Tries something coarser; false where nothing is left to try.
    fn widen(&mut self, sections: BTreeSet<String>) -> bool {
        if sections.contains(write::RENAMES) && !self.without_renames {
            self.without_renames = true;
            return true;
        }
        let known = self.whole.len();
        self.whole.extend(sections.into_iter().filter(|section| section != write::RENAMES));
        self.whole.len() > known
    }
}

fn context(before: &Document, after: &Document) -> Context {
    let (old, new) = (detect(before), detect(after));
    let mut context = Context::new(new.default_target());
    let ends = (old.bands.first(), old.bands.last());
    if let (Some(first), Some(last)) = ends {
        context.source = Some((Release::of_band(*first), Release::of_band(*last)));
    }
    context
}

fn attempt(before: &Document, after: &Document, context: &Context, choice: &Choice) -> Rules {
    let mut rules = Rules::default();
    let (mut now, mut target) = differing(before, after);
    if !choice.without_renames {
        section::renames(&now, &target, context.target.band, &mut rules);
        if rules.len() > 0
            && let Some(renamed) = applied(&rules, before, context)
        {
            (now, target) = differing(&renamed, after);
        }
    }
    section::document(&now, &target, context.target.band, &choice.whole, &mut rules);
    rules
}

/// The members of two documents that differ: what is the same in both needs no rule, and no copy.
fn differing(a: &Document, b: &Document) -> (Value, Value) {
    let text = |doc: &Document, node: Node| {
        let mut text = String::new();
        canonical(doc, node, &mut text);
        text
    };
    let only = |own: &Document, other: &Document| {
        let members = own.members(own.root()).filter(|(key, node)| {
            let same = other.get(other.root(), &*key.text());
            same.is_none_or(|same| own.raw(*node) != other.raw(same) && text(own, *node) != text(other, same))
        });
        Value::Object(members.map(|(key, node)| (key.text().into_owned(), own.value(node))).collect())
    };
    let is_object = |doc: &Document| doc.kind(doc.root()) == Kind::Object;
    if is_object(a) && is_object(b) { (only(a, b), only(b, a)) } else { (a.value(a.root()), b.value(b.root())) }
}

/// The backup after the rules so far; none where they do not run.
fn applied(rules: &Rules, before: &Document, context: &Context) -> Option<Document> {
    let pack = Pack::parse("draft.yaml", &rules.text("draft", "")).ok()?;
    let mut doc = Document::parse(before.source().to_vec()).ok()?;
    let outcome = run(&mut doc, std::slice::from_ref(&pack), context);
    if outcome.is_good() { Document::parse(doc.to_bytes()).ok() } else { None }
}

/// What differs after a run, and the sections whose rules stopped it or are not done after one run.
fn trial(id: &str, rules: &Rules, before: &Document, after: &Document, context: &Context) -> (Vec<Difference>, Vec<String>) {
    let text = rules.text(id, "");
    let Ok(mut doc) = Document::parse(before.source().to_vec()) else { return (Vec::new(), Vec::new()) };
    let pack = match Pack::parse("draft.yaml", &text) {
        Ok(pack) => pack,
        Err(errors) => {
            let sections = errors.iter().filter_map(|error| rules.section_at(&text, error.span.start)).collect();
            return (byname::compare(before, after), sections);
        }
    };
    let outcome = run(&mut doc, std::slice::from_ref(&pack), context);
    let stopped = outcome.refusals.iter().chain(&outcome.broken).map(|refusal| &*refusal.rule);
    let stopped: Vec<String> = stopped.filter_map(|rule| rules.section_of(rule)).collect();
    if outcome.is_good() {
        let result = Document::parse(doc.to_bytes());
        return (result.map(|result| byname::compare(&result, after)).unwrap_or_default(), Vec::new());
    }
    let all = if stopped.is_empty() { rules.sections() } else { stopped };
    (byname::compare(before, after), all)
}

/// `templates["Deploy"]` is of `templates`.
fn section_of(entity: &str) -> String {
    entity.split(['[', '.']).next().unwrap_or(entity).to_owned()
}

/// The pack with a test of the sections that it changes; where that does not pass, with the whole backups; without one where those are
/// too large to be read as YAML.
fn with_test(id: &str, rules: &Rules, before: &Document, after: &Document, context: &Context) -> Option<String> {
    if before.source().len() + after.source().len() > TESTABLE {
        return None;
    }
    let from = context.source.as_ref().map_or(&context.target, |(_, last)| last);
    let text = |(given, expect): (Value, Value)| rules.text(id, &write::test(from, &context.target, &given, &expect));
    let passes = |text: &String| {
        Pack::parse("draft.yaml", text).is_ok_and(|pack| run_tests(&pack).iter().all(|result| result.failures.is_empty()))
    };
    let small = Some(text(differing(before, after))).filter(&passes);
    small.or_else(|| Some(text((before.value(before.root()), after.value(after.root())))).filter(passes))
}
