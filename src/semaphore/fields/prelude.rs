//! The words that tables are written in.

pub(in crate::semaphore) use super::field::{
    ALWAYS_EMPTY, Field,
    Guard::{Is, True},
    Orphan, Target, boolean, cron, int, json_text, list, map, object, string, strings,
};
pub(in crate::semaphore) use crate::semaphore::dialect::Dialect::{All, Bolt, Sql};
pub(in crate::semaphore) use crate::semaphore::version::Band::{
    V2_9_56, V2_9_65Beta, V2_9_66Beta, V2_9_70, V2_10_22, V2_10_25Beta, V2_10_27, V2_10_31, V2_10_32, V2_10_36, V2_11_0, V2_11_3,
    V2_12_9, V2_13_0, V2_13_4, V2_14_0, V2_15_0, V2_16_0, V2_17_0, V2_17_0Beta1, V2_17_2, V2_18_0, V2_19_0, V2_19_0Dev,
    V2_20_0Alpha1,
};
pub(in crate::semaphore) use crate::semaphore::version::{ALWAYS, only, since, until};
