//! Addresses, tokens and everything that can be wrong with a connection.

use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

use super::fake::{Act, Fake, exchanges};
use super::{SERVERS, TOKEN, run, run_as};
use crate::shell::{Shell, said};

#[test]
fn each_server_says_what_it_is() {
    let shell = Shell::new();
    for name in SERVERS {
        let fake = Fake::new(name);
        let said = run(&shell, &fake, &["server", "--format", "json"]).exits(0);
        let server = said.json()["remote"]["server"].clone();
        let release = name.trim_end_matches("-mysql");
        if name == "2.17.0-dev" {
            assert!(server["release"].is_null(), "a build of a branch names no release: {server}");
        } else {
            assert_eq!(server["release"], release, "{server}");
        }
        assert_eq!((&server["user"], &server["admin"]), (&"admin".into(), &true.into()), "{name}");
        assert!(fake.seen().iter().all(|seen| seen.method == "GET"), "{name}: asking changes nothing");
    }
}

#[test]
fn a_copied_page_is_an_address_and_people_get_words() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    let mut command = shell.command(&["server", "--server", &format!("{}/project/1/templates", fake.url)]);
    command.env("SEMAPHOREUI_API_TOKEN", TOKEN);
    let said = said(command).exits(0);
    for part in ["2.16.45 (v2.16.45-cbd5620-1762540062)", "admin, administrator", "bash; not active: ansible", "clock of UTC"] {
        assert!(said.out.contains(part), "{part} is missing in {}", said.out);
    }
    assert!(said.err.contains("SEMAPHOREUI_API_TOKEN") && !said.err.contains(TOKEN), "{}", said.err);
}

#[test]
fn the_token_goes_into_one_header_and_nowhere_else() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    run(&shell, &fake, &["server", "-v"]).exits(0);
    for seen in fake.seen() {
        let with: Vec<_> = seen.headers.iter().filter(|(_, value)| value.contains("CANARY")).collect();
        assert_eq!(with.len(), 1, "{seen:?}");
        assert_eq!(with[0], &("authorization".to_owned(), format!("Bearer {TOKEN}")));
    }
}

/// What `server` says of a server that answers `/api/info` in a certain way.
fn told(act: Act, code: i32) -> String {
    let fake = Fake::new("2.16.45").act("GET", "/api/info", 9, act);
    run(&Shell::new(), &fake, &["server", "--timeout", "1"]).exits(code).err
}

#[test]
fn what_can_be_wrong_with_an_answer_is_named() {
    let html = "<!DOCTYPE html><html><head><base href=\"/sub/\"></head></html>".to_owned();
    for status in [200, 404] {
        let page = told(Act::Say(status, "text/html; charset=utf-8", html.clone()), 5);
        assert!(page.contains("a web page and not with data") && page.contains("/sub\n"), "{page}");
    }
    let redirect = told(Act::Redirect("https://login.example/start?ticket=secret".into()), 5);
    assert!(redirect.contains("redirects to https://login.example/start") && !redirect.contains("ticket"), "{redirect}");
    let expired = told(Act::Say(401, "application/json", String::new()), 5);
    assert!(expired.contains("does not accept the token") && expired.contains("expired"), "{expired}");
    let nothing = told(Act::Say(404, "text/plain", "Not Found\n".into()), 5);
    assert!(nothing.contains("has no /api/info"), "{nothing}");
    let broken = told(Act::Say(200, "application/json", "{\"version\": ".into()), 5);
    assert!(broken.contains("broken JSON"), "{broken}");
    let huge = told(Act::Promise(2 << 30), 5);
    assert!(huge.contains("longer than 1024 MiB"), "{huge}");
    let cut = told(Act::Drop, 5);
    assert!(cut.contains("closed the connection"), "{cut}");
    let slow = told(Act::Wait(Duration::from_secs(3)), 5);
    assert!(slow.contains("did not answer in time") && slow.contains("--timeout"), "{slow}");
    let control = told(Act::Say(400, "application/json", r#"{"error":"a\u001b[31mb"}"#.into()), 5);
    assert!(!control.contains('\u{1b}'), "{control:?}");
}

#[test]
fn a_proxy_that_stumbles_once_is_asked_again() {
    let fake = Fake::new("2.16.45")
        .act("GET", "/api/info", 1, Act::Say(502, "text/html", "<html>bad gateway</html>".into()))
        .act("GET", "/api/user", 1, Act::Drop);
    run(&Shell::new(), &fake, &["server"]).exits(0);
}

#[test]
fn nobody_there_is_exit_5() {
    let shell = Shell::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = |url: &str| {
        let mut command = shell.command(&["server", "--server", url]);
        command.env("SEMXFORM_TOKEN", TOKEN);
        said(command).exits(5).err
    };
    assert!(run(&format!("http://{free}")).contains("refuses connections"));
    let nowhere = run("https://no-such-host.invalid");
    assert!(nowhere.contains("no such host"), "{nowhere}");
    let fake = Fake::new("2.16.45");
    let plain = run(&fake.url.replace("http://", "https://"));
    assert!(plain.contains("does not speak TLS") || plain.contains("no secure connection"), "{plain}");
}

#[test]
fn what_is_no_http_is_nonsense() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n");
        }
    });
    let shell = Shell::new();
    let mut command = shell.command(&["server", "--server", &url]);
    command.env("SEMXFORM_TOKEN", TOKEN);
    let said = said(command).exits(5);
    assert!(!said.err.contains("panicked"), "{}", said.err);
}

#[test]
fn arguments_that_would_leak_or_mean_nothing_are_refused() {
    let shell = Shell::new();
    let refused = |args: &[&str], key: &str, value: &str, part: &str| {
        let mut all = vec!["server"];
        all.extend(args);
        let mut command = shell.command(&all);
        command.env("SEMXFORM_TOKEN", TOKEN).env(key, value);
        let said = said(command).exits(2);
        assert!(said.err.contains(part) && !said.err.contains("CANARY"), "{part} is missing in {}", said.err);
    };
    refused(&["--server", "https://joe:CANARY@h"], "A", "", "a user name or a password");
    refused(&["--server", "http://sem.example"], "A", "", "clear text");
    refused(&["--server", "https://h", "--insecure"], "CI", "true", "refused in a pipeline");
    refused(&["--server", "https://h"], "SEMXFORM_TOKEN", "", "no token");
    refused(&["--server", "prod"], "A", "", "no server profile \"prod\"");
    refused(&[], "A", "", "which server?");
    refused(&["--server", "https://h", "--token", "CANARY"], "A", "", "unexpected argument");
}

#[test]
fn a_repository_names_a_server_and_the_user_knows_its_address() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    shell.write("config/semxform/servers.yaml", format!("prod:\n  url: {}\n  token_file: prod.token\n", fake.url));
    shell.write("config/semxform/prod.token", format!("{TOKEN}\n"));
    shell.write("repo/semxform.yaml", "server: prod\n");
    let run = || {
        let mut command = shell.command(&["server"]);
        command.current_dir(shell.path("repo")).env("XDG_CONFIG_HOME", shell.path("config"));
        said(command)
    };
    let first = run().exits(0);
    assert!(first.err.contains("chmod 600") && !first.err.contains("CANARY"), "{}", first.err);
    shell.write("repo/semxform.yaml", "server: https://evil.example\n");
    let refused = run().exits(2);
    assert!(refused.err.contains("server") && refused.err.contains("semxform.yaml"), "{}", refused.err);
}

#[test]
fn a_password_works_and_a_second_factor_needs_a_token() {
    let shell = Shell::new();
    shell.write("password", "CANARY-password\n");
    let login = |fake: &Fake| {
        let args = ["server", "--server", &fake.url, "--login", "admin", "--password-file", "password"];
        shell.run(&args)
    };
    let any = |mut lines: Vec<serde_json::Value>| {
        for line in lines.iter_mut().filter(|line| line["request"]["path"] == "/api/auth/login") {
            line["request"].as_object_mut().unwrap().shift_remove("body");
        }
        lines
    };
    let mut lines = any(exchanges("2.16.45"));
    lines.retain(|line| line["step"] != "login-wrong-password");
    let said = login(&Fake::of(lines)).exits(0);
    assert!(!said.out.contains("CANARY") && !said.err.contains("CANARY"));
    let mut lines = any(exchanges("2.16.45"));
    lines.retain(|line| line["step"] != "login-ok");
    assert!(login(&Fake::of(lines)).exits(5).err.contains("does not know user"));
    let second = Fake::of(any(exchanges("2.16.45")).into_iter().filter(|line| line["step"] != "login-wrong-password").collect());
    let second = second.act("GET", "/api/user", 9, Act::Say(401, "application/json", r#"{"error":"TOTP_REQUIRED"}"#.into()));
    let said = login(&second).exits(5);
    assert!(said.err.contains("second factor") && said.err.contains("API token"), "{}", said.err);
}

#[test]
fn a_guest_is_told_apart_from_an_administrator() {
    let mut lines = exchanges("2.16.45");
    let mut guest = lines.iter().find(|line| line["step"] == "user").unwrap().clone();
    guest["as"] = "guest".into();
    guest["response"]["body"]["admin"] = false.into();
    guest["response"]["body"]["username"] = "gus".into();
    lines.push(guest);
    let said = run_as(&Shell::new(), &Fake::of(lines), "CANARY-guest-token", &["server"]).exits(0);
    assert!(said.out.contains("gus\n"), "{}", said.out);
}
