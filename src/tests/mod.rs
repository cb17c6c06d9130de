//! Tests that look at the whole library: what the recorded servers said, and laws that hold for every export. Those of the program are
//! in tests/suite.

#![allow(clippy::print_stdout, reason = "numbers for whoever runs the tests")]

mod checks;
mod cron;
mod detect;
mod diff_laws;
mod exports;
mod facts_at_home;
mod fuzz_seeds;
mod independent;
mod layout;
mod migrate;
mod next_version;
mod oracle;
mod packs;
mod parts;
mod run_stage;
mod schema;
mod silent;
mod suggestions;
mod support;
