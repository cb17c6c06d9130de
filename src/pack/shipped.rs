//! The packs that are part of the program.

/// A pack that is part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
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

const PACKS: &[Builtin] = packs!["clean", "fix-vaults", "no-double-schedules", "scrub", "sleep"];

/// Every pack for `-r builtin:NAME`, by name.
#[must_use]
pub fn builtin() -> &'static [Builtin] {
    PACKS
}

macro_rules! migration_packs {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../rules/migrate/", $path, ".yaml")))),*]
    };
}

/// Name below `rules/migrate/`, without extension, and text of every shipped pack, in the order in which they would run.
pub const MIGRATION_PACKS: &[(&str, &str)] = migration_packs![
    "up/2.10.25-beta-2.10.27",
    "up/2.10.31-2.10.32",
    "up/2.10.32-2.10.36",
    "up/2.10.36-2.11.0",
    "up/2.11.0-2.11.3",
    "up/2.13.4-2.14.0",
    "up/2.15.0-2.16.0",
    "up/2.17.0-beta1-2.17.0",
    "up/2.17.0-2.17.2",
    "up/2.17.2-2.18.0",
    "up/2.18.0-2.19.0-dev",
    "up/2.19.0-dev-2.19.0",
    "up/2.19.0-2.20.0-alpha1",
    "down/2.20.0-alpha1-2.19.0",
    "down/2.19.0-2.19.0-dev",
    "down/2.19.0-dev-2.18.0",
    "down/2.18.0-2.17.2",
    "down/2.17.2-2.17.0",
    "down/2.17.0-2.17.0-beta1",
    "down/2.16.0-2.15.0",
    "down/2.15.0-2.14.8",
    "down/2.14.0-2.13.4",
    "down/2.13.0-2.12.9",
    "down/2.11.3-2.11.0",
    "down/2.11.0-2.10.36",
    "down/2.10.36-2.10.32",
    "down/2.10.32-2.10.31",
    "down/2.10.31-2.10.27",
    "down/2.10.27-2.10.25-beta",
    "repair",
    "landing",
];
