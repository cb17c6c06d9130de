//! Parameters of templates and tasks, by app: which a server reads, what kind of value each must be, and Go's words when one is not.
//! A server holds them as a free object: it writes them out by the order of their keys and reads that into its structure, in which
//! letter case does not count.

use super::fields::folds_to;
use super::version::Version;
use crate::json::{Document, Kind, Node};
use crate::sorting::sort_by;

/// What a parameter must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// `true` or `false`.
    Flag,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A whole number.
    Whole,
}

impl Needs {
    /// In a message for people.
    pub(crate) const fn in_words(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::Text => "text",
            Self::Texts => "a list of texts",
            Self::Whole => "a whole number",
        }
    }
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    since: Option<Version>,
}

/// The parameters of a structure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameters {
    /// Go's name of the structure.
    structure: &'static str,
    list: &'static [Parameter],
}

const fn flag(name: &'static str) -> Parameter {
    Parameter { name, needs: Needs::Flag, since: None }
}

const fn text(name: &'static str) -> Parameter {
    Parameter { needs: Needs::Text, ..flag(name) }
}

const fn texts(name: &'static str) -> Parameter {
    Parameter { needs: Needs::Texts, ..flag(name) }
}

const fn whole(name: &'static str) -> Parameter {
    Parameter { needs: Needs::Whole, ..flag(name) }
}

impl Parameter {
    const fn since(self, since: Version) -> Self {
        Self { since: Some(since), ..self }
    }
}

/// The first version with options of `ansible-galaxy`.
const GALAXY: Version = Version::new(2, 20, 0).alpha(1);

/// Of templates of Ansible.
pub(crate) const ANSIBLE_TEMPLATE: Parameters = Parameters {
    structure: "AnsibleTemplateParams",
    list: &[
        flag("allow_debug"),
        flag("allow_override_inventory"),
        flag("allow_override_limit"),
        flag("allow_override_tags"),
        flag("allow_override_skip_tags"),
        texts("limit"),
        texts("tags"),
        texts("skip_tags"),
        flag("skip_galaxy_install").since(GALAXY),
        flag("allow_override_skip_galaxy_install").since(GALAXY),
        flag("hide_dry_run").since(GALAXY),
        flag("hide_diff").since(GALAXY),
        texts(ROLE_ARGS).since(GALAXY),
        texts(COLLECTION_ARGS).since(GALAXY),
    ],
};
/// Arguments of `ansible-galaxy role install`.
pub(super) const ROLE_ARGS: &str = "galaxy_role_args";
/// Arguments of `ansible-galaxy collection install`.
pub(super) const COLLECTION_ARGS: &str = "galaxy_collection_args";
/// Of templates of Terraform and its kin.
pub(crate) const TERRAFORM_TEMPLATE: Parameters = Parameters {
    structure: "TerraformTemplateParams",
    list: &[
        flag("allow_destroy"),
        flag("allow_auto_approve"),
        flag("auto_approve"),
        flag("override_backend"),
        text("backend_filename"),
    ],
};
/// Of tasks of Ansible.
pub(crate) const ANSIBLE_TASK: Parameters = Parameters {
    structure: "AnsibleTaskParams",
    list: &[
        flag("debug"),
        flag("dry_run"),
        flag("diff"),
        whole("debug_level"),
        texts("limit"),
        texts("tags"),
        texts("skip_tags"),
    ],
};
/// Of tasks of Terraform and its kin.
pub(crate) const TERRAFORM_TASK: Parameters = Parameters {
    structure: "TerraformTaskParams",
    list: &[flag("plan"), flag("destroy"), flag("auto_approve"), flag("upgrade"), flag("reconfigure")],
};

/// A value that the server cannot read.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub(crate) node: Node,
    pub(crate) parameter: &'static Parameter,
    /// The server's words.
    pub(crate) words: String,
}

impl Parameters {
    /// The parameter that a key means.
    pub(crate) fn get(self, key: &str) -> Option<&'static Parameter> {
        let exact = self.list.iter().find(|parameter| parameter.name == key);
        exact.or_else(|| self.list.iter().find(|parameter| folds_to(key, parameter.name)))
    }

    /// Names of all of them.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.list.iter().map(|parameter| parameter.name)
    }

    /// The first value that a server of the version cannot read.
    pub(crate) fn mismatch(self, doc: &Document, object: Node, version: Version) -> Option<Mismatch> {
        if doc.is_empty(object) {
            return None;
        }
        let mut members: Vec<_> = doc.members(object).map(|(key, value)| (key.text(), value)).collect();
        sort_by(&mut members, |a, b| a.0.cmp(&b.0));
        members.into_iter().find_map(|(key, node)| {
            let parameter = self.get(&key).filter(|parameter| parameter.since.is_none_or(|since| since <= version))?;
            let (found, wanted) = unreadable(doc, node, parameter.needs)?;
            let field = format!("{}.{}", self.structure, parameter.name);
            let words = format!("json: cannot unmarshal {found} into Go struct field {field} of type {wanted}");
            Some(Mismatch { node, parameter, words })
        })
    }
}

/// A parameter whatever the letter case of its key, unless it is null; the key that is last by bytes counts.
pub(crate) fn parameter(doc: &Document, object: Node, name: &str) -> Option<Node> {
    let mut found: Option<(std::borrow::Cow<'_, str>, Node)> = None;
    for (key, node) in doc.members(object) {
        let key = key.text();
        if (key == name || folds_to(&key, name)) && found.as_ref().is_none_or(|(last, _)| *last <= key) {
            found = Some((key, node));
        }
    }
    found.map(|(_, node)| node).filter(|node| doc.kind(*node) != Kind::Null)
}

/// Go's names of what is there and of what it reads, where the two differ.
fn unreadable(doc: &Document, value: Node, needs: Needs) -> Option<(String, &'static str)> {
    let kind = doc.kind(value);
    let found = |kind| go_kind(kind).to_owned();
    if kind == Kind::Null {
        return None;
    }
    match needs {
        Needs::Flag => (kind != Kind::Bool).then(|| (found(kind), "bool")),
        Needs::Text => (kind != Kind::String).then(|| (found(kind), "string")),
        Needs::Whole if kind == Kind::Number => {
            let number = doc.number(value)?;
            let text = go_json(number);
            text.parse::<i64>().is_err().then(|| (format!("number {text}"), "int"))
        }
        Needs::Whole => Some((found(kind), "int")),
        Needs::Texts if kind == Kind::Array => {
            let bad = doc.elements(value).find(|element| !matches!(doc.kind(*element), Kind::String | Kind::Null))?;
            Some((found(doc.kind(bad)), "string"))
        }
        Needs::Texts => Some((found(kind), "[]string")),
    }
}

/// Go's name of what a JSON value is.
pub(crate) const fn go_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "bool",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Object => "object",
    }
}

/// A number as Go writes it into JSON.
fn go_json(number: f64) -> String {
    let small = number != 0.0 && number.abs() < 1e-6;
    if small || number.abs() >= 1e21 { exponential(number) } else { number.to_string() }
}

/// A number as Go prints it where text was expected: with an exponent from seven digits on.
pub(crate) fn go_print(number: f64) -> String {
    let tiny = number != 0.0 && number.abs() < 1e-4;
    if !tiny && number.abs() < 1e6 {
        return number.to_string();
    }
    let text = exponential(number);
    // Go writes two digits at least.
    match text.split_once('e') {
        Some((digits, exponent)) if exponent.len() == 2 => format!("{digits}e{}0{}", &exponent[..1], &exponent[1..]),
        _ => text,
    }
}

fn exponential(number: f64) -> String {
    let text = format!("{number:e}");
    if text.contains("e-") { text } else { text.replace('e', "e+") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(parameters: Parameters, text: &str) -> Option<String> {
        let doc = Document::parse(text.as_bytes().to_vec()).unwrap();
        parameters.mismatch(&doc, doc.root(), Version::new(2, 20, 0)).map(|mismatch| mismatch.words)
    }

    #[test]
    fn the_first_key_by_its_bytes_is_named_in_go_s_words() {
        for (text, said) in [
            (r#"{"tags": 1, "skip_tags": "x"}"#, "string into Go struct field AnsibleTemplateParams.skip_tags of type []string"),
            (r#"{"limit": ["a"], "Limit": "a"}"#, "string into Go struct field AnsibleTemplateParams.limit of type []string"),
            (r#"{"sKip_tags": ["a", [1]]}"#, "array into Go struct field AnsibleTemplateParams.skip_tags of type string"),
            (r#"{"hide_diff": 1}"#, "number into Go struct field AnsibleTemplateParams.hide_diff of type bool"),
        ] {
            assert_eq!(words(ANSIBLE_TEMPLATE, text), Some(format!("json: cannot unmarshal {said}")), "{text}");
        }
        assert_eq!(words(ANSIBLE_TEMPLATE, r#"{"limit": null, "tags": [null], "foo": 1, "allow_debug": true}"#), None);
        let level = |level: &str| words(ANSIBLE_TASK, &format!(r#"{{"debug_level": {level}}}"#));
        assert_eq!((level("3.0"), level("3e2")), (None, None));
        assert!(level("1.5").is_some_and(|words| words.contains("number 1.5 into")));
        assert!(level("1e21").is_some_and(|words| words.contains("number 1e+21 into")));
    }

    #[test]
    fn numbers_as_go_prints_them() {
        for (number, text) in [
            (14.0, "14"),
            (999_999.0, "999999"),
            (1e6, "1e+06"),
            (12_345_678_901.0, "1.2345678901e+10"),
            (0.5, "0.5"),
            (0.00001, "1e-05"),
            (2.5e-7, "2.5e-07"),
        ] {
            assert_eq!(go_print(number), text);
        }
    }
}
