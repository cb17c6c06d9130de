//! What changed, in the forms people and programs read: exact patches, layouts for reading, a summary, a comparison by name;
//! and the masking of secrets in all of them. Decides nothing.

pub(crate) mod byname;
mod lines;
pub(crate) mod opened;
pub(crate) mod patch;
pub(crate) mod summary;
pub(crate) mod unified;

#[cfg(test)]
mod tests;
