//! From the grammar's tree to a [`Query`]: puts names, literals and places back, and checks the types of function
//! arguments, which the grammar leaves open.

use std::collections::HashMap;

use jsonpath_rust::parser::errors::JsonPathError;
use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, FnArg, Literal as GrammarLiteral, Segment as GrammarSegment,
    Selector as GrammarSelector, SingularQuery, SingularQuerySegment, Test as GrammarTest, TestFunction,
};
use jsonpath_rust::parser::parse_json_path;

use super::error::{LintKind, SelectorError, SelectorLint};
use super::query::{Counts, Literal, Op, Operand, Pattern, Pick, Query, Segment, Test};
use super::regexp;
use super::scan::{Meaning, Scan, Word};

/// A checked selector and what goes with it.
pub(super) struct Lowered {
    pub query: Query,
    pub counts: Counts,
    pub lints: Vec<SelectorLint>,
}

/// Parses what the scanner found to be spelled right.
pub(super) fn lower(text: &str, scan: &Scan) -> Result<Lowered, Vec<SelectorError>> {
    let tree = parse_json_path(&scan.canonical).map_err(|e| vec![grammar_error(text, scan, &e)])?;
    let mut lower = Lower {
        scan,
        calls: scan.calls.iter(),
        counts: Counts::default(),
        names: HashMap::new(),
        errors: Vec::new(),
        lints: Vec::new(),
    };
    let mut query = lower.query(&tree.segments, text.starts_with('$'));
    // The outermost query runs once anyway.
    query.constant = None;
    if lower.errors.is_empty() { Ok(Lowered { query, counts: lower.counts, lints: lower.lints }) } else { Err(lower.errors) }
}

fn grammar_error(text: &str, scan: &Scan, error: &JsonPathError) -> SelectorError {
    let JsonPathError::PestError(error) = error else {
        return SelectorError::new(0, "this is no JSONPath selector");
    };
    let canonical = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    // The grammar complains of the last thing that it could read some way.
    if !scan.unclosed.is_empty() && parse_json_path(&format!("{}{}", scan.canonical, scan.unclosed)).is_ok() {
        let missing = SelectorError::new(text.len(), format!("{} is missing at the end", scan.unclosed));
        return missing.suggest(format!("{text}{}", scan.unclosed));
    }
    let offset = scan.place(canonical);
    let rest = &text[offset..];
    let before = text[..offset].trim_end();
    let Some(found) = rest.chars().next() else {
        let missing =
            if before.ends_with(['=', '<', '>', '&', '|', '!', '?', '(', ',']) { "the rest is" } else { "a bracket is" };
        return SelectorError::new(offset, format!("{missing} missing at the end"));
    };
    let operator = ["==", "!=", "<=", ">=", "<", ">", "&&", "||"].into_iter().find(|operator| rest.starts_with(operator));
    let compares = operator.is_some_and(|operator| !matches!(operator, "&&" | "||"));
    if compares && before.ends_with([']', ')']) {
        return SelectorError::new(
            offset,
            "only a query for a single value can be compared: names and positions, no *, .. or list",
        );
    }
    if let Some(operator) = operator {
        return SelectorError::new(offset, format!("{operator} has nothing to its left that it could take"));
    }
    if found == ']' && before.ends_with('[') {
        return SelectorError::new(offset, "there is nothing between the brackets");
    }
    if before.ends_with([']', ')']) && matches!(found, '(' | '@' | '$') {
        return SelectorError::new(offset, format!("&& or || is missing before {found}"));
    }
    if found == '(' && before.ends_with('[') {
        return SelectorError::new(offset, "a filter begins with ?").suggest("[?(…)] or [?…]");
    }
    SelectorError::new(offset, format!("{found} is not allowed here"))
}

/// Segments of a query, since the evaluator recurses once for each.
const MAX_SEGMENTS: usize = 400;

struct Lower<'a> {
    scan: &'a Scan,
    calls: std::slice::Iter<'a, usize>,
    counts: Counts,
    /// The numbers of names: one that is written several times has one.
    names: HashMap<Box<str>, usize>,
    errors: Vec<SelectorError>,
    lints: Vec<SelectorLint>,
}

impl<'a> Lower<'a> {
    fn word(&self, number: &str) -> Option<&'a Word> {
        self.scan.words.get(number.parse::<usize>().ok()?)
    }

    fn name(&mut self, number: &str) -> Pick {
        match self.word(number) {
            Some(Word { offset, value: Meaning::Literal(Literal::Text(name)) }) => {
                let next = self.names.len();
                let number = *self.names.entry(name.clone()).or_insert(next);
                self.counts.names = self.names.len();
                Pick::Name { name: name.clone(), number, offset: *offset }
            }
            // The scanner writes nothing else there.
            _ => Pick::Any,
        }
    }

    fn position(&self, number: i64) -> (i64, usize) {
        match usize::try_from(number).ok().and_then(|n| self.scan.words.get(n)) {
            Some(Word { offset, value: Meaning::Position(at) }) => (*at, *offset),
            _ => (0, 0),
        }
    }

    fn query(&mut self, segments: &[GrammarSegment], from_root: bool) -> Query {
        let segments = segments.iter().map(|s| self.segment(s)).collect();
        self.finish(segments, from_root)
    }

    fn finish(&mut self, segments: Box<[Segment]>, from_root: bool) -> Query {
        if segments.len() > MAX_SEGMENTS {
            self.error(0, "this selector has too many segments");
        }
        let single = |s: &Segment| !s.descendant && matches!(*s.picks, [Pick::Name { .. } | Pick::Index { .. }]);
        let singular = segments.iter().all(single);
        let constant = from_root.then(|| {
            self.counts.constants += 1;
            self.counts.constants - 1
        });
        Query { constant, segments, singular }
    }

    fn segment(&mut self, segment: &GrammarSegment) -> Segment {
        match segment {
            GrammarSegment::Descendant(inner) => Segment { descendant: true, picks: self.segment(inner).picks },
            GrammarSegment::Selector(one) => Segment { descendant: false, picks: Box::new([self.pick(one)]) },
            GrammarSegment::Selectors(all) => Segment { descendant: false, picks: all.iter().map(|s| self.pick(s)).collect() },
        }
    }

    fn pick(&mut self, selector: &GrammarSelector) -> Pick {
        match selector {
            GrammarSelector::Name(number) => self.name(number),
            GrammarSelector::Wildcard => Pick::Any,
            GrammarSelector::Index(number) => {
                let (at, offset) = self.position(*number);
                Pick::Index { at, offset }
            }
            GrammarSelector::Slice(start, end, step) => {
                let of = |n: &Option<i64>| n.map(|n| self.position(n).0);
                Pick::Slice { start: of(start), end: of(end), step: of(step).unwrap_or(1) }
            }
            GrammarSelector::Filter(filter) => Pick::Filter(self.filter(filter)),
        }
    }

    fn filter(&mut self, filter: &Filter) -> Test {
        match filter {
            Filter::Or(parts) => Test::Or(parts.iter().map(|p| self.filter(p)).collect()),
            Filter::And(parts) => Test::And(parts.iter().map(|p| self.filter(p)).collect()),
            Filter::Atom(FilterAtom::Filter { expr, not }) => negated(self.filter(expr), *not),
            Filter::Atom(FilterAtom::Test { expr, not }) => {
                let test = self.test(expr, *not);
                negated(test, *not)
            }
            Filter::Atom(FilterAtom::Comparison(comparison)) => self.comparison(comparison),
        }
    }

    fn test(&mut self, test: &GrammarTest, not: bool) -> Test {
        let query = match test {
            GrammarTest::RelQuery(segments) => self.query(segments, false),
            GrammarTest::AbsQuery(query) => self.query(&query.segments, true),
            GrammarTest::Function(function) => return self.logical(function),
        };
        if let Some((name, offset)) = query.last_name().filter(|_| query.singular) {
            let message = if not {
                format!("!@.{name} is false where {name} is null; to take null for missing write @.{name} == null || !@.{name}")
            } else {
                format!("@.{name} is also true where {name} is null; to leave null out write @.{name} != null && @.{name}")
            };
            self.lints.push(SelectorLint { offset, kind: LintKind::NullCounts, message });
        }
        Test::Exists(query)
    }

    /// A function by itself in a filter.
    fn logical(&mut self, function: &TestFunction) -> Test {
        let offset = self.call();
        let (whole, text, pattern) = match function {
            TestFunction::Match(text, pattern) => (true, text, pattern),
            TestFunction::Search(text, pattern) => (false, text, pattern),
            TestFunction::Length(_) | TestFunction::Count(_) | TestFunction::Value(_) | TestFunction::Custom(..) => {
                self.error(offset, "the result of this function has to be compared with something");
                return Test::And(Box::new([]));
            }
        };
        let text = self.value(text, offset);
        let pattern = match self.value(pattern, offset) {
            Operand::Literal(Literal::Text(pattern)) => self.compile(&pattern, whole, offset),
            Operand::Literal(_) => Pattern::Wrong,
            found => Pattern::Found(found),
        };
        Test::Match { whole, text, pattern }
    }

    fn compile(&mut self, pattern: &str, whole: bool, offset: usize) -> Pattern {
        match regexp::compile(pattern, whole) {
            Ok(regex) => Pattern::Fixed { regex, escapes: !pattern.is_empty() && pattern.chars().all(|c| c < ' ') },
            Err(reason) => {
                let message = format!("{pattern:?} is no regular expression and matches nothing: {reason}");
                self.lints.push(SelectorLint { offset, kind: LintKind::BadPattern, message });
                Pattern::Wrong
            }
        }
    }

    fn comparison(&mut self, comparison: &Comparison) -> Test {
        let op = match comparison {
            Comparison::Eq(..) => Op::Eq,
            Comparison::Ne(..) => Op::Ne,
            Comparison::Gt(..) => Op::Gt,
            Comparison::Gte(..) => Op::Ge,
            Comparison::Lt(..) => Op::Lt,
            Comparison::Lte(..) => Op::Le,
        };
        let (left, right) = comparison.vals();
        let left = self.comparable(left);
        Test::Compare { op, left, right: self.comparable(right) }
    }

    fn comparable(&mut self, comparable: &Comparable) -> Operand {
        match comparable {
            Comparable::Literal(literal) => self.literal(literal),
            Comparable::Function(function) => self.computed(function),
            Comparable::SingularQuery(query) => {
                let (hops, from_root) = match query {
                    SingularQuery::Current(hops) => (hops, false),
                    SingularQuery::Root(hops) => (hops, true),
                };
                let segments = hops.iter().map(|hop| {
                    let pick = match hop {
                        SingularQuerySegment::Name(number) => self.name(number),
                        SingularQuerySegment::Index(number) => {
                            let (at, offset) = self.position(*number);
                            Pick::Index { at, offset }
                        }
                    };
                    Segment { descendant: false, picks: Box::new([pick]) }
                });
                let segments = segments.collect();
                Operand::Single(self.finish(segments, from_root))
            }
        }
    }

    fn literal(&self, literal: &GrammarLiteral) -> Operand {
        let word = match literal {
            GrammarLiteral::String(number) => self.word(number),
            _ => None,
        };
        match word {
            Some(Word { value: Meaning::Literal(literal), .. }) => Operand::Literal(literal.clone()),
            // The scanner writes every literal as a text.
            _ => Operand::Literal(Literal::Null),
        }
    }

    /// A function that gives a value.
    fn computed(&mut self, function: &TestFunction) -> Operand {
        let offset = self.call();
        match function {
            TestFunction::Length(argument) => Operand::Length(Box::new(self.value(argument, offset))),
            TestFunction::Count(argument) => Operand::Count(self.nodes(argument, offset)),
            TestFunction::Value(argument) => Operand::Value(self.nodes(argument, offset)),
            TestFunction::Match(..) | TestFunction::Search(..) | TestFunction::Custom(..) => {
                self.error(offset, "this function is true or false and gives no value");
                Operand::Literal(Literal::Null)
            }
        }
    }

    /// An argument that has to be one value.
    fn value(&mut self, argument: &FnArg, call: usize) -> Operand {
        let query = match argument {
            FnArg::Literal(literal) => return self.literal(literal),
            FnArg::Test(test) => match &**test {
                GrammarTest::Function(function) => return self.computed(function),
                GrammarTest::RelQuery(segments) => self.query(segments, false),
                GrammarTest::AbsQuery(query) => self.query(&query.segments, true),
            },
            FnArg::Filter(_) => {
                self.error(call, "an argument of this function has to be a value and not a condition");
                return Operand::Literal(Literal::Null);
            }
        };
        if !query.singular {
            self.errors.push(
                SelectorError::new(call, "this function takes a single value, but the query in it can give several")
                    .suggest("value(…) around the query, or count(…) to count"),
            );
        }
        Operand::Single(query)
    }

    /// An argument that has to be a query.
    fn nodes(&mut self, argument: &FnArg, call: usize) -> Query {
        if let FnArg::Test(test) = argument {
            match &**test {
                GrammarTest::RelQuery(segments) => return self.query(segments, false),
                GrammarTest::AbsQuery(query) => return self.query(&query.segments, true),
                GrammarTest::Function(_) => {}
            }
        }
        self.error(call, "this function takes a query, such as @.list[*]");
        Query { constant: None, segments: Box::new([]), singular: true }
    }

    /// The place of the next function; the tree is walked in the order of the text.
    fn call(&mut self) -> usize {
        self.calls.next().copied().unwrap_or(0)
    }

    fn error(&mut self, offset: usize, message: &str) {
        self.errors.push(SelectorError::new(offset, message));
    }
}

fn negated(test: Test, not: bool) -> Test {
    if not { Test::Not(Box::new(test)) } else { test }
}
