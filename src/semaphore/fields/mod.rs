//! The fields of a backup: one table a section, and what is folded from the tables: the shape of each band and its references.

mod field;
mod key_table;
pub(super) mod prelude;
mod reference;
mod shape;
mod table;
mod titles;

pub use field::{Field, Guard, Link, Lossy, Orphan, Presence, Secret, Target, Text, Type};
pub use reference::{Need, Reference, all_paths, reference_at, reference_paths, references};
pub(super) use shape::NAME_KEYS;
pub use shape::{FieldShape, ObjectShape, all_fields, first_free_map, name_key, sections, shape};
pub use titles::title_of;
