//! Which places hold secrets: what the format tables say of Semaphore's own fields, and names that look like those of a secret
//! anywhere else.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::json::Path;
use crate::semaphore::api::{KEYS, SECRETS_OF_KEYS};
use crate::semaphore::{Field, Guard, Secret, all_fields};

/// A place in a backup and whether what is there is secret. Small, since each level of a deeply nested text has one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The number of the place in the tables; none outside of them.
    known: Option<usize>,
    /// Every text and number here is secret.
    pub secret: bool,
    /// It is secret where this holds of the object around it.
    pub guard: Option<Secret>,
}

/// Whether a value is secret because of the texts beside it; `None` where one that would say so is not known.
pub(super) fn is_secret_beside<T: AsRef<str>>(secret: Secret, text: impl Fn(&str) -> Option<T>) -> Option<bool> {
    let is = |guard| match guard {
        Guard::Is(key, wanted) => text(key).map(|text| text.as_ref() == wanted),
        Guard::True(_) => None,
    };
    let named = |key| text(key).map(|text| looks_secret(text.as_ref()));
    match secret {
        Secret::No => Some(false),
        Secret::Yes => Some(true),
        Secret::Named(key) => named(key),
        Secret::IfOrNamed(guard, key) => match (is(guard), named(key)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
    }
}

impl Place {
    /// The outermost value.
    pub(crate) const fn root() -> Self {
        Self { known: Some(0), secret: false, guard: None }
    }

    /// The place that a JSON Pointer names; digits are taken as positions.
    pub(crate) fn at(pointer: &str) -> Self {
        Self::on(&Path::from_pointer(pointer).unwrap_or_default())
    }

    /// Its number in the tables, which with [`Self::secret`] decides on everything in it.
    pub(super) const fn number(self) -> Option<usize> {
        self.known
    }

    /// The member `key` of what is here.
    pub(crate) fn member(self, key: &str) -> Self {
        let known = self.known.and_then(|at| tables()[at].members.get(key).copied());
        let (secret, guard) = match known.and_then(|at| tables()[at].secret) {
            Some(Secret::No) => (self.secret, None),
            Some(Secret::Yes) => (true, None),
            Some(guard) => (self.secret, Some(guard)),
            None => (self.secret || looks_secret(key), None),
        };
        Self { known, secret, guard }
    }

    /// An element of what is here.
    #[inline]
    pub(crate) fn element(self) -> Self {
        Self { known: self.known.and_then(|at| tables()[at].element), secret: self.secret, guard: None }
    }

    /// An element behind another one, if that is a text: the word behind `--private-token` is secret.
    pub(crate) fn element_behind(self, before: Option<&str>) -> Self {
        let mut place = self.element();
        place.secret |= before.is_some_and(is_switch_with_secret);
        place
    }

    /// Whether a text here is secret as a whole. What only refers to a variable is not, where its name makes it look so.
    pub(super) fn hides(self, text: &str) -> bool {
        self.secret && (self.known.is_some() || !is_reference(text))
    }

    /// Whether a text here is a name, a choice or a time, which holds no secret.
    #[inline]
    pub(super) fn is_label(self) -> bool {
        self.known.is_some_and(|at| tables()[at].is_label)
    }

    /// Decides the guard by the texts beside it.
    pub(crate) fn resolve_guard<T: AsRef<str>>(mut self, text: impl Fn(&str) -> Option<T>) -> Self {
        self.secret |= self.guard.and_then(|guard| is_secret_beside(guard, text)) == Some(true);
        self
    }

    /// Where nothing is known of what is beside it, a guarded value counts as secret.
    pub(crate) const fn without_siblings(mut self) -> Self {
        self.secret |= self.guard.is_some();
        self
    }
}

/// A place of the tables.
#[derive(Debug, Default)]
struct Known {
    /// Of a field: whether it is secret.
    secret: Option<Secret>,
    /// Whether it holds a name, a choice or a time in every version.
    is_label: bool,
    members: HashMap<&'static str, usize>,
    element: Option<usize>,
}

/// The places of all fields as a tree; the first is the root.
fn tables() -> &'static [Known] {
    static TABLES: OnceLock<Vec<Known>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut places = vec![Known::default()];
        for field in all_fields() {
            let mut at = 0;
            for step in field.path.split('.') {
                let name = step.trim_end_matches("[]");
                let next = places[at].members.get(name).copied();
                at = next.unwrap_or_else(|| {
                    places.push(Known::default());
                    let new = places.len() - 1;
                    places[at].members.insert(name, new);
                    new
                });
                for _ in 0..(step.len() - name.len()) / 2 {
                    at = places[at].element.unwrap_or_else(|| {
                        places.push(Known::default());
                        let new = places.len() - 1;
                        places[at].element = Some(new);
                        new
                    });
                }
            }
            places[at].is_label = field.is_label() && (places[at].is_label || places[at].secret.is_none());
            let secret = places[at].secret.get_or_insert(Secret::No);
            if field.secret != Secret::No {
                *secret = field.secret;
            }
        }
        // A key that is copied from the API has its secret in it, which no export has.
        let keys = places[0].members.get(KEYS.section).and_then(|keys| places[*keys].element);
        for (_, member, _) in SECRETS_OF_KEYS {
            places.push(Known { secret: Some(Secret::Yes), ..Known::default() });
            let new = places.len() - 1;
            keys.map(|key| places[key].members.insert(member, new));
        }
        places
    })
}

/// Whether a guard of the tables asks for the member `key`.
pub(super) fn is_guard_key(key: &str) -> bool {
    static KEYS: OnceLock<Vec<&'static str>> = OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        let of = |field: &Field| match field.secret {
            Secret::Named(key) => vec![key],
            Secret::IfOrNamed(Guard::Is(key, _), named) => vec![key, named],
            _ => Vec::new(),
        };
        all_fields().flat_map(of).collect()
    });
    keys.contains(&key)
}

/// Whether some field of this name holds a secret, for text in which places are not known.
pub(super) fn is_secret_somewhere(name: &str) -> bool {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let secret = all_fields().filter(|field| field.secret != Secret::No);
        let fields = secret.map(|field| field.path.rsplit('.').next().unwrap_or(field.path));
        fields.chain(SECRETS_OF_KEYS.iter().map(|(_, member, _)| *member)).collect()
    });
    names.contains(&name) || looks_secret(name)
}

/// Words that make a name look secret wherever they occur in it.
const ANYWHERE: [&str; 12] = [
    "password",
    "passwort",
    "passwd",
    "passphrase",
    "secret",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "apikey",
    "accesstoken",
    "authtoken",
    "credential",
];

/// Words that make a name look secret as whole words of it: `DB_PASS`, not `bypass`.
const WHOLE_WORDS: [&str; 7] = ["pass", "pwd", "pw", "token", "tokens", "psk", "pin"];

/// Names that are those of a secret, though longer names with them mostly are not: `auth`, not `auth_method`.
const WHOLE_NAMES: [&str; 7] = ["auth", "authorization", "bearer", "cookie", "otp", "salt", "setcookie"];

/// Last words of names whose values are about a secret and not one: `vault_password_file`, `token_url`.
const ABOUT: [&str; 13] =
    ["file", "files", "path", "dir", "folder", "name", "url", "uri", "type", "length", "policy", "prefix", "ttl"];

/// Words with `pass` at their end that have nothing to do with passwords; `dbpass` has.
const OTHER_PASSES: [&str; 7] = ["bypass", "compass", "encompass", "overpass", "surpass", "trespass", "underpass"];

/// Whether a value under this name is secret: `DB_PASSWORD`, `apiKey`, `vault-token`.
pub(super) fn looks_secret(name: &str) -> bool {
    let ends_with = |word: &str, end: &str| word.len() >= end.len() && is_word(&word[word.len() - end.len()..], end);
    if words(name).last().is_some_and(|word| ABOUT.iter().any(|about| is_word(word, about))) {
        return false;
    }
    ANYWHERE.iter().any(|word| (0..name.len()).any(|at| letters(&name.as_bytes()[at..]).take(word.len()).eq(word.bytes())))
        || WHOLE_NAMES.iter().any(|word| letters(name.as_bytes()).eq(word.bytes()))
        || words(name).any(|word| {
            WHOLE_WORDS.iter().any(|whole| is_word(word, whole))
                || ends_with(word, "pass") && !OTHER_PASSES.iter().any(|other| is_word(word, other))
        })
}

/// The letters and digits of a name, in small letters.
fn letters(name: &[u8]) -> impl Iterator<Item = u8> + '_ {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase)
}

fn is_word(word: &str, known: &str) -> bool {
    word.eq_ignore_ascii_case(known)
}

/// Whether a word is a switch whose value, the next word, is secret: `--private-token`; not `--token=x`, which has its value.
pub(crate) fn is_switch_with_secret(word: &str) -> bool {
    let name = word.strip_prefix("--").unwrap_or_default();
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') && looks_secret(name)
}

/// Whether a text only refers to a variable: `{{ vault_password }}`. With a literal in it, it may hold a secret itself.
pub(super) fn is_reference(text: &str) -> bool {
    let inside = text.trim().strip_prefix("{{").and_then(|text| text.strip_suffix("}}"));
    inside.is_some_and(|inside| !inside.contains(['"', '\'', '{', '}']))
}

/// The words of a name: `becomePass`, `BECOME_PASS` and `become-pass` have the same two, but for letter case.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(name);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut before = ' ';
        let next = text.char_indices().find(|(_, c)| {
            let begins = c.is_ascii_uppercase() && before.is_ascii_lowercase();
            before = *c;
            begins || !c.is_ascii_alphanumeric()
        });
        let Some((at, c)) = next else { return rest.take() };
        let behind = if c.is_ascii_alphanumeric() { at } else { at + c.len_utf8() };
        rest = text.get(behind..);
        text.get(..at)
    })
}
