//! Files that are something else than JSON: other encodings, packed and encrypted files, web pages, answers with their headers, YAML, logs
//! around the document, merge conflicts. Each is named with the command that makes JSON of it, where there is one.

use std::ops::Range;

use super::backup::EXPORT;
use crate::json::Document;

/// What a file is.
#[derive(Debug)]
pub(super) struct Foreign {
    /// The words behind "not JSON: ".
    pub what: String,
    /// What to do.
    pub help: String,
    /// The bytes that show it.
    pub span: Range<usize>,
}

impl Foreign {
    fn new(what: impl Into<String>, help: impl Into<String>, span: Range<usize>) -> Self {
        Self { what: what.into(), help: help.into(), span }
    }
}

/// Beginnings that no text has; what the file is, and what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"\x1f\x8b", "a gzip archive", "unpack it: gunzip -c FILE > backup.json; of a .tar.gz: tar xzf FILE"),
    (b"PK\x03\x04", "a zip archive", "unpack it: unzip FILE"),
    (b"BZh", "a bzip2 archive", "unpack it: bunzip2 -c FILE > backup.json"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it: xz -dc FILE > backup.json"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it: zstd -dc FILE > backup.json"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it: 7z x FILE"),
    (b"SQLite format 3\0", "the database of a server (SQLite)", DATABASE),
    (b"%PDF", "a PDF document", EXPORT),
    (b"-----BEGIN PGP", "a file encrypted with PGP", "decrypt it first: gpg --decrypt FILE > backup.json"),
    (b"age-encryption.org/", "a file encrypted with age", "decrypt it first: age --decrypt FILE > backup.json"),
    (b"-----BEGIN AGE", "a file encrypted with age", "decrypt it first: age --decrypt FILE > backup.json"),
    (b"$ANSIBLE_VAULT;", "a file encrypted with ansible-vault", "decrypt it first: ansible-vault view FILE > backup.json"),
    (b"version https://git-lfs", "a pointer of Git LFS, not the file itself", "fetch the file: git lfs pull"),
    (b"/annex/objects/", "a pointer of git-annex, not the file itself", "fetch the file: git annex get FILE"),
    (b"\x89PNG", "a picture (PNG)", EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", EXPORT),
    (b"GIF8", "a picture (GIF)", EXPORT),
    (b"\x7fELF", "a program (ELF)", EXPORT),
    (b"MZ", "a program (Windows)", EXPORT),
    (b"PGDMP", "a dump of a database", DATABASE),
    (b"{\\rtf", "a text of a word processor (RTF)", EXPORT),
    (b"\xd0\xcf\x11\xe0", "a document of a word processor", EXPORT),
];

/// Beginnings of texts.
const TEXTS: &[(&[u8], &str, &str)] = &[
    (b"HTTP/", "the headers of an HTTP answer come first", "save the body only: curl without -i and without -v"),
    (b"curl: (", "a message of curl", "the download failed: mend what it says and export the project again"),
    (b"<?xml", "an XML document", EXPORT),
    (
        b"<",
        "this looks like HTML",
        "an error page or a login page was saved instead of the backup: look at the command that made it",
    ),
    (b"diff --git ", "a patch, not a backup", "apply it to the backup: git apply or patch"),
    (b"--- a/", "a patch, not a backup", "apply it to the backup: git apply or patch"),
    (b"-- ", "a dump of a database", DATABASE),
    (b"--\n", "a dump of a database", DATABASE),
    (b"--\r\n", "a dump of a database", DATABASE),
    (
        b"\x1b[",
        "the colours of a terminal were saved with the text",
        "make it without colours: a plain redirection, or --no-color; sed 's/\\x1b\\[[0-9;]*m//g' FILE > fixed.json takes them out",
    ),
    (b"%7B", "the document is percent-encoded", "take what was encoded: export the project again, without --data-urlencode"),
];

const DATABASE: &str = "semxform reads backups of projects: Dashboard > Settings > Backup Project, or GET /api/project/ID/backup";
const UTF16: &str =
    "convert it: iconv -f UTF-16 -t UTF-8 FILE > fixed.json; in PowerShell 7 use -Encoding utf8NoBOM instead of >";

/// What to do about a merge conflict.
pub(super) const RESOLVE: &str =
    "resolve the merge: keep one side of each conflict and delete the lines <<<<<<<, ======= and >>>>>>>";

/// What the bytes are, if that can be told; `at` is where the reader of JSON stopped.
pub(super) fn of(bytes: &[u8], at: usize) -> Option<Foreign> {
    let text = bytes.trim_ascii_start();
    let start = bytes.len() - text.len();
    encoding(bytes)
        .or_else(|| known(MAGIC, bytes, 0))
        .or_else(|| archive(bytes))
        .or_else(|| known(&TEXTS[..3], text, start))
        .or_else(|| conflict(bytes, at))
        .or_else(|| known(TEXTS, text, start))
        .or_else(|| before_the_document(bytes, at))
        .or_else(|| placeholder(bytes, at))
        .or_else(|| yaml(text, start))
        .or_else(|| base64(text, start))
        .or_else(|| log(text, start))
        .or_else(|| toml(text, start))
        .or_else(|| prose(text, start, at))
}

fn known(table: &[(&[u8], &str, &str)], bytes: &[u8], start: usize) -> Option<Foreign> {
    let (begin, what, help) = table.iter().find(|(begin, ..)| bytes.starts_with(begin))?;
    Some(Foreign::new(*what, *help, start..start + begin.len()))
}

/// A tar archive says what it is behind the name of its first file.
fn archive(bytes: &[u8]) -> Option<Foreign> {
    let is_tar = bytes.get(257..262) == Some(&b"ustar"[..]);
    is_tar.then(|| Foreign::new("a tar archive", "unpack it: tar xf FILE", 0..1))
}

/// `{{ name }}`, `${NAME}` or `<% name %>` where a value or a key should be: the text that a backup is to be made of.
fn placeholder(bytes: &[u8], at: usize) -> Option<Foreign> {
    const OPEN: [&[u8]; 5] = [b"{{", b"{%", b"${", b"<%", b"%{"];
    // The reader takes the first brace of two for an object.
    let opens = |at: usize| bytes.get(at..).is_some_and(|rest| OPEN.iter().any(|open| rest.starts_with(open)));
    let begin = [Some(at), at.checked_sub(1)].into_iter().flatten().find(|at| opens(*at))?;
    let help =
        "fill it in with the program that it was written for (Ansible, Jinja, Helm, envsubst), and take what that makes of it";
    Some(Foreign::new("a placeholder of a template that was not filled in", help, begin..begin + 2))
}

/// `[section]` or `key = value` in the first line that says something.
fn toml(text: &[u8], start: usize) -> Option<Foreign> {
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with(b"#") && !line.starts_with(b";"))?;
    let is_name = |name: &[u8]| {
        let named = name.first().is_some_and(u8::is_ascii_alphabetic);
        named && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    };
    let section = line.strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]")).is_some_and(is_name);
    let pair = line.iter().position(|b| *b == b'=').is_some_and(|at| is_name(line[..at].trim_ascii_end()));
    (section || pair).then(|| {
        let help = "a backup is JSON, and yq (of mikefarah) converts TOML: yq -o json FILE > backup.json";
        Foreign::new("this looks like TOML or INI", help, start..start + line.len().max(1))
    })
}

fn encoding(bytes: &[u8]) -> Option<Foreign> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        let help = "convert it: iconv -f UTF-32 -t UTF-8 FILE > fixed.json";
        return Some(Foreign::new("the text is in UTF-32", help, 0..4));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some(Foreign::new("the text is in UTF-16, as PowerShell writes it", UTF16, 0..2));
    }
    let first = &bytes[..bytes.len().min(64)];
    if first.len() > 3 && first.iter().all(|b| *b == 0) {
        return Some(Foreign::new("zero bytes", "the file is damaged (full disk, power failure): copy or export it again", 0..1));
    }
    let zeros = |odd: usize| first.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let half = first.len() / 2;
    for (odd, order) in [(1, "UTF-16LE"), (0, "UTF-16BE")] {
        if half > 1 && zeros(odd) == half && zeros(1 - odd) == 0 {
            let help = format!("convert it: iconv -f {order} -t UTF-8 FILE > fixed.json");
            return Some(Foreign::new("the text is in UTF-16", help, 0..2));
        }
    }
    None
}

/// Whether a line begins as those that git writes into a file with a conflict.
pub(super) fn is_conflict_marker(line: &[u8]) -> bool {
    [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"].iter().any(|marker| line.starts_with(*marker))
}

/// Markers where the reader stopped, or both sides of a conflict anywhere.
fn conflict(bytes: &[u8], at: usize) -> Option<Foreign> {
    let mut marks = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if is_conflict_marker(line) {
            marks.push(start);
        }
        start += line.len();
    }
    let opens = marks.iter().any(|mark| bytes[*mark] == b'<') && marks.iter().any(|mark| bytes[*mark] == b'>');
    let first = *marks.first().filter(|_| opens || marks.contains(&at))?;
    let mark = if opens { first } else { at };
    Some(Foreign::new("a merge conflict was saved with its markers", RESOLVE, mark..mark + 7))
}

/// Lines of a program's log, a prompt or a heading before the document.
fn before_the_document(bytes: &[u8], at: usize) -> Option<Foreign> {
    match bytes.trim_ascii_start() {
        [b'{', ..] | [b'/', b'/' | b'*', ..] => return None,
        // A time or a level, and no list.
        [b'[', next, ..] if !next.is_ascii_alphanumeric() => return None,
        _ => {}
    }
    let begin = candidates(bytes).find(|begin| {
        let before = bytes[..*begin].trim_ascii();
        !before.is_empty() && at < *begin && !is_value_of_yaml(before) && is_object(&bytes[*begin..])
    })?;
    let lines = memchr::memchr_iter(b'\n', &bytes[..begin]).count();
    let end = bytes[..begin].iter().position(|b| *b == b'\n').unwrap_or(begin);
    let what = "there is text before the document, which begins with {";
    let help = if bytes[..begin].ends_with(b"\n") {
        format!("cut the lines before it: tail -n +{} FILE > fixed.json", lines + 1)
    } else {
        format!("cut the text before the {{ in line {}", lines + 1)
    };
    Some(Foreign::new(what, help, 0..end.max(1)))
}

/// Whether a text ends as YAML does before a value: `key: '`, in a line of nothing else. In the first line a program may have said so;
/// a list is YAML there too.
fn is_value_of_yaml(before: &[u8]) -> bool {
    let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"'").or_else(|| line.strip_suffix(b"\"")).unwrap_or(line).trim_ascii();
    let key = line.strip_prefix(b"- ").unwrap_or(line).trim_ascii();
    let is_key = |key: &[u8]| !key.is_empty() && key.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let may_be = line.starts_with(b"- ") || before.contains(&b'\n');
    may_be && key.strip_suffix(b":").is_some_and(is_key)
}

/// Where the document may begin: the first brackets at the beginning of a line, and the first at all.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let lines = bytes.windows(2).enumerate().filter(|(_, pair)| *pair == b"\n{").map(|(at, _)| at + 1).take(4);
    bytes.iter().position(|b| *b == b'{').into_iter().chain(lines)
}

/// Whether the bytes are an object, whatever is behind it.
fn is_object(bytes: &[u8]) -> bool {
    Document::parse(bytes.to_vec()).is_ok_and(|doc| !doc.is_empty(doc.root()))
}

/// `key: value` or `- value` in the first line that says something.
fn yaml(text: &[u8], start: usize) -> Option<Foreign> {
    let is_pack = text.split(|b| *b == b'\n').take(32).any(|line| line.starts_with(b"semxform:"));
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"))?;
    let key = line.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'"' | b'.')).count();
    let is_yaml = line == b"---" || line.starts_with(b"--- ") || line.starts_with(b"- ") || {
        let rest = &line[key..];
        key > 0 && (rest == b":" || rest.starts_with(b": ")) && !line.starts_with(b"\"")
    };
    if !is_yaml {
        return None;
    }
    let span = start..start + line.len().max(1);
    Some(if is_pack {
        Foreign::new("a rule pack, not a backup", "name rule packs with -r, and the backup behind them", span)
    } else {
        Foreign::new(
            "this looks like YAML",
            "a backup is JSON, and yq (of mikefarah) converts it: yq -o json FILE > backup.json",
            span,
        )
    })
}

/// Nothing but the alphabet of base64, and an object inside.
fn base64(text: &[u8], start: usize) -> Option<Foreign> {
    let all = text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r'));
    let object = text.starts_with(b"ey") || text.starts_with(b"ew");
    (all && object && text.len() > 8)
        .then(|| Foreign::new("the document is encoded as base64", "decode it: base64 -d FILE > backup.json", start..start + 1))
}

/// What to do with the log of a server.
pub(super) const EXPLAIN: &str = "what its lines mean: semxform explain FILE";

/// Lines of a Semaphore server, whose words another command explains.
fn log(text: &[u8], start: usize) -> Option<Foreign> {
    let end = text.iter().position(|b| *b == b'\n').unwrap_or(text.len());
    is_log(text).then(|| Foreign::new("the log of a server, not a backup", EXPLAIN, start..start + end))
}

/// Whether lines of a server are among the first ones. Those of a crash begin with the time, which is a number as JSON has it.
pub(super) fn is_log(text: &[u8]) -> bool {
    let contains = |line: &[u8], words: &str| memchr::memmem::find(line, words.as_bytes()).is_some();
    let is_line = |line: &[u8]| {
        let begins = |words: &str| line.starts_with(words.as_bytes());
        begins("time=") && contains(line, " level=")
            || begins("panic: ")
            || begins("error at ")
            || contains(line, "http: panic serving ")
    };
    text.split(|b| *b == b'\n').take(64).any(is_line)
}

/// Words in place of a document: a message of a program was saved.
fn prose(text: &[u8], start: usize, at: usize) -> Option<Foreign> {
    let line = text.split(|b| *b == b'\n').next()?.trim_ascii_end();
    let words = line.split(|b| *b == b' ').filter(|word| word.len() > 1 && word[0].is_ascii_alphabetic()).count();
    (at <= start + 1 && words > 1 && line[0].is_ascii_alphabetic()).then(|| {
        let help = "a message of a program was saved in place of the backup: look at the command that made the file";
        Foreign::new("this is plain text", help, start..start + line.len())
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn said(bytes: &[u8]) -> (String, String) {
        let finding = parse(bytes.to_vec()).unwrap_err().finding;
        assert_eq!(finding.code, "SX101", "{}", String::from_utf8_lossy(bytes));
        (finding.message.to_string(), finding.help.unwrap_or_default().to_string())
    }

    fn utf16(text: &str, mark: &[u8], swap: bool) -> Vec<u8> {
        let pair = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
        mark.iter().copied().chain(text.encode_utf16().flat_map(pair)).collect()
    }

    #[test]
    fn files_of_other_kinds_are_named_with_the_command_that_helps() {
        let pretty = "{\n  \"meta\": {\n    \"name\": \"Infra\"\n  }\n}\n";
        for (bytes, message, help) in [
            (utf16(pretty, b"\xff\xfe", false), "UTF-16", "iconv -f UTF-16 "),
            (utf16(pretty, b"\xfe\xff", true), "UTF-16", "iconv -f UTF-16 "),
            (utf16(pretty, b"", false), "UTF-16", "UTF-16LE"),
            (utf16(pretty, b"", true), "UTF-16", "UTF-16BE"),
            (b"\x1f\x8b\x08\0\0".to_vec(), "gzip", "gunzip"),
            (b"PK\x03\x04rest".to_vec(), "zip", "unzip"),
            (b"SQLite format 3\0".to_vec(), "database", "Backup Project"),
            (b"$ANSIBLE_VAULT;1.1;AES256\n6631".to_vec(), "ansible-vault", "ansible-vault view"),
            (vec![0; 40], "zero bytes", "damaged"),
            (format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{pretty}").into(), "headers", "without -i"),
            (b"curl: (60) SSL certificate problem".to_vec(), "curl", "download failed"),
            (b"\n<!DOCTYPE html><html>".to_vec(), "HTML", "login page"),
            (b"<?xml version='1.0'?><a/>".to_vec(), "XML", "export"),
            (b"---\nmeta:\n  name: Infra\n".to_vec(), "YAML", "yq"),
            (b"# my project\nmeta:\n  name: Infra\n".to_vec(), "YAML", "yq"),
            (b"environments:\n  - env: '{\"TZ\": \"UTC\"}'\n    json: '{}'\n".to_vec(), "YAML", "yq"),
            (b"- json: '{\"a\": 1}'\n  name: e\n".to_vec(), "YAML", "yq"),
            (b"semxform: 1\nid: mine\nrules: []\n".to_vec(), "rule pack", "-r"),
            (b"# comment\nsemxform: 1\nid: mine\n".to_vec(), "rule pack", "-r"),
            (b"eyJtZXRhIjp7Im5hbWUiOiJJbmZyYSJ9fQ==\n".to_vec(), "base64", "base64 -d"),
            (b"Unauthorized access to this page".to_vec(), "plain text", "a message of a program"),
            (b"time=\"2026-02-01\" level=error msg=\"error at keys[0]\"\n".to_vec(), "log of a server", "semxform explain FILE"),
            (b"Starting\npanic: runtime error: index out of range\n".to_vec(), "log of a server", "semxform explain FILE"),
            (b"diff --git a/b.json b/b.json\n".to_vec(), "patch", "apply"),
            ([vec![b'a'; 257], b"ustar\0".to_vec()].concat(), "tar", "tar xf"),
            (b"/annex/objects/SHA256E-s1--x\n".to_vec(), "git-annex", "git annex get"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "picture", "Backup Project"),
            (b"--\n-- PostgreSQL database dump\n--\n".to_vec(), "database", "Backup Project"),
            (b"\x1b[32m{\x1b[0m\"meta\": {}}".to_vec(), "colours", "without colours"),
            (b"[meta]\nname = \"x\"\n".to_vec(), "TOML", "yq"),
            (b"; settings\nname=x\n".to_vec(), "TOML or INI", "yq"),
            (b"{\"keys\": {{ keys | to_json }}}".to_vec(), "placeholder", "Ansible"),
            (b"{\"keys\": ${KEYS}}".to_vec(), "placeholder", "envsubst"),
            (b"{{ backup }}".to_vec(), "placeholder", "fill it in"),
        ] {
            let (what, what_to_do) = said(&bytes);
            assert!(what.contains(message), "{}: {what}", String::from_utf8_lossy(&bytes));
            assert!(what_to_do.contains(help), "{what_to_do}");
        }
    }

    #[test]
    fn text_before_the_document_is_cut_by_the_command() {
        let pretty = "{\n  \"meta\": {\n    \"name\": \"Infra\"\n  }\n}\n";
        for (before, help) in [
            ("Log level set to INFO\n", "tail -n +2 FILE"),
            ("Loading config\nValidating config\n\n", "tail -n +4 FILE"),
            ("[2026-02-01 10:00:00] INFO starting\n", "tail -n +2 FILE"),
            ("time=\"2026-02-01T10:00:00Z\" level=info msg=\"{}\"\n", "tail -n +2 FILE"),
            ("localhost | SUCCESS => ", "in line 1"),
        ] {
            let (what, what_to_do) = said(format!("{before}{pretty}").as_bytes());
            assert!(what.contains("before the document"), "{before}: {what}");
            assert!(what_to_do.contains(help), "{before}: {what_to_do}");
        }
    }

    #[test]
    fn merge_conflicts_are_named_at_their_first_marker() {
        let file = "{\n  \"keys\": [],\n<<<<<<< HEAD\n  \"views\": []\n=======\n  \"views\": [1]\n>>>>>>> other\n}\n";
        let finding = parse(file.as_bytes().to_vec()).unwrap_err().finding;
        assert!(finding.message.contains("merge conflict"), "{}", finding.message);
        assert_eq!(finding.span(None).unwrap().start, file.find("<<<<").unwrap());
        assert!(said(b"<<<<<<< HEAD\n{}\n").0.contains("merge conflict"));
        assert!(said(b"{\"a\": 1,\n=======\n\"b\": 2}").0.contains("merge conflict"));
    }

    #[test]
    fn characters_that_cannot_be_seen_are_named() {
        for (file, name) in [
            ("{\n\u{a0}\"meta\": {}}", "no-break space (U+00A0)"),
            ("{\"meta\":\u{200b} {}}", "invisible character (U+200B)"),
            ("{\"meta\":\u{3000}{}}", "special space (U+3000)"),
            ("{\u{201c}meta\u{201d}: {}}", "typographic quote (U+201C)"),
            ("{\"meta\": {\0}}", "zero byte"),
        ] {
            let (what, _) = said(file.as_bytes());
            assert!(what.contains(name), "{file}: {what}");
        }
    }
}
