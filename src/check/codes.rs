//! Names for the finding codes that a check raises; their titles and pages are in `crate::finding::codes`.

use crate::finding::Code;

pub(super) const KEY_TWICE: Code = Code::SX105;
pub(super) const CLEAR_TEXT: Code = Code::SX655;
pub(super) const NO_BACKUP: Code = Code::SX114;

pub(super) const NO_SUCH_ENTRY: Code = Code::SX301;
pub(super) const LINK_MISSING: Code = Code::SX302;
pub(super) const THREE_EQUAL: Code = Code::SX303;
pub(super) const BUILD_TEMPLATE: Code = Code::SX304;
pub(super) const GLOBAL_ROLE: Code = Code::SX305;
pub(super) const TWO_EQUAL: Code = Code::SX306;
pub(super) const LINK_LOST: Code = Code::SX307;

pub(super) const LETTER_CASE: Code = Code::SX405;
pub(super) const UNKNOWN_VALUE: Code = Code::SX407;

pub(super) const WRONG_TYPE: Code = Code::SX501;
pub(super) const NULL_ELEMENT: Code = Code::SX502;
pub(super) const FREE_MAP: Code = Code::SX503;
pub(super) const NUMBER: Code = Code::SX504;
pub(super) const EMPTY: Code = Code::SX505;
pub(super) const JSON_TEXT: Code = Code::SX506;
pub(super) const CRON: Code = Code::SX507;
pub(super) const KEY_TYPE: Code = Code::SX508;
pub(super) const NOT_ACCEPTED: Code = Code::SX509;
pub(super) const HOST_MAPPING: Code = Code::SX510;
pub(super) const NAME_EXISTS: Code = Code::SX511;
pub(super) const TEMPLATE_NAME: Code = Code::SX512;
pub(super) const TOO_LONG: Code = Code::SX521;
pub(super) const OUT_OF_RANGE: Code = Code::SX522;
pub(super) const NUL: Code = Code::SX523;
pub(super) const TWICE: Code = Code::SX524;
pub(super) const VAULT_KEY_ZERO: Code = Code::SX525;
pub(super) const STORAGE_PANIC: Code = Code::SX531;
pub(super) const ALIAS_PANIC: Code = Code::SX532;
pub(super) const PARAMS_PANIC: Code = Code::SX533;
pub(super) const CRON_PANIC: Code = Code::SX534;
pub(super) const EXPORT_FAILS: Code = Code::SX535;

pub(super) const START_PANIC: Code = Code::SX536;

pub(super) const OTHER_VERSION: Code = Code::SX601;
pub(super) const UNKNOWN_KEY: Code = Code::SX602;
pub(super) const GROUP_LOST: Code = Code::SX603;
pub(super) const SCHEDULE_LOST: Code = Code::SX604;
pub(super) const VAULT_LOST: Code = Code::SX605;
pub(super) const TITLE_LOST: Code = Code::SX606;
pub(super) const NOT_STORED: Code = Code::SX607;
pub(super) const PART_LOST: Code = Code::SX608;
pub(super) const ALIAS_LOST: Code = Code::SX609;
pub(super) const EXTRA_SCHEDULE: Code = Code::SX610;
pub(super) const PARAMS_LOST: Code = Code::SX611;
pub(super) const ORPHAN_KEY: Code = Code::SX612;
pub(super) const CHANGED: Code = Code::SX613;
pub(super) const VALUE_LOST: Code = Code::SX614;
pub(super) const NOT_EXPORTED: Code = Code::SX615;
pub(super) const SCHEDULE_NEVER_RUNS: Code = Code::SX616;
pub(super) const NO_APP: Code = Code::SX617;
pub(super) const VAULT_UNUSABLE: Code = Code::SX618;
pub(super) const NO_ALL_VIEW: Code = Code::SX619;
pub(super) const NO_NAME: Code = Code::SX620;
pub(super) const SECRET: Code = Code::SX651;
pub(super) const STORAGE_TOKEN: Code = Code::SX652;
pub(super) const RUNNER_TOKEN: Code = Code::SX653;
pub(super) const FILE_INVENTORY: Code = Code::SX654;

pub(super) const ENDS_SERVER: Code = Code::SX701;
pub(super) const ARGUMENTS: Code = Code::SX702;
pub(super) const VARIABLES: Code = Code::SX703;
pub(super) const NO_GROUP: Code = Code::SX704;
pub(super) const PARAMS_TYPE: Code = Code::SX705;
pub(super) const IGNORED: Code = Code::SX706;
pub(super) const KEY_FOR_PLACE: Code = Code::SX707;
pub(super) const VAULT_PASSWORD: Code = Code::SX708;
pub(super) const NO_SUCH_APP: Code = Code::SX709;
pub(super) const NO_HOSTS: Code = Code::SX710;
pub(super) const ADDRESS: Code = Code::SX711;
pub(super) const PLAYBOOK_OUTSIDE: Code = Code::SX712;
pub(super) const OPEN_WEBHOOK: Code = Code::SX713;
pub(super) const DEAD_WEBHOOK: Code = Code::SX714;
pub(super) const WEBHOOK: Code = Code::SX715;
pub(super) const SCHEDULE_KIND: Code = Code::SX716;
pub(super) const RUNNER_TAG: Code = Code::SX717;
pub(super) const ONLY_BY_HAND: Code = Code::SX718;
pub(super) const KEY_SOURCE: Code = Code::SX719;
pub(super) const IDLE: Code = Code::SX720;
pub(super) const REPOSITORY_KEY: Code = Code::SX721;
