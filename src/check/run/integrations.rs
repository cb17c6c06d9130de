//! Integrations: who can call them, whether a call finds them, and what it hands over.

use foldhash::{HashMap, HashMapExt as _};

use super::view::View;
use crate::check::project::Row;
use crate::semaphore::key;
use crate::semaphore::params::Needs;
use crate::semaphore::run::hooks::{self, AS_JSON, AS_TEXT, BODY, COMPARISONS, EQUALS, HEADER};
use crate::semaphore::run::params;
use crate::semaphore::run::rows::{
    AUTH_HEADER, AUTH_UNKNOWN, EXTRACT, EXTRACT_LIST, EXTRACT_NO_PARAMS, EXTRACT_NO_TASK_PARAMS, INTEGRATION_DEAD,
    INTEGRATION_NO_ADDRESS, MATCHER_DEAD, OWN_ALIAS_MATCHERS, OWN_ALIAS_NO_MATCHERS, OWN_ALIAS_SEARCHABLE, WEBHOOK_OPEN,
    WEBHOOK_OPEN_UNTIL_FILLED,
};
use crate::semaphore::run::words;
use crate::semaphore::value::LOGIN_KEY;

pub(super) fn integrations(view: &mut View<'_>) {
    for integration in view.section(key::INTEGRATIONS) {
        protection(view, integration);
        address(view, integration);
        for value in integration.rows(key::EXTRACT_VALUES) {
            extracted(view, integration, value);
        }
    }
}

/// Without one of these a matcher is not restored.
const NEEDED_BY_MATCHERS: [&str; 4] = [key::MATCH_TYPE, key::KEY, key::VALUE, key::NAME];

fn protection<'p>(view: &mut View<'p>, integration: Row<'p>) {
    let method = integration.plain(key::AUTH_METHOD);
    if method.is_empty() {
        return;
    }
    if !hooks::checks(&method, view.version) {
        if !hooks::may_be_signed(&method, view.version) {
            let what = format!("these versions have no method {method:?}: no call starts a task");
            view.note_with_log(AUTH_UNKNOWN, integration.place(key::AUTH_METHOD), what, words::unknown_method(&method));
        }
        return;
    }
    let secret = view.key_type(integration, key::AUTH_SECRET);
    let place = integration.place(key::AUTH_SECRET);
    if secret.as_deref() != Some(LOGIN_KEY) {
        let is_reached = has_entries(integration, key::ALIASES) || has_entries(view.project.root(), key::INTEGRATION_ALIASES);
        let when = if is_reached { "" } else { " once it has an address" };
        let what = format!(
            "no login with password is the secret of this integration: it counts as empty, and anyone can start the task{when}"
        );
        view.note(WEBHOOK_OPEN, place, what);
    } else if WEBHOOK_OPEN_UNTIL_FILLED.holds_in(view.version) {
        let what = "until its secret is entered again after the restore, anyone can start the task";
        view.note(WEBHOOK_OPEN_UNTIL_FILLED, place, what);
    }
    let needs_header = hooks::WITH_HEADER.contains(&&*method);
    if needs_header && integration.is_empty(key::AUTH_HEADER) && secret.is_some() {
        let log = if method == hooks::WITH_TOKEN { words::BAD_TOKEN } else { words::BAD_SIGNATURE };
        let what = "no header is named that the token is in: no call is accepted";
        view.note_with_log(AUTH_HEADER, integration.place(key::AUTH_HEADER), what, log);
    }
}

fn has_entries(row: Row<'_>, key: &str) -> bool {
    row.texts(key).next().is_some()
}

fn address<'p>(view: &mut View<'p>, integration: Row<'p>) {
    let has_own = has_entries(integration, key::ALIASES);
    let mut matchers: Vec<Row<'p>> = integration.rows(key::MATCHERS).collect();
    // A matcher without one of these is not restored.
    matchers.retain(|matcher| NEEDED_BY_MATCHERS.iter().all(|key| !matcher.plain(key).is_empty()));
    if integration.is(key::SEARCHABLE) {
        if has_own {
            let what = "calls of its own addresses start nothing while it is `searchable`: only those of the project do";
            view.note_with_log(OWN_ALIAS_SEARCHABLE, integration.place(key::ALIASES), what, words::NO_ROWS);
        }
        if !has_entries(view.project.root(), key::INTEGRATION_ALIASES) {
            let what = "it is `searchable`, but the project has no address (`integration_aliases`): nothing starts it";
            view.note(INTEGRATION_NO_ADDRESS, integration.node(), what);
        } else if matchers.is_empty() {
            let what = "it is `searchable` and has no matchers: no call of the project's address is for it";
            view.note(INTEGRATION_DEAD, integration.node(), what);
        }
        dead_matchers(view, &matchers);
    } else if !has_own {
        view.note(INTEGRATION_DEAD, integration.node(), "it has no address and is not `searchable`: nothing starts it");
    } else if matchers.is_empty() {
        view.note(OWN_ALIAS_NO_MATCHERS, integration.node(), "these versions start nothing without matchers");
    } else {
        let what = "calls of its own addresses start the task whatever the matchers say";
        view.note(OWN_ALIAS_MATCHERS, integration.place(key::MATCHERS), what);
    }
}

fn dead_matchers<'p>(view: &mut View<'p>, matchers: &[Row<'p>]) {
    let mut equal = HashMap::new();
    for matcher in matchers {
        let kind = matcher.plain(key::MATCH_TYPE);
        let method = matcher.plain(key::METHOD);
        let value = matcher.plain(key::VALUE);
        let (place, why) = if ![HEADER, BODY].contains(&&*kind) {
            (key::MATCH_TYPE, format!("no call has a {kind:?}: only `header` and `body` are looked at"))
        } else if kind == BODY && ![AS_JSON, AS_TEXT].contains(&&*matcher.plain(key::BODY_DATA_TYPE)) {
            (key::BODY_DATA_TYPE, "a body is looked at as `json` or `string` only".to_owned())
        } else if !COMPARISONS.contains(&&*method) {
            (key::METHOD, format!("there is no method {method:?}: only `equals`, `unequals` and `contains`"))
        } else if method == EQUALS
            && equal.insert((kind, matcher.plain(key::KEY)), value.clone()).is_some_and(|other| other != value)
        {
            (key::VALUE, "another matcher wants another value in the same place".to_owned())
        } else {
            continue;
        };
        view.note(MATCHER_DEAD, matcher.place(place), format!("{why}; the matcher never fits, and nothing starts"));
    }
}

fn extracted<'p>(view: &mut View<'p>, integration: Row<'p>, value: Row<'p>) {
    let source = value.plain(key::VALUE_SOURCE);
    let data = value.plain(key::BODY_DATA_TYPE);
    let kind = value.plain(key::VARIABLE_TYPE);
    let is_parameter = hooks::is_parameter(&kind, view.version);
    let unread = if ![HEADER, BODY].contains(&&*source) {
        Some(key::VALUE_SOURCE)
    } else if source == BODY && ![AS_JSON, AS_TEXT].contains(&&*data) {
        Some(key::BODY_DATA_TYPE)
    } else if !is_parameter && !hooks::is_variable(&kind) {
        Some(key::VARIABLE_TYPE)
    } else {
        None
    };
    if let Some(key) = unread {
        return view.note(EXTRACT, value.place(key), "the value is not handed over: the task runs without it");
    }
    if !is_parameter {
        return;
    }
    let variable = value.plain(key::VARIABLE);
    let known = view.template(integration).and_then(|template| params::of_tasks(template.family));
    let needs = known.and_then(|known| known.get(&variable)).map(|parameter| parameter.needs);
    let is_typed = source == BODY && data == AS_JSON && !hooks::extracts_text(view.version);
    if needs.is_some_and(|needs| needs != Needs::Text) && !is_typed {
        let what = format!("what is extracted is text, and `{variable}` must not be: no call starts a task");
        view.note(EXTRACT_LIST, value.place(key::VARIABLE), what);
    }
    let what =
        "a value is to become a parameter of the task, but `task_params` has no `params`: calls are dropped; add \"params\": {}";
    match integration.row(key::TASK_PARAMS) {
        Some(wanted) if wanted.at(key::PARAMS).is_none() => {
            view.note_with_log(EXTRACT_NO_PARAMS, wanted.node(), what, words::NIL_MAP);
        }
        Some(_) => {}
        None => view.note_with_log(EXTRACT_NO_TASK_PARAMS, integration.node(), what, words::NIL_MAP),
    }
}
