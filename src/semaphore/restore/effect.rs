//! What a restore does with a value besides storing it: the kinds.

use crate::semaphore::db::Db;
use crate::semaphore::dialect::Dialect;
use crate::semaphore::version::{Band, Life};

/// The step of a restore in which an effect strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// JSON to structures; nothing is created.
    Decode,
    /// The check before the first write; nothing is created.
    Verify,
    /// The writes; a half-made project is left.
    Restore,
}

macro_rules! kinds {
    ($($kind:ident = $name:literal, $about:literal;)*) => {
        /// What happens to a value on restore. Without an effect it is stored as it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum EffectKind {
            $(#[doc = $about] $kind,)*
        }

        impl EffectKind {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$kind),*];

            /// The word that the documentation uses.
            #[must_use]
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// What it means, in one line.
            #[must_use]
            pub(crate) const fn about(self) -> &'static str {
                match self { $(Self::$kind => $about,)* }
            }
        }
    };
}

kinds! {
    Dropped = "dropped", "Read and checked for its type, then forgotten.";
    NotRead = "not-read", "A key of other versions: not read, not even its type.";
    CheckOnly = "check-only", "The reference is checked, but not stored.";
    Required = "required", "An empty or missing value is refused.";
    RequiredIfAnsible = "required-if-ansible", "An empty or missing value is refused when the app is `ansible`.";
    MustResolve = "must-resolve", "Must name an object of the file; null and missing are refused too.";
    MustResolveIfSet = "must-resolve-if-set", "May be missing, but if set it must name an object of the file.";
    NullIfUnresolved = "null-if-unresolved", "An unknown name becomes null without a word.";
    NullIfLater = "null-if-later", "Becomes null without a word unless its target was restored before.";
    NullIfEmpty = "null-if-empty", "An empty string is stored as null.";
    DeployOnly = "deploy-only", "Used only by templates of type `deploy`.";
    MustBeJson = "must-be-json", "Must be the text of a JSON value.";
    MustBeJsonObject = "must-be-json-object", "Must be the text of a JSON object.";
    FatalIfNonempty = "fatal-if-nonempty", "Any content is refused.";
    FatalIfEmpty = "fatal-if-empty", "An empty string is refused.";
    FatalIfInvalid = "fatal-if-invalid", "A value that breaks the rule of the note is refused.";
    FatalIfUnknown = "fatal-if-unknown", "A value that is not one of the known ones is refused.";
    FatalIfDuplicate = "fatal-if-duplicate", "The same value twice is refused.";
    FatalIfExists = "fatal-if-exists", "A value that the server already has is refused.";
    FatalIf3Equal = "fatal-if-3-equal", "The same name three times is refused; twice is accepted.";
    SkippedIfInvalid = "skipped-if-invalid", "Is not created, without a word, when it is not valid.";
    SkippedIfDuplicate = "skipped-if-duplicate", "Is not created, without a word, when the server already has it.";
    ExtraSchedule = "extra-schedule", "Makes a schedule besides those of `schedules`.";
    WrongColumn = "wrong-column", "Stored in the place of another field.";
    Trimmed = "trimmed", "Blanks around it are cut off; of a list, empty texts and repeated ones are left out.";
    Once = "once", "The same text twice is taken once.";
    Overwritten = "overwritten", "Replaced by another field.";
    EnvLinkLost = "env-link-lost", "Comes back without its link to the variable group.";
    ValueLost = "value-lost", "Its content cannot be read; an empty value is stored.";
    Masked = "masked", "Unknown bits are removed.";
    Remapped = "remapped", "Numbers are replaced by new ones.";
    Unregistered = "unregistered", "Comes back without its token.";
    Corrupts = "corrupts", "Restored, but cannot be used.";
    CorruptsIfInvalid = "corrupts-if-invalid", "Restored, but cannot be used when it breaks the rule of the note.";
    Panics = "panics", "The server panics when there is content.";
    PanicsIfMissing = "panics-if-missing", "The server panics when the key is missing.";
    PanicsIfInvalid = "panics-if-invalid", "The server panics when the value breaks the rule of the note.";
}

/// One thing that a restore does with a field during a stretch of bands; it holds for everything below the field too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effect {
    /// Path of the field, with `[]` for each element.
    pub path: &'static str,
    /// The bands.
    pub life: Life,
    /// Databases.
    pub dialect: Dialect,
    /// What happens.
    pub kind: EffectKind,
    /// Where an error is meant: the step that gives it.
    pub step: Option<Step>,
    /// The condition, or what a user should know; may be empty.
    pub note: &'static str,
    /// Whether it was not proved on a server or in its source.
    pub unsure: bool,
}

impl Effect {
    /// Whether it holds for servers of the band.
    #[must_use]
    pub(crate) fn holds_in(&self, band: Band) -> bool {
        self.life.holds_in(band)
    }

    /// Whether it holds on the database.
    #[must_use]
    pub(crate) const fn holds_on(&self, db: Db) -> bool {
        self.dialect.includes(db)
    }
}
