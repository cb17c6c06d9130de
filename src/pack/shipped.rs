//! The packs that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::model::Pack;
use crate::semaphore::Band;

/// A pack that is part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Builtin {
    /// The name after `builtin:`; also the pack's id.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! packs {
    ($($name:literal),+ $(,)?) => {
        &[$(Builtin { name: $name, text: include_str!(concat!("../../rules/", $name, ".yaml")) }),+]
    };
}

const PACKS: &[Builtin] = packs!["clean", "clone", "fix-vaults", "no-double-schedules", "runnable", "scrub", "sleep"];

/// Every pack for `-r builtin:NAME`, by name.
#[must_use]
pub(crate) fn builtin() -> &'static [Builtin] {
    PACKS
}

/// The pack behind `builtin:NAME`, read once: to read one takes longer than to run it on a small file. None if there is none of that name.
pub(crate) fn shipped(name: &str) -> Option<&'static Pack> {
    static READ: OnceLock<Vec<OnceLock<Option<Pack>>>> = OnceLock::new();
    let at = PACKS.iter().position(|pack| pack.name == name)?;
    let read = READ.get_or_init(|| PACKS.iter().map(|_| OnceLock::new()).collect());
    read.get(at)?.get_or_init(|| Pack::parse_shipped(name, PACKS[at].text).ok()).as_ref()
}

/// The folder of the migration packs.
static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/migrate");

/// What runs whatever the versions: before the first step and after the last.
const WITHOUT_STEP: [&str; 2] = ["repair", "landing"];

/// Name below `rules/migrate/`, without extension, and text of every shipped pack, in the order in which they would run. A step between
/// two bands is the file of its name; where nothing changes there is none.
#[must_use]
pub(crate) fn migration_packs() -> Vec<(String, &'static str)> {
    let pairs = || Band::all().zip(Band::all().skip(1));
    let up = pairs().map(|(from, to)| format!("up/{from}-{to}"));
    let down = pairs().map(|(to, from)| format!("down/{from}-{to}")).rev();
    let names = up.chain(down).chain(WITHOUT_STEP.map(str::to_owned));
    names.filter_map(|name| text(&name).map(|text| (name, text))).collect()
}

fn text(name: &str) -> Option<&'static str> {
    MIGRATIONS.get_file(format!("{name}.yaml"))?.contents_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_a_pack_that_runs() {
        let names: Vec<String> = migration_packs().into_iter().map(|(name, _)| format!("{name}.yaml")).collect();
        let folders = [MIGRATIONS.get_dir("up").unwrap(), MIGRATIONS.get_dir("down").unwrap(), &MIGRATIONS];
        for file in folders.into_iter().flat_map(Dir::files) {
            let path = file.path().to_str().unwrap();
            assert!(names.iter().any(|name| name == path), "{path} is no step between neighbouring bands");
        }
    }
}
