//! Which losses the user has accepted.

/// The answer to `--accept-loss`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Accept {
    /// None.
    #[default]
    Nothing,
    /// Every loss.
    All,
    /// Those of these rules: full ids, or ids of packs.
    Rules(Vec<String>),
}

impl Accept {
    /// Reads the values of `--accept-loss`: `all`, or ids.
    #[must_use]
    pub fn read<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let ids: Vec<String> =
            values.into_iter().flat_map(|v| v.split(',')).map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
        match ids.as_slice() {
            [] => Self::Nothing,
            ids if ids.iter().any(|id| id == "all") => Self::All,
            _ => Self::Rules(ids),
        }
    }

    /// Whether a loss by this rule is accepted.
    #[must_use]
    pub(crate) fn allows(&self, rule: &str) -> bool {
        let pack = rule.split('/').next().unwrap_or(rule);
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Rules(ids) => ids.iter().any(|id| id == rule || id == pack),
        }
    }

    /// Ids that name no rule and no pack of these.
    #[must_use]
    pub(crate) fn unknown(&self, packs: &crate::pack::MigrationPacks) -> Vec<&str> {
        let Self::Rules(ids) = self else { return Vec::new() };
        let known = |id: &str| packs.all().iter().any(|p| p.id == id || p.rules.iter().any(|rule| &*rule.full_id == id));
        ids.iter().map(String::as_str).filter(|id| !known(id)).collect()
    }
}
