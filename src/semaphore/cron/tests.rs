//! What people write into the schedule field, and what the server answers.

use super::{CronError, parse};

fn refused(spec: &str) -> String {
    match parse(spec) {
        Err(CronError::Invalid(text)) => text,
        other => panic!("{spec:?}: {other:?}"),
    }
}

#[test]
fn schedules_that_run() {
    for spec in [
        "0 3 * * *",
        "*/15 8-18 * JAN-mar mon,Wed,fri",
        "? ? ? ? ?",
        "5/10 * 1,,15 * 0-6/2",
        "  0\t3 * * 1 ",
        ", * * * *",
        "*-9 * * * *",
        "+5 * * * *",
        "@daily",
        "@every 1h30m",
        "@every -1.5s",
        "@every 0",
        "TZ=Europe/Vienna 0 3 * * *",
        "CRON_TZ=UTC @hourly",
        "TZ=  0 3 * * *",
        "TZ=Local 0 3 * * *",
    ] {
        assert_eq!(parse(spec), Ok(()), "{spec}");
    }
}

#[test]
fn the_servers_words_for_each_mistake() {
    for (spec, words) in [
        ("", "empty spec string"),
        (" ", "expected exactly 5 fields, found 0: []"),
        ("0 0 3 1 1 *", "expected exactly 5 fields, found 6: [0 0 3 1 1 *]"),
        ("TZ=UTC ", "expected exactly 5 fields, found 0: []"),
        ("0 0 L * *", "failed to parse int from L: strconv.Atoi: parsing \"L\": invalid syntax"),
        ("1-- * * * *", "too many hyphens: 1--"),
        ("-1 * * * *", "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax"),
        ("*/-1 * * * *", "negative number (-1) not allowed: -1"),
        ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("1/2/3 * * * *", "too many slashes: 1/2/3"),
        ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("0-61 * * * *", "end of range (61) above maximum (59): 0-61"),
        ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("jan * * * *", "failed to parse int from jan: strconv.Atoi: parsing \"jan\": invalid syntax"),
        (
            "99999999999999999999x * * * *",
            "failed to parse int from 99999999999999999999x: strconv.Atoi: parsing \"99999999999999999999x\": value out of range",
        ),
        ("@Daily", "unrecognized descriptor: @Daily"),
        ("@every", "unrecognized descriptor: @every"),
        ("@every x", "failed to parse duration @every x: time: invalid duration \"x\""),
        ("@every 5", "failed to parse duration @every 5: time: missing unit in duration \"5\""),
        ("@every 1d", "failed to parse duration @every 1d: time: unknown unit \"d\" in duration \"1d\""),
        ("TZ=Mars/Base 0 3 * * *", "provided bad location Mars/Base: unknown time zone Mars/Base"),
        ("TZ=../x 0 3 * * *", "provided bad location ../x: time: invalid location name"),
        ("TZ=Europe 0 3 * * *", "provided bad location Europe: is a directory"),
    ] {
        assert_eq!(refused(spec), words, "{spec}");
    }
}

#[test]
fn a_zone_without_a_schedule_crashes_the_server() {
    for spec in ["TZ=UTC", "CRON_TZ=", "TZ=UTC\t@daily"] {
        assert_eq!(parse(spec), Err(CronError::Panic), "{spec}");
    }
}

#[test]
fn words_are_quoted_as_go_quotes_them() {
    assert_eq!(
        refused("\u{7}\u{1b}\u{ad}é\u{301}\u{e000}\"'\\ * * * *"),
        "failed to parse int from \u{7}\u{1b}\u{ad}é\u{301}\u{e000}\"'\\: strconv.Atoi: parsing \
         \"\\a\\x1b\\u00adé\u{301}\\ue000\\\"'\\\\\": invalid syntax"
    );
    assert_eq!(
        refused("@every 1é"),
        "failed to parse duration @every 1é: time: unknown unit \"\\xc3\\xa9\" in duration \"1\\xc3\\xa9\""
    );
}
