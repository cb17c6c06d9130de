//! What a restore looks at in an entry of a section, in the server's order. A look at a key ends with the key.

use super::fields::shape;
use super::restore::{VerifyLook, WriteRow, verify_rows, write_rows};
use super::version::Band;

/// The looks of Verify.
pub(crate) fn verify_looks(section: &str, band: Band) -> Vec<VerifyLook> {
    let looks = verify_rows(section, band).map(|row| row.look);
    looks.filter(|look| is_there(section, look.key(), band)).collect()
}

/// The rows of the writes.
pub(crate) fn write_looks(section: &str, band: Band) -> Vec<&'static WriteRow> {
    write_rows(section, band).filter(|row| is_there(section, row.look.key(), band)).collect()
}

fn is_there(section: &str, key: Option<&str>, band: Band) -> bool {
    let entry = || shape(band).get(section)?.children.as_ref();
    key.is_none_or(|key| entry().is_some_and(|entry| entry.get(key).is_some()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::semaphore::restore::Look;
    use crate::semaphore::restore::{Column, Section, TABLES, VERIFY_ORDER, WRITE_ORDER, effects_of};
    use crate::semaphore::{Field, RENAMED, Type, all_fields, name_key, sections, title_of};

    /// Sections of which Verify does not count equal names: integrations are looked at when they are written, mappings by a look of their own.
    const NOT_COUNTED: [&str; 2] = ["integrations", "host_configs"];

    /// Sections whose names exports leave as they are.
    const NOT_RENAMED: [&str; 2] = ["secret_storages", "host_configs"];

    /// What becomes of workflows after Verify is not known.
    const WORKFLOWS: &str = "workflows";

    /// Links that a restore takes as they are, or follows in code.
    const FOLLOWED_ELSEWHERE: [&str; 1] = ["schedules[].task_params.inventory_name"];

    /// Texts that are rows of their own, in a column of another object, or in none.
    const WRITTEN_ELSEWHERE: [&str; 7] = [
        "views[].filter",
        "integrations[].aliases[]",
        "integration_aliases[]",
        // Task parameters of schedules and of integrations have one table.
        "schedules[].task_params.git_branch",
        "schedules[].task_params.message",
        "schedules[].task_params.version",
        "runners[].tags[]",
    ];

    fn bands() -> impl Iterator<Item = Band> {
        Band::ALL.iter().copied()
    }

    #[test]
    fn every_section_is_verified_and_written() {
        for band in bands() {
            for field in shape(band).fields.iter().filter(|field| field.ty == Type::List && field.children.is_some()) {
                let is_in = |order: &[Section]| order.iter().any(|section| section.key == field.key);
                assert!(is_in(&WRITE_ORDER), "{} of {band:?} has no place in WRITE_ORDER (restore/writes.rs)", field.key);
                // Integrations are not looked at before they are written.
                assert!(
                    is_in(&VERIFY_ORDER) || field.key == "integrations",
                    "{} of {band:?} has no place in VERIFY_ORDER (restore/verify.rs)",
                    field.key
                );
                let has_row = write_looks(field.key, band).iter().any(|row| matches!(row.look, Look::Row(_)));
                assert!(has_row || field.key == WORKFLOWS, "{} of {band:?} is written by no Row (restore/writes.rs)", field.key);
            }
        }
    }

    #[test]
    fn every_name_is_counted_by_verify_and_by_exports() {
        for band in bands() {
            for section in sections(band).filter(|section| name_key(section, band).is_some()) {
                let counted = verify_looks(section, band).contains(&VerifyLook::ThreeEqual);
                assert!(
                    counted || NOT_COUNTED.contains(&section),
                    "{section} of {band:?}: no ThreeEqual in restore/verify.rs, so equal names pass"
                );
                assert!(
                    RENAMED.contains(&section) || NOT_RENAMED.contains(&section),
                    "{section} of {band:?}: RENAMED in export.rs does not say that exports make its names unique"
                );
            }
            for object in shape(band).fields.iter().filter(|field| field.children.is_some()) {
                assert!(title_of(object.key).is_some(), "{} of {band:?} has no title (fields/titles.rs)", object.key);
            }
        }
    }

    #[test]
    fn every_text_with_a_limit_has_a_column() {
        let column = |(object, columns): &(&str, &'static [Column])| {
            columns.iter().map(|column| format!("{object}.{}", column.key)).collect::<Vec<_>>()
        };
        let columns: BTreeSet<String> = TABLES.iter().flat_map(column).collect();
        let limited = all_fields().filter(|field| field.max_length.is_some() && !field.path.starts_with(WORKFLOWS));
        let stable = limited.filter(|field| bands().any(|band| band != Band::newest() && field.holds_in(band)));
        let without: BTreeSet<&str> = stable.map(|field| field.path).filter(|path| !columns.contains(*path)).collect();
        assert_eq!(without, BTreeSet::from(WRITTEN_ELSEWHERE), "no column of restore/columns.rs is written from them");
    }

    #[test]
    fn every_link_is_looked_at() {
        let is_missed = |field: &&Field| {
            let held = bands().filter(|band| field.holds_in(*band));
            held.into_iter().any(|band| effects_of(band, field.path).next().is_none())
        };
        let links = all_fields().filter(|field| field.link.is_some() && !field.path.starts_with(WORKFLOWS));
        let missed: BTreeSet<&str> = links.filter(is_missed).map(|field| field.path).collect();
        assert_eq!(
            missed,
            BTreeSet::from(FOLLOWED_ELSEWHERE),
            "no row of restore/verify.rs or restore/writes.rs follows the link"
        );
    }
}
