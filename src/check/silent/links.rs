//! Names and links that do not come back as the file has them: equal names, build chains in the wrong order.

use std::collections::HashSet;

use crate::check::codes;
use crate::check::course::Course;
use crate::check::project::Names;
use crate::check::text::quoted;
use crate::check::verify::Index;

use super::warning;

/// Sections whose names an export makes unique.
const RENAMED: [&str; 11] = [
    "environments",
    "views",
    "schedules",
    "keys",
    "repositories",
    "inventories",
    "templates",
    "integrations",
    "roles",
    "runners",
    "workflows",
];

pub(super) fn links<'p>(course: &mut Course<'p>, index: &Index<'p>) {
    nameless(course);
    equal_names(course, index);
    build_templates(course, index);
}

/// Names that no step asks for.
fn nameless(course: &mut Course<'_>) {
    let project = course.project;
    for section in ["keys", "inventories", "views", "schedules", "secret_storages", "roles", "runners", "workflows"] {
        let key = project.name_key(section);
        for row in project.section(section) {
            // A view with the key of older versions has a finding of its own.
            let older = key == "title" && project.doc.get(row.node(), "name").is_some();
            if row.at(key).is_none() && !older {
                let finding =
                    warning(course, codes::NO_NAME, row.node(), format!("the entry has no `{key}`; its name becomes empty"));
                course.note(finding);
            }
        }
    }
}

/// Two entries with one name pass; links lead to the first, and the next export renames the other.
fn equal_names<'p>(course: &mut Course<'p>, index: &Index<'p>) {
    let project = course.project;
    for section in RENAMED {
        let key = project.name_key(section);
        let own = Names::of(project.section(section).filter(|_| section == "integrations"), key);
        let names = if section == "integrations" { &own } else { index.names(section) };
        for (i, row) in project.section(section).enumerate() {
            let name = row.plain(key);
            if names.count(&name) > 1 && names.first(&name) != Some(i) {
                let message = format!(
                    "{} is the name of an earlier entry; links lead to that one, and the next export renames one",
                    quoted(&name)
                );
                let finding = warning(course, codes::TWO_EQUAL, row.place(key), message);
                course.note(finding);
            }
        }
    }
}

/// Deploy templates are written last, in file order, and find only what is there.
fn build_templates<'p>(course: &mut Course<'p>, index: &Index<'p>) {
    let project = course.project;
    let templates = || project.section("templates");
    let deploys = |deploy: bool| templates().filter(move |t| (t.plain("type") == "deploy") == deploy);
    let mut built: HashSet<_> = deploys(false).map(|t| t.plain("name")).collect();
    for row in deploys(true) {
        if let Some(name) = row.text("build_template")
            && index.names("templates").has(&name)
            && !built.contains(&name)
        {
            let message =
                format!("the link to {} becomes empty: it is this template or a deploy template further down", quoted(&name));
            let finding = warning(course, codes::LINK_LOST, row.place("build_template"), message);
            course.note(finding);
        }
        built.insert(row.plain("name"));
    }
    if !project.band.is_j() {
        for row in deploys(false).filter(|row| row.written("build_template").is_some()) {
            let message = "only a deploy template keeps its build template; the link becomes empty";
            let finding = warning(course, codes::LINK_LOST, row.place("build_template"), message);
            course.note(finding);
        }
    }
}
