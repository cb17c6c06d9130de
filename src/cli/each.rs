//! Works on the inputs of a command, several at a time. What is printed does not depend on which of them is done first, and a panic in
//! one of them is an internal error of that one only.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::ui::Ui;
use crate::finding::Code;
use crate::parallel;

/// So many inputs are under way before their output is printed: memory does not grow with their number.
const UNDER_WAY: usize = 64;

/// Where the last panic happened, as the hook saw it.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Calls `work` for each item; output appears in the order of the items.
pub(super) fn each<T: Sync>(items: &[T], ui: &mut Ui, work: impl Fn(&T, &mut Ui) + Sync) {
    if let [only] = items {
        return guarded(only, ui, &work);
    }
    parallel::set_up();
    for part in items.chunks(UNDER_WAY) {
        let (setting, silence) = (ui.setting(), Arc::clone(&ui.silence));
        let done: Vec<Ui> = part
            .par_iter()
            .map(|item| {
                let mut own = Ui::collecting(setting, Arc::clone(&silence));
                guarded(item, &mut own, &work);
                own
            })
            .collect();
        for own in done {
            ui.absorb(own);
        }
    }
}

fn guarded<T>(item: &T, ui: &mut Ui, work: &impl Fn(&T, &mut Ui)) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| work(item, ui))) {
        internal_error(&panic_text(&*panic), ui);
    }
}

/// Keeps the words of panics for [`panic_text`] in place of printing them.
pub(super) fn catch_panics() {
    std::panic::set_hook(Box::new(|info| {
        let mut text = PANIC.lock().unwrap_or_else(PoisonError::into_inner);
        text.get_or_insert_with(|| info.to_string());
    }));
}

/// The words of a panic, with its place where the hook saw it.
pub(super) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let seen = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    let words = || panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
    seen.or_else(words).unwrap_or_default()
}

/// Reports a mistake of ours.
pub(super) fn internal_error(text: &str, ui: &mut Ui) {
    let help = "files are written whole or not at all; please report this: semxform explain SX901";
    ui.error_with_code(Code::SX901, &format!("internal error: {text}"), Some(help));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::Exit;
    use crate::cli::ui::{Stream, Ui};

    fn json_ui() -> Ui {
        Ui::new(&crate::cli::early_output(&["semxform".into(), "--format=json".into()]))
    }

    #[test]
    fn a_panic_in_one_file_of_many_is_an_internal_error_with_a_page_and_the_others_are_done() {
        let mut ui = Ui::collecting(json_ui().setting(), Arc::default());
        let numbers: Vec<usize> = (0..3 * UNDER_WAY).collect();
        each(&numbers, &mut ui, |number, ui| {
            assert_ne!(*number, 70, "a state that should not exist");
            ui.text(Stream::Out, &format!("{number}\n"));
        });
        let lines: Vec<String> = numbers.iter().filter(|number| **number != 70).map(usize::to_string).collect();
        let expected = lines.join("\n") + "\n";
        assert_eq!(ui.collected(Stream::Out), expected);
        assert_eq!((ui.exit(), ui.stopped_by()), (Exit::Usage, Some("SX901")));
    }
}
