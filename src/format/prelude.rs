//! The words that tables are written in.

pub(super) use super::band::Band::{
    B17a, B17b, B18, B19a, B19b, B20, J1, J2, J3, J4, J5, J6, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R12, R13, R14,
};
pub(super) use super::dialect::Dialect::{All, Bolt, Sql};
pub(super) use super::field::{
    Field,
    Guard::{Is, True},
    Orphan, Target, boolean, cron, int, json_text, list, map, object, string, strings,
};
