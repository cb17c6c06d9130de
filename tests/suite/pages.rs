//! The pages that people read: every `console` block of README and docs is executed and compared, every rule pack in them is tested, and
//! no link leads nowhere.
//!
//! `TRYCMD=overwrite cargo test pages` writes what the commands print now into the pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::Shell;
use crate::support::{files, oracle, root, stem};

/// Written from the tables; their examples are tested where they are made.
const GENERATED: [&str; 5] = ["cli", "codes", "format", "migrate", "rules"];

/// Programs that the commands of a page may run.
const PROGRAMS: [&str; 1] = ["semxform"];

/// The folder in which the commands of a page run.
fn prepare(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for example in files(&root().join("tests/docs"), "json") {
        fs::copy(&example, folder.join(example.file_name().unwrap())).unwrap();
    }
    fs::copy(oracle().join("exports/2.10.42-mysql-home.json"), folder.join("old.json")).unwrap();
}

/// README and the pages of docs that people write.
fn pages() -> Vec<PathBuf> {
    let mut pages = files(&root().join("docs"), "md");
    pages.retain(|page| !GENERATED.contains(&stem(page)));
    pages.push(root().join("README.md"));
    assert!(pages.len() > 8, "{pages:?}");
    pages
}

/// The fenced blocks of a page: language and text.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            if !open {
                blocks.push((language, String::new()));
            }
            open = !open;
        } else if open {
            let (_, block) = blocks.last_mut().unwrap();
            block.push_str(line);
            block.push('\n');
        }
    }
    assert!(!open, "a fence is not closed");
    blocks
}

#[test]
fn every_console_block_prints_what_the_page_says() {
    println!("where the words changed: TRYCMD=overwrite cargo test pages");
    let work = tempfile::tempdir().unwrap();
    let mut commands = 0;
    let cases = trycmd::TestCases::new();
    cases.env("COLUMNS", "100").env("NO_COLOR", "1");
    let pages = pages();
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        for (language, block) in blocks(&text) {
            let lines = block.lines().filter_map(|line| line.strip_prefix("$ ")).filter(|_| language == "console");
            for command in lines {
                let program = command.split(' ').next().unwrap();
                assert!(PROGRAMS.contains(&program), "{}: {program} is not run in tests: use `sh`", page.display());
                commands += 1;
            }
        }
        let copy = work.path().join(page.file_name().unwrap());
        fs::write(&copy, text).unwrap();
        prepare(&copy.with_extension("in"));
        cases.case(copy);
    }
    assert!(commands > 20, "only {commands} commands");
    cases.run();
    for page in &pages {
        let now = fs::read(work.path().join(page.file_name().unwrap())).unwrap();
        if now != fs::read(page).unwrap() {
            fs::write(page, now).unwrap();
        }
    }
    println!("pages: {commands} commands");
}

#[test]
fn every_rule_pack_of_the_pages_passes_its_tests() {
    let shell = Shell::new();
    let mut packs = 0;
    for page in pages() {
        for (language, text) in blocks(&fs::read_to_string(&page).unwrap()) {
            if language != "yaml" || !text.contains("semxform: 1") {
                continue;
            }
            shell.write("pack.yaml", &text);
            for verb in ["lint", "test"] {
                let said = shell.run(&["rules", verb, "pack.yaml"]);
                assert_eq!(said.code, 0, "{}: {verb}\n{text}\n{}{}", page.display(), said.out, said.err);
            }
            packs += 1;
        }
    }
    assert!(packs >= 10, "only {packs} packs");
}

/// What a heading is called in a link.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}

/// The targets of the links in a text, without those to other hosts.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.contains([' ', '`', '"'])).collect()
}

#[test]
fn no_link_leads_nowhere_and_every_page_is_in_the_summary() {
    let mut broken = Vec::new();
    let all = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(|name| root().join(name));
    for page in pages().into_iter().chain(all) {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            let there = target.exists()
                && (part.is_empty() || fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(part)));
            if !there {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    for page in files(&root().join("docs"), "md") {
        let name = page.file_name().unwrap().to_str().unwrap();
        assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "{name} is not in docs/SUMMARY.md");
    }
}
