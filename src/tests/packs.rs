//! The shipped packs on genuine exports and on files found in public: what they change, and that once is enough.

use std::path::PathBuf;

use crate::detect::detect;
use crate::engine::{Context, Outcome, run};
use crate::json::Document;
use crate::pack::{Pack, builtin};
use crate::semaphore::{Release, random_suffix};

use crate::tests::support;

fn pack(name: &str) -> Pack {
    let found = builtin().iter().find(|b| b.name == name).unwrap();
    Pack::parse(name, found.text).unwrap()
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn parse(text: &str) -> Document {
    Document::parse(text.as_bytes().to_vec()).unwrap()
}

/// As the command line does: from the detected range to its newest stable release.
fn apply(text: &str, pack: &Pack, with: &[String]) -> (String, Outcome) {
    let mut doc = parse(text);
    let found = detect(&doc);
    let (first, last) = (*found.bands.first().unwrap(), *found.bands.last().unwrap());
    let mut context = Context::new(Release::of_band(last));
    context.source = Some((Release::of_band(first), Release::of_band(last)));
    context.with = with.to_vec();
    let outcome = run(&mut doc, std::slice::from_ref(pack), &context);
    (String::from_utf8(doc.to_bytes()).unwrap(), outcome)
}

/// Applies each shipped pack twice to each file.
fn assert_once_is_enough(files: &[PathBuf]) {
    let (mut runs, mut changes) = (0, 0);
    for found in builtin() {
        let pack = pack(found.name);
        let optional: Vec<String> = pack.rules.iter().filter(|r| r.optional).map(|r| r.full_id.to_string()).collect();
        for path in files {
            for with in [&[][..], &optional] {
                let text = read(path);
                let (after, outcome) = apply(&text, &pack, with);
                assert!(outcome.is_good(), "{} on {}: {:?} {:?}", pack.id, path.display(), outcome.refusals, outcome.broken);
                assert_eq!(outcome.journal.len() == 0, after == text, "{} on {}", pack.id, path.display());
                let (twice, again) = apply(&after, &pack, with);
                assert!(again.journal.len() == 0 && twice == after, "{} on {}: {:?}", pack.id, path.display(), again.journal);
                runs += 1;
                changes += outcome.journal.len();
            }
        }
    }
    println!("packs: {runs} runs, {changes} changes");
    assert!(changes > 0);
}

#[test]
fn each_pack_is_done_after_one_run() {
    assert_once_is_enough(&support::files(&support::oracle().join("exports"), "json"));
}

#[test]
#[ignore = "needs ../shared/samples"]
fn each_pack_is_done_after_one_run_on_files_found_in_public() {
    assert_once_is_enough(&["real", "unit"].map(|kind| support::files(&support::shared("samples").join(kind), "json")).concat());
}

#[test]
fn fix_vaults_takes_just_the_link_that_is_broken() {
    let oracle = support::oracle();
    let pack = pack("fix-vaults");
    let mut seen = 0;
    for path in support::files(&oracle.join("exports"), "json") {
        let text = read(&path);
        let (clean, outcome) = apply(&text, &pack, &[]);
        assert!(clean == text && outcome.journal.len() == 0, "{} needs no repair: {:?}", path.display(), outcome.journal);
        let links = text.match_indices("\"vault_key\":").map(|(at, key)| at + key.len());
        let named = links.map(|at| at + text[at..].len() - text[at..].trim_start().len()).find(|at| text[*at..].starts_with('"'));
        let Some(open) = named.map(|at| at + 1) else { continue };
        let close = open + text[open..].find('"').unwrap();
        let broken = format!("{}gone{}", &text[..open], &text[close..]);
        let (after, outcome) = apply(&broken, &pack, &[]);
        assert!(outcome.is_good(), "{}: {:?}", path.display(), outcome.refusals);
        assert_eq!((outcome.journal.len(), outcome.losses.len()), (1, 1), "{}: {:?}", path.display(), outcome.journal);
        assert!(!after.contains("\"gone\"") && after.len() < broken.len(), "{}", path.display());
        let kept = broken.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let rest = broken.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        assert!(kept + rest >= after.len(), "{}: more than one stretch changed", path.display());
        seen += 1;
    }
    println!("fix-vaults: {seen} exports with one broken link");
    assert!(seen > 20);
}

#[test]
#[ignore = "needs ../shared/samples"]
fn clean_takes_the_orphan_keys_of_a_public_export_and_nothing_else() {
    let text = read(&support::shared("samples/real/Ebdruplab-project_30_20260115.json"));
    let (after, outcome) = apply(&text, &pack("clean"), &[]);
    assert!(outcome.is_good());
    assert_eq!((outcome.journal.len(), outcome.losses.len(), outcome.ledger.len()), (22, 22, 22));
    let names: std::collections::BTreeSet<&str> = outcome.losses.iter().map(|l| l.entity.as_str()).collect();
    assert_eq!(names.len(), 22, "each by its own name: {names:?}");
    assert!(names.iter().all(|name| name.starts_with("keys[\"DB_PASSWORD") || name.starts_with("keys[\"api_token")), "{names:?}");
    let (before, after) = (parse(&text), parse(&after));
    for (key, section) in before.members(before.root()) {
        let name = key.text();
        let now = after.get(after.root(), name.as_ref()).unwrap();
        if name == "keys" {
            assert_eq!(after.len(now), before.len(section) - 22);
        } else {
            assert_eq!(after.raw(now), before.raw(section), "{name}");
        }
    }
}

/// What reports mask is what `builtin:scrub` takes out: afterwards nothing is left to mask.
#[test]
fn scrub_leaves_nothing_that_reports_would_mask() {
    let pack = pack("scrub");
    let secrets = r#"{"meta": {"name": "P", "secret_note": "x1"}, "keys": [{"name": "k", "type": "ssh", "plain": "x2"}],
        "repositories": [{"name": "r", "git_url": "https://git/x.git?private_token=x3&x=1"}],
        "inventories": [{"name": "i", "inventory": "all:\n  vars:\n    vault_pass: |\n      x4\n    'ansible_become_password' : \"x5\"\n"}],
        "environments": [{"name": "e", "json": "{\"DB_PASS\": \"x6\", \"secrets\": {\"a\": \"x7\", \"n\": 8}, \"url\": \"postgres://u:x9@h\"}",
            "env": "DB_PASSWORD=x10\nTOKEN=x11"}],
        "templates": [{"name": "t", "arguments": "[\"-e\", \"ansible_become_pass=x12\", \"--private-token\", \"x13\"]"}],
        "integrations": [{"name": "w", "matchers": [{"key": "Authorization", "value": "Bearer x14abcdefgh"}]}],
        "secret_storages": [{"name": "s", "params": {"token": "x15", "mount": "kv"}}]}"#;
    let exports = support::files(&support::oracle().join("exports"), "json").into_iter().map(|path| read(&path));
    for text in exports.chain([secrets.to_owned()]) {
        let (after, outcome) = apply(&text, &pack, &[]);
        assert!(outcome.is_good());
        let left: serde_json::Value = serde_json::from_str(&after).unwrap();
        assert_eq!(crate::mask::value(&left, "", crate::mask::Beside::Unknown), left);
        assert!(serde_json::from_str::<serde_json::Value>(&after).is_ok());
    }
    let (after, _) = apply(secrets, &pack, &[]);
    let left: Vec<usize> = (1..16).filter(|n| *n != 8 && after.contains(&format!("x{n}"))).collect();
    assert_eq!(left, [] as [usize; 0], "{after}");
}

#[test]
fn the_rule_about_random_suffixes_takes_those_that_are_surely_of_an_export() {
    let names = [
        "web - 0a1b2c3d4e",
        "lab - None - 0872167dd0",
        "git - 0123456789",
        "None - dnrjnsjton",
        "web - production",
        "web - 0A1B2C3D4E",
        "web - 0a1b2c3d4",
        "web-0a1b2c3d4e",
    ];
    let clean = pack("clean");
    for name in names {
        let text = format!(r#"{{"meta": {{"name": "Lab"}}, "keys": [{{"name": "{name}", "type": "ssh"}}]}}"#);
        let (after, _) = apply(&text, &clean, &["clean/random-suffixes".to_owned()]);
        let after: serde_json::Value = serde_json::from_str(&after).unwrap();
        let plain = random_suffix(name).filter(|suffix| !suffix.is_word).map_or(name, |suffix| suffix.plain);
        assert_eq!(after["keys"][0]["name"], plain, "{name}");
    }
}
