//! Paths of files as reports of other programs take them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A path below the folder of the run, with slashes and without `./`.
pub(super) fn plain(path: &str) -> Cow<'_, str> {
    let path = if cfg!(windows) { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) };
    match path {
        Cow::Borrowed(path) => Cow::Borrowed(path.trim_start_matches("./")),
        Cow::Owned(path) => Cow::Owned(path.trim_start_matches("./").to_owned()),
    }
}

/// The path as a relative reference or a `file:` URI (RFC 3986).
pub(super) fn uri(path: &str) -> String {
    let path = plain(path);
    let absolute = path.starts_with('/') || (cfg!(windows) && path.as_bytes().get(1) == Some(&b':'));
    let mut out = match (absolute, path.starts_with('/')) {
        (true, true) => String::from("file://"),
        (true, false) => String::from("file:///"),
        (false, _) => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                // Writing to memory cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references_that_any_reader_takes() {
        assert_eq!(uri("./backups/a b%.json"), "backups/a%20b%25.json");
        assert_eq!(uri("/srv/größe.json"), "file:///srv/gr%C3%B6%C3%9Fe.json");
        assert_eq!(uri("ab:c\n.json"), "ab%3Ac%0A.json");
    }
}
