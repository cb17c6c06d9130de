//! Whether a document holds after a stage of a migration what its band reads: by the schema of the band what the rules of the stage
//! changed, and after a hop every value where its two bands differ. Everything else is as it was before.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::beside::shared_out;
use crate::engine::Sample;
use crate::finding::{self, Finding, Severity};
use crate::json::{Document, Kind, Node, Sought};
use crate::schema::{self, Problem, What};
use crate::semaphore::{Band, FieldShape, ObjectShape, Type, shape};

use crate::run::StageKind;
use crate::run::{Hop, all_hops};

/// An object in which something differs, with its way from the root.
struct Place {
    /// Keys on the way; after each, whether it is a list.
    way: Vec<(&'static str, bool)>,
    differences: Vec<Difference>,
}

struct Difference {
    key: &'static str,
    /// What the new band reads; nothing where it does not know the key.
    now: Option<&'static FieldShape>,
    /// Whether the old band knew the key: then what is wrong with it should have been put right.
    known_before: bool,
}

/// What a document that should be of a band now has that the band does not read. `samples` stand for all that the rules of the
/// stage changed.
pub(crate) fn misfits(doc: &Document, stage: StageKind, band: Band, samples: &[Sample]) -> Vec<Finding> {
    let mut findings = if let StageKind::Hop(hop) = stage { left_behind(doc, hop) } else { Vec::new() };
    findings.extend(schema::findings(doc, band, &brought_in(doc, band, samples)));
    findings
}

/// What the schema has against the work of the rules. What came with the file is for the check at the end.
fn brought_in(doc: &Document, band: Band, samples: &[Sample]) -> Vec<Problem> {
    // What one rule wrote another may have taken away.
    let samples = samples.iter().filter(|sample| stands(doc, sample.node));
    let changed: HashMap<Node, bool> = samples.map(|sample| (sample.node, sample.literal)).collect();
    let written = |problem: &Problem| {
        let mut around = std::iter::successors(Some(problem.node), |node| doc.parent(*node));
        around.any(|node| changed.get(&node) == Some(&true))
    };
    let ours = |problem: &Problem| match problem.what {
        What::UnknownKey => changed.contains_key(&problem.node) || written(problem),
        What::WrongType | What::NullElement | What::Number => written(problem),
        _ => false,
    };
    let mut nodes: Vec<Node> = changed.keys().copied().collect();
    nodes.sort_unstable();
    schema::problems_of(doc, band, &nodes).into_iter().filter(ours).collect()
}

/// Whether a value is still in the document.
fn stands(doc: &Document, node: Node) -> bool {
    let mut around = std::iter::successors(Some(node), |node| doc.parent(*node));
    around.all(|node| node == doc.root() || doc.label(node).is_some())
}

/// Types that are others in the new band, keys that are gone.
fn left_behind(doc: &Document, hop: Hop) -> Vec<Finding> {
    let mut findings = Vec::new();
    for place in places(hop) {
        let sought = place.differences.iter().map(|difference| (difference, doc.seek(difference.key)));
        let there: Vec<(&Difference, Sought<'_>)> = sought.filter(|(_, key)| !matches!(key, Sought::Nowhere)).collect();
        if there.is_empty() {
            continue;
        }
        let mut owners = vec![doc.root()];
        for (key, list) in &place.way {
            let key = doc.seek(key);
            let below = owners.into_iter().filter_map(|owner| doc.get(owner, key));
            owners = if *list { below.flat_map(|list| doc.elements(list)).collect() } else { below.collect() };
        }
        findings.extend(shared_out(&owners, |_, part| {
            let values = |owner| there.iter().filter_map(move |(difference, key)| Some((*difference, doc.get(owner, *key)?)));
            let values = part.iter().flat_map(|owner| values(*owner));
            values.filter_map(|(difference, value)| misfit(doc, hop, difference, value)).collect()
        }));
    }
    findings
}

fn misfit(doc: &Document, hop: Hop, difference: &Difference, value: Node) -> Option<Finding> {
    // What came with the file and was nobody's business is for the check at the end.
    if !difference.known_before && !doc.is_touched(value) {
        return None;
    }
    let version = hop.to.first_version();
    let message = match difference.now {
        None => format!("{version} does not know `{}`", difference.key),
        Some(field) if !fits(doc, value, field.ty) => {
            format!("`{}` is {}, but {version} reads {} there", difference.key, doc.kind(value).name(), name(field.ty))
        }
        Some(_) => return None,
    };
    Some(Finding::new("SX401", Severity::Error, finding::Stage::Schema, message).at(doc, value))
}

fn fits(doc: &Document, value: Node, ty: Type) -> bool {
    match doc.kind(value) {
        Kind::Null => true,
        Kind::String => ty == Type::String,
        Kind::Bool => ty == Type::Bool,
        Kind::Number => ty == Type::Int,
        Kind::Object => matches!(ty, Type::Object | Type::Map),
        Kind::Array => matches!(ty, Type::List | Type::StringList),
    }
}

const fn name(ty: Type) -> &'static str {
    match ty {
        Type::String => "a string",
        Type::Bool => "true or false",
        Type::Int => "a number",
        Type::Object | Type::Map => "an object",
        Type::List | Type::StringList => "a list",
    }
}

/// The differences of a hop, folded from the shapes of its bands once.
fn places(hop: Hop) -> &'static [Place] {
    static PLACES: OnceLock<Vec<(Hop, Vec<Place>)>> = OnceLock::new();
    let all = PLACES.get_or_init(|| {
        let fold = |hop: Hop| {
            let mut places = Vec::new();
            compare(shape(hop.from), shape(hop.to), &mut Vec::new(), &mut places);
            (hop, places)
        };
        all_hops().into_iter().map(fold).collect()
    });
    all.iter().find(|(other, _)| *other == hop).map_or(&[], |(_, places)| places)
}

fn compare(
    before: &'static ObjectShape,
    now: &'static ObjectShape,
    way: &mut Vec<(&'static str, bool)>,
    places: &mut Vec<Place>,
) {
    let gone = before.fields.iter().filter(|field| now.get(field.key).is_none());
    let mut differences: Vec<Difference> =
        gone.map(|field| Difference { key: field.key, now: None, known_before: true }).collect();
    for field in &now.fields {
        let old = before.get(field.key);
        if old.is_none_or(|old| old.ty != field.ty) {
            differences.push(Difference { key: field.key, now: Some(field), known_before: old.is_some() });
            continue;
        }
        if let (Some(old), Some(new)) = (old.and_then(|old| old.children.as_ref()), &field.children) {
            way.push((field.key, field.ty == Type::List));
            compare(old, new, way, places);
            way.pop();
        }
    }
    if !differences.is_empty() {
        places.push(Place { way: way.clone(), differences });
    }
}
