//! Parameters of operations as data: what follows an operation's name in a rule. Reading, the JSON Schema and the guide are made from these
//! lists.

/// A parameter of an operation: a key and what it takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameter {
    pub name: &'static str,
    pub required: bool,
    pub takes: Takes,
    /// What it is, as the beginning of a sentence without its capital.
    pub about: &'static str,
}

impl Parameter {
    /// A parameter that must be there.
    pub(crate) const fn required(name: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { name, required: true, takes, about }
    }

    /// A parameter that may be left out.
    pub(crate) const fn optional(name: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { name, required: false, takes, about }
    }
}

/// What a parameter, or an operation as a whole, takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// `true` or `false`.
    Flag,
    /// Any text.
    Text,
    /// The key of a member of the node.
    Member,
    /// Keys from the node down.
    Path,
    /// The key of a member of the node's elements.
    ElementMember,
    /// Keys from the node's elements down, or this word.
    ElementPathOr(&'static str),
    /// A regular expression.
    Pattern,
    /// A value with holes, for the section that this parameter names.
    EntryOf(&'static str),
    /// A value with holes, for the member that the key beside it names.
    MemberValue,
    /// The name of a section.
    Section,
    /// A reference, a list of them, or `all`.
    References,
    /// A JSONPath into JSON that is kept as text.
    InnerSelector,
    /// One of some words, called so in messages.
    Word(&'static str, &'static [Word]),
    /// What happens to a value that the operation cannot treat.
    Otherwise,
    /// A table in the rule (`table`) or in a file (`table_file`).
    Table,
    /// The conditions of `where`, among the other keys.
    Conditions,
    /// Operations, among the other keys.
    Operations,
    /// One or a list.
    OneOrMore(&'static Takes),
    /// `true` for the node, or a list of keys of members.
    NodeOrMembers,
    /// A map with these keys.
    Map(&'static [Parameter]),
    /// The same; `true` or nothing means an empty one.
    MapOrTrue(&'static [Parameter]),
    /// The same; anything but a map is read as the first parameter.
    MapOrFirst(&'static [Parameter]),
    /// A map with free keys: what they are and what their values are.
    Pairs(&'static Takes, &'static Takes),
}

/// A word that a parameter takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub word: &'static str,
    /// What it means; empty where the word says it.
    pub about: &'static str,
}

impl Word {
    /// A word and what it means.
    pub(crate) const fn new(word: &'static str, about: &'static str) -> Self {
        Self { word, about }
    }
}

impl Takes {
    /// The parameters of a map, if it is one.
    pub(crate) fn parameters(&self) -> &'static [Parameter] {
        match self {
            Self::Map(parameters) | Self::MapOrTrue(parameters) | Self::MapOrFirst(parameters) => parameters,
            Self::OneOrMore(one) => one.parameters(),
            _ => &[],
        }
    }

    /// The words that it takes, if it takes words.
    pub(crate) fn words(&self) -> &'static [Word] {
        match self {
            Self::Word(_, words) => words,
            _ => &[],
        }
    }
}
