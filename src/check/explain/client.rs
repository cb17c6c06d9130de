//! The words of browsers, curl, Ansible and proxies: they know a status, and the server's log knows the reason.

use crate::check::codes;
use crate::finding::{Finding, Stage};
use crate::semaphore::Release;

/// What a client was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Client {
    /// A status of HTTP.
    Status(u16),
    /// The connection ended without an answer.
    NoAnswer,
    /// Something that is no JSON was read.
    NotJson,
}

/// Words before a status.
const BEFORE: [&str; 9] = [
    "status code ",
    "status code was ",
    "status_code=",
    "returned error: ",
    "error code: ",
    "http error ",
    "http/1.1 ",
    "http/2 ",
    "status: ",
];

/// Words of statuses.
const PHRASES: [(&str, u16); 11] = [
    ("400 bad request", 400),
    ("401 unauthorized", 401),
    ("403 forbidden", 403),
    ("404 not found", 404),
    ("404 page not found", 404),
    ("405 method not allowed", 405),
    ("413 request entity too large", 413),
    ("413 payload too large", 413),
    ("502 bad gateway", 502),
    ("503 service", 503),
    ("504 gateway", 504),
];

const NO_ANSWER: [&str; 9] = [
    "empty reply",
    "network error",
    "failed to fetch",
    "socket hang up",
    "connection reset",
    "remote end closed",
    "econnreset",
    "prematurely closed",
    "err_empty_response",
];

const NOT_JSON: [&str; 9] = [
    "is not valid json",
    "unexpected token",
    "in json at position",
    "json.parse",
    "jsondecodeerror",
    "expecting property name",
    "expecting value: line",
    "parse error: ",
    "convertfrom-json",
];

impl Client {
    /// What the words say, if they are a client's.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if has(&NOT_JSON) {
            return Some(Self::NotJson);
        }
        let named = BEFORE.iter().find_map(|before| status(text.split_once(before)?.1));
        let phrase = || PHRASES.iter().find(|(phrase, _)| text.contains(phrase)).map(|(_, status)| *status);
        // The line of a proxy's log: "POST /api/projects/restore HTTP/1.1" 400 71
        let access = || status(text.rsplit_once("http/")?.1.split_once("\" ")?.1);
        let alone = || status(text.trim()).filter(|_| text.trim().len() == 3);
        if let Some(status) = access().or(named).or_else(phrase).or_else(alone) {
            return Some(Self::Status(status));
        }
        has(&NO_ANSWER).then_some(Self::NoAnswer)
    }

    /// Whether a server that meets what is found answers like this.
    pub(super) fn fits(self, finding: &Finding) -> bool {
        let ends = finding.code != codes::EXPORT_FAILS && finding.code != codes::NO_BACKUP;
        let is_crash = finding.stage == Stage::Crash;
        match self {
            Self::Status(400) => ends && !is_crash,
            Self::Status(500 | 502 | 504) | Self::NoAnswer => ends && is_crash,
            Self::Status(_) => false,
            Self::NotJson => finding.code.name() < "SX200",
        }
    }

    /// What it means. `file`: the version asked about, whether the file has a reason, and whether it is JSON.
    pub(super) fn notes(self, file: Option<(&Release, bool, bool)>) -> Vec<String> {
        let found = file.is_some_and(|(_, found, _)| found);
        let mut notes = vec![self.meaning().to_owned()];
        match (self, file) {
            (Self::Status(400 | 500 | 502 | 504) | Self::NoAnswer, Some((release, false, _))) => notes.push(format!(
                "no reason for it in this file for Semaphore {release}: name the server's version with --target, and look at its log"
            )),
            (Self::NotJson, Some((_, false, true))) => {
                notes.push("the file itself is JSON: what was read was another file, or the server's answer was a web page".to_owned());
            }
            _ => {}
        }
        if found && self == Self::Status(400) {
            notes.push("shown is what such a server refuses; its log says which it was".to_owned());
        }
        notes
    }

    const fn meaning(self) -> &'static str {
        match self {
            Self::Status(400) => "400 is the answer to every refusal of a restore; the reason is in the server's log only",
            Self::Status(401) => {
                "401 is not about the file: the token is missing, wrong or expired, or the session has ended; log in again or make a new API token"
            }
            Self::Status(403) => {
                "403 is not about the file: the user may not do this. Restoring needs an administrator or the right to create projects"
            }
            Self::Status(404) => {
                "404 is not about the file: no such address. A restore is POST /api/projects/restore, a backup GET /api/project/ID/backup; behind a proxy look at the path, and that the user is a member of the project"
            }
            Self::Status(405) => {
                "405 is not about the file: the address takes another method. A restore is POST /api/projects/restore"
            }
            Self::Status(413) => {
                "413 is not about the file's content but its size: a proxy before the server has a limit (client_max_body_size of nginx)"
            }
            Self::Status(415) => "415 is not about the file's content: send the header Content-Type: application/json",
            Self::Status(429) => "429 is not about the file: too many requests; wait and try again",
            Self::Status(503) => "503 is not about the file: the server or its proxy is not ready",
            Self::Status(500 | 502 | 504) => {
                "a proxy says so when the server drops the connection: a crash while restoring does that, and so does a server that is not running"
            }
            Self::Status(200..=299) => "this is a success: if the project is empty, the file was no backup (semxform check FILE)",
            Self::Status(300..=399) => "this is a redirection: send the request to the address that it names, with https",
            Self::Status(_) => "this status is not about the file: look at the server's log",
            Self::NoAnswer => {
                "the server dropped the connection: a crash while restoring does that, and so does a server that is not running"
            }
            Self::NotJson => "the program that says so reads the file itself and found that it is no JSON",
        }
    }
}

/// Three digits at the beginning.
fn status(text: &str) -> Option<u16> {
    let digits = text.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let ends = text[3..].chars().next().is_none_or(|c| !c.is_ascii_alphanumeric());
    digits.parse().ok().filter(|status| ends && (100..600).contains(status))
}

#[cfg(test)]
mod tests {
    use super::Client::{self, NoAnswer, NotJson, Status};

    #[test]
    fn what_browsers_tools_and_proxies_print_is_understood() {
        for (text, want) in [
            ("Request failed with status code 400", Some(Status(400))),
            ("AxiosError: Request failed with status code 502", Some(Status(502))),
            ("curl: (22) The requested URL returned error: 400 Bad Request", Some(Status(400))),
            ("Status code was 400 and not [200]: HTTP Error 400: Bad Request", Some(Status(400))),
            ("10.0.0.1 - - [10/Feb/2026] \"POST /api/projects/restore HTTP/1.1\" 413 71", Some(Status(413))),
            ("<h1>502 Bad Gateway</h1>", Some(Status(502))),
            ("404 page not found", Some(Status(404))),
            ("400", Some(Status(400))),
            ("curl: (52) Empty reply from server", Some(NoAnswer)),
            ("Network Error", Some(NoAnswer)),
            ("Unexpected token '/', ...\"{\n  // my pr\"... is not valid JSON", Some(NotJson)),
            ("json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", Some(NotJson)),
            ("error at templates[0]: vaults[].vaultKey does not exist in keys[].name", None),
        ] {
            assert_eq!(Client::of(text), want, "{text}");
        }
    }
}
