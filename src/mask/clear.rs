//! Takes what is masked out of a text, so that what is left means the same without it.

use std::ops::Range;

use super::Place;
use super::fragment;

/// Without some secrets a text that is no proper JSON may read as if it had others. What still has some after so many rounds goes as a
/// whole.
const ROUNDS: usize = 8;

/// The text at `place` without its secrets; `None` where it has none. `whole` takes the place of a text that is secret as a whole.
#[must_use]
pub(crate) fn cleared(text: &str, place: Place, whole: &str) -> Option<String> {
    let mut out = once(text, place, whole)?;
    for _ in 0..ROUNDS {
        match once(&out, place, whole) {
            Some(next) => out = next,
            None => return (out != text).then_some(out),
        }
    }
    Some(whole.to_owned())
}

/// One round.
fn once(text: &str, place: Place, whole: &str) -> Option<String> {
    let hidden = fragment::in_plain(text, place);
    if hidden.is_empty() {
        return None;
    }
    if hidden.first().is_some_and(|first| *first == (0..text.len())) {
        return (text != whole).then(|| whole.to_owned());
    }
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for range in hidden.into_iter().filter_map(|range| within(text, range)) {
        // Nested finds are gone with the first one.
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(instead(text, &range));
        at = range.end;
        // `https://token@host` has no `@` without its token.
        if out.ends_with("//") && text[at..].starts_with('@') {
            at += 1;
        }
    }
    out.push_str(&text[at..]);
    (out != text).then_some(out)
}

/// The range, if it is one of characters.
fn within(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    text.get(range.clone()).map(|_| range)
}

/// What stands for a secret inside of a text: nothing between quotes, an empty word where one is needed.
fn instead(text: &str, secret: &Range<usize>) -> &'static str {
    let (before, behind) = (&text[..secret.start], &text[secret.end..]);
    let is_json = text.trim_start().starts_with(['{', '[']);
    let is_number = text[secret.clone()].bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let blank = before.trim_end();
    if before.ends_with(['"', '\''])
        || text[secret.clone()].contains('\n')
        || behind.starts_with(['@', '"', '\'']) && before.ends_with(':')
    {
        ""
    } else if is_json && is_number && blank.ends_with([':', ',', '[']) && !behind.starts_with('"') {
        "null"
    } else if blank.ends_with(['=', ':']) && !before.ends_with("://") || is_behind_switch(before) {
        "''"
    } else {
        ""
    }
}

/// Whether a text ends in `--token `, whose value is the next word.
fn is_behind_switch(before: &str) -> bool {
    let word = before.trim_end();
    word.len() < before.len() && word.rsplit(char::is_whitespace).next().is_some_and(|word| word.starts_with("--"))
}
