//! What a server would do with the file, as `semxform check` finds it.

use serde_json::json;

use super::answer::{Failure, PageAnswer, entries, tone};
use super::question::Question;
use crate::check::{self, MOST_USERS, Options};
use crate::detect::{self, Detected};
use crate::finding::MOST;
use crate::input;
use crate::json::{Document, PlaceCache};
use crate::report::emit::view;
use crate::report::envelope::FileEntry;
use crate::report::{Source, judged, origin, verdict};
use crate::run;
use crate::semaphore::{Band, Db, Release, omissions};

/// The verdict, the findings, and what is left to do after the restore.
pub(super) fn check(question: &Question, file: Vec<u8>) -> Result<PageAnswer, Failure> {
    let parsed = Document::parse_or_return(file);
    let doc = parsed.as_ref().ok();
    let detected = doc.map(detect::detect);
    let fallback = || detected.as_ref().map_or_else(Release::newest_stable, Detected::default_target);
    let named = question.release()?;
    let doubt = detected.as_ref().filter(|_| named.is_none()).and_then(origin::doubt);
    let release = named.unwrap_or_else(fallback);
    let dbs = Db::of_server(&release, &question.dbs()?).map_err(|error| Failure::new(error.to_string()))?;
    let options = Options { most: MOST, ..Options::default() };
    let report = match &parsed {
        Ok(doc) => {
            let mut report = check::judge(doc, &release, &dbs, &options);
            if !question.quick {
                run::prove(&mut report, doc, &release, &dbs, &options);
            }
            report
        }
        Err((bytes, error)) => check::refuse(bytes, error, &release, &dbs),
    };
    let source = match &parsed {
        Ok(doc) => Source::document(&question.name, doc),
        Err((bytes, _)) => Source::broken_json(&question.name, bytes),
    };
    let entry = FileEntry {
        detected: detected.as_ref().map(origin::entry),
        findings: entries(question.secrets(), &source, &report.findings),
        ..judged::of_check(&question.name, &release, &dbs, &report)
    };
    if let Some(format) = &question.report {
        return PageAnswer::report(format, entry);
    }
    let is_backup = doc.is_some_and(|doc| input::unusable(doc).is_none());
    let mut places = PlaceCache::new();
    let secrets = report.to_enter.iter().zip(doc.into_iter().cycle());
    let secrets: Vec<_> = secrets.map(|(secret, doc)| secret.describe(doc, &mut places, MOST_USERS).line()).collect();
    let bands = detected.as_ref().filter(|_| is_backup).and_then(|d| Some((*d.bands.first()?, *d.bands.last()?)));
    let remarks = [doubt, release.note.clone(), verdict::not_kept(&report.left_out)].into_iter().flatten().collect::<Vec<_>>();
    Ok(PageAnswer::new(&json!({
        "file": view::file(&entry),
        "verdict": verdict::sentence(&release, &report),
        "short": verdict::total(&report),
        "tone": tone(&entry),
        "counted": if report.is_of_no_backup() { "no_backup" } else { report.outcome.name() },
        "remarks": remarks,
        "target": release.to_string(),
        "supported": supported(release.band),
        "detected": detected.as_ref().map(|found| Origin { default: found.default_target().to_string(), entry: origin::entry(found) }),
        "is_backup": is_backup,
        "secrets": secrets,
        "never_held": bands.map(|bands| omissions(bands, release.band)).unwrap_or_default(),
    })))
}

/// The version that wrote the file, and the one that it is looked at for.
#[derive(serde::Serialize)]
struct Origin {
    default: String,
    #[serde(flatten)]
    entry: crate::report::envelope::Detected,
}

fn supported(band: Band) -> Vec<&'static str> {
    Db::ALL.into_iter().filter(|db| db.supported(band)).map(Db::name).collect()
}
