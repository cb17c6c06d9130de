//! What users see, and what the recorded servers said: one binary, one module a subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests are tests too"
)]

mod checks;
mod cli_apply;
mod cli_check;
mod cli_exit;
mod cli_explain;
mod cli_help;
mod cli_input;
mod cli_manners;
mod cli_migrate;
mod cli_rules;
mod cli_write;
mod codes;
mod cron;
mod cts;
mod detect;
mod diff_laws;
mod exports;
mod extras;
mod facts_at_home;
mod generated;
mod independent;
mod layers;
mod layout;
mod migrate;
mod one_judge;
mod oracle;
mod packs;
mod pages;
mod parts;
#[cfg(feature = "remote")]
mod remote;
mod reports;
mod run_stage;
mod schema;
mod shell;
mod shipped;
mod silent;
mod support;
