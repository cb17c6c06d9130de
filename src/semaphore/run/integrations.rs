//! Integrations: who can call them, whether a call finds them, and what it hands over.

use std::collections::HashMap;

use super::params::of_tasks;
use super::rows::{
    ANOTHER_HMAC, AUTH_HEADER, AUTH_UNKNOWN, BASIC, EXTRACT, EXTRACT_LIST, EXTRACT_NO_PARAMS, EXTRACT_NO_TASK_PARAMS,
    EXTRACTED_TEXT, INTEGRATION_DEAD, INTEGRATION_NO_ADDRESS, MATCHER_DEAD, OWN_ALIAS_MATCHERS, OWN_ALIAS_NO_MATCHERS,
    OWN_ALIAS_SEARCHABLE, WEBHOOK_OPEN, WEBHOOK_OPEN_UNTIL_FILLED,
};
use super::view::View;
use crate::json::Node;
use crate::semaphore::params::Needs;

pub(super) fn integrations(view: &mut View<'_>) {
    for integration in view.section("integrations") {
        protection(view, integration);
        address(view, integration);
        for value in view.list(integration, "extract_values") {
            extracted(view, integration, value);
        }
    }
}

fn protection(view: &mut View<'_>, integration: Node) {
    let method = view.plain(integration, "auth_method").into_owned();
    if method.is_empty() {
        return;
    }
    let place = view.place(integration, "auth_method");
    if !view.checks_webhooks(&method) {
        if !(method.starts_with("hmac") && view.version >= ANOTHER_HMAC) {
            let log = format!("Unknown verification method: {method}");
            let what = format!("these versions have no method {method:?}: no call starts a task");
            view.note(AUTH_UNKNOWN, place, what, Some(&log));
        }
        return;
    }
    let secret = view.key_type(integration, "auth_secret");
    if secret.as_deref() != Some("login_password") {
        let reached = has_entries(view, integration, "aliases") || has_entries(view, view.doc.root(), "integration_aliases");
        let when = if reached { "" } else { " once it has an address" };
        let what = format!(
            "no login with password is the secret of this integration: it counts as empty, and anyone can start the task{when}"
        );
        view.note(WEBHOOK_OPEN, view.place(integration, "auth_secret"), what, None);
    } else if WEBHOOK_OPEN_UNTIL_FILLED.holds_in(view.version) {
        let what = "until its secret is entered again after the restore, anyone can start the task";
        view.note(WEBHOOK_OPEN_UNTIL_FILLED, view.place(integration, "auth_secret"), what, None);
    }
    if matches!(&*method, "token" | "hmac") && view.plain(integration, "auth_header").is_empty() && secret.is_some() {
        let log = if method == "token" { "Invalid verification token" } else { "Invalid HMAC signature" };
        let what = "no header is named that the token is in: no call is accepted";
        view.note(AUTH_HEADER, view.place(integration, "auth_header"), what, Some(log));
    }
}

fn has_entries(view: &View<'_>, object: Node, key: &str) -> bool {
    view.doc.get(object, key).is_some_and(|list| !view.doc.is_empty(list))
}

fn address(view: &mut View<'_>, integration: Node) {
    let own = has_entries(view, integration, "aliases");
    let shared = has_entries(view, view.doc.root(), "integration_aliases");
    let mut matchers = view.list(integration, "matchers");
    // A matcher without one of these is not restored.
    matchers.retain(|matcher| ["match_type", "key", "value", "name"].iter().all(|key| !view.plain(*matcher, key).is_empty()));
    let searchable = view.is(integration, "searchable");
    if searchable {
        if own {
            let what = "calls of its own addresses start nothing while it is `searchable`: only those of the project do";
            view.note(OWN_ALIAS_SEARCHABLE, view.place(integration, "aliases"), what, Some("no rows in result set"));
        }
        if !shared {
            let what = "it is `searchable`, but the project has no address (`integration_aliases`): nothing starts it";
            view.note(INTEGRATION_NO_ADDRESS, integration, what, None);
        } else if matchers.is_empty() {
            let what = "it is `searchable` and has no matchers: no call of the project's address is for it";
            view.note(INTEGRATION_DEAD, integration, what, None);
        }
    } else if !own {
        view.note(INTEGRATION_DEAD, integration, "it has no address and is not `searchable`: nothing starts it", None);
    } else if matchers.is_empty() {
        view.note(OWN_ALIAS_NO_MATCHERS, integration, "these versions start nothing without matchers", None);
    } else {
        let what = "calls of its own addresses start the task whatever the matchers say";
        view.note(OWN_ALIAS_MATCHERS, view.place(integration, "matchers"), what, None);
    }
    if searchable {
        dead_matchers(view, &matchers);
    }
}

fn dead_matchers(view: &mut View<'_>, matchers: &[Node]) {
    let mut equal: HashMap<(String, String), String> = HashMap::new();
    for matcher in matchers {
        let kind = view.plain(*matcher, "match_type").into_owned();
        let data = view.plain(*matcher, "body_data_type").into_owned();
        let method = view.plain(*matcher, "method").into_owned();
        let (key, value) = (view.plain(*matcher, "key").into_owned(), view.plain(*matcher, "value").into_owned());
        let dead = if !matches!(&*kind, "header" | "body") {
            Some(("match_type", format!("no call has a {kind:?}: only `header` and `body` are looked at")))
        } else if kind == "body" && !matches!(&*data, "json" | "string") {
            Some(("body_data_type", "a body is looked at as `json` or `string` only".to_owned()))
        } else if !matches!(&*method, "equals" | "unequals" | "contains") {
            Some(("method", format!("there is no method {method:?}: only `equals`, `unequals` and `contains`")))
        } else if method == "equals" && equal.insert((kind, key), value.clone()).is_some_and(|other| other != value) {
            Some(("value", "another matcher wants another value in the same place".to_owned()))
        } else {
            None
        };
        if let Some((place, why)) = dead {
            view.note(
                MATCHER_DEAD,
                view.place(*matcher, place),
                format!("{why}; the matcher never fits, and nothing starts"),
                None,
            );
        }
    }
}

fn extracted(view: &mut View<'_>, integration: Node, value: Node) {
    let source = view.plain(value, "value_source").into_owned();
    let data = view.plain(value, "body_data_type").into_owned();
    let kind = view.plain(value, "variable_type").into_owned();
    let task = kind == "task" && view.version >= BASIC;
    let unread = if !matches!(&*source, "header" | "body") {
        Some("value_source")
    } else if source == "body" && !matches!(&*data, "json" | "string") {
        Some("body_data_type")
    } else if !(matches!(&*kind, "" | "environment") || task) {
        Some("variable_type")
    } else {
        None
    };
    if let Some(key) = unread {
        return view.note(EXTRACT, view.place(value, key), "the value is not handed over: the task runs without it", None);
    }
    if !task {
        return;
    }
    let variable = view.plain(value, "variable").into_owned();
    let template = view.link(integration, "template", "templates");
    let known = template.and_then(|template| of_tasks(view.app(template)));
    let needs = known.and_then(|known| known.get(&variable)).map(|parameter| parameter.needs);
    let typed = source == "body" && data == "json";
    let always_text = EXTRACTED_TEXT.iter().any(|versions| versions.contains(&view.version));
    if needs.is_some_and(|needs| needs != Needs::Text) && (always_text || !typed) {
        let what = format!("what is extracted is text, and `{variable}` must not be: no call starts a task");
        view.note(EXTRACT_LIST, view.place(value, "variable"), what, None);
    }
    let what =
        "a value is to become a parameter of the task, but `task_params` has no `params`: calls are dropped; add \"params\": {}";
    let log = Some("panic: assignment to entry in nil map");
    match view.value(integration, "task_params") {
        Some(params) if view.value(params, "params").is_none() => view.note(EXTRACT_NO_PARAMS, params, what, log),
        Some(_) => {}
        None => view.note(EXTRACT_NO_TASK_PARAMS, integration, what, log),
    }
}
