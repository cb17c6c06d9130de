//! The one source of truth about Semaphore's backup format: versions and bands, a typed table a section, what a restore does with each field.
//! Schemas, checks, references, detection and documentation are folds over these tables. Does no I/O.

pub mod api;
pub mod cron;
mod db;
mod dialect;
mod export;
mod fields;
pub mod json_text;
pub(crate) mod key;
mod omissions;
pub(crate) mod path;
mod restore;
pub(crate) mod run;
pub(crate) mod value;
mod version;
mod zero;

pub use db::{Db, UnsupportedDb};
pub use dialect::Dialect;
pub(crate) use export::{ABSENT, RENAMED, WITH_IDS_IN_TASK_PARAMS};
pub use export::{KeyOrder, LAYOUTS, Layout, never_filled};
pub use fields::{
    Field, FieldShape, Guard, Link, Lossy, Need, ObjectShape, Orphan, Presence, Reference, Secret, Target, Text, Type,
    all_fields, all_paths, first_free_map, first_with_unique_projects, name_key, reference_at, reference_paths, references,
    sections, shape, title_of,
};
pub use omissions::omissions;
pub(crate) use restore::{
    Column, Limit, Look, NEW_EACH_TIME, NamedEntry, PROJECTS_LISTED, RequiredText, Section, TEMPLATE_ROLES, TEXT_BYTES, Table,
    VAULTS, VERIFY_ORDER, VerifyLook, WITHOUT_PLAYBOOK, WRITE_ORDER, WriteRow, verified, verify_rows, words, write_rows,
};
pub use restore::{Effect, EffectKind, Step, all_effects, effects, effects_in, effects_of};
pub(crate) use version::{ALWAYS, END, REPRESENTATIVES, first_with_own_decoder};
pub use version::{
    Band, FIRST, Hop, Life, NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, Pre, Release, STRING_KEYS, Version, VersionError,
    VersionRange, all_hops, hops, stretches,
};
pub(crate) use zero::{zero, zero_structure};
