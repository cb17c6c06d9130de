//! What no backup holds, whatever the versions: told in every receipt, so that nobody finds out after the old server is gone.

use crate::format::Band;

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
    absent("users and the team of the project: the user who restores becomes its owner"),
    absent("values of keys (passwords, SSH keys, tokens), and secrets of variable groups"),
    absent("task history, events, Terraform states, and the last commit that a schedule has seen"),
    absent("the repository of an inventory that is a file, and links between inventories and templates"),
    absent("autorun of templates, if the backup comes from MySQL, PostgreSQL or SQLite: it always says false"),
    Absent { since: Some(Band::R6), ..absent("names of schedules, and all but one of the schedules of a template") },
    Absent { since: Some(Band::R1), ..absent("integrations") },
    Absent { exists: Band::R13, ..absent("which secret storage a variable group uses, and the default storage of the project") },
    Absent { since: Some(Band::B17a), ..absent("roles, and the repository of schedules that wait for new commits") },
    Absent { exists: Band::B17a, ..absent("slugs of roles, and roles of the whole server") },
    Absent { exists: Band::B17b, ..absent("the time of a schedule that runs once") },
    Absent { since: Some(Band::B18), ..absent("runners") },
    Absent { exists: Band::B18, ..absent("tokens of runners: each must be registered again") },
    Absent {
        exists: Band::B18,
        ..absent("the order of a template's variable groups: they are listed by id, and later ones override earlier ones")
    },
    Absent { exists: Band::B19a, ..absent("workflows, with the Community edition") },
    Absent { exists: Band::B20, ..absent("defaults of survey variables") },
];

/// What a backup that a server of `source` wrote never held.
#[must_use]
pub fn never_held(source: Band) -> Vec<&'static str> {
    ABSENT.iter().filter(|a| a.exists <= source && a.since.is_none_or(|since| source < since)).map(|a| a.what).collect()
}
