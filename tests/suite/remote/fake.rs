//! A server that plays recorded exchanges, and misbehaves where a test says so.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

/// What a server does instead of its recorded answer.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Status, content type, body.
    Say(u16, &'static str, String),
    /// With a header `Location`.
    Redirect(String),
    /// Plays the exchange and closes the connection without an answer.
    PlayAndDrop,
    /// Closes the connection without an answer.
    Drop,
    /// Waits before the recorded answer.
    Wait(Duration),
    /// Promises a body of that many bytes and sends little of it.
    Promise(u64),
}

/// A request that came in.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub method: String,
    pub path: String,
    pub body: Vec<u8>,
    pub headers: Vec<(String, String)>,
}

#[derive(Default)]
struct State {
    lines: Vec<Value>,
    /// Path → the exchange that last changed what it shows.
    floor: HashMap<String, usize>,
    acts: Vec<(String, String, usize, Act)>,
    /// The step that answers any restore.
    restore: Option<String>,
    seen: Vec<Seen>,
    /// What a write that was not recorded left.
    written: HashMap<String, Value>,
    unknown: Vec<String>,
}

pub(super) struct Fake {
    pub url: String,
    state: Arc<Mutex<State>>,
}

/// The exchanges of a server, with bodies in place.
pub(super) fn exchanges(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api").join(format!("{name}.jsonl"));
    let mut lines = crate::support::lines(&path);
    for at in 0..lines.len() {
        for part in ["request", "response"] {
            let (before, rest) = lines.split_at_mut(at);
            let Some(part) = rest[0].get_mut(part) else { continue };
            let Some(of) = part.get("body_of").and_then(Value::as_str) else { continue };
            let source = before.iter().rev().find(|line| line["step"] == of).unwrap_or_else(|| panic!("{name}: {of}"));
            let mut body = source["response"].get("body").cloned().unwrap_or(Value::Null);
            for pointer in part.get("without").and_then(Value::as_array).into_iter().flatten() {
                let (around, key) = pointer.as_str().unwrap().rsplit_once('/').unwrap();
                body.pointer_mut(around).unwrap().as_object_mut().unwrap().shift_remove(key);
            }
            for (pointer, value) in part.get("with").and_then(Value::as_object).into_iter().flatten() {
                let (around, key) = pointer.rsplit_once('/').unwrap();
                match body.pointer_mut(around) {
                    Some(Value::Array(list)) => match key.parse::<usize>() {
                        Ok(at) if at < list.len() => list[at] = value.clone(),
                        _ => list.push(value.clone()),
                    },
                    Some(object) => object[key] = value.clone(),
                    None => panic!("{name}: {pointer}"),
                }
            }
            part["body"] = body;
        }
    }
    lines
}

/// The body that a step of a server sent or got.
pub(super) fn body(name: &str, step: &str, part: &str) -> Value {
    exchanges(name).into_iter().find(|line| line["step"] == step).unwrap()[part]["body"].clone()
}

impl Fake {
    /// A server of a version.
    pub(super) fn new(name: &str) -> Self {
        Self::of(exchanges(name))
    }

    /// A server with these exchanges.
    pub(super) fn of(lines: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { lines, ..State::default() }));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                std::thread::spawn(move || serve(stream, &state));
            }
        });
        Self { url, state }
    }

    /// Misbehaves the first `times` a request of that kind comes.
    pub(super) fn act(self, method: &str, path: &str, times: usize, act: Act) -> Self {
        self.state.lock().unwrap().acts.push((method.into(), path.into(), times, act));
        self
    }

    /// Answers any restore as that step was answered.
    pub(super) fn restores_as(self, step: &str) -> Self {
        self.state.lock().unwrap().restore = Some(step.into());
        self
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap().seen.clone()
    }

    /// Writes that no real server was sent in the recordings.
    pub(super) fn unknown(&self) -> Vec<String> {
        self.state.lock().unwrap().unknown.clone()
    }

    /// How many requests of a method came.
    pub(super) fn count(&self, method: &str) -> usize {
        self.seen().iter().filter(|seen| seen.method == method).count()
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let Some(seen) = read(&stream) else {
        let _ = stream.write_all(b"HTTP/1.0 400 Bad Request\r\n\r\n");
        return;
    };
    let act = {
        let mut state = state.lock().unwrap();
        state.seen.push(seen.clone());
        let fits = |act: &&mut (String, String, usize, Act)| act.0 == seen.method && act.1 == seen.path && act.2 > 0;
        state.acts.iter_mut().find(fits).map(|act| {
            act.2 -= 1;
            act.3.clone()
        })
    };
    let say = |status: u16, headers: &str, body: &[u8], stream: &mut TcpStream| {
        let _ = write!(stream, "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        let _ = stream.write_all(body);
    };
    match act {
        Some(Act::Say(status, kind, body)) => {
            return say(status, &format!("Content-Type: {kind}\r\n"), body.as_bytes(), &mut stream);
        }
        Some(Act::Redirect(to)) => return say(302, &format!("Location: {to}\r\n"), b"", &mut stream),
        Some(Act::Drop) => return,
        Some(Act::PlayAndDrop) => {
            play(&seen, &mut state.lock().unwrap());
            return;
        }
        Some(Act::Wait(time)) => std::thread::sleep(time),
        Some(Act::Promise(length)) => {
            let _ = write!(stream, "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{");
            return;
        }
        None => {}
    }
    let Some(answer) = play(&seen, &mut state.lock().unwrap()) else { return };
    let status = u16::try_from(answer["status"].as_u64().unwrap()).unwrap();
    let (kind, body) = match answer.get("body") {
        None => ("application/json", String::new()),
        Some(Value::String(text)) => ("text/plain", text.clone()),
        Some(value) => ("application/json", value.to_string()),
    };
    let mut headers = String::new();
    let given = answer.get("headers").and_then(Value::as_object);
    for (name, value) in given.into_iter().flatten() {
        headers.extend([name, ": ", &value.as_str().unwrap().replace("COOKIE", "CANARY-cookie"), "\r\n"]);
    }
    if !given.is_some_and(|headers| headers.contains_key("Content-Type")) {
        headers.extend(["Content-Type: ", kind, "\r\n"]);
    }
    say(status, &headers, body.as_bytes(), &mut stream);
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut parts = line.split_whitespace();
    let (method, path) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen { method, path, body, headers })
}

/// The recorded answer; nothing where the server closed the connection.
fn play(seen: &Seen, state: &mut State) -> Option<Value> {
    let bearer = seen.headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.as_str());
    let cookie = seen.headers.iter().any(|(name, value)| name == "cookie" && value.contains("CANARY-cookie"));
    let user = match bearer {
        Some(token) if token.contains("guest") => "guest",
        Some(token) if token.contains("CANARY-token") => "admin",
        _ if cookie => "admin",
        _ => "none",
    };
    let missing = serde_json::json!({"status": if user == "none" { 401 } else { 404 }});
    let lines = &state.lines;
    let same = |line: &&(usize, &Value)| {
        let (method, path) = (line.1["request"]["method"] == *seen.method, line.1["request"]["path"] == *seen.path);
        method && path && line.1["as"] == user
    };
    let all: Vec<(usize, &Value)> = lines.iter().enumerate().collect();
    let mut found: Vec<(usize, &Value)> = all.iter().filter(same).copied().collect();
    if found.is_empty() && user == "guest" {
        let as_admin = |line: &&(usize, &Value)| {
            line.1["as"] == "admin" && line.1["request"]["method"] == "GET" && line.1["request"]["path"] == *seen.path
        };
        found = all.iter().filter(as_admin).copied().collect();
    }
    if seen.method == "GET" {
        if let Some(value) = state.written.get(&seen.path) {
            return Some(serde_json::json!({"status": 200, "body": value}));
        }
        // The recordings need the list of repositories only for the number of one.
        if found.is_empty() && seen.path.ends_with("/repositories") {
            let sent = lines.iter().find(|line| line["step"] == "fix-inventory-put").map(|line| line["request"]["body"].clone());
            let id = sent.and_then(|body| body["repository_id"].as_u64()).unwrap_or(1);
            return Some(serde_json::json!({"status": 200, "body": [{"id": id, "name": "infra"}]}));
        }
        // What was not asked for alone looks as in its list.
        if found.is_empty()
            && let Some((list, id)) = seen.path.rsplit_once('/')
            && let Ok(id) = id.parse::<u64>()
        {
            let floor = state.floor.get(list).copied().unwrap_or(0);
            let is_list = |line: &&(usize, &Value)| line.1["request"]["method"] == "GET" && line.1["request"]["path"] == *list;
            let lists: Vec<&(usize, &Value)> = all.iter().filter(is_list).collect();
            let list = lists.iter().find(|(at, _)| *at >= floor).or(lists.last());
            let objects = list.and_then(|(_, line)| line["response"]["body"].as_array());
            if let Some(object) = objects.into_iter().flatten().find(|object| object["id"] == id) {
                return Some(serde_json::json!({"status": 200, "body": object}));
            }
        }
        let floor = state.floor.get(&seen.path).copied().unwrap_or(0);
        let found = found.iter().find(|(at, _)| *at >= floor).or(found.last());
        return Some(found.map_or(missing, |(_, line)| line["response"].clone()));
    }
    let sent: Value = serde_json::from_slice(&seen.body).unwrap_or(Value::Null);
    let wanted = state.restore.clone().filter(|_| seen.path == "/api/projects/restore");
    let fits = |line: &&(usize, &Value)| match &wanted {
        Some(step) => line.1["step"] == **step,
        None => line.1["request"].get("body").is_none_or(|body| *body == sent),
    };
    let Some((at, line)) = found.iter().find(fits).copied() else {
        // A member that the script did not add.
        if seen.method == "POST" && seen.path.ends_with("/users") && user == "admin" {
            add_member(&seen.path, &sent, state);
            return Some(serde_json::json!({"status": 204}));
        }
        state.unknown.push(format!("{} {} {sent}", seen.method, seen.path));
        if seen.method == "PUT" && user == "admin" {
            state.written.insert(seen.path.clone(), sent);
            return Some(serde_json::json!({"status": 204}));
        }
        return Some(serde_json::json!({"status": 599}));
    };
    let answer = line.get("response").cloned();
    if seen.method == "POST" && state.written.contains_key(&seen.path) {
        add_member(&seen.path, &sent, state);
    }
    let list = seen.path.rsplit_once('/').unwrap().0.to_owned();
    let mut changed = vec![seen.path.trim_end_matches("/active").to_owned(), list, "/api/projects".to_owned()];
    if let Some(id) = seen.path.strip_prefix("/api/project/").and_then(|rest| rest.split('/').next()) {
        changed.push(format!("/api/project/{id}/backup"));
    }
    state.floor.extend(changed.into_iter().map(|path| (path, at)));
    answer
}

/// Puts a user into the list of members, as that list is now.
fn add_member(path: &str, sent: &Value, state: &mut State) {
    let answers = |path: &str| {
        let lines = state.lines.iter().filter(move |line| line["request"]["method"] == "GET" && line["request"]["path"] == *path);
        lines.filter(|line| line["as"] == "admin").map(|line| line["response"]["body"].clone()).collect::<Vec<_>>()
    };
    let users = answers("/api/users").into_iter().next().unwrap();
    let user = users.as_array().unwrap().iter().find(|user| user["id"] == sent["user_id"]).unwrap();
    let member = serde_json::json!({"id": user["id"], "username": user["username"], "name": user["name"], "role": sent["role"]});
    let first = || answers(path).into_iter().next().unwrap_or_else(|| Value::Array(Vec::new()));
    let mut list = state.written.get(path).cloned().unwrap_or_else(first);
    list.as_array_mut().unwrap().push(member);
    state.written.insert(path.to_owned(), list);
}
