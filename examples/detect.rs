//! Prints which Semaphore versions can have written a backup: `cargo run --example detect backup.json`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a backup")?;
    let found = semxform::detect(&std::fs::read(&path)?)?;
    println!("{path}: {} to {}", found.first, found.last);
    for evidence in &found.evidence {
        println!("  {}: {}", evidence.says, evidence.why);
    }
    Ok(())
}
