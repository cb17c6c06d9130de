//! Where the token comes from. It is never an argument, and nothing here prints it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use secrecy::{ExposeSecret, SecretString};

use super::error::{Failure, RemoteError, TOKENS};
use super::profiles::Profile;

/// Variables with a token; those of other tools come after the profile.
const OWN: &str = "SEMXFORM_TOKEN";
const OTHERS: [&str; 2] = ["SEMAPHOREUI_API_TOKEN", "SEMAPHORE_API_TOKEN"];

/// A token, and what the user should know of where it was found.
#[derive(Debug)]
pub(crate) struct FoundToken {
    /// The token.
    pub token: SecretString,
    /// What the user should know.
    pub note: Option<String>,
}

/// Looks for the token: the file of `--token-file`, `SEMXFORM_TOKEN`, the profile, the variables of other tools.
///
/// # Errors
/// There is none, or the first place that is set gives none.
pub(crate) fn find(
    file: Option<&Path>,
    profile: Option<&Profile>,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<FoundToken, RemoteError> {
    let set = |name: &str| env(name).filter(|value| !value.trim().is_empty());
    if let Some(path) = file {
        return from_file(path, path == Path::new("-"));
    }
    if let Some(token) = set(OWN) {
        return Ok(FoundToken { token: checked(&token, OWN)?, note: None });
    }
    if let Some(path) = profile.and_then(|profile| profile.token_file.as_deref()) {
        return from_file(path, false);
    }
    if let Some(command) = profile.and_then(|profile| profile.token_command.as_deref()) {
        let from = "token_command of the profile";
        return Ok(FoundToken { token: checked(&output_of(command, from)?, from)?, note: None });
    }
    for name in OTHERS {
        if let Some(token) = set(name) {
            let note = Some(format!("the token is that of the variable {name}"));
            return Ok(FoundToken { token: checked(&token, name)?, note });
        }
    }
    let help = format!("make one {TOKENS}; or use --login USER");
    Err(RemoteError::usage("no token: who are you on that server?").help(help))
}

/// Reads a secret from a file or standard input, without the blanks around it.
///
/// # Errors
/// It cannot be read.
pub(crate) fn read_secret(path: &Path, stdin: bool) -> Result<String, RemoteError> {
    let read = if stdin { crate::files::read_stdin() } else { crate::files::read(path) };
    let bytes = read.map_err(|error| {
        let help = error.help.clone();
        RemoteError { failure: Failure::File, message: error.to_string(), help }
    })?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| RemoteError::new(Failure::File, format!("{} is not text", path.display())))?;
    Ok(text.trim().to_owned())
}

/// The standard output of a command, without the blanks around it. No shell is involved.
///
/// # Errors
/// It cannot be run or fails.
pub(crate) fn output_of(command: &[String], from: &str) -> Result<String, RemoteError> {
    let Some((program, args)) = command.split_first() else {
        return Err(RemoteError::usage(format!("{from} names no program")));
    };
    let wrong = |why: String| RemoteError::usage(format!("{from}: {program} {why}"));
    let output = Command::new(program).args(args).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| wrong(format!("cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(wrong(format!("failed ({})", output.status)));
    }
    let text = String::from_utf8(output.stdout).map_err(|_| wrong("printed something that is not text".into()))?;
    Ok(text.trim().to_owned())
}

fn from_file(path: &Path, stdin: bool) -> Result<FoundToken, RemoteError> {
    let from = if stdin { "standard input".to_owned() } else { path.display().to_string() };
    let note = (!stdin && super::profiles::open_to_others(path))
        .then(|| format!("{from} can be read or changed by others: chmod 600 {from}"));
    Ok(FoundToken { token: checked(&read_secret(path, stdin)?, &from)?, note })
}

/// Whether it can be a token at all: one word that goes into a header.
fn checked(text: &str, from: &str) -> Result<SecretString, RemoteError> {
    let token = SecretString::from(text.trim().to_owned());
    let word = token.expose_secret();
    let wrong = if word.is_empty() {
        "is empty"
    } else if word.bytes().any(|byte| !byte.is_ascii_graphic()) {
        "holds more than one word"
    } else if word.len() > 4096 {
        "is too long for a token"
    } else {
        return Ok(token);
    };
    Err(RemoteError::usage(format!("{from} {wrong}")).help("it should hold the API token of a user, and nothing else"))
}

/// The path of a secret's file as written in a file of the user: `~` is the home folder.
#[must_use]
pub(crate) fn expand(path: &str, env: &dyn Fn(&str) -> Option<String>) -> PathBuf {
    match (path.strip_prefix("~/"), env("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(command: &[&str]) -> Profile {
        Profile { token_command: Some(command.iter().map(|word| (*word).to_owned()).collect()), ..Profile::default() }
    }

    fn env<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn the_nearest_place_wins() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("token");
        std::fs::write(&file, "from-file\n").unwrap();
        let profile = profile(&["echo", "from-command"]);
        let all = env(&[("SEMXFORM_TOKEN", "from-own"), ("SEMAPHORE_API_TOKEN", "from-other")]);
        let token = |found: FoundToken| found.token.expose_secret().to_owned();
        assert_eq!(token(find(Some(&file), Some(&profile), &all).unwrap()), "from-file");
        assert_eq!(token(find(None, Some(&profile), &all).unwrap()), "from-own");
        let other = env(&[("SEMAPHORE_API_TOKEN", "from-other")]);
        assert_eq!(token(find(None, Some(&profile), &other).unwrap()), "from-command");
        let found = find(None, None, &other).unwrap();
        assert!(found.note.as_deref().unwrap().contains("SEMAPHORE_API_TOKEN"));
        assert_eq!(token(found), "from-other");
        assert!(find(None, None, &env(&[])).unwrap_err().help.unwrap().contains("--token-file"));
    }

    #[test]
    fn what_is_no_token_is_refused_and_not_repeated() {
        for value in ["CANARY two words", "CANARY\u{e9}"] {
            let error = find(None, None, &env(&[("SEMXFORM_TOKEN", value)])).unwrap_err();
            assert!(error.message.contains("SEMXFORM_TOKEN") && !format!("{error:?}").contains("CANARY"), "{error:?}");
        }
        let failing = find(None, Some(&profile(&["false"])), &env(&[])).unwrap_err();
        assert!(failing.message.contains("token_command of the profile: false failed"), "{failing}");
    }

    #[test]
    fn debug_shows_no_token() {
        let found = find(None, None, &env(&[("SEMXFORM_TOKEN", "CANARY-token")])).unwrap();
        assert!(!format!("{found:?}").contains("CANARY"));
    }
}
