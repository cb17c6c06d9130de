//! Brings a backup to another version and prints the result, with every loss named: `cargo run --example migrate 2.18 backup.json`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::error::Error;
use std::io::{self, Write};

use semxform::{Accept, Options, Release};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (version, path) = args.next().zip(args.next()).ok_or("name a version and a backup")?;
    let made = semxform::migrate(&std::fs::read(&path)?, &Release::parse(&version)?, &Accept::All, &Options::default())?;
    for loss in &made.losses {
        eprintln!("lost: {}: {}", loss.entity, loss.what);
    }
    io::stdout().write_all(&made.bytes)?;
    Ok(())
}
