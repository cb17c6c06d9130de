//! Which places hold secrets: what the format tables say of Semaphore's own fields, and telling names anywhere else.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::json::Path;
use crate::semaphore::{Guard, Secret, all_fields};

/// A place in a backup, as the tables write it, and whether what stands there is secret.
#[derive(Debug, Clone)]
pub struct Place {
    path: String,
    /// Every text and number here is secret.
    pub secret: bool,
    /// It is secret where this holds of the object around it.
    pub guard: Option<Guard>,
}

impl Place {
    pub fn root() -> Self {
        Self { path: String::new(), secret: false, guard: None }
    }

    /// The place that a JSON Pointer names; digits are taken as positions.
    pub fn at(pointer: &str) -> Self {
        Self::on(&Path::from_pointer(pointer).unwrap_or_default())
    }

    pub fn member(&self, key: &str) -> Self {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        let (secret, guard) = match known().get(path.as_str()) {
            Some(Secret::No) => (self.secret, None),
            Some(Secret::Yes) => (true, None),
            Some(Secret::If(guard)) => (self.secret, Some(*guard)),
            None => (self.secret || is_telling(key), None),
        };
        Self { path, secret, guard }
    }

    pub fn element(&self) -> Self {
        Self { path: format!("{}[]", self.path), secret: self.secret, guard: None }
    }

    /// Decides the guard by the texts beside it.
    pub fn settled<T: AsRef<str>>(mut self, text: impl Fn(&str) -> Option<T>) -> Self {
        if let Some(Guard::Is(key, wanted)) = self.guard {
            self.secret |= text(key).is_some_and(|t| t.as_ref() == wanted);
        }
        self
    }
}

fn known() -> &'static HashMap<&'static str, Secret> {
    static KNOWN: OnceLock<HashMap<&'static str, Secret>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = HashMap::new();
        for field in all_fields() {
            let secret = known.entry(field.path).or_insert(Secret::No);
            if field.secret != Secret::No {
                *secret = field.secret;
            }
        }
        known
    })
}

/// Words that make a name telling wherever they occur in it.
const ANYWHERE: [&str; 9] =
    ["password", "passwd", "passphrase", "secret", "privatekey", "apikey", "accesstoken", "authtoken", "credential"];

/// Words that make a name telling where they stand for themselves: `DB_PASS`, not `bypass`.
const ALONE: [&str; 7] = ["pass", "pwd", "pw", "token", "tokens", "psk", "pin"];

/// Whether a value under this name is secret: `DB_PASSWORD`, `apiKey`, `vault-token`.
pub fn is_telling(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    ANYWHERE.iter().any(|word| plain.contains(word)) || words(name).any(|word| ALONE.contains(&word.as_str()))
}

/// The words of a name: `becomePass`, `BECOME_PASS` and `become-pass` have the same two.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before.is_ascii_lowercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.into_iter()
}
