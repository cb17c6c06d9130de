//! A row of Verify or of the writes.

use crate::semaphore::version::{ALWAYS, Band, Life, since};

/// A look at each entry of a section; `L` is what is looked at.
pub(crate) struct LookRow<L> {
    /// The section.
    pub section: &'static str,
    /// The bands, as far as its field does not tell.
    pub life: Life,
    /// What is looked at.
    pub look: L,
    /// What else the documentation says.
    pub(super) note: &'static str,
}

/// A row that holds always.
pub(super) const fn row<L: Copy>(section: &'static str, look: L) -> LookRow<L> {
    LookRow { section, life: ALWAYS, look, note: "" }
}

impl<L: Copy> LookRow<L> {
    pub(super) const fn since(self, band: Band) -> Self {
        Self { life: since(band), ..self }
    }

    pub(super) const fn until(self, band: Band) -> Self {
        Self { life: self.life.until(band), ..self }
    }

    pub(super) const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }
}
