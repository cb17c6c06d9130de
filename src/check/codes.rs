//! Names for the finding codes that a check raises; their titles and pages are in `crate::codes`.

pub(super) const NOT_JSON: &str = "SX101";
pub(super) const EMPTY_INPUT: &str = "SX102";
pub(super) const TRUNCATED: &str = "SX103";
pub(super) const BYTE_ORDER_MARK: &str = "SX104";
pub(super) const DUPLICATE_KEY: &str = "SX105";
pub(super) const TRAILING_TEXT: &str = "SX106";
pub(super) const LONE_SURROGATE: &str = "SX107";
pub(super) const NOT_UTF8: &str = "SX108";
pub(super) const TOO_DEEP: &str = "SX109";
pub(super) const TOO_LARGE: &str = "SX110";

pub(super) const NO_SUCH_ENTRY: &str = "SX301";
pub(super) const LINK_MISSING: &str = "SX302";
pub(super) const THREE_EQUAL: &str = "SX303";
pub(super) const BUILD_TEMPLATE: &str = "SX304";
pub(super) const GLOBAL_ROLE: &str = "SX305";
pub(super) const TWO_EQUAL: &str = "SX306";
pub(super) const LINK_LOST: &str = "SX307";

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

pub(super) const PART_LOST: &str = "SX608";
pub(super) const ALIAS_LOST: &str = "SX609";
