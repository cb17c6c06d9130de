//! What a database refuses when a row is written: texts that are too long, integers out of range, U+0000, equal entries. The
//! columns of the server's INSERT statements are in the facts room, in their order, because the first bad one is named.

mod unique;

use crate::finding::{Code, Finding, Severity, Spot, Stage};
use crate::json::Node;
use crate::semaphore::{Column, Db, Limit, Secret, TEXT_BYTES, Table, words};

use super::project::Row;
use super::simulation::{DbSet, Simulation};
use super::text::quoted;
use super::{Outcome, codes};

pub(super) use unique::Unique;

/// A JSON text of so many bytes fits every column.
const SHORT: usize = 12;

/// Something a database does not take.
struct InsertRefusal {
    code: Code,
    dbs: DbSet,
    spot: Spot,
    words: String,
    message: String,
}

/// Writes one row: reports what the databases refuse. `wrap` is what the server puts before the driver's words, such as
/// `error at keys[3]: `.
pub(super) fn insert(simulation: &mut Simulation<'_>, table: Table, row: Row<'_>, wrap: impl Fn() -> String, outcome: Outcome) {
    let suspects = suspects(simulation, table, row);
    if suspects.is_empty() {
        return;
    }
    for refusal in refusals(simulation, &suspects, row) {
        let finding = Finding::new(refusal.code, Severity::Error, Stage::Database, refusal.message)
            .at(refusal.spot)
            .server(format!("{}{}", wrap(), refusal.words));
        simulation.stop_on(outcome, refusal.dbs, finding);
    }
    blanks(simulation, &suspects, row);
}

/// Writes a row whose errors the server throws away: the databases that do not take it.
pub(super) fn try_insert(simulation: &mut Simulation<'_>, table: Table, row: Row<'_>) -> DbSet {
    let suspects = suspects(simulation, table, row);
    let refusals = refusals(simulation, &suspects, row);
    if refusals.is_empty() {
        blanks(simulation, &suspects, row);
    }
    simulation.pick(|db| refusals.iter().any(|r| r.dbs.contains(db)))
}

/// The columns worth a closer look, in the order of the INSERT: nearly all texts are short and without U+0000.
fn suspects(simulation: &Simulation<'_>, table: Table, row: Row<'_>) -> Vec<&'static Column> {
    let doc = simulation.project.doc;
    let suspect = |column: &&Column| {
        let Some(node) = row.at_place(column.place, column.key) else { return false };
        let raw = doc.raw(node);
        let says_nul = |raw: &[u8]| !doc.is_plain(node) && says_nul(raw);
        match column.limit {
            Limit::Int32 => raw.len() > 9 || raw.iter().any(|b| matches!(b, b'e' | b'E')),
            Limit::Json => raw.len() > TEXT_BYTES,
            Limit::Text => raw.len() > TEXT_BYTES || says_nul(raw),
            Limit::Characters => says_nul(raw) || raw.len() > SHORT && limit_of(column, row).is_some_and(|n| raw.len() - 2 > n),
        }
    };
    if simulation.dbs.iter().any(|db| matches!(db, Db::Mysql | Db::Postgres)) {
        table.columns(simulation.band()).iter().filter(suspect).collect()
    } else {
        Vec::new()
    }
}

/// Whether the token of a string may hold U+0000, which JSON can only write as an escape.
fn says_nul(raw: &[u8]) -> bool {
    raw.contains(&b'\\') && memchr::memmem::find(raw, b"\\u0000").is_some()
}

/// Blanks at the end that do not fit are cut off without a word.
fn blanks(simulation: &mut Simulation<'_>, columns: &[&Column], row: Row<'_>) {
    for column in columns {
        let Some(text) = row.written(column.key).filter(|text| text.ends_with(' ')) else { continue };
        let kept = text.trim_end_matches(' ');
        let fits = |text: &str| match limit_of(column, row) {
            Some(limit) => text.len() <= limit || text.chars().count() <= limit,
            None => column.limit != Limit::Text || text.len() <= TEXT_BYTES,
        };
        let text_column = column.limit == Limit::Text;
        let strict = simulation.pick(|db| db == Db::Mysql || db == Db::Postgres && !text_column);
        if fits(kept) && !fits(&text) {
            let message = format!("spaces at the end of `{}` do not fit and are cut off", column.key);
            let finding = Finding::new(codes::CHANGED, Severity::Warning, Stage::Silent, message);
            simulation.note_on(strict, finding.at(row.place(column.key)));
        }
    }
}

/// The first refusal of each database.
fn refusals(simulation: &Simulation<'_>, columns: &[&Column], row: Row<'_>) -> Vec<InsertRefusal> {
    let mut found = Vec::new();
    let mysql = simulation.pick(|db| db == Db::Mysql);
    let postgres = simulation.pick(|db| db == Db::Postgres);
    if !mysql.is_empty() {
        found.extend(columns.iter().find_map(|column| on_mysql(simulation, column, row, mysql)));
    }
    if !postgres.is_empty() {
        // PostgreSQL reads all parameters before it looks at lengths.
        let first = columns.iter().find_map(|column| parameter(simulation, column, row, postgres));
        found.extend(first.or_else(|| columns.iter().find_map(|column| length(simulation, column, row, postgres))));
    }
    found
}

fn on_mysql(simulation: &Simulation<'_>, column: &Column, row: Row<'_>, dbs: DbSet) -> Option<InsertRefusal> {
    if column.limit == Limit::Int32 {
        let value = row.integer(column.key).filter(|n| i32::try_from(*n).is_err())?;
        let words = words::out_of_range_mysql(column.name);
        return Some(out_of_range(column, row, value, dbs, words));
    }
    let (excess, message) = too_long(simulation, column, row, Db::Mysql)?;
    let words = words::too_long_mysql(column.name, 1);
    Some(InsertRefusal { code: codes::TOO_LONG, dbs, spot: Spot::value(excess, column.key), words, message })
}

/// Integers and U+0000.
fn parameter(simulation: &Simulation<'_>, column: &Column, row: Row<'_>, dbs: DbSet) -> Option<InsertRefusal> {
    let band = simulation.band();
    if column.limit == Limit::Int32 {
        let value = row.integer(column.key).filter(|n| i32::try_from(*n).is_err())?;
        let words = words::out_of_range_postgres(band, value);
        return Some(out_of_range(column, row, value, dbs, words));
    }
    if matches!(column.limit, Limit::Json) {
        return None;
    }
    row.written(column.key).filter(|text| text.contains('\0'))?;
    let words = words::nul_postgres(band);
    let message = format!("`{}` holds the character U+0000, which PostgreSQL does not store", column.key);
    Some(InsertRefusal { code: codes::NUL, dbs, spot: row.place(column.key), words, message })
}

fn length(simulation: &Simulation<'_>, column: &Column, row: Row<'_>, dbs: DbSet) -> Option<InsertRefusal> {
    let (node, message) = too_long(simulation, column, row, Db::Postgres)?;
    let limit = limit_of(column, row)?;
    let words = words::too_long_postgres(simulation.band(), limit);
    Some(InsertRefusal { code: codes::TOO_LONG, dbs, spot: Spot::value(node, column.key), words, message })
}

fn out_of_range(column: &Column, row: Row<'_>, value: i64, dbs: DbSet, words: String) -> InsertRefusal {
    let message = format!("{value} does not fit the 32-bit column of `{}`", column.key);
    InsertRefusal { code: codes::OUT_OF_RANGE, dbs, spot: row.place(column.key), words, message }
}

fn limit_of(column: &Column, row: Row<'_>) -> Option<usize> {
    match column.limit {
        Limit::Characters => row.field(column.key)?.max_length().map(|n| n as usize),
        _ => None,
    }
}

fn too_long(simulation: &Simulation<'_>, column: &Column, row: Row<'_>, db: Db) -> Option<(Node, String)> {
    let node = row.at(column.key)?;
    if let Limit::Text | Limit::Json = column.limit {
        if db != Db::Mysql || simulation.project.doc.raw(node).len() <= TEXT_BYTES {
            return None;
        }
        // Blanks at the end that do not fit are cut off without a word.
        let text = || row.plain(column.key).trim_end_matches(' ').len();
        let stored = if column.limit == Limit::Json { stored_json(simulation, node) } else { text() };
        return (stored > TEXT_BYTES).then(|| (node, format!("`{}` has {stored} bytes; MySQL stores {TEXT_BYTES}", column.key)));
    }
    let limit = limit_of(column, row)?;
    let text = row.written(column.key)?;
    if text.len() <= limit {
        return None;
    }
    // Blanks at the end that do not fit are cut off without a word.
    let length = text.chars().count();
    let without_blanks = text.trim_end_matches(' ').chars().count();
    let secret = row.field(column.key).is_some_and(|field| field.row.secret != Secret::No);
    let shown = if secret { String::new() } else { format!(": {}", quoted(&text)) };
    (without_blanks > limit).then(|| (node, format!("`{}` has {length} characters, {limit} are stored{shown}", column.key)))
}

/// Bytes of a value as the server writes it into a column: compact, with Go's escapes for `<`, `>` and `&`.
fn stored_json(simulation: &Simulation<'_>, node: Node) -> usize {
    let text = simulation.project.doc.value(node).to_string();
    text.len() + 5 * text.bytes().filter(|b| matches!(b, b'<' | b'>' | b'&')).count()
}
