//! Paths that must stay inside a repository, as servers judge them by their text: how one leaves it, in the server's words.

const NOT_RELATIVE: &str = "be a relative path inside the repository";
const OUTSIDE: &str = "not point outside the repository";

/// What separates the parts of a path of Windows.
const WINDOWS: [char; 2] = ['/', '\\'];

/// A playbook: a path of Windows counts too, but only a colon behind one byte is a drive.
pub(crate) fn playbook(path: &str) -> Option<&'static str> {
    if path.starts_with(WINDOWS) || path.as_bytes().get(1) == Some(&b':') {
        return Some(NOT_RELATIVE);
    }
    leaves(path.split(WINDOWS)).then_some(OUTSIDE)
}

/// A working directory: judged as a path of Unix and then of Windows, where no colon is allowed.
pub(crate) fn working_directory(path: &str) -> Option<&'static str> {
    let judge = |separators: &[char]| {
        if path.starts_with(separators) {
            return Some(NOT_RELATIVE);
        }
        leaves(path.split(separators)).then_some(OUTSIDE)
    };
    judge(&['/']).or_else(|| if is_without_colon(path) { judge(&WINDOWS) } else { Some(NOT_RELATIVE) })
}

/// Whether no colon is left when `..` has taken parts away.
fn is_without_colon(path: &str) -> bool {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(WINDOWS) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.iter().all(|part| !part.contains(':'))
}

fn leaves<'p>(mut parts: impl Iterator<Item = &'p str>) -> bool {
    let mut depth = 0_i64;
    parts.any(|part| {
        depth += match part {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth < 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playbooks_stay_inside() {
        for path in ["", "play/../site.yml", "./x.yml", "~/x.yml", "é:x"] {
            assert_eq!(playbook(path), None, "{path}");
        }
        for path in ["/x", "\\x.yml", "C:/site.yml", "a:b.yml"] {
            assert_eq!(playbook(path), Some(NOT_RELATIVE), "{path}");
        }
        for path in ["..", "../site.yml", "..\\x", "a/../../b.yml"] {
            assert_eq!(playbook(path), Some(OUTSIDE), "{path}");
        }
    }

    #[test]
    fn working_directories_stay_inside() {
        for path in ["roles", ".", "a/../b", "a:b/../c"] {
            assert_eq!(working_directory(path), None, "{path}");
        }
        for path in ["/x", "\\x", "C:\\x", "play:book"] {
            assert_eq!(working_directory(path), Some(NOT_RELATIVE), "{path}");
        }
        for path in ["..", "../x", "..\\x", "a/../../x"] {
            assert_eq!(working_directory(path), Some(OUTSIDE), "{path}");
        }
    }
}
