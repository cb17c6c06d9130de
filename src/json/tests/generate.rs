//! Random documents and edit scripts for the laws. A document is a tree of tokens and a layout, so that its text is any
//! text that JSON allows and its meaning is known.

use proptest::prelude::*;
use serde_json::Value;

/// A document whose scalars are tokens.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    Token(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

/// How the text of a tree is laid out.
#[derive(Debug, Clone)]
pub(super) enum Layout {
    Compact,
    Spaced,
    /// One child a line: line end, one level.
    Lines(&'static str, &'static str),
    /// Any white space anywhere, any character escaped; from a seed.
    Wild(u64),
}

/// One step of a script; numbers choose among what there is.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub what: u8,
    pub at: usize,
    pub to: usize,
    pub key: String,
    pub value: Tree,
}

const TOKENS: [&str; 22] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1.10",
    "1e3",
    "9007199254740993",
    "-1.5E-7",
    "12",
    "\"\"",
    "\"a\"",
    "\"deploy key\"",
    "\"\\u003cb\\u003e\"",
    "\"<&>\"",
    "\"\\\\\\\"\\n\\/\"",
    "\"\\ud83d\\ude00\"",
    "\"ключ\"",
    "\"x\\u0000\\b\"",
    "\"{[,:]}\"",
    "\"#\\u2028\"",
    "\"https://example.com/a?b=1&c=2\"",
];

const KEYS: [&str; 14] =
    ["name", "vaults", "a", "b", "0", "1", "", "key with \"quotes\"", "back\\slash", "ж", "~/", "<tag>", "zz", "tab\tline\n"];

pub(super) fn key() -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(&KEYS[..]).prop_map(str::to_owned), 1 => "[a-f]{1,3}"]
}

pub(super) fn tree() -> impl Strategy<Value = Tree> {
    let token = prop::sample::select(&TOKENS[..]).prop_map(|token| Tree::Token(token.into()));
    token.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Tree::List),
            prop::collection::vec((key(), inner), 0..6).prop_map(|mut members| {
                let mut seen = std::collections::HashSet::new();
                members.retain(|(key, _)| seen.insert(key.clone()));
                Tree::Map(members)
            }),
        ]
    })
}

/// Objects and lists are the rule outside.
pub(super) fn document() -> impl Strategy<Value = Tree> {
    let members = prop::collection::vec((key(), tree()), 0..8);
    prop_oneof![1 => tree(), 1 => prop::collection::vec(tree(), 0..30).prop_map(Tree::List), 4 => members.prop_map(|mut members| {
        let mut seen = std::collections::HashSet::new();
        members.retain(|(key, _)| seen.insert(key.clone()));
        Tree::Map(members)
    })]
}

pub(super) fn layout() -> impl Strategy<Value = Layout> {
    prop_oneof![
        Just(Layout::Compact),
        Just(Layout::Spaced),
        Just(Layout::Lines("\n", "  ")),
        Just(Layout::Lines("\r\n", "\t")),
        Just(Layout::Lines("\n", "")),
        any::<u64>().prop_map(Layout::Wild),
    ]
}

/// Steps `0..what` of the kinds that [`super::laws`] lists.
pub(super) fn script(what: u8) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..what, any::<u16>(), any::<u16>(), key(), tree()).prop_map(|(what, at, to, key, value)| Step {
        what,
        at: at.into(),
        to: to.into(),
        key,
        value,
    });
    prop::collection::vec(step, 0..12)
}

impl Tree {
    /// Its JSON text.
    pub(super) fn text(&self, layout: &Layout) -> String {
        let mut out = String::new();
        let mut noise = Noise(if let Layout::Wild(seed) = layout { *seed | 1 } else { 0 });
        noise.blank(&mut out);
        self.write(layout, &mut noise, 0, &mut out);
        noise.blank(&mut out);
        out
    }

    pub(super) fn value(&self) -> Value {
        serde_json::from_str(&self.text(&Layout::Compact)).unwrap()
    }

    /// With the members of each object in the order of their keys.
    pub(super) fn sorted(self) -> Self {
        match self {
            Self::Token(token) => Self::Token(token),
            Self::List(items) => Self::List(items.into_iter().map(Self::sorted).collect()),
            Self::Map(mut members) => {
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Self::Map(members.into_iter().map(|(key, value)| (key, value.sorted())).collect())
            }
        }
    }

    fn write(&self, layout: &Layout, noise: &mut Noise, depth: usize, out: &mut String) {
        let (open, close, count) = match self {
            Self::Token(token) => return out.push_str(token),
            Self::List(items) => ('[', ']', items.len()),
            Self::Map(members) => ('{', '}', members.len()),
        };
        out.push(open);
        for at in 0..count {
            if at > 0 {
                out.push(',');
            }
            match layout {
                Layout::Lines(end, unit) => out.extend([*end, &unit.repeat(depth + 1)]),
                Layout::Spaced if at > 0 => out.push(' '),
                _ => noise.blank(out),
            }
            match self {
                Self::Map(members) => {
                    noise.string(&members[at].0, out);
                    noise.blank(out);
                    out.push(':');
                    if matches!(layout, Layout::Spaced | Layout::Lines(..)) {
                        out.push(' ');
                    }
                    noise.blank(out);
                    members[at].1.write(layout, noise, depth + 1, out);
                }
                Self::List(items) => items[at].write(layout, noise, depth + 1, out),
                Self::Token(_) => {}
            }
            noise.blank(out);
        }
        if let (Layout::Lines(end, unit), true) = (layout, count > 0) {
            out.extend([*end, &unit.repeat(depth)]);
        }
        noise.blank(out);
        out.push(close);
    }
}

/// A small generator; silent from 0.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn blank(&mut self, out: &mut String) {
        if self.0 != 0 {
            let blanks = ["", "", "", " ", "  ", "\n", "\r\n\t", "\n          ", "\t", " \n "];
            out.push_str(blanks[usize::try_from(self.next(10)).unwrap()]);
        }
    }

    fn string(&mut self, text: &str, out: &mut String) {
        let mut quoted = String::new();
        super::super::escape_into(&mut quoted, text, true);
        if self.0 == 0 || self.next(3) > 0 {
            return out.push_str(&quoted);
        }
        out.push('"');
        out.extend(text.encode_utf16().map(|unit| format!("\\u{unit:04x}")));
        out.push('"');
    }
}
