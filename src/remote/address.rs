//! The address of a server: what people type or copy, and where its API is.

use ureq::http::Uri;

use super::error::RemoteError;
use crate::semaphore::api;
use crate::text::safe::shell_word;

/// Where a server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// `https://sem.example/sub`, without a slash at the end.
    base: String,
    /// The project of a copied page.
    pub project: Option<u64>,
    /// The options that lead to the server and say who asks, as commands are printed: `--server prod --token-file token`.
    pub options: String,
}

impl Address {
    /// Reads an address: `https://h`, `https://h/sub`, `…/api`, or a page such as `…/project/12/templates`.
    ///
    /// # Errors
    /// It is none, it holds a password, or it would send a token in clear text and `allow_http` is not set.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, RemoteError> {
        let text = text.trim();
        let wrong = || RemoteError::usage(format!("{} is not the address of a server", shown(text)));
        let uri: Uri = text.parse().map_err(|_| wrong().help("write it like https://semaphore.example"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong().help(format!("write https://{text}")));
        };
        if authority.as_str().contains('@') {
            let help = "leave it out of the address; --token-file or --login give the credentials";
            return Err(RemoteError::usage("the address holds a user name or a password").help(help));
        }
        let host = authority.host();
        match scheme {
            "https" => {}
            "http" if allow_http || is_loopback(host) => {}
            "http" => {
                let message = format!("http://{host} would send the token in clear text");
                return Err(RemoteError::usage(message).help("use https, or --allow-http where the network is trusted"));
            }
            other => return Err(wrong().help(format!("{other}:// is not supported; use https"))),
        }
        let parts: Vec<&str> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
        let page = parts.iter().position(|part| api::PAGES.contains(part)).unwrap_or(parts.len());
        let project = parts[page..].windows(2).find(|pair| pair[0] == "project").and_then(|pair| pair[1].parse().ok());
        let mut base = format!("{scheme}://{authority}");
        for part in &parts[..page] {
            base.push('/');
            base.push_str(part);
        }
        let options = format!("--server {}", shell_word(&base));
        Ok(Self { base, project, options })
    }

    /// `https://sem.example/sub`
    #[must_use]
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The URL of a path of the API, which begins with a slash.
    #[must_use]
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The page of a project, for people.
    #[must_use]
    pub(crate) fn page(&self, project: u64) -> String {
        format!("{}/project/{project}", self.base)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The address without what may be a password.
fn shown(text: &str) -> String {
    match text.split_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> String {
        Address::parse(text, false).unwrap().base
    }

    #[test]
    fn whatever_is_copied_leads_to_the_server() {
        for text in ["https://h", "https://h/", "https://h/api", "https://h/api/", "https://h/auth/login", "https://h/projects"] {
            assert_eq!(base(text), "https://h", "{text}");
        }
        for text in ["https://h/sub", "https://h/sub/", "https://h/sub/api", "https://h/sub/project/7/history#top"] {
            assert_eq!(base(text), "https://h/sub", "{text}");
        }
        assert_eq!(Address::parse("https://h:8443/project/12", false).unwrap().project, Some(12));
        assert_eq!(Address::parse("https://h/api/project/3/backup", false).unwrap().project, Some(3));
        assert_eq!(Address::parse("https://h/a", false).unwrap().url("/api/ping"), "https://h/a/api/ping");
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let error = Address::parse("https://joe:hunter2@h", false).unwrap_err();
        assert!(!format!("{error} {:?}", error.help).contains("hunter2"));
        assert!(!Address::parse("joe:hunter2@h/x y", false).unwrap_err().message.contains("hunter2"));
    }

    #[test]
    fn clear_text_is_for_this_machine_or_on_demand() {
        for text in ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"] {
            assert!(Address::parse(text, false).is_ok(), "{text}");
        }
        assert!(Address::parse("http://sem.example", false).unwrap_err().message.contains("clear text"));
        assert!(Address::parse("http://sem.example", true).is_ok());
        assert!(Address::parse("ftp://sem.example", true).is_err() && Address::parse("sem.example", true).is_err());
    }
}
