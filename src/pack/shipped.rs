//! The packs that are part of the program.

use std::sync::OnceLock;

use super::model::Pack;
use crate::semaphore::Band;
use crate::stored;

/// What the names of shipped packs begin with: `builtin:fix-vaults`.
pub(crate) const BUILTIN: &str = "builtin:";

impl Pack {
    /// Whether it is part of the program.
    pub(crate) fn is_shipped(&self) -> bool {
        self.source.starts_with(BUILTIN)
    }
}

/// A pack that is part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Builtin {
    /// The name after `builtin:`; also the pack's id.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

const NAMES: [&str; 7] = ["clean", "clone", "fix-vaults", "no-double-schedules", "runnable", "scrub", "sleep"];

/// Every pack for `-r builtin:NAME`, by name.
#[must_use]
pub(crate) fn builtin() -> &'static [Builtin] {
    static PACKS: OnceLock<Vec<Builtin>> = OnceLock::new();
    PACKS.get_or_init(|| NAMES.iter().filter_map(|name| Some(Builtin { name, text: text(name)? })).collect())
}

/// The pack behind `builtin:NAME`, read once: to read one takes longer than to run it on a small file. None if there is none of that name.
pub(crate) fn shipped(name: &str) -> Option<&'static Pack> {
    static READ: [OnceLock<Option<Pack>>; NAMES.len()] = [const { OnceLock::new() }; NAMES.len()];
    let at = NAMES.iter().position(|own| *own == name)?;
    READ[at].get_or_init(|| Pack::parse_shipped(name, text(name)?).ok()).as_ref()
}

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
    names.filter_map(|name| text(&format!("migrate/{name}")).map(|text| (name, text))).collect()
}

fn text(name: &str) -> Option<&'static str> {
    stored::text(&format!("rules/{name}.yaml"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_a_pack_that_runs() {
        let known: Vec<String> = migration_packs().into_iter().map(|(name, _)| format!("migrate/{name}.yaml")).collect();
        let known: Vec<String> = NAMES.iter().map(|name| format!("{name}.yaml")).chain(known).collect();
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        for folder in [".", "migrate", "migrate/up", "migrate/down"] {
            for entry in std::fs::read_dir(rules.join(folder)).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file())
            {
                let name = entry.file_name().into_string().unwrap();
                let path = if folder == "." { name } else { format!("{folder}/{name}") };
                assert!(known.contains(&path), "{path} is no shipped pack and no step between neighbouring bands");
            }
        }
    }
}
