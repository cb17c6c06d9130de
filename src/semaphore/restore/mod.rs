//! What a restore does: its steps in the server's order with the server's words, and what becomes of each value.

mod columns;
mod effect;
mod effects;
pub(crate) mod hosts;
mod implied;
mod lookup;
mod row;
mod verify;
pub(crate) mod words;
mod writes;
mod written;

#[cfg(test)]
pub(in crate::semaphore) use columns::TABLES;
pub(crate) use columns::{Column, HOST_CONFIGS, Limit, RUNNER_TAGS, TAG_COLUMN, TEMPLATE_ROLES, TEXT_BYTES, Table, VAULTS};
pub(crate) use effect::{Effect, EffectKind, Step};
pub(crate) use effects::NEW_EACH_TIME;
pub(crate) use lookup::{all_effects, effects_in, effects_of};
pub(crate) use verify::{NamedEntry, Section, VERIFY_ORDER, VerifyLook, verified, verify_rows};
pub(crate) use writes::{Look, Text as RequiredText, WRITE_ORDER, WriteRow, needs_playbook, write_rows, written_last};

/// How many projects a SQL server looks at, by name, for one of the same name.
pub(crate) const PROJECTS_LISTED: usize = 200;
