//! Runs semxform beside jq on the same generated backup and prints the ratios: `cargo bench --bench peers [-- --templates N]`.
//! Times whole processes and their peak memory; no thresholds, machines differ and ratios hold.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic, reason = "a program for developers, not part of the tool")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SEMXFORM: &str = env!("CARGO_BIN_EXE_semxform");
const RUNS: usize = 3;
const JQ_FIX_VAULTS: &str = "(reduce .keys[].name as $n ({}; .[$n] = true)) as $keys \
    | .templates |= map(.vaults |= map(select(.vault_key == null or $keys[.vault_key])))";

/// Best time of a few runs, and the highest memory of any.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    peak_kb: u64,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let templates = args.windows(2).find(|w| w[0] == "--templates").map_or(70_000, |w| w[1].parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let big = folder.path().join("big.json");
    std::fs::write(&big, backup(templates)).unwrap();
    let legacy = folder.path().join("legacy.json");
    // A template was about half as long then.
    std::fs::write(&legacy, legacy_backup(templates * 13 / 5)).unwrap();
    let tiny = folder.path().join("tiny.json");
    std::fs::write(&tiny, backup(1)).unwrap();
    let out = folder.path().join("out.json").display().to_string();
    let (big, legacy, tiny) = (big.display().to_string(), legacy.display().to_string(), tiny.display().to_string());
    println!("{} MB, {templates} templates, best of {RUNS} runs", std::fs::metadata(&big).unwrap().len() / 1_000_000);

    let transform = run("jq transform", &["jq", JQ_FIX_VAULTS, &big]);
    let dot = run("jq .", &["jq", ".", &big]);
    let start = run("jq . tiny", &["jq", ".", &tiny]);
    let rules: &[&str] = &[SEMXFORM, "-r", "builtin:fix-vaults"];
    compare("-r fix-vaults -o", &[rules, &["-o", &out, &big]].concat(), transform, "1/8 time, 1/2 memory");
    compare(
        "schema validation (-r of an empty pack)",
        &[SEMXFORM, "-r", &empty_pack(folder.path()), "--check", &big],
        dot,
        "1/8 time",
    );
    compare("fmt", &[SEMXFORM, "fmt", &big], dot, "1/4 time");
    compare("check", &[SEMXFORM, "check", "--target", "2.16", &big], dot, "1/4 time");
    compare("start-up", &[rules, &[&*tiny]].concat(), start, "1");
    let idle = run("a pack with nothing to do there", &[rules, &["-o", &out, &legacy]].concat());
    let step: &[&str] = &[SEMXFORM, "-r", "builtin:migrate/up/2.10.25-beta-2.10.27", "--from", "2.9.56", "--to", "2.10.27"];
    let step = run("one pack of the chain", &[step, &["-o", &out, &legacy]].concat());
    let chain = [SEMXFORM, "migrate", "--from", "2.9.56", "--to", "2.20", "--accept-loss", "all", "-o", &out, &legacy];
    compare("migrate 2.9.56 -> 2.20, beside one pack of the chain", &chain, step, "3");
    compare("migrate 2.9.56 -> 2.20, beside a pack with nothing to do", &chain, idle, "none");
    println!("1,000 files of 10 KB: {:?}", many(folder.path()).time);
}

/// Prints a command's cost as a ratio of a peer's.
fn compare(what: &str, command: &[&str], peer: Option<Cost>, aim: &str) {
    let (Some(own), Some(peer)) = (run(what, command), peer) else { return };
    #[allow(clippy::cast_precision_loss, reason = "a ratio for people")]
    let memory = own.peak_kb as f64 / peer.peak_kb as f64;
    println!("    ratio: time {:.3}, memory {memory:.2}   (aim: {aim})", own.time.as_secs_f64() / peer.time.as_secs_f64());
}

fn run(what: &str, command: &[&str]) -> Option<Cost> {
    let mut best: Option<Cost> = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        let child =
            Command::new(command[0]).args(&command[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let Ok(mut child) = child else {
            println!("{what}: {} is not installed", command[0]);
            return None;
        };
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut peak_kb = 0;
        while child.try_wait().unwrap().is_none() {
            peak_kb = peak(&status).unwrap_or(peak_kb).max(peak_kb);
            std::thread::sleep(Duration::from_micros(500));
        }
        let time = start.elapsed();
        best = Some(best.map_or(Cost { time, peak_kb }, |b| Cost { time: b.time.min(time), peak_kb: b.peak_kb.max(peak_kb) }));
    }
    let cost = best?;
    println!("{what}: {:?}, {} MB", cost.time, cost.peak_kb / 1000);
    Some(cost)
}

/// The kernel's high-water mark of resident memory.
fn peak(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

fn many(folder: &Path) -> Cost {
    let files: Vec<String> = (0..1000)
        .map(|i| {
            let path = folder.join(format!("small-{i}.json"));
            std::fs::write(&path, backup(6)).unwrap();
            path.display().to_string()
        })
        .collect();
    let mut command = vec![SEMXFORM, "check", "--target", "2.16"];
    command.extend(files.iter().map(String::as_str));
    run("check of 1,000 files", &command).unwrap()
}

fn empty_pack(folder: &Path) -> String {
    let path = folder.join("empty.yaml");
    let text = "semxform: 1\nid: empty\ntitle: Changes nothing\nabout: For timing.\nrules:\n  - id: none\n    why: no project has this name\n    select: $.meta[?@ == 'no such project']\n    remove: true\n";
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// A backup as 2.16 writes it; every tenth vault link is an orphan.
fn backup(templates: usize) -> String {
    let keys = (templates / 10).max(3);
    let mut out = String::from(
        "{\n  \"environments\": [\n    {\n      \"env\": \"{}\",\n      \"json\": \"{\\\"region\\\": \\\"eu\\\"}\",\n      \"name\": \"common\"\n    }\n  ],\n  \"integration_aliases\": [],\n  \"integrations\": [],\n  \"inventories\": [\n    {\n      \"inventory\": \"[all]\\n10.0.0.1\",\n      \"name\": \"prod\",\n      \"ssh_key\": \"key-0\",\n      \"type\": \"static\"\n    }\n  ],\n  \"keys\": [",
    );
    for i in 0..keys {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}\n    {{\n      \"name\": \"key-{i}\",\n      \"owner\": \"\",\n      \"type\": \"login_password\"\n    }}"
        );
    }
    out.push_str("\n  ],\n  \"meta\": {\n    \"alert\": false,\n    \"max_parallel_tasks\": 0,\n    \"name\": \"Bench\",\n    \"type\": \"\"\n  },\n  \"repositories\": [\n    {\n      \"git_branch\": \"main\",\n      \"git_url\": \"git@example.com:a/b.git\",\n      \"name\": \"infra\",\n      \"ssh_key\": \"key-0\"\n    }\n  ],\n  \"schedules\": [],\n  \"secret_storages\": [],\n  \"templates\": [");
    for i in 0..templates {
        let comma = if i > 0 { "," } else { "" };
        let link = if i % 10 == 0 { "gone".to_owned() } else { format!("key-{}", i % keys) };
        let _ = write!(
            out,
            "{comma}\n    {{\n      \"allow_override_args_in_task\": false,\n      \"allow_override_branch_in_task\": false,\n      \"allow_parallel_tasks\": false,\n      \"app\": \"ansible\",\n      \"arguments\": \"[]\",\n      \"autorun\": false,\n      \"description\": \"deploys service {i} to the edge cluster and restarts what depends on it\",\n      \"environment\": \"common\",\n      \"inventory\": \"prod\",\n      \"name\": \"template-{i}\",\n      \"playbook\": \"plays/deploy/{i}.yml\",\n      \"repository\": \"infra\",\n      \"suppress_success_alerts\": false,\n      \"survey_vars\": [\n        {{\n          \"default_value\": \"\",\n          \"description\": \"which version to deploy\",\n          \"name\": \"version\",\n          \"required\": true,\n          \"title\": \"Version\",\n          \"type\": \"\",\n          \"values\": []\n        }}\n      ],\n      \"task_params\": {{}},\n      \"type\": \"\",\n      \"vaults\": [\n        {{\n          \"name\": \"first\",\n          \"type\": \"password\",\n          \"vault_key\": \"key-1\"\n        }},\n        {{\n          \"name\": \"second\",\n          \"type\": \"password\",\n          \"vault_key\": \"{link}\"\n        }}\n      ]\n    }}"
        );
    }
    out.push_str("\n  ],\n  \"views\": []\n}");
    out
}

/// A backup as 2.9 writes it: one line, struct order, nulls.
fn legacy_backup(templates: usize) -> String {
    let mut out = String::from(
        "{\"meta\":{\"name\":\"Bench\",\"alert\":false,\"alert_chat\":null,\"max_parallel_tasks\":0},\"templates\":[",
    );
    for i in 0..templates {
        let comma = if i > 0 { "," } else { "" };
        let cron = if i % 4 == 0 { "\"0 3 * * *\"" } else { "null" };
        let _ = write!(
            out,
            "{comma}{{\"inventory\":\"prod\",\"repository\":\"infra\",\"environment\":\"common\",\"name\":\"template-{i}\",\"playbook\":\"plays/deploy/{i}.yml\",\"arguments\":\"[]\",\"allow_override_args_in_task\":false,\"description\":\"deploys service {i} to the edge cluster and restarts what depends on it\",\"vault_key\":\"vault\",\"type\":\"\",\"start_version\":null,\"build_template\":null,\"view\":null,\"autorun\":false,\"survey_vars\":\"[{{\\\"name\\\":\\\"version\\\",\\\"title\\\":\\\"Version\\\",\\\"required\\\":true,\\\"type\\\":\\\"\\\",\\\"description\\\":\\\"which version\\\"}}]\",\"suppress_success_alerts\":false,\"cron\":{cron}}}"
        );
    }
    out.push_str("],\"repositories\":[{\"name\":\"infra\",\"git_url\":\"git@example.com:a/b.git\",\"git_branch\":\"main\",\"ssh_key\":\"deploy\"}],\"keys\":[{\"name\":\"deploy\",\"type\":\"ssh\"},{\"name\":\"vault\",\"type\":\"login_password\"}],\"views\":[],\"inventories\":[{\"name\":\"prod\",\"inventory\":\"[all]\\n10.0.0.1\",\"ssh_key\":\"deploy\",\"become_key\":null,\"type\":\"static\"}],\"environments\":[{\"name\":\"common\",\"password\":null,\"json\":\"{}\",\"env\":null}]}\n");
    out
}
