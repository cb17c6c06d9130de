//! The `semxform` command.

fn main() -> std::process::ExitCode {
    semxform::main()
}
