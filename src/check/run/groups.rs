//! Variable groups: texts that a server reads when a task starts, and not before.

use super::view::{View, inner};
use crate::check::project::Row;
use crate::json::{InnerReader, Kind};
use crate::semaphore::key;
use crate::semaphore::params::go_kind;
use crate::semaphore::run::apps::Family;
use crate::semaphore::run::rows::{
    ARGUMENTS_SHAPE_SHELL, ENV_EMPTY_TEXT, ENV_NOT_TEXT, JSON_EMPTY_TEXT, JSON_NOT_OBJECT, JSON_NOT_TEXT, JSON_NULL, RESERVED,
    RESERVED_VARIABLE,
};
use crate::semaphore::run::words;

pub(super) fn groups(view: &mut View<'_>) {
    let mut reader = InnerReader::default();
    for group in view.section(key::ENVIRONMENTS) {
        if view.is_used(group) {
            extra_variables(view, &mut reader, group);
            environment_variables(view, &mut reader, group);
        }
    }
}

fn extra_variables<'p>(view: &mut View<'p>, reader: &mut InnerReader, group: Row<'p>) {
    let place = group.place(key::JSON);
    let Some(text) = group.written(key::JSON) else { return };
    if text.is_empty() {
        let what = "the text is empty: tasks that are started with variables end at once, so does every call of an integration; write {}";
        return view.note_with_log(JSON_EMPTY_TEXT, place, what, words::ENDS_AT_ONCE);
    }
    let Some(inner) = inner(reader, group, key::JSON) else { return };
    match inner.kind(inner.root()) {
        Kind::Null => {
            let what =
                "`null` instead of variables: the server process ends when a task with this variable group starts; write {}";
            view.note_with_log(JSON_NULL, place, what, words::NIL_MAP);
        }
        Kind::Object => {}
        _ => view.note(JSON_NOT_OBJECT, place, "no JSON object: tasks run without any variable of this group"),
    }
    let families: &[Family] =
        if view.version >= ARGUMENTS_SHAPE_SHELL.since { &[Family::Shell, Family::Terraform] } else { &[Family::Terraform] };
    let is_on_command_line = view.is_used_by(group, families);
    for (key, value) in inner.members(inner.root()) {
        if key.is(RESERVED_VARIABLE) {
            let what = format!("`{RESERVED_VARIABLE}` is the server's own: its value is overwritten or left out");
            view.note(RESERVED, place, what);
        } else if is_on_command_line && inner.kind(value) != Kind::String {
            let name = key.text();
            let shown = words::garbled(&name, inner, value);
            let what = format!("{name:?} is no string: a command, and Terraform, gets it as {shown}");
            view.note_with_help(JSON_NOT_TEXT, place, what, "write the value in quotes");
            break;
        }
    }
}

fn environment_variables<'p>(view: &mut View<'p>, reader: &mut InnerReader, group: Row<'p>) {
    let place = group.place(key::ENV);
    let Some(text) = group.written(key::ENV) else { return };
    if text.is_empty() {
        let what = "the text is empty: every task with this variable group fails; write {}, or leave the key out";
        return view.note_with_log(ENV_EMPTY_TEXT, place, what, words::EMPTY_JSON);
    }
    let Some(inner) = inner(reader, group, key::ENV) else { return };
    if inner.kind(inner.root()) != Kind::Object {
        return;
    }
    let bad = inner.members(inner.root()).find(|(_, value)| !matches!(inner.kind(*value), Kind::String | Kind::Null));
    if let Some((key, value)) = bad {
        let what = format!("{:?} is no string: every task with this variable group fails; write it in quotes", key.text());
        view.note_with_log(ENV_NOT_TEXT, place, what, words::not_into_text(go_kind(inner.kind(value))));
    }
}
