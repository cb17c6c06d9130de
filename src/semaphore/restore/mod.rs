//! What a restore does: its steps in the server's order with the server's words, and what becomes of each value.

mod effect;
mod effects;

pub use effect::{Effect, EffectKind, Step, all_effects, effects, effects_in, effects_of};
