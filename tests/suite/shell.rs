//! A user's shell: a folder of files, a clean environment, and the program run in it.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;

/// A folder in which commands run.
pub(crate) struct Shell {
    dir: tempfile::TempDir,
}

/// What a command said.
pub(crate) struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
    pub bytes: Vec<u8>,
}

impl Said {
    /// The envelope on stdout.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }

    /// Fails with everything that was said, if the exit code is another one.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

impl Shell {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A folder that holds one file.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let shell = Self::new();
        shell.write(name, content);
        shell
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8(std::fs::read(self.path(name)).unwrap()).unwrap()
    }

    /// The names in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            std::fs::read_dir(self.dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program, with nothing of our environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("semxform").unwrap();
        command.args(args).current_dir(self.dir.path()).env_clear().env("COLUMNS", "100").stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        said(self.command(args))
    }

    pub(crate) fn run_with(&self, args: &[&str], key: &str, value: impl AsRef<OsStr>) -> Said {
        let mut command = self.command(args);
        command.env(key, value);
        said(command)
    }

    /// The program with `input` piped in.
    pub(crate) fn pipe(&self, args: &[&str], input: impl AsRef<[u8]>) -> Said {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        let output = command.write_stdin(input.as_ref()).output().unwrap();
        said_of(output)
    }
}

/// Runs a command to its end.
pub(crate) fn said(mut command: Command) -> Said {
    said_of(command.output().unwrap())
}

fn said_of(output: std::process::Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        bytes: output.stdout,
    }
}
