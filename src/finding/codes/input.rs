//! Codes 1xx: bytes that cannot be read, are not JSON, or are odd JSON.

use super::{Code, Page};
use crate::finding::Severity::{Error, Warning};

pub(super) const CODES: &[Page] = &[
    Page {
        code: Code::SX101,
        title: "not JSON",
        severity: Error,
        what: "The file breaks JSON's grammar at the place shown: a comma too many, a quote that is missing, a comment, a word \
               such as NaN. The message is the one that the server's own reader gives.",
        why: "Semaphore answers 400 and creates nothing. semxform does not guess what was meant, so it changes nothing either.",
        versions: "All. Versions before 2.10.27 do not even log the reason.",
        repair: "Mend the place shown, or export the project again. Files that were edited by hand mostly have a comma before a \
                 closing bracket, or lack one between two entries.",
        example: "{\"meta\": {\"name\": \"Infra\"},}",
        command: None,
    },
    Page {
        code: Code::SX102,
        title: "the input is empty",
        severity: Error,
        what: "The file (or standard input) has no bytes, or nothing but white space.",
        why: "There is nothing to restore. Semaphore answers 400: `unexpected end of JSON input`.",
        versions: "All.",
        repair: "Look at the command that made the file: a download that was refused (401, 404) or a failed redirection leaves an \
                 empty file.",
        example: "$ curl -s https://semaphore.example/api/project/1/backup > backup.json    # without the token",
        command: None,
    },
    Page {
        code: Code::SX103,
        title: "the input ends too early",
        severity: Error,
        what: "The file stops in the middle of the document: brackets or a string are still open.",
        why: "Semaphore answers 400 (`unexpected end of JSON input` or `unexpected EOF`) and creates nothing.",
        versions: "All.",
        repair: "Export or copy the file again: the transfer was cut, or the disk was full.",
        example: "{\"meta\": {\"name\": \"Infra\"}, \"templates\": [{\"name\": \"Dep",
        command: None,
    },
    Page {
        code: Code::SX104,
        title: "the input begins with a byte order mark",
        severity: Error,
        what: "Three invisible bytes (EF BB BF) stand before the first bracket. Some Windows editors and PowerShell's \
               `Out-File -Encoding utf8` write them.",
        why: "JSON does not allow them. Semaphore answers 400: `invalid character 'ï' looking for beginning of value`.",
        versions: "All.",
        repair: "Save the file as \"UTF-8\" and not \"UTF-8 with BOM\", or cut the first three bytes: \
                 `tail -c +4 backup.json > fixed.json`. In PowerShell 7 use `-Encoding utf8NoBOM`.",
        example: "\u{feff}{\"meta\": {\"name\": \"Infra\"}}",
        command: None,
    },
    Page {
        code: Code::SX105,
        title: "a key occurs twice in one object",
        severity: Warning,
        what: "An object has two members with the same key. The later one is shown.",
        why: "Servers since 2.10.27 read the last one and ignore the others without a word, so half of what the file says is lost; \
              older ones lay the later one over the earlier, and do not tell `Name` from `name`. \
              semxform reads it in the same way, but does not edit inside such an object: it would have to guess which one is meant.",
        versions: "All.",
        repair: "Remove the member that is not meant. If both hold a list, put the entries into one list.",
        example: "{\"keys\": [{\"name\": \"deploy\"}], \"keys\": [{\"name\": \"vault\"}]}",
        command: None,
    },
    Page {
        code: Code::SX106,
        title: "text after the document",
        severity: Warning,
        what: "After the end of the JSON document something else follows: a second document, a shell prompt, an error page.",
        why: "Versions before 2.10.27 ignore it; newer ones answer 400. semxform refuses to transform such a file, \
              because it cannot know which document is meant.",
        versions: "Ignored until 2.10.26-beta, refused since 2.10.27.",
        repair: "Cut what is behind the last closing bracket, or split two documents into two files.",
        example: "{\"meta\": {\"name\": \"Infra\"}}\n{\"meta\": {\"name\": \"Infra\"}}",
        command: None,
    },
    Page {
        code: Code::SX107,
        title: "half of a surrogate pair",
        severity: Warning,
        what: "A `\\ud800` … `\\udfff` escape is there without its partner, so it is no character.",
        why: "The server's reader stores U+FFFD (a question mark in a diamond) in its place. If the text is a name, links to it \
              are changed in the same way; two names that differ only there become equal.",
        versions: "All.",
        repair: "Write the character that was meant, as text or as both halves (`\\ud83d\\ude00`).",
        example: "{\"name\": \"Deploy \\ud83d\"}",
        command: None,
    },
    Page {
        code: Code::SX108,
        title: "not UTF-8",
        severity: Warning,
        what: "The file holds bytes that are no UTF-8 text, mostly because an editor saved it as Latin-1 or Windows-1252.",
        why: "The server's reader stores U+FFFD for each such byte: names and texts come back damaged. semxform keeps the bytes \
              of everything that no rule touches.",
        versions: "All.",
        repair: "Convert the file: `iconv -f WINDOWS-1252 -t UTF-8 backup.json > fixed.json`.",
        example: "{\"name\": \"B\\xe4ckerei\"}    (one byte E4 where UTF-8 has C3 A4)",
        command: None,
    },
    Page {
        code: Code::SX109,
        title: "brackets are nested too deeply",
        severity: Error,
        what: "More than 10,000 arrays or objects stand inside each other.",
        why: "The server's reader gives up at this depth (`exceeded max depth`) and answers 400. No export looks like this; the \
              file is broken or made to do harm. semxform does not transform it.",
        versions: "All.",
        repair: "Export the project again.",
        example: "[[[[[[[[ …",
        command: None,
    },
    Page {
        code: Code::SX110,
        title: "the input is too large",
        severity: Error,
        what: "The file has 4 GiB or more.",
        why: "semxform addresses places in a file with 32 bits. The largest backups known have some megabytes.",
        versions: "All.",
        repair: "Check that the file is a project backup and not a database dump.",
        example: "semaphore-dump.sql",
        command: None,
    },
    Page {
        code: Code::SX111,
        title: "the input cannot be read",
        severity: Error,
        what: "The file does not exist, is a folder, may not be read, or the disk reports an error.",
        why: "Nothing can be said about it. Other files of the same call are still worked on; the exit code is 3.",
        versions: "No matter which.",
        repair: "Check the path and the permissions. For a folder let the shell list the files: `semxform check backups/*.json`.",
        example: "$ semxform check backups/",
        command: None,
    },
    Page {
        code: Code::SX112,
        title: "the result cannot be written",
        severity: Error,
        what: "The folder is not writable, the disk is full, or the target is not a file.",
        why: "semxform writes to a temporary file beside the target and renames it at the end, so the target still has its old \
              content. The exit code is 3.",
        versions: "No matter which.",
        repair: "Make room or change the permissions of the folder (not only of the file), or write elsewhere with `-o`.",
        example: "$ semxform -r builtin:clean -o /read-only/backup.json backup.json",
        command: None,
    },
    Page {
        code: Code::SX113,
        title: "a number is too large",
        severity: Warning,
        what: "A number such as `1e400` does not fit a 64-bit floating point number.",
        why: "Servers since 2.10.27 read every number of the file in this way, also under keys that they do not know, and answer \
              400: `json: cannot unmarshal number 1e400 into Go value of type float64`.",
        versions: "Refused since 2.10.27.",
        repair: "Write the number that was meant, or remove the member.",
        example: "{\"start_version\": 1e400}",
        command: None,
    },
    Page {
        code: Code::SX114,
        title: "this is no project backup",
        severity: Error,
        what: "The file is JSON, but none of the sections of a backup (`meta`, `templates`, `keys` …) is at its top: it is an answer of \
               the API, an error page in JSON, a list of projects, a backup inside an envelope of a script, or a receipt of semxform.",
        why: "Semaphore reads only the sections and ignores the rest: it makes an empty project without a name and answers 200. Everything \
              that was to be restored is missing. semxform makes nothing of such a file.",
        versions: "All. Since 2.17.0 the second such file is refused, because a project with an empty name is there already.",
        repair: "Take the backup out of its envelope (the message names the key, `jq` does it), split a list into a file for each project, \
                 or export the project again.",
        example: "{\"changed\": false, \"status\": 200, \"json\": {\"meta\": {\"name\": \"Infra\"}, \"keys\": []}}",
        command: None,
    },
    Page {
        code: Code::SX115,
        title: "not in canonical layout",
        severity: Warning,
        what: "`fmt --check` would lay the file out otherwise. What it means is the same.",
        why: "A backup that is not in canonical layout differs from the next export in lines that mean nothing. The exit code is 4.",
        versions: "No matter which: it is the layout of servers since 2.16.",
        repair: "Lay it out in place.",
        example: "{\"meta\": {\"name\": \"Infra\"}}",
        command: Some("semxform fmt -i FILE"),
    },
    Page {
        code: Code::SX116,
        title: "two backups differ",
        severity: Warning,
        what: "`diff --check` found a difference between two backups, by name and not by position.",
        why: "The exit code is 4.",
        versions: "No matter which.",
        repair: "`semxform diff` shows both values; what was not meant to change is written back.",
        example: "$ semxform diff --check a.json b.json",
        command: None,
    },
];
