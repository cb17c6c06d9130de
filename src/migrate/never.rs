//! What a backup does not hold or tell: in every receipt, so that nobody finds out after the old server is gone.

use crate::semaphore::{Band, Dialect, all_fields};

/// One thing that is not in backups.
struct Absent {
    what: &'static str,
    /// Servers have it since their files have this.
    with: Option<&'static str>,
    /// Files hold it since they have this.
    until: Option<&'static str>,
}

const fn absent(what: &'static str) -> Absent {
    Absent { what, with: None, until: None }
}

const ABSENT: &[Absent] = &[
    absent("values of keys (passwords, SSH keys, tokens), and secrets of variable groups"),
    absent("task history, events, Terraform states, and the last commit that a schedule has seen"),
    absent("the repository of an inventory that is a file, and links between inventories and templates"),
    absent("names of schedules, and all but one of the schedules of a template").until("schedules"),
    absent("integrations").until("integrations"),
    absent("which secret storage a variable group uses, and the default storage of the project").with("secret_storages"),
    absent("roles, and the repository of schedules that wait for new commits").until("roles"),
    absent("slugs of roles, and roles of the whole server").with("roles"),
    absent("runners").until("runners"),
    absent("tokens of runners: each must be registered again").with("runners"),
    absent("the order of a template's variable groups: they are listed by id, and later ones override earlier ones")
        .with("templates[].environments"),
    absent("workflows, with the Community edition").with("workflows"),
];

impl Absent {
    const fn with(self, path: &'static str) -> Self {
        Self { with: Some(path), ..self }
    }

    const fn until(self, path: &'static str) -> Self {
        Self { until: Some(path), ..self }
    }

    fn is_so(&self, source: Band) -> bool {
        let has = |path: &str| all_fields().any(|field| field.path.trim_end_matches("[]") == path && field.life.since <= source);
        self.with.is_none_or(has) && !self.until.is_some_and(has)
    }
}

/// What a backup that one of the servers of `source`, the oldest and the newest, wrote does not hold or tell. Who owns the project
/// afterwards is up to the `target`.
#[must_use]
pub fn never_held(source: (Band, Band), target: Band) -> Vec<String> {
    let owner = if target.makes_owner() {
        "the user who restores becomes its owner"
    } else {
        "nobody becomes its owner there, only administrators see it"
    };
    let absent = ABSENT.iter().filter(|absent| absent.is_so(source.1));
    let untold = all_fields().filter_map(|field| {
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
        .chain(untold)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ABSENT, never_held};
    use crate::semaphore::{Band, all_fields};

    #[test]
    fn what_an_export_hides_is_said_with_its_database() {
        let told = never_held((Band::V2_10_32, Band::V2_10_32), Band::V2_16_0);
        for untold in [
            "vaults of templates: always empty",
            "survey_vars of templates, in backups from MySQL, PostgreSQL or SQLite: always empty",
            "users and the team of the project: the user who restores becomes its owner",
        ] {
            assert!(told.iter().any(|text| text == untold), "{untold} is not in {told:#?}");
        }
        assert!(!told.iter().any(|text| text.contains("workflows") || text.contains("description")), "{told:#?}");
    }

    #[test]
    fn the_table_has_every_path_that_is_named() {
        let paths = ABSENT.iter().flat_map(|absent| absent.with.into_iter().chain(absent.until));
        let known = |path: &str| all_fields().any(|field| field.path.trim_end_matches("[]") == path);
        assert!(paths.into_iter().all(known));
    }

    #[test]
    fn a_project_on_2_9_56_has_no_owner() {
        assert!(never_held((Band::V2_10_32, Band::V2_10_32), Band::V2_9_56)[0].contains("nobody becomes its owner"));
    }
}
