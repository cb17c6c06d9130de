//! Names and links that do not come back as the file has them: equal names, build chains in the wrong order.

use crate::check::codes;
use crate::check::project::{LinkTarget, Row};
use crate::check::simulation::Simulation;
use crate::check::text::quoted;
use crate::finding::{Finding, Stage};
use crate::input;

use crate::semaphore::value::DEPLOY;
use crate::semaphore::{EffectKind, FieldShape, RENAMED, first_with_unique_projects, key, sections, shape};

use super::warning;

pub(super) fn links(simulation: &mut Simulation<'_>) {
    nameless_project(simulation);
    nameless(simulation);
    equal_names(simulation);
    build_templates(simulation);
}

/// A project without a name cannot be distinguished from another such one; newer servers have at most one.
fn nameless_project(simulation: &mut Simulation<'_>) {
    let doc = simulation.project.doc;
    let Some(meta) = doc.get(doc.root(), key::META) else {
        // Servers before 2.10.27 read keys in any letter case. What is no backup at all has an error that says more.
        let is_absent = doc.members(doc.root()).all(|(key, _)| !key.text().eq_ignore_ascii_case(key::META));
        if is_absent && input::not_a_backup(doc).is_none() {
            let finding = warning(codes::NO_NAME, doc.root(), "there is no `meta`, so the project has no name");
            note_nameless(simulation, Finding { stage: Stage::Restore, ..finding });
        }
        return;
    };
    let name = doc.get(meta, key::NAME);
    if name.and_then(|name| doc.text(name)).is_some_and(|name| !name.trim().is_empty()) {
        return;
    }
    // Nothing is lost: the export has the empty name too.
    let finding = Finding { stage: Stage::Restore, ..warning(codes::NO_NAME, name.unwrap_or(meta), "the project has no name") };
    note_nameless(simulation, finding);
}

fn note_nameless(simulation: &mut Simulation<'_>, finding: Finding) {
    simulation.note(finding.consequence(format!(
        "it is restored with an empty name and hard to find again; since {} only one such project can exist",
        first_with_unique_projects()
    )));
}

/// Names that no step asks for.
fn nameless(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    for section in sections(project.band) {
        let key = project.name_key(section);
        let required = |field: &FieldShape| field.effect(EffectKind::Required).is_some();
        if shape(project.band).at(&format!("{section}[].{key}")).is_none_or(required) {
            continue;
        }
        for row in project.section(section) {
            // A view with the key of older versions has a finding of its own.
            let older = || key != key::NAME && project.doc.get(row.node(), key::NAME).is_some();
            if row.at(key).is_none() && !older() {
                let finding = warning(codes::NO_NAME, row.node(), format!("the entry has no `{key}`; its name becomes empty"));
                simulation.note(finding);
            }
        }
    }
}

/// Two entries with one name pass; links lead to the first, and the next export renames the other.
fn equal_names(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    for section in RENAMED {
        let key = project.name_key(section);
        let names = project.names(section);
        if names.all_unique() {
            continue;
        }
        for (i, row) in project.section(section).enumerate() {
            let name = row.plain(key);
            if names.is_repeated(&name) && names.first(&name) != Some(i) {
                let message = format!(
                    "{} is the name of an {} entry; links lead to that one, and the next export renames one",
                    quoted(&name),
                    if names.first(&name) < Some(i) { "earlier" } else { "other" }
                );
                let finding = warning(codes::TWO_EQUAL, row.place(key), message);
                simulation.note(finding);
            }
        }
    }
}

/// A deploy template finds only the build templates that are written before it.
fn build_templates(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    let names = project.names(key::TEMPLATES);
    let deploys = |row: &Row<'_>| row.has_text(key::TYPE, DEPLOY);
    // Links ask for a name, so all templates of one name count as its first.
    let first = |i: usize, row: Row<'_>| if names.all_unique() { i } else { names.first(&row.plain(key::NAME)).unwrap_or(i) };
    let mut built = vec![false; project.section(key::TEMPLATES).len()];
    for (i, row) in project.in_write_order(key::TEMPLATES) {
        if deploys(&row)
            && let LinkTarget::Entry(entry) = row.resolve(key::BUILD_TEMPLATE)
            && !built[entry]
        {
            let name = row.plain(key::BUILD_TEMPLATE);
            let message =
                format!("the link to {} becomes empty: it is this template or a deploy template further down", quoted(&name));
            let finding = warning(codes::LINK_LOST, row.place(key::BUILD_TEMPLATE), message);
            simulation.note(finding);
        }
        built[first(i, row)] = true;
    }
    if !project.band.uses_go_decoder() {
        let templates = project.section(key::TEMPLATES);
        for row in templates.filter(|row| row.at(key::BUILD_TEMPLATE).is_some() && !deploys(row)) {
            let message = "only a deploy template keeps its build template; the link becomes empty";
            let finding = warning(codes::LINK_LOST, row.place(key::BUILD_TEMPLATE), message);
            simulation.note(finding);
        }
    }
}
