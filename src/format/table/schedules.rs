//! Schedules since they have a section of their own (2.11.3).

use crate::format::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("schedules").since(R6)
        .doc("Schedules."),
    cron("schedules[].cron_format").since(R6).limit(255).lossy(Sql, R6, R12, "schedules with an empty value are left out")
        .doc("Cron expression; not checked on restore, and empty for a schedule that runs once."),
    string("schedules[].name").since(R6).limit(100)
        .doc("What the schedule is called."),
    boolean("schedules[].active").since(R6)
        .doc("Whether the schedule runs; missing means it does not."),
    string("schedules[].type").since(B17b).limit(20).one_of(&["", "run_at"])
        .doc("run_at for a schedule that runs once at a time, else empty."),
    boolean("schedules[].delete_after_run").since(B17b).unsure()
        .doc("Whether the schedule is deleted after it ran."),
    object("schedules[].run_at").since(B17b).unset().lossy(All, B17b, B20, "always {}")
        .doc("Always an empty object: the time is not in the file, and a string is refused."),
    object("schedules[].task_params").since(R13).until(B17a).lossy(Bolt, R13, B17a, "empty values")
        .doc("Task parameters of the scheduled task; not restored."),
    object("schedules[].task_params").since(B17b).unset().lossy(Bolt, B17b, B17b, "left out")
        .doc("Task parameters of the scheduled task; from 2.17.7 to 2.18.2 a schedule without them crashes the restore."),
    string("schedules[].template").since(R6).names("templates")
        .doc("Task template that is started, by name."),
    string("schedules[].checkable_repository").since(B17a).unset().names("repositories")
        .doc("Repository, by name: the schedule runs only when it has new commits."),
];
