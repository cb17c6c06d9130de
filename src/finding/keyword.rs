//! Which rule of a generated schema refuses what a finding is about: people validate in editors too, and look for the same place.

/// A keyword of JSON Schema, or one of ours that other validators take as an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Keyword {
    /// Another JSON type.
    Type,
    /// A value that is not in the list.
    Enum,
    /// A key that is not known.
    AdditionalProperties,
    /// An object that must be empty.
    MaxProperties,
    /// A number that is too small.
    Minimum,
    /// A number that is too large.
    Maximum,
    /// A text of another kind; an annotation.
    Format,
    /// A value that means nothing to the server; an annotation.
    KnownValues,
}

impl Keyword {
    /// As it is written in a schema.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Enum => "enum",
            Self::AdditionalProperties => "additionalProperties",
            Self::MaxProperties => "maxProperties",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Format => "format",
            Self::KnownValues => "x-known-values",
        }
    }
}
