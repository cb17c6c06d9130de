//! Text of others (a file's keys and names, a pack's words, a path) made fit for where it goes: one function a destination. What
//! could end a line, move a cursor, reorder or hide letters, or end a quotation is written as an escape that people can read.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character acts on a terminal or a reader's eye instead of being seen: controls (C0, DEL, C1), line and paragraph
/// separators, marks of direction, and what has no width.
#[must_use]
pub(crate) const fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Writes an escape as Rust writes it: `\n`, `\u{1b}`.
fn escaped(c: char, out: &mut String) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => {
            // Writing to memory cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
}

/// Copies a text with some characters replaced; borrows it where there are none.
fn replaced(text: &str, is_special: impl Fn(char) -> bool, replace: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let Some(first) = text.find(&is_special) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_special(c) { replace(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Whether a text is of printable ASCII, as nearly all is; without an early exit this runs at the speed of memory.
fn is_printable(text: &str, also: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |all, byte| all & (matches!(byte, b' '..=b'~') | also(byte)))
}

/// For one line of a terminal, a log, a hunk heading or a format with a record a line.
#[must_use]
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if is_printable(text, |_| false) {
        return Cow::Borrowed(text);
    }
    replaced(text, is_unsafe, escaped)
}

/// For several lines of a terminal: line ends and tabs stay.
#[must_use]
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    if is_printable(text, |byte| matches!(byte, b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    replaced(text, |c| is_unsafe(c) && !matches!(c, '\n' | '\t'), escaped)
}

/// For the last step before a terminal or log: colours, line ends and tabs stay, all else that acts is an escape. A line that begins
/// as a command of a CI runner (`::error::`, `##[group]`; the runner takes blanks off) does not begin so.
#[must_use]
pub(crate) fn styled(text: &str) -> Cow<'_, str> {
    if is_printable(text, |byte| matches!(byte, b'\n' | b'\t')) && !text.contains("::") && !text.contains("##[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let (mut at_start, mut rest) = (true, line);
        while let Some(c) = rest.chars().next() {
            let plain = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')).count();
            if plain > 0 && !at_start {
                out.push_str(&rest[..plain]);
                rest = &rest[plain..];
                continue;
            }
            let colour = colour(rest);
            let command = at_start && colour == 0 && (rest.starts_with("::") || rest.starts_with("##["));
            if colour > 0 {
                out.push_str(&rest[..colour]);
            } else if command {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            } else if is_unsafe(c) && !matches!(c, '\n' | '\t') {
                escaped(c, &mut out);
            } else {
                out.push(c);
            }
            at_start &= colour > 0 || c == ' ' || c == '\t';
            rest = &rest[colour.max(c.len_utf8())..];
        }
    }
    Cow::Owned(out)
}

/// The length of the colour (`ESC [ 1 ; 31 m`) that a text begins with; 0 where it begins with none.
fn colour(text: &str) -> usize {
    let Some(codes) = text.strip_prefix("\u{1b}[") else { return 0 };
    let length = codes.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if codes.as_bytes().get(length) == Some(&b'm') { length + 3 } else { 0 }
}

/// A JSON document with a final newline, in which nothing acts on a terminal.
#[must_use]
pub(crate) fn pretty_json(value: &impl serde::Serialize) -> String {
    // Maps have text keys and numbers are finite, so this cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    let escaped = match json(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(escaped) => Some(escaped),
    };
    escaped.unwrap_or(text)
}

/// For JSON, whose readers undo its escapes: what acts on a terminal is escaped inside the strings, and nothing of it is outside.
#[must_use]
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    if is_printable(text, |byte| byte == b'\n') {
        return Cow::Borrowed(text);
    }
    replaced(
        text,
        |c| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t'),
        |c, out| {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        },
    )
}

/// For the header of a patch, as git writes names and git and patch read them back: the bytes of a name that has quotes,
/// backslashes, controls or bytes that are not UTF-8 are in double quotes, with octal escapes. A name with a space ends at a tab.
#[must_use]
pub(crate) fn patch_name(name: &[u8]) -> String {
    let text = std::str::from_utf8(name).ok();
    if let Some(text) = text.filter(|text| !text.contains(|c| is_unsafe(c) || matches!(c, '"' | '\\'))) {
        return if text.contains(' ') { format!("{text}\t") } else { text.to_owned() };
    }
    let mut quoted = String::from("\"");
    for byte in name {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(*byte)]),
            b'\n' => quoted.push_str("\\n"),
            b'\r' => quoted.push_str("\\r"),
            b'\t' => quoted.push_str("\\t"),
            b' '..=b'~' => quoted.push(char::from(*byte)),
            _ => {
                let _ = write!(quoted, "\\{byte:03o}");
            }
        }
    }
    quoted + "\""
}

/// For one word of a command that people paste into a shell. Controls need the `$'…'` of bash, zsh and POSIX 2024.
#[must_use]
pub(crate) fn shell_word(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./+:@%=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    if !text.contains(is_unsafe) {
        return Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")));
    }
    let mut out = String::from("$'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                // Three digits always, so that a digit behind them is one of the text.
                let _ = write!(out, "\\{byte:03o}");
            }),
            c => out.push(c),
        }
    }
    Cow::Owned(out + "'")
}

/// For a file in such a command: a name that begins with a dash is no option. `-` alone is standard input.
#[must_use]
pub(crate) fn shell_path(path: &str) -> Cow<'_, str> {
    if path.starts_with('-') && path != "-" { shell_word(&format!("./{path}")).into_owned().into() } else { shell_word(path) }
}

/// For Markdown prose and table cells: no markup, no HTML, no end of a cell.
#[must_use]
pub(crate) fn markdown(text: &str) -> Cow<'_, str> {
    const MARKUP: &str = "\\`*_[]()<>&|~#!$@:";
    let special = |c: char| is_unsafe(c) || MARKUP.contains(c);
    replaced(text, special, |c, out| match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        // Mentions and links that need no markup.
        '@' => out.push_str("&#64;"),
        ':' => out.push_str("&#58;"),
        c if is_unsafe(c) => {
            let mut escape = String::new();
            escaped(c, &mut escape);
            out.push('\\');
            out.push_str(&escape);
        }
        c => out.extend(['\\', c]),
    })
}

/// A code span of Markdown, also inside a table: its fence is longer than any run of backticks in it.
#[must_use]
pub(crate) fn markdown_code(text: &str) -> String {
    let text = line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

/// For the message of a GitHub workflow command.
#[must_use]
pub(crate) fn github_message(text: &str) -> Cow<'_, str> {
    replaced(
        text,
        |c| c == '%' || is_unsafe(c),
        |c, out| match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => escaped(c, out),
        },
    )
}

/// For a property of a GitHub workflow command.
#[must_use]
pub(crate) fn github_property(text: &str) -> Cow<'_, str> {
    match github_message(text) {
        text if !text.contains([':', ',']) => text,
        text => Cow::Owned(text.replace(':', "%3A").replace(',', "%2C")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOSTILE: &str = "a\u{1b}]0;t\u{7}\u{9b}2J\r\n::error::x\u{2028}\u{202e}\u{200b}\u{feff}'\"`|<b>&%,\\ -";

    #[test]
    fn a_hostile_name_stays_on_its_line_and_can_be_read() {
        let escaped = "a\\u{1b}]0;t\\u{7}\\u{9b}2J\\r\\n::error::x\\u{2028}\\u{202e}\\u{200b}\\u{feff}'\"`|<b>&%,\\ -";
        assert_eq!(line(HOSTILE), escaped);
        assert_eq!(lines("a\n\tb\u{1b}"), "a\n\tb\\u{1b}");
        assert_eq!(line("größe 日本 🙂"), "größe 日本 🙂");
    }

    #[test]
    fn colours_of_our_own_stay_and_commands_of_ci_runners_do_not() {
        assert_eq!(styled("\u{1b}[1;31merror\u{1b}[0m: a\u{1b}]0;t\u{7}\n"), "\u{1b}[1;31merror\u{1b}[0m: a\\u{1b}]0;t\\u{7}\n");
        assert_eq!(
            styled("a::b\n  ::error::x\n\u{1b}[1m::y\n##[group]z"),
            "a::b\n  \\u{3a}:error::x\n\u{1b}[1m\\u{3a}:y\n\\u{23}#[group]z"
        );
        assert_eq!(styled("größe\t日本\n"), "größe\t日本\n");
        assert_eq!(json("{\"a\": \"\u{9b}\u{e0001}é\"}\n"), "{\"a\": \"\\u009b\\udb40\\udc01é\"}\n");
    }

    #[test]
    fn names_in_patch_headers_are_written_as_git_writes_them() {
        assert_eq!(patch_name(b"a/backup.json"), "a/backup.json");
        assert_eq!(patch_name(b"a/my backup.json"), "a/my backup.json\t");
        assert_eq!(patch_name(b"a/\xff.json"), "\"a/\\377.json\"");
        assert_eq!(patch_name("a/\u{85}.json".as_bytes()), "\"a/\\302\\205.json\"");
        assert_eq!(patch_name(b"a/x\n+++ b/.bashrc"), "\"a/x\\n+++ b/.bashrc\"");
    }

    #[test]
    fn file_names_survive_a_shell() {
        assert_eq!(shell_path("backup.json"), "backup.json");
        assert_eq!(shell_path("-"), "-");
        assert_eq!(shell_path("-x.json"), "./-x.json");
        assert_eq!(shell_path("- x.json"), "'./- x.json'");
        assert_eq!(shell_word("it's $(id)"), r"'it'\''s $(id)'");
        assert_eq!(shell_word("a\n1\u{1b}2"), "$'a\\n1\\0332'");
        assert_eq!(shell_word(""), "''");
    }

    #[test]
    fn markup_of_a_name_is_text() {
        assert_eq!(markdown("[x](https://e) *b* | <i> @me\n"), "\\[x\\]\\(https&#58;//e\\) \\*b\\* \\| &lt;i&gt; &#64;me\\\\n");
        assert_eq!(markdown_code("a`b|c"), "``a`b\\|c``");
        assert_eq!(markdown_code("`"), "`` ` ``");
        assert_eq!(github_property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_back_what_was_written() {
        for text in [HOSTILE, "plain", "two words", "-x", "'", "$HOME `id` \\ !", "\u{9b}9\t"] {
            let script = format!("printf %s {}", shell_word(text));
            let shell = std::process::Command::new("bash").arg("-c").arg(script).env("LC_ALL", "C.UTF-8").output();
            let output = shell.unwrap();
            assert_eq!(String::from_utf8_lossy(&output.stdout), text);
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        let special: Vec<char> = HOSTILE.chars().collect();
        let one = prop_oneof![any::<char>(), proptest::sample::select(special)];
        proptest::collection::vec(one, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn nothing_that_acts_passes(text in hostile()) {
            for out in [line(&text), markdown(&text), github_message(&text), github_property(&text), markdown_code(&text).into(), shell_word(&text)] {
                prop_assert!(!out.contains(is_unsafe), "{:?}", out);
            }
            prop_assert!(!patch_name(text.as_bytes()).trim_end_matches('\t').contains(is_unsafe));
            prop_assert!(!github_property(&text).contains([':', ',']));
        }

        #[test]
        fn any_bytes_make_a_patch_name_of_one_line(name in any::<Vec<u8>>()) {
            prop_assert!(!patch_name(&name).contains(['\n', '\r']));
        }
    }
}
