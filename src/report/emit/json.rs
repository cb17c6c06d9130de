//! `json`: the envelope itself.

use super::{Emit, Envelope};

/// One JSON object, whatever happens.
#[derive(Debug)]
pub(super) struct Json;

impl Emit for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "One JSON object, whatever happens"
    }

    fn is_complete(&self) -> bool {
        true
    }

    fn emit(&self, envelope: &Envelope) -> String {
        envelope.text()
    }
}
