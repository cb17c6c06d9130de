//! Laws that hold for any bytes. What is found in which situation stands in src/tests/checks.rs.

use proptest::prelude::*;

use std::borrow::Cow;

use super::*;
use crate::finding::{Kept, MOST};

use Db::Mysql;
use Outcome::{Refused, Restored};

fn report(target: &str, dbs: &[Db], file: &str) -> Report {
    check(file.as_bytes(), &Release::parse(target).unwrap(), dbs, &Options::default())
}

#[test]
fn old_servers_lay_repeated_keys_over_each_other() {
    let file = r#"{"Keys": [{"name": "a", "type": "ssh"}], "keys": [{"NAME": "b"}], "meta": null} trailing"#;
    let report = report("2.10.22", &[Mysql], file);
    assert_eq!(report.outcome, Restored, "{:#?}", report.findings);
    assert!(
        report.findings.iter().any(|f| f.code == "SX651" && f.entity(None).as_deref() == Some("keys[0]")),
        "{:#?}",
        report.findings
    );
}

#[test]
fn a_file_that_is_no_backup_has_that_finding_alone() {
    for file in ["{}", r#"{"error": "Unauthorized"}"#, r#"{"backup": {"meta": {"name": "m"}, "keys": []}}"#] {
        let codes: Vec<_> = report("2.17.15", &[Mysql], file).findings.iter().map(|finding| finding.code.name()).collect();
        assert_eq!(codes, ["SX114"], "{file}");
    }
}

#[test]
fn a_hundred_thousand_brackets_are_a_verdict() {
    for file in ["[".repeat(100_000), format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "{\"a\":".repeat(100_000)] {
        let report = report("2.16", &[Mysql], &file);
        assert_eq!((report.outcome, report.findings[0].code.name()), (Refused, "SX109"));
        assert!(report.findings[0].server_message.as_deref().unwrap().ends_with("exceeded max depth"));
    }
}

#[test]
fn what_rules_bring_in_is_counted_beside_what_is_not_kept() {
    let (old, new) = (MOST + 500, MOST + 200);
    let keys: Vec<_> = (0..old).map(|i| format!(r#", "old{i}": 1"#)).collect();
    let keys = keys.concat();
    let file = format!(r#"{{"meta": {{"name": "m"}}{keys}}}"#);
    let mut doc = Document::parse(file.into_bytes()).unwrap();
    for i in 0..new {
        let value = doc.make(&serde_json::json!(1));
        doc.set_member(doc.root(), &format!("new{i}"), value);
    }
    let release = Release::newest_stable();
    let judge = |doc: &Document, wanted: Option<Wanted>| {
        let report = judge(doc, &release, &[Mysql], &Options { most: MOST, wanted, ..Options::without_losses() });
        Kept { list: report.findings, left_out: report.left_out }
    };
    let after = judge(&doc, None);
    let Compared { brought_in, was_there } = compare(&mut doc, after, judge);
    assert_eq!((brought_in.list.len(), brought_in.count(Severity::Warning)), (MOST, new));
    assert_eq!((was_there.list.len(), was_there.count(Severity::Warning)), (MOST, old));
    let entities =
        |kept: &Kept| kept.list.iter().filter_map(|finding| finding.pointer(Some(&doc)).map(Cow::into_owned)).collect::<Vec<_>>();
    assert!(entities(&brought_in).iter().all(|at| at.starts_with("/new")), "{:?}", &entities(&brought_in)[..3]);
    assert!(entities(&was_there).iter().all(|at| at.starts_with("/old")), "{:?}", &entities(&was_there)[..3]);
}

/// JSON that looks like a backup, with all kinds of values at known keys.
fn backup_like() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("1e400".to_owned()),
        Just("-1.5".to_owned()),
        Just("9223372036854775808".to_owned()),
        "\"[a-z\\\\u]{0,6}\"",
        Just("\"deploy\"".to_owned()),
        Just("\"\\ud800\"".to_owned()),
    ];
    let keys =
        "name|type|keys|templates|vaults|vault_key|cron|schedules|meta|task_params|params|environments|json|Name|views|roles";
    scalar.prop_recursive(5, 40, 5, move |inner| {
        let member = (keys, inner.clone()).prop_map(|(key, value)| format!("\"{key}\": {value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|list| format!("[{}]", list.join(", "))),
            prop::collection::vec(member, 0..6).prop_map(|list| format!("{{{}}}", list.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), band in 0..26usize) {
        let release = Release::of_band(crate::semaphore::Band::ALL[band]);
        prop_assert_eq!(check(&bytes, &release, &Db::ALL, &Options::default()).outcomes.len(), 4);
    }

    #[test]
    fn no_document_makes_it_panic(file in backup_like(), band in 0..26usize) {
        let release = Release::of_band(crate::semaphore::Band::ALL[band]);
        let report = check(file.as_bytes(), &release, &Db::ALL, &Options::default());
        // What ends a run has a reason, and what has no reason is restored.
        for (db, outcome) in &report.outcomes {
            let reason = report.findings.iter().any(|f| {
                let ends = !["SX114", "SX535", "SX536"].contains(&f.code.name());
                f.severity == Severity::Error && ends && (f.db.is_empty() || f.db.contains(db))
            });
            prop_assert_eq!(*outcome != Restored, reason);
        }
        let _ = explain_log("error at templates[0]: x", Some(file.as_bytes()), Some(&release));
    }
}
