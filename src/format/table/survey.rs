//! Survey variables of task templates since they are a list (2.10.32).

use crate::format::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    string("templates[].survey_vars[].name").since(R3)
        .doc("Name of the variable that the answer is stored in."),
    string("templates[].survey_vars[].title").since(R3)
        .doc("Title of the question."),
    boolean("templates[].survey_vars[].required").since(R3)
        .doc("Whether an answer must be given."),
    string("templates[].survey_vars[].type").since(R3).until(B19a).one_of(&["", "int", "enum", "secret"])
        .doc("Type of the answer; empty is text, and an unknown type is shown as blank."),
    string("templates[].survey_vars[].type").since(B19b).until(B19b).one_of(&["", "int", "enum", "secret", "text"])
        .doc("Type of the answer; empty is a line of text, text has several lines."),
    string("templates[].survey_vars[].type").since(B20).one_of(&["", "int", "enum", "secret", "text", "select"])
        .doc("Type of the answer; empty is a line of text, text has several lines, select takes several values."),
    string("templates[].survey_vars[].description").since(R3)
        .doc("Explanation below the question."),
    list("templates[].survey_vars[].values").since(R3)
        .doc("Values to choose from."),
    string("templates[].survey_vars[].values[].name").since(R3)
        .doc("What the list shows for the value."),
    string("templates[].survey_vars[].values[].value").since(R3)
        .doc("The value itself."),
    string("templates[].survey_vars[].default_value").since(R10).until(B19b).secret_if(Is("type", "secret"))
        .doc("Answer that is filled in at first."),
    object("templates[].survey_vars[].default_value").since(B20).unset().lossy(All, B20, B20, "always {}")
        .doc("Always an empty object: defaults are not in the file, and a string is refused."),
    string("templates[].survey_vars[].target").since(B19b).one_of(&["", "env"])
        .doc("Where the answer goes: empty to the variables of the app, env to the environment."),
];
