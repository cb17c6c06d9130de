//! What users see, and what the recorded servers said: one binary, one module a subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests are tests too"
)]

mod browser_page;
mod cli_apply;
mod cli_check;
mod cli_ending;
mod cli_exit;
mod cli_explain;
mod cli_help;
mod cli_input;
mod cli_manners;
mod cli_many;
mod cli_migrate;
mod cli_rules;
mod cli_streams;
mod cli_write;
mod codes;
mod cts;
mod extras;
mod faults;
mod foreign_readers;
mod generated;
mod hostile;
mod layers;
mod one_judge;
mod pages;
mod parts;
mod picture;
#[cfg(feature = "remote")]
mod remote;
mod report_totals;
mod reports;
mod shell;
mod shipped;
mod silence;
#[path = "../../src/tests/support.rs"]
#[cfg_attr(not(feature = "remote"), allow(dead_code, reason = "the tests of servers use all of it"))]
mod support;
mod terminal;
