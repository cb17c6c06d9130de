//! The grammar of strings, numbers and words, with what is odd in them. Knows no containers.

use super::oddity::OddityKind;
use super::{Reader, Stop, scan};
use crate::json::node::Kind;

/// A string that was read.
pub(super) struct Text {
    pub escaped: bool,
    pub utf8: bool,
}

impl Reader<'_> {
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Text, Stop> {
        let start = self.at + 1;
        self.at = scan::plain(self.src, start);
        let escaped = self.src.get(self.at) != Some(&b'"');
        if escaped {
            self.string_with_escapes()?;
        }
        let utf8 = self.utf8 || self.utf8(start, self.at);
        self.at += 1;
        Ok(Text { escaped, utf8 })
    }

    /// Goes on to the closing quote of a string that has something special here.
    #[inline(never)]
    fn string_with_escapes(&mut self) -> Result<(), Stop> {
        loop {
            match self.byte()? {
                b'"' => return Ok(()),
                b'\\' => self.escape()?,
                _ => return self.invalid("in string literal"),
            }
            self.at = scan::plain(self.src, self.at);
        }
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.at += 1;
        match self.byte_or_blank() {
            b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => self.at += 1,
            b'u' => {
                let unit = self.unit()?;
                let high = (0xd800..0xdc00).contains(&unit);
                let paired = high && self.src[self.at..].starts_with(b"\\u") && {
                    let after = self.at;
                    self.at += 1;
                    let low = self.unit()?;
                    let pair = (0xdc00..0xe000).contains(&low);
                    if !pair {
                        self.at = after;
                    }
                    pair
                };
                if (0xd800..0xe000).contains(&unit) && !paired {
                    self.note(start, OddityKind::LoneSurrogate);
                }
            }
            _ => return self.invalid("in string escape code"),
        }
        Ok(())
    }

    /// The four digits of a `\u` escape; `at` is at the `u`.
    fn unit(&mut self) -> Result<u32, Stop> {
        let mut unit = 0;
        for _ in 0..4 {
            self.at += 1;
            let Some(digit) = (self.byte_or_blank() as char).to_digit(16) else {
                return self.invalid("in \\u hexadecimal character escape");
            };
            unit = unit * 16 + digit;
        }
        self.at += 1;
        Ok(unit)
    }

    #[inline(always)]
    pub(super) fn literal<const N: usize>(&mut self, word: &[u8; N], kind: Kind) -> Result<Kind, Stop> {
        if self.src[self.at..].first_chunk() != Some(word) {
            return self.no_literal(word);
        }
        self.at += N;
        Ok(kind)
    }

    #[cold]
    fn no_literal(&mut self, word: &[u8]) -> Result<Kind, Stop> {
        let rest = self.src.get(self.at..).unwrap_or_default();
        let same = word.iter().zip(rest).take_while(|(expected, byte)| expected == byte).count();
        self.at += same;
        let (expected, word) = (word[same] as char, String::from_utf8_lossy(word));
        self.invalid(&format!("in literal {word} (expecting '{expected}')"))
    }

    pub(super) fn number(&mut self) -> Result<Kind, Stop> {
        let start = self.at;
        if self.src[self.at] == b'-' {
            self.at += 1;
            if !self.byte_or_blank().is_ascii_digit() {
                return self.invalid("in numeric literal");
            }
        }
        if self.src[self.at] == b'0' {
            self.at += 1;
        } else {
            self.digits();
        }
        if self.src.get(self.at) == Some(&b'.') {
            self.at += 1;
            if !self.byte_or_blank().is_ascii_digit() {
                return self.invalid("after decimal point in numeric literal");
            }
            self.digits();
        }
        let exponent = matches!(self.src.get(self.at), Some(b'e' | b'E'));
        if exponent {
            self.at += 1;
            if matches!(self.byte_or_blank(), b'+' | b'-') {
                self.at += 1;
            }
            if !self.byte_or_blank().is_ascii_digit() {
                return self.invalid("in exponent of numeric literal");
            }
            self.digits();
        }
        // Short numbers without exponent, so nearly all, need no second look.
        if exponent || self.at - start >= 300 {
            let value = std::str::from_utf8(&self.src[start..self.at]).ok().and_then(|n| n.parse::<f64>().ok());
            if value.is_none_or(f64::is_infinite) {
                self.note(start, OddityKind::HugeNumber);
            }
        }
        Ok(Kind::Number)
    }

    fn digits(&mut self) {
        while self.src.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
    }
}
