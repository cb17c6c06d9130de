//! Failures below HTTP in words: names, connections, certificates, time.

use std::io;

use ureq::{Error, Timeout};

use super::Address;
use super::error::{Failure, RemoteError};

/// What a failure of the HTTP crate means. `long`: the request was one that is answered only at its end.
pub(super) fn failed(address: &Address, error: &Error, long: bool) -> RemoteError {
    let base = address.base();
    let unreachable = |message: String| RemoteError::new(Failure::Unreachable, message);
    match error {
        Error::HostNotFound => unreachable(format!("{base}: there is no such host")).help("check the spelling and the network"),
        Error::ConnectionFailed => unreachable(format!("{base} does not answer")).help("check address, port and network"),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => {
            unreachable(format!("the proxy of the environment does not connect to {base}"))
                .help("HTTPS_PROXY, ALL_PROXY and NO_PROXY name the proxy and its exceptions")
        }
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            unreachable(format!("{base} takes no connection within 10 seconds")).help("check address, port and firewalls")
        }
        Error::Timeout(_) => RemoteError::new(Failure::TimedOut, format!("{base} did not answer in time")).help(if long {
            "the server may still be at work"
        } else {
            "--timeout SECONDS waits longer"
        }),
        Error::Rustls(tls) => certificate(base, &tls.to_string()),
        Error::Tls(text) => certificate(base, text),
        Error::Io(error) => io_failed(base, error),
        Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) => RemoteError::usage(format!("{base} is not an address")),
        Error::Protocol(_) | Error::LargeResponseHeader(..) => {
            RemoteError::new(Failure::Nonsense, format!("{base} does not answer as a web server does"))
                .help("is it https and not http, or the other way round?")
        }
        _ => RemoteError::new(Failure::Cut, format!("the connection to {base} failed")),
    }
}

fn io_failed(base: &str, error: &io::Error) -> RemoteError {
    // A certificate that is refused arrives as an error of the stream.
    let text = error.to_string();
    if text.contains("certificate") || text.contains("UnknownIssuer") {
        return certificate(base, &text);
    }
    if text.contains("lookup address") || text.contains("resolve") {
        return RemoteError::new(Failure::Unreachable, format!("{base}: there is no such host"))
            .help("check the spelling and the network");
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => RemoteError::new(Failure::Unreachable, format!("{base} refuses connections"))
            .help("is the server running, and is the port right?"),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::AddrNotAvailable => {
            RemoteError::new(Failure::Unreachable, format!("{base} cannot be reached from here")).help("check the network")
        }
        io::ErrorKind::InvalidData if text.contains("tls") || text.contains("message") || text.contains("TLS") => {
            RemoteError::new(Failure::Unreachable, format!("{base} does not speak TLS")).help("is it http and not https?")
        }
        io::ErrorKind::TimedOut => RemoteError::new(Failure::TimedOut, format!("{base} did not answer in time")),
        _ => RemoteError::new(Failure::Cut, format!("{base} closed the connection without an answer")),
    }
}

/// A certificate that cannot be trusted, and what cures it.
fn certificate(base: &str, text: &str) -> RemoteError {
    let (why, help) = if text.contains("NotValidForName") || text.contains("not valid for name") {
        ("its certificate is for another host", "use the name that the certificate is for")
    } else if text.contains("Expired") || text.contains("expired") {
        ("its certificate has expired", "renew it on the server")
    } else if text.contains("BadSignature") {
        ("the authority of that name has not signed its certificate", "--ca-file PEM names the one that has")
    } else if text.contains("CaUsedAsEndEntity") {
        (
            "its certificate signs itself as an authority",
            "issue a certificate for the server with that authority, and give the authority with --ca-file",
        )
    } else if text.contains("UnknownIssuer")
        || text.contains("unknown issuer")
        || text.contains("self-signed")
        || text.contains("self signed")
    {
        ("nobody that this machine trusts has signed its certificate", "--ca-file PEM names the authority that has")
    } else if text.contains("InvalidMessage") || text.contains("corrupt") {
        ("it does not speak TLS", "is it http and not https?")
    } else {
        ("no secure connection comes about", "--ca-file PEM names the authority of a private certificate")
    };
    RemoteError::new(Failure::Unreachable, format!("{base}: {why}")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_takes_its_time_may_still_be_at_work() {
        let address = Address::parse("https://sem.example", false).unwrap();
        let failure = |error: Error| failed(&address, &error, true).failure;
        assert_eq!(failure(Error::Timeout(Timeout::RecvResponse)), Failure::TimedOut);
        assert_eq!(failure(Error::Io(io::ErrorKind::TimedOut.into())), Failure::TimedOut);
        assert_eq!(failure(Error::Timeout(Timeout::Connect)), Failure::Unreachable);
        assert_eq!(failure(Error::Io(io::ErrorKind::ConnectionReset.into())), Failure::Cut);
    }

    #[test]
    fn a_certificate_that_is_refused_names_its_cure() {
        let address = Address::parse("https://sem.example", false).unwrap();
        for (text, why, help) in [
            ("invalid peer certificate: UnknownIssuer", "nobody that this machine trusts", "--ca-file"),
            ("invalid peer certificate: certificate not valid for name \"sem.example\"", "for another host", "the name"),
            ("invalid peer certificate: Expired", "has expired", "renew"),
            ("invalid peer certificate: BadSignature", "has not signed its certificate", "--ca-file"),
            ("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))", "signs itself as an authority", "--ca-file"),
        ] {
            let error = failed(&address, &Error::Io(io::Error::other(text)), false);
            let shown = format!("{error} {:?}", error.help);
            assert!(error.failure == Failure::Unreachable && shown.contains(why) && shown.contains(help), "{shown}");
        }
    }
}
