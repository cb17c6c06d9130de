//! What is restored and then does not run as the file says: conditions of the file with the versions in which they hold, each found on
//! servers. Looks at the document and says what a task, a schedule or a webhook will do; how bad that is follows from its kind.

mod arguments;
mod entries;
mod groups;
mod integrations;
mod params;
mod rows;
mod tasks;
mod templates;
mod view;

pub(crate) use rows::Kind;
pub(crate) use view::Trouble;

use crate::json::Document;
use crate::semaphore::Version;

/// Everything that will not run as the file says on a version; `sql` says whether an SQL database is among those asked for, because
/// BoltDB does not store the parameters of tasks that schedules and integrations start.
pub(crate) fn troubles(doc: &Document, version: Version, sql: bool) -> Vec<Trouble> {
    let mut view = view::View::new(doc, version, sql);
    groups::groups(&mut view);
    templates::templates(&mut view);
    tasks::tasks(&mut view);
    integrations::integrations(&mut view);
    entries::entries(&mut view);
    view.troubles
}
