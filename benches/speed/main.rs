//! How fast semxform is beside its peers, how its cost grows, and what the second core buys, in one table:
//!
//! ```text
//! cargo bench                        everything (about ten minutes; needs GNU time, and jq to compare with)
//! cargo bench -- peers               the whole job, check, fmt and start-up beside jq, jaq, gojq and Python
//! cargo bench -- instructions        counted by valgrind, so that a busy machine does not matter
//! cargo bench -- growth              hostile shapes at 1 to 16 MB: exponent of the growth, memory for each byte
//! cargo bench -- files               10,000 small files on one and on all cores
//! cargo bench -- threads             what each place with threads buys
//! cargo bench -- --megabytes 20 …    smaller than 100 MB
//! ```
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic, missing_docs, reason = "a program for developers")]

mod backups;
mod cost;
mod shapes;

use std::path::{Path, PathBuf};

use cost::{Cost, instructions, measure, size};

const SEMXFORM: &str = env!("CARGO_BIN_EXE_semxform");
const RUNS: usize = 3;
const JQ: &str = "(reduce .keys[].name as $n ({}; .[$n] = true)) as $keys \
    | .templates |= map(.vaults |= map(select(.vault_key == null or $keys[.vault_key])))";
const PYTHON: &str = "import json, sys\n\
    doc = json.load(open(sys.argv[1]))\n\
    names = {key['name'] for key in doc['keys']}\n\
    for template in doc['templates']:\n    \
        template['vaults'] = [v for v in template['vaults'] if v['vault_key'] is None or v['vault_key'] in names]\n\
    json.dump(doc, sys.stdout, indent=2)\n";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let megabytes = args.windows(2).find(|pair| pair[0] == "--megabytes").map_or(100.0, |pair| pair[1].parse().unwrap());
    let wanted = |name: &str| {
        let named: Vec<&str> = args.iter().map(String::as_str).filter(|arg| SECTIONS.contains(arg)).collect();
        named.is_empty() || named.contains(&name)
    };
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench { folder: folder.path().to_owned(), megabytes };
    println!("{}, {} cores, {megabytes} MB\n", version(), std::thread::available_parallelism().map_or(1, usize::from));
    println!("{:46} {:>9} {:>9} {:>22}  goal", "", "time", "memory", "ratio");
    if wanted("peers") {
        bench.peers();
    }
    if wanted("instructions") {
        bench.instructions();
    }
    if wanted("files") {
        bench.files();
    }
    if wanted("threads") {
        bench.threads();
    }
    if wanted("growth") {
        bench.growth();
    }
}

const SECTIONS: [&str; 5] = ["peers", "instructions", "growth", "files", "threads"];

fn version() -> String {
    let output = std::process::Command::new(SEMXFORM).arg("--version").output().unwrap();
    String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned()
}

struct Bench {
    folder: PathBuf,
    megabytes: f64,
}

impl Bench {
    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Backups of the wanted size: of today, and of 2.9.
    fn big(&self) -> String {
        self.file("big.json", &backups::backup(templates(self.megabytes, 1430.0)))
    }

    fn legacy(&self) -> String {
        self.file("legacy.json", &backups::legacy(templates(self.megabytes, 550.0)))
    }

    fn peers(&self) {
        let big = self.big();
        let (tiny, out) = (self.file("tiny.json", &backups::backup(1)), self.path("out.json"));
        let script = self.file("fix.py", PYTHON);
        let jq = show("jq, the transform alone", &["jq", JQ, &big]);
        let jaq = show("jaq, the same", &["jaq", JQ, &big]);
        let gojq = show("gojq, the same", &["gojq", JQ, &big]);
        let python = show("Python, the same", &["python3", &script, &big]);
        let dot = show("jq .", &["jq", ".", &big]);
        let start = show("jq . of one template", &["jq", ".", &tiny]);
        let job = show("the whole job: -r builtin:fix-vaults -o", &[SEMXFORM, "-r", "builtin:fix-vaults", "-o", &out, &big]);
        for (name, peer, goal) in
            [("jq", jq, "1/8, memory 1/2"), ("jaq", jaq, "1/4"), ("gojq", gojq, "1/4"), ("Python", python, "1/4")]
        {
            ratio(name, job, peer, goal);
        }
        ratio("jq .", show("check", &[SEMXFORM, "check", "--target", "2.16", &big]), dot, "1/8");
        ratio("jq .", show("fmt", &[SEMXFORM, "fmt", &big]), dot, "1/10");
        ratio("jq . of one template", show("start-up", &[SEMXFORM, "-r", "builtin:fix-vaults", &tiny]), start, "1/3");
        let legacy = self.legacy();
        let pack = |name: &str, target: &str| {
            let pack = format!("builtin:migrate/{name}");
            show(
                &format!("a pack of the longest chain: {name}"),
                &[SEMXFORM, "-r", &pack, "--from", "2.9.56", "--to", target, "-o", &out, &legacy],
            )
        };
        let migrate = |name: &str, target: &str| {
            show(name, &[SEMXFORM, "migrate", "--from", "2.9.56", "--to", target, "--accept-loss", "all", "-o", &out, &legacy])
        };
        let (first, landing) = (pack("up/2.10.25-beta-2.10.27", "2.10.27"), pack("landing", "2.20"));
        let step = migrate("a migration of its first step: 2.9.56 to 2.10.27", "2.10.27");
        let chain = migrate("the longest chain: 2.9.56 to 2.20", "2.20");
        ratio("that first pack", chain, first, "2.5");
        ratio("the landing", chain, landing, "2.5");
        ratio("the migration of one step", chain, step, "2.5");
        println!();
    }

    fn instructions(&self) {
        let five = self.file("five.json", &backups::backup(3500));
        let bytes = size(Path::new(&five));
        let out = self.path("out.json");
        let commands: [(&str, &[&str], &str); 5] = [
            ("the whole job", &[SEMXFORM, "-r", "builtin:fix-vaults", "-o", &out, &five], "50"),
            ("check", &[SEMXFORM, "check", "--target", "2.16", &five], ""),
            ("fmt", &[SEMXFORM, "fmt", &five], ""),
            ("detect", &[SEMXFORM, "detect", &five], ""),
            ("jq, the transform alone", &["jq", JQ, &five], ""),
        ];
        for (name, command, goal) in commands {
            match instructions(command) {
                Some(count) => println!("{name:46} {:>41}  {goal}", format!("{:.0} instructions a byte", count / bytes)),
                None => println!("{name:46} valgrind is not installed"),
            }
        }
        println!();
    }

    /// Many small files on one core and on all.
    fn files(&self) {
        let folder = self.folder.join("many");
        std::fs::create_dir(&folder).unwrap();
        let text = backups::backup(6);
        for number in 0..10_000 {
            std::fs::write(folder.join(format!("{number}.json")), &text).unwrap();
        }
        let folder = folder.display().to_string();
        let one = show("check of one file of 10 KB", &[SEMXFORM, "check", "--target", "2.16", &format!("{folder}/1.json")]);
        let commands: [(&str, &[&str]); 4] = [
            ("check of 10,000 files", &["check", "--target", "2.16", &folder]),
            ("-r of 10,000 files", &["-r", "builtin:fix-vaults", "--check", &folder]),
            ("migrate of 10,000 files", &["migrate", "--to", "2.18", "--accept-loss", "all", "--check", &folder]),
            ("fmt of 10,000 files", &["fmt", "--check", &folder]),
        ];
        for (name, arguments) in commands {
            let all = show(name, &[&[SEMXFORM], arguments].concat());
            ratio("one core", all, alone(&[&[SEMXFORM], arguments].concat()), "0.6");
            if let (Some(all), Some(one)) = (all, one) {
                println!("{:46} {:>41}  no growth", "", format!("{:.1} times one file's memory", all.memory / one.memory));
            }
        }
        println!();
    }

    /// Large files on one core and on all: where the work on one document is split.
    fn threads(&self) {
        let (big, out) = (self.big(), self.path("out.json"));
        let commands: [(&str, &[&str]); 2] = [
            ("check: losses beside Verify and the writes", &["check", "--target", "2.16", &big]),
            ("-r: judging beside the proof", &["-r", "builtin:fix-vaults", "-o", &out, &big]),
        ];
        for (name, arguments) in commands {
            let command = [&[SEMXFORM], arguments].concat();
            ratio("one core", show(name, &command), alone(&command), "below 1");
        }
        println!();
    }

    fn growth(&self) {
        let mut missed = Vec::new();
        for shape in shapes::ALL {
            for command in shape.commands {
                let costs: Vec<(f64, Option<Cost>)> =
                    [1.0, 2.0, 4.0, 8.0, 16.0].map(|megabytes| shape.cost(self, megabytes, command)).to_vec();
                let slow: Vec<(f64, f64)> = costs
                    .iter()
                    .filter_map(|(bytes, cost)| Some((*bytes, cost.as_ref()?.seconds)))
                    .filter(|(_, seconds)| *seconds > 0.02)
                    .collect();
                let exponent = match slow[..] {
                    [.., (small, before), (large, after)] => (after / before).ln() / (large / small).ln(),
                    _ => 0.0,
                };
                // What the command takes for next to nothing.
                let own = shape.cost(self, 1e-3, command).1.map_or(0.0, |cost| cost.memory);
                let memory = costs
                    .iter()
                    .filter_map(|(bytes, cost)| Some((cost.as_ref()?.memory - own).max(0.0) / bytes))
                    .fold(0.0, f64::max);
                let failed = costs.iter().any(|(_, cost)| cost.is_none());
                let is_bad = failed || exponent > 1.1 || memory > 12.0;
                let mark = if is_bad { "  <<<" } else { "" };
                println!("{:28} {command:8} exponent {exponent:5.2}  memory {memory:5.1} bytes a byte{mark}", shape.name);
                if is_bad {
                    missed.push(format!("{} {command}", shape.name));
                }
            }
        }
        println!("goal: exponent 1.1, memory 12 bytes a byte; {} missed {missed:?}", missed.len());
    }
}

fn templates(megabytes: f64, bytes: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of templates")]
    let number = (megabytes * 1e6 / bytes) as usize;
    number
}

/// The cost of a command on one core.
fn alone(command: &[&str]) -> Option<Cost> {
    measure(&[&["taskset", "-c", "0"], command].concat(), RUNS)
}

fn show(name: &str, command: &[&str]) -> Option<Cost> {
    let cost = measure(command, RUNS);
    match cost {
        Some(cost) => println!("{name:46} {:>7.3} s {:>6.1} MB", cost.seconds, cost.memory / 1e6),
        None => println!("{name:46} {} is not installed", command[0]),
    }
    cost
}

/// Prints a cost as a ratio of another one's.
fn ratio(peer_name: &str, own: Option<Cost>, peer: Option<Cost>, goal: &str) {
    if let (Some(own), Some(peer)) = (own, peer) {
        let time = own.seconds / peer.seconds;
        let memory = own.memory / peer.memory;
        println!("{:>46} {:>41}  {goal}", format!("beside {peer_name}"), format!("time {time:.3}, memory {memory:.2}"));
    }
}
