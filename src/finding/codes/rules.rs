//! Codes 2xx: rule files, and rules that stop a run.

use super::{Code, Page};
use crate::finding::Severity::{Error, Warning};

pub(super) const CODES: &[Page] = &[
    Page {
        code: Code::SX201,
        title: "a mistake in a rule file",
        severity: Error,
        what: "A rule file has an unknown key, a wrong type, an unknown operation, section or reference, or a value that cannot be \
               read. All mistakes of a file are reported at once, each with line and column.",
        why: "A rule file with a mistake is refused whole, before anything runs: half of a pack may do more harm than none. \
              The exit code is 2.",
        versions: "No matter which.",
        repair: "Follow the suggestion. Editors that know YAML schemas show the same mistakes while you type: put \
                 `# yaml-language-server: $schema=…/rules.schema.json` into the first line.",
        example: "rules:\n  - id: fix\n    selct: $.templates[*]",
        command: None,
    },
    Page {
        code: Code::SX202,
        title: "a selector is not valid JSONPath",
        severity: Error,
        what: "A selector breaks the grammar of RFC 9535. The caret is at the place inside the selector.",
        why: "Nothing can be selected with it, so the rule file (or the command line) is refused. The exit code is 2.",
        versions: "No matter which.",
        repair: "`semxform select 'SELECTOR' FILE` tries a selector. Filters are written `[?@.name == 'x']`, texts in single or \
                 double quotes.",
        example: "select: $.templates[?(@.name = 'Deploy')]",
        command: None,
    },
    Page {
        code: Code::SX203,
        title: "a key that no version knows",
        severity: Error,
        what: "A selector, or another part of a rule (an operation, `match`, `where`, a `$get`), names a key that no known Semaphore \
               version has at this place.",
        why: "It is almost always a typo, and a rule that never acts looks like one that worked.",
        versions: "Compared with all versions that semxform knows.",
        repair: "Take the suggestion. If the key is meant (a typo that the rule repairs, a key of a fork) say `unknown: true`.",
        example: "select: $.templates[?@.vault_keys]",
        command: None,
    },
    Page {
        code: Code::SX204,
        title: "a pack is not idempotent",
        severity: Error,
        what: "Applied to its own result, the pack wants to change it again.",
        why: "Such a pack would change the file on every run: a rename table whose outputs are also inputs, a replacement whose \
              result matches again. It is a broken rule file; the exit code is 2 and nothing is written.",
        versions: "No matter which.",
        repair: "Let the condition exclude what is already repaired, or say `once: true` on a table or replacement that is meant \
                 to run once.",
        example: "replace: {key: name, pattern: '^', with: 'prod-'}",
        command: None,
    },
    Page {
        code: Code::SX205,
        title: "a selector matched another number of places than expected",
        severity: Error,
        what: "The rule says `expect:` and the selector matched fewer or more places.",
        why: "The author of the pack declared that this file is not the one the pack is for. Nothing is written; the exit code is 1.",
        versions: "No matter which.",
        repair: "Look at the matches with `semxform select`, then change the file or the expectation.",
        example: "select: $.templates[?@.name == 'Deploy']\nexpect: 1",
        command: None,
    },
    Page {
        code: Code::SX206,
        title: "an assertion failed",
        severity: Error,
        what: "A rule with `assert` found something that must not be.",
        why: "The author of the pack wants the run to stop here. Nothing is written; the exit code is 1.",
        versions: "No matter which.",
        repair: "The message is the author's own; mend what it names.",
        example: "select: $.schedules[?@.active == true]\nassert: {not: {found: s}, message: no active schedules in a test restore}",
        command: None,
    },
    Page {
        code: Code::SX207,
        title: "an operation refused",
        severity: Error,
        what: "An operation met a case for which its rule says `error`: a conflict between two keys, a value that does not \
               convert or is not in the table, an entity that others still refer to, a required link that points to nothing.",
        why: "To go on would mean to guess. Nothing is written; the exit code is 1.",
        versions: "No matter which.",
        repair: "Repair the place by hand, or choose another behaviour in the rule (`on_conflict`, `otherwise`, `on_reference`, \
                 `cascade`).",
        example: "rename_key: {vault_key: vault}    # on an object that has both",
        command: None,
    },
    Page {
        code: Code::SX208,
        title: "a rule did nothing",
        severity: Error,
        what: "The selector of a rule matches nothing in this file, and `--strict` was given.",
        why: "Mostly it is fine: the file has no such problem. In a pipeline it may mean that the pack is aimed at another file.",
        versions: "No matter which.",
        repair: "Try the selector with `semxform select`, or leave `--strict` out.",
        example: "$ semxform -r rules/prod.yaml --strict staging.json",
        command: None,
    },
    Page {
        code: Code::SX209,
        title: "a parameter is missing or has a wrong type",
        severity: Error,
        what: "A pack declares a parameter that was not given, or that was given with a value of another type; or a parameter was \
               given that no pack declares.",
        why: "The pack cannot run without it. The exit code is 2.",
        versions: "No matter which.",
        repair: "Give it with `--set NAME=VALUE` or in semxform.yaml under `set:`.",
        example: "$ semxform -r rules/rename-project.yaml backup.json    # without --set name=…",
        command: None,
    },
    Page {
        code: Code::SX210,
        title: "a test of a pack failed",
        severity: Error,
        what: "A test inside a rule file gave another document, another number of losses, or another error than it expects.",
        why: "The pack does not do what its author says. `semxform rules test` ends with exit code 1.",
        versions: "No matter which.",
        repair: "The difference is shown; mend the rule or the test.",
        example: "tests:\n  - name: the orphan goes\n    given: {…}\n    expect: {…}",
        command: None,
    },
    Page {
        code: Code::SX211,
        title: "a trap in a rule file",
        severity: Warning,
        what: "The rule is valid but probably does not do what was meant: `[?@.key]` is true for null too, `[?@.key != null]` also where \
               the key is missing, a parameter or a `find` is used by nothing, a rule says no `why`.",
        why: "Rules that act on too much or too little are found late. Only `semxform rules lint` reports it.",
        versions: "No matter which.",
        repair: "Write `[?@.key && @.key != null]` where a value is meant.",
        example: "select: $.templates[?@.vault_key]",
        command: None,
    },
    Page {
        code: Code::SX212,
        title: "a mistake in semxform.yaml",
        severity: Error,
        what: "The settings file has an unknown key or a value of a wrong type. It is looked for in the current folder and upwards \
               to the root of the repository.",
        why: "A setting that is not understood would be ignored, and the command would do something else than the team agreed on. \
              The exit code is 2.",
        versions: "No matter which.",
        repair: "Known keys: `inputs` (globs), `rules`, `from`, `to`, `db`, `set`. Paths are relative to the file.",
        example: "rulse: [rules/prod.yaml]",
        command: None,
    },
    Page {
        code: Code::SX213,
        title: "no such rule",
        severity: Error,
        what: "`--only`, `--skip` or `--with` names a rule that none of the packs has.",
        why: "To go on would mean to run something else than was asked for. The exit code is 2.",
        versions: "No matter which.",
        repair: "`semxform rules show PACK` lists the rules of a pack. Full ids are PACK/RULE; the rule's own id or the pack's is enough.",
        example: "$ semxform -r builtin:clean --with orphan-scedules backup.json",
        command: None,
    },
    Page {
        code: Code::SX214,
        title: "rules without bound",
        severity: Error,
        what: "The rules of a run want to write more than 64 MB and 32 times the size of the file, or a selector looks at more than 30 million \
               places. `select` also refuses to print values that have more than that together, because one is in the other.",
        why: "No repair needs that. A replacement that multiplies text, or a value that holds itself and is copied rule by rule, would \
              fill the memory, as would a selector that finds each place again and again. Nothing is written; the exit code is 1.",
        versions: "No matter which.",
        repair: "Look at the rule that is named: a `with` that repeats `$0`, or a `$get` of something that holds the node itself, or `..` behind \
                 `..` in its selector.",
        example: "replace: {key: name, pattern: '(?s)^.*$', with: '$0$0$0$0$0$0$0$0$0$0'}",
        command: None,
    },
    Page {
        code: Code::SX215,
        title: "an entry of `ignore` silences nothing",
        severity: Warning,
        what: "`ignore:` in semxform.yaml names a finding that none of the files has that this command has looked at.",
        why: "What was ignored is repaired, or the entity is called otherwise now: then the finding is shown again. An entry that is left \
              over may silence another mistake later.",
        versions: "No matter which.",
        repair: "Remove the entry, or correct its `entity`. `semxform check --format concise` names entities as `ignore` takes them.",
        example: "ignore: [{code: SX601, entity: 'templates[\"Old\"]', reason: moved next week}]",
        command: None,
    },
];
