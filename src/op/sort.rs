//! `sort`: puts a list into order.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::parameter::{Parameter, Takes};
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::json::{Document, Kind, Node, Step};
use crate::rule::{RuleReader, follow};
use crate::sorting;

pub(super) const KIND: OperationKind = OperationKind {
    name: "sort",
    doc: "Puts a list into order: `sort: {by: key}`; the node is the list.\n\n\
          Texts are in the order of their characters, numbers by value; what has no such member comes last; equals keep their order. \
          `by: build_chain` is for `$.templates`: servers restore deploy templates in file order, after all others, and forget a link to a \
          later one; so each follows the deploy template that its `build_template` names, and otherwise nothing moves (a circle stays \
          as it is).",
    takes: Takes::Map(&[Parameter::required("by", Takes::ElementPathOr("build_chain"), "a key, or `build_chain`")]),
    options: &[],
    examples: &[
        Example {
            title: "by name",
            rule: "select: $.keys\nsort: {by: name}",
            given: r#"{"keys": [{"name": "vault"}, {"name": "deploy"}]}"#,
            expect: r#"{"keys": [{"name": "deploy"}, {"name": "vault"}]}"#,
        },
        Example {
            title: "a build chain that restores",
            rule: "select: $.templates\nsort: {by: build_chain}",
            given: r#"{"templates": [{"name": "prod", "type": "deploy", "build_template": "stage"}, {"name": "stage", "type": "deploy", "build_template": "build"}, {"name": "build", "type": "build"}]}"#,
            expect: r#"{"templates": [{"name": "stage", "type": "deploy", "build_template": "build"}, {"name": "prod", "type": "deploy", "build_template": "stage"}, {"name": "build", "type": "build"}]}"#,
        },
    ],
    in_json: true,
    make,
};

#[derive(Debug)]
enum Sort {
    Key(Vec<Step>),
    BuildChain,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(match arguments.map()?.take("by")?.value {
        ArgumentValue::Steps(steps) => Sort::Key(steps),
        _ => Sort::BuildChain,
    }))
}

impl Operation for Sort {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        if draft.doc.kind(target.node) != Kind::Array {
            return;
        }
        let before: Vec<Node> = draft.doc.elements(target.node).collect();
        let order = match self {
            Self::Key(steps) => by_key(draft.doc, &before, steps),
            Self::BuildChain => by_chain(draft.doc, &before),
        };
        if order != before {
            draft.reorder(target.node, order);
        }
    }

    fn needs_select(&self) -> Option<&'static str> {
        Some("it needs a list")
    }
}

fn by_key(doc: &Document, nodes: &[Node], steps: &[Step]) -> Vec<Node> {
    let mut keyed: Vec<(Rank, Node)> = nodes.iter().map(|n| (Rank::of(doc, follow(doc, *n, steps)), *n)).collect();
    sorting::sort_by(&mut keyed, |a, b| a.0.compare(&b.0));
    keyed.into_iter().map(|(_, n)| n).collect()
}

/// What a value is sorted by: numbers, then texts, then the rest.
enum Rank {
    Number(f64),
    Text(String),
    Last,
}

impl Rank {
    fn of(doc: &Document, node: Option<Node>) -> Self {
        let Some(node) = node else { return Self::Last };
        if let Some(text) = doc.text(node) {
            return Self::Text(text.into_owned());
        }
        doc.number(node).map_or(Self::Last, Self::Number)
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => self.place().cmp(&other.place()),
        }
    }

    const fn place(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Last => 2,
        }
    }
}

/// Each template is put out after the one that it is built by; links inside a circle do not count.
fn by_chain(doc: &Document, nodes: &[Node]) -> Vec<Node> {
    let is_deploy = |node: &Node| doc.text_of(*node, "type").is_some_and(|kind| kind == "deploy");
    let deploys: Vec<bool> = nodes.iter().map(is_deploy).collect();
    if !deploys.contains(&true) {
        return nodes.to_vec();
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(name) = doc.text_of(*node, "name") {
            first.entry(name.into_owned()).or_insert(at);
        }
    }
    let named = |at: usize| {
        let name = doc.text_of(nodes[at], "build_template").filter(|_| deploys[at])?;
        first.get(name.as_ref()).copied().filter(|at| deploys[*at])
    };
    let circles = circles(nodes.len(), named);
    let builds = |at: usize| named(at).filter(|_| !circles[at]);
    let mut seen = vec![false; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    for start in 0..nodes.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(number) = at.filter(|n| !seen[*n]) {
            seen[number] = true;
            way.push(number);
            at = builds(number);
        }
        order.extend(way.into_iter().rev().map(|n| nodes[n]));
    }
    order
}

/// Which of the numbers below `count` are led back to by following `next` from them.
fn circles(count: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<bool> {
    let (mut circles, mut walk) = (vec![false; count], vec![usize::MAX; count]);
    for start in 0..count {
        let mut at = start;
        while walk[at] == usize::MAX {
            walk[at] = start;
            let Some(behind) = next(at) else { break };
            at = behind;
        }
        // The walk ended where it had been before: what lies between is a circle.
        while walk[at] == start && !circles[at] && next(at).is_some() {
            circles[at] = true;
            let Some(behind) = next(at) else { break };
            at = behind;
        }
    }
    circles
}
