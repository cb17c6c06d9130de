//! What a project needs to run after its restore: the conditions under which a task, a schedule or a webhook does not do what the file
//! says, with their versions; apps, parameters and words of task runners. Each was seen on servers. Rows only: `check` looks at documents.

pub(crate) mod apps;
pub(crate) mod hooks;
pub(crate) mod params;
pub(crate) mod rows;
pub(crate) mod sources;
pub(crate) mod words;
