//! Workflows. Community servers export an empty list and restore nothing.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("workflows").since(V2_19_0Dev)
        .doc("Workflows (Semaphore Pro)."),
    string("workflows[].name").since(V2_19_0Dev).limit(255)
        .doc("What the workflow is called."),
    string("workflows[].description").since(V2_19_0Dev).unset()
        .doc("Description of the workflow."),
    string("workflows[].start_version").since(V2_19_0).unset().unsure()
        .doc("First version number of the workflow's runs."),
    list("workflows[].nodes").since(V2_19_0Dev)
        .doc("Steps of the workflow."),
    int("workflows[].nodes[].id").since(V2_19_0Dev)
        .doc("Number that edges refer to, inside this workflow only."),
    string("workflows[].nodes[].kind").since(V2_19_0Dev).until(V2_19_0Dev).limit(30).one_of(&["", "task", "approval"])
        .doc("Kind of step; empty is task."),
    string("workflows[].nodes[].kind").since(V2_19_0).until(V2_19_0).limit(30).one_of(&["", "task", "approval", "note"]).unsure()
        .doc("Kind of step; empty is task."),
    string("workflows[].nodes[].kind").since(V2_20_0Alpha1).limit(30).one_of(&["", "task", "approval", "note", "delay"])
        .doc("Kind of step; empty is task."),
    string("workflows[].nodes[].convergence_mode").since(V2_19_0Dev).limit(30).one_of(&["", "all", "any"])
        .doc("Whether the step waits for all steps before it or for any; empty is all."),
    int("workflows[].nodes[].approval_timeout").since(V2_19_0Dev).unset()
        .doc("How long an approval may take."),
    string("workflows[].nodes[].approval_message").since(V2_19_0Dev).unset()
        .doc("What the person who approves is asked."),
    string("workflows[].nodes[].note").since(V2_19_0).unset().unsure()
        .doc("Text of a note."),
    int("workflows[].nodes[].delay_seconds").since(V2_20_0Alpha1).unset()
        .doc("How long a delay takes, in seconds."),
    int("workflows[].nodes[].position_x").since(V2_19_0Dev)
        .doc("Place of the step on the canvas, from the left."),
    int("workflows[].nodes[].position_y").since(V2_19_0Dev)
        .doc("Place of the step on the canvas, from the top."),
    object("workflows[].nodes[].task_params").since(V2_19_0).unset()
        .doc("Task parameters of the step's task."),
    string("workflows[].nodes[].template").since(V2_19_0Dev).unset().names("templates")
        .doc("Task template that the step runs, by name."),
    string("workflows[].nodes[].inventory").since(V2_19_0Dev).until(V2_19_0Dev).unset().names("inventories")
        .became("workflows[].nodes[].task_params.inventory_name")
        .doc("Inventory of the step, by name."),
    string("workflows[].nodes[].environment").since(V2_19_0Dev).until(V2_19_0Dev).unset().names("environments")
        .doc("Variable group of the step, by name."),
    string("workflows[].nodes[].limit").since(V2_19_0Dev).until(V2_19_0Dev).unset().unsure()
        .became("workflows[].nodes[].task_params.params.limit")
        .doc("Hosts that the step is limited to."),
    list("workflows[].edges").since(V2_19_0Dev)
        .doc("Which step follows which."),
    int("workflows[].edges[].source_node_id").since(V2_19_0Dev).link(Target::Node).orphan(Orphan::DropEntry)
        .doc("Step that comes first, by its number."),
    int("workflows[].edges[].destination_node_id").since(V2_19_0Dev).link(Target::Node).orphan(Orphan::DropEntry)
        .doc("Step that follows, by its number."),
    string("workflows[].edges[].condition").since(V2_19_0Dev).limit(30).one_of(&["on_success", "on_failure", "always"])
        .doc("When it follows."),
];
