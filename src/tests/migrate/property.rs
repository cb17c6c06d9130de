//! Random damages of recorded exports, taken from any version to any other: whatever comes, a migration ends with a result or with what
//! is wrong with the file, and what the result lacks is in the list of losses.
//!
//! Seeds are printed with a failure: `SEMXFORM_SEED=7,9 cargo test --lib property` runs those, `SEMXFORM_CASES=20000` more of them.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::{MigrationPacks, accounted, leaves, packs, release, targets};
use crate::check::Report;
use crate::cli::Exit;
use crate::finding::Threshold;
use crate::json::Document;
use crate::run::{Accept, Approved, Request, run};
use crate::semaphore::{Band, Release};
use crate::tests::support;

/// How many damaged files a plain run takes.
const CASES: u64 = 200;

/// A small generator: the numbers of one seed are the same everywhere.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % n.max(1) as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Values of every type that hands and tools leave behind.
fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!([]),
        json!({}),
        json!(7),
        json!(-1.5),
        json!(1e40),
        json!("x"),
        json!(""),
        json!(" "),
        json!("a\u{0}b"),
        json!("x".repeat(300)),
        json!(true),
        json!([null]),
        json!(["x"]),
        json!([[]]),
        json!({"name": "x"}),
        json!("{\"a\": 1}"),
        json!("[1]"),
        json!("null"),
    ]
}

/// JSON Pointers of everything below the root.
fn places(value: &Value, path: &str, out: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let below = format!("{path}/{}", escaped(key));
                out.push(below.clone());
                places(member, &below, out);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let below = format!("{path}/{at}");
                out.push(below.clone());
                places(item, &below, out);
            }
        }
        _ => {}
    }
}

/// Does one damage at a random place; says what it did.
fn damage(file: &mut Value, dice: &mut Dice) -> String {
    let mut all = Vec::new();
    places(file, "", &mut all);
    if all.is_empty() {
        return "nothing".to_owned();
    }
    let place = dice.pick(&all).clone();
    let (owner, last) = place.rsplit_once('/').unwrap();
    let last = last.replace("~1", "/").replace("~0", "~");
    match dice.below(7) {
        0 => {
            let value = dice.pick(&odd_values()).clone();
            let what = format!("{place} = {}", value.to_string().chars().take(30).collect::<String>());
            *file.pointer_mut(&place).unwrap() = value;
            what
        }
        1 => {
            match file.pointer_mut(owner).unwrap() {
                Value::Object(members) => drop(members.shift_remove(&last)),
                Value::Array(items) => drop(items.remove(last.parse().unwrap())),
                _ => {}
            }
            format!("{place} removed")
        }
        2 => {
            let copy = file.pointer(&place).unwrap().clone();
            if let Value::Array(items) = file.pointer_mut(owner).unwrap() {
                items.push(copy);
            }
            format!("{place} twice")
        }
        3 => {
            if let Value::Array(items) = file.pointer_mut(&place).unwrap() {
                items.reverse();
            }
            format!("{place} turned round")
        }
        4 => {
            if let Value::Array(items) = file.pointer_mut(&place).unwrap() {
                items.insert(0, Value::Null);
            }
            format!("a null in {place}")
        }
        5 => {
            if let Value::Object(members) = file.pointer_mut(&place).unwrap() {
                members.insert("extra_key".to_owned(), json!("kept or lost"));
            }
            format!("a strange key in {place}")
        }
        _ => {
            if let Value::String(text) = file.pointer_mut(&place).unwrap() {
                *text = text.to_uppercase();
            }
            format!("{place} in capitals")
        }
    }
}

/// The same with keys in other letter cases, each by chance.
fn respelled(value: Value, dice: &mut Dice) -> Value {
    match value {
        Value::Object(members) => {
            let spell = |key: &str, dice: &mut Dice| match dice.below(5) {
                0 => key.to_uppercase(),
                1 => key.replace('k', "\u{212a}").replace('s', "ſ"),
                2 => key[..1].to_uppercase() + &key[1..],
                _ => key.to_owned(),
            };
            let members = members.into_iter().map(|(key, value)| (spell(&key, dice), respelled(value, dice)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(|item| respelled(item, dice)).collect(),
        other => other,
    }
}

/// A damaged file, what was done to it, the version that is said to have written it, and where it is taken to.
struct Case {
    bytes: Vec<u8>,
    what: String,
    from: Option<Band>,
    target: &'static str,
    /// Whether nothing is damaged but the spelling of keys, which the version that wrote it does not mind.
    is_whole: bool,
}

/// Files to damage: exports, and cases that servers were asked about, which are damaged already.
struct Files {
    exports: Vec<PathBuf>,
    cases: Vec<PathBuf>,
}

impl Files {
    fn all() -> Self {
        let (oracle, next) = (support::oracle(), support::next());
        let of = |folder: &str, ext: &str| {
            let mut files = support::files(&oracle.join(folder), ext);
            files.extend(support::files(&next.join(folder), ext));
            files
        };
        Self { exports: of("exports", "json"), cases: of("cases", "jsonl") }
    }

    /// A file, its name and its version.
    fn pick(&self, dice: &mut Dice) -> (Value, String, String) {
        let json = |path: &Path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap();
        if dice.one_in(2) {
            let path = dice.pick(&self.exports);
            return (json(path), support::stem(path).to_owned(), support::origin(path).0);
        }
        let path = dice.pick(&self.cases);
        let version = support::stem(path).to_owned();
        let mut file = json(&path.parent().unwrap().with_file_name("bases").join(format!("{version}.json")));
        let line = dice.pick(&support::lines(path)).clone();
        if let Some(patch) = line.get("patch") {
            json_patch::patch(&mut file, &serde_json::from_value::<json_patch::Patch>(patch.clone()).unwrap()).unwrap();
        }
        (file, line["case"].as_str().unwrap().to_owned(), version)
    }
}

fn case(seed: u64, files: &Files) -> Case {
    let dice = &mut Dice::new(seed);
    (0..8).for_each(|_| {
        dice.below(2);
    });
    let (mut file, name, version) = files.pick(dice);
    let own = release(&version).band;
    let target = *dice.pick(&targets().collect::<Vec<_>>());
    let count = dice.below(4);
    let damages: Vec<String> = (0..count).map(|_| damage(&mut file, dice)).collect();
    let spelled = dice.one_in(3);
    if spelled {
        file = respelled(file, dice);
    }
    // In any letter case keys are read by old servers only, and only who says that one wrote the file has it read so.
    let from = match dice.below(4) {
        _ if spelled && own.uses_go_decoder() => Some(own),
        0 => Some(*dice.pick(&Band::ALL)),
        1 => Some(own),
        _ => None,
    };
    let spelling = if spelled { ", keys in any letter case" } else { "" };
    let what = format!("seed {seed}: {name} from {from:?} to {target}, {damages:?}{spelling}");
    let is_read = (!spelled || own.uses_go_decoder()) && from.is_none_or(|from| from == own);
    Case { bytes: serde_json::to_vec(&file).unwrap(), what, from, target, is_whole: count == 0 && is_read && !name.contains('/') }
}

fn seeds() -> Vec<u64> {
    let numbers =
        |name: &str| -> Option<Vec<u64>> { std::env::var(name).ok()?.split(',').map(|text| text.trim().parse().ok()).collect() };
    let cases = || numbers("SEMXFORM_CASES").and_then(|cases| cases.first().copied()).unwrap_or(CASES);
    numbers("SEMXFORM_SEED").unwrap_or_else(|| (0..cases()).collect())
}

/// What is wrong with how the program ends: 0 with the result, 1 or 3 without; never 2, which is for broken packs and worse.
fn exit_complaint(case: &Case, result: Option<&[u8]>) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let (file, made) = (folder.path().join("backup.json"), folder.path().join("made.json"));
    std::fs::write(&file, &case.bytes).unwrap();
    let mut args = vec!["semxform".into(), "migrate".into(), "--no-config".into(), "--accept-loss".into(), "all".into()];
    args.extend([
        "--to".into(),
        case.target.into(),
        "--fail-on".into(),
        "never".into(),
        "-o".into(),
        made.clone().into(),
        file.into(),
    ]);
    if let Some(from) = case.from {
        args.extend(["--from".into(), from.first_version().to_string().into()]);
    }
    let (exit, said) = crate::cli::exit_of(args);
    let written = std::fs::read(&made).ok();
    let fits = match exit {
        Exit::Fine => result.is_some(),
        Exit::Findings | Exit::Input => result.is_none(),
        _ => false,
    };
    (!fits || written.as_deref() != result).then(|| format!("the program ends with {exit:?}: {}", said.trim()))
}

/// What is wrong with how a migration ends.
fn complaints(packs: &MigrationPacks, case: &Case) -> Vec<String> {
    let parse = || Document::parse(case.bytes.clone()).unwrap();
    let request = Request {
        from: case.from.map(Release::of_band),
        accept: Accept::All,
        fail_on: Threshold::never(),
        ..Request::migration(packs, release(case.target))
    };
    let plan = match request.plan(&parse()) {
        Ok(plan) => plan,
        Err(error) => return vec![format!("no plan: {error}")],
    };
    let judged = run(parse(), &plan);
    let mut out: Vec<String> = Vec::new();
    out.extend(exit_complaint(case, judged.approved().map(Approved::to_bytes).as_deref()));
    if let Some(stopped) = &judged.stopped {
        // Exit 1 with what is wrong; 2 is for broken packs.
        out.extend((stopped.broken || stopped.findings.is_empty()).then(|| stopped.summary.clone()));
        return out;
    }
    let Some(approved) = judged.approved() else {
        // What the target cannot read stays as it is, and is said.
        let errors = judged.report.as_ref().map_or(0, Report::errors);
        out.extend((errors == 0).then(|| "no result, and no error".to_owned()));
        return out;
    };
    let result = approved.to_bytes();
    let again = Request {
        from: Some(release(case.target)),
        accept: Accept::All,
        fail_on: Threshold::never(),
        ..Request::migration(packs, release(case.target))
    };
    let doc = Document::parse(result.clone()).unwrap();
    let second = run(doc, &again.plan(&Document::parse(result.clone()).unwrap()).unwrap());
    match second.approved() {
        Some(second) if second.to_bytes() == result => {}
        Some(_) => out.push("changed by a second migration".to_owned()),
        None => out.push("a second migration stops".to_owned()),
    }
    let losses = &judged.outcome.losses;
    out.extend(accounted::unaccounted(&parse(), &judged));
    if case.is_whole {
        let before: Value = serde_json::from_slice(&case.bytes).unwrap();
        let after: Value = serde_json::from_slice(&result).unwrap();
        let of = |loss| (leaves::loss_path(loss, judged.document()), loss.what.to_string());
        let losses: Vec<_> = losses.iter().map(of).collect();
        out.extend(leaves::unexplained(&plain(before), &plain(after), &losses).into_iter().map(|leaf| format!("lost: {leaf}")));
    }
    out
}

/// Keys as the format spells them: all of its keys are in lower case.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(members) => members.into_iter().map(|(key, value)| (accounted::spelled(&key), plain(value))).collect(),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        other => other,
    }
}

#[test]
fn property_no_damage_ends_in_a_broken_pack_and_what_is_lost_is_named() {
    let (packs, files, seeds) = (packs(), Files::all(), seeds());
    let half = seeds.len().div_ceil(2).max(1);
    let work = |seeds: &[u64]| -> Vec<String> {
        let each = |seed: &u64| {
            let case = case(*seed, &files);
            complaints(&packs, &case).into_iter().map(|complaint| format!("{complaint} ({})", case.what)).collect::<Vec<_>>()
        };
        seeds.iter().flat_map(each).collect()
    };
    let found: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = seeds.chunks(half).map(|seeds| scope.spawn(|| work(seeds))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(found.is_empty(), "{} complaints:\n{}", found.len(), found.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
}
