//! Which columns the servers of a band write.

use std::sync::OnceLock;

use super::columns::{Column, TABLES, Table};
use super::effect::EffectKind;
use crate::semaphore::db::Db;
use crate::semaphore::fields::shape;
use crate::semaphore::version::Band;

impl Table {
    /// The columns that servers of a band write, in the order of the INSERT.
    pub(crate) fn columns(self, band: Band) -> &'static [Column] {
        static COLUMNS: [OnceLock<Vec<Vec<Column>>>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
        let tables =
            COLUMNS[band.index()].get_or_init(|| TABLES.iter().map(|(path, columns)| written(path, columns, band)).collect());
        &tables[self as usize]
    }
}

fn written(object: &str, columns: &[Column], band: Band) -> Vec<Column> {
    let Some(object) = shape(band).at(object).and_then(|field| field.children.as_ref()) else { return Vec::new() };
    let written = |column: &Column| {
        let place = object.place(column.key.as_bytes())?;
        let dropped = object.fields[place].effects.iter().any(|e| e.kind == EffectKind::Dropped && e.holds_on(Db::Mysql));
        (column.life.holds_in(band) && !dropped).then_some(Column { place, ..*column })
    };
    columns.iter().filter_map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_field_in_some_band() {
        for (object, columns) in TABLES {
            for column in *columns {
                let path = format!("{object}.{}", column.key);
                assert!(Band::all().any(|band| shape(band).at(&path).is_some()), "{path}");
            }
        }
    }

    #[test]
    fn what_is_dropped_is_not_written() {
        let keys = |table: Table, band| table.columns(band).iter().map(|column| column.name).collect::<Vec<_>>();
        assert_eq!(keys(Table::Project, Band::V2_10_36), ["name", "type"]);
        assert_eq!(keys(Table::Project, Band::V2_11_0), ["name", "type", "alert_chat", "max_parallel_tasks"]);
        assert_eq!(keys(Table::View, Band::V2_9_56), ["title", "position"]);
        assert_eq!(keys(Table::Inventory, Band::V2_9_65Beta), ["name", "type"]);
        assert!(!keys(Table::Key, Band::V2_19_0).contains(&"plain") && keys(Table::Key, Band::newest()).contains(&"plain"));
    }
}
