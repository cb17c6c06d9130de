//! How servers write a backup: its layout, and what is never in one.

use super::dialect::Dialect;
use super::fields::{Field, Type, all_fields};
use super::version::{Band, Life, since, until};

/// The order of an object's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrder {
    /// That of the server's structures.
    Structures,
    /// By bytes.
    Sorted,
}

/// How servers lay a file out.
#[derive(Debug)]
pub struct Layout {
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
pub const LAYOUTS: [Layout; 3] = [
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
        about: "servers indent the file by two blanks since 2.16.0",
    },
];

/// What `Lossy::written` holds where a list is always exported without entries.
pub(super) const ALWAYS_EMPTY: &str = "always empty";

/// Lists that servers of some bands export without entries, whatever the database.
pub fn never_filled() -> impl Iterator<Item = (&'static Field, Life)> {
    all_fields().filter(|field| field.ty == Type::List).filter_map(|field| {
        let lossy = field.lossy.filter(|lossy| lossy.dialect == Dialect::All && lossy.written == ALWAYS_EMPTY)?;
        Some((field, lossy.life))
    })
}
