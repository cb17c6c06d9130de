//! Singular paths as rules write them: `task_params.params`, `vaults[0].name`, `['a key.with dots']`. Selectors that can match
//! many places are JSONPath, in [`crate::jsonpath`].

use crate::json::{Document, Node, Step};

/// Reads the steps of a path. `@` alone, or the empty text, is the node itself; a leading `.` is optional.
pub(crate) fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut out = Vec::new();
    let mut rest = text.strip_prefix('@').unwrap_or(text);
    let mut first = true;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (step, after) =
                bracket(inner).ok_or_else(|| format!("{text:?} is no path: write `key.key`, `[0]` or `['key']`"))?;
            out.push(step);
            rest = after;
        } else {
            let name = rest.strip_prefix('.').or(first.then_some(rest)).unwrap_or("");
            let end = name.find(['.', '[']).unwrap_or(name.len());
            if end == 0 || name[..end].contains(['*', '?', '$', ' ', '\'', '"']) {
                return Err(format!("{text:?} is no path to one value: write `key.key`, `[0]` or `['key']`"));
            }
            out.push(Step::Key(name[..end].to_owned()));
            rest = &name[end..];
        }
        first = false;
    }
    Ok(out)
}

fn bracket(inner: &str) -> Option<(Step, &str)> {
    for quote in ['\'', '"'] {
        if let Some(body) = inner.strip_prefix(quote) {
            let end = body.find(quote)?;
            return Some((Step::Key(body[..end].to_owned()), body[end + 1..].strip_prefix(']')?));
        }
    }
    let (index, after) = inner.split_once(']')?;
    Some((Step::Index(index.parse().ok()?), after))
}

/// Follows steps from a node.
pub(crate) fn follow(doc: &Document, node: Node, steps: &[Step]) -> Option<Node> {
    steps.iter().try_fold(node, |at, step| match step {
        Step::Key(key) => doc.get(at, key.as_str()),
        Step::Index(index) => doc.get(at, *index),
    })
}
