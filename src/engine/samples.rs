//! One value for each kind of change that rules made to the document: a rule does the same to thousands of values, and what is right of
//! one is right of all.

use std::hash::{BuildHasher, Hasher};

use crate::edit::{Edits, SIGNATURES};
use crate::json::{Document, Node};
use crate::pack::Rule;
use crate::parallel::{self, PART};
use foldhash::HashSet;

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
    signatures: HashSet<u64>,
    samples: Vec<Sample>,
}

impl Samples {
    /// Takes a value of each kind of change that came of the edits of a rule, and of what they made.
    pub(super) fn applied(&mut self, doc: &Document, rule: &Rule, edits: &Edits<'_>, made: &[Option<Node>]) {
        let mut rest = made;
        let mut parts = Vec::new();
        for piece in edits.pieces() {
            let (made, behind) = rest.split_at(piece.len());
            parts.extend(piece.chunks(PART).zip(made.chunks(PART)));
            rest = behind;
        }
        let seen = parallel::map(doc.source().len(), &parts, &|(edits, made)| {
            let (mut signatures, mut seen) = (HashSet::default(), Vec::new());
            for (edit, made) in edits.iter().zip(*made) {
                let changed = made.or(edit.action.stays());
                let mut hasher = SIGNATURES.build_hasher();
                hasher.write(rule.full_id.as_bytes());
                hasher.write_u64(edit.signature);
                // What the rule has as it is is the same at every place of the kind.
                let literal = edit.action.is_literal();
                if let Some(value) = changed.filter(|_| !literal) {
                    hasher.write(doc.text_now(value).as_bytes());
                }
                let signature = hasher.finish();
                if signatures.insert(signature) {
                    let place = edit.action.place(doc);
                    let node = changed.or_else(|| doc.parent(place)).unwrap_or(place);
                    seen.push((signature, Sample { node, literal }));
                }
            }
            seen
        });
        for (signature, sample) in seen.into_iter().flatten() {
            if self.signatures.insert(signature) {
                self.samples.push(sample);
            }
        }
    }

    /// Those since the last time.
    pub(super) fn take(&mut self) -> Vec<Sample> {
        self.signatures.clear();
        std::mem::take(&mut self.samples)
    }
}
