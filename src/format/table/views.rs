//! Views of the list of task templates.

use crate::format::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("views")
        .doc("Views: the tabs above the list of task templates."),
    string("views[].name").until(J6).limit(100).became("views[].title")
        .doc("What the view is called."),
    string("views[].title").since(R1).limit(100)
        .doc("What the view is called; the name that templates refer to."),
    int("views[].position")
        .doc("Place among the tabs."),
    string("views[].type").since(B17a).limit(20).one_of(&["", "all"])
        .doc("all for the view that shows every template, else empty."),
    boolean("views[].hidden").since(B17a)
        .doc("Whether the view is hidden."),
    map("views[].filter").since(B17a).unset().limit(1000)
        .doc("Filter of the view; SQL servers do not restore it."),
    string("views[].sort_column").since(B17a).unset().limit(100)
        .doc("Column that the view is sorted by."),
    boolean("views[].sort_reverse").since(B17a)
        .doc("Whether the view is sorted downwards."),
];
