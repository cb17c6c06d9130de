//! What a new version of Semaphore takes: rows in `semaphore/` and two packs. The tables hold, for tests only, an imaginary version
//! 2.998 with one new key (`templates[].emblem`) and without a key that the version before it has (`templates[].motto`). Nothing else knows of it, so what
//! it does here is what the next version will do.

use crate::check::{Options, Outcome, check};
use crate::detect::detect;
use crate::finding::{Severity, Threshold};
use crate::json::Document;
use crate::pack::MigrationPacks;
use crate::pack::migration_packs;
use crate::run::{Accept, Request, run};
use crate::schema;
use crate::semaphore::{Band, Db, LAYOUTS, ObjectShape, Release, effects_in, references, sections, shape};

/// `TODAY` stands for the band before the imaginary one.
const UP: &str = r"
semxform: 1
id: TODAY-2.998.0
title: To 2.998
about: Templates have no motto any more.
step: {from: TODAY, to: 2.998.0}
rules:
  - id: mottos
    why: 2.998 does not know the key.
    select: $.templates[*]
    remove: [motto]
    loss: the motto of a template; 2.998 has none
";

const DOWN: &str = r"
semxform: 1
id: 2.998.0-TODAY
title: Back from 2.998
about: Older versions know no colours.
step: {from: 2.998.0, to: TODAY}
rules:
  - id: colours
    why: Older versions do not know the key.
    select: $.templates[*]
    remove: [emblem]
    loss: the colour of a template; older versions have none
";

const NEXT: Band = Band::newest();

fn today() -> Band {
    NEXT.previous().unwrap()
}

fn paths(object: &ObjectShape, band: Band, out: &mut Vec<String>) {
    for field in &object.fields {
        out.push(format!("{}: {:?}, {:?}, {:?}", field.row.path, field.ty, field.max_length(), field.row.presence(band)));
        field.children.iter().for_each(|children| paths(children, band, out));
    }
}

fn backup(member: &str) -> String {
    format!(
        r#"{{"environments":[{{"env":"{{}}","json":"{{}}","name":"Empty"}}],"meta":{{"name":"web"}},
        "repositories":[{{"git_branch":"main","git_url":"https://example.com/a.git","name":"code","ssh_key":"none"}}],
        "keys":[{{"name":"none","type":"none"}}],"templates":[{{"app":"bash","name":"Deploy","playbook":"run.sh","repository":"code",
        "arguments":"[]"{member}}}],"views":[{{"title":"All","type":"all"}}]}}"#
    )
}

fn packs() -> MigrationPacks {
    let shipped = migration_packs().into_iter().map(|(name, text)| (name, text.to_owned()));
    let own = [("up", UP), ("down", DOWN)].map(|(name, text)| (name.to_owned(), text.replace("TODAY", today().label())));
    MigrationPacks::read(shipped.chain(own)).unwrap()
}

#[test]
fn the_next_version_is_the_newest() {
    assert_eq!((NEXT.label(), Release::parse("2.998").unwrap().band), ("2.998.0", NEXT));
    assert!(Release::newest_stable().band < NEXT, "what `latest` means is a row of its own");
}

#[test]
fn every_key_of_today_is_there_but_for_the_one_that_ended() {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    paths(shape(today()), today(), &mut before);
    paths(shape(NEXT), NEXT, &mut after);
    before.retain(|field| !field.starts_with("templates[].motto:"));
    after.retain(|field| !field.starts_with("templates[].emblem:"));
    assert_eq!(before, after);
    assert!(shape(NEXT).at("templates[].emblem").is_some() && shape(NEXT).at("templates[].motto").is_none());
    assert_eq!(sections(today()).collect::<Vec<_>>(), sections(NEXT).collect::<Vec<_>>());
}

#[test]
fn every_effect_link_and_database_of_today_goes_on() {
    assert_eq!(effects_in(today()), effects_in(NEXT));
    let links = |band| references(band).iter().map(|link| (link.path, link.target, link.need)).collect::<Vec<_>>();
    assert_eq!(links(today()), links(NEXT));
    for db in Db::ALL {
        assert_eq!(db.supported(today()), db.supported(NEXT), "{db}");
    }
    assert_eq!(LAYOUTS.iter().filter(|layout| layout.life.holds_in(NEXT)).count(), 1);
    assert_eq!((today().makes_owner(), today().uses_go_decoder()), (NEXT.makes_owner(), NEXT.uses_go_decoder()));
}

#[test]
fn the_restore_says_the_same_as_today() {
    let said = |band, file: &str| {
        let release = Release::of_band(band);
        let report = check(file.as_bytes(), &release, &[Db::Mysql, Db::Postgres, Db::Sqlite], &Options::default());
        let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
        (report.outcome, errors.map(|f| (f.code, f.server_message.as_ref().map(ToString::to_string))).collect::<Vec<_>>())
    };
    let long = "x".repeat(101);
    for (file, outcome) in [
        (backup(""), Outcome::Restored),
        (backup("").replace("\"web\"", "7"), Outcome::Refused),
        (backup("").replace("\"ssh_key\":\"none\"", "\"ssh_key\":\"gone\""), Outcome::Refused),
        (backup(r#","view":"gone""#), Outcome::Refused),
        (backup("").replace("run.sh", ""), Outcome::HalfMade),
        (backup("").replace("Deploy", &long), Outcome::HalfMade),
        (backup("").replace(r#""env":"{}""#, r#""env":"[]""#), Outcome::HalfMade),
        (backup(r#","environments":["gone"]"#), Outcome::HalfMade),
    ] {
        let next = said(NEXT, &file);
        assert_eq!(next.0, outcome, "{file}\n{:?}", next.1);
        assert_eq!(said(today(), &file), next, "{file}");
    }
}

#[test]
fn the_new_key_is_judged_and_the_ended_one_is_not_read() {
    let codes = |band, member: &str| {
        let report = check(backup(member).as_bytes(), &Release::of_band(band), &[Db::Mysql], &Options::default());
        report.findings.iter().map(|finding| finding.message.to_string()).collect::<Vec<_>>().join("\n")
    };
    assert!(codes(NEXT, r#","emblem":7"#).contains("`emblem` must be a string"), "{}", codes(NEXT, r#","emblem":7"#));
    assert!(codes(today(), r#","emblem":"red""#).contains("`emblem` is not read before 2.998.0"));
    assert!(codes(NEXT, r#","motto":"onward""#).contains(&format!("`motto` is not read after {}", today().last_version())));
    let properties =
        |band| serde_json::to_value(schema::schema(band)).unwrap()["properties"]["templates"]["items"]["properties"].clone();
    assert!(
        properties(NEXT)["emblem"].is_object() && properties(NEXT)["motto"].is_null() && properties(today())["emblem"].is_null()
    );
}

#[test]
fn a_file_with_the_new_key_is_of_the_next_version() {
    let bands = |member| detect(&Document::parse(backup(member).into_bytes()).unwrap()).bands;
    assert_eq!(bands(r#","emblem":"red""#), [NEXT]);
    assert_eq!(bands(r#","motto":"onward""#), [today()]);
    assert!(bands(r#","suppress_error_alerts":true"#).contains(&NEXT), "what nothing ended may be from the next version too");
}

#[test]
fn two_packs_lead_to_the_next_version_and_back() {
    let packs = packs();
    let migrate = |file: &str, to: Band| {
        let request =
            Request { accept: Accept::All, fail_on: Threshold::never(), ..Request::migration(&packs, Release::of_band(to)) };
        let doc = Document::parse(file.as_bytes().to_vec()).unwrap();
        let plan = request.plan(&doc).unwrap();
        let judged = run(doc, &plan);
        assert!(judged.stopped.is_none(), "{:?}", judged.stopped.as_ref().map(|stopped| &stopped.summary));
        let losses = judged.outcome.losses.len();
        (String::from_utf8(judged.approved().unwrap().to_bytes()).unwrap(), losses)
    };
    let (up, lost) = migrate(&backup(r#","motto":"onward""#), NEXT);
    assert!(!up.contains("motto") && lost == 1, "{up}");
    let (down, lost) = migrate(&backup(r#","emblem":"red""#), today());
    assert!(!down.contains("emblem") && lost == 1, "{down}");
    let (old, _) = migrate(&backup(r#","emblem":"red""#), Band::V2_16_0);
    assert!(!old.contains("emblem"), "{old}");
    let (kept, lost) = migrate(&backup(r#","suppress_error_alerts":true"#), NEXT);
    assert!(kept.contains(r#""suppress_error_alerts":true"#) && lost == 0, "{kept}");
}
