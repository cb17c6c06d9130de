//! From an edited document back to text: what changed, which stretches of the source are replaced by what, and the layout of what is
//! new. Changes nothing.

pub(super) mod changes;
mod matching;
mod render;
mod snapshot;
pub(super) mod splice;
