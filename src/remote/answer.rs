//! An answer of a server, and what it means when it is not the one that was expected.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;
use ureq::Body;
use ureq::http::Response;

use super::Address;
use super::error::{Failure, RemoteError, TOKENS};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `204`
    pub status: u16,
    /// All of it.
    pub body: Vec<u8>,
    content_type: String,
    location: Option<String>,
    pub(super) cookie: Option<SecretString>,
    pub(super) retry_after: Option<Duration>,
}

impl Answer {
    pub(super) fn read(response: Response<Body>, limit: u64) -> Result<Self, ureq::Error> {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let status = response.status().as_u16();
        let content_type = header("content-type").unwrap_or_default().to_ascii_lowercase();
        let cookie = header("set-cookie").and_then(|text| text.split(';').next().map(str::to_owned)).map(SecretString::from);
        let retry_after = header("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
        let location = header("location");
        let mut body = response.into_body();
        if body.content_length().is_some_and(|length| length > limit) {
            return Err(ureq::Error::BodyExceedsLimit(limit));
        }
        let body = body.with_config().limit(limit).read_to_vec()?;
        Ok(Self { status, body, content_type, location, cookie, retry_after })
    }

    /// Whether the server did it.
    #[must_use]
    pub(crate) const fn done(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// What the server says about a refusal, if it says something of its own.
    #[must_use]
    pub(crate) fn reason(&self) -> Option<String> {
        if !self.content_type.starts_with("application/json") {
            return None;
        }
        let value: Value = serde_json::from_slice(&self.body).ok()?;
        let text = value.get("error").or_else(|| value.get("message"))?.as_str()?;
        Some(text.chars().filter(|c| !c.is_control()).take(300).collect())
    }

    /// The answer to a GET, if the server gave what it was asked for.
    pub(super) fn ok(self, address: &Address, path: &str) -> Result<Self, RemoteError> {
        if self.done() { Ok(self) } else { Err(self.refused(address, "GET", path)) }
    }

    pub(super) fn must_be_json(&self, address: &Address, path: &str) -> Result<(), RemoteError> {
        if self.content_type.starts_with("application/json") {
            return Ok(());
        }
        if !self.content_type.starts_with("text/html") {
            let message = format!("{} answers {path} with something that is not JSON", address.base());
            return Err(RemoteError::new(Failure::Nonsense, message));
        }
        Err(self.web_page(address, path))
    }

    /// A page where data was asked for: of Semaphore, which answers unknown paths so, or of another program at a wrong address.
    fn web_page(&self, address: &Address, path: &str) -> RemoteError {
        let message = format!("{} answers {path} with a web page and not with data: is the path right?", address.base());
        let help = match self.base_href().filter(|base| base != "/") {
            Some(base) => format!("the page names {base} as its base: try --server {}", join(address, &base)),
            None => "open the address in a browser: what is before /project/… or /auth/login is the right one".to_owned(),
        };
        RemoteError::new(Failure::Nonsense, message).help(help)
    }

    /// The JSON of the body.
    pub(super) fn json(&self, address: &Address, path: &str) -> Result<Value, RemoteError> {
        self.must_be_json(address, path)?;
        serde_json::from_slice(&self.body)
            .map_err(|_| RemoteError::new(Failure::Nonsense, format!("{} answers {path} with broken JSON", address.base())))
    }

    pub(super) fn redirected(&self, address: &Address) -> RemoteError {
        let target = self.location.as_deref().unwrap_or("somewhere else");
        // What follows the path may be a secret of a login page.
        let target = target.split(['?', '#']).next().unwrap_or(target);
        let message = format!("{} redirects to {target}", address.base());
        let help = if self.location.as_deref().is_some_and(|to| to.contains("/api/")) {
            format!("use that address: --server {}", target.split("/api/").next().unwrap_or(target))
        } else {
            "use the address that it leads to; for a login page of a proxy, --header-file gives the proxy what it wants"
                .to_owned()
        };
        RemoteError::new(Failure::Refused(self.status), message).help(help)
    }

    /// The refusal in words.
    #[must_use]
    pub(crate) fn refused(&self, address: &Address, method: &str, path: &str) -> RemoteError {
        if self.status == 404 && self.content_type.starts_with("text/html") {
            return self.web_page(address, path);
        }
        let said = self.reason().map(|reason| format!(": {reason}")).unwrap_or_default();
        let base = address.base();
        let (message, help) = match self.status {
            401 if self.reason().is_some_and(|reason| reason.contains("TOTP") || reason.contains("OTP")) => {
                ("the user has a second factor".to_owned(), format!("make an API token {TOKENS}"))
            }
            401 => (
                format!(
                    "{base} does not accept the token for {method} {path} (401): unknown, expired, or only for administrators"
                ),
                format!("make a new API token {TOKENS}"),
            ),
            403 => (
                format!("{base} forbids {method} {path} (403){said}"),
                format!("the user needs another role in the project: semxform server {} shows who it is", address.options),
            ),
            404 => (
                format!("{base} has no {path} for this user (404){said}"),
                "it does not exist, or the user is no member of that project".to_owned(),
            ),
            413 => (
                format!("a proxy before {base} refuses a file of that size (413)"),
                "raise its limit: client_max_body_size for nginx".to_owned(),
            ),
            502..=504 => (
                format!("a proxy before {base} does not reach the server ({})", self.status),
                "look whether the server runs; its log has the reason".to_owned(),
            ),
            status => {
                (format!("{base} refuses {method} {path} ({status}){said}"), "the log of the server has the reason".to_owned())
            }
        };
        RemoteError::new(Failure::Refused(self.status), message).help(help)
    }

    /// `/sub/` of `<base href="/sub/">`
    fn base_href(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let (_, rest) = text.split_once("<base href=\"")?;
        let (href, _) = rest.split_once('"')?;
        (href.len() < 200 && !href.contains(char::is_control)).then(|| href.to_owned())
    }
}

/// The address that a page names as its base.
fn join(address: &Address, base: &str) -> String {
    if base.contains("://") {
        return base.trim_end_matches('/').to_owned();
    }
    let from = address.base().find("://").map_or(0, |at| at + 3);
    let end = address.base()[from..].find('/').map_or(address.base().len(), |at| from + at);
    format!("{}{}", &address.base()[..end], base.trim_end_matches('/'))
}
