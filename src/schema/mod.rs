//! Makes one JSON Schema a band from the tables of `semaphore`, for editors and other validators. Judges nothing: what is wrong
//! with a document is for `check`, which reports what these schemas refuse, with the place of the keyword in them.
//!
//! ```
//! use semxform::schema;
//! use semxform::semaphore::Release;
//!
//! let band = Release::parse("2.16").unwrap().band;
//! assert_eq!(schema::file(band), "semaphore-2.16.0.schema.json");
//! assert_eq!(schema::schema(band).get("additionalProperties").unwrap(), false);
//! ```

mod files;
mod fold;
mod location;
mod names;
mod rule;

#[cfg(test)]
mod tests;

pub use files::{all, index, text};
pub use fold::schema;
pub use location::location;
pub use names::file;
