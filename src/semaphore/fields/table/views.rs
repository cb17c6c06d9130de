//! Views of the list of task templates.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("views")
        .doc("Views: the tabs above the list of task templates."),
    string("views[].name").until(V2_10_25Beta).limit(100).became("views[].title")
        .doc("What the view is called."),
    string("views[].title").since(V2_10_27).limit(100)
        .doc("What the view is called; the name that templates refer to."),
    int("views[].position")
        .doc("Place among the tabs."),
    string("views[].type").since(V2_17_0).limit(20).one_of(&["", "all"])
        .doc("all for the view that shows every template, else empty."),
    boolean("views[].hidden").since(V2_17_0)
        .doc("Whether the view is hidden."),
    map("views[].filter").since(V2_17_0).unset().limit(1000)
        .doc("Filter of the view; SQL servers do not restore it."),
    string("views[].sort_column").since(V2_17_0).unset().limit(100)
        .doc("Column that the view is sorted by."),
    boolean("views[].sort_reverse").since(V2_17_0)
        .doc("Whether the view is sorted downwards."),
];
