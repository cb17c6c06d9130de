//! Cron texts against what the servers answered.

use std::collections::HashMap;

use crate::semaphore::cron;

use crate::tests::support;

/// Servers from 2.17 on do not read `templates[].cron` any more.
fn reads_cron(server: &str) -> bool {
    !server.starts_with("2.17")
}

#[test]
fn every_recorded_cron_case_gets_the_servers_answer() {
    let oracle = support::oracle();
    let (mut accepted, mut refused) = (0, 0);
    for cases in support::files(&oracle.join("cases"), "jsonl") {
        let specs: HashMap<String, String> = support::lines(&cases)
            .into_iter()
            .filter(|case| case["case"].as_str().unwrap().contains("/cron/templates.cron/"))
            .map(|case| (case["case"].as_str().unwrap().to_owned(), case["patch"][0]["value"].as_str().unwrap().to_owned()))
            .collect();
        let verdicts = support::lines(&oracle.join("verdicts").join(cases.file_name().unwrap()));
        for verdict in verdicts.iter().filter(|v| reads_cron(v["target"].as_str().unwrap())) {
            let Some(spec) = verdict["case"].as_str().and_then(|case| specs.get(case)) else { continue };
            let said = verdict["error"].as_str().and_then(|e| e.strip_prefix("error at templates[0]: "));
            if verdict["outcome"] == "restored" {
                assert_eq!(cron::parse(spec), Ok(()), "{verdict}");
                accepted += 1;
            } else if let Some(words) = said.filter(|words| !words.contains("exist")) {
                assert_eq!(cron::parse(spec).unwrap_err().to_string(), words, "{verdict}");
                refused += 1;
            }
        }
    }
    println!("cron: {accepted} accepted, {refused} refused as recorded");
    assert!(accepted > 100 && refused > 100);
}
