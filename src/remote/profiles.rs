//! `servers.yaml` of the user: names for servers, with where their tokens are. A repository can name one of them and nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::{Failure, RemoteError};
use crate::text::suggest::nearest;

/// What is known of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    /// Its address.
    pub url: String,
    /// Certificates that vouch for it, in PEM.
    pub ca_file: Option<PathBuf>,
    /// A file with the token.
    pub token_file: Option<PathBuf>,
    /// A program that prints the token, and its arguments.
    pub token_command: Option<Vec<String>>,
    /// Its database.
    pub db: Option<String>,
    /// `community` or `pro`
    pub edition: Option<String>,
}

/// All profiles of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Profiles {
    /// Where the file is or would be; none where there is no place for one.
    pub path: Option<PathBuf>,
    all: BTreeMap<String, Profile>,
    /// What the user should know about the file.
    pub warning: Option<String>,
}

impl Profiles {
    /// Where the file is: `$XDG_CONFIG_HOME/semxform/servers.yaml`, or below `~/.config`.
    #[must_use]
    pub(crate) fn place(env: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let home = || set("HOME").or_else(|| set("USERPROFILE")).map(|home| Path::new(&home).join(".config"));
        let folder = set("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| set("APPDATA").map(PathBuf::from)).or_else(home)?;
        Some(folder.join("semxform").join("servers.yaml"))
    }

    /// Reads the file of the user; no file is no profiles.
    ///
    /// # Errors
    /// It cannot be read, or is not what it should be.
    pub(crate) fn load(env: &dyn Fn(&str) -> Option<String>) -> Result<Self, RemoteError> {
        let place = Self::place(env);
        let Some(path) = place.clone().filter(|path| path.exists()) else { return Ok(Self { path: place, ..Self::default() }) };
        let bytes = crate::files::read(&path).map_err(|error| RemoteError::new(Failure::File, error.to_string()))?;
        let all = Self::read(&String::from_utf8_lossy(&bytes), &path)?;
        let warning = open_to_others(&path)
            .then(|| format!("{} can be read or changed by others: chmod 600 {}", path.display(), path.display()));
        Ok(Self { path: Some(path), all, warning })
    }

    fn read(text: &str, path: &Path) -> Result<BTreeMap<String, Profile>, RemoteError> {
        if text.trim().is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut all: BTreeMap<String, Profile> = serde_saphyr::from_str(text).map_err(|error| {
            let help = "a map of names to url, ca_file, token_file, token_command (a list), db and edition";
            // Only the first line: the others show the text around, in which a secret may be.
            let first = error.to_string().lines().next().unwrap_or_default().to_owned();
            RemoteError::usage(format!("{}: {first}", path.display())).help(help)
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for profile in all.values_mut() {
            for file in [&mut profile.ca_file, &mut profile.token_file].into_iter().flatten() {
                *file = folder.join(&*file);
            }
        }
        Ok(all)
    }

    /// The place of the file, whether it is there or not.
    fn shown(&self) -> String {
        self.path.as_ref().map_or_else(|| "servers.yaml".to_owned(), |path| path.display().to_string())
    }

    /// The profile of a name.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn get(&self, name: &str) -> Result<&Profile, RemoteError> {
        self.all.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.all.keys().map(String::as_str).collect();
            let near = nearest(name, names.iter().copied()).map(|near| format!("did you mean {near}? "));
            let known = if names.is_empty() {
                format!("no profile is defined in {}", self.shown())
            } else {
                format!("known: {}", names.join(", "))
            };
            let message = format!("there is no server profile {name:?}");
            RemoteError::usage(message).help(format!("{}{known}; an address begins with https://", near.unwrap_or_default()))
        })
    }
}

/// Whether others than the owner may read or write it.
#[cfg(unix)]
pub(super) fn open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(super) fn open_to_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "prod:\n  url: https://sem.example\n  token_file: prod.token\n  db: mysql\nlab:\n  url: http://localhost:3000\n  token_command: [pass, show, lab]\n";

    #[test]
    fn a_profile_says_where_the_token_is() {
        let all = Profiles::read(FILE, Path::new("/home/joe/.config/semxform/servers.yaml")).unwrap();
        assert_eq!(all["prod"].token_file.as_deref(), Some(Path::new("/home/joe/.config/semxform/prod.token")));
        assert_eq!(all["lab"].token_command.as_deref().unwrap()[0], "pass");
        let profiles = Profiles { all, ..Profiles::default() };
        let error = profiles.get("prd").unwrap_err();
        assert!(error.help.unwrap().contains("did you mean prod?"));
    }

    #[test]
    fn a_token_in_the_file_is_a_mistake_that_is_not_repeated() {
        let text = "prod:\n  url: https://sem.example\n  token: CANARY-abc\n";
        let error = Profiles::read(text, Path::new("servers.yaml")).unwrap_err();
        assert!(error.message.contains("servers.yaml") && !format!("{error:?}").contains("CANARY"), "{error:?}");
    }

    #[test]
    fn the_place_follows_the_environment() {
        let place = |pairs: &[(&str, &str)]| {
            Profiles::place(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(place(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "/x")]).unwrap(), Path::new("/x/semxform/servers.yaml"));
        assert_eq!(place(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "")]).unwrap(), Path::new("/h/.config/semxform/servers.yaml"));
        assert_eq!(place(&[]), None);
    }
}
