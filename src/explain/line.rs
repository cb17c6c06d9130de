//! A line as people paste it: with or without the logger's decoration, escapes, and numbers that differ from server to server.

/// A log line.
#[derive(Debug)]
pub(super) struct Line {
    text: String,
    plain: String,
}

/// Words that need no file: part of a line (lower case), and what is behind it.
const KNOWN: &[(&str, &str)] = &[
    (
        "status code 400",
        "the browser shows no more than 400: the reason is in the server's log, on the line that begins with \"error at\". \
         `semxform check --target VERSION FILE` finds it without the log",
    ),
    (
        "status code 401",
        "401: restoring needs an admin since about 2.19.8 (or, from 2.20 on, the option that lets others create projects); \
         the file has nothing to do with it",
    ),
    (
        "status code 404",
        "404: the address is wrong. The web interface of 2.10.43 posted to a wrong one; scripts must use POST /api/projects/restore. \
         The file has nothing to do with it",
    ),
    (
        "cannot decrypt access key",
        "the server's encryption key is another one than when the key was stored; a backup holds no secret values, so enter \
         them again",
    ),
    (
        "gorp: no fields",
        "the database belongs to a newer server than the one that runs: run the newer one, or export the projects there and \
         take them down with `semxform migrate`",
    ),
    (
        "already exists",
        "a project of this name is on the server, mostly left by a restore that stopped half-way: delete or rename it, or change \
         meta.name in the file",
    ),
    (
        "foreign key constraint",
        "a link in the file points to nothing that the server has made: `semxform check --target VERSION FILE` shows which",
    ),
    (
        "panic",
        "the server crashed: `semxform check --target VERSION FILE` with the exact version says whether the file makes it do so",
    ),
];

impl Line {
    pub fn new(text: &str) -> Self {
        let text = text.trim().to_owned();
        let plain = comparable(&unescape(&text));
        Self { text, plain }
    }

    /// As it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How much of the line is this server message, if it is in it.
    pub fn says(&self, words: &str) -> Option<usize> {
        let words = comparable(words.strip_prefix("PANIC ").unwrap_or(words));
        (!words.is_empty() && self.plain.contains(&words)).then_some(words.len())
    }

    /// `schedules` and 8 of `error at schedules[8]: …`
    pub fn place(&self) -> Option<(&str, usize)> {
        let (_, rest) = self.plain.split_once("error at ")?;
        let (section, rest) = rest.split_once('[')?;
        let (position, _) = rest.split_once(']')?;
        Some((section, position.parse().ok()?))
    }

    /// The name in `project with name 'x' already exists`.
    pub fn project_name(&self) -> Option<String> {
        let text = unescape(&self.text);
        let (_, rest) = text.split_once("project with name '")?;
        let (name, _) = rest.rsplit_once("' already exists")?;
        Some(name.to_owned())
    }

    /// What is known of it without a file.
    pub fn known(&self) -> Option<String> {
        let text = self.text.to_lowercase();
        KNOWN.iter().find(|(part, _)| text.contains(part)).map(|(_, remark)| (*remark).to_owned())
    }
}

/// Undoes the quoting of `msg="…"` and of JSON logs.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('"' | '\\' | '\'')) => out.extend(chars.next()),
            ('\\', Some('n' | 't')) => {
                chars.next();
                out.push(' ');
            }
            _ => out.push(c),
        }
    }
    out
}

/// Generated numbers and names put aside; positions in brackets stay. White space does not count.
fn comparable(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = match words.split_once("Duplicate entry '") {
        Some((before, rest)) => match rest.split_once("' for key") {
            Some((_, after)) => format!("{before}Duplicate entry '…' for key{after}"),
            None => words,
        },
        None => words,
    };
    let mut out = String::with_capacity(words.len());
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii_digit() {
            out.push(c);
            continue;
        }
        let mut digits = String::from(c);
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        let position = out.ends_with('[') && chars.peek() == Some(&']');
        out.push_str(if position { &digits } else { "N" });
    }
    out
}
