//! Requests and answers: one connection at a time, no redirects, JSON only, retries only of what may be sent twice. The only file
//! that knows the HTTP crate, the parsing of addresses aside.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use ureq::http::{Method, Request, Response};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use super::Address;
use super::answer::Answer;
use super::error::{Failure, RemoteError, TOKENS};
use super::transport;
use crate::semaphore::api;

/// How to connect.
#[derive(Debug)]
pub(crate) struct Options {
    /// Where.
    pub address: Address,
    /// Certificates in PEM that vouch for the server instead of those of the platform.
    pub ca: Option<Vec<u8>>,
    /// Whether any certificate is good.
    pub insecure: bool,
    /// How long to wait for the first byte of an answer.
    pub timeout: Duration,
    /// The same of what answers only at its end: backup and restore.
    pub patience: Duration,
    /// The longest body that is read.
    pub limit: u64,
    /// Headers for a proxy in front of the server.
    pub headers: Vec<(String, SecretString)>,
}

impl Options {
    /// The limits that people get.
    #[must_use]
    pub(crate) fn new(address: Address) -> Self {
        Self {
            address,
            ca: None,
            insecure: false,
            timeout: Duration::from_mins(1),
            patience: Duration::from_mins(10),
            limit: 1 << 30,
            headers: Vec::new(),
        }
    }
}

/// How a client shows who it is.
#[derive(Debug)]
enum Credential {
    Nobody,
    Token(SecretString),
    Cookie(SecretString),
}

/// One request, for `-v`: never headers or bodies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange<'a> {
    /// `GET`
    pub method: &'a str,
    /// Without host and query.
    pub path: &'a str,
    /// None where no answer came.
    pub status: Option<u16>,
    /// How long it took.
    pub took: Duration,
    /// Bytes of the body of the answer.
    pub bytes: usize,
}

type Log = Box<dyn Fn(&Exchange<'_>)>;

/// How long to wait for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Short,
    Long,
}

/// A connection to a server.
pub(crate) struct Client {
    address: Address,
    short: Agent,
    long: Agent,
    limit: u64,
    headers: Vec<(String, SecretString)>,
    credential: Credential,
    log: Option<Log>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares connections; none is opened yet.
    ///
    /// # Errors
    /// The certificates cannot be read.
    pub(crate) fn new(options: Options) -> Result<Self, RemoteError> {
        let roots = match &options.ca {
            None => RootCerts::PlatformVerifier,
            Some(pem) => RootCerts::new_with_certs(&certificates(pem)?),
        };
        let tls = TlsConfig::builder()
            .root_certs(roots)
            .disable_verification(options.insecure)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = |wait: Duration| -> Agent {
            Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .timeout_connect(Some(Duration::from_secs(10)))
                .timeout_recv_response(Some(wait))
                .timeout_per_read(Some(wait))
                // A connection that was left open may be gone: a restore that fails on it could not be told from one that crashed.
                .max_idle_connections(0)
                .user_agent(concat!("semxform/", env!("CARGO_PKG_VERSION")))
                .tls_config(tls.clone())
                .build()
                .into()
        };
        Ok(Self {
            short: agent(options.timeout),
            long: agent(options.patience),
            address: options.address,
            limit: options.limit,
            headers: options.headers,
            credential: Credential::Nobody,
            log: None,
        })
    }

    /// Uses a token.
    #[must_use]
    pub(crate) fn with_token(self, token: SecretString) -> Self {
        Self { credential: Credential::Token(token), ..self }
    }

    /// Shows each request.
    #[must_use]
    pub(crate) fn with_log(self, log: impl Fn(&Exchange<'_>) + 'static) -> Self {
        Self { log: Some(Box::new(log)), ..self }
    }

    /// Where the server is.
    #[must_use]
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Logs in with a password. A session of the web page is opened and left to end by itself.
    ///
    /// # Errors
    /// The password is wrong, or the user has a second factor.
    pub(crate) fn log_in(self, user: &str, password: &SecretString) -> Result<Self, RemoteError> {
        let body = json!({"auth": user, "password": password.expose_secret()});
        let answer = self.attempt(&Method::POST, api::LOGIN, Some(&bytes_of(&body)), Wait::Short)?;
        let cookie = match (answer.status, &answer.cookie) {
            (204, Some(cookie)) => cookie.clone(),
            (401, _) => {
                let message = format!("the server does not know user {user:?} with that password");
                return Err(RemoteError::new(Failure::Refused(401), message));
            }
            _ => return Err(answer.refused(&self.address, "POST", api::LOGIN)),
        };
        let client = Self { credential: Credential::Cookie(cookie), ..self };
        match client.get(api::USER) {
            Err(error) if error.status() == Some(401) => {
                let help = format!("make an API token {TOKENS}");
                let message = format!("{user:?} has a second factor, which a password alone does not pass");
                Err(RemoteError::new(Failure::Refused(401), message).help(help))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(client),
        }
    }

    /// GET of JSON.
    ///
    /// # Errors
    /// No JSON comes.
    pub(crate) fn get(&self, path: &str) -> Result<Value, RemoteError> {
        let answer = self.patiently(&Method::GET, path, None, Wait::Short)?;
        answer.ok(&self.address, path)?.json(&self.address, path)
    }

    /// GET of JSON that need not be there: `None` for 403, 404, and what old servers answer for them.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub(crate) fn find(&self, path: &str) -> Result<Option<Value>, RemoteError> {
        match self.get(path) {
            Ok(value) => Ok(Some(value)),
            Err(error) if matches!(error.status(), Some(400 | 403 | 404)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// GET of a whole backup, as the server wrote it.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub(crate) fn get_backup(&self, path: &str) -> Result<Vec<u8>, RemoteError> {
        let answer = self.patiently(&Method::GET, path, None, Wait::Long)?;
        let answer = answer.ok(&self.address, path)?;
        answer.must_be_json(&self.address, path)?;
        Ok(answer.body)
    }

    /// PUT of JSON; the status, whatever it is.
    ///
    /// # Errors
    /// No answer, or one that no Semaphore server gives.
    pub(crate) fn put(&self, path: &str, body: &Value) -> Result<Answer, RemoteError> {
        self.patiently(&Method::PUT, path, Some(&bytes_of(body)), Wait::Short)
    }

    /// As [`Client::put`], for a body that would do something else the second time.
    ///
    /// # Errors
    /// As [`Client::put`].
    pub(crate) fn put_once(&self, path: &str, body: &Value) -> Result<Answer, RemoteError> {
        self.attempt(&Method::PUT, path, Some(&bytes_of(body)), Wait::Short)
    }

    /// POST of JSON, never sent twice.
    ///
    /// # Errors
    /// As [`Client::put`].
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Answer, RemoteError> {
        self.attempt(&Method::POST, path, Some(&bytes_of(body)), Wait::Short)
    }

    /// POST of a backup, never sent twice; the answer comes when all is done.
    ///
    /// # Errors
    /// As [`Client::put`].
    pub(crate) fn restore(&self, body: &[u8]) -> Result<Answer, RemoteError> {
        self.attempt(&Method::POST, api::RESTORE, Some(body), Wait::Long)
    }

    /// DELETE; the status, whatever it is.
    ///
    /// # Errors
    /// As [`Client::put`].
    pub(crate) fn delete(&self, path: &str) -> Result<Answer, RemoteError> {
        self.attempt(&Method::DELETE, path, None, Wait::Short)
    }

    /// Tries again where no connection was made, it broke, or a proxy did not reach the server.
    fn patiently(&self, method: &Method, path: &str, body: Option<&[u8]>, wait: Wait) -> Result<Answer, RemoteError> {
        const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];
        let mut pauses = PAUSES.into_iter();
        loop {
            let tried = self.attempt(method, path, body, wait);
            let again = match &tried {
                Ok(answer) => matches!(answer.status, 502..=504),
                Err(error) => matches!(error.failure, Failure::Unreachable | Failure::Cut | Failure::TimedOut),
            };
            let delay = tried.as_ref().ok().and_then(|answer| answer.retry_after).filter(|delay| delay.as_secs() <= 30);
            match pauses.next() {
                Some(pause) if again => thread::sleep(delay.unwrap_or(pause)),
                _ => return tried,
            }
        }
    }

    fn attempt(&self, method: &Method, path: &str, body: Option<&[u8]>, wait: Wait) -> Result<Answer, RemoteError> {
        let started = Instant::now();
        let result = self.send(method, path, body, wait);
        if let Some(log) = &self.log {
            let (status, bytes) = result.as_ref().map_or((None, 0), |answer| (Some(answer.status), answer.body.len()));
            log(&Exchange { method: method.as_str(), path, status, took: started.elapsed(), bytes });
        }
        let answer = result?;
        if (300..400).contains(&answer.status) {
            return Err(answer.redirected(&self.address));
        }
        Ok(answer)
    }

    fn send(&self, method: &Method, path: &str, body: Option<&[u8]>, wait: Wait) -> Result<Answer, RemoteError> {
        let agent = if wait == Wait::Long { &self.long } else { &self.short };
        let mut request = Request::builder().method(method).uri(self.address.url(path)).header("Accept", "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, value.expose_secret());
        }
        request = match &self.credential {
            Credential::Nobody => request,
            Credential::Token(token) => request.header("Authorization", format!("Bearer {}", token.expose_secret())),
            Credential::Cookie(cookie) => request.header("Cookie", cookie.expose_secret()),
        };
        let failed = |error: &ureq::Error| transport::failed(&self.address, error, wait == Wait::Long);
        let response = match body {
            Some(body) => request.header("Content-Type", "application/json").body(body).map(|request| agent.run(request)),
            None => request.body(()).map(|request| agent.run(request)),
        };
        let response = response.map_err(|_| RemoteError::usage("a header of --header-file cannot be sent"))?;
        let response: Response<Body> = response.map_err(|error| failed(&error))?;
        Answer::read(response, self.limit).map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(limit) => RemoteError::new(
                Failure::Nonsense,
                format!("the answer of {} to {path} is longer than {} MiB", self.address.base(), limit >> 20),
            ),
            other => failed(&other),
        })
    }
}

fn bytes_of(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, RemoteError> {
    let items = parse_pem(pem).filter_map(Result::ok);
    let found: Vec<Certificate<'static>> = items
        .filter_map(|item| match item {
            PemItem::Certificate(certificate) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        let help = "it must hold certificates in PEM: -----BEGIN CERTIFICATE-----";
        return Err(RemoteError::usage("the file of --ca-file holds no certificate").help(help));
    }
    Ok(found)
}
