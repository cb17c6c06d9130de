//! `html`: one page without script, for people who prefer to look: verdict, findings with their lines, losses, changes.

use super::view::{ChangeView, FileView, FindingView, Group, LossView, file, line, totals};
use super::{Emit, Envelope, Extras, counted, findings};
use crate::text::safe;

/// What is before the first text of the body: style sheet and rules for browsers.
const HEAD: &str = include_str!("head.html");

/// A page to look at.
#[derive(Debug)]
pub(super) struct Html;

impl Emit for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "One page without script, to look at and to print"
    }

    fn extras(&self) -> Extras {
        Extras { windows: true, ..Extras::default() }
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let files: Vec<FileView> = envelope.files.iter().map(file).collect();
        let totals = totals(findings(envelope).map(|(_, finding)| finding));
        let mut page = Page::default();
        let (before, behind) = HEAD.split_once("{{ totals }}").unwrap_or((HEAD, ""));
        page.markup(before).text(&totals).markup(behind);
        page.markup("<header>\n<h1>").text(&totals).markup(" in ").text(&counted(files.len(), "file"));
        page.markup("</h1>\n").put("<p class=\"soft\">", &line(&envelope.tool), "</p>\n");
        page.maybe("<p class=\"error\">", envelope.error.as_ref().map(|error| safe::styled(&error.message)).as_deref(), "</p>");
        page.markup("\n");
        if files.len() > 1 {
            page.markup("<nav aria-label=\"Files\"><ul>\n");
            for (file, number) in files.iter().zip(1..) {
                page.contents(file, number);
            }
            page.markup("</ul></nav>");
        }
        page.markup("\n</header>\n<main>\n");
        for (file, number) in files.iter().zip(1..) {
            page.file(file, number);
        }
        page.markup("</main>\n</body>\n</html>\n");
        page.0
    }
}

/// The page as it is written: markup is a text of the program, everything else is escaped.
#[derive(Default)]
struct Page(String);

impl Page {
    fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.push_str(&safe::html(text));
        self
    }

    /// A text between two pieces of markup.
    fn put(&mut self, before: &'static str, text: &str, behind: &'static str) -> &mut Self {
        self.markup(before).text(text).markup(behind)
    }

    /// The same of what may not be there, or have nothing in it.
    fn maybe(&mut self, before: &'static str, text: Option<&str>, behind: &'static str) -> &mut Self {
        match text {
            Some(text) if !text.is_empty() => self.put(before, text, behind),
            _ => self,
        }
    }

    /// A value, which may be an empty text.
    fn value(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.put("<code>", value, "</code>"),
            None => self,
        }
    }

    /// A file in the list of files.
    fn contents(&mut self, file: &FileView, number: usize) {
        self.put("<li><a href=\"#file-", &number.to_string(), "\">").put("<code>", &file.path, "</code></a> ");
        self.markup(match (file.good, &file.outcome) {
            (true, _) => "<span class=\"good\">",
            (false, Some(_)) => "<span class=\"error\">",
            (false, None) => "<span class=\"soft\">",
        });
        self.text(&file.totals).markup("</span></li>\n");
    }

    fn file(&mut self, file: &FileView, number: usize) {
        self.put("<section id=\"file-", &number.to_string(), "\">\n").put("<h2><code>", &file.path, "</code></h2>\n");
        match &file.outcome {
            Some(outcome) => {
                self.markup(if file.good { "<p class=\"good\">" } else { "<p class=\"error\">" });
                self.put("<span class=\"severity\">Semaphore ", file.target.as_deref().unwrap_or_default(), " ");
                self.text(outcome).put("</span>: ", &file.totals, "</p>\n")
            }
            None => self.put("<p>", &file.totals, "</p>\n"),
        };
        self.maybe("<p>Written to <code>", file.written.as_deref(), "</code></p>").markup("\n");
        file.groups.iter().for_each(|group| self.group(group));
        self.markup("\n");
        if !file.losses.is_empty() {
            self.table("Losses", &["What", "Entity", "Value", "Rule"]);
            file.losses.iter().for_each(|loss| self.loss(loss));
            self.markup("</tbody></table></div>");
        }
        self.markup("\n");
        if !file.changes.is_empty() {
            self.table("Changes", &["Entity", "Place", "Before", "After", "Rule"]);
            file.changes.iter().for_each(|change| self.change(change));
            self.markup("</tbody></table></div>");
        }
        self.markup("\n</section>\n");
    }

    fn group(&mut self, group: &Group) {
        let severity = group.severity.name();
        self.put("<h3><span class=\"severity ", severity, "\">").text(severity);
        self.put("</span> <a href=\"", &group.url, "\" rel=\"noreferrer\">").text(group.code).put(
            "</a> ",
            group.title,
            "</h3>\n",
        );
        group.findings.iter().for_each(|finding| self.finding(finding));
    }

    fn finding(&mut self, finding: &FindingView) {
        self.put("<article>\n<p>", &finding.message, "");
        self.markup(if finding.was_there_before { " <span class=\"soft\">(was there before)</span></p>\n" } else { "</p>\n" });
        if finding.entity.is_some() || finding.line.is_some() {
            self.markup("<p class=\"soft\">").maybe("<code>", finding.entity.as_deref(), "</code>");
            if let (Some(line), Some(column)) = (finding.line, finding.column) {
                self.put(" line ", &line.to_string(), ", column ").text(&column.to_string());
            }
            self.markup("</p>");
        }
        self.markup("\n");
        if !finding.window.is_empty() {
            self.markup("<pre tabindex=\"0\">");
            for line in &finding.window {
                self.put("<span class=\"number\">", &line.number, " </span>").text(&line.before);
                self.maybe("<mark>", Some(&line.mark), "</mark>").put("", &line.after, "\n");
            }
            self.markup("</pre>");
        }
        self.markup("\n");
        if !finding.details.is_empty() {
            self.markup("<dl>");
            for (label, text) in &finding.details {
                self.put("<dt>", label, "</dt>").put("<dd>", text, "</dd>");
            }
            self.markup("</dl>");
        }
        self.markup("\n</article>\n");
    }

    /// A heading and a table up to its first row.
    fn table(&mut self, title: &'static str, columns: &[&'static str]) {
        self.put("<h3>", title, "</h3>\n").markup("<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
        for column in columns {
            self.put("<th scope=\"col\">", column, "</th>");
        }
        self.markup("</tr></thead><tbody>\n");
    }

    fn loss(&mut self, loss: &LossView) {
        self.put("<tr><td>", &loss.what, if loss.accepted { " <span class=\"soft\">(accepted)</span></td>" } else { "</td>" });
        self.put("<td><code>", &loss.entity, "</code></td><td>").value(loss.value.as_deref());
        self.put("</td><td>", &loss.rule, "</td></tr>\n");
    }

    fn change(&mut self, change: &ChangeView) {
        self.put("<tr><td><code>", &change.entity, "</code></td>").put("<td><code>", &change.pointer, "</code></td><td>");
        self.value(change.before.as_deref()).markup("</td><td>");
        if let Some(renamed) = &change.renamed {
            self.markup("key ").value(Some(renamed));
        }
        self.value(change.after.as_deref()).put("</td><td>", &change.rule, "</td></tr>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::envelope::{FileEntry, FindingEntry};

    #[test]
    fn names_of_files_and_entities_are_text_and_not_markup() {
        let finding = FindingEntry {
            message: "<script>alert(1)</script>".into(),
            code: "SX301",
            severity: crate::finding::Severity::Error,
            ..FindingEntry::default()
        };
        let file = FileEntry { path: "\"><img src=x>\u{202e}".into(), findings: vec![finding], ..FileEntry::default() };
        let page = Html.emit(&Envelope { files: vec![file], ..Envelope::default() });
        assert!(page.ends_with("</html>\n"), "{page}");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("&lt;script&gt;") && page.contains("1 error"), "{page}");
    }
}
