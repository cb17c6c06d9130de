//! String literals of selectors: escapes, surrogate pairs, what may not stand in them.

type Mistake = (usize, &'static str);

/// Decodes the literal whose opening quote stands before `body`: its text and its length up to the closing quote.
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
                        let (c, length) = unicode(&body[at..]).map_err(|m| (at, m))?;
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

/// The character of `\uXXXX` or of a surrogate pair, and the length of the escape.
fn unicode(text: &str) -> Result<(char, usize), &'static str> {
    let unit = |at: usize| {
        let digits = text.get(at + 2..at + 6).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        digits.and_then(|d| u32::from_str_radix(d, 16).ok()).ok_or("four hexadecimal digits follow \\u")
    };
    let first = unit(0)?;
    match first {
        0xd800..0xdc00 if text[6..].starts_with("\\u") => {
            let second = unit(6)?;
            let low = second.checked_sub(0xdc00).filter(|l| *l < 0x400).ok_or("half of a surrogate pair")?;
            let c = char::from_u32(0x10000 + ((first - 0xd800) << 10) + low);
            c.map(|c| (c, 12)).ok_or("half of a surrogate pair")
        }
        _ => char::from_u32(first).map(|c| (c, 6)).ok_or("half of a surrogate pair"),
    }
}
