//! Survey variables of task templates since they are a list (2.10.32).

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    string("templates[].survey_vars[].name").since(V2_10_32)
        .doc("Name of the variable that the answer is stored in."),
    string("templates[].survey_vars[].title").since(V2_10_32)
        .doc("Title of the question."),
    boolean("templates[].survey_vars[].required").since(V2_10_32)
        .doc("Whether an answer must be given."),
    string("templates[].survey_vars[].type").since(V2_10_32).until(V2_19_0Dev).one_of(&["", "int", "enum", "secret"])
        .doc("Type of the answer; empty is text, and an unknown type is shown as blank."),
    string("templates[].survey_vars[].type").since(V2_19_0).until(V2_19_0).one_of(&["", "int", "enum", "secret", "text"])
        .doc("Type of the answer; empty is a line of text, text has several lines."),
    string("templates[].survey_vars[].type").since(V2_20_0Alpha1).one_of(&["", "int", "enum", "secret", "text", "select"])
        .doc("Type of the answer; empty is a line of text, text has several lines, select takes several values."),
    string("templates[].survey_vars[].description").since(V2_10_32)
        .doc("Explanation below the question."),
    list("templates[].survey_vars[].values").since(V2_10_32)
        .doc("Values to choose from."),
    string("templates[].survey_vars[].values[].name").since(V2_10_32)
        .doc("What the list shows for the value."),
    string("templates[].survey_vars[].values[].value").since(V2_10_32)
        .doc("The value itself."),
    string("templates[].survey_vars[].default_value").since(V2_14_0).until(V2_19_0)
        .secret_if_or_named(Is("type", "secret"), "name")
        .doc("Answer that is filled in at first."),
    object("templates[].survey_vars[].default_value").since(V2_20_0Alpha1).unset().lossy(All, since(V2_20_0Alpha1), "always {}")
        .doc("Always an empty object, which comes back as no key at all: defaults are not in the file, and a string is refused."),
    string("templates[].survey_vars[].target").since(V2_19_0).one_of(&["", "env"])
        .doc("Where the answer goes: empty to the variables of the app, env to the environment."),
];
