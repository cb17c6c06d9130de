//! Codes 4xx: the schema of a version.
//! `SX4xx`: the schema of a version.

use super::Code;
use crate::finding::Severity::{Error, Warning};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "SX401",
        title: "wrong type",
        severity: Error,
        what: "A value has another JSON type than the version's decoder takes: a number where a string is expected, a string \
               where a list is expected. Nothing is coerced: `\"true\"` is no boolean and `\"3\"` is no number.",
        why: "Semaphore answers 400 and creates nothing. Its log says `expected string for field, got float64` or the like, \
              without the place; before 2.10.27 it says nothing at all.",
        versions: "All. What is expected depends on the version: survey variables are a text until 2.10.31 and a list since 2.10.32.",
        repair: "Write the value in the type that is named. A file of another version has to be converted.",
        example: "{\"templates\": [{\"name\": 5}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Code {
        code: "SX402",
        title: "null in a list",
        severity: Error,
        what: "A list holds a null among its entries.",
        why: "A null is fine as the value of a key, but not as an entry: the server answers 400 and logs `expected object for \
              struct, got <nil>`. Before 2.10.27 it was read as an empty object.",
        versions: "2.10.27 and later.",
        repair: "Remove the null.",
        example: "{\"templates\": [{\"name\": \"Deploy\", \"vaults\": [null]}]}",
        command: None,
    },
    Code {
        code: "SX403",
        title: "content that this version cannot read",
        severity: Error,
        what: "Task parameters have content, and the target is older than 2.13.5.",
        why: "The server answers 400 and logs `unsupported kind interface`. It takes nothing but `{}` there.",
        versions: "2.10.27 to 2.13.4.",
        repair: "Write `{}`, or restore on 2.13.5 or later. What the parameters hold is lost in the older version anyway.",
        example: "{\"templates\": [{\"name\": \"Deploy\", \"task_params\": {\"tags\": [\"web\"]}}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Code {
        code: "SX404",
        title: "unknown key",
        severity: Warning,
        what: "A key is not one that the version reads: mistyped, in another letter case, of another version, or of a fork.",
        why: "Semaphore ignores it without a word, and what it holds is lost.",
        versions: "All. Which keys are read depends on the version.",
        repair: "Correct the key. Convert a file of another version, or remove what you do not miss.",
        example: "{\"views\": [{\"name\": \"Production\"}]}    (called `title` since 2.10.27)",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Code {
        code: "SX405",
        title: "letter case of a key",
        severity: Warning,
        what: "A key is written in another letter case than Semaphore writes it.",
        why: "Versions before 2.10.27 read it all the same; for all later ones it is an unknown key.",
        versions: "Versions before 2.10.27; later ones see an unknown key (SX404).",
        repair: "Write the key in small letters.",
        example: "{\"Templates\": []}",
        command: None,
    },
    Code {
        code: "SX406",
        title: "a value that the server refuses",
        severity: Error,
        what: "A value is not one of the few that the version accepts, such as the type of a key before 2.16.",
        why: "The restore stops there and leaves an incomplete project; the log says for example `invalid access token type`.",
        versions: "Key types until 2.15; targets of survey variables from 2.19; types of host mappings from 2.20.",
        repair: "Use one of the values that the message lists.",
        example: "{\"keys\": [{\"name\": \"deploy\", \"type\": \"token\"}]}",
        command: None,
    },
    Code {
        code: "SX407",
        title: "a value that means nothing to the server",
        severity: Warning,
        what: "A value is not one of those that Semaphore knows, and no version checks it.",
        why: "It is stored as it is. The page that shows the object is blank there, or the object does nothing.",
        versions: "All. Which values are known depends on the version.",
        repair: "Use one of the values that the message lists.",
        example: "{\"templates\": [{\"name\": \"Deploy\", \"type\": \"deployment\"}]}",
        command: None,
    },
    Code {
        code: "SX408",
        title: "text that is not the JSON it should be",
        severity: Error,
        what: "Some values are JSON kept as text: extra variables, environment variables, command line arguments. The text is not \
               JSON, or not the kind of JSON that is needed.",
        why: "The restore stops there: `Extra variables must be valid JSON`, `Environment variables must be valid JSON`, `template \
              arguments must be valid JSON`. A text that the version does not look at is only a warning.",
        versions: "All. Since 2.14.0 variables must be an object (or nothing); before, any JSON will do, but not an empty text.",
        repair: "Correct the text. Quotes inside it are written `\\\"`.",
        example: "{\"environments\": [{\"name\": \"prod\", \"json\": \"{host: web}\"}]}",
        command: None,
    },
    Code {
        code: "SX409",
        title: "text that is not a cron expression",
        severity: Error,
        what: "A schedule's text is not a cron expression of five fields, nor `@daily` and its kin.",
        why: "In a task template (until 2.17.0-beta2) the server refuses the whole file. In `schedules` it stores the text, logs an \
              error when it loads the schedule, and never runs it: that is a warning.",
        versions: "All.",
        repair: "Correct the expression: minute, hour, day, month, weekday (0 to 6). Seconds are not supported.",
        example: "{\"schedules\": [{\"name\": \"nightly\", \"cron_format\": \"0 0 3 * * *\"}]}",
        command: None,
    },
    Code {
        code: "SX410",
        title: "number that is not a whole one",
        severity: Error,
        what: "A number has a fraction or an exponent, or more than 64 bits.",
        why: "Versions before 2.10.27 answer 400 and create nothing. Later ones cut the fraction off.",
        versions: "Before 2.10.27.",
        repair: "Write a whole number: `2` and not `2.0`.",
        example: "{\"meta\": {\"name\": \"Infra\", \"max_parallel_tasks\": 2.0}}",
        command: None,
    },
];
