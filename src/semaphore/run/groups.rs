//! Variable groups: texts that a server reads when a task starts, and not before.

use super::rows::{ENV_EMPTY_TEXT, ENV_NOT_TEXT, JSON_EMPTY_TEXT, JSON_NOT_OBJECT, JSON_NOT_TEXT, JSON_NULL, RESERVED};
use super::view::{App, View};
use crate::json::{Kind, Node};
use crate::semaphore::params::{go_kind, go_print};

/// The variable that servers use themselves.
const RESERVED_NAME: &str = "semaphore_vars";

pub(super) fn groups(view: &mut View<'_>) {
    for group in view.section("environments") {
        if !view.users(group).is_empty() {
            extra_variables(view, group);
            environment_variables(view, group);
        }
    }
}

fn extra_variables(view: &mut View<'_>, group: Node) {
    let place = view.place(group, "json");
    let Some(text) = view.text(group, "json") else { return };
    if text.is_empty() {
        let what = "the text is empty: tasks that are started with variables end at once, so does every call of an integration; write {}";
        return view.note(JSON_EMPTY_TEXT, place, what, Some("Error: unexpected end of JSON input"));
    }
    let Some(inner) = view.inner(group, "json") else { return };
    match inner.kind(inner.root()) {
        Kind::Null => {
            let what =
                "`null` instead of variables: the server process ends when a task with this variable group starts; write {}";
            view.note(JSON_NULL, place, what, Some("panic: assignment to entry in nil map"));
        }
        Kind::Object => {}
        _ => view.note(JSON_NOT_OBJECT, place, "no JSON object: tasks run without any variable of this group", None),
    }
    for (key, value) in inner.members(inner.root()) {
        if key.is(RESERVED_NAME) {
            let what = format!("`{RESERVED_NAME}` is the server's own: its value is overwritten or left out");
            view.note(RESERVED, place, what, None);
        }
        let kind = inner.kind(value);
        let garbles = if view.version >= super::rows::ARGUMENTS_SHAPE_SHELL.since {
            view.used_by(group, &[App::Shell, App::Terraform])
        } else {
            view.used_by(group, &[App::Terraform])
        };
        if kind != Kind::String && garbles && !key.is(RESERVED_NAME) {
            let name = key.text().into_owned();
            let raw = String::from_utf8_lossy(inner.raw(value)).into_owned();
            let shown = match kind {
                Kind::Number => format!("{name}=%!s(float64={})", go_print(inner.number(value).unwrap_or_default())),
                Kind::Bool => format!("{name}=%!s(bool={raw})"),
                Kind::Null => format!("{name}=%!s(<nil>)"),
                _ => format!("{name}=… in Go's notation"),
            };
            let what = format!("{name:?} is no text: a command, and Terraform, gets it as {shown}; write it as text");
            view.note(JSON_NOT_TEXT, place, what, None);
            break;
        }
    }
}

fn environment_variables(view: &mut View<'_>, group: Node) {
    let place = view.place(group, "env");
    let Some(text) = view.text(group, "env") else { return };
    if text.is_empty() {
        let what = "the text is empty: every task with this variable group fails; write {}, or leave the key out";
        return view.note(ENV_EMPTY_TEXT, place, what, Some("unexpected end of JSON input"));
    }
    let Some(inner) = view.inner(group, "env") else { return };
    if inner.kind(inner.root()) != Kind::Object {
        return;
    }
    let bad = inner.members(inner.root()).find(|(_, value)| !matches!(inner.kind(*value), Kind::String | Kind::Null));
    if let Some((key, value)) = bad {
        let log = format!("json: cannot unmarshal {} into Go value of type string", go_kind(inner.kind(value)));
        let what = format!("{:?} is no text: every task with this variable group fails; write it as text", key.text());
        view.note(ENV_NOT_TEXT, place, what, Some(&log));
    }
}
