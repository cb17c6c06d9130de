//! String literals of selectors: escapes, surrogate pairs, what they may not contain.

use crate::text::escape::{code_point, code_unit};

type Mistake = (usize, &'static str);

/// Decodes the literal whose opening quote is before `body`: its text and its length up to the closing quote.
pub(super) fn decode(body: &str, quote: char) -> Result<(String, usize), Mistake> {
    let mut out = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            _ if c == quote => return Ok((out, at)),
            '\\' => {
                let escape = chars.next().ok_or((at, "the closing quote is missing"))?.1;
                let plain = match escape {
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '/' | '\\' => escape,
                    'u' => {
                        let (c, length) = code_point(&body.as_bytes()[at..]).ok_or_else(|| (at, unicode_mistake(&body[at..])))?;
                        // `\u` is read already.
                        for _ in 0..length - 2 {
                            chars.next();
                        }
                        c
                    }
                    _ if escape == quote => quote,
                    _ => return Err((at, "there is no such escape")),
                };
                out.push(plain);
            }
            '\0'..='\u{1f}' => return Err((at, "control characters are written as escapes")),
            _ => out.push(c),
        }
    }
    Err((body.len(), "the closing quote is missing"))
}

/// Where the literal ends, whatever is in it.
pub(super) fn end(body: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    body.char_indices()
        .find(|(_, c)| {
            let closes = *c == quote && !escaped;
            escaped = *c == '\\' && !escaped;
            closes
        })
        .map(|(at, _)| at)
}

/// Why an escape with `\u` is no character.
fn unicode_mistake(escape: &str) -> &'static str {
    let second = escape.get(6..).filter(|rest| rest.starts_with("\\u")).map(str::as_bytes);
    if code_unit(escape.as_bytes()).is_none() || second.is_some_and(|second| code_unit(second).is_none()) {
        return "four hexadecimal digits follow \\u";
    }
    "half of a surrogate pair"
}
