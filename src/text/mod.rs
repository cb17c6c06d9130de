//! Text as people write it and read it: suggestions for a word that is not known.

pub mod suggest;
