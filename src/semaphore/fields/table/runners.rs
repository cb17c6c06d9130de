//! Runners of the project.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("runners").since(V2_18_0)
        .doc("Runners of the project; they must be registered again."),
    int("runners[].id").since(V2_18_0)
        .doc("Number of the runner on the server it came from; ignored."),
    int("runners[].project_id").since(V2_18_0).unset()
        .doc("Number of the project it came from; ignored."),
    string("runners[].name").since(V2_18_0).limit(100)
        .doc("What the runner is called."),
    string("runners[].webhook").since(V2_18_0).limit(1000)
        .doc("URL that is called when the runner is needed."),
    int("runners[].max_parallel_tasks").since(V2_18_0)
        .doc("How many tasks the runner may run at the same time."),
    boolean("runners[].active").since(V2_18_0)
        .doc("Whether the runner gets tasks."),
    boolean("runners[].is_default").since(V2_18_0)
        .doc("Whether tasks without a tag go to it."),
    string("runners[].tag").since(V2_18_0).until(V2_18_0).unset().became("runners[].tags").unsure()
        .doc("The only tag, before a runner could have several."),
    strings("runners[].tags[]").since(V2_18_0).limit(200)
        .doc("Tags that templates and inventories choose the runner by."),
    string("runners[].public_key").since(V2_18_0).unset()
        .doc("Public key of the runner."),
    object("runners[].touched").since(V2_18_0).unset()
        .doc("Always an empty object; ignored."),
    object("runners[].cleaning_requested").since(V2_18_0).unset()
        .doc("Always an empty object; ignored."),
    object("runners[].started_at").since(V2_19_0Dev).unset().unsure()
        .doc("Always an empty object; ignored."),
];
