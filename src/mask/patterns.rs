//! What secrets look like wherever they are: private keys, `user:token@` in URLs, `password=…`, tokens with a known prefix.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::place::{is_reference, looks_secret};
use crate::sorting;

/// What looks like a secret wherever it is.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    if !has_marks(text) {
        return Vec::new();
    }
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<Range<usize>> = Vec::new();
    for pattern in PATTERNS.iter().filter(|pattern| pattern.may_be_in(&lower)) {
        for captures in pattern.regex().into_iter().flat_map(|regex| regex.captures_iter(text)) {
            if pattern.named && captures.get(1).is_some_and(|name| !looks_secret(name.as_str())) {
                continue;
            }
            let secret = captures.iter().skip(1 + usize::from(pattern.named)).flatten().find(|m| !m.is_empty());
            let between = captures.get(1).zip(secret).and_then(|(name, secret)| text.get(name.end()..secret.start()));
            let is_value = |value: &str| !is_reference(value) && (!pattern.named || is_value(between.unwrap_or_default(), value));
            found.extend(secret.filter(|secret| is_value(secret.as_str())).map(|secret| secret.range()));
        }
    }
    if BLOCKS.iter().any(|mark| lower.contains(mark)) {
        found.extend(yaml_blocks(text));
    }
    sorting::sort_by_key(&mut found, |r| (r.start, r.end));
    found
}

/// What [`PATTERNS`] find is longer, unless it has one of [`SHORT_MARKS`].
const SHORT: usize = 15;
const SHORT_MARKS: [u8; 3] = [b'=', b':', b'-'];

/// Whether a text has a mark of any pattern, which most have not: one pass in place of one for each mark.
fn has_marks(text: &str) -> bool {
    static MARKS: OnceLock<Option<Regex>> = OnceLock::new();
    if text.len() < SHORT && !text.bytes().any(|byte| SHORT_MARKS.contains(&byte)) {
        return false;
    }
    let marks = MARKS.get_or_init(|| {
        let first = PATTERNS.iter().filter_map(|pattern| pattern.marks.first()).flat_map(|one_of| one_of.iter().copied());
        let marks: Vec<String> = first.chain(BLOCKS).map(regex::escape).collect();
        Regex::new(&format!("(?i-u:{})", marks.join("|"))).ok()
    });
    marks.as_ref().is_none_or(|marks| marks.is_match(text))
}

/// How the value of a key begins that is a block of YAML.
const BLOCKS: [&str; 2] = [": |", ": >"];

/// Whether a word is the value of the name before it, with `between` both; what follows an empty value is the next thing.
fn is_value(between: &str, word: &str) -> bool {
    // `|` begins a block of YAML, a tag says what the value is, and quotes may hold nothing.
    if matches!(word, "|" | ">" | "|-" | ">-" | "!vault" | "''" | "\"\"") {
        return false;
    }
    // Nothing, or a switch: `ask_pass=false`.
    if ["null", "none", "~", "true", "false", "yes", "no"].iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return false;
    }
    let next_line = between.contains('\n') && word.ends_with(':');
    let next_name = between.contains('=')
        && between.ends_with(char::is_whitespace)
        && word.split_once('=').is_some_and(|(_, rest)| rest.starts_with(|c| c != '='));
    !next_line && !next_name
}

/// The lines below `vault_pass: |` in YAML that are indented deeper than that.
fn yaml_blocks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Indentation of the key whose block is being read, and where that began.
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        if let Some((_, start)) = open.filter(|(around, _)| !body.is_empty() && indent <= *around) {
            found.extend((start < at).then_some(start..at));
            open = None;
        }
        let header = body.split_once(':').filter(|(_, value)| {
            let value = value.trim_start().strip_prefix(['|', '>']);
            value.is_some_and(|rest| rest.chars().all(|c| c == '+' || c == '-' || c.is_ascii_digit()))
        });
        at += line.len();
        if open.is_none()
            && header.is_some_and(|(name, _)| looks_secret(name.trim_matches(|c: char| c.is_whitespace() || "-\"'".contains(c))))
        {
            open = Some((indent, at));
        }
    }
    found.extend(open.map(|(_, start)| start..text.len()).filter(|range| !range.is_empty()));
    found
}

/// A look that secrets have.
struct Pattern {
    /// A text in small letters that has none of one of these is not searched: to compile an expression takes longer than all that is
    /// done with a small file.
    marks: &'static [&'static [&'static str]],
    /// Whether the first group is the name of the value, which may be of another kind after all ("bypass").
    named: bool,
    /// With the secret as its first group that matched, behind the name where there is one.
    expression: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

const WORDS: &[&str] = &["pass", "pwd", "secret", "token", "key", "credential", "psk"];
const SWITCHES: &[&str] = &["pass", "pwd", "secret", "token", "key", "credential", "psk", "bearer"];
const TOKENS: &[&str] = &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "akia", "npm_", "sk-", "eyj"];

static PATTERNS: [Pattern; 11] = [
    // ansible_password=x, token: "x"
    Pattern::new(
        &[WORDS, &["=", ":"]],
        true,
        r#"([\w.-]*(?i-u:pass|pwd|secret|token|key|credential|psk)[\w.-]*)\\?["']?\s*[=:]\s*(?:\\"([^"\\\n]*)|"([^"\n]*)"|'([^'\n]*)'|([^\s"',;&{}\[\]]+))"#,
    ),
    // A webhook's path is its password.
    Pattern::new(&[&["hooks.slack.com"]], false, r"(?i)\bhooks\.slack\.com/(?:services|workflows|triggers)/([\w/-]+)"),
    // --become-pass x
    Pattern::new(
        &[SWITCHES, &["--"]],
        true,
        r"(?:^|\s)--([\w.-]*(?i-u:pass|pwd|secret|token|key|credential|psk|bearer)[\w.-]*)\s+([^\s-]\S*)",
    ),
    // Everything between the marks of a private key; without an end mark, all that is left.
    Pattern::new(&[&["private key"]], false, r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END|\z)"),
    // https://user:token@host
    Pattern::new(&[&["://"], &["@"]], false, r"(?i)\b[a-z][a-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@"),
    // https://token@host
    Pattern::new(&[&["http"], &["@"]], false, r"(?i)\bhttps?://([^/\s:@]+)@"),
    // curl -u user:password, but not `$PASSWORD`; `-u 1000:1000` of other programs is a user and a group.
    Pattern::new(
        &[&["curl"]],
        false,
        r#"(?i)\bcurl\b[^\n|;&]*?\s(?:-u\s*|--(?:proxy-)?user[\s=]\s*)\\?["']?[^\s:"'\\]+:((?:[^\s"'\\$]|\$[^\s"'\\\w{(])[^\s"'\\]*)"#,
    ),
    Pattern::new(&[&["bearer"]], false, r"(?i)\bbearer\s+([\w.~+/=-]{8,})"),
    // Headers of HTTP; what is longer than seven characters behind `Bearer` is found above wherever it is.
    Pattern::new(
        &[&["authorization"]],
        false,
        r#"(?i)\bauthorization\\?["']?\s*[:=]\s*\\?["']?(?:basic|bearer|digest|token)\s+([^\s"',\\]+)"#,
    ),
    Pattern::new(&[&["cookie"]], false, r#"(?i)\b(?:set-)?cookie\\?["']?\s*[:=]\s*\\?["']?[\w.-]+=([^\s;"'\\]+)"#),
    Pattern::new(
        &[TOKENS],
        false,
        r"\b(gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|npm_\w{30,}|sk-[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})\b",
    ),
];

impl Pattern {
    const fn new(marks: &'static [&'static [&'static str]], named: bool, expression: &'static str) -> Self {
        Self { marks, named, expression, compiled: OnceLock::new() }
    }

    fn may_be_in(&self, lower: &str) -> bool {
        self.marks.iter().all(|one_of| one_of.iter().any(|mark| lower.contains(mark)))
    }

    /// Always there: a test searches with each.
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.expression).ok()).as_ref()
    }
}
