//! Workflows. Community servers export an empty list and restore nothing.

use crate::format::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("workflows").since(B19a)
        .doc("Workflows (Semaphore Pro)."),
    string("workflows[].name").since(B19a).limit(255)
        .doc("What the workflow is called."),
    string("workflows[].description").since(B19a).unset()
        .doc("Description of the workflow."),
    string("workflows[].start_version").since(B19b).unset().unsure()
        .doc("First version number of the workflow's runs."),
    list("workflows[].nodes").since(B19a)
        .doc("Steps of the workflow."),
    int("workflows[].nodes[].id").since(B19a)
        .doc("Number that edges refer to, inside this workflow only."),
    string("workflows[].nodes[].kind").since(B19a).until(B19a).limit(30).one_of(&["", "task", "approval"])
        .doc("Kind of step; empty is task."),
    string("workflows[].nodes[].kind").since(B19b).until(B19b).limit(30).one_of(&["", "task", "approval", "note"]).unsure()
        .doc("Kind of step; empty is task."),
    string("workflows[].nodes[].kind").since(B20).limit(30).one_of(&["", "task", "approval", "note", "delay"])
        .doc("Kind of step; empty is task."),
    string("workflows[].nodes[].convergence_mode").since(B19a).limit(30).one_of(&["", "all", "any"])
        .doc("Whether the step waits for all steps before it or for any; empty is all."),
    int("workflows[].nodes[].approval_timeout").since(B19a).unset()
        .doc("How long an approval may take."),
    string("workflows[].nodes[].approval_message").since(B19a).unset()
        .doc("What the person who approves is asked."),
    string("workflows[].nodes[].note").since(B19b).unset().unsure()
        .doc("Text of a note."),
    int("workflows[].nodes[].delay_seconds").since(B20).unset()
        .doc("How long a delay takes, in seconds."),
    int("workflows[].nodes[].position_x").since(B19a)
        .doc("Place of the step on the canvas, from the left."),
    int("workflows[].nodes[].position_y").since(B19a)
        .doc("Place of the step on the canvas, from the top."),
    object("workflows[].nodes[].task_params").since(B19b).unset()
        .doc("Task parameters of the step's task."),
    string("workflows[].nodes[].template").since(B19a).unset().names("templates")
        .doc("Task template that the step runs, by name."),
    string("workflows[].nodes[].inventory").since(B19a).until(B19a).unset().names("inventories")
        .became("workflows[].nodes[].task_params.inventory_name")
        .doc("Inventory of the step, by name."),
    string("workflows[].nodes[].environment").since(B19a).until(B19a).unset().names("environments")
        .doc("Variable group of the step, by name."),
    string("workflows[].nodes[].limit").since(B19a).until(B19a).unset().unsure()
        .became("workflows[].nodes[].task_params.params.limit")
        .doc("Hosts that the step is limited to."),
    list("workflows[].edges").since(B19a)
        .doc("Which step follows which."),
    int("workflows[].edges[].source_node_id").since(B19a).link(Target::Node).orphan(Orphan::DropEntry)
        .doc("Step that comes first, by its number."),
    int("workflows[].edges[].destination_node_id").since(B19a).link(Target::Node).orphan(Orphan::DropEntry)
        .doc("Step that follows, by its number."),
    string("workflows[].edges[].condition").since(B19a).limit(30).one_of(&["on_success", "on_failure", "always"])
        .doc("When it follows."),
];
