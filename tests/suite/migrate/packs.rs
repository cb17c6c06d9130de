//! The shipped packs themselves: they read, explain themselves, and do what their own tests say.

use semxform::document::Document;
use semxform::engine::{self, Context};
use semxform::format::{Band, Release};
use semxform::migrate::{SHIPPED, all_hops};
use semxform::rule::Pack;
use serde_json::Value;

#[test]
fn every_shipped_pack_reads_and_says_why() {
    let packs = super::packs();
    for pack in packs.all() {
        assert!(pack.about.is_some(), "{} says nothing about itself", pack.id);
        for rule in &pack.rules {
            assert!(rule.why.is_some(), "{} does not say why", rule.full_id);
        }
        assert!(!pack.tests.is_empty(), "{} has no tests", pack.id);
    }
}

#[test]
fn a_step_pack_is_named_by_its_bands() {
    let packs = super::packs();
    for hop in all_hops() {
        let Some(pack) = packs.step(hop) else { continue };
        let folder = if hop.is_up() { "up" } else { "down" };
        assert_eq!(pack.id, hop.to_string());
        assert!(SHIPPED.iter().any(|(name, _)| *name == format!("{folder}/{hop}")), "{hop} is in no file of its name");
    }
}

#[test]
fn the_tests_of_the_shipped_packs_hold() {
    let packs = super::packs();
    let failures: Vec<String> = packs.all().iter().flat_map(failures).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn failures(pack: &Pack) -> Vec<String> {
    let band = |band: Band| Release::of_band(band);
    let mut out = Vec::new();
    for test in &pack.tests {
        let to = test.with.to.as_deref().map(|v| Release::parse(v).unwrap());
        let target = to.or(pack.step.map(|s| band(s.to))).unwrap_or_else(Release::newest_stable);
        let mut context = Context::new(target);
        context.source = pack.step.map(|s| (band(s.from), band(s.from)));
        context.dbs.clone_from(&test.with.db);
        let mut doc = Document::parse(test.given.to_string().into_bytes()).unwrap();
        let outcome = engine::run(&mut doc, std::slice::from_ref(pack), &context);
        let told = format!("{}: {}", pack.id, test.name);
        if !outcome.is_good() {
            out.push(format!("{told}\n  {:?} {:?}", outcome.refusals, outcome.broken));
            continue;
        }
        let after: Value = serde_json::from_slice(&doc.to_bytes()).unwrap();
        let expect = test.expect.as_ref().unwrap_or(&test.given);
        if after != *expect {
            out.push(format!("{told}\n  is     {after}\n  should {expect}"));
        }
        let told_losses: Vec<String> = outcome.losses.iter().map(|l| format!("{} {}", l.entity, l.rule)).collect();
        if test.losses.is_some_and(|n| n != told_losses.len()) {
            out.push(format!("{told}\n  {} losses: {told_losses:?}", told_losses.len()));
        }
        let notes: Vec<_> = outcome.notes.iter().map(|n| &n.rule).collect();
        if test.notes.is_some_and(|n| n != notes.len()) {
            out.push(format!("{told}\n  {} notes: {notes:?}", notes.len()));
        }
    }
    out
}
