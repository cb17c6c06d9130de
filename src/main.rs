//! The `semxform` command.

fn main() {}
