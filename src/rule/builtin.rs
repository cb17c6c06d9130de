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
