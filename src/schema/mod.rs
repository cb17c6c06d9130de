//! Makes one JSON Schema a band from the tables of `semaphore`, for editors and other validators. Judges nothing: what is wrong
//! with a document is for `check`, which reports what these schemas refuse, with the place of the keyword in them.

mod files;
mod fold;
mod location;
mod names;
mod rule;

#[cfg(test)]
mod tests;

pub(crate) use files::{all, index, text};
#[cfg(test)]
pub(crate) use fold::schema;
pub(crate) use location::location;
pub(crate) use names::{RULES, address, file};
