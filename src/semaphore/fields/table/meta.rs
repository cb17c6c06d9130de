//! The project itself.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    object("meta")
        .doc("Settings of the project."),
    string("meta.name").limit(255)
        .doc("Name of the project; an empty one is accepted."),
    boolean("meta.alert")
        .doc("Whether the project sends alerts."),
    string("meta.alert_chat").unset().limit(30)
        .doc("Telegram chat that gets the alerts."),
    int("meta.max_parallel_tasks")
        .doc("How many tasks may run at the same time; 0 is no limit."),
    string("meta.type").since(V2_10_27).limit(20)
        .doc("Kind of project, usually empty; the backup button is shown only when it is."),
];
