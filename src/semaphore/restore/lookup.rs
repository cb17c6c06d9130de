//! Every effect, also those that follow from the rows of Verify and of the writes, by band, database and field.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::effect::Effect;
use super::effects::EFFECTS;
use super::verify::{VERIFY, VerifyRow};
use super::writes::{WRITES, WriteRow};
use crate::semaphore::fields::all_fields;
use crate::semaphore::version::Band;
use crate::sorting::sort_by_key;

/// The effects of a band on every database, in the order of the table.
#[must_use]
pub(crate) fn effects_in(band: Band) -> &'static [&'static Effect] {
    static EFFECTS: [OnceLock<Vec<&'static Effect>>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
    EFFECTS[band.index()].get_or_init(|| all_effects().iter().filter(|effect| effect.holds_in(band)).collect())
}

/// The effects of a band on a field itself, on every database.
pub(crate) fn effects_of(band: Band, path: &str) -> impl Iterator<Item = &'static Effect> {
    effects_in(band).iter().copied().filter(move |effect| effect.path == path)
}

/// Every effect of every band.
#[must_use]
pub(crate) fn all_effects() -> &'static [Effect] {
    static ALL: OnceLock<Vec<Effect>> = OnceLock::new();
    ALL.get_or_init(|| {
        let implied = VERIFY.iter().flat_map(VerifyRow::effects).chain(WRITES.iter().flat_map(WriteRow::effects));
        let mut effects: Vec<Effect> = implied.chain(EFFECTS.iter().copied()).collect();
        // Of several fields with one path, the first.
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (place, field) in all_fields().enumerate() {
            places.entry(bare(field.path)).or_insert(place);
        }
        sort_by_key(&mut effects, |effect| places.get(bare(effect.path)).copied());
        effects
    })
}

fn bare(mut path: &str) -> &str {
    while let Some(list) = path.strip_suffix("[]") {
        path = list;
    }
    path
}
