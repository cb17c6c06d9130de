//! Bare words and numbers: literals, functions, positions, and what people write in their place.

use super::super::error::SelectorError;
use super::super::query::{Literal, Number};
use super::{Bracket, FUNCTIONS, Last, Meaning, Scanner, is_space, name_length};
use crate::text::suggest::nearest;

/// The largest position that RFC 9535 allows: 2^53 - 1.
const MAX_POSITION: i64 = 9_007_199_254_740_991;
/// Functions within functions: the grammar tries each level three times.
const MAX_CALLS: usize = 5;

impl Scanner<'_> {
    /// A bare word: a literal, a function, or a mistake.
    pub(super) fn word(&mut self, last: Last) {
        let start = self.at;
        let rest = &self.text[start..];
        let word = &rest[..name_length(rest)];
        self.at += word.len();
        let behind = &self.text[self.at..];
        let in_filter = match self.open.last() {
            Some(Bracket::Square { filter }) => *filter,
            Some(_) => true,
            None => false,
        };
        if !in_filter {
            let error = SelectorError::new(start, format!("the name {word} is written after . or in quotes"));
            self.complain(error.suggest(if self.open.is_empty() { format!(".{word}") } else { format!("'{word}'") }));
            return;
        }
        if behind.starts_with('(') {
            self.call(start, word, last);
            return;
        }
        let literal = match word {
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            "null" => Literal::Null,
            _ => {
                let error = SelectorError::new(start, format!("{word} is neither a literal nor a query"));
                let known = FUNCTIONS.iter().any(|f| f.0 == word);
                self.complain(match word {
                    "and" | "AND" => error.suggest("&&"),
                    "or" | "OR" => error.suggest("||"),
                    "not" | "NOT" => error.suggest("!"),
                    _ if known && behind.trim_start().starts_with('(') => {
                        SelectorError::new(self.at, format!("no space is allowed between {word} and ("))
                            .suggest(format!("{word}("))
                    }
                    _ => {
                        let lower = word.to_ascii_lowercase();
                        let literal = matches!(&*lower, "true" | "false" | "null");
                        error.suggest(if literal { lower } else { format!("'{word}' as a text, @.{word} as a key") })
                    }
                });
                return;
            }
        };
        self.mark(start);
        self.push_word(start, Meaning::Literal(literal));
    }

    fn call(&mut self, start: usize, name: &str, last: Last) {
        self.at += 1;
        let Some(function) = FUNCTIONS.iter().position(|f| f.0 == name) else {
            let error = SelectorError::new(start, format!("there is no function {name}()"));
            let near = nearest(name, FUNCTIONS.iter().map(|f| f.0));
            self.complain(match near {
                Some(near) => error.suggest(format!("{near}()")),
                None => error.suggest("length(), count(), value(), match() or search()"),
            });
            self.open.push(Bracket::Group);
            return;
        };
        if self.open.iter().filter(|o| matches!(o, Bracket::Call { .. })).count() >= MAX_CALLS {
            self.error(start, "functions are too deeply nested");
        }
        let argument = self.text[self.at..].trim_start_matches(is_space);
        if matches!(name, "count" | "value") && !argument.starts_with(['@', '$', ')']) {
            self.error(start, format!("{name}() takes a query, such as @.list[*]"));
        }
        let after_comparison = last == Last::Comparison;
        self.open.push(Bracket::Call { function, offset: start, after_comparison, arguments: 1 });
        self.out.calls.push(start);
        self.mark(start);
        self.out.canonical.push_str(name);
        self.out.canonical.push('(');
    }

    /// A number: a position in a list of selectors, a literal elsewhere.
    pub(super) fn number(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let position = matches!(self.open.last(), Some(Bracket::Square { filter: false }));
        let end = number_length(rest, position);
        let token = &rest[..end];
        self.at += end.max(1);
        let digits = token.strip_prefix('-').unwrap_or(token);
        if !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return self.error(start, "a digit is missing behind -");
        }
        if digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit() {
            return self.error(start, "a number does not begin with 0");
        }
        let value = if position {
            match token.parse::<i64>() {
                Ok(0) if token.starts_with('-') => return self.error(start, "a position is not -0"),
                Ok(at) if at.abs() <= MAX_POSITION => Meaning::Position(at),
                _ => return self.error(start, "this position is beyond 2^53 - 1"),
            }
        } else {
            match Number::parse(token) {
                Some(number) if !token.ends_with(['.', 'e', 'E', '+', '-']) && !token.contains(".e") && !token.contains(".E") => {
                    Meaning::Literal(Literal::Number(number))
                }
                _ => return self.error(start, "a digit is missing in this number"),
            }
        };
        self.mark(start);
        self.push_word(start, value);
    }
}

/// How far a number reaches; positions have neither fraction nor exponent.
fn number_length(text: &str, position: bool) -> usize {
    let mut previous = '-';
    for (at, c) in text.char_indices() {
        let sign = c == '-' && at == 0 || matches!(c, '+' | '-') && matches!(previous, 'e' | 'E');
        let digit = c.is_ascii_digit() || (!position && matches!(c, '.' | 'e' | 'E'));
        if !(digit || sign) {
            return at;
        }
        previous = c;
    }
    text.len()
}
