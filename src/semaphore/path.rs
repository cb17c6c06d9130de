//! Paths of fields that code needs by name. A test holds them against the field tables.

/// Task parameters of a schedule.
pub(crate) const SCHEDULE_PARAMS: &str = "schedules[].task_params";
/// When a schedule runs.
pub(crate) const SCHEDULE_CRON: &str = "schedules[].cron_format";
/// Who uses a key.
pub(crate) const KEY_OWNER: &str = "keys[].owner";
/// The kind of a view.
pub(crate) const VIEW_TYPE: &str = "views[].type";
/// What edges of a workflow name.
pub(crate) const NODE_ID: &str = "workflows[].nodes[].id";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semaphore::all_fields;

    #[test]
    fn every_path_is_one_of_a_field() {
        for path in [SCHEDULE_PARAMS, SCHEDULE_CRON, KEY_OWNER, VIEW_TYPE, NODE_ID] {
            assert!(all_fields().any(|field| field.path == path), "{path}");
        }
    }
}
