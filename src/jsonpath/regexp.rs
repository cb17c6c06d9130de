//! Regular expressions of `match()` and `search()`: I-Regexp (RFC 9485) brought to the syntax of the `regex` crate.

use regex::Regex;

/// Compiles a pattern; `whole` for `match()`.
pub(super) fn compile(pattern: &str, whole: bool) -> Result<Regex, String> {
    let body = translate(pattern);
    let compiled = if whole { Regex::new(&format!(r"\A(?:{body})\z")) } else { Regex::new(&body) };
    compiled.map_err(|_| reason(&body))
}

/// The last line of the crate's message about the user's own pattern, without its drawing of it.
fn reason(body: &str) -> String {
    let message = Regex::new(body).err().map(|e| e.to_string()).unwrap_or_default();
    let line = message.lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

/// A dot does not match line ends, and `&` and `~` have no meaning in a class.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class => {
                out.push_str(r"[^\n\r]");
                continue;
            }
            '&' | '~' if in_class => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    out
}
