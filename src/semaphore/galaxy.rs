//! Arguments that servers pass on to `ansible-galaxy … install`: which ones they allow, and what they say of the others.

use super::params::{COLLECTION_ARGS, ROLE_ARGS};

/// What is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Installs {
    Roles,
    Collections,
}

/// The parameters of a template that hold such arguments, in the order in which they are looked at.
pub(crate) const ARGUMENTS: [(&str, Installs); 2] = [(ROLE_ARGS, Installs::Roles), (COLLECTION_ARGS, Installs::Collections)];

/// An option: for what, and whether it takes a value.
struct Flag {
    name: &'static str,
    only: Option<Installs>,
    takes_value: bool,
}

const fn flag(name: &'static str) -> Flag {
    Flag { name, only: None, takes_value: false }
}

impl Flag {
    const fn with_value(self) -> Self {
        Self { takes_value: true, ..self }
    }

    const fn only(self, installs: Installs) -> Self {
        Self { only: Some(installs), ..self }
    }
}

use Installs::{Collections, Roles};

const FLAGS: &[Flag] = &[
    flag("-c"),
    flag("--ignore-certs"),
    flag("-f"),
    flag("--force"),
    flag("--force-with-deps"),
    flag("-i"),
    flag("--ignore-errors"),
    flag("-n"),
    flag("--no-deps"),
    flag("-s").with_value(),
    flag("--server").with_value(),
    flag("--timeout").with_value(),
    flag("-v"),
    flag("-vv"),
    flag("-vvv"),
    flag("-vvvv"),
    flag("--verbose"),
    flag("-g").only(Roles),
    flag("--keep-scm-meta").only(Roles),
    flag("--pre").only(Collections),
    flag("-U").only(Collections),
    flag("--upgrade").only(Collections),
    flag("--offline").only(Collections),
    flag("--no-cache").only(Collections),
    flag("--clear-response-cache").only(Collections),
    flag("--disable-gpg-verify").only(Collections),
    flag("--keyring").with_value().only(Collections),
    flag("--signature").with_value().only(Collections),
    flag("--required-valid-signature-count").with_value().only(Collections),
    flag("--ignore-signature-status-code").with_value().only(Collections),
    flag("--ignore-signature-status-codes").with_value().only(Collections),
];

/// The server's words about the first argument that it does not allow. A value may be behind `=` or be the next argument.
pub(crate) fn refused<'a>(installs: Installs, mut arguments: impl Iterator<Item = &'a str>) -> Option<String> {
    let what = match installs {
        Roles => "role",
        Collections => "collection",
    };
    let words = |words: String| Some(format!("ansible-galaxy {what} install: {words}"));
    while let Some(argument) = arguments.next() {
        let (name, value) = argument.split_once('=').map_or((argument, None), |(name, value)| (name, Some(value)));
        let Some(flag) = FLAGS.iter().find(|flag| flag.name == name && flag.only.is_none_or(|only| only == installs)) else {
            return words(format!("argument \"{argument}\" is not allowed"));
        };
        if !flag.takes_value {
            if value.is_some() {
                return words(format!("flag {name} does not take a value"));
            }
            continue;
        }
        let value = value.or_else(|| arguments.next()).unwrap_or_default();
        if value.is_empty() || value.starts_with('-') {
            return words(format!("flag {name} requires a value"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_on_a_list_and_have_their_values() {
        let said = |installs, arguments: &[&str]| refused(installs, arguments.iter().copied());
        assert_eq!(said(Roles, &["--force", "-s", "x", "--timeout=3", "-g"]), None);
        assert_eq!(said(Collections, &["--pre", "--keyring", "k"]), None);
        for (installs, arguments, words) in [
            (Roles, &["--token=x"][..], "role install: argument \"--token=x\" is not allowed"),
            (Roles, &["--pre"], "role install: argument \"--pre\" is not allowed"),
            (Collections, &["-g"], "collection install: argument \"-g\" is not allowed"),
            (Roles, &[""], "role install: argument \"\" is not allowed"),
            (Roles, &["-s"], "role install: flag -s requires a value"),
            (Roles, &["-s", "--force"], "role install: flag -s requires a value"),
            (Roles, &["--timeout="], "role install: flag --timeout requires a value"),
            (Roles, &["-v=1"], "role install: flag -v does not take a value"),
        ] {
            assert_eq!(said(installs, arguments), Some(format!("ansible-galaxy {words}")), "{arguments:?}");
        }
    }
}
