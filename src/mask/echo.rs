//! Secrets of documents in a text that repeats their values as JSON, wherever it puts them: as a value, as a key, in a test.

use foldhash::HashMap;

use super::{Place, in_clear_text, token};
use crate::json::{Document, Kind};

/// The secrets of some documents, as tokens of JSON.
#[derive(Debug, Default)]
pub(crate) struct Echoes(HashMap<String, String>);

impl Echoes {
    /// Those of the documents.
    #[must_use]
    pub(crate) fn of(docs: &[&Document]) -> Self {
        let mut tokens = HashMap::default();
        for doc in docs {
            for node in in_clear_text(doc) {
                let raw = match doc.kind(node) {
                    Kind::String => serde_json::Value::from(&*doc.text(node).unwrap_or_default()).to_string(),
                    _ => doc.value(node).to_string(),
                };
                if let Some(masked) = token(raw.as_bytes(), Place::of(doc, node)) {
                    tokens.insert(raw, masked);
                }
            }
        }
        Self(tokens)
    }

    /// The text without them.
    #[must_use]
    pub(crate) fn cover(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c == '"' || is_of_number(c)) {
            let (before, from) = rest.split_at(at);
            let length = if from.starts_with('"') { string(from) } else { from.find(|c| !is_of_number(c)).unwrap_or(from.len()) };
            let (word, behind) = from.split_at(length);
            out.push_str(before);
            out.push_str(self.0.get(word).map_or(word, String::as_str));
            rest = behind;
        }
        out + rest
    }
}

const fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')
}

/// The length of the text in quotes at the beginning.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_covered_wherever_it_is_repeated_and_nothing_else_is() {
        let text = r#"{"keys": [{"name": "db", "type": "string", "string": "HUNTER \"2\""}], "integrations": [{"name": "i", "auth_header": "X"}],
            "repositories": [{"name": "r", "git_url": "https://joe:hunter3@git.example/r.git"}]}"#;
        let doc = Document::parse(text.as_bytes().to_vec()).unwrap();
        let echoes = Echoes::of(&[&doc]);
        let covered =
            echoes.cover(r#"table: {"HUNTER \"2\"":"new"} given: {"a":["https://joe:hunter3@git.example/r.git", 12, "db"]}"#);
        assert!(!covered.to_lowercase().contains("hunter"), "{covered}");
        assert!(covered.contains(r#"{"***":"new"}"#) && covered.contains(r#", 12, "db"]}"#), "{covered}");
        assert_eq!(echoes.cover(r#"say: "HUNTER" 1e3 "open"#), r#"say: "HUNTER" 1e3 "open"#);
    }
}
