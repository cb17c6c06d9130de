//! The settings about findings: which of them fail, which are silenced, which reports are written; and the name of a server.

use std::ops::Range;

use clap::ValueEnum;

use super::{Ignore, Reader};
use crate::cli::reports::{self, ReportTarget};
use crate::cli::threshold::FailOn;
use crate::finding::{Code, codes};
use crate::rule::yaml::{Data, Yaml};
use crate::text::suggest::nearest;

impl Reader<'_> {
    /// `fail-on: warning`, or `fail-on: {default: error, SX601: warning}`.
    pub(super) fn fail_on(&mut self, value: &Yaml) {
        let Data::Map(members) = &value.data else {
            self.config.fail_on.default = self.severity(value);
            return;
        };
        for (key, value) in members {
            let severity = self.severity(value);
            let name = key.key_text();
            if name == "default" {
                self.config.fail_on.default = severity;
            } else if let (Some(code), Some(severity)) = (self.code(&name, &key.span), severity) {
                self.config.fail_on.codes.insert(code, severity);
            }
        }
    }

    fn severity(&mut self, value: &Yaml) -> Option<FailOn> {
        let text = self.text(value)?;
        let severity = FailOn::from_str(&text, false).ok();
        if severity.is_none() {
            self.mistake(value.span.clone(), format!("expected error, warning, info or never, found \"{text}\""), None);
        }
        severity
    }

    fn code(&mut self, name: &str, span: &Range<usize>) -> Option<Code> {
        let code = Code::ALL.iter().copied().find(|code| *code == name);
        if code.is_none() {
            let near = nearest(name, codes::all().map(|page| page.code.name())).map(|near| format!("did you mean {near}?"));
            self.mistake(span.clone(), format!("there is no finding code {name}"), near);
        }
        code
    }

    /// Paths are relative to the file.
    pub(super) fn report(&mut self, text: &str, span: Range<usize>) {
        match reports::target(text) {
            Ok(ReportTarget::File(format, path)) if path.as_os_str() != "-" => {
                let path = self.folder.join(path);
                if self.is_own(&path, span) {
                    self.config.reports.push(ReportTarget::File(format, path));
                }
            }
            Ok(target) => self.config.reports.push(target),
            Err(message) => self.mistake(span, message, None),
        }
    }

    /// `[{code, entity, reason}]`
    pub(super) fn ignore(&mut self, value: &Yaml) {
        let Data::List(items) = &value.data else {
            return self.mistake(value.span.clone(), format!("expected a list of entries, found {}", value.kind()), None);
        };
        for item in items {
            let Data::Map(members) = &item.data else {
                let help = Some("write {code: SX601, entity: …, reason: …}".to_owned());
                self.mistake(item.span.clone(), format!("expected an entry, found {}", item.kind()), help);
                continue;
            };
            let (mut code, mut entity, mut reason, mut named) = (None, None, None, false);
            for (key, value) in members {
                match key.key_text().as_str() {
                    "code" => {
                        named = true;
                        code = self.text(value).and_then(|text| self.code(&text, &value.span));
                    }
                    "entity" => entity = self.text(value),
                    "reason" => reason = self.text(value).filter(|text| !text.trim().is_empty()),
                    unknown => {
                        let help = Some("known keys: code, entity, reason".to_owned());
                        self.mistake(key.span.clone(), format!("unknown key \"{unknown}\""), help);
                    }
                }
            }
            if !named {
                self.mistake(item.span.clone(), "an entry of `ignore` needs a `code`", None);
            }
            if reason.is_none() {
                let help = Some("say why the finding does not matter: others will ask".to_owned());
                self.mistake(item.span.clone(), "an entry of `ignore` needs a `reason`", help);
            }
            if let Some(code) = code {
                self.config.ignore.push(Ignore { code, entity, span: item.span.clone() });
            }
        }
    }

    /// A name only: a repository that was cloned must not lead a token elsewhere.
    pub(super) fn server(&mut self, value: &Yaml) {
        let Some(name) = self.text(value) else { return };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || !name.chars().all(plain) {
            let help = Some("write the address into a profile of your own: servers.yaml in your configuration folder".to_owned());
            return self.mistake(value.span.clone(), "`server` takes the name of a profile and no address", help);
        }
        self.config.server = Some(name);
    }
}
