//! How servers write a backup: its layout, and what is never in one.

use super::dialect::Dialect;
use super::fields::{ALWAYS_EMPTY, Field, Type, all_fields};
use super::key;
use super::version::{Band, Life, since, until};

/// The order of an object's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyOrder {
    /// That of the server's structures.
    Structures,
    /// By bytes.
    Sorted,
}

/// How servers lay a file out.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The bands.
    pub life: Life,
    /// What each level is indented by; without it the file is one line.
    pub indent: Option<&'static str>,
    /// The order of keys.
    pub order: KeyOrder,
    /// Whether the file ends with a line feed.
    pub final_newline: bool,
    /// What gives it away, in words.
    pub about: &'static str,
}

/// Every layout, oldest first.
pub(crate) const LAYOUTS: [Layout; 3] = [
    Layout {
        life: until(Band::V2_10_25Beta),
        indent: None,
        order: KeyOrder::Structures,
        final_newline: true,
        about: "servers write one line that begins with `meta` until 2.10.26",
    },
    Layout {
        life: since(Band::V2_10_27).until(Band::V2_15_0),
        indent: None,
        order: KeyOrder::Sorted,
        final_newline: false,
        about: "servers write one line with sorted keys from 2.10.27 to 2.15.5",
    },
    Layout {
        life: since(Band::V2_16_0),
        indent: Some("  "),
        order: KeyOrder::Sorted,
        final_newline: false,
        about: "servers indent the file by two spaces since 2.16.0",
    },
];

/// Lists that servers of some bands export without entries, whatever the database.
pub(crate) fn never_filled() -> impl Iterator<Item = (&'static Field, Life)> {
    all_fields().filter(|field| field.ty == Type::List).filter_map(|field| {
        let lossy = field.lossy.filter(|lossy| lossy.dialect == Dialect::All && lossy.written == ALWAYS_EMPTY)?;
        Some((field, lossy.life))
    })
}

/// One thing that is not in backups.
pub(crate) struct Absent {
    /// What it is.
    pub what: &'static str,
    /// Servers have it since their files have this.
    with: Option<&'static str>,
    /// Files hold it since they have this.
    until: Option<&'static str>,
}

const fn absent(what: &'static str) -> Absent {
    Absent { what, with: None, until: None }
}

/// What no backup holds.
pub(crate) const ABSENT: &[Absent] = &[
    absent("values of keys (passwords, SSH keys, tokens), and secrets of variable groups"),
    absent("task history, events, Terraform states, and the last commit that a schedule has seen"),
    absent("the repository of an inventory that is a file, and links between inventories and templates"),
    absent("names of schedules, and all but one of the schedules of a template").until("schedules"),
    absent("integrations").until("integrations"),
    absent("which secret storage a variable group uses, and the default storage of the project").with("secret_storages"),
    absent("roles, and the repository of schedules that wait for new commits").until("roles"),
    absent("slugs of roles, and roles of the whole server").with("roles"),
    absent("runners").until("runners"),
    absent("tokens of runners: each must be registered again").with("runners"),
    absent("the order of a template's variable groups: they are listed by id, and later ones override earlier ones")
        .with("templates[].environments"),
    absent("workflows, with the Community edition").with("workflows"),
];

impl Absent {
    const fn with(self, path: &'static str) -> Self {
        Self { with: Some(path), ..self }
    }

    const fn until(self, path: &'static str) -> Self {
        Self { until: Some(path), ..self }
    }

    /// Whether backups of a band lack it although its servers have it.
    pub(crate) fn applies_to(&self, source: Band) -> bool {
        let has = |path: &str| all_fields().any(|field| field.path.trim_end_matches("[]") == path && field.life.since <= source);
        self.with.is_none_or(has) && !self.until.is_some_and(has)
    }
}

/// Sections whose names an export makes unique, in the order of Verify.
pub(crate) const RENAMED: [&str; 11] = [
    key::ENVIRONMENTS,
    key::VIEWS,
    key::SCHEDULES,
    key::KEYS,
    key::REPOSITORIES,
    key::INVENTORIES,
    key::TEMPLATES,
    key::INTEGRATIONS,
    key::ROLES,
    key::RUNNERS,
    key::WORKFLOWS,
];

/// Characters that follow ` - ` in a random suffix.
pub(crate) const SUFFIX_LENGTH: usize = 10;

/// The ending that an export gives to each but the first of equal names, anew every time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RandomSuffix<'a> {
    /// The name before it.
    pub plain: &'a str,
    /// Whether it is of letters only, so that it may as well be a word of a person: `web - production`. Of the endings of servers
    /// until 2.17, one in 26 is.
    pub is_word: bool,
}

/// The random suffix of a name: ` - ` and ten of `a` to `z` and `0` to `9`; servers recorded as 2.17.15 write hexadecimal digits.
#[must_use]
pub(crate) fn random_suffix(name: &str) -> Option<RandomSuffix<'_>> {
    let (plain, suffix) = name.rsplit_once(" - ")?;
    let is_random = suffix.len() == SUFFIX_LENGTH && suffix.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'));
    is_random.then(|| RandomSuffix { plain, is_word: suffix.bytes().all(|byte| byte.is_ascii_lowercase()) })
}

/// The pre-releases that wrote ids into task parameters; their format belongs to no release.
pub(crate) const WITH_IDS_IN_TASK_PARAMS: &str = "2.16.0-beta4 and beta5";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_path_that_is_named() {
        let paths = ABSENT.iter().flat_map(|absent| absent.with.into_iter().chain(absent.until));
        let known = |path: &str| all_fields().any(|field| field.path.trim_end_matches("[]") == path);
        assert!(paths.into_iter().all(known));
    }

    #[test]
    fn a_random_suffix_is_ten_small_letters_and_digits() {
        let suffix = |name| random_suffix(name).map(|suffix| (suffix.plain, suffix.is_word));
        assert_eq!(suffix("web - 0a1b2c3d4e"), Some(("web", false)));
        assert_eq!(suffix("a - b - 0872167dd0"), Some(("a - b", false)));
        assert_eq!(suffix("None - dnrjnsjton"), Some(("None", true)));
        for name in ["a - b", "web - 0A1B2C3D4E", "web-0a1b2c3d4e", "web - 0a1b2c3d4", "web - größe12345"] {
            assert_eq!(suffix(name), None, "{name}");
        }
    }
}
