//! Names for the finding codes that a check raises; their titles and pages are in `crate::finding::codes`.

pub(super) const KEY_TWICE: &str = "SX105";

pub(super) const NO_SUCH_ENTRY: &str = "SX301";
pub(super) const LINK_MISSING: &str = "SX302";
pub(super) const THREE_EQUAL: &str = "SX303";
pub(super) const BUILD_TEMPLATE: &str = "SX304";
pub(super) const GLOBAL_ROLE: &str = "SX305";
pub(super) const TWO_EQUAL: &str = "SX306";
pub(super) const LINK_LOST: &str = "SX307";

pub(super) const LETTER_CASE: &str = "SX405";
pub(super) const UNKNOWN_VALUE: &str = "SX407";

pub(super) const WRONG_TYPE: &str = "SX501";
pub(super) const NULL_ELEMENT: &str = "SX502";
pub(super) const FREE_MAP: &str = "SX503";
pub(super) const NUMBER: &str = "SX504";
pub(super) const EMPTY: &str = "SX505";
pub(super) const JSON_TEXT: &str = "SX506";
pub(super) const CRON: &str = "SX507";
pub(super) const KEY_TYPE: &str = "SX508";
pub(super) const NOT_ACCEPTED: &str = "SX509";
pub(super) const HOST_MAPPING: &str = "SX510";
pub(super) const NAME_EXISTS: &str = "SX511";
pub(super) const TEMPLATE_NAME: &str = "SX512";
pub(super) const TOO_LONG: &str = "SX521";
pub(super) const OUT_OF_RANGE: &str = "SX522";
pub(super) const NUL: &str = "SX523";
pub(super) const TWICE: &str = "SX524";
pub(super) const VAULT_KEY_ZERO: &str = "SX525";
pub(super) const STORAGE_PANIC: &str = "SX531";
pub(super) const ALIAS_PANIC: &str = "SX532";
pub(super) const PARAMS_PANIC: &str = "SX533";
pub(super) const CRON_PANIC: &str = "SX534";
pub(super) const EXPORT_FAILS: &str = "SX535";

pub(super) const START_PANIC: &str = "SX536";

pub(super) const OTHER_VERSION: &str = "SX601";
pub(super) const UNKNOWN_KEY: &str = "SX602";
pub(super) const GROUP_LOST: &str = "SX603";
pub(super) const SCHEDULE_LOST: &str = "SX604";
pub(super) const VAULT_LOST: &str = "SX605";
pub(super) const TITLE_LOST: &str = "SX606";
pub(super) const NOT_STORED: &str = "SX607";
pub(super) const PART_LOST: &str = "SX608";
pub(super) const ALIAS_LOST: &str = "SX609";
pub(super) const EXTRA_SCHEDULE: &str = "SX610";
pub(super) const PARAMS_LOST: &str = "SX611";
pub(super) const ORPHAN_KEY: &str = "SX612";
pub(super) const CHANGED: &str = "SX613";
pub(super) const VALUE_LOST: &str = "SX614";
pub(super) const NOT_EXPORTED: &str = "SX615";
pub(super) const SCHEDULE_NEVER_RUNS: &str = "SX616";
pub(super) const NO_APP: &str = "SX617";
pub(super) const VAULT_UNUSABLE: &str = "SX618";
pub(super) const NO_ALL_VIEW: &str = "SX619";
pub(super) const NO_NAME: &str = "SX620";
pub(super) const SECRET: &str = "SX651";
pub(super) const STORAGE_TOKEN: &str = "SX652";
pub(super) const RUNNER_TOKEN: &str = "SX653";
pub(super) const FILE_INVENTORY: &str = "SX654";
