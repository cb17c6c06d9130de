//! The fields of a backup: one table a section, and what is folded from the tables: the shape of each band and its references.

mod field;
mod key_table;
pub(super) mod prelude;
mod reference;
mod shape;
mod table;
mod titles;

pub(super) use field::ALWAYS_EMPTY;
pub use field::{Field, Guard, Link, Lossy, Orphan, Presence, Secret, Target, Text, Type};
pub use reference::{Need, Reference, all_paths, reference_at, reference_paths, references};
pub use shape::{FieldShape, ObjectShape, first_free_map, first_with_unique_projects, name_key, sections, shape};
pub(super) use table::NAME_KEYS;
pub use table::all_fields;
pub use titles::title_of;
