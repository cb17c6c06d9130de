//! Applies a rule pack to a backup and prints the result: `cargo run --example transform pack.yaml backup.json`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::error::Error;
use std::io::{self, Write};

use semxform::{Options, Pack};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (rules, path) = args.next().zip(args.next()).ok_or("name a pack and a backup")?;
    let pack = Pack::parse(&rules, &std::fs::read_to_string(&rules)?)?;
    let made = semxform::transform(&std::fs::read(&path)?, &[pack], &Options::default())?;
    for change in &made.changes {
        eprintln!("{}: {} {}", change.rule, change.operation, change.entity);
    }
    io::stdout().write_all(&made.bytes)?;
    Ok(())
}
