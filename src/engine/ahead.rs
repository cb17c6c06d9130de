//! What the selectors of rules find, looked for together: as long as rules change nothing, one walk over a list does for many.

use std::collections::VecDeque;

use crate::json::{Document, Node};
use crate::jsonpath::Selector;
use crate::rule::Rule;

/// So many rules look together at most: what each finds has to be kept.
const MOST: usize = 16;

/// What the next rules find in a document; holds until it changes.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Nothing for a rule that looks for itself.
    found: VecDeque<Option<Vec<Node>>>,
    /// How many rules came by since the last change. The longer nothing changes, the farther it pays to look ahead.
    quiet: usize,
}

impl Ahead {
    /// What the first of these rules finds; the others run after it.
    pub fn next(&mut self, doc: &Document, rules: &[&Rule]) -> Vec<Node> {
        if self.found.is_empty() {
            let together = &rules[..rules.len().min(MOST).min(self.quiet + 1)];
            let selectors: Vec<&Selector> = together.iter().filter_map(|rule| in_lists(rule)).collect();
            let mut selected = Selector::select_each(&selectors, doc, doc.root()).into_iter();
            self.found = together.iter().map(|rule| in_lists(rule).and_then(|_| selected.next())).collect();
        }
        self.quiet += 1;
        let alone = || match rules.first().and_then(|rule| rule.select.as_ref()) {
            Some(select) => select.select(doc, doc.root()),
            None => vec![doc.root()],
        };
        self.found.pop_front().flatten().unwrap_or_else(alone)
    }

    /// The document changed.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

fn in_lists(rule: &Rule) -> Option<&Selector> {
    rule.select.as_ref().filter(|select| select.goes_through_lists())
}
