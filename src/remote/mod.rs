//! Live servers: backups out, in, and compared. The only room that opens connections; all it knows about the API are the tables of
//! `semaphore`.

mod address;
mod answer;
mod client;
pub(crate) mod compare;
mod error;
mod facts;
mod gather;
mod migration;
mod objects;
mod profiles;
pub(crate) mod pull;
pub(crate) mod restore;
pub(crate) mod secrets;
mod stable;
pub(crate) mod token;
mod transport;

pub(crate) use address::Address;
pub(crate) use answer::Answer;
pub(crate) use client::{Client, Options};
pub(crate) use error::{Failure, RemoteError};
pub(crate) use facts::{Facts, ProjectRef};
pub(crate) use profiles::{Profile, Profiles};
