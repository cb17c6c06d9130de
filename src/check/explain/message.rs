//! From what people paste to the words of programs: lines of logs with what loggers, containers and terminals put around them.

use anstream::adapter::strip_str;
use serde_json::Value;

/// So many lines are looked at, from the end: a log goes on with what happened last.
const MOST: usize = 5_000;
/// So many lines may be one line that a terminal broke.
const BROKEN: usize = 6;

/// The messages, in order; of one line several, where it has several fields.
pub(super) fn messages(text: &str) -> Vec<String> {
    let text = typed(&strip_str(text).to_string());
    let mut out: Vec<String> = Vec::new();
    let mut add = |message: String| {
        if !message.trim().is_empty() && !out.contains(&message) {
            out.push(message);
        }
    };
    let lines: Vec<String> = text.lines().map(unwrap).collect();
    let lines = &lines[lines.len().saturating_sub(MOST)..];
    let mut at = 0;
    while at < lines.len() {
        let end = stack_end(lines, at);
        if end > at + 1 {
            add(lines[at..end].join("\n"));
        } else {
            fields(&lines[at]).into_iter().for_each(&mut add);
        }
        at = end;
    }
    if (2..=BROKEN).contains(&lines.len()) && !text.contains("goroutine ") {
        for glue in ["", " "] {
            let joined = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join(glue);
            fields(&joined).into_iter().for_each(&mut add);
        }
    }
    out
}

/// Characters as programs write them: those of web pages and word processors put back.
fn typed(text: &str) -> String {
    let text = text.replace(['\u{201c}', '\u{201d}'], "\"").replace(['\u{2018}', '\u{2019}'], "'").replace('\u{a0}', " ");
    [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, plain)| text.replace(entity, plain))
}

/// The text inside the JSON of Docker (`log`), journald (`MESSAGE`) and JSON loggers, with levels of them inside each other.
fn unwrap(line: &str) -> String {
    let mut line = line.to_owned();
    for _ in 0..3 {
        let Some(inner) = inside(&line) else { break };
        line = inner;
    }
    line
}

fn inside(line: &str) -> Option<String> {
    let at = line.find('{')?;
    let object: Value = serde_json::Deserializer::from_str(&line[at..]).into_iter().next()?.ok()?;
    let text = |key: &str| object.get(key)?.as_str().map(str::trim_end).filter(|text| !text.is_empty());
    if let Some(text) = ["log", "MESSAGE"].into_iter().find_map(text) {
        return Some(text.to_owned());
    }
    let fields: Vec<String> = ["error", "err", "msg", "message"].into_iter().filter_map(text).map(str::to_owned).collect();
    // As logfmt, so that each field is looked at.
    (!fields.is_empty())
        .then(|| fields.iter().map(|field| format!("msg={}", Value::from(field.as_str()))).collect::<Vec<_>>().join(" "))
}

/// The values of `error`, `err` and `msg` of a logfmt line; the line itself where it has none.
fn fields(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    for key in ["error=\"", "err=\"", "msg=\""] {
        let mut rest = line;
        while let Some(at) = rest.find(key) {
            let (value, end) = quoted(&rest[at + key.len()..]);
            out.push(value);
            rest = &rest[at + key.len() + end..];
        }
    }
    if out.is_empty() {
        out.push(line.to_owned());
    }
    out
}

/// A value up to its closing quote, without escapes, and where it ends.
fn quoted(text: &str) -> (String, usize) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, at),
            '\\' => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, c)) => out.push(c),
                None => {}
            },
            _ => out.push(c),
        }
    }
    (out, text.len())
}

/// Where the stack of a panic that begins at a line ends; the next line where there is none.
fn stack_end(lines: &[String], at: usize) -> usize {
    let head = &lines[at];
    if !(head.contains("panic") || head.contains("runtime error")) {
        return at + 1;
    }
    let goroutine = lines[at + 1..].iter().take(4).position(|line| line.contains("goroutine ") && line.contains('['));
    let Some(goroutine) = goroutine.map(|n| at + 1 + n) else { return at + 1 };
    let of_stack = |line: &String| {
        let line = line.trim();
        line.is_empty()
            || line.contains(".go:")
            || line.ends_with(')')
            || line.contains("created by ")
            || line.contains("goroutine ")
    };
    goroutine + lines[goroutine..].iter().take_while(|line| of_stack(line)).count()
}

#[cfg(test)]
mod tests {
    use super::messages;

    #[test]
    fn each_line_and_each_field_is_a_message() {
        let log = "time=\"x\" level=info msg=\"Server is running\"\ntime=\"x\" level=error msg=\"a \\\"b\\\"\" error=\"write failed\"\n";
        assert_eq!(messages(log)[..3], ["Server is running", "write failed", "a \"b\""]);
    }

    #[test]
    fn containers_and_journals_are_unwrapped() {
        for line in [
            r#"{"log":"time=\"x\" level=error msg=\"pq: broken\"\n","stream":"stderr","time":"x"}"#,
            r#"{"MESSAGE":"time=\"x\" level=error msg=\"pq: broken\"","PRIORITY":"6"}"#,
            r#"semaphore-1  | {"level":"error","msg":"pq: broken","time":"x"}"#,
            "time=&quot;x&quot; level=error msg=&quot;pq: broken&quot;",
            "time=\u{201c}x\u{201d} level=error msg=\u{201c}pq: broken\u{201d}",
            "\u{1b}[31mERRO\u{1b}[0m msg=\"pq: broken\"",
            "time=\"x\" level=error msg=\"pq: bro\nken\"",
        ] {
            assert!(messages(line).contains(&"pq: broken".to_owned()), "{line}: {:?}", messages(line));
        }
    }

    #[test]
    fn a_panic_is_one_message_with_its_stack() {
        let log = "http: panic serving 10.0.0.1: runtime error: nil pointer dereference\ngoroutine 93 [running]:\nmain.run(...)\n\t/go/a.go:1 +0xe6\n\nlevel=info msg=\"next\"";
        let found = messages(log);
        assert!(found[0].ends_with("a.go:1 +0xe6\n") && found[1] == "next", "{found:?}");
    }
}
