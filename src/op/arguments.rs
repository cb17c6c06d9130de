//! YAML of a rule read by a list of parameters: every mistake noted, keys that no version knows among them.

use super::otherwise::Otherwise;
use super::parameter::{Parameter, Takes, Word};
use super::read_all;
use crate::edit::NamedOperation;
use crate::json::Step;
use crate::jsonpath::{KnownPlaces, Selector, Shape};
use crate::rule::{
    Condition, Data, Fields, Pattern, RuleError, RuleReader, Table, ValueTemplate, Yaml, check_value, follow_known, known_shape,
    read_selector,
};

/// What was read for one parameter, and where.
#[derive(Debug)]
pub(crate) struct Argument<'y> {
    pub at: &'y Yaml,
    pub value: ArgumentValue<'y>,
}

/// What was read for one parameter.
#[derive(Debug)]
pub(crate) enum ArgumentValue<'y> {
    /// `true` in the place of keys: the node as a whole.
    Node,
    /// `all` in the place of a list.
    All,
    Flag(bool),
    Text(String),
    Steps(Vec<Step>),
    Pattern(Pattern),
    Value(ValueTemplate),
    Selector(Selector),
    /// The number of the word.
    Word(usize),
    Otherwise(Otherwise),
    Table(Table),
    Conditions(Vec<Condition>),
    Operations(Vec<NamedOperation>),
    List(Vec<Argument<'y>>),
    Map(Arguments<'y>),
    Pairs(Vec<(Argument<'y>, Argument<'y>)>),
}

/// What was read for several parameters.
#[derive(Debug, Default)]
pub(crate) struct Arguments<'y>(Vec<(&'static str, Argument<'y>)>);

/// Makes an accessor for one kind of argument.
macro_rules! accessors {
    ($($name:ident: $variant:ident -> $type:ty),* $(,)?) => {
        $(pub(super) fn $name(&mut self, name: &str) -> Option<$type> {
            match self.take(name)?.value {
                ArgumentValue::$variant(value) => Some(value),
                _ => None,
            }
        })*
    };
}

impl<'y> Arguments<'y> {
    /// Takes what was read for a parameter.
    pub(super) fn take(&mut self, name: &str) -> Option<Argument<'y>> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.remove(at).1)
    }

    accessors! {
        flag: Flag -> bool,
        text: Text -> String,
        pattern: Pattern -> Pattern,
        value: Value -> ValueTemplate,
        selector: Selector -> Selector,
        word: Word -> usize,
        otherwise: Otherwise -> Otherwise,
        table: Table -> Table,
        conditions: Conditions -> Vec<Condition>,
        operations: Operations -> Vec<NamedOperation>,
    }

    /// The texts of a parameter that takes one or more.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        self.take(name).map_or_else(Vec::new, |argument| argument.value.texts())
    }
}

impl<'y> ArgumentValue<'y> {
    /// The texts of one or more; none where it is no list of texts.
    pub(super) fn texts(self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.into_iter().flat_map(|item| item.value.texts()).collect(),
            _ => Vec::new(),
        }
    }

    /// The maps of one or more.
    pub(super) fn maps(self) -> Vec<Arguments<'y>> {
        match self {
            Self::Map(map) => vec![map],
            Self::List(items) => items.into_iter().flat_map(|item| item.value.maps()).collect(),
            _ => Vec::new(),
        }
    }
}

/// What follows an operation's name, and what is beside the operation in its rule.
#[derive(Debug)]
pub(crate) struct OperationArguments<'y> {
    pub own: Argument<'y>,
    pub beside: Arguments<'y>,
}

impl<'y> OperationArguments<'y> {
    /// What follows the name, where that is a map.
    pub(super) fn map(self) -> Option<Arguments<'y>> {
        match self.own.value {
            ArgumentValue::Map(map) => Some(map),
            _ => None,
        }
    }

    /// What follows the name, where that is a map with free keys.
    pub(super) fn pairs(self) -> Vec<(Argument<'y>, Argument<'y>)> {
        match self.own.value {
            ArgumentValue::Pairs(pairs) => pairs,
            _ => Vec::new(),
        }
    }
}

/// Reads the arguments of one operation.
pub(super) fn read<'y>(
    reader: &mut RuleReader<'_>,
    name: &'static str,
    at: &'y Yaml,
    takes: &Takes,
    options: &'static [Parameter],
    fields: &mut Fields<'y>,
) -> Option<OperationArguments<'y>> {
    let mut beside = Arguments::default();
    for option in options {
        if let Some(value) = fields.take(option.name) {
            add(reader, &mut beside, option, value, &KnownPlaces::default());
        }
    }
    let mut reading = Reading { reader, name, options, beside: &mut beside };
    let own = reading.read(at, takes, &KnownPlaces::default())?;
    Some(OperationArguments { own, beside })
}

fn add<'y>(
    reader: &mut RuleReader<'_>,
    arguments: &mut Arguments<'y>,
    parameter: &Parameter,
    at: &'y Yaml,
    places: &KnownPlaces,
) {
    let mut nothing = Arguments::default();
    let mut reading = Reading { reader, name: parameter.name, options: &[], beside: &mut nothing };
    if let Some(argument) = reading.read(at, &parameter.takes, places) {
        arguments.0.push((parameter.name, argument));
    }
}

/// The places of the entries of the section that an argument names.
fn entry_places(arguments: &Arguments<'_>, takes: &Takes) -> KnownPlaces {
    let Takes::EntryOf(section) = takes else { return KnownPlaces::default() };
    let named = arguments.0.iter().find(|(name, _)| name == section);
    let Some((_, Argument { value: ArgumentValue::Text(section), .. })) = named else { return KnownPlaces::default() };
    let shape = known_shape();
    let list = shape.follow(&Shape::root(), &[Step::Key(section.clone())]).unwrap_or_default();
    shape.elements(&list)
}

struct Reading<'a, 'r, 'y> {
    reader: &'a mut RuleReader<'r>,
    name: &'static str,
    options: &'static [Parameter],
    beside: &'a mut Arguments<'y>,
}

impl<'y> Reading<'_, '_, 'y> {
    /// `places`: where a value goes, as far as that is known.
    fn read(&mut self, at: &'y Yaml, takes: &Takes, places: &KnownPlaces) -> Option<Argument<'y>> {
        let value = match takes {
            Takes::Flag => ArgumentValue::Flag(self.reader.boolean(at, &format!("`{}: true`", self.name))?),
            Takes::Text => ArgumentValue::Text(self.reader.text(at, "text")?),
            Takes::Member => ArgumentValue::Text(self.member(at, &self.reader.places.clone())?),
            Takes::ElementMember => ArgumentValue::Text(self.member(at, &self.elements())?),
            Takes::Path => {
                let steps = self.reader.path(at)?;
                follow_known(self.reader, at, &self.reader.places.clone(), &steps);
                ArgumentValue::Steps(steps)
            }
            Takes::ElementPathOr(word) if at.text() == Some(*word) => ArgumentValue::Text((*word).to_owned()),
            Takes::ElementPathOr(_) => {
                let steps = self.reader.path(at)?;
                let elements = self.elements();
                follow_known(self.reader, at, &elements, &steps);
                ArgumentValue::Steps(steps)
            }
            Takes::Pattern => ArgumentValue::Pattern(self.reader.pattern(at)?),
            Takes::EntryOf(_) | Takes::MemberValue => {
                check_value(self.reader, at, places);
                ArgumentValue::Value(ValueTemplate::read(self.reader, at)?)
            }
            Takes::Section => ArgumentValue::Text(self.reader.section(at)?),
            Takes::References => self.references(at),
            Takes::InnerSelector => ArgumentValue::Selector(read_selector(self.reader, at)?),
            Takes::Word(what, words) => ArgumentValue::Word(self.word(at, what, words)?),
            Takes::Otherwise => ArgumentValue::Otherwise(Otherwise::read(self.reader, at)?),
            Takes::OneOrMore(one) => {
                let items = RuleReader::one_or_more(at);
                if items.is_empty() {
                    let what = self.form(one);
                    self.reader.wrong(at, format!("expected {what}, but it is empty"));
                }
                ArgumentValue::List(items.iter().filter_map(|item| self.read(item, one, places)).collect())
            }
            Takes::NodeOrMembers => return self.node_or_members(at),
            Takes::MapOrTrue(_) if matches!(at.data, Data::Bool(true) | Data::Null) => ArgumentValue::Map(Arguments::default()),
            Takes::MapOrFirst([first, ..]) if !matches!(at.data, Data::Map(_)) => {
                let mut arguments = Arguments::default();
                add(self.reader, &mut arguments, first, at, places);
                ArgumentValue::Map(arguments)
            }
            Takes::Map(parameters) | Takes::MapOrTrue(parameters) | Takes::MapOrFirst(parameters) => {
                ArgumentValue::Map(self.map(at, takes, parameters)?)
            }
            Takes::Pairs(keys, values) => ArgumentValue::Pairs(self.pairs(at, keys, values)),
            // These are spread over the keys of a map.
            Takes::Table | Takes::Conditions | Takes::Operations => return None,
        };
        Some(Argument { at, value })
    }

    fn elements(&self) -> KnownPlaces {
        known_shape().elements(&self.reader.places)
    }

    fn member(&mut self, at: &Yaml, places: &KnownPlaces) -> Option<String> {
        let key = match &at.data {
            // Keys of maps can be numbers and booleans to YAML.
            Data::Bool(_) | Data::Number(_) => at.key_text(),
            _ => self.reader.text(at, "the key of a member")?,
        };
        follow_known(self.reader, at, places, &[Step::Key(key.clone())]);
        Some(key)
    }

    fn word(&mut self, at: &Yaml, what: &str, words: &[Word]) -> Option<usize> {
        let words: Vec<(&'static str, usize)> = words.iter().enumerate().map(|(number, word)| (word.word, number)).collect();
        self.reader.one_of(at, what, &words)
    }

    fn references(&mut self, at: &'y Yaml) -> ArgumentValue<'y> {
        if at.text() == Some("all") {
            return ArgumentValue::All;
        }
        let items = RuleReader::one_or_more(at);
        if items.is_empty() {
            self.reader.wrong(at, "expected a reference, a list of them, or `all`");
        }
        let read = |item: &'y Yaml| Some(Argument { at: item, value: ArgumentValue::Text(self.reader.reference(item)?) });
        ArgumentValue::List(items.iter().filter_map(read).collect())
    }

    fn node_or_members(&mut self, at: &'y Yaml) -> Option<Argument<'y>> {
        let value = match &at.data {
            Data::Bool(true) => ArgumentValue::Node,
            Data::List(items) if !items.is_empty() => ArgumentValue::List(
                items.iter().filter_map(|item| self.read(item, &Takes::Member, &KnownPlaces::default())).collect(),
            ),
            _ => {
                let word = at.text().unwrap_or_default();
                let error = RuleError::new(at.span.clone(), "expected `true` (the node) or a list of keys");
                let meant = ["yes", "on"].contains(&word).then(|| "write `true`".to_owned());
                let meant = meant.or_else(|| (!word.is_empty()).then(|| format!("write `[{word}]` for a member")));
                self.reader.push(RuleError { suggestion: meant, ..error });
                return None;
            }
        };
        Some(Argument { at, value })
    }

    fn map(&mut self, at: &'y Yaml, takes: &Takes, parameters: &'static [Parameter]) -> Option<Arguments<'y>> {
        let what = self.form(takes);
        let mut fields = self.reader.fields(at, &what)?;
        let mut arguments = Arguments::default();
        for parameter in parameters {
            match parameter.takes {
                Takes::Table => {
                    if let Some(table) = Table::take(self.reader, &mut fields, parameter.required.then_some(parameter.about)) {
                        arguments.0.push((parameter.name, Argument { at, value: ArgumentValue::Table(table) }));
                    }
                }
                Takes::Conditions => {
                    let conditions = Condition::read_fields(self.reader, &mut fields);
                    arguments.0.push((parameter.name, Argument { at, value: ArgumentValue::Conditions(conditions) }));
                }
                Takes::Operations => {
                    let operations = self.inner_operations(&mut fields);
                    arguments.0.push((parameter.name, Argument { at, value: ArgumentValue::Operations(operations) }));
                }
                _ => {
                    let value = if parameter.required {
                        fields.need(self.reader, parameter.name, parameter.about)
                    } else {
                        fields.take(parameter.name)
                    };
                    if let Some(value) = value {
                        let places = entry_places(&arguments, &parameter.takes);
                        add(self.reader, &mut arguments, parameter, value, &places);
                    }
                }
            }
        }
        for option in self.options {
            if let Some(value) = fields.take(option.name) {
                add(self.reader, self.beside, option, value, &KnownPlaces::default());
            }
        }
        fields.finish(self.reader, &format!("`{}`", self.name));
        Some(arguments)
    }

    /// Nothing is known of what is inside JSON text.
    fn inner_operations(&mut self, fields: &mut Fields<'y>) -> Vec<NamedOperation> {
        let places = std::mem::take(&mut self.reader.places);
        let node = std::mem::take(&mut self.reader.node);
        let operations = read_all(self.reader, fields, true);
        (self.reader.places, self.reader.node) = (places, node);
        operations
    }

    fn pairs(&mut self, at: &'y Yaml, keys: &Takes, values: &Takes) -> Vec<(Argument<'y>, Argument<'y>)> {
        let what = self.form(&Takes::Flag);
        let mut pairs = Vec::new();
        for (key, value) in self.reader.entries(at, &what) {
            if let Some(option) = self.options.iter().find(|option| key.text() == Some(option.name)) {
                add(self.reader, self.beside, option, value, &KnownPlaces::default());
                continue;
            }
            let Some(key) = self.read(key, keys, &KnownPlaces::default()) else { continue };
            let places = self.member_places(&key);
            if let Some(value) = self.read(value, values, &places) {
                pairs.push((key, value));
            }
        }
        pairs
    }

    fn member_places(&self, key: &Argument<'_>) -> KnownPlaces {
        match &key.value {
            ArgumentValue::Text(key) => known_shape().follow(&self.reader.places, &[Step::Key(key.clone())]).unwrap_or_default(),
            _ => KnownPlaces::default(),
        }
    }

    /// `{key: …, to: …}`, for "expected … but found".
    fn form(&self, takes: &Takes) -> String {
        let parameters = takes.parameters();
        if parameters.is_empty() {
            return format!("`{}: {{key: …}}`", self.name);
        }
        let needed = parameters.iter().filter(|p| p.required && !p.name.is_empty()).map(|p| format!("{}: …", p.name));
        let needed: Vec<String> = needed.collect();
        format!("`{}: {{{}}}`", self.name, if needed.is_empty() { "…".to_owned() } else { needed.join(", ") })
    }
}
