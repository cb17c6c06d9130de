//! The shape of a document of one band: a tree folded from the field tables, built once.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::field::{Field, Link, Target, Text, Type};
use super::key_table::KeyTable;
use super::table::{J_ORDER, NAME_KEYS, all_fields};
use crate::semaphore::restore::{Effect, EffectKind, Step, effects_in};
use crate::semaphore::version::{Band, Version};
use crate::sorting::sort_by_key;

/// An object with fixed keys.
#[derive(Debug)]
pub(crate) struct ObjectShape {
    /// Path of the object: empty for the document, `templates[]` for a template.
    pub path: &'static str,
    /// Its keys. Before 2.10.27: in the order of the file. From then on: in the order in which the server decodes them.
    pub fields: Vec<FieldShape>,
    keys: KeyTable,
    /// Its place in [`shapes`].
    pub number: u8,
}

/// A key of an object in one band.
#[derive(Debug)]
pub(crate) struct FieldShape {
    /// `vault_key`
    pub key: &'static str,
    /// The row it comes from.
    pub row: &'static Field,
    /// JSON type.
    pub ty: Type,
    /// For an object itself, for a list its elements.
    pub children: Option<ObjectShape>,
    /// What a restore does with it, on every database.
    pub effects: Vec<&'static Effect>,
    /// Whether the decoder refuses any content of this free object.
    pub must_be_empty: bool,
}

impl ObjectShape {
    /// The field of this key; letter case matters.
    #[must_use]
    #[inline]
    pub(crate) fn get(&self, key: &str) -> Option<&FieldShape> {
        self.place(key.as_bytes()).map(|at| &self.fields[at])
    }

    /// Which of its fields has this key; letter case matters.
    #[must_use]
    #[inline(always)]
    pub(crate) fn place(&self, key: &[u8]) -> Option<usize> {
        self.keys.find(key, |at| self.fields[at].key)
    }

    /// Which of its fields a key means for servers before 2.10.27: the one with this key, else the one that differs in letter case.
    #[must_use]
    pub(crate) fn place_in_any_case(&self, key: &str) -> Option<usize> {
        self.place(key.as_bytes()).or_else(|| self.fields.iter().position(|field| folds_to(key, field.key)))
    }

    /// The field at a path below this object: `templates[].vaults[].vault_key`.
    #[must_use]
    pub(crate) fn at(&self, path: &str) -> Option<&FieldShape> {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let field = self.get(key.trim_end_matches("[]"))?;
        match rest {
            None => Some(field),
            Some(rest) => field.children.as_ref()?.at(rest),
        }
    }
}

/// Go folds as Unicode does; of all letters beyond ASCII only two fold to one of the ASCII letters that keys consist of.
pub(in crate::semaphore) fn folds_to(key: &str, name: &str) -> bool {
    let fold = |c: char| match c {
        'ſ' => 's',
        '\u{212a}' => 'k',
        _ => c.to_ascii_lowercase(),
    };
    key.chars().map(fold).eq(name.chars())
}

impl FieldShape {
    /// What a string holds.
    #[must_use]
    pub(crate) const fn text(&self) -> Text {
        self.row.text
    }

    /// What it names.
    #[must_use]
    pub(crate) const fn link(&self) -> Option<&'static Link> {
        self.row.link.as_ref()
    }

    /// The section whose entry it names.
    #[must_use]
    pub(crate) const fn section(&self) -> Option<&'static str> {
        match self.row.link {
            Some(Link { target: Target::Section(section), .. }) => Some(section),
            _ => None,
        }
    }

    /// The section whose entry a text names; lists of names are left out.
    #[must_use]
    pub(crate) fn linked_section(&self) -> Option<&'static str> {
        self.section().filter(|_| self.ty == Type::String)
    }

    /// Greatest length in characters, enforced by MySQL and PostgreSQL; of a list of strings: of each element.
    #[must_use]
    pub(crate) const fn max_length(&self) -> Option<u32> {
        self.row.max_length
    }

    /// Values that the server refuses all others than.
    #[must_use]
    pub(crate) fn enforced_values(&self) -> Option<&'static [&'static str]> {
        let enforced = !self.row.open && self.effects.iter().any(|effect| effect.kind == EffectKind::FatalIfUnknown);
        enforced.then_some(self.row.values)
    }

    /// Values that mean something to the server; empty: anything goes.
    #[must_use]
    pub(crate) const fn known_values(&self) -> &'static [&'static str] {
        self.row.values
    }

    /// One line in the words of Semaphore's screens.
    #[must_use]
    pub(crate) const fn doc(&self) -> &'static str {
        self.row.doc
    }

    /// The first effect of a kind.
    #[must_use]
    pub(crate) fn effect(&self, kind: EffectKind) -> Option<&'static Effect> {
        self.effects.iter().copied().find(|effect| effect.kind == kind)
    }
}

/// The document that servers of a band write and read.
#[must_use]
pub(crate) fn shape(band: Band) -> &'static ObjectShape {
    static SHAPES: [OnceLock<ObjectShape>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
    SHAPES[band.index()].get_or_init(|| Parts::of(band).object(""))
}

/// The document of a band and all objects in it, by their numbers.
#[must_use]
pub(crate) fn shapes(band: Band) -> &'static [&'static ObjectShape] {
    static ALL: [OnceLock<Vec<&ObjectShape>>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
    ALL[band.index()].get_or_init(|| {
        let (mut all, mut open) = (Vec::new(), vec![shape(band)]);
        while let Some(shape) = open.pop() {
            all.push(shape);
            open.extend(shape.fields.iter().filter_map(|field| field.children.as_ref()));
        }
        sort_by_key(&mut all, |shape| shape.number);
        all
    })
}

/// The rows of a band by the object that they belong to.
struct Parts {
    band: Band,
    fields: HashMap<&'static str, Vec<(&'static str, &'static Field)>>,
    effects: HashMap<&'static str, Vec<&'static Effect>>,
    /// How many objects were made so far.
    count: Cell<u8>,
}

impl Parts {
    fn of(band: Band) -> Self {
        let mut parts = Self { band, fields: HashMap::new(), effects: HashMap::new(), count: Cell::new(0) };
        for row in all_fields().filter(|row| row.holds_in(band)) {
            let (parent, key) = row.split();
            parts.fields.entry(strip_list(parent)).or_default().push((key, row));
        }
        for effect in effects_in(band) {
            parts.effects.entry(strip_list(effect.path)).or_default().push(effect);
        }
        parts
    }

    fn object(&self, path: &'static str) -> ObjectShape {
        let number = self.count.get();
        self.count.set(number + 1);
        let rows = self.fields.get(strip_list(path)).into_iter().flatten();
        let mut children: Vec<FieldShape> = rows
            .map(|(key, row)| {
                let effects = self.effects.get(strip_list(row.path)).cloned().unwrap_or_default();
                let refused = |e: &&Effect| e.kind == EffectKind::FatalIfNonempty && e.step == Some(Step::Decode);
                FieldShape {
                    key,
                    row,
                    ty: row.ty,
                    children: matches!(row.ty, Type::Object | Type::List).then(|| self.object(row.path)),
                    must_be_empty: row.ty == Type::Map && effects.iter().any(refused),
                    effects,
                }
            })
            .collect();
        if self.band.uses_go_decoder()
            && let Some((_, order)) = J_ORDER.iter().find(|(object, _)| strip_list(object) == strip_list(path))
        {
            sort_by_key(&mut children, |field| order.iter().position(|key| *key == field.key));
        }
        let keys = KeyTable::new(children.iter().map(|field| field.key));
        ObjectShape { path, fields: children, keys, number }
    }
}

/// A list and its elements are one field: `templates[]` is `templates`.
fn strip_list(path: &str) -> &str {
    path.strip_suffix("[]").unwrap_or(path)
}

/// The sections that hold named entities, in the order of [`shape`]: `templates`, `keys` …; not `meta` and `integration_aliases`.
pub(crate) fn sections(band: Band) -> impl Iterator<Item = &'static str> {
    shape(band).fields.iter().filter(|field| field.ty == Type::List).map(|field| field.key)
}

/// The key that holds the name of the section's entities: `title` for views since 2.10.27, else `name`. `None`: no such section in the band.
#[must_use]
pub(crate) fn name_key(section: &str, band: Band) -> Option<&'static str> {
    let section = shape(band).get(section).filter(|field| field.ty == Type::List)?.children.as_ref()?;
    NAME_KEYS.into_iter().find(|key| section.get(key).is_some())
}

/// The first version that refuses the name of a project that is on the server already.
#[must_use]
pub(crate) fn first_with_unique_projects() -> Version {
    let refuses = |band: &Band| {
        let name = shape(*band).get("meta").and_then(|meta| meta.children.as_ref()?.get("name"));
        name.is_some_and(|field| field.effect(EffectKind::FatalIfExists).is_some())
    };
    Band::all().find(refuses).unwrap_or(Band::FIRST).first_version()
}

/// The first version that restores the content of free objects.
#[must_use]
pub(crate) fn first_free_map() -> Version {
    let must_be_empty = |band: Band| {
        shape(band).get("templates").and_then(|t| t.children.as_ref()?.get("task_params")).is_some_and(|f| f.must_be_empty)
    };
    let last = Band::all().rev().find(|band| must_be_empty(*band));
    last.and_then(Band::next).unwrap_or(Band::FIRST).first_version()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(band: Band, path: &str) -> Vec<&'static str> {
        let object = if path.is_empty() { shape(band) } else { shape(band).at(path).unwrap().children.as_ref().unwrap() };
        object.fields.iter().map(|field| field.key).collect()
    }

    #[test]
    fn keys_come_in_the_order_of_the_server() {
        assert_eq!(
            keys(Band::V2_9_70, ""),
            ["meta", "templates", "repositories", "keys", "views", "inventories", "environments"]
        );
        assert_eq!(keys(Band::V2_9_56, "environments"), ["name", "password", "json", "env"]);
        assert_eq!(
            keys(Band::V2_10_25Beta, "templates"),
            [
                "inventory",
                "repository",
                "environment",
                "name",
                "playbook",
                "arguments",
                "allow_override_args_in_task",
                "description",
                "vault_key",
                "type",
                "start_version",
                "build_template",
                "view",
                "autorun",
                "survey_vars",
                "suppress_success_alerts",
                "cron"
            ]
        );
        assert_eq!(keys(Band::V2_17_2, "schedules").first(), Some(&"cron_format"));
        assert_eq!(keys(Band::V2_16_0, "templates[].vaults"), ["name", "type", "script", "vault_key"]);
        assert_eq!(
            keys(Band::V2_16_0, "schedules[].task_params"),
            ["environment", "arguments", "git_branch", "message", "version", "inventory_name", "params"]
        );
    }

    #[test]
    fn a_band_knows_only_its_own_keys() {
        assert_eq!(shape(Band::V2_10_25Beta).at("views[].name").unwrap().max_length(), Some(100));
        assert!(shape(Band::V2_10_27).at("views[].name").is_none());
        assert_eq!(shape(Band::V2_10_31).at("templates[].survey_vars").unwrap().text(), Text::Json);
        assert_eq!(shape(Band::V2_10_32).at("templates[].survey_vars").unwrap().ty, Type::List);
        assert!(shape(Band::V2_15_0).at("integrations[].task_params").unwrap().children.is_none());
        assert!(shape(Band::V2_16_0).at("integrations[].task_params.params").is_some());
        assert_eq!(
            shape(Band::V2_9_70).at("templates[].inventory").unwrap().row.presence(Band::V2_9_70),
            super::super::Presence::Nullable
        );
    }

    #[test]
    fn no_key_twice_in_a_band_and_every_row_documented() {
        fn walk(object: &ObjectShape) {
            for (at, field) in object.fields.iter().enumerate() {
                assert!(object.fields[..at].iter().all(|other| other.key != field.key), "{}", field.row.path);
                assert!(field.doc().ends_with('.'), "{} has no line of documentation", field.row.path);
                field.children.iter().for_each(walk);
            }
        }
        for band in Band::ALL {
            walk(shape(band));
        }
    }

    #[test]
    fn values_are_enforced_where_the_server_refuses_others() {
        let values = |band, path| shape(band).at(path).unwrap().enforced_values();
        assert!(values(Band::V2_15_0, "keys[].type").is_some() && values(Band::V2_16_0, "keys[].type").is_none());
        assert!(values(Band::V2_20_0Alpha1, "templates[].app").is_none(), "custom apps are allowed");
        assert_eq!(values(Band::V2_20_0Alpha1, "host_configs[].type"), Some(&["host", "url"][..]));
    }

    #[test]
    fn sections_and_what_names_their_entities() {
        assert_eq!(
            sections(Band::V2_9_56).collect::<Vec<_>>(),
            ["templates", "repositories", "keys", "views", "inventories", "environments"]
        );
        assert_eq!((name_key("views", Band::V2_10_25Beta), name_key("views", Band::V2_10_27)), (Some("name"), Some("title")));
        assert_eq!(
            (name_key("keys", Band::V2_10_27), name_key("roles", Band::V2_10_27), name_key("meta", Band::V2_10_27)),
            (Some("name"), None, None)
        );
    }
}
