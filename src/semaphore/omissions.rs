//! What a backup does not hold or tell: in every receipt, so that nobody finds out after the old server is gone.

use super::{ABSENT, Band, Dialect, all_fields};

/// What a backup that one of the servers of `source`, the oldest and the newest, wrote does not hold or tell. Who owns the project
/// afterwards is up to the `target`.
#[must_use]
pub(crate) fn omissions(source: (Band, Band), target: Band) -> Vec<String> {
    let owner = if target.makes_owner() {
        "the user who restores becomes its owner"
    } else {
        "nobody becomes its owner there, only administrators see it"
    };
    let absent = ABSENT.iter().filter(|absent| absent.applies_to(source.1));
    let omitted = all_fields().filter_map(|field| {
        let lossy = field.lossy.filter(|lossy| lossy.life.since <= source.1 && source.0 <= lossy.life.last())?;
        let mut words: Vec<&str> = field.path.split('.').map(|part| part.trim_end_matches("[]")).collect();
        words.reverse();
        let from = match lossy.dialect {
            Dialect::All => "",
            Dialect::Sql => ", in backups from MySQL, PostgreSQL or SQLite",
            Dialect::Bolt => ", in backups from BoltDB",
        };
        Some(format!("{}{from}: {}", words.join(" of "), lossy.written))
    });
    std::iter::once(format!("users and the team of the project: {owner}"))
        .chain(absent.map(|absent| absent.what.to_owned()))
        .chain(omitted)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::omissions;
    use crate::semaphore::Band;

    #[test]
    fn what_an_export_hides_is_said_with_its_database() {
        let listed = omissions((Band::V2_10_32, Band::V2_10_32), Band::V2_16_0);
        for omitted in [
            "vaults of templates: always empty",
            "survey_vars of templates, in backups from MySQL, PostgreSQL or SQLite: always empty",
            "users and the team of the project: the user who restores becomes its owner",
        ] {
            assert!(listed.iter().any(|text| text == omitted), "{omitted} is not in {listed:#?}");
        }
        assert!(!listed.iter().any(|text| text.contains("workflows") || text.contains("description")), "{listed:#?}");
    }

    #[test]
    fn a_project_on_2_9_56_has_no_owner() {
        assert!(omissions((Band::V2_10_32, Band::V2_10_32), Band::V2_9_56)[0].contains("nobody becomes its owner"));
    }
}
