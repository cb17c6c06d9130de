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
    /// The client waited no longer.
    TooLate,
    /// The client did not get through.
    NotThere,
    /// Something that is no JSON was read.
    NotJson,
}

/// Words of statuses, where the number is missing too.
const PHRASES: [(&str, u16); 19] = [
    ("bad request", 400),
    ("bad_request", 400),
    ("unauthorized", 401),
    ("forbidden", 403),
    ("404 page not found", 404),
    ("404 not found", 404),
    ("method not allowed", 405),
    ("entity too large", 413),
    ("payload too large", 413),
    ("content too large", 413),
    ("too large body", 413),
    ("unsupported media type", 415),
    ("too many requests", 429),
    ("moved permanently", 301),
    ("internal server error", 500),
    ("bad gateway", 502),
    ("service unavailable", 503),
    ("service temporarily unavailable", 503),
    ("gateway time", 504),
];

const NO_ANSWER: [&str; 20] = [
    "empty reply",
    "network error",
    "networkerror",
    "failed to fetch",
    "load failed",
    "socket hang up",
    "connection reset",
    "connection_reset",
    "connection was closed",
    "connection closed",
    "connection aborted",
    "remote end closed",
    "econnreset",
    "prematurely closed",
    "premature end",
    "err_empty_response",
    "proxy error: eof",
    "unexpected eof",
    "disconnect/reset",
    "server closed",
];

const TOO_LATE: [&str; 7] =
    ["deadline exceeded", "timed out", "timeout", "time-out", "request canceled", "request cancelled", "request aborted"];

/// Words of a client that did not get through to the server.
const NOT_THERE: [&str; 9] = [
    "failed to connect",
    "could not connect",
    "couldn't connect",
    "connection refused",
    "econnrefused",
    "could not resolve",
    "no such host",
    "certificate",
    "ssl routines",
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
        let phrase = || PHRASES.iter().find(|(phrase, _)| text.contains(phrase)).map(|(_, status)| *status);
        if let Some(status) = access(&text).or_else(|| named(&text)).or_else(phrase) {
            return Some(Self::Status(status));
        }
        if has(&NOT_THERE) {
            return Some(Self::NotThere);
        }
        if has(&NO_ANSWER) || text.trim() == "eof" {
            return Some(Self::NoAnswer);
        }
        has(&TOO_LATE).then_some(Self::TooLate)
    }

    /// Whether a server that meets what is found answers like this.
    pub(super) fn fits(self, finding: &Finding) -> bool {
        let ends = finding.code != codes::EXPORT_FAILS && finding.code != codes::NO_BACKUP;
        let is_crash = finding.stage == Stage::Crash;
        match self {
            Self::Status(400) => ends && !is_crash,
            Self::Status(500 | 502) | Self::NoAnswer => ends && is_crash,
            Self::Status(_) | Self::TooLate | Self::NotThere => false,
            Self::NotJson => finding.code.name() < "SX200",
        }
    }

    /// What it means. `file`: the version asked about, whether the file has a reason, and whether it is JSON.
    pub(super) fn notes(self, file: Option<(&Release, bool, bool)>) -> Vec<String> {
        let found = file.is_some_and(|(_, found, _)| found);
        let mut notes = vec![self.meaning().to_owned()];
        match (self, file) {
            (Self::Status(400 | 500 | 502) | Self::NoAnswer, Some((release, false, _))) => notes.push(format!(
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
            Self::Status(504) | Self::TooLate => {
                "somebody waited no longer: a restore answers only at its end. Look whether the project is there before trying again, and \
                 raise the time limit of the client or proxy (proxy_read_timeout of nginx)"
            }
            Self::NotThere => {
                "this is not about the file: the client did not get through to the server; look at address, port, certificate and proxy"
            }
            Self::Status(422) => "422 is no answer of Semaphore to a restore: look at the proxy before it, and at the address",
            Self::Status(500 | 502) => {
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

/// The status in the line of a proxy's log: `"POST /api/projects/restore HTTP/1.1" 400 71`.
fn access(text: &str) -> Option<u16> {
    status(text.rsplit_once("http/")?.1.split_once("\" ")?.1)
}

/// Words of those who name a status.
const ABOUT: [&str; 11] =
    ["status", "code", "error", "http", "request", "response", "answer", "got ", "returned", "post ", "failed"];

/// The status of an answer that is no success, where the text is about one: a number of three digits that stands alone.
fn named(text: &str) -> Option<u16> {
    // Places and errors of the server and its database have numbers too.
    let of_server = text.contains("error at ") || ["sqlstate", "pq: ", "duplicate entry"].iter().any(|word| text.contains(word));
    let alone = text.trim().len() == 3;
    if of_server || !(alone || ABOUT.iter().any(|word| text.contains(word))) {
        return None;
    }
    let mut numbers = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '-' | '_')));
    numbers.find_map(|word| status(word.trim_end_matches(['.', ':']).rsplit(['=', '/']).next()?).filter(|status| *status >= 300))
}

/// Three digits at the beginning, and nothing that goes on.
fn status(text: &str) -> Option<u16> {
    let digits = text.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let ends = text[3..].chars().next().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.');
    digits.parse().ok().filter(|status| ends && (100..600).contains(status))
}

#[cfg(test)]
mod tests {
    use super::Client::{self, NoAnswer, NotJson, NotThere, Status, TooLate};

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
            ("400 Client Error: Bad Request for url: http://x:3000/api/projects/restore", Some(Status(400))),
            ("The remote server returned an error: (400) Bad Request.", Some(Status(400))),
            ("2026-02-01 10:00:00 ERROR 400: Bad Request.", Some(Status(400))),
            ("unexpected status 400", Some(Status(400))),
            ("unexpected status code: 400", Some(Status(400))),
            ("AxiosError: ERR_BAD_REQUEST", Some(Status(400))),
            ("net/http: request canceled (Client.Timeout exceeded while awaiting headers)", Some(TooLate)),
            ("[POST /projects/restore][400] postProjectsRestoreBadRequest", Some(Status(400))),
            ("Response status code does not indicate success: 400 (Bad Request).", Some(Status(400))),
            ("HTTP 400", Some(Status(400))),
            ("code=400", Some(Status(400))),
            ("POST http://10.0.0.1:3000/api/projects/restore 400 (Bad Request)", Some(Status(400))),
            ("{\"error\":\"Unauthorized\"}", Some(Status(401))),
            ("client intended to send too large body: 2097152 bytes", Some(Status(413))),
            ("http: proxy error: EOF", Some(NoAnswer)),
            ("net::ERR_CONNECTION_RESET", Some(NoAnswer)),
            ("TypeError: NetworkError when attempting to fetch resource.", Some(NoAnswer)),
            ("timeout of 10000ms exceeded", Some(TooLate)),
            ("context deadline exceeded", Some(TooLate)),
            ("curl: (7) Failed to connect to localhost port 3000", Some(NotThere)),
            ("curl: (60) SSL certificate problem: self signed certificate", Some(NotThere)),
            ("Error 1062 (23000): Duplicate entry '400' for key 'template_id'", None),
            ("error at templates[400]: something", None),
            ("pq: value \"400\" is out of range for type integer", None),
            ("Unexpected token '/', ...\"{\n  // my pr\"... is not valid JSON", Some(NotJson)),
            ("json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", Some(NotJson)),
            ("error at templates[0]: vaults[].vaultKey does not exist in keys[].name", None),
        ] {
            assert_eq!(Client::of(text), want, "{text}");
        }
    }
}
