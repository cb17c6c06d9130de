//! Where output goes: results to stdout, messages to stderr, or all of it into one JSON envelope. Knows colours and widths; holds
//! the worst exit so far. Decides nothing about contents.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Effects, Style};

use super::args::OutputArgs;
use super::exit::Exit;
use super::format::Format;
use super::reports::Reports;
pub(super) use super::setting::{Setting, Stream};
use super::silence::Silence;
use crate::files::FileError;
use crate::finding::codes::Page;
use crate::finding::{Code, Finding};
use crate::mask::{self, Beside, Secrets};
use crate::report::emit::Extras;
use crate::report::envelope::{Envelope, FileEntry, FindingEntry, PackEntry, Summary};
#[cfg(feature = "remote")]
use crate::report::remote::RemoteEntry;
use crate::report::totals::Totals;
use crate::report::{Source, advice, concise, errors, errors_in_brief, hang};
use crate::run::Advice;
use crate::text::safe;

const NOTE: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);

/// Where output goes.
#[derive(Debug)]
enum Sink {
    /// To the streams of the process.
    Streams(BufWriter<io::Stdout>),
    /// Kept until it is the turn of its file.
    Pieces(Vec<(Stream, Vec<u8>)>),
}

/// The terminal, or a stretch of output that is kept for it.
#[derive(Debug)]
pub(super) struct Ui {
    setting: Setting,
    sink: Sink,
    pub(super) envelope: Option<Envelope>,
    exit: Exit,
    failed: Option<FileError>,
    reports: Reports,
    pub(super) silence: Arc<Silence>,
    pub(super) totals: Totals,
}

impl std::ops::Deref for Ui {
    type Target = Setting;

    fn deref(&self) -> &Setting {
        &self.setting
    }
}

impl Ui {
    /// Looks at the streams and the environment.
    #[must_use]
    pub(super) fn new(args: &OutputArgs) -> Self {
        Self {
            setting: Setting::new(args),
            sink: Sink::Streams(BufWriter::with_capacity(1 << 16, io::stdout())),
            envelope: Some(Envelope::default()),
            exit: Exit::Fine,
            failed: None,
            reports: Reports::default(),
            silence: Arc::default(),
            totals: Totals::default(),
        }
    }

    /// Writes reports too when everything is done.
    pub(super) fn add_reports(&mut self, reports: Reports) {
        self.setting.format = reports.stdout.unwrap_or(self.setting.format);
        self.setting.collects = self.json() || !reports.is_empty();
        let own = if let Format::Document(format) = self.setting.format { format.extras() } else { Extras::default() };
        self.setting.extras = own.or(reports.extras());
        self.reports = reports;
    }

    /// Writes no reports: they would be in the place of something else.
    pub(super) fn drop_reports(&mut self) {
        self.reports = Reports::default();
    }

    /// The files of reports.
    pub(super) fn report_paths(&self) -> Vec<PathBuf> {
        self.reports.paths().map(Path::to_owned).collect()
    }

    /// Hides findings from now on. To know what is left, each finding is needed.
    pub(super) fn set_silence(&mut self, silence: Silence) {
        if silence.hides() {
            self.setting.most = usize::MAX;
        }
        self.silence = Arc::new(silence);
    }

    /// One that looks the same and keeps all output until [`Ui::absorb`] takes it.
    #[must_use]
    pub(super) fn collecting(setting: Setting, silence: Arc<Silence>) -> Self {
        Self {
            setting,
            sink: Sink::Pieces(Vec::new()),
            envelope: Some(Envelope::default()),
            exit: Exit::Fine,
            failed: None,
            reports: Reports::default(),
            silence,
            totals: Totals::default(),
        }
    }

    /// How output looks.
    #[must_use]
    pub(super) const fn setting(&self) -> Setting {
        self.setting
    }

    /// Prints what another one kept, and takes over how it ended.
    pub(super) fn absorb(&mut self, other: Self) {
        if let Sink::Pieces(pieces) = other.sink {
            for (stream, piece) in pieces {
                self.bytes(stream, &piece);
            }
        }
        self.raise(other.exit);
        self.totals.add(other.totals);
        self.failed = self.failed.take().or(other.failed);
        if let (Some(own), Some(others)) = (&mut self.envelope, other.envelope) {
            own.merge(others);
        }
    }

    /// What was kept for a stream.
    #[cfg(test)]
    pub(super) fn collected(&self, stream: Stream) -> String {
        let Sink::Pieces(pieces) = &self.sink else { return String::new() };
        let out = pieces.iter().filter(|(of, _)| *of == stream);
        out.map(|(_, piece)| String::from_utf8_lossy(piece)).collect()
    }

    fn bytes(&mut self, stream: Stream, bytes: &[u8]) {
        match (&mut self.sink, stream) {
            (Sink::Streams(_), Stream::Out) => self.data(|out| out.write_all(bytes)),
            (Sink::Streams(out), Stream::Err) => {
                // What is on stdout was printed before.
                let _ = out.flush();
                let _ = io::stderr().lock().write_all(bytes);
            }
            (Sink::Pieces(pieces), _) => match pieces.last_mut() {
                Some((last, piece)) if *last == stream => piece.extend_from_slice(bytes),
                _ => pieces.push((stream, bytes.to_vec())),
            },
        }
    }

    /// Whether everything goes into one document on stdout.
    #[must_use]
    pub(super) fn json(&self) -> bool {
        matches!(self.format, Format::Document(_))
    }

    /// Remembers how a part ended; the worst counts.
    pub(super) fn raise(&mut self, exit: Exit) {
        self.exit = self.exit.max(exit);
    }

    /// The worst so far.
    #[must_use]
    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    /// Text, with colours where they are wanted.
    pub(super) fn text(&mut self, stream: Stream, text: &str) {
        let text = safe::styled(text);
        let text = if self.colors[stream as usize] { text.into_owned() } else { strip_str(&text).to_string() };
        self.bytes(stream, text.as_bytes());
    }

    /// Exact bytes to stdout.
    pub(super) fn data(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.failed.is_some() {
            return;
        }
        let written = match &mut self.sink {
            Sink::Streams(out) => write(out),
            Sink::Pieces(pieces) => {
                let mut bytes = Vec::new();
                write(&mut bytes).map(|()| pieces.push((Stream::Out, bytes)))
            }
        };
        if let Err(error) = written {
            self.failed = Some(FileError::writing(Path::new("-"), &error));
        }
    }

    /// A document on stdout: exact to the byte for programs. A terminal has onlookers: there secrets are masked, and what acts on it
    /// is an escape; it is JSON all the same.
    pub(super) fn document(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if !self.terminal {
            return self.data(write);
        }
        let mut bytes = Vec::new();
        let written = write(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let masked =
            if self.secrets == Secrets::Shown { text } else { Cow::Owned(mask::json(&text, "", Beside::Unknown).into_owned()) };
        self.data(|out| written.and_then(|()| out.write_all(safe::json(&masked).as_bytes())));
    }

    /// A sentence on stderr.
    pub(super) fn note(&mut self, text: &str) {
        if self.quiet && self.speaks() {
            return;
        }
        if self.speaks() {
            self.text(Stream::Err, &format!("{NOTE}note{NOTE:#}: {}\n", hang(&safe::line(text), self.line_width, 6)));
        }
        if self.collects
            && let Some(envelope) = &mut self.envelope
        {
            envelope.messages.push(text.to_owned());
        }
    }

    /// Findings in the chosen form; in JSON they go with [`Ui::file`].
    pub(super) fn findings(&mut self, stream: Stream, source: &Source, findings: &[Finding]) {
        let text = match self.format {
            Format::Human if self.quiet => errors_in_brief(source, findings),
            Format::Human => self.human(true).findings(source, findings),
            Format::Concise if self.quiet => concise(source, &errors(findings)),
            Format::Concise => concise(source, findings),
            Format::Document(_) => return,
        };
        self.text(stream, &text);
    }

    /// Findings, and below all of them the commands that repair some; of one of many files in a few words.
    pub(crate) fn findings_with_advice(
        &mut self,
        stream: Stream,
        source: &Source,
        findings: &[Finding],
        advice: &Advice,
        one_of_many: bool,
    ) {
        if self.format != Format::Human || self.quiet {
            return self.findings(stream, source, findings);
        }
        let text = advice::findings(self.human(false), source, findings, advice, one_of_many);
        self.text(stream, &text);
    }

    /// Findings as entries of the envelope; none where nobody wants them.
    #[must_use]
    pub(super) fn entries(&self, source: &Source, findings: &[Finding]) -> Vec<FindingEntry> {
        if !self.collects {
            return Vec::new();
        }
        let entry = |finding: &Finding| {
            let entry = FindingEntry::new(source, finding);
            if self.extras.windows { entry.with_window(source, finding, self.secrets) } else { entry }
        };
        findings.iter().map(entry).collect()
    }

    /// An entry of the envelope.
    pub(super) fn file(&mut self, mut entry: FileEntry) {
        if self.collects
            && let Some(envelope) = &mut self.envelope
        {
            entry.sign();
            envelope.files.push(entry);
        }
    }

    /// What was done with servers, for the envelope.
    #[cfg(feature = "remote")]
    pub(super) fn remote(&mut self, entry: RemoteEntry) {
        let json = self.json();
        if let Some(envelope) = self.envelope.as_mut().filter(|_| json) {
            envelope.remote = Some(entry);
        }
    }

    /// The page of a code in the envelope.
    pub(super) fn code(&mut self, code: &Page) {
        if self.collects
            && let Some(envelope) = &mut self.envelope
        {
            envelope.codes.push(code.into());
        }
    }

    /// A pack in the envelope.
    pub(super) fn pack(&mut self, entry: PackEntry) {
        if self.collects
            && let Some(envelope) = &mut self.envelope
        {
            envelope.packs.push(entry);
        }
    }

    /// Mistakes in a text that the user wrote (rules, settings, a selector); raises exit 2.
    pub(super) fn broken(&mut self, source: &Source, mistakes: &[Finding]) {
        self.raise(Exit::Usage);
        self.findings(Stream::Err, source, mistakes);
        let findings = self.entries(source, mistakes);
        self.file(FileEntry { path: source.path.to_owned(), findings, ..FileEntry::default() });
    }

    /// The command prints another JSON document than the envelope.
    pub(super) fn replace_envelope(&mut self) {
        self.envelope = None;
    }

    /// Writes what is left and returns the exit.
    pub(super) fn finish(mut self) -> Exit {
        let mut envelope = self.envelope.take();
        if let Some(envelope) = &mut envelope {
            envelope.summary = Summary::of(&envelope.files);
        }
        if let (Some(envelope), Format::Document(format)) = (&envelope, self.format) {
            let text = format.emit(envelope);
            self.data(|out| out.write_all(text.as_bytes()));
        }
        if self.failed.is_none()
            && let Sink::Streams(out) = &mut self.sink
            && let Err(error) = out.flush()
        {
            self.failed = Some(FileError::writing(Path::new("-"), &error));
        }
        if let Some(error) = self.failed.take().filter(|e| !e.broken_pipe) {
            self.setting.format = Format::Human;
            self.file_error(Code::SX112, &error);
        }
        // After everything else, so that annotations do not come between other lines.
        for error in envelope.iter().flat_map(|envelope| self.reports.write(envelope)).collect::<Vec<_>>() {
            self.setting.format = Format::Human;
            self.file_error(Code::SX112, &error);
        }
        self.exit
    }
}
