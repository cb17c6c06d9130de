//! Custom roles of the project.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("roles").since(V2_17_0)
        .doc("Custom roles of the project; global roles are not in the file."),
    string("roles[].name").since(V2_17_0).limit(100)
        .doc("What the role is called; its slug is not in the file, the restore makes a new one."),
    int("roles[].permissions").since(V2_17_0)
        .doc("Permissions as a sum of bits: 1 run tasks, 2 update the project, 4 manage resources, 8 manage users."),
    int("roles[].project_id").since(V2_17_0).unset()
        .doc("Number of the project it came from; ignored."),
];
