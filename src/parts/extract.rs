//! `extract`: some templates with everything that they need, as a backup of their own. What is kept keeps its bytes.

use std::collections::BTreeSet;

use foldhash::HashSet;

use super::closure::{Because, Closure, Member};
use super::product::{Product, Server};
use crate::edit::{Graph, GraphCache, References};
use crate::json::{Document, Kind, Node};
use crate::semaphore::{Band, key, sections};
use crate::sorting;
use crate::text::safe::shell_path;
use crate::text::suggest::nearest;

/// Names of integrations on the server. They are the project's, but without integrations they lead nowhere.
const PROJECT_ALIASES: &str = key::INTEGRATION_ALIASES;

/// What is taken out of a backup.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// The names of the templates.
    pub templates: Vec<String>,
    /// Also the schedules of all templates that are taken.
    pub schedules: bool,
    /// Also the integrations of all templates that are taken.
    pub integrations: bool,
    /// Also the templates that build on those that were named, and on each other, and the workflows in which any of them is a step.
    pub dependents: bool,
    /// Another name for the project.
    pub name: Option<String>,
}

/// A backup of its own.
#[derive(Debug)]
pub(crate) struct Extracted {
    /// The document.
    pub product: Product,
    /// What came along, and why.
    pub members: Vec<Member>,
    /// How many entities were left out, by section.
    pub left_out: Vec<(String, usize)>,
}

/// Why nothing can be taken out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ExtractError {
    /// No template has the name.
    #[error("no template is called {name:?}")]
    Unknown {
        /// The name.
        name: String,
        /// A name that is like it.
        nearest: Option<String>,
    },
    /// Several templates have the name.
    #[error("{} templates are called {name:?}: {}", places.len(), places.join(", "))]
    Shared {
        /// The name.
        name: String,
        /// JSON Pointers of the templates.
        places: Vec<String>,
    },
}

impl ExtractError {
    /// What to do about it; `file` is the backup.
    #[must_use]
    pub(crate) fn help(&self, file: &str) -> String {
        match self {
            Self::Unknown { nearest: Some(nearest), .. } => format!("did you mean {nearest:?}?"),
            Self::Unknown { .. } => {
                format!("to list the templates: semxform select '$.templates[*].name' {}", shell_path(file))
            }
            Self::Shared { .. } => "a server takes the first for the name; give each template a name of its own first".to_owned(),
        }
    }
}

/// Takes templates out of a backup.
///
/// # Errors
/// Every name that is not that of exactly one template.
pub(crate) fn extract(mut doc: Document, server: Server, wanted: &Wanted) -> Result<Extracted, Vec<ExtractError>> {
    let references = References::between(Some(server.bands), server.release.band);
    let cache = GraphCache::empty(&references);
    let graph = Graph::new(&doc, &references, &cache);
    let chosen = chosen(&graph, &wanted.templates)?;
    let (members, kept) = select(&graph, &chosen, wanted).finish();
    let has_integrations = members.iter().any(|member| member.section == key::INTEGRATIONS);
    let mut left_out = Vec::new();
    let known: BTreeSet<&str> = sorting::tree(Band::all().flat_map(sections));
    let lists: Vec<(String, Node)> =
        doc.members(doc.root()).filter(|(_, n)| doc.kind(*n) == Kind::Array).map(|(k, n)| (k.text().into_owned(), n)).collect();
    for (section, list) in lists {
        if known.contains(section.as_str()) {
            let gone: HashSet<Node> = doc.elements(list).filter(|entity| !kept.contains_key(entity)).collect();
            if !gone.is_empty() {
                left_out.push((section, gone.len()));
                doc.detach(list, |entity| gone.contains(&entity));
            }
        } else if section == PROJECT_ALIASES && !has_integrations && !doc.is_empty(list) {
            left_out.push((section, doc.len(list)));
            doc.detach(list, |_| true);
        }
    }
    if let Some(name) = &wanted.name {
        rename_project(&mut doc, name);
    }
    Ok(Extracted { product: Product::new(doc, server), members, left_out })
}

/// The templates of the names, each once.
fn chosen(graph: &Graph<'_>, wanted: &[String]) -> Result<Vec<Node>, Vec<ExtractError>> {
    let mut chosen = Vec::new();
    let mut errors = Vec::new();
    let names = graph.names(key::TEMPLATES);
    for name in wanted {
        match names.map_or(0, |names| names.count(name)) {
            0 => {
                let known: Vec<_> =
                    graph.entities(key::TEMPLATES).filter_map(|entity| graph.name(key::TEMPLATES, entity)).collect();
                let nearest = nearest(name, known.iter().map(AsRef::as_ref)).map(str::to_owned);
                errors.push(ExtractError::Unknown { name: name.clone(), nearest });
            }
            1 => chosen.extend(names.and_then(|names| names.first(name))),
            _ => {
                let same = |entity: &Node| graph.name(key::TEMPLATES, *entity).is_some_and(|other| other == *name);
                let places = graph.entities(key::TEMPLATES).filter(same).map(|entity| graph.doc.path(entity).pointer()).collect();
                errors.push(ExtractError::Shared { name: name.clone(), places });
            }
        }
    }
    if errors.is_empty() { Ok(chosen) } else { Err(errors) }
}

fn select<'a>(graph: &'a Graph<'a>, chosen: &[Node], wanted: &Wanted) -> Closure<'a> {
    let mut closure = Closure::new(graph);
    for template in chosen {
        closure.take(*template, Because::Chosen);
    }
    if wanted.dependents {
        let mut roots = chosen.to_vec();
        let mut newest = roots.clone();
        while !newest.is_empty() {
            newest = closure.take_users(key::TEMPLATES, &newest);
            roots.extend(&newest);
        }
        for section in
            users_of_templates(graph).filter(|section| ![key::TEMPLATES, key::SCHEDULES, key::INTEGRATIONS].contains(section))
        {
            closure.take_users(section, &roots);
        }
    }
    for (section, _) in [(key::SCHEDULES, wanted.schedules), (key::INTEGRATIONS, wanted.integrations)].into_iter().filter(|s| s.1)
    {
        let templates: Vec<Node> =
            graph.entities(key::TEMPLATES).filter(|template| closure.number(*template).is_some()).collect();
        closure.take_users(section, &templates);
    }
    closure
}

/// The sections whose entities name templates.
fn users_of_templates(graph: &Graph<'_>) -> impl Iterator<Item = &'static str> {
    let sections: BTreeSet<&str> =
        sorting::tree(graph.references.all.iter().filter(|r| !r.is_local() && r.target == key::TEMPLATES).map(|r| r.section()));
    sections.into_iter()
}

/// Writes the name of the project.
fn rename_project(doc: &mut Document, name: &str) {
    let text = doc.make_text(name);
    if let Some(meta) = doc.get(doc.root(), key::META).filter(|meta| doc.kind(*meta) == Kind::Object) {
        doc.set_member(meta, key::NAME, text);
    } else {
        let meta = doc.make_object(&[(key::NAME, text)]);
        doc.set_member(doc.root(), key::META, meta);
    }
}
