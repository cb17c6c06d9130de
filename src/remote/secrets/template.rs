//! The form to fill: every secret of a backup by name, with what uses it.

use std::fmt::Write as _;

use super::{is_of_key, to_enter};
use crate::check::{self, Secret};
use crate::extras::Extras;
use crate::json::Document;
use crate::semaphore::api;
use crate::semaphore::{Db, Release};
use crate::text::safe::line;

/// The form for a backup of a release. With extras it also knows which variable group has which secret.
#[must_use]
pub(crate) fn template(doc: &Document, release: &Release, extras: Option<&Extras>) -> String {
    let dbs = Db::of_server(release, &[]).unwrap_or_default();
    let all = to_enter(doc, &check::judge(doc, release, &dbs, &check::Options::default()));
    let mut text = String::from(
        "# Fill in what you know and leave the rest empty: a text in quotes, {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}.\n\
         # Then: semxform secrets apply --server SERVER --project NAME --from THIS-FILE\n",
    );
    let (own, owned): (Vec<&Secret>, Vec<&Secret>) = all.iter().partition(|secret| is_of_key(secret));
    if !own.is_empty() {
        text.push_str("keys:\n");
    }
    for secret in own {
        if !secret.used_by.is_empty() {
            let _ = writeln!(text, "  # used by {}", line(&secret.used_by.join(", ")));
        }
        let parts = api::SECRETS_OF_KEYS.iter().find(|(kind, ..)| *kind == secret.r#type).map_or(&[][..], |(_, _, parts)| parts);
        if parts.is_empty() {
            let _ = writeln!(text, "  {}: \"\"", quoted(&secret.key));
        } else {
            let _ = writeln!(text, "  {}:", quoted(&secret.key));
            for part in parts {
                let _ = writeln!(text, "    {part}: \"\"");
            }
        }
    }
    let groups = extras.map(|extras| &extras.environments);
    let known: Vec<_> = groups.into_iter().flatten().filter(|(_, group)| !group.secrets.is_empty()).collect();
    if known.is_empty() {
        let loose: Vec<&Secret> = owned.into_iter().filter(|secret| kind_of(&secret.owner).is_some()).collect();
        if !loose.is_empty() {
            text.push_str("# Secrets of variable groups; which group has which is in no backup, so name the group:\n# environments:\n#   GROUP:\n");
        }
        for secret in loose {
            let kind = kind_of(&secret.owner).unwrap_or_default();
            let _ = writeln!(text, "#     {}: {{type: {kind}, value: \"\"}}", quoted(&secret.key));
        }
        return text;
    }
    text.push_str("environments:\n");
    for (name, group) in known {
        let _ = writeln!(text, "  {}:", quoted(name));
        for secret in &group.secrets {
            let _ = writeln!(text, "    {}: {{type: {}, value: \"\"}}", quoted(&secret.name), secret.kind);
        }
    }
    text
}

/// The type of a group's secret of which the key has that owner.
fn kind_of(owner: &str) -> Option<&'static str> {
    api::TYPES_OF_GROUP_SECRETS.iter().find(|(_, known)| *known == owner).map(|(kind, _)| *kind)
}

/// A name in double quotes, as YAML and JSON read it.
fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::*;
    use crate::extras::{EnvironmentExtras, SecretName};

    const FILE: &str = r#"{"meta": {"name": "Lab"}, "keys": [{"name": "None", "type": "none"}, {"name": "deploy: \"x\"", "type": "ssh", "owner": ""},
        {"name": "api", "type": "string", "owner": ""}, {"name": "DB", "type": "string", "owner": "environment"}],
        "repositories": [{"name": "infra", "git_url": "g", "git_branch": "main", "ssh_key": "deploy: \"x\""}]}"#;

    #[test]
    fn the_form_is_read_again_and_is_blank() {
        let release = Release::parse("2.16.45").unwrap();
        let doc = Document::parse(FILE.as_bytes().to_vec()).unwrap();
        let mut extras = Extras::default();
        let secrets = vec![SecretName { name: "DB".into(), kind: "env".into() }];
        extras.environments.insert("prod".into(), EnvironmentExtras { secrets, secret_storage: None });
        let text = template(&doc, &release, Some(&extras));
        for part in ["repositories[\"infra\"]", "private_key", "\"api\": \"\"", "\"DB\": {type: env"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        let form = Form::read(&text).unwrap();
        assert!(form.keys.is_empty() && form.environments.is_empty());
        let filled = Form::read(&text.replace("\"api\": \"\"", "\"api\": {env: A}").replace("value: \"\"", "value: v")).unwrap();
        assert_eq!((filled.keys.len(), filled.environments["prod"].len()), (1, 1));
        let without = template(&doc, &release, None);
        assert!(without.contains("# environments") && Form::read(&without).unwrap().environments.is_empty());
    }
}
