//! The one source of truth about Semaphore's backup format: versions and bands, a typed table a section, what a restore does with each field.
//! Schemas, checks, references, detection and documentation are folds over these tables. Does no I/O.

pub(crate) mod api;
pub(crate) mod collation;
pub(crate) mod cron;
mod db;
mod dialect;
mod export;
mod fields;
pub(crate) mod galaxy;
pub(crate) mod go_url;
pub(crate) mod inside;
pub(crate) mod json_text;
pub(crate) mod key;
mod looks;
mod omissions;
pub(crate) mod params;
pub(crate) mod path;
mod restore;
pub(crate) mod run;
pub(crate) mod value;
mod version;
mod zero;

pub use db::{Db, UnsupportedDb};
pub(crate) use dialect::Dialect;
#[cfg_attr(not(feature = "remote"), allow(unused_imports, reason = "what pulls is left out"))]
pub(crate) use export::SUFFIX_LENGTH;
pub(crate) use export::random_suffix;
pub(crate) use export::{ABSENT, RENAMED, WITH_IDS_IN_TASK_PARAMS};
pub(crate) use export::{KeyOrder, LAYOUTS, Layout, never_filled};
pub(crate) use fields::{
    Field, FieldShape, Guard, Link, ObjectShape, Orphan, Presence, Reference, Secret, Target, Text, Type, all_fields,
    first_free_map, first_with_unique_projects, name_key, reference_paths, references, sections, shape, shapes, title_of,
};
pub(crate) use looks::{verify_looks, write_looks};
pub(crate) use omissions::omissions;
#[cfg(test)]
pub(crate) use restore::effects_in;
pub(crate) use restore::{
    Column, HOST_CONFIGS, Limit, Look, NEW_EACH_TIME, NamedEntry, PROJECTS_LISTED, RUNNER_TAGS, RequiredText, Section,
    TAG_COLUMN, TEMPLATE_ROLES, TEXT_BYTES, Table, VAULTS, VERIFY_ORDER, VerifyLook, WRITE_ORDER, WriteRow, hosts,
    needs_playbook, verified, words, written_last,
};
pub(crate) use restore::{Effect, EffectKind, Step, all_effects};
#[cfg(test)]
pub(crate) use version::RECORDED;
pub(crate) use version::{ALWAYS, END, REPRESENTATIVES, first_with_own_decoder};
pub use version::{Band, Release, Version, VersionError};
pub(crate) use version::{
    Hop, Life, NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, STRING_KEYS, VersionRange, all_hops, hops, lines, stretches,
};
pub(crate) use zero::{zero, zero_structure};
