//! What the browser page asks, and its answers: the library behind one function that takes JSON and a file and gives JSON and a file.
//! Judges nothing and words nothing: verdicts, findings, losses, receipts and reports are those of the command line.

mod answer;
mod check;
mod explain;
mod facts;
mod packs;
mod question;
mod run;

use question::{Ask, Question};

use answer::Failure;
pub use answer::PageAnswer;

/// Answers a question of the browser page. `question` is JSON: `ask` is `facts`, `code`, `pack`, `check`, `migrate`, `rules`, `explain` or
/// `totals`, and what else there is depends on it; `file` is the backup that it is about. The answer is meant for the page of the same
/// version.
///
/// ```
/// let backup = br#"{"meta": {"name": "Lab", "alert": "no"}}"#.to_vec();
/// let answer = semxform::page::answer(br#"{"ask": "check", "name": "lab.json", "target": "2.16.45", "db": ["mysql"]}"#, backup);
/// let text = String::from_utf8(answer.json).unwrap();
/// assert!(text.contains("Semaphore 2.16.45 would refuse this file"));
/// ```
///
/// A question that cannot be answered has an answer too: `{"error": {"message": …, "help": …}}`.
#[must_use]
pub fn answer(question: &[u8], file: Vec<u8>) -> PageAnswer {
    let answered = serde_json::from_slice::<Question>(question).map_err(|error| Failure::new(error.to_string()));
    let answered = answered.and_then(|question| match question.ask {
        Ask::Facts => Ok(facts::facts()),
        Ask::Code => facts::code(&question.text),
        Ask::Totals => Ok(facts::totals(&question.outcomes)),
        Ask::Pack => Ok(packs::look_at(&question)),
        Ask::Check => check::check(&question, file),
        Ask::Explain => explain::explain(&question, file),
        Ask::Migrate | Ask::Rules => run::run(&question, file),
    });
    answered.unwrap_or_else(Failure::into_answer)
}
