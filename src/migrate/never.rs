//! What a backup does not hold or tell: in every receipt, so that nobody finds out after the old server is gone.

use crate::format::{Band, Dialect, all_fields};

/// One thing that is not in backups.
struct Absent {
    what: &'static str,
    /// First band whose backups hold it.
    since: Option<Band>,
    /// First band whose servers have it.
    exists: Band,
}

const fn absent(what: &'static str) -> Absent {
    Absent { what, since: None, exists: Band::J1 }
}

const ABSENT: &[Absent] = &[
    absent("values of keys (passwords, SSH keys, tokens), and secrets of variable groups"),
    absent("task history, events, Terraform states, and the last commit that a schedule has seen"),
    absent("the repository of an inventory that is a file, and links between inventories and templates"),
    Absent { since: Some(Band::R6), ..absent("names of schedules, and all but one of the schedules of a template") },
    Absent { since: Some(Band::R1), ..absent("integrations") },
    Absent { exists: Band::R13, ..absent("which secret storage a variable group uses, and the default storage of the project") },
    Absent { since: Some(Band::B17a), ..absent("roles, and the repository of schedules that wait for new commits") },
    Absent { exists: Band::B17a, ..absent("slugs of roles, and roles of the whole server") },
    Absent { since: Some(Band::B18), ..absent("runners") },
    Absent { exists: Band::B18, ..absent("tokens of runners: each must be registered again") },
    Absent {
        exists: Band::B18,
        ..absent("the order of a template's variable groups: they are listed by id, and later ones override earlier ones")
    },
    Absent { exists: Band::B19a, ..absent("workflows, with the Community edition") },
];

/// What a backup that one of the servers of `source`, the oldest and the newest, wrote does not hold or tell. Who owns the project
/// afterwards is up to the `target`.
#[must_use]
pub fn never_held(source: (Band, Band), target: Band) -> Vec<String> {
    let owner = if target == Band::J1 {
        "nobody becomes its owner there, only administrators see it"
    } else {
        "the user who restores becomes its owner"
    };
    let newest = source.1;
    let absent = ABSENT.iter().filter(|a| a.exists <= newest && a.since.is_none_or(|since| newest < since));
    let untold = all_fields().filter_map(|field| {
        let lossy = field.lossy.filter(|lossy| lossy.since <= source.1 && source.0 <= lossy.until)?;
        let mut words: Vec<&str> = field.path.split('.').map(|part| part.trim_end_matches("[]")).collect();
        words.reverse();
        let from = match lossy.dialect {
            Dialect::All => "",
            Dialect::Sql => " in backups from MySQL, PostgreSQL or SQLite",
            Dialect::Bolt => " in backups from BoltDB",
        };
        Some(format!("{}: {}{from}", words.join(" of "), lossy.written))
    });
    std::iter::once(format!("users and the team of the project: {owner}"))
        .chain(absent.map(|absent| absent.what.to_owned()))
        .chain(untold)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::never_held;
    use crate::format::Band;

    #[test]
    fn what_an_export_hides_is_said_with_its_database() {
        let told = never_held((Band::R3, Band::R3), Band::R13);
        for untold in [
            "vaults of templates: always empty",
            "survey_vars of templates: always empty in backups from MySQL, PostgreSQL or SQLite",
            "users and the team of the project: the user who restores becomes its owner",
        ] {
            assert!(told.iter().any(|text| text == untold), "{untold} is not in {told:#?}");
        }
        assert!(!told.iter().any(|text| text.contains("workflows") || text.contains("description")), "{told:#?}");
    }

    #[test]
    fn a_project_on_2_9_56_has_no_owner() {
        assert!(never_held((Band::R3, Band::R3), Band::J1)[0].contains("nobody becomes its owner"));
    }
}
