//! The one source of truth about Semaphore's backup format: versions and bands, a typed table a section, what a restore does with each field.
//! Schemas, checks, references, detection and documentation are folds over these tables. Does no I/O.

pub mod cron;
mod db;
mod dialect;
pub mod docs;
mod export;
mod fields;
pub mod json_text;
mod restore;
mod version;
mod zero;

pub use db::{Db, UnsupportedDb};
pub use dialect::Dialect;
pub use export::{KeyOrder, LAYOUTS, Layout, never_filled};
pub use fields::{
    Field, FieldShape, Guard, Link, Lossy, Need, ObjectShape, Orphan, Presence, Reference, Secret, Target, Text, Type,
    all_fields, all_paths, name_key, reference_at, reference_paths, references, sections, shape,
};
pub use restore::{Effect, EffectKind, Step, all_effects, effects, effects_in, effects_of};
pub(crate) use version::REPRESENTATIVES;
pub use version::{
    Band, FIRST, Life, NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, Pre, Release, STRING_KEYS, Version, VersionError,
    VersionRange, stretches,
};
pub(crate) use zero::{zero, zero_structure};
