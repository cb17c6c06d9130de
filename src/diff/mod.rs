//! What changed, in the forms people and programs read: exact patches, layouts for reading, a summary, a comparison by name;
//! and the masking of secrets in all of them. Decides nothing.

pub mod byname;
mod lines;
pub mod opened;
pub mod patch;
pub mod summary;
pub mod unified;

#[cfg(test)]
mod tests;
