//! A document that was made of others, with the verdict of the server that it is for.

use std::io::{self, Write};

use crate::check::{self, Options, Report};
use crate::detect::Detected;
use crate::finding::Finding;
use crate::json::{Document, Splices};
use crate::semaphore::{Band, Db, Release, UnsupportedDb};

/// The server that a document is for.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// Its version.
    pub release: Release,
    /// Its database, or those that it can have.
    pub dbs: Vec<Db>,
    /// The bands of which the format of the document is one.
    pub(super) bands: (Band, Band),
}

impl Server {
    /// The server that wrote a document: the version that was named, else the newest stable one that can have written it.
    ///
    /// # Errors
    /// A database was named on which that version does not run.
    pub(crate) fn of(detected: &Detected, named: Option<&Release>, dbs: &[Db]) -> Result<Self, UnsupportedDb> {
        let release = named.cloned().unwrap_or_else(|| detected.default_target());
        let ends = (detected.bands.first().copied(), detected.bands.last().copied());
        let bands = match (named, ends) {
            (None, (Some(first), Some(last))) => (first, last),
            _ => (release.band, release.band),
        };
        let dbs = Db::of_server(&release, dbs)?;
        Ok(Self { release, dbs, bands })
    }

    /// A server of a version.
    ///
    /// # Errors
    /// A database was named on which that version does not run.
    pub(crate) fn of_release(release: Release, dbs: &[Db]) -> Result<Self, UnsupportedDb> {
        let dbs = Db::of_server(&release, dbs)?;
        Ok(Self { bands: (release.band, release.band), release, dbs })
    }

    /// Whether a document of which this was detected has the format of the server.
    #[must_use]
    pub(crate) fn takes(&self, detected: &Detected) -> bool {
        detected.contains(self.release.band)
    }
}

/// A judged document. Nothing else of this room has bytes to write.
#[derive(Debug)]
pub(crate) struct Product {
    doc: Document,
    splices: Splices,
    /// The server that it is for.
    pub server: Server,
    /// What that server does with it.
    pub report: Report,
    /// Whether its places are lines of its own text, and not of the file that it was made of.
    pub has_own_lines: bool,
}

impl Product {
    pub(super) fn new(doc: Document, server: Server) -> Self {
        let mut report = check::judge(&doc, &server.release, &server.dbs, &Options::default()).resolve(&doc);
        // Commands would be about a file that may not be there.
        report.findings.iter_mut().for_each(Finding::drop_command);
        let splices = doc.splices();
        Self { doc, splices, server, report, has_own_lines: false }
    }

    /// As [`Product::new`], for a document that was made of several: what is found in it is at a line of the result, because only one of
    /// the files has lines of its own there.
    pub(super) fn of_several(doc: Document, server: Server) -> Self {
        let doc = Document::parse(doc.to_bytes()).unwrap_or(doc);
        Self { has_own_lines: true, ..Self::new(doc, server) }
    }

    /// The document with its edits.
    #[must_use]
    pub(crate) fn document(&self) -> &Document {
        &self.doc
    }

    /// Writes it; what was kept of its source keeps its bytes.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn write_to(&self, out: &mut dyn Write) -> io::Result<()> {
        self.doc.write_to(&self.splices, out)
    }

    /// Its bytes.
    #[cfg(test)]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.doc.to_bytes()
    }
}
