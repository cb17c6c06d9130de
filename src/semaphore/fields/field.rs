//! One row of the field tables: what a key holds during a stretch of bands. The rows themselves are in `table`.

use crate::semaphore::dialect::Dialect;
use crate::semaphore::version::{ALWAYS, Band, Life};

/// The JSON type that the server reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    /// A string; see [`Text`].
    String,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// An object with fixed keys.
    Object,
    /// A list of objects with fixed keys.
    List,
    /// A list of strings.
    StringList,
    /// An object with free keys and values, kept as it is.
    Map,
}

/// What a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Text {
    /// Nothing special.
    Plain,
    /// JSON kept as text.
    Json,
    /// A cron expression.
    Cron,
}

/// Whether the server writes the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Presence {
    /// Always, with a value.
    Always,
    /// Always, as `null` when unset (before 2.10.27).
    Nullable,
    /// Only when set (from 2.10.27).
    Optional,
}

/// What a value names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// An entity of a section, by its name.
    Section(&'static str),
    /// A node of the same workflow, by its `id`.
    Node,
}

/// Something about the object that holds a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Guard {
    /// The key holds this text.
    Is(&'static str, &'static str),
    /// The key holds `true`.
    True(&'static str),
}

/// Whether a value is to be kept from other people's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Secret {
    /// No.
    No,
    /// Yes.
    Yes,
    /// Where the text of this key beside it looks like the name of a secret.
    Named(&'static str),
    /// Where either holds.
    IfOrNamed(Guard, &'static str),
}

/// What becomes of a reference whose target is not in the file, when orphans are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Orphan {
    /// The link goes, its owner stays.
    DropLink,
    /// The entry goes, because it is nothing but the link.
    DropEntry,
    /// It is refused: the owner cannot be without it.
    Refuse,
}

/// A value that names another object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    /// What it names.
    pub target: Target,
    /// Where this holds, the value is not a reference of the file.
    pub unless: Option<Guard>,
    /// What becomes of an orphan; `None`: refused where the server requires the link, else the link is dropped.
    pub orphan: Option<Orphan>,
    /// An owner for which an orphan means something else.
    pub exception: Option<(Guard, Orphan)>,
}

/// Where an export does not say what the server had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lossy {
    /// On which databases.
    pub dialect: Dialect,
    /// Bands with the defect.
    pub life: Life,
    /// What the file has in place of the value.
    pub written: &'static str,
}

/// What [`Lossy::written`] holds where a list is always exported without entries.
pub(in crate::semaphore) const ALWAYS_EMPTY: &str = "always empty";

/// One key during a stretch of bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    /// `templates[].vaults[].vault_key`; `[]` means each element. A list of strings ends with it: `runners[].tags[]`.
    pub path: &'static str,
    /// JSON type.
    pub ty: Type,
    /// What a string holds.
    pub text: Text,
    /// Bands that have the key.
    pub life: Life,
    /// Whether the value can be unset on the server.
    pub unset: bool,
    /// Of a string, or of each element of a list of strings.
    pub link: Option<Link>,
    /// Greatest length in characters of a string, or of each element of a list of strings; enforced by MySQL and PostgreSQL.
    pub max_length: Option<u32>,
    /// Known values; empty: anything goes.
    pub values: &'static [&'static str],
    /// Whether values besides the known ones are as good.
    pub open: bool,
    /// Where exports are not to be trusted.
    pub lossy: Option<Lossy>,
    /// What took its place in later bands.
    pub successor: Option<&'static str>,
    /// Whether it is masked in what people see.
    pub secret: Secret,
    /// Whether the first or last version of the row is not proved.
    pub unsure: bool,
    /// One line in the words of Semaphore's screens.
    pub doc: &'static str,
}

const fn field(path: &'static str, ty: Type, text: Text) -> Field {
    Field {
        path,
        ty,
        text,
        life: ALWAYS,
        unset: false,
        link: None,
        max_length: None,
        values: &[],
        open: false,
        lossy: None,
        successor: None,
        secret: Secret::No,
        unsure: false,
        doc: "",
    }
}

/// A string.
pub(in crate::semaphore) const fn string(path: &'static str) -> Field {
    field(path, Type::String, Text::Plain)
}

/// A string that holds JSON.
pub(in crate::semaphore) const fn json_text(path: &'static str) -> Field {
    field(path, Type::String, Text::Json)
}

/// A string that holds a cron expression.
pub(in crate::semaphore) const fn cron(path: &'static str) -> Field {
    field(path, Type::String, Text::Cron)
}

/// `true` or `false`.
pub(in crate::semaphore) const fn boolean(path: &'static str) -> Field {
    field(path, Type::Bool, Text::Plain)
}

/// A whole number.
pub(in crate::semaphore) const fn int(path: &'static str) -> Field {
    field(path, Type::Int, Text::Plain)
}

/// An object with fixed keys.
pub(in crate::semaphore) const fn object(path: &'static str) -> Field {
    field(path, Type::Object, Text::Plain)
}

/// A list of objects.
pub(in crate::semaphore) const fn list(path: &'static str) -> Field {
    field(path, Type::List, Text::Plain)
}

/// A list of strings; its path ends in `[]`.
pub(in crate::semaphore) const fn strings(path: &'static str) -> Field {
    field(path, Type::StringList, Text::Plain)
}

/// A free object.
pub(in crate::semaphore) const fn map(path: &'static str) -> Field {
    field(path, Type::Map, Text::Plain)
}

impl Field {
    pub(in crate::semaphore) const fn since(self, since: Band) -> Self {
        Self { life: Life { since, ..self.life }, ..self }
    }

    pub(in crate::semaphore) const fn until(self, until: Band) -> Self {
        Self { life: self.life.until(until), ..self }
    }

    /// Null before 2.10.27, left out since, when it is unset.
    pub(in crate::semaphore) const fn unset(self) -> Self {
        Self { unset: true, ..self }
    }

    pub(in crate::semaphore) const fn limit(self, characters: u32) -> Self {
        Self { max_length: Some(characters), ..self }
    }

    /// Never shown.
    pub(in crate::semaphore) const fn secret(self) -> Self {
        Self { secret: Secret::Yes, ..self }
    }

    /// Never shown beside a name that looks like that of a secret.
    pub(in crate::semaphore) const fn secret_if_named(self, key: &'static str) -> Self {
        Self { secret: Secret::Named(key), ..self }
    }

    /// Never shown where this holds, or beside such a name.
    pub(in crate::semaphore) const fn secret_if_or_named(self, guard: Guard, key: &'static str) -> Self {
        Self { secret: Secret::IfOrNamed(guard, key), ..self }
    }

    /// Whether it holds a name, a choice or a time: what nobody keeps a secret in, whatever it looks like.
    pub(crate) fn is_label(&self) -> bool {
        let key = self.path.trim_end_matches("[]").rsplit('.').next().unwrap_or_default();
        let choice = !self.values.is_empty() && !self.open;
        self.link.is_some() || choice || self.text == Text::Cron || super::NAME_KEYS.contains(&key)
    }

    /// The only values that mean something.
    pub(in crate::semaphore) const fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// Usual values; others are as good.
    pub(in crate::semaphore) const fn such_as(self, values: &'static [&'static str]) -> Self {
        Self { values, open: true, ..self }
    }

    /// The name of an entity of this section.
    pub(in crate::semaphore) const fn names(self, section: &'static str) -> Self {
        self.link(Target::Section(section))
    }

    pub(in crate::semaphore) const fn link(self, target: Target) -> Self {
        Self { link: Some(Link { target, unless: None, orphan: None, exception: None }), ..self }
    }

    /// Not a reference where this holds.
    pub(in crate::semaphore) const fn unless(self, guard: Guard) -> Self {
        match self.link {
            Some(link) => Self { link: Some(Link { unless: Some(guard), ..link }), ..self },
            None => self,
        }
    }

    /// What becomes of an orphan, where it does not follow from the restore.
    pub(in crate::semaphore) const fn orphan(self, orphan: Orphan) -> Self {
        match self.link {
            Some(link) => Self { link: Some(Link { orphan: Some(orphan), ..link }), ..self },
            None => self,
        }
    }

    /// What becomes of an orphan of a certain owner.
    pub(in crate::semaphore) const fn orphan_if(self, guard: Guard, orphan: Orphan) -> Self {
        match self.link {
            Some(link) => Self { link: Some(Link { exception: Some((guard, orphan)), ..link }), ..self },
            None => self,
        }
    }

    pub(in crate::semaphore) const fn lossy(self, dialect: Dialect, life: Life, written: &'static str) -> Self {
        Self { lossy: Some(Lossy { dialect, life, written }), ..self }
    }

    /// Gone later; this path took its place.
    pub(in crate::semaphore) const fn became(self, path: &'static str) -> Self {
        Self { successor: Some(path), ..self }
    }

    pub(in crate::semaphore) const fn unsure(self) -> Self {
        Self { unsure: true, ..self }
    }

    pub(in crate::semaphore) const fn doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    /// Whether servers of the band read and write it.
    #[must_use]
    pub(crate) fn holds_in(&self, band: Band) -> bool {
        self.life.holds_in(band)
    }

    /// Whether a server of the band writes it, and how when it is unset.
    #[must_use]
    pub(crate) fn presence(&self, band: Band) -> Presence {
        match (self.unset, band.uses_go_decoder()) {
            (false, _) => Presence::Always,
            (true, true) => Presence::Nullable,
            (true, false) => Presence::Optional,
        }
    }

    /// Whether an export of that band, from one of the databases at least, does not say what the server had.
    #[must_use]
    pub(crate) fn lossy_in(&self, band: Band) -> Option<&Lossy> {
        self.lossy.as_ref().filter(|lossy| lossy.life.holds_in(band))
    }

    /// The path of the object that holds it, and its key there: `("templates[].vaults[]", "vault_key")`, `("", "meta")`.
    #[must_use]
    pub(crate) fn split(&self) -> (&'static str, &'static str) {
        let path = self.path.strip_suffix("[]").unwrap_or(self.path);
        path.rsplit_once('.').unwrap_or(("", path))
    }
}
