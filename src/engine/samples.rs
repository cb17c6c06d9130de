//! One value for each kind of change that rules made to the document: a rule does the same to thousands of values, and what is right of
//! one is right of all.

use foldhash::HashSet;

use crate::json::Node;

/// A value that a rule changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// The value; where one was taken away, what it stood in.
    pub node: Node,
    /// The rule has it as it is, so that all of it is the rule's work. Of others only the key is.
    pub literal: bool,
}

/// Values that represent all that were changed.
#[derive(Debug, Default)]
pub(super) struct Samples {
    ways: HashSet<u64>,
    samples: Vec<Sample>,
}

impl Samples {
    /// A value whose change has this signature.
    pub(super) fn add(&mut self, signature: u64, sample: Sample) {
        if self.ways.insert(signature) {
            self.samples.push(sample);
        }
    }

    /// Those since the last time.
    pub(super) fn take(&mut self) -> Vec<Sample> {
        self.ways.clear();
        std::mem::take(&mut self.samples)
    }
}
