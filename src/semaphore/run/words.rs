//! What the log of a task or of the server says.

use crate::json::{Document, Kind, Node};
use crate::semaphore::params::go_print;

/// Go's decoder met the end of an empty text; the task ends at once.
pub(crate) const ENDS_AT_ONCE: &str = "Error: unexpected end of JSON input";
/// The same, when the environment variables are read.
pub(crate) const EMPTY_JSON: &str = "unexpected end of JSON input";
/// `null` as extra variables, or as parameters that a value goes into.
pub(crate) const NIL_MAP: &str = "panic: assignment to entry in nil map";
/// A vault without key.
pub(crate) const NIL_POINTER: &str = "panic: runtime error: invalid memory address or nil pointer dereference";
/// Arguments of a template that are no list of texts.
pub(crate) const TEMPLATE_ARGUMENTS: &str = "invalid format of the template extra arguments, must be valid JSON";
/// The same of a task.
pub(crate) const TASK_ARGUMENTS: &str = "invalid format of the TaskRunner extra arguments, must be valid JSON";
/// Arguments by stage.
pub(crate) const STAGE_ARGUMENTS: &str = "invalid format of arguments, must be valid JSON array or map";
/// A key of the wrong type as the password of a vault.
pub(crate) const VAULT_KEY: &str =
    "Failed to install vault password files: access key type not supported for ansible password vault";
/// A key of the wrong type to become another user.
pub(crate) const BECOME_KEY: &str = "Failed to install inventory: access key type not supported for ansible become user";
/// A key of the wrong type to log in to hosts.
pub(crate) const INVENTORY_KEY: &str = "Failed to install inventory: access key type not supported for ansible user";
/// Ansible asks.
pub(crate) const VAULT_QUESTION: &str = "Vault password (default):";
/// A tag of runners.
pub(crate) const NO_RUNNERS: &str = "no runners available";
/// Ansible finds no host.
pub(crate) const NO_HOSTS: &str = "skipping: no hosts matched";
/// A type of inventories that the app does not take.
pub(crate) const INVENTORY_TYPE: &str = "invalid inventory type";
/// `git` does not understand the address.
pub(crate) const GIT_FAILED: &str = "Failed updating repository: exit status 128";
/// A schedule that runs once, without its time.
pub(crate) const NO_RUN_AT: &str = "run_at schedule has no run_at value";
/// A schedule of another type.
pub(crate) const SCHEDULE_TYPE: &str = "schedule has unsupported type";
/// A call that no integration is for.
pub(crate) const NO_ROWS: &str = "no rows in result set";
/// The token of a call is not the one of the integration.
pub(crate) const BAD_TOKEN: &str = "Invalid verification token";
/// The signature of a call is not right.
pub(crate) const BAD_SIGNATURE: &str = "Invalid HMAC signature";

/// An environment variable that is no text.
pub(crate) fn not_into_text(found: &str) -> String {
    format!("json: cannot unmarshal {found} into Go value of type string")
}

/// An app that is not installed.
pub(crate) fn no_executable(app: &str) -> String {
    format!("exec: \"{app}\": executable file not found in $PATH")
}

/// A variable that is no text, on a command line.
pub(crate) fn garbled(name: &str, doc: &Document, value: Node) -> String {
    match doc.kind(value) {
        Kind::Number => format!("{name}=%!s(float64={})", go_print(doc.number(value).unwrap_or_default())),
        Kind::Bool => format!("{name}=%!s(bool={})", doc.boolean(value) == Some(true)),
        Kind::Null => format!("{name}=%!s(<nil>)"),
        _ => format!("{name}=… in Go's notation"),
    }
}

/// An option and its value in one argument.
pub(crate) fn no_playbook(argument: &str) -> String {
    format!("the playbook: {argument} could not be found")
}

/// A folder of the server that is written as an address.
pub(crate) fn no_folder(url: &str) -> String {
    format!("Failed in finding static repository at {url}: stat {url}: no such file or directory")
}

/// A method that no call can be checked by.
pub(crate) fn unknown_method(method: &str) -> String {
    format!("Unknown verification method: {method}")
}
