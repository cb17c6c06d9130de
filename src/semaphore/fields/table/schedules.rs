//! Schedules since they have a section of their own (2.11.3).

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("schedules").since(V2_11_3)
        .doc("Schedules."),
    cron("schedules[].cron_format").since(V2_11_3).limit(255).lossy(Sql, since(V2_11_3).until(V2_15_0), "schedules with an empty value are left out")
        .doc("Cron expression; not checked on restore, and empty for a schedule that runs once."),
    string("schedules[].name").since(V2_11_3).limit(100)
        .doc("What the schedule is called."),
    boolean("schedules[].active").since(V2_11_3)
        .doc("Whether the schedule runs; missing means it does not."),
    string("schedules[].type").since(V2_17_2).limit(20).one_of(&["", "run_at"])
        .doc("run_at for a schedule that runs once at a time, else empty."),
    boolean("schedules[].delete_after_run").since(V2_17_2).unsure()
        .doc("Whether the schedule is deleted after it ran."),
    object("schedules[].run_at").since(V2_17_2).unset().lossy(All, since(V2_17_2), "always {}")
        .doc("Always an empty object: the time is not in the file, and a string is refused."),
    object("schedules[].task_params").since(V2_16_0).until(V2_17_0).lossy(Bolt, since(V2_16_0).until(V2_17_0), "empty values")
        .doc("Task parameters of the scheduled task; not restored."),
    object("schedules[].task_params").since(V2_17_2).unset().lossy(Bolt, only(V2_17_2), "left out")
        .doc("Task parameters of the scheduled task; from 2.17.7 to 2.18.2 a schedule without them crashes the restore."),
    string("schedules[].template").since(V2_11_3).names("templates")
        .doc("Task template that is started, by name."),
    string("schedules[].checkable_repository").since(V2_17_0).unset().names("repositories")
        .doc("Repository, by name: the schedule runs only when it has new commits."),
];
