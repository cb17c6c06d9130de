//! Effects that follow from the rows of Verify and of the writes, so that each fact is written once.

use super::effect::{Effect, EffectKind, Step};
use crate::semaphore::dialect::Dialect;
use crate::semaphore::fields::{Field, all_fields};
use crate::semaphore::version::Life;

/// What a row says of its effects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Implied {
    pub life: Life,
    pub step: Step,
    pub note: &'static str,
}

/// One effect on the rows of a field.
pub(super) fn one(path: &str, kind: EffectKind, implied: Implied) -> Vec<Effect> {
    on_field(path, implied, |_| kind)
}

/// A link: where a missing value is an empty name, it is refused too.
pub(super) fn link(path: &str, implied: Implied) -> Vec<Effect> {
    on_field(path, implied, |field| if field.unset { EffectKind::MustResolveIfSet } else { EffectKind::MustResolve })
}

fn on_field(path: &str, implied: Implied, kind: impl Fn(&Field) -> EffectKind) -> Vec<Effect> {
    let mut effects: Vec<Effect> = Vec::new();
    for field in all_fields().filter(|field| field.path.strip_suffix("[]").unwrap_or(field.path) == path) {
        let Some(life) = implied.life.and(field.life) else { continue };
        let kind = kind(field);
        match effects.last_mut() {
            // The next row of the same field.
            Some(last) if last.kind == kind => last.life = last.life.hull(life),
            _ => effects.push(Effect {
                path: field.path,
                life,
                dialect: Dialect::All,
                kind,
                step: Some(implied.step),
                note: implied.note,
                unsure: false,
            }),
        }
    }
    effects
}
