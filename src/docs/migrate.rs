//! `docs/migrate.md`, written from the graph and the shipped packs.

use std::fmt::Write as _;

use crate::pack::{MigrationPacks, Pack};
use crate::semaphore::{Hop, all_hops};

/// The page that describes migrations and lists every step.
#[must_use]
pub(super) fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    let Ok(packs) = MigrationPacks::shipped() else { return page };
    let (up, down): (Vec<Hop>, Vec<Hop>) = all_hops().into_iter().partition(|hop| hop.is_up());
    for (title, hops) in [("Upward", up), ("Downward", down)] {
        let _ = write!(page, "\n### {title}\n\n| step | from → to | what is done |\n|---|---|---|\n");
        for hop in hops {
            let what = packs.step(hop).map_or_else(|| "nothing to do".to_owned(), summary);
            let _ = writeln!(page, "| {hop} | {} → {} | {what} |", hop.from.first_version(), hop.to.first_version());
        }
    }
    page.push_str(LANDING);
    for pack in packs.first().chain(packs.last()) {
        let _ = write!(page, "\n### {}\n\n{}\n\n", pack.title, pack.about.as_deref().unwrap_or_default().trim());
        rules(&mut page, pack);
    }
    page.push_str("\n## The rules of every step\n");
    for pack in packs.all().iter().filter(|pack| pack.step.is_some()) {
        let _ = write!(page, "\n### {}\n\n{}\n\n", pack.title, pack.about.as_deref().unwrap_or_default().trim());
        rules(&mut page, pack);
    }
    page
}

/// The first sentence of what a pack says about itself.
fn summary(pack: &Pack) -> String {
    let about = pack.about.as_deref().unwrap_or(&pack.title).replace('\n', " ");
    about.split_inclusive(". ").next().unwrap_or_default().trim().trim_end_matches('.').replace('|', "\\|")
}

fn rules(page: &mut String, pack: &Pack) {
    page.push_str("| rule | why | lost |\n|---|---|---|\n");
    for rule in &pack.rules {
        let cell = |text: Option<&str>| text.map_or_else(String::new, |text| text.trim().replace('\n', " ").replace('|', "\\|"));
        let _ = writeln!(page, "| `{}` | {} | {} |", rule.full_id, cell(rule.why.as_deref()), cell(rule.loss.as_deref()));
    }
}

const INTRODUCTION: &str = "\
<!-- Generated from rules/migrate: UPDATE=1 cargo test generated -->

# Migrations: from any version to any version

```
semxform migrate --to 2.18 backup.json -o new.json
```

Semaphore's backups carry no version, and their shape changed about twenty times. `migrate` finds out which versions can have written a file, goes
the way to the version asked for step by step, up or down, and says at the end what could not be kept.

1. **Repair.** What no version can read but says plainly what is meant (`\"true\"`, a null in a list) is put right by the pack `repair`, and forms
   of older versions that were left in the file (a `vault_key`, survey variables as text, `environment` beside a list) are converted. Members that newer versions always write are not added here: a lean file stays lean.
2. **Steps.** Between neighbouring formats there is a step up and a step down. Where something changes, a rule pack does it; the packs are plain
   rule files in `rules/migrate/` (`semxform rules show migrate/up/2.11.0-2.11.3`). All steps run in one document: it is read once and written once. After
   repair, each step and landing, what the rules wrote is held against the schema of the version that the document should be of then, and after
   a step every value where the two formats differ; a failure names the step and the rules.
3. **Landing.** One last pack, `landing`, takes out or puts right what exactly this target, on exactly these databases, cannot take.
4. **A look at the result.** `check` says what the target would do with it.

`--to` the version that the file has already repairs the file for that version: 1, 3 and 4 happen.

## Losses

Whatever a version cannot hold is a *loss*: it is listed with entity, reason and value, and as long as one is not accepted nothing is written and
the exit code is 1. The message ends with the exact `--accept-loss` that would let it through: `all`, ids of rules (`2.11.3-2.11.0/schedules`), or ids of
packs (`2.11.3-2.11.0`). What a missing key means anyway (`\"\"`, `false`, 0, null, an empty list or object) is no loss. A *note* says something that was
guessed or that is worth knowing. A *warning* says what the target itself loses or changes although its format has a place for it, such as the content of
inventories on 2.9.56: that stays in the file, and nothing stops.

## The receipt

`--receipt FILE` writes everything as JSON: the hash of the input, which versions can have written it and why, every step with the rules that
changed something, losses, notes, the prediction for the target, the keys whose secrets must be entered again with what uses them, what a backup
of that version never holds, and the command to verify the result. The same is printed for people, on
stderr, with the first places of each loss and note. Without `-o` and `-i` the diff goes to stdout, as after `-r`; where the result is written it is
shown only with `--diff`, since a migration changes most of a file.

## Your own packs

`--packs DIR` takes the packs from a folder instead of the shipped ones: every `.yaml` file below it. A pack with `step: {from: 2.11.0, to: 2.11.3}` is run
on that step, one called `repair` first, any other at the end. Begin with a copy of `rules/migrate/`.

## Another server, another database, a version that cannot be upgraded

Export each project on the old server, migrate the files, restore them on the new one. That works downward too, and from one database to another:
name the new one with `--db`. Users, task history and secrets are in no backup; the receipt lists what is to be entered again.

```
semxform migrate --to 2.18 --db postgres --accept-loss all backups/*.json -o migrated/
```

## Steps
";

const LANDING: &str = "
## First and last

These run in every migration, the second with each rule only for the versions and databases that need it.
";
