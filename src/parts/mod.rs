//! Parts of backups and several backups as one: what a template needs, taken out; several files merged. Made documents are judged for
//! their version before they can be written. Reads no files and prints nothing.

mod closure;
mod draft;
mod extract;
mod merge;
mod product;

pub use closure::{Because, Member};
pub use draft::{Draft, draft};
pub use extract::{ExtractError, Extracted, Wanted, extract};
pub use merge::{Decision, Fate, Merged, OnConflict, Source, common_server, merge};
pub use product::{Product, Server};
