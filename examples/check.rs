//! Prints what a Semaphore server would do with a backup: `cargo run --example check 2.16.45 backup.json`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::error::Error;

use semxform::Release;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (version, path) = args.next().zip(args.next()).ok_or("name a version and a backup")?;
    let verdict = semxform::check(&std::fs::read(&path)?, &Release::parse(&version)?, &[])?;
    for (db, outcome) in &verdict.outcomes {
        println!("{path}: {} on {db}", outcome.name());
    }
    for finding in &verdict.findings {
        println!("  {} {}: {}", finding.severity, finding.entity.as_deref().unwrap_or("the file"), finding.message);
    }
    Ok(())
}
