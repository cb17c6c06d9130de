//! What is known of words wherever they come from: the code whose page is about them, what a stack of a panic says, and that something is
//! not about the file at all.

use super::log_line::LogLine;
use crate::check::codes as code;
use crate::finding::Code;
use crate::semaphore::key;

/// What is known of words wherever they come from.
const KNOWN: &[(&str, Code)] = &[
    // What tasks log that cannot run.
    ("into Go value of type string", Code::SX703),
    ("template extra arguments", Code::SX702),
    ("into Go struct field Ansible", Code::SX705),
    ("of type []string", Code::SX705),
    ("access key type not supported", Code::SX707),
    ("does not suite", Code::SX707),
    ("invalid inventory type", Code::SX710),
    ("exec: no command", code::NO_APP),
    ("integer out of range", code::OUT_OF_RANGE),
    ("does not exist in", code::NO_SUCH_ENTRY),
    ("global role does not exist", code::GLOBAL_ROLE),
    ("is duplicate", code::THREE_EQUAL),
    ("build_template is n", code::BUILD_TEMPLATE),
    ("got <nil>", code::NULL_ELEMENT),
    ("expected ", code::WRONG_TYPE),
    ("unsupported kind", code::FREE_MAP),
    ("into Go value of type float64", Code::SX113),
    ("unexpected end of JSON input", Code::SX103),
    ("exceeded max depth", Code::SX109),
    ("after top-level value", Code::SX106),
    ("invalid character", Code::SX101),
    ("can not be empty", code::EMPTY),
    ("can't be empty", code::EMPTY),
    ("cant be empty", code::EMPTY),
    ("must be valid JSON", code::JSON_TEXT),
    ("must be scalar", code::JSON_TEXT),
    ("of range (", code::CRON),
    ("of range (", code::SCHEDULE_NEVER_RUNS),
    ("expected exactly 5 fields", code::CRON),
    ("expected exactly 5 fields", code::SCHEDULE_NEVER_RUNS),
    ("empty spec string", code::CRON),
    ("empty spec string", code::SCHEDULE_NEVER_RUNS),
    ("failed to parse int from", code::CRON),
    ("failed to parse int from", code::SCHEDULE_NEVER_RUNS),
    ("unrecognized descriptor", code::CRON),
    ("unrecognized descriptor", code::SCHEDULE_NEVER_RUNS),
    ("provided bad location", code::CRON),
    ("provided bad location", code::SCHEDULE_NEVER_RUNS),
    ("invalid access token type", code::KEY_TYPE),
    ("invalid app", code::NOT_ACCEPTED),
    ("project with name", code::NAME_EXISTS),
    ("template with name", code::TEMPLATE_NAME),
    ("Data too long", code::TOO_LONG),
    ("value too long for type", code::TOO_LONG),
    // PostgreSQL in other languages.
    ("character varying(", code::TOO_LONG),
    ("Out of range value", code::OUT_OF_RANGE),
    ("out of range for type", code::OUT_OF_RANGE),
    ("invalid byte sequence", code::NUL),
    ("Duplicate entry", code::TWICE),
    ("duplicate key value", code::TWICE),
    ("UNIQUE constraint failed", code::TWICE),
    ("Error 1452", code::VAULT_KEY_ZERO),
    ("vault_key_id_fkey", code::VAULT_KEY_ZERO),
    ("implement me", code::STORAGE_PANIC),
    ("slice bounds out of range", code::CRON_PANIC),
    ("nil pointer dereference", code::PARAMS_PANIC),
    ("nil pointer dereference", code::ALIAS_PANIC),
];

/// Codes of the words, the likeliest first.
pub(super) fn codes(line: &LogLine) -> Vec<Code> {
    let words = &line.words;
    if not_a_vault(words) || of_an_alias(words) {
        return Vec::new();
    }
    let first = KNOWN.iter().position(|(text, _)| contains(words, text));
    let text = first.map(|at| KNOWN[at].0);
    let codes = KNOWN.iter().filter(|(known, _)| Some(*known) == text).map(|(_, code)| *code);
    codes.filter(|code| fits_stack(line.stack(), *code)).collect()
}

/// Whether words are among others, and not the end of a longer one: `unexpected token` is not what a decoder expected.
fn contains(words: &str, text: &str) -> bool {
    words
        .match_indices(text)
        .any(|(at, _)| !words[..at].ends_with(|c: char| c.is_ascii_alphabetic()) || !text.starts_with("expected"))
}

/// Functions in the stack of a panic, and the codes that they rule out nothing but.
const STACKS: &[(&str, &[Code])] = &[
    ("BackupSchedule", &[code::PARAMS_PANIC, code::CRON_PANIC]),
    ("BackupIntegration", &[code::ALIAS_PANIC]),
    ("ntegrationAlias", &[code::ALIAS_PANIC]),
    ("createObject", &[code::ALIAS_PANIC]),
    ("robfig/cron", &[code::CRON_PANIC, code::START_PANIC]),
    ("SecretStorage", &[code::STORAGE_PANIC]),
];

/// Whether a panic with this stack may come from what the code is about.
pub(super) fn fits_stack(stack: &str, of: Code) -> bool {
    if is_export(stack) {
        return false;
    }
    match STACKS.iter().find(|(function, _)| stack.contains(function)) {
        Some((_, codes)) => codes.contains(&of),
        None => !is_of_another_task(stack),
    }
}

/// Whether the functions of Semaphore in a stack are not those of a restore.
fn is_of_another_task(stack: &str) -> bool {
    stack.contains("semaphore/") && !stack.contains("Restore") && !stack.contains("restore.go")
}

/// Whether the panic was raised while a project was exported.
fn is_export(stack: &str) -> bool {
    stack.contains("backup.go") || stack.contains("GetBackup")
}

/// Words that are about the server, its database or the connection.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "no admins found",
        "this is not about the file: the server has no administrator; make one with `semaphore user add --admin`",
    ),
    (
        "cannot decrypt access key",
        "this is not about the file: the server's SEMAPHORE_ACCESS_KEY_ENCRYPTION is another one than when its keys were stored",
    ),
    (
        "no rows in result set",
        "this is not about the file: the server asked its database for a row that is not there (a project, user or session that was deleted)",
    ),
    (
        "gorp: no fields",
        "this is not about the file: the tables of the database are those of another version of Semaphore; run `semaphore migrate`, or upgrade the server",
    ),
    (
        "no such table",
        "this is not about the file: the tables of the database are those of another version of Semaphore; run `semaphore migrate`",
    ),
    (
        "Error 1054",
        "this is not about the file: a column is missing, so the tables are those of another version of Semaphore; run `semaphore migrate`",
    ),
    (
        "Error 1146",
        "this is not about the file: a table is missing, so the tables are those of another version of Semaphore; run `semaphore migrate`",
    ),
    ("Error 1366", "the database cannot store a character (an emoji, for example): its character set is utf8 and not utf8mb4"),
    ("Error 1292", "the database does not take a date or time: look at its time zone and sql_mode"),
    (
        "NOT NULL constraint failed",
        "the database wants a value where the server wrote none: the tables may be those of another version of Semaphore",
    ),
    (
        "violates not-null constraint",
        "the database wants a value where the server wrote none: the tables may be those of another version of Semaphore",
    ),
    (
        "Error 1364",
        "the database wants a value where the server wrote none: the tables may be those of another version of Semaphore",
    ),
    (
        "Error 1048",
        "the database wants a value where the server wrote none: the tables may be those of another version of Semaphore",
    ),
    (
        "relation \"",
        "this is not about the file: a table is missing, so the tables are those of another version of Semaphore; run `semaphore migrate`",
    ),
    (
        "has gone away",
        "this is not about the file's content: the database closed the connection; look whether it runs, and at its max_allowed_packet and \
         wait_timeout",
    ),
    (
        "max_allowed_packet",
        "this is not about the file's content but the size of a value: raise max_allowed_packet of the database",
    ),
    ("Deadlock found", "this is not about the file: two requests were in each other's way in the database; restore again"),
    ("deadlock detected", "this is not about the file: two requests were in each other's way in the database; restore again"),
    (
        "readonly database",
        "this is not about the file: the server may not write to its SQLite database; look at its owner and mode",
    ),
    ("too many clients", "this is not about the file: the database takes no more connections; raise its limit, or wait"),
    ("Too many connections", "this is not about the file: the database takes no more connections; raise its limit, or wait"),
    ("Access denied for user", "this is not about the file: the database does not take the server's user or password"),
    ("password authentication failed", "this is not about the file: the database does not take the server's user or password"),
    (
        "message authentication failed",
        "this is not about the file: the server's SEMAPHORE_ACCESS_KEY_ENCRYPTION is another one than when its keys were stored",
    ),
    ("database is locked", "this is not about the file: another process has the SQLite database open; stop it and restore again"),
    ("disk is full", "this is not about the file: the server's disk is full"),
    ("no space left on device", "this is not about the file: the server's disk is full"),
    (
        "already exists",
        "a project of this name is on the server, often what an earlier try left behind: remove it there, or give this one another name: \
         semxform clone --name NEW FILE",
    ),
    ("connection refused", "this is not about the file: nothing answers at that address"),
    (
        "FOREIGN KEY constraint failed",
        "a row that the server wanted to link is not in its database. A backup links by name, so the file has no such number: another \
         request deleted it meanwhile, or the half-made project of an earlier try is in the way. Remove that project and restore again",
    ),
    ("dial tcp", "this is not about the file: the server did not reach another machine (database, LDAP, runner)"),
    ("websocket", "this is not about the file: a browser closed its connection"),
    ("Cannot read", "this is not about the file: look at the server's log at the same time"),
    ("key 'alias'", "an alias of an integration is on the server already, in another project: aliases are unique on a server"),
    (
        "integration_alias",
        "an alias of an integration is on the server already, in another project: aliases are unique on a server",
    ),
    ("key alias", "an alias of an integration is on the server already, in another project: aliases are unique on a server"),
];

/// What to say of words that no place in a file explains.
pub(super) fn note(line: &LogLine) -> Option<&'static str> {
    if is_export(line.stack()) {
        return Some(
            "this panic was raised while a project was exported: the file is not the cause, but an entry in the server's database, \
             for example a schedule without parameters; save it again in the web page, or upgrade the server",
        );
    }
    if is_of_another_task(line.stack()) && !STACKS.iter().any(|(function, _)| line.stack().contains(function)) {
        return Some(
            "no function of this stack is one of a restore: the panic was raised by something else that the server did at the time, \
             and the file is not the cause",
        );
    }
    let known = ELSEWHERE.iter().find(|(words, _)| line.words.contains(words)).map(|(_, note)| *note);
    known.or_else(|| (is_of_a_database(&line.words) && codes(line).is_empty()).then_some(OF_A_DATABASE))
}

const OF_A_DATABASE: &str = "these are words of the server's database, and no value of a backup is known to lead to them: look at its tables, \
                             rights and settings";

/// Whether words have the form of a driver: `Error 1205 (HY000): …`, `pq: …`, `… (SQLSTATE 42501)`, `constraint failed: …`.
fn is_of_a_database(words: &str) -> bool {
    let words = words.split_once("]: ").map_or(words, |(_, words)| words);
    let number = words.strip_prefix("Error ").and_then(|rest| rest.get(..4));
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
        || ["pq: ", "constraint failed", "SQL logic error"].iter().any(|begin| words.starts_with(begin))
        || ["(SQLSTATE ", "SQLITE_"].iter().any(|part| words.contains(part))
}

/// Whether the row that is there twice is an alias.
fn of_an_alias(words: &str) -> bool {
    let plain = words.replace(['`', '\'', '"'], "");
    plain.contains("integration_alias") || plain.contains("key alias") || plain.contains(".alias")
}

/// Error 1452 and its kin of another column than that of vaults.
fn not_a_vault(words: &str) -> bool {
    words.contains("Error 1452") && words.contains("FOREIGN KEY") && !words.contains("vault_key_id")
}

/// The column and table of a foreign key that found no row.
pub(super) fn foreign_key(words: &str) -> Option<String> {
    let plain = words.replace(['`', '"', '\''], "");
    let (table, column) = if let Some((_, rest)) = plain.split_once("FOREIGN KEY (") {
        let table =
            plain.split_once("constraint fails (").map_or("", |(_, rest)| rest.split([',', ' ']).next().unwrap_or_default());
        (table.rsplit('.').next()?.to_owned(), rest.split(')').next()?.to_owned())
    } else {
        let (_, rest) = plain.split_once("violates foreign key constraint ")?;
        let table = plain.split_once(" table ").map_or("", |(_, rest)| rest.split(' ').next().unwrap_or_default());
        let name = rest.split([' ', '(']).next()?;
        let column = name.strip_prefix(&format!("{table}_")).unwrap_or(name).trim_end_matches("_fkey");
        (table.to_owned(), column.to_owned())
    };
    if column.contains(key::VAULT_KEY) {
        return None;
    }
    let what = column.trim_end_matches("_id").replace('_', " ");
    Some(format!(
        "the foreign key is {column} of the table {table}: the row of the {what} that the server wanted to link is not in its database. \
         A backup links by name, so the file has no such number: another request deleted the {what} meanwhile, or the half-made project \
         of an earlier try is in the way. Remove that project and restore again"
    ))
}
