//! A law: whatever command a check suggests, typed as it is printed, makes a file in which the finding is gone.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::Value;

use super::{checks, oracle, support};
use crate::check::{Options, check, judge};
use crate::finding::{Finding, codes};
use crate::json::Document;
use crate::pack::{MigrationPacks, Pack, builtin};
use crate::run::{self, Accept, Request};
use crate::semaphore::{Band, Db, Release};

/// The result of a command line, as it is printed.
fn typed(command: &str, file: &[u8]) -> Vec<u8> {
    static PACKS: OnceLock<MigrationPacks> = OnceLock::new();
    let words: Vec<&str> = command.split(' ').collect();
    let packs: Vec<Pack>;
    let request = match words[..] {
        ["semxform", "migrate", "--to", version, ref rest @ ..] => {
            let packs = PACKS.get_or_init(|| MigrationPacks::shipped().ok().unwrap());
            let (mut dbs, mut accept) = (Vec::new(), Accept::Nothing);
            let (last, options) = rest.split_last().unwrap();
            assert_eq!(*last, "FILE", "{command}");
            for option in options.chunks(2) {
                match option {
                    ["--db", names] => dbs = names.split(',').map(|name| Db::parse(name).unwrap()).collect(),
                    ["--accept-loss", rules] => accept = Accept::read([*rules]),
                    _ => panic!("{command}"),
                }
            }
            Request { dbs, accept, ..Request::migration(packs, Release::parse(version).unwrap()) }
        }
        ["semxform", "-r", pack, ref rest @ ..] => {
            let to = match rest {
                ["FILE"] => None,
                ["--to", version, "FILE"] => Some(Release::parse(version).unwrap()),
                _ => panic!("{command}"),
            };
            let name = pack.strip_prefix("builtin:").unwrap();
            let text = builtin().iter().find(|builtin| builtin.name == name).unwrap().text;
            packs = vec![Pack::parse(name, text).unwrap()];
            Request { to, ..Request::rules(&packs) }
        }
        _ => panic!("{command}"),
    };
    let doc = Document::parse(file.to_vec()).unwrap();
    let plan = request.plan(&doc).unwrap();
    let judged = run::run(doc, &plan);
    judged.approved().unwrap_or_else(|| panic!("{command} writes nothing: {:?}", judged.report)).to_bytes()
}

/// What tells findings of two files apart.
fn mark(finding: &Finding, doc: Option<&Document>) -> (&'static str, Option<String>, String) {
    let entity = finding.entity(doc).map(std::borrow::Cow::into_owned);
    (finding.code.name(), entity, finding.message.to_string())
}

/// Holds the law for a file; returns the codes whose commands were run.
fn hold(name: &str, file: &[u8], target: &str, dbs: &[Db]) -> BTreeSet<&'static str> {
    let release = Release::parse(target).unwrap();
    let dbs = Db::of_server(&release, dbs).unwrap();
    let Ok(doc) = Document::parse(file.to_vec()) else { return BTreeSet::new() };
    let options = Options::default();
    let mut report = judge(&doc, &release, &dbs, &options);
    let advice = run::prove(&mut report, &doc, &release, &dbs, &options);
    let mut commands: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in &report.findings {
        let Some(command) = finding.command.as_deref() else { continue };
        match commands.iter_mut().find(|(known, _)| *known == command) {
            Some((_, findings)) => findings.push(finding),
            None => commands.push((command, vec![finding])),
        }
    }
    for suggestion in &advice.commands {
        assert!(suggestion.repairs > 0, "{name}: {}", suggestion.command);
        if commands.iter().all(|(known, _)| *known != suggestion.command) {
            commands.push((&suggestion.command, Vec::new()));
        }
    }
    let mut run = BTreeSet::new();
    for (command, findings) in commands {
        let after = check(&typed(command, file), &release, &dbs, &options).findings;
        let after: BTreeSet<_> = after.iter().map(|finding| mark(finding, None)).collect();
        for finding in findings {
            let mark = mark(finding, Some(&doc));
            assert!(!after.contains(&mark), "{name} for {target}: {command} leaves {mark:?}");
            run.insert(finding.code.name());
        }
    }
    run
}

/// The mistakes of people in one small backup.
fn mistakes() -> Vec<(String, String, Vec<u8>)> {
    let base: Value = serde_json::from_str(include_str!("../../tests/fixtures/home-lab-2.16.json")).unwrap();
    let lines = support::lines(&support::root().join("tests/fixtures/mistakes.jsonl"));
    let made = lines.iter().map(|line| {
        let mut doc = base.clone();
        let patch: json_patch::Patch = serde_json::from_value(line["patch"].clone()).unwrap();
        json_patch::patch(&mut doc, &patch).unwrap();
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        (text("case"), text("target"), serde_json::to_vec_pretty(&doc).unwrap())
    });
    made.collect()
}

#[test]
fn commands_for_the_mistakes_of_people_repair_them() {
    let mut run = BTreeSet::new();
    for (name, target, file) in mistakes() {
        for target in [&*target, "2.16.45", "2.18.30", "2.19.12"] {
            run.extend(hold(&name, &file, target, &[]));
        }
    }
    for situation in checks::situations() {
        run.extend(hold(situation.code, situation.file.as_bytes(), situation.target, &[situation.db]));
    }
    assert!(run.len() > 25, "{run:?}");
}

/// Every `step`th recorded case, for its own version and a new one. Gives the codes whose commands ran.
fn recorded(step: usize) -> BTreeSet<&'static str> {
    let mut files: Vec<(String, String, Vec<u8>)> = Vec::new();
    for folder in [support::oracle(), support::next()] {
        for (at, path) in support::files(&folder.join("cases"), "jsonl").iter().enumerate() {
            let version = support::stem(path);
            for posted in oracle::cases(&folder, version).into_iter().skip(at).step_by(step) {
                files.push((posted.verdicts[0].name.clone(), version.to_owned(), posted.bytes));
            }
        }
    }
    let held = |(name, version, file): &(String, String, Vec<u8>)| {
        [&**version, "2.18.30"].into_iter().flat_map(|target| hold(name, file, target, &[])).collect::<Vec<_>>()
    };
    files.par_iter().flat_map_iter(held).collect()
}

#[test]
fn commands_for_recorded_cases_repair_them() {
    let run = recorded(25);
    assert!(run.len() > 15, "{run:?}");
}

#[test]
#[ignore = "needs some minutes: every recorded case"]
fn commands_for_every_recorded_case_repair_it() {
    let run = recorded(1);
    assert!(run.len() > 15, "{run:?}");
}

#[test]
fn the_command_of_a_page_repairs_the_example_of_the_page() {
    let mut wrong = Vec::new();
    for page in codes::all().filter(|page| page.example.starts_with('{')) {
        let Some(command) = page.command.filter(|command| !command.starts_with("semxform fmt")) else { continue };
        // Behind the file some say for which version it is.
        let file = page.example.split("    (").next().unwrap().as_bytes();
        let doc = Document::parse(file.to_vec()).unwrap();
        let repairs = |release: &Release, dbs: &[Db]| {
            let Ok(dbs) = Db::of_server(release, dbs) else { return false };
            let mut report = judge(&doc, release, &dbs, &Options::default());
            run::prove(&mut report, &doc, release, &dbs, &Options::default());
            let command = command.replace("VERSION", &release.version.to_string());
            let command = command.replace(" FILE", "");
            // Databases and the version of a pack are added where they are not the usual ones.
            let named = |finding: &Finding| finding.command.as_deref().is_some_and(|found| found.starts_with(&command));
            report.findings.iter().any(|finding| finding.code == page.code && named(finding))
        };
        let mut releases = Band::ALL.into_iter().rev().map(Release::of_band);
        let repaired = releases.any(|release| repairs(&release, &[]) || Db::ALL.iter().any(|db| repairs(&release, &[*db])));
        if !repaired {
            wrong.push(format!("{}: `{command}` does not repair {}", page.code, page.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
