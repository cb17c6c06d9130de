//! Parts of backups and several backups as one: what a template needs, taken out; several files merged. Made documents are judged for
//! their version before they can be written. Reads no files and prints nothing.

mod closure;
mod draft;
mod extract;
mod merge;
mod product;

pub(crate) use closure::{Because, Member};
pub(crate) use draft::draft;
pub(crate) use extract::{Extracted, Wanted, extract};
pub(crate) use merge::{Decision, Fate, MergeInput, OnConflict, common_server, merge, obstacles};
pub(crate) use product::{Product, Server};
#[cfg(test)]
pub(crate) use {extract::ExtractError, merge::Merged};
