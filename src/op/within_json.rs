//! `within_json`: operations inside JSON that is kept as text.

use super::otherwise::Otherwise;
use super::{Example, OperationKind, read_all};
use crate::edit::{Draft, NamedOperation, Operation, Selected, Writes, edit_inner, inner_document};
use crate::jsonpath::Selector;
use crate::rule::{Fields, RuleReader, Yaml, read_selector};

pub(super) const KIND: OperationKind = OperationKind {
    name: "within_json",
    doc: "Runs operations inside JSON that is kept as text: `within_json: {key: k, …operations}`, or a list of these.\n\n\
          The operations act on the outermost value of the text, or on what `select` finds in it (`$` is the text's own outermost value). In \
          values, `@` is the node inside the text, `$` and joins speak of the backup. What nothing changes keeps its formatting. Empty text \
          and members that are no text stay; `otherwise` says what happens to text that is not JSON: `error` (default), `keep`, `remove`, \
          `{value: v}`. Operations that look at the whole document cannot stand here.",
    options: &[],
    examples: &[Example {
        title: "a variable renamed in every variable group",
        rule: "select: $.environments[*]\nwithin_json: {key: json, rename_key: {ansible_ssh_user: ansible_user}}",
        given: r#"{"environments": [{"json": "{ \"ansible_ssh_user\": \"deploy\", \"port\": 22 }", "name": "prod"}, {"json": "", "name": "empty"}]}"#,
        expect: r#"{"environments": [{"json": "{ \"ansible_user\": \"deploy\", \"port\": 22 }", "name": "prod"}, {"json": "", "name": "empty"}]}"#,
    }],
    in_json: false,
    read,
    schema: crate::pack::schema::within_json,
};

/// Operations inside one member.
#[derive(Debug)]
struct Part {
    key: String,
    select: Option<Selector>,
    operations: Vec<NamedOperation>,
    otherwise: Otherwise,
}

#[derive(Debug)]
struct WithinJson(Vec<Part>);

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let parts = RuleReader::one_or_more(value).iter().filter_map(|part| read_part(reader, part)).collect();
    Some(Box::new(WithinJson(parts)))
}

fn read_part(reader: &mut RuleReader<'_>, value: &Yaml) -> Option<Part> {
    let mut fields = reader.fields(value, "`{key: k, …operations}`")?;
    let key =
        fields.need(reader, "key", "the member that holds JSON text").and_then(|key| reader.text(key, "the key of a member"));
    let select = fields.take("select").and_then(|select| read_selector(reader, select));
    let otherwise = Otherwise::take(reader, &mut fields);
    let operations = read_all(reader, &mut fields, true);
    fields.finish(reader, "`within_json`");
    if operations.is_empty() && reader.mistakes.is_empty() {
        reader.wrong(value, "no operation in `within_json`");
    }
    Some(Part { key: key?, select, operations, otherwise })
}

impl Operation for WithinJson {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().map(|part| part.key.clone()).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        for part in &self.0 {
            let Some(node) = draft.doc.get(target.node, part.key.as_str()) else { continue };
            let Some(text) = draft.doc.text(node).filter(|text| !text.trim().is_empty()) else { continue };
            let Some(inner) = inner_document(&text) else {
                part.otherwise.propose(draft, target, node, "the text is not JSON");
                continue;
            };
            let nodes = match &part.select {
                Some(select) => select.select(&inner, inner.root()),
                None => vec![inner.root()],
            };
            let targets: Vec<Selected> = nodes.into_iter().map(|node| Selected { node, found: target.found.clone() }).collect();
            edit_inner(draft, inner, &part.operations, &targets, node);
        }
    }
}
