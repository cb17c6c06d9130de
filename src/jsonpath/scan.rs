//! Reads a selector token by token: everything about spelling (spaces, numbers, escapes, names of functions), with exact
//! places. Hands the grammar a canonical text without spaces in which every name and literal is a number into a table, so
//! that what the grammar reads can neither be misread nor lose its place. Knows no structure beyond open brackets.

mod words;

use super::error::SelectorError;
use super::query::Literal;

/// Open brackets; far above what people write, far below what a recursive grammar can bear.
const MAX_DEPTH: usize = 48;
/// Tokens of a selector.
const MAX_TOKENS: usize = 10_000;

/// The outcome of reading a selector.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Selector for the grammar.
    pub canonical: String,
    /// Where tokens of `canonical` are in the selector: pairs of offsets, going up.
    places: Vec<(usize, usize)>,
    /// Names, literals and positions in order.
    pub words: Vec<Word>,
    /// Offsets of function names in order.
    pub calls: Vec<usize>,
    /// What would close the brackets that are open at the end.
    pub unclosed: String,
    pub errors: Vec<SelectorError>,
}

/// A name, literal or position.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub offset: usize,
    pub value: Meaning,
}

#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Literal(Literal),
    Position(i64),
}

impl Scan {
    /// Where an offset into `canonical` is in the selector.
    pub(super) fn place(&self, canonical: usize) -> usize {
        let at = self.places.partition_point(|p| p.0 <= canonical);
        at.checked_sub(1).map_or(0, |i| self.places[i].1)
    }
}

/// The five functions, how many arguments they take, and whether they give a truth value.
const FUNCTIONS: [(&str, usize, bool); 5] =
    [("length", 1, false), ("count", 1, false), ("value", 1, false), ("match", 2, true), ("search", 2, true)];

enum Bracket {
    Square { filter: bool },
    Group,
    Call { function: usize, offset: usize, after_comparison: bool, arguments: usize },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Comparison,
    Other,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Bracket>,
    last: Last,
    out: Scan,
}

/// Reads `text`.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner { text, at: 0, open: Vec::new(), last: Last::Other, out: Scan::default() };
    if !text.starts_with(['$', '@']) {
        scanner.beginning();
    } else if text.ends_with([' ', '\t', '\n', '\r']) {
        scanner.error(text.trim_end().len(), "a selector does not end with a space");
    } else {
        while scanner.out.errors.len() < 8 && scanner.token() {}
    }
    let closing = |open: &Bracket| if let Bracket::Square { .. } = open { ']' } else { ')' };
    scanner.out.unclosed = scanner.open.iter().rev().map(closing).collect();
    let mut out = scanner.out;
    out.places.push((out.canonical.len(), text.len()));
    out
}

impl Scanner<'_> {
    fn beginning(&mut self) {
        let error = SelectorError::new(0, "a selector begins with $");
        let body = self.text.trim();
        self.out.errors.push(if body.starts_with('$') {
            error.suggest(body)
        } else if body.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            error.suggest(format!("$.{body}"))
        } else {
            error
        });
    }

    /// Reads one token; false at the end or where nothing sensible can follow.
    fn token(&mut self) -> bool {
        self.skip_space();
        let start = self.at;
        let rest = &self.text[start..];
        let Some(c) = rest.chars().next() else {
            return false;
        };
        if self.out.places.len() > MAX_TOKENS || self.open.len() > MAX_DEPTH {
            self.error(start, "this selector is too long or too deeply nested");
            return false;
        }
        let last = std::mem::replace(&mut self.last, Last::Other);
        match c {
            '.' => return self.dot(),
            '"' | '\'' => return self.string(c),
            '-' | '0'..='9' => self.number(),
            '(' | '[' => {
                self.open.push(if c == '(' { Bracket::Group } else { Bracket::Square { filter: false } });
                self.emit(1);
            }
            ')' | ']' => return self.close(c),
            '?' => {
                if let Some(Bracket::Square { filter }) = self.open.last_mut() {
                    *filter = true;
                }
                self.emit(1);
            }
            ',' => {
                match self.open.last_mut() {
                    Some(Bracket::Square { filter }) => *filter = false,
                    Some(Bracket::Call { arguments, .. }) => *arguments += 1,
                    _ => {}
                }
                self.emit(1);
            }
            '$' | '@' => {
                // The grammar knows only selectors that begin with $; what is there is known from the text.
                let sign = if start == 0 { '$' } else { c };
                self.mark(start);
                self.out.canonical.push(sign);
                self.at += 1;
            }
            '*' | ':' => self.emit(1),
            '=' | '!' | '<' | '>' | '&' | '|' => return self.operator(c),
            c if is_name_first(c) => self.word(last),
            _ => {
                self.error(start, format!("{c:?} has no meaning here"));
                self.at += c.len_utf8();
            }
        }
        true
    }

    fn operator(&mut self, c: char) -> bool {
        let start = self.at;
        let two = self.text.get(start..start + 2).unwrap_or_default();
        match two {
            "=~" => {
                self.complain(SelectorError::new(start, "there is no =~").suggest("match(@.key, 'pattern') or search(…)"));
                return false;
            }
            "==" | "!=" | "<=" | ">=" => {
                self.last = Last::Comparison;
                self.emit(2);
            }
            "&&" | "||" => self.emit(2),
            _ if c == '<' || c == '>' => {
                self.last = Last::Comparison;
                self.emit(1);
            }
            _ if c == '!' => self.emit(1),
            _ => {
                let right = format!("{c}{c}");
                self.complain(SelectorError::new(start, format!("a single {c} has no meaning")).suggest(right));
                self.at += 1;
            }
        }
        true
    }

    fn close(&mut self, c: char) -> bool {
        let start = self.at;
        match (self.open.pop(), c) {
            (Some(Bracket::Square { .. }), ']') | (Some(Bracket::Group), ')') => {}
            (Some(Bracket::Call { function, offset, after_comparison, arguments }), ')') => {
                let (name, wanted, logical) = FUNCTIONS[function];
                let arguments = if self.out.canonical.ends_with('(') { 0 } else { arguments };
                if arguments != wanted {
                    let plural = if wanted == 1 { "" } else { "s" };
                    self.error(offset, format!("{name}() takes {wanted} argument{plural}, not {arguments}"));
                }
                let after = self.text[start + 1..].trim_start_matches(is_space);
                let compared =
                    after_comparison || after.starts_with("==") || after.starts_with("!=") || after.starts_with(['<', '>']);
                if logical && compared {
                    self.error(offset, format!("{name}() is true or false by itself and cannot be compared"));
                }
            }
            (Some(_), _) => {
                self.error(start, format!("{c} does not close what is open here"));
                return false;
            }
            (None, _) => {
                self.error(start, format!("nothing is open that {c} could close"));
                return false;
            }
        }
        self.emit(1);
        true
    }

    /// `.name`, `.*`, `..name`, `..*`, `..[`; canonical as brackets.
    fn dot(&mut self) -> bool {
        let start = self.at;
        let dots = if self.text[start..].starts_with("..") { 2 } else { 1 };
        self.mark(start);
        if dots == 2 {
            self.out.canonical.push_str("..");
        }
        self.at += dots;
        let rest = &self.text[self.at..];
        match rest.chars().next() {
            Some('*') => {
                self.mark(self.at);
                self.out.canonical.push_str("[*]");
                self.at += 1;
            }
            Some('[') if dots == 2 => {}
            Some('[') => {
                self.complain(SelectorError::new(start, "there is no . before [").suggest("["));
            }
            Some(c) if is_name_first(c) => {
                let name = &rest[..name_length(rest)];
                let offset = self.at;
                self.at += name.len();
                if self.text[self.at..].starts_with('-') && self.text[self.at + 1..].starts_with(is_name_char) {
                    let end = rest.find(|c: char| !is_name_char(c) && c != '-').unwrap_or(rest.len());
                    let error = SelectorError::new(self.at, "a name with - is written in brackets and quotes");
                    self.complain(error.suggest(format!("['{}']", &rest[..end])));
                    self.at = offset + end;
                }
                self.mark(offset);
                self.out.canonical.push('[');
                self.push_word(offset, Meaning::Literal(Literal::Text(name.into())));
                self.out.canonical.push(']');
            }
            Some(c) if is_space(c) => self.error(self.at, "no space is allowed between . and the name"),
            Some('\'' | '"') => {
                self.error(self.at, "after . a name is written without quotes; with quotes it is written in brackets");
                return false;
            }
            Some(c @ '0'..='9') => {
                let error = SelectorError::new(self.at, "a name after . does not begin with a digit");
                self.complain(error.suggest(format!("[{c}]")));
                return false;
            }
            _ => {
                self.error(self.at, "a name or * is missing behind .");
                return false;
            }
        }
        true
    }

    fn string(&mut self, quote: char) -> bool {
        let start = self.at;
        let body = &self.text[start + 1..];
        match super::string::decode(body, quote) {
            Ok((text, length)) => {
                self.at += length + 2;
                self.mark(start);
                self.push_word(start, Meaning::Literal(Literal::Text(text.into())));
                true
            }
            Err((at, message)) => {
                self.error(start + 1 + at, message);
                // Go on behind the string if it ends at all.
                let Some(end) = super::string::end(body, quote) else { return false };
                self.at += end + 2;
                true
            }
        }
    }

    fn push_word(&mut self, offset: usize, value: Meaning) {
        let number = self.out.words.len();
        // In brackets the grammar tells names from positions; in filters every literal is a text to it.
        let text = if matches!(value, Meaning::Position(_)) { number.to_string() } else { format!("\"{number}\"") };
        self.out.canonical.push_str(&text);
        self.out.words.push(Word { offset, value });
    }

    /// Copies `length` bytes as they are.
    fn emit(&mut self, length: usize) {
        self.mark(self.at);
        self.out.canonical.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    fn mark(&mut self, source: usize) {
        self.out.places.push((self.out.canonical.len(), source));
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(is_space).len();
    }

    fn error(&mut self, offset: usize, message: impl Into<String>) {
        self.complain(SelectorError::new(offset, message));
    }

    fn complain(&mut self, error: SelectorError) {
        self.out.errors.push(error);
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn is_name_first(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn is_name_char(c: char) -> bool {
    is_name_first(c) || c.is_ascii_digit()
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !is_name_char(c)).unwrap_or(text.len())
}
