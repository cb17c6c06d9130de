//! `--format`: two forms for people that are printed while a command runs, and the table of reports.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::report::emit::{self, Emit};

/// `--format`
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Format {
    /// With a window of the file around each place
    #[default]
    Human,
    /// One line a finding: path:line:column
    Concise,
    /// A document on stdout when everything is done
    Document(&'static dyn Emit),
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

impl Format {
    /// As it is written on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Document(format) => format.name(),
        }
    }

    /// The format of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "human" => Some(Self::Human),
            "concise" => Some(Self::Concise),
            "html" => None,
            _ => emit::format(name).map(Self::Document),
        }
    }
}

/// Reads `--format`, with what each value means.
pub(super) fn parser() -> impl TypedValueParser<Value = Format> {
    let texts = [("human", "With a window of the file around each place"), ("concise", "One line a finding: path:line:column")];
    let documents = emit::FORMATS.iter().map(|format| (format.name(), format.about()));
    let values = texts.into_iter().chain(documents).filter(|(name, _)| Format::named(name).is_some());
    let parser = PossibleValuesParser::new(values.map(|(name, about)| PossibleValue::new(name).help(about)));
    parser.try_map(|name| Format::named(&name).ok_or_else(|| format!("there is no format {name}")))
}
