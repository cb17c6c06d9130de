//! What the selectors of rules find, looked for together: as long as rules change nothing, one walk over a list does for many.

use std::collections::VecDeque;

use crate::document::{Document, Node};
use crate::rule::Rule;
use crate::selector::Selector;

/// So many rules look together at most: what each finds has to be kept.
const MOST: usize = 16;

/// What the next rules find in a document; holds until it changes.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    found: VecDeque<Vec<Node>>,
    /// How many rules came by since the last change. The longer nothing changes, the farther it pays to look ahead.
    quiet: usize,
}

impl Ahead {
    /// What the first of these rules finds; the others run after it.
    pub fn next(&mut self, doc: &Document, rules: &[&Rule]) -> Vec<Node> {
        if self.found.is_empty() {
            let together = &rules[..rules.len().min(MOST).min(self.quiet + 1)];
            let selectors: Vec<&Selector> = together.iter().filter_map(|rule| rule.select.as_ref()).collect();
            let mut selected = Selector::select_each(&selectors, doc, doc.root()).into_iter();
            let found = |rule: &&Rule| rule.select.as_ref().map_or(Some(vec![doc.root()]), |_| selected.next());
            self.found = together.iter().filter_map(found).collect();
        }
        self.quiet += 1;
        self.found.pop_front().unwrap_or_default()
    }

    /// The document changed.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
