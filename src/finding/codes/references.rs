//! Codes 3xx: references between sections.

use super::{Code, Page};
use crate::finding::Severity::{Error, Warning};

pub(super) const CODES: &[Page] = &[
    Page {
        code: Code::SX301,
        title: "a link names an entry that does not exist",
        severity: Error,
        what: "A link is a name: of a key, inventory, repository, variable group, view, template, role or secret \
               storage. Nothing in the file has this name. Letter case and blanks count.",
        why: "The server answers 400. Links that its first check looks at leave nothing behind; the others (variable \
               groups, schedules, integrations, roles, storages) leave an incomplete project.",
        versions: "All.",
        repair: "Correct the name, add the entry, or remove the link. In a rule pack `drop_orphans: PATH` removes such \
               links everywhere.",
        example: "{\"keys\": [], \"inventories\": [{\"name\": \"prod\", \"ssh_key\": \"deploy\"}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Page {
        code: Code::SX302,
        title: "a link that must be there is missing",
        severity: Error,
        what: "The repository of a template, the key of a repository, the template of a schedule or an integration \
               (until 2.10.26 also inventory and variable group of a template) is missing, null or empty.",
        why: "The server answers 400. A repository without key passes the first check and fails in the middle of the \
               restore, so an incomplete project is left.",
        versions: "All. Inventory and variable group may be missing since 2.10.27; a vault without key is fine since \
               2.10.36.",
        repair: "Name an entry. For a repository that needs no secret add a key of type `none`.",
        example: "{\"repositories\": [{\"name\": \"infra\", \"git_url\": \"https://git.example.com/infra.git\", \"git_branch\": \
               \"main\"}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Page {
        code: Code::SX303,
        title: "three entries with one name",
        severity: Error,
        what: "A section holds three or more entries with the same name. (The server counts one too many: two pass.)",
        why: "The server answers 400 with `NAME is duplicate` and creates nothing. For schedules its message says \
               `templates`.",
        versions: "All; schedules since 2.11.3, secret storages since 2.16, roles since 2.17.",
        repair: "Give the entries names of their own. In a rule pack `unique_names: {section: keys}` does it.",
        example: "{\"keys\": [{\"name\": \"deploy\"}, {\"name\": \"deploy\"}, {\"name\": \"deploy\"}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Page {
        code: Code::SX304,
        title: "type and build template do not fit",
        severity: Error,
        what: "A template of type `deploy` has no build template; or (until 2.10.26) a template of another type has \
               one.",
        why: "The server answers 400 and creates nothing.",
        versions: "All for the first, until 2.10.26 for the second.",
        repair: "Name a build template, or change the type to an empty text. Until 2.10.26 write null for templates that \
               do not deploy.",
        example: "{\"templates\": [{\"name\": \"Deploy\", \"type\": \"deploy\", \"repository\": \"infra\"}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Page {
        code: Code::SX305,
        title: "a global role is named and not its slug",
        severity: Error,
        what: "A template gives rights to a global role. The export writes the name of the role; a restore looks for a \
               role with this slug.",
        why: "Unless name and slug are equal on the target, the server answers 400 and leaves an incomplete project.",
        versions: "2.17.0 and later.",
        repair: "Write the slug that the role has on the target, or remove the entry.",
        example: "{\"templates\": [{\"name\": \"Deploy\", \"roles\": [{\"role\": \"Release managers\", \"is_global\": true, \
               \"permissions\": 1}]}]}",
        command: None,
    },
    Page {
        code: Code::SX306,
        title: "two entries with one name",
        severity: Warning,
        what: "A section holds two entries with the same name.",
        why: "Both are restored, but every link leads to the first of them. The next export renames one of them (a \
               blank, a dash and ten random characters), on PostgreSQL sometimes the first.",
        versions: "All; in 2.20 two equal template names are an error.",
        repair: "Give one of them another name and correct the links that mean it.",
        example: "{\"inventories\": [{\"name\": \"prod\", \"inventory\": \"a\"}, {\"name\": \"prod\", \"inventory\": \"b\"}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
    Page {
        code: Code::SX307,
        title: "a link becomes empty",
        severity: Warning,
        what: "A link is dropped in the restore: the secret of an integration or the inventory of task parameters is \
               not in the file; a build template is the template itself or a deploy template further down; a template \
               that does not deploy has a build template.",
        why: "The server restores the entry without the link and says nothing. A deploy template without build \
               template cannot be run.",
        versions: "All.",
        repair: "Correct the name. Put deploy templates behind the templates they build on: in a rule pack `sort: {by: \
               build_chain}` does it.",
        example: "{\"templates\": [{\"name\": \"A\", \"type\": \"deploy\", \"build_template\": \"A\"}]}",
        command: Some("semxform migrate --to VERSION FILE"),
    },
];
