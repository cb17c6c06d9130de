//! `semxform explain` with what people have: logs of several lines, words of clients and proxies, panics, words of drivers.

use crate::shell::Shell;

/// A backup of 2.16 that restores.
const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");
const WORDS: &str = "error at templates[0]: vaults[].vaultKey does not exist in keys[].name";

fn orphan() -> String {
    GOOD.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

/// The same with two mistakes that make a server panic.
fn panics() -> String {
    let twice = GOOD.replace("\"integration_aliases\": []", "\"integration_aliases\": [\"ci\", \"ci\"]");
    assert_ne!(twice, GOOD);
    let mut doc: serde_json::Value = serde_json::from_str(&twice).unwrap();
    doc["schedules"][0].as_object_mut().unwrap().shift_remove("task_params");
    serde_json::to_string_pretty(&doc).unwrap()
}

#[test]
fn of_a_log_of_several_lines_the_one_about_the_file_is_explained() {
    let shell = Shell::with("bad.json", orphan());
    let info = "time=\"2026-02-01T10:00:00Z\" level=info msg=\"Server is running\"";
    let other = "time=\"2026-02-01T10:00:00Z\" level=error msg=\"websocket: close sent\" error=\"write failed\"";
    let error = format!("time=\"2026-02-01T10:00:00Z\" level=error msg=\"{WORDS}\"");
    let docker = serde_json::json!({"log": format!("{error}\n"), "stream": "stderr"}).to_string();
    let journal = serde_json::json!({"MESSAGE": error, "PRIORITY": "6"}).to_string();
    for log in [format!("{info}\n{error}"), format!("{info}\n{other}\n{error}\n{info}"), format!("{info}\n{docker}"), journal] {
        for said in [shell.run(&["explain", &log, "bad.json"]), shell.pipe(&["explain", "-", "bad.json"], &log)] {
            let out = said.exits(0).out;
            assert!(out.contains("SX301") && out.contains("\"gone\""), "{log}: {out}");
        }
        shell.write("server.log", &log);
        assert!(shell.run(&["explain", "server.log", "bad.json"]).exits(0).out.contains("SX301"));
    }
}

#[test]
fn a_backup_in_the_place_of_the_log_and_a_log_that_is_not_there_are_named() {
    let shell = Shell::with("good.json", GOOD);
    for args in [&["explain", "good.json"][..], &["explain", "good.json", "server.log"]] {
        let said = shell.run(args).exits(2).err;
        assert!(said.contains("is a backup, not a log") && said.contains("semxform check good.json"), "{said}");
    }
    assert!(shell.run(&["explain", "server.log", "good.json"]).exits(3).err.contains("server.log"));
    let piped = shell.pipe(&["explain"], WORDS).exits(0);
    assert!(piped.out.contains("SX301"), "{}{}", piped.out, piped.err);
    assert!(shell.run(&["explain"]).exits(2).err.contains("nothing to explain"));
}

#[test]
fn what_clients_say_leads_to_what_the_server_answers_so() {
    let shell = Shell::with("bad.json", orphan());
    shell.write("panic.json", panics());
    shell.write("good.json", GOOD);
    for words in ["Request failed with status code 400", "curl: (22) The requested URL returned error: 400", "400"] {
        let said = shell.run(&["explain", words, "--target", "2.16.45", "bad.json"]).exits(0);
        assert!(said.out.contains("SX301") && said.err.contains("server's log"), "{words}: {}{}", said.out, said.err);
    }
    for words in ["Request failed with status code 502", "curl: (52) Empty reply from server"] {
        let said = shell.run(&["explain", words, "--target", "2.18.2", "panic.json"]).exits(0);
        assert!(said.out.contains("SX533") && !said.out.contains("SX301"), "{words}: {}", said.out);
    }
    for (words, meaning) in
        [("404 page not found", "address"), ("status code 413", "client_max_body_size"), ("status code 401", "token")]
    {
        let said = shell.run(&["explain", words, "good.json"]).exits(0);
        assert!(said.err.contains(meaning) && said.err.contains("not about the file"), "{words}: {}", said.err);
        assert!(!said.err.contains("makes a server say this"), "{}", said.err);
    }
    let nothing = shell.run(&["explain", "Request failed with status code 400", "--target", "2.16.45", "good.json"]).exits(0);
    assert!(nothing.err.contains("no reason for it in this file"), "{}", nothing.err);
}

#[test]
fn the_web_pages_own_reader_is_no_decoder_of_the_server() {
    let shell = Shell::with("comment.json", "{\n  // my project\n  \"meta\": {\"name\": \"x\"}\n}\n");
    let words = "Unexpected token '/', ...\"{\n  // my pr\"... is not valid JSON";
    let said = shell.run(&["explain", words, "comment.json"]).exits(0).out;
    assert!(said.contains("SX101") && said.contains("comment.json:2:") && !said.contains("SX501"), "{said}");
}

#[test]
fn the_stack_of_a_panic_decides() {
    let shell = Shell::with("panic.json", panics());
    let panic = |function: &str, file: &str| {
        format!(
            "http: panic serving 10.0.0.1:55282: runtime error: invalid memory address or nil pointer dereference\n\
             goroutine 93 [running]:\n{function}(...)\n\t/go/src/semaphore/services/project/{file}:118 +0xe6"
        )
    };
    let restore = panic("github.com/semaphoreui/semaphore/services/project.BackupSchedule.Restore", "restore.go");
    let said = shell.run(&["explain", &restore, "--target", "2.18.2", "panic.json"]).exits(0).out;
    assert!(said.contains("SX533") && !said.contains("SX532"), "{said}");
    let export = panic("github.com/semaphoreui/semaphore/services/project.GetBackup", "backup.go");
    let said = shell.run(&["explain", &export, "--target", "2.18.2", "panic.json"]).exits(0);
    assert!(said.out.is_empty() && said.err.contains("while a project was exported"), "{}{}", said.out, said.err);
}

#[test]
fn versions_are_as_exact_as_the_finding_and_never_a_reason_to_go_down() {
    let shell = Shell::with("panic.json", panics().replacen("\"ci\",", "", 1));
    let said =
        shell.run(&["explain", "runtime error: invalid memory address or nil pointer dereference", "panic.json"]).exits(0).out;
    assert!(said.contains("2.17.7 to 2.18.2"), "{said}");
    shell.write("number.json", GOOD.replacen("\"max_parallel_tasks\": 0", "\"max_parallel_tasks\": \"3\"", 1));
    let said = shell.run(&["explain", "expected number for field, got string", "number.json"]).exits(0).out;
    assert!(said.contains("max_parallel_tasks") && !said.contains("--to 2.10"), "{said}");
}

#[test]
fn drivers_of_other_servers_use_other_words() {
    let long = GOOD.replacen("\"name\": \"Home lab\"", &format!("\"name\": \"{}\"", "n".repeat(300)), 1);
    let shell = Shell::with("long.json", long);
    shell.write("good.json", GOOD);
    let said =
        shell.run(&["explain", "UTC [71] ERROR:  value too long for type character varying(255)", "long.json"]).exits(0).out;
    assert!(said.contains("SX521"), "{said}");
    let key = "error at templates[0]: Error 1452 (23000): Cannot add or update a child row: a foreign key constraint fails \
               (`semaphore`.`project__template`, CONSTRAINT `project__template_ibfk_2` FOREIGN KEY (`repository_id`) REFERENCES \
               `project__repository` (`id`))";
    let said = shell.run(&["explain", key, "good.json"]);
    assert!(said.err.contains("repository_id") && !said.out.contains("SX525"), "{}{}", said.out, said.err);
}

#[test]
fn without_a_file_the_page_is_the_answer_and_unknown_words_are_said_to_be_so() {
    let shell = Shell::with("good.json", GOOD);
    assert!(shell.run(&["explain", WORDS]).exits(0).out.contains("SX301"));
    assert!(shell.run(&["explain", "the weather is fine"]).exits(1).err.contains("not known"));
    let database = shell.run(&["explain", "gorp: no fields [x] in type Template", "good.json"]).exits(0).err;
    assert!(database.contains("not about the file"), "{database}");
}

#[test]
fn an_innocent_file_is_not_blamed_for_a_place_that_it_has_too() {
    let shell = Shell::with("good.json", GOOD);
    let said = shell.run(&["explain", WORDS, "good.json"]).exits(1);
    assert!(said.err.contains("nothing in good.json makes a server say this; templates[0] is \""), "{}", said.err);
}

#[test]
fn a_place_is_worth_something_when_the_words_are_not() {
    let shell = Shell::with("bad.json", orphan());
    let outside = shell.run(&["explain", "error at schedules[8]: template does not exist in templates[].name", "bad.json"]).err;
    assert!(outside.contains("has 1 schedule") && outside.contains("not the file"), "{outside}");
    let elsewhere = shell.run(&["explain", &WORDS.replace("[0]", "[1]"), "bad.json"]).exits(0);
    assert!(elsewhere.out.contains("SX301") && elsewhere.err.contains("not at templates[1]"), "{}", elsewhere.err);
}

#[test]
fn words_that_no_recorded_server_says_lead_to_the_places_that_they_are_about() {
    let twice = GOOD.replace(
        "\"type\": \"password\",\n          \"vault_key\": \"ansible vault\"\n        }",
        "\"type\": \"password\",\n          \"vault_key\": \"ansible vault\"\n        },\n        {\"type\": \"password\", \"vault_key\": \"ansible vault\"}",
    );
    assert_ne!(twice, GOOD);
    let shell = Shell::with("twice.json", &twice);
    shell.write(
        "named.json",
        twice.replace("\"vault_key\": \"ansible vault\"", "\"name\": \"v\", \"vault_key\": \"ansible vault\""),
    );
    shell.write("env.json", GOOD.replace("{\\\"TZ\\\": \\\"Europe/Berlin\\\"}", "{\\\"RETRIES\\\": 3}"));
    for (words, file, code) in [
        ("#1062 - Duplicate entry '12-5' for key 'template_id'", "named.json", "SX524"),
        ("SQLSTATE[23000]: 1062 Duplicate entry '12-5' for key 'project__template_vault.template_id'", "named.json", "SX524"),
        ("json: cannot unmarshal number into Go value of type string", "env.json", "SX703"),
    ] {
        let said = shell.run(&["explain", words, file]).exits(0);
        assert!(said.out.contains(code), "{words}: {}{}", said.out, said.err);
    }
    let mysql = "error at templates[0]: Error 1062 (23000): Duplicate entry '12-5' for key 'project__template_vault.template_id'";
    let said = shell.run(&["explain", mysql, "twice.json"]).exits(0).err;
    assert!(said.contains("vaults[0] and vaults[1]"), "{said}");
    let alias = "Error 1062 (23000): Duplicate entry 'ci' for key 'project__integration_alias.alias'";
    let said = shell.run(&["explain", alias, "twice.json"]).exits(0);
    assert!(said.err.contains("aliases are unique") && !said.out.contains("SX524"), "{}", said.err);
    let name = shell.run(&["explain", "project with name Home lab already exists", "twice.json"]).exits(0).err;
    assert!(name.contains("semxform clone --name NEW twice.json"), "{name}");
}
