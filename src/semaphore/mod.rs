//! The one source of truth about Semaphore's backup format: versions and bands, a typed table a section, what a restore does with each field.
//! Schemas, checks, references, detection and documentation are folds over these tables. Does no I/O.

mod band;
pub mod cron;
mod db;
mod dialect;
pub mod docs;
mod effect;
mod effects;
mod field;
pub mod json_text;
mod key_table;
mod prelude;
mod range;
mod reference;
mod shape;
mod table;
mod version;
mod zero;

pub use band::Band;
pub use db::Db;
pub use dialect::Dialect;
pub use effect::{Effect, EffectKind, Step, all_effects, effects, effects_in, effects_of};
pub use field::{Field, Guard, Link, Lossy, Orphan, Presence, Secret, Target, Text, Type};
pub use range::VersionRange;
pub use reference::{Need, Reference, all_paths, reference_at, reference_paths, references};
pub use shape::{FieldShape, ObjectShape, all_fields, name_key, sections, shape};
pub use version::{
    FIRST, NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, Pre, Release, STRING_KEYS, Version, VersionError, stretches,
};
pub(crate) use zero::{zero, zero_structure};
