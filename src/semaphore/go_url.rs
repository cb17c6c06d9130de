//! Addresses as Go's `net/url` reads them, in the version that servers of 2.20 are built with.

use core::net::Ipv6Addr;
use std::str::FromStr as _;

/// What a server learns from an address that its parser takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// In lower case; empty where the address has none.
    pub(crate) scheme: String,
    /// Whether there is something before an `@`.
    pub(crate) has_user: bool,
    /// The host with its port, as it is written but for brackets and what is escaped.
    host: Vec<u8>,
}

impl Address {
    /// Reads an address; `None` where Go's parser refuses it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        if text.bytes().any(|byte| byte.is_ascii_control()) || unescaped(fragment, Part::Other).is_none() {
            return None;
        }
        let (scheme, rest) = scheme(text)?;
        let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
        let scheme = scheme.to_ascii_lowercase();
        let mut address = Self { scheme, has_user: false, host: Vec::new() };
        if !rest.starts_with('/') {
            let first = rest.split('/').next().unwrap_or_default();
            return (!address.scheme.is_empty() || !first.contains(':') && unescaped(rest, Part::Other).is_some())
                .then_some(address);
        }
        let mut path = rest;
        if let Some(behind) = rest.strip_prefix("//").filter(|behind| !address.scheme.is_empty() || !behind.starts_with('/')) {
            let end = behind.find('/').unwrap_or(behind.len());
            let (authority, rest) = behind.split_at(end);
            path = rest;
            let host = match authority.rsplit_once('@') {
                Some((user, host)) => {
                    address.has_user = true;
                    host_of(&address.scheme, host).filter(|_| user_is_valid(user))?
                }
                None => host_of(&address.scheme, authority)?,
            };
            address.host = host;
        }
        unescaped(path, Part::Other).map(|_| address)
    }

    /// Whether it names a host.
    pub(crate) fn has_host(&self) -> bool {
        !self.host.is_empty()
    }

    /// The host without its port; `None` where it is not text.
    pub(crate) fn host_name(&self) -> Option<&str> {
        let host = std::str::from_utf8(&self.host).ok()?;
        let name = host.rfind(':').filter(|at| is_port(&host[*at..])).map_or(host, |at| &host[..at]);
        Some(name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name))
    }
}

/// Divides an address behind its scheme; `None` where it begins with a colon.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    match end {
        Some(0) if text.starts_with(':') => None,
        Some(end) if text[end..].starts_with(':') && text.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            Some((&text[..end], &text[end + 1..]))
        }
        _ => Some(("", text)),
    }
}

fn user_is_valid(user: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    user.chars().all(is_plain) && unescaped(user, Part::Other).is_some()
}

/// Reads a host with its port.
fn host_of(scheme: &str, host: &str) -> Option<Vec<u8>> {
    if let Some(bracket) = host.rfind('[') {
        return if bracket == 0 { literal(host) } else { None };
    }
    let first = host.find(':');
    let colon = if matches!(scheme, "http" | "https") { first } else { host.rfind(':') };
    if colon.is_some_and(|at| !is_port(&host[at..])) {
        return None;
    }
    unescaped(host, Part::Host)
}

/// Reads an IPv6 address in brackets, with its zone and its port.
fn literal(host: &str) -> Option<Vec<u8>> {
    let (name, port) = host[1..].rsplit_once(']').filter(|(_, port)| is_port(port))?;
    let (address, zone) = name.find("%25").map_or((name, ""), |at| name.split_at(at));
    let address = unescaped(address, Part::Host)?;
    let zone = unescaped(zone, Part::Zone)?;
    let is_address = std::str::from_utf8(&address).is_ok_and(|address| Ipv6Addr::from_str(address).is_ok());
    (is_address && zone.len() != 1).then(|| [b"[".as_slice(), &address, &zone, b"]", port.as_bytes()].concat())
}

/// Whether it is empty, or a colon with digits behind it.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The parts of an address in which other characters may stand or be escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Zone,
    Other,
}

/// Replaces escapes; `None` where one is broken, or where a character may not stand.
fn unescaped(text: &str, part: Part) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        if byte != b'%' {
            if part != Part::Other && byte.is_ascii() && !may_be_in_host(byte) {
                return None;
            }
            out.push(byte);
            rest = behind;
            continue;
        }
        let (digits, behind) = behind.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let value = u8::from_str_radix(digits, 16).ok()?;
        let may_be_escaped = match part {
            Part::Other => true,
            Part::Host => !value.is_ascii() || digits == "25",
            Part::Zone => digits == "25" || value == b' ' || may_be_in_host(value),
        };
        if !may_be_escaped {
            return None;
        }
        out.push(value);
        rest = behind;
    }
    Some(out)
}

fn may_be_in_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!$&'()*+,;=:[]<>\"-_.~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_servers_take() {
        for (text, host) in [
            ("https://user:pw@git.example.com:8443/a%20b.git", "git.example.com"),
            ("https://h:/x", "h"),
            ("https://h<x>/", "h<x>"),
            ("https://h/a b", "h"),
            ("http://[::1]:8080/x", "::1"),
            ("http://[fe80::1%25en0]/", "fe80::1%en0"),
            ("https://%C3%A9.example/", "é.example"),
            ("HTTPS://h/?%zz", "h"),
            ("https://", ""),
            ("https:h", ""),
        ] {
            let address = Address::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((address.host_name(), address.has_host()), (Some(host), !host.is_empty()), "{text}");
        }
        assert_eq!(
            Address::parse("HTTPS://u@h/").map(|address| (address.scheme, address.has_user)),
            Some(("https".into(), true))
        );
    }

    #[test]
    fn addresses_that_they_refuse() {
        for text in [
            "https://git.example.com:x/a.git",
            "https://git.example.com/%zz",
            "https://u:p%zz@h/",
            "https://u s@h/x",
            "https://a b/x",
            "https://h%41/",
            "https://h\\x/",
            "https://h/a\u{1}",
            "https://h/#%zz",
            "https://h:1:2/",
            "http://[::1",
            "http://[h]/",
            "http://[1.2.3.4]/",
            "http://[::1]x/",
            "http://a[::1]/",
            "://h",
            "1a:b",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
