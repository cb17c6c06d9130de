//! Texts that are part of the program: the files of `rules/`, those of `schemas/` that are printed as they are, and some beside the code that
//! uses them. `build.rs` packs them, a folder at a time, into a sixth of their size.

use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_to_vec;

/// Files that are unpacked together.
struct Folder {
    /// Paths, and how long each is; the texts follow each other in this order.
    files: &'static [(&'static str, usize)],
    packed: &'static [u8],
    text: OnceLock<String>,
}

include!(concat!(env!("OUT_DIR"), "/stored.rs"));

/// The text of a file by its path in the repository.
pub(crate) fn text(path: &str) -> Option<&'static str> {
    FOLDERS.iter().find_map(|folder| {
        let at = folder.files.iter().position(|(name, _)| *name == path)?;
        let start = folder.files[..at].iter().map(|(_, length)| length).sum();
        folder.unpacked().get(start..start + folder.files[at].1)
    })
}

impl Folder {
    const fn new(files: &'static [(&'static str, usize)], packed: &'static [u8]) -> Self {
        Self { files, packed, text: OnceLock::new() }
    }

    /// Empty if the program is damaged: a test reads every file.
    fn unpacked(&'static self) -> &'static str {
        self.text.get_or_init(|| {
            decompress_to_vec(self.packed).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_that_of_its_file() {
        for (path, _) in FOLDERS.iter().flat_map(|folder| folder.files) {
            let file = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
            assert_eq!(text(path), Some(file.as_str()), "{path}");
        }
        assert_eq!(text("rules/none.yaml"), None);
    }
}
