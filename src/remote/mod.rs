//! Live servers: backups out, in, and compared. The only room that opens connections; all it knows about the API are the tables of
//! `semaphore`.

mod address;
mod answer;
mod client;
pub mod compare;
mod error;
mod facts;
mod gather;
mod migration;
mod objects;
mod profiles;
pub mod pull;
pub mod restore;
pub mod secrets;
mod stable;
pub mod token;
mod transport;

pub use address::Address;
pub use answer::Answer;
pub use client::{Client, Exchange, Options};
pub use error::{Failure, RemoteError};
pub use facts::{Facts, ProjectRef, projects};
pub use profiles::{Profile, Profiles};
