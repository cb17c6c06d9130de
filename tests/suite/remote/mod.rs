//! Commands that talk to a server, with a server that plays what real ones answered.

mod connect;
mod fake;
mod plan;
mod pull;
mod restore;
mod secrets;
mod sockets;
mod verify;

use crate::shell::{Said, Shell, said};
use fake::Fake;

/// The token of an administrator; it must be nowhere in what a command says or writes.
const TOKEN: &str = "CANARY-token-01";

/// Servers with recorded exchanges.
const SERVERS: [&str; 22] = [
    "2.9.56",
    "2.9.56-mysql",
    "2.9.70",
    "2.10.22",
    "2.10.26-beta",
    "2.10.27",
    "2.10.31",
    "2.10.32",
    "2.10.42",
    "2.10.42-mysql",
    "2.11.2",
    "2.11.3",
    "2.12.14",
    "2.13.3",
    "2.13.3-mysql",
    "2.13.15",
    "2.14.7",
    "2.14.12",
    "2.15.0",
    "2.16.45",
    "2.17.0-dev",
    "2.17.15",
];

/// Runs a command against a server as its administrator.
fn run(shell: &Shell, fake: &Fake, args: &[&str]) -> Said {
    run_as(shell, fake, TOKEN, args)
}

/// The same with another token.
fn run_as(shell: &Shell, fake: &Fake, token: &str, args: &[&str]) -> Said {
    let mut all = args.to_vec();
    all.extend(["--server", &fake.url]);
    let mut command = shell.command(&all);
    command.env("SEMXFORM_TOKEN", token);
    let said = said(command);
    for text in [&said.out, &said.err] {
        assert!(!text.contains("CANARY"), "a secret is shown: {text}");
    }
    said
}
