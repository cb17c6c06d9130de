//! The picture of the README: a real session, as a terminal shows it. `UPDATE=1 cargo test picture` writes it.

use std::fmt::Write as _;

use anstyle_svg::Term;

use crate::shell::Shell;
use crate::support::root;

/// A restore that fails, and its repair.
const SESSION: [&[&str]; 3] = [
    &["check", "--target", "2.16.45", "--db", "mysql", "backup.json"],
    &["-r", "builtin:fix-vaults", "-o", "fixed.json", "backup.json"],
    &["check", "--target", "2.16.45", "--db", "mysql", "fixed.json"],
];

#[test]
fn the_picture_shows_what_the_commands_print() {
    let shell = Shell::new();
    std::fs::copy(root().join("tests/docs/backup.json"), shell.path("backup.json")).unwrap();
    let mut session = String::new();
    for args in SESSION {
        let mut command = shell.command(args);
        command.env("FORCE_COLOR", "1").env("COLUMNS", "92");
        let said = crate::shell::said(command);
        let _ = write!(session, "\u{1b}[1m$ semxform {}\u{1b}[0m\n{}{}\n", args.join(" "), said.out, said.err);
    }
    let picture = Term::new().min_width_px(860).render_svg(session.trim_end());
    let path = root().join("docs/session.svg");
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, &picture).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).is_ok_and(|known| known == picture),
        "docs/session.svg is not up to date: run UPDATE=1 cargo test picture, and look at it"
    );
}
