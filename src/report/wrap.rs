//! Breaks text for people at blanks. Commands stay whole, so that they can be copied.

use anstream::adapter::strip_str;

/// Lines of at most `width` columns; only words and commands that are longer stand out. Blanks at the beginning of a line stay.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (i, line) in text.lines().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let text = line.trim_start_matches(' ');
        let mut indent = line.len() - text.len();
        out.push_str(&line[..indent]);
        let mut column = 0;
        for piece in (Pieces { rest: text, after_colon: true }) {
            // Colours take no room.
            let length = strip_str(piece).to_string().chars().count();
            if column > 0 && indent + column + 1 + length > width {
                out.push('\n');
                (indent, column) = (0, 0);
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(piece);
            column += length;
        }
    }
    out
}

/// The same; further lines begin after some blanks.
pub(crate) fn hang(text: &str, width: usize, blanks: usize) -> String {
    wrap(text, width.saturating_sub(blanks)).replace('\n', &format!("\n{}", " ".repeat(blanks)))
}

/// Each line for itself: further lines of it begin four blanks behind it. With a final newline where there is one.
pub(crate) fn hang_each(text: &str, width: usize) -> String {
    let broken = |line: &str| {
        let (indent, text) = line.split_at(line.len() - line.trim_start_matches(' ').len());
        let (body, end) = text.split_at(text.trim_end_matches('\n').len());
        indent.to_owned() + &hang(body, width, indent.len() + 4) + end
    };
    text.split_inclusive('\n').map(broken).collect()
}

/// How commands go on behind the name of the program.
const COMMANDS: [&str; 18] = [
    "-", "check", "clone", "detect", "diff", "explain", "extract", "fmt", "merge", "migrate", "pull", "restore", "rules",
    "schema", "secrets", "select", "server", "verify",
];

/// Other programs that helps tell people to run.
const PROGRAMS: [&str; 19] = [
    "7z",
    "age",
    "ansible-vault",
    "base64",
    "bunzip2",
    "curl",
    "gh",
    "git",
    "gpg",
    "gunzip",
    "iconv",
    "jq",
    "sed",
    "tail",
    "tar",
    "unzip",
    "xz",
    "yq",
    "zstd",
];

/// Words, an option with its value as one, and commands as one: in backticks, or from their name to a semicolon or the end of the line. Commands of other programs are
/// behind a colon.
struct Pieces<'a> {
    rest: &'a str,
    after_colon: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest;
        if rest.is_empty() {
            return None;
        }
        let word = rest.find(' ').unwrap_or(rest.len());
        let is_command = |text: &str| {
            text.strip_prefix("semxform ").is_some_and(|rest| COMMANDS.iter().any(|command| rest.starts_with(command)))
        };
        let is_program = |text: &str| PROGRAMS.contains(&text.split(' ').next().unwrap_or_default());
        let option = rest.strip_prefix("--accept-loss ");
        let end = if let Some(value) = option {
            rest.len() - value.len() + value.find(' ').unwrap_or(value.len())
        } else if let Some(quoted) = rest.strip_prefix('`') {
            let close = quoted.find('`').map_or(0, |at| at + 1);
            rest[close..].find(' ').map_or(rest.len(), |at| close + at)
        } else if is_command(rest) || self.after_colon && is_program(rest) {
            rest.find("; ").map_or(rest.len(), |at| at + 1)
        } else {
            word
        };
        self.rest = rest.get(end + 1..).unwrap_or("");
        self.after_colon = rest[..end].ends_with(':');
        Some(&rest[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_and_commands_are_not() {
        assert_eq!(wrap("one two three", 8), "one two\nthree");
        assert_eq!(wrap("first; semxform check --target 2.16 b.json", 20), "first;\nsemxform check --target 2.16 b.json");
        assert_eq!(wrap("run semxform check b.json; then look", 20), "run\nsemxform check b.json;\nthen look");
        assert_eq!(wrap("use `semxform fmt -i a.json`, then go on", 20), "use\n`semxform fmt -i a.json`,\nthen go on");
        assert_eq!(wrap("semxform itself is wrong", 16), "semxform itself\nis wrong");
        assert_eq!(wrap("cut it: tail -n +2 a.json > b.json; look", 20), "cut it:\ntail -n +2 a.json > b.json;\nlook");
        assert_eq!(wrap("a tar archive of a project", 14), "a tar archive\nof a project");
        assert_eq!(wrap("`one two", 5), "`one\ntwo");
        assert_eq!(wrap("a  b", 20), "a  b");
        assert_eq!(wrap("-{\n   \"a\": 1", 20), "-{\n   \"a\": 1");
        assert_eq!(wrap("to accept: --accept-loss a/b,c/d", 20), "to accept:\n--accept-loss a/b,c/d");
        assert_eq!(hang("one two three", 10, 2), "one two\n  three");
        assert_eq!(hang_each("  one two three\nfour\n", 14), "  one two\n      three\nfour\n");
    }
}
