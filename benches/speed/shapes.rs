//! Shapes of files on which a careless program takes the square of their size, or many times their memory.

use serde_json::{Value, json};

use super::{Bench, SEMXFORM};

/// A shape, and the commands that it is hard for.
pub(crate) struct Shape {
    /// What is many in it.
    pub(crate) name: &'static str,
    /// Units for each megabyte.
    units: f64,
    make: fn(usize) -> Vec<String>,
    /// Names of commands.
    pub(crate) commands: &'static [&'static str],
}

/// All of them.
pub(crate) const ALL: &[Shape] = &[
    Shape {
        name: "a finding each, one line",
        units: 2900.0,
        make: findings,
        commands: &["check", "rules", "migrate", "explain"],
    },
    Shape { name: "one name for all", units: 2600.0, make: one_name, commands: &["check", "migrate"] },
    Shape { name: "a chain of templates", units: 2500.0, make: chain, commands: &["check", "migrate"] },
    Shape { name: "vaults of one template", units: 20_000.0, make: vaults, commands: &["check", "rules", "migrate"] },
    Shape { name: "different keys at the top", units: 60_000.0, make: keys, commands: &["detect", "check", "rules"] },
    Shape { name: "empty objects", units: 300_000.0, make: empty, commands: &["check", "migrate"] },
    Shape { name: "one huge JSON text", units: 11_000.0, make: text, commands: &["check", "rules", "migrate"] },
    Shape { name: "host mappings", units: 12_000.0, make: hosts, commands: &["newest"] },
    Shape { name: "two files, nothing in common", units: 2600.0, make: strangers, commands: &["diff"] },
    Shape { name: "two orders", units: 2600.0, make: orders, commands: &["diff"] },
];

impl Shape {
    /// Writes a file, or two, of about that size; their names, and how many bytes they have.
    pub(crate) fn files(&self, bench: &Bench, megabytes: f64) -> (Vec<String>, f64) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of units")]
        let texts = (self.make)((self.units * megabytes) as usize);
        let names = (0..).map(|number| format!("{number}-of-{megabytes}-mb.json"));
        let files: Vec<String> = texts.iter().zip(names).map(|(text, name)| bench.file(&name, text)).collect();
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let bytes = texts.iter().map(String::len).sum::<usize>() as f64;
        (files, bytes)
    }
}

/// The command line of a shape's command, on some files.
pub(crate) fn command<'a>(name: &'a str, out: &'a str, files: &'a [String]) -> Vec<&'a str> {
    let arguments: &[&str] = match name {
        "check" => &["check", "--target", "2.16"],
        "newest" => &["check", "--target", "2.20"],
        "rules" => &["-r", "builtin:fix-vaults", "-o", out],
        "migrate" => &["migrate", "--to", "2.18", "--accept-loss", "all", "-o", out],
        "explain" => &["explain", "error at templates[0]: vaults[].vaultKey does not exist in keys[].name"],
        other => &[other],
    };
    let files = files.iter().map(String::as_str);
    [SEMXFORM].into_iter().chain(arguments.iter().copied()).chain(files).collect()
}

fn template(number: usize) -> Value {
    json!({"name": format!("t{number}"), "playbook": format!("p{number}.yml"), "repository": "r", "inventory": "i", "environment": "e",
        "type": "", "app": "ansible", "arguments": "[]", "autorun": false, "description": format!("d{number}"), "survey_vars": [],
        "vaults": [{"name": "v", "type": "password", "vault_key": format!("k{}", number % 50)}]})
}

fn backup(templates: &[Value]) -> Value {
    let keys: Vec<Value> = (0..50).map(|number| json!({"name": format!("k{number}"), "type": "login_password"})).collect();
    json!({"meta": {"name": "P", "alert": false, "max_parallel_tasks": 0, "type": ""}, "keys": keys, "templates": templates,
        "repositories": [{"name": "r", "git_url": "https://h/y.git", "git_branch": "main", "ssh_key": "k1"}],
        "inventories": [{"name": "i", "type": "static", "inventory": "localhost", "ssh_key": "k1"}],
        "environments": [{"name": "e", "json": "{}", "env": "{}"}], "views": [], "schedules": [], "integrations": [],
        "integration_aliases": []})
}

/// Templates with one member of their own.
fn templates(count: usize, change: impl Fn(usize, &mut Value)) -> Vec<Value> {
    let own = |number| {
        let mut template = template(number);
        change(number, &mut template);
        template
    };
    (0..count).map(own).collect()
}

fn lines(doc: &Value) -> String {
    serde_json::to_string_pretty(doc).unwrap()
}

fn findings(count: usize) -> Vec<String> {
    let gone = |number, template: &mut Value| template["vaults"][0]["vault_key"] = json!(format!("gone{number}"));
    vec![backup(&templates(count, gone)).to_string()]
}

fn one_name(count: usize) -> Vec<String> {
    vec![lines(&backup(&templates(count, |_, template| template["name"] = json!("same"))))]
}

fn chain(count: usize) -> Vec<String> {
    let link = |number: usize, template: &mut Value| {
        template["type"] = json!(if number == 0 { "build" } else { "deploy" });
        template["build_template"] = number.checked_sub(1).map_or(Value::Null, |before| json!(format!("t{before}")));
    };
    vec![lines(&backup(&templates(count, link)))]
}

fn vaults(count: usize) -> Vec<String> {
    let vault = |number| json!({"name": "v", "type": "password", "vault_key": format!("k{}", number % 60)});
    let mut one = template(0);
    one["vaults"] = (0..count).map(vault).collect();
    vec![backup(&[one]).to_string()]
}

fn keys(count: usize) -> Vec<String> {
    let mut doc = backup(&[template(0)]);
    (0..count).for_each(|number| doc[format!("key{number}")] = json!(number));
    vec![doc.to_string()]
}

fn empty(count: usize) -> Vec<String> {
    vec![json!({"meta": {"name": "P"}, "keys": vec![json!({}); count]}).to_string()]
}

fn text(count: usize) -> Vec<String> {
    let variables: Value =
        (0..count).map(|number| (format!("variable_{number}_password"), json!(format!("value of {number}").repeat(4)))).collect();
    let mut doc = backup(&[template(0)]);
    doc["environments"][0]["json"] = json!(variables.to_string());
    vec![doc.to_string()]
}

fn hosts(count: usize) -> Vec<String> {
    let mut doc = backup(&[]);
    let host = |number| json!({"name": format!("host{number}.example.com"), "type": "host", "ssh_key": "k1"});
    doc["host_configs"] = (0..count).map(host).collect();
    vec![doc.to_string()]
}

fn strangers(count: usize) -> Vec<String> {
    let other = |number, template: &mut Value| template["name"] = json!(format!("other{number}"));
    vec![lines(&backup(&templates(count / 2, |_, _| {}))), lines(&backup(&templates(count / 2, other)))]
}

fn orders(count: usize) -> Vec<String> {
    let mut all = templates(count / 2, |_, _| {});
    let first = lines(&backup(&all));
    all.reverse();
    vec![first, lines(&backup(&all))]
}
