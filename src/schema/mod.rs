//! What a version's decoder accepts, folded from `format` into one JSON Schema a band; documents held against it, and against
//! the reference graph. Has no facts of its own: those are in `format`.
//!
//! ```
//! use semxform::json::Document;
//! use semxform::semaphore::Release;
//! use semxform::schema;
//!
//! let doc = Document::parse(br#"{"meta": {"name": 5}, "views": [{"name": "All"}]}"#.to_vec()).unwrap();
//! let found = schema::validate(&doc, Release::parse("2.16").unwrap().band);
//! assert_eq!(found[0].message, "`name`: expected a string, found the number 5");
//! assert_eq!(found[1].message, "`name` is not read by Semaphore 2.16.0 to 2.16.45: it is called `title` since 2.10.27");
//! ```

mod compile;
mod files;
mod fold;
mod keys;
mod places;
mod problem;
mod references;
mod rule;
mod tree;
mod validate;
mod words;

#[cfg(test)]
mod tests;

use crate::finding::Finding;
use crate::json::Document;
use crate::semaphore::Band;

pub use files::{all, file, index, text};
pub use fold::schema;
pub use problem::{Problem, What, brought_in, findings};
pub use validate::{problems, problems_of};

/// What schema and reference graph of the band have against the document, in words; the same of many entries is one finding.
#[must_use]
pub fn validate(doc: &Document, band: Band) -> Vec<Finding> {
    findings(doc, band, &problems(doc, band))
}
