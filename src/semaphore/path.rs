//! Paths of fields that code needs by name. A test holds them against the field tables.

/// Task parameters of a schedule.
pub(crate) const SCHEDULE_PARAMS: &str = "schedules[].task_params";
/// When a schedule runs.
pub(crate) const SCHEDULE_CRON: &str = "schedules[].cron_format";
/// Who uses a key.
pub(crate) const KEY_OWNER: &str = "keys[].owner";
/// The kind of a view.
pub(crate) const VIEW_TYPE: &str = "views[].type";
