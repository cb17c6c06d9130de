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
use crate::engine::{Context, run, run_tests};
use crate::json::Document;
use crate::pack::Pack;
use crate::semaphore::Release;

/// A pack, and what it does not say.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The text of the pack, with its test.
    pub text: String,
    /// How many rules it has.
    pub rules: usize,
    /// What differs from the second backup after a run, by entity and member.
    pub unsaid: Vec<Difference>,
}

/// How many times the pack is written anew for what did not come out.
const ATTEMPTS: usize = 6;

/// Drafts the pack that turns `before` into `after`.
#[must_use]
pub(crate) fn draft(id: &str, before: &Document, after: &Document) -> Draft {
    let context = context(before, after);
    let target = after.value(after.root());
    let mut choice = Choice::default();
    let mut last = (Rules::default(), byname::compare(before, after), false);
    for _ in 0..ATTEMPTS {
        let rules = attempt(before, &target, &context, &choice);
        let (unsaid, stopped) = trial(id, &rules, before, after, &context);
        let sections: BTreeSet<String> =
            unsaid.iter().map(|difference| section_of(&difference.entity)).chain(stopped.clone()).collect();
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
    let text = with_test(id, &rules, before, after, &context);
    Draft { rules: rules.len(), text, unsaid }
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

fn attempt(before: &Document, target: &Value, context: &Context, choice: &Choice) -> Rules {
    let mut rules = Rules::default();
    let mut now = before.value(before.root());
    if !choice.without_renames {
        section::renames(&now, target, context.target.band, &mut rules);
        if let Some(renamed) = applied(&rules, before, context) {
            now = renamed;
        }
    }
    section::document(&now, target, context.target.band, &choice.whole, &mut rules);
    rules
}

/// The backup after the rules so far; none where they do not run.
fn applied(rules: &Rules, before: &Document, context: &Context) -> Option<Value> {
    let pack = Pack::parse("draft.yaml", &rules.text("draft", "")).ok()?;
    let mut doc = Document::parse(before.source().to_vec()).ok()?;
    let outcome = run(&mut doc, std::slice::from_ref(&pack), context);
    outcome.is_good().then(|| doc.value(doc.root()))
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

/// The pack with a test of the sections that it changes; where that does not pass, with the whole backups.
fn with_test(id: &str, rules: &Rules, before: &Document, after: &Document, context: &Context) -> String {
    let (given, expect) = (before.value(before.root()), after.value(after.root()));
    let changed = |key: &str| given.get(key) != expect.get(key);
    let only = |value: &Value| match value {
        Value::Object(members) => Value::Object(
            members.iter().filter(|(key, _)| changed(key)).map(|(key, value)| (key.clone(), value.clone())).collect(),
        ),
        other => other.clone(),
    };
    let from = context.source.as_ref().map_or(&context.target, |(_, last)| last);
    let test = |given: &Value, expect: &Value| write::test(from, &context.target, given, expect);
    let small = rules.text(id, &test(&only(&given), &only(&expect)));
    let passes = |text: &str| {
        Pack::parse("draft.yaml", text).is_ok_and(|pack| run_tests(&pack).iter().all(|result| result.failures.is_empty()))
    };
    if passes(&small) {
        return small;
    }
    let whole = rules.text(id, &test(&given, &expect));
    if passes(&whole) { whole } else { rules.text(id, "") }
}
