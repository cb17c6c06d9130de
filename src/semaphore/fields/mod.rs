//! The fields of a backup: one table a section, and what is folded from the tables: the shape of each band and its references.

mod field;
mod key_table;
pub(super) mod prelude;
mod reference;
mod shape;
mod table;
mod titles;

pub(super) use field::ALWAYS_EMPTY;
pub(crate) use field::{Field, Guard, Link, Orphan, Presence, Secret, Target, Text, Type};
pub(crate) use reference::{Reference, reference_paths, references};
pub(super) use shape::folds_to;
pub(crate) use shape::{FieldShape, ObjectShape, first_free_map, first_with_unique_projects, name_key, sections, shape, shapes};
pub(super) use table::NAME_KEYS;
pub(crate) use table::all_fields;
pub(crate) use titles::title_of;
