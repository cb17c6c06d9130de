//! Integrations: starting tasks from outside.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("integrations").since(V2_10_27)
        .doc("Integrations: webhooks that start a task."),
    string("integrations[].name").since(V2_10_27).limit(255)
        .doc("What the integration is called; must not be empty."),
    string("integrations[].auth_method").since(V2_10_27).limit(15).one_of(&["", "github", "token", "hmac", "bitbucket", "basic"])
        .doc("How a caller proves itself."),
    string("integrations[].auth_header").since(V2_10_27).limit(255)
        .doc("HTTP header that carries the proof."),
    boolean("integrations[].searchable").since(V2_10_27)
        .doc("Whether calls to an alias of the project find this integration by its matchers."),
    map("integrations[].task_params").since(V2_10_27).until(V2_15_0).lossy(Sql, since(V2_10_27).until(V2_15_0), "always {}")
        .doc("Task parameters of the started task."),
    object("integrations[].task_params").since(V2_16_0).unset().lossy(Bolt, since(V2_16_0).until(V2_17_2), "left out")
        .doc("Task parameters of the started task."),
    strings("integrations[].aliases[]").since(V2_10_27).limit(50)
        .doc("Last parts of the URLs that start this integration; each may exist only once on a server."),
    list("integrations[].matchers").since(V2_10_27)
        .doc("Conditions that a call must fulfil; one that is not valid is dropped without a word."),
    string("integrations[].matchers[].name").since(V2_10_27).limit(255)
        .doc("What the matcher is called."),
    string("integrations[].matchers[].match_type").since(V2_10_27).limit(255).one_of(&["header", "body"])
        .doc("Which part of the call is looked at."),
    string("integrations[].matchers[].method").since(V2_10_27).limit(255).one_of(&["equals", "unequals", "contains"])
        .doc("How it is compared."),
    string("integrations[].matchers[].body_data_type").since(V2_10_27).limit(255).one_of(&["", "json", "string"])
        .doc("How the body of the call is read."),
    string("integrations[].matchers[].key").since(V2_10_27).limit(510)
        .doc("Header, or path in the JSON body, to look at."),
    string("integrations[].matchers[].value").since(V2_10_27).limit(510).secret_if_named("key")
        .doc("Value to compare with."),
    list("integrations[].extract_values").since(V2_10_27)
        .doc("Values taken from a call; one that is not valid is dropped without a word."),
    string("integrations[].extract_values[].name").since(V2_10_27).limit(255)
        .doc("What the extracted value is called."),
    string("integrations[].extract_values[].value_source").since(V2_10_27).limit(255).one_of(&["body", "header"])
        .doc("Which part of the call it is taken from."),
    string("integrations[].extract_values[].body_data_type").since(V2_10_27).limit(255).one_of(&["", "json", "string"])
        .doc("How the body of the call is read."),
    string("integrations[].extract_values[].key").since(V2_10_27).limit(255)
        .doc("Header, or path in the JSON body, to take it from."),
    string("integrations[].extract_values[].variable").since(V2_10_27).limit(255)
        .doc("Variable that gets the value."),
    string("integrations[].extract_values[].variable_type").since(V2_14_0).limit(255).one_of(&["", "environment", "task"])
        .doc("Whether it is a variable of the variable group or a task parameter; empty is environment."),
    string("integrations[].template").since(V2_10_27).names("templates")
        .doc("Task template that is started, by name."),
    string("integrations[].auth_secret").since(V2_10_27).unset().names("keys")
        .doc("Key with the secret of the caller, by name."),
    strings("integration_aliases[]").since(V2_10_27).limit(50)
        .doc("Last parts of the project's own integration URLs; each may exist only once on a server."),
];
