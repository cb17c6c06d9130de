//! `--existing-names`: names of the projects that are on a server, in the forms in which people have such lists. A list that cannot be
//! understood is refused: it would say that no name is taken.

use std::collections::HashSet;
use std::path::PathBuf;

use serde_json::Value;

use super::exit::Exit;
use super::ui::Ui;
use crate::finding::Code;

/// Names of projects, from a file; `None`, with a message printed, if it cannot be read.
pub(super) fn existing_names(file: Option<&PathBuf>, ui: &mut Ui) -> Option<HashSet<String>> {
    let Some(path) = file else { return Some(HashSet::new()) };
    match crate::files::read(path) {
        Ok(bytes) => {
            let names = names(&bytes);
            if names.is_none() {
                let help = "one name a line, or the answer of GET /api/projects";
                ui.error(Exit::Usage, &format!("{}: no names of projects are in it", path.display()), Some(help));
            }
            names
        }
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            None
        }
    }
}

fn names(bytes: &[u8]) -> Option<HashSet<String>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).ok()?.trim();
    match text.chars().next() {
        Some('[' | '{') => of_json(text),
        Some('<') => None,
        _ => of_lines(text),
    }
}

/// What the API answers, objects one a line, texts, or one of them under a key.
fn of_json(text: &str) -> Option<HashSet<String>> {
    let values: Vec<Value> = serde_json::Deserializer::from_str(text).into_iter().collect::<Result<_, _>>().ok()?;
    values.iter().map(of_value).collect::<Option<Vec<_>>>().map(|names| names.into_iter().flatten().collect())
}

fn of_value(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(name) => Some(vec![name.clone()]),
        Value::Array(list) => list.iter().map(of_value).collect::<Option<Vec<_>>>().map(|names| names.concat()),
        Value::Object(members) => {
            if let Some(name) = members.get("name") {
                return Some(vec![name.as_str()?.to_owned()]);
            }
            let mut lists = members.values().filter(|member| member.is_array());
            lists.next().filter(|_| lists.next().is_none()).and_then(of_value)
        }
        _ => None,
    }
}

/// One a line, also as a list of YAML or in quotes. A table has more than names.
fn of_lines(text: &str) -> Option<HashSet<String>> {
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_head = |line: &&str| {
        let mut columns = line.split([',', ';', '\t']).map(|column| column.trim_matches('"').trim());
        columns.clone().count() > 1 && columns.any(|column| column.eq_ignore_ascii_case("name"))
    };
    if lines.first().is_some_and(is_head) {
        return None;
    }
    if let Some(bare) = lines.iter().map(|line| line.strip_prefix("- ")).collect::<Option<Vec<_>>>() {
        lines = bare;
    }
    for quote in ['"', '\''] {
        let inside = lines.iter().map(|line| line.strip_prefix(quote)?.strip_suffix(quote));
        if let Some(bare) = inside.collect::<Option<Vec<_>>>() {
            lines = bare;
        }
    }
    Some(lines.into_iter().map(|line| line.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_read_in_every_form_that_people_have_them_in() {
        for text in [
            "Home lab\nB\n",
            "\u{feff}Home lab\r\nB\r\n",
            "  Home lab \n\nB",
            "\"Home lab\"\n\"B\"\n",
            "- Home lab\n- B\n",
            "- 'Home lab'\n- 'B'\n",
            "[\"Home lab\", \"B\"]",
            "[{\"id\": 1, \"name\": \"Home lab\"}, {\"name\": \"B\"}]",
            "{\"data\": [{\"name\": \"Home lab\"}, {\"name\": \"B\"}], \"total\": 2}",
            "{\"name\": \"Home lab\"}\n{\"name\": \"B\"}\n",
        ] {
            let mut found: Vec<_> = names(text.as_bytes()).unwrap_or_else(|| panic!("{text}")).into_iter().collect();
            found.sort();
            assert_eq!(found, ["B", "Home lab"], "{text}");
        }
        assert_eq!(names(b"[]").map(|names| names.len()), Some(0), "a server without projects");
    }

    #[test]
    fn what_is_no_list_of_names_is_refused() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("Home".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(names(&utf16), None);
        for text in ["<html></html>", "id,name\n1,Home lab\n", "{\"error\": \"Unauthorized\"}", "[1, 2]", "[{\"id\": 1}]"] {
            assert_eq!(names(text.as_bytes()), None, "{text}");
        }
    }
}
