//! What a server says about itself: version, user, apps, projects, database.

use serde_json::Value;

use super::client::Client;
use super::error::{Failure, RemoteError};
use crate::report::remote::ServerEntry;
use crate::semaphore::api::{self, Quirk, may_have};
use crate::semaphore::{Db, Release, Version};
use crate::sorting::sort_by;

/// A project in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProjectRef {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
}

/// What is known of a server and of who asks it.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// Its address.
    pub address: String,
    /// What it calls its version.
    pub version_text: String,
    /// The release; none for builds of a branch and unknown lines.
    pub release: Option<Release>,
    /// Why there is none, or what is assumed about it.
    pub version_note: Option<String>,
    /// Whether it offers what only a subscription has; none where it does not say.
    pub pro: Option<bool>,
    /// The login of the user.
    pub user: String,
    /// Whether that is an administrator.
    pub admin: bool,
    /// Apps that it has, and whether they are active; none where it has no list of them.
    pub apps: Option<Vec<(String, bool)>>,
    /// Projects that the user sees, by name.
    pub projects: Vec<ProjectRef>,
    /// Its database, where something tells it.
    pub db: Option<Db>,
    /// The clock of schedules.
    pub timezone: Option<String>,
}

impl Facts {
    /// Asks the server.
    ///
    /// # Errors
    /// It cannot be reached, does not know the user, or is none.
    pub(crate) fn gather(client: &Client) -> Result<Self, RemoteError> {
        let is_plain = client.address().base().starts_with("http://");
        let info = client.get(api::INFO).map_err(|error| match error.failure {
            // Servers of TLS close what does not speak it.
            Failure::Cut | Failure::TimedOut if is_plain && error.help.is_none() => error.help("is it https and not http?"),
            _ => error,
        })?;
        let user = client.get(api::USER)?;
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let version_text = text(&info, "version");
        let (release, version_note) = release_of(&version_text);
        let admin = user.get("admin").and_then(Value::as_bool).unwrap_or(false);
        let dialect = if admin { client.find(api::ADMIN_INFO)? } else { None };
        let dialect = dialect.as_ref().and_then(|info| info.pointer("/database/dialect")?.as_str()).and_then(Db::parse);
        let projects = projects(client)?;
        let apps = client.find(api::APPS)?.as_ref().and_then(Value::as_array).map(|apps| {
            let active = |app: &Value| app.get("active").and_then(Value::as_bool).unwrap_or(true);
            apps.iter().map(|app| (text(app, "id"), active(app))).collect()
        });
        let features = info.get("premium_features").and_then(Value::as_object);
        let pro = features.map(|features| features.values().any(|feature| feature.as_bool() == Some(true)));
        Ok(Self {
            address: client.address().base().to_owned(),
            db: dialect.or_else(|| told_by_list(&projects, release.as_ref())),
            version_text,
            release,
            version_note,
            pro,
            user: text(&user, api::USERNAME),
            admin,
            apps,
            projects,
            timezone: Some(text(&info, "schedule_timezone")).filter(|zone| !zone.is_empty()),
        })
    }

    /// The exact version, if it is known.
    #[must_use]
    pub(crate) fn version(&self) -> Option<Version> {
        self.release.as_ref().map(|release| release.version)
    }

    /// The databases that it may run on: the one that is known, else all that its version supports.
    #[must_use]
    pub(crate) fn possible_dbs(&self) -> Vec<Db> {
        let supported = |db: &Db| self.release.as_ref().is_none_or(|release| db.supported(release.band));
        self.db.map_or_else(|| Db::ALL.into_iter().filter(supported).collect(), |db| vec![db])
    }

    /// Whether there may be more projects than the list shows.
    #[must_use]
    pub(crate) fn list_may_end(&self) -> bool {
        self.projects.len() == api::LIST_LIMIT && self.may(Quirk::ListEnds)
    }

    /// Whether the server may have a quirk.
    #[must_use]
    pub(crate) fn may(&self, what: Quirk) -> bool {
        may_have(what, self.version(), &self.possible_dbs())
    }

    /// The project of a number or a name. Where the list of projects may be cut, a number is looked up on the server.
    ///
    /// # Errors
    /// There is none, or the name is that of several; or the server fails.
    pub(crate) fn project(&self, client: &Client, wanted: &str) -> Result<ProjectRef, RemoteError> {
        let named: Vec<&ProjectRef> = self.projects.iter().filter(|project| project.name == wanted).collect();
        match named.as_slice() {
            [one] => return Ok((*one).clone()),
            [] => {}
            several => {
                let ids: Vec<String> = several.iter().map(|project| project.id.to_string()).collect();
                let message = format!("{} projects are called {wanted:?}", several.len());
                return Err(RemoteError::usage(message).help(format!("say which by its number: {}", ids.join(", "))));
            }
        }
        if let Some(id) = wanted.parse::<u64>().ok()
            && let Some(found) = self.project_of(client, id)?
        {
            return Ok(found);
        }
        let all = self.projects.iter().map(|project| project.name.as_str());
        let near = crate::text::suggest::nearest(wanted, all).map(|near| format!("did you mean {near:?}? "));
        let more = if self.list_may_end() {
            format!("the server lists no more than {} projects: name others by their number", api::LIST_LIMIT)
        } else {
            format!("semxform server {} shows how many projects {} sees", client.address().options, self.user)
        };
        let help = near.unwrap_or_default() + &more;
        Err(RemoteError::usage(format!("{} has no project {wanted:?} for {}", self.address, self.user)).help(help))
    }

    /// The project of a number, whether the list shows it or not.
    ///
    /// # Errors
    /// The server fails.
    pub(crate) fn project_of(&self, client: &Client, id: u64) -> Result<Option<ProjectRef>, RemoteError> {
        if let Some(found) = self.projects.iter().find(|project| project.id == id) {
            return Ok(Some(found.clone()));
        }
        let found = if self.list_may_end() { client.find(&api::of_project(id, ""))? } else { None };
        Ok(found.as_ref().and_then(listed))
    }

    /// The facts for reports.
    #[must_use]
    pub(crate) fn entry(&self) -> ServerEntry {
        ServerEntry {
            url: self.address.clone(),
            version: self.version_text.clone(),
            release: self.release.as_ref().map(ToString::to_string),
            band: self.release.as_ref().map(|release| release.band.to_string()),
            edition: self.pro.map(|pro| if pro { "pro" } else { "community" }),
            db: self.db.map(Db::name),
            user: self.user.clone(),
            admin: self.admin,
            projects: self.projects.len(),
            projects_may_be_more: self.list_may_end(),
            apps: self.apps.iter().flatten().filter(|(_, active)| *active).map(|(id, _)| id.clone()).collect(),
            inactive_apps: self.apps.iter().flatten().filter(|(_, active)| !*active).map(|(id, _)| id.clone()).collect(),
            schedule_timezone: self.timezone.clone(),
        }
    }
}

/// The list of projects, by name.
///
/// # Errors
/// It cannot be had.
pub(crate) fn projects(client: &Client) -> Result<Vec<ProjectRef>, RemoteError> {
    let list = client.get(api::PROJECTS)?;
    let mut all: Vec<ProjectRef> = list.as_array().into_iter().flatten().filter_map(listed).collect();
    sort_by(&mut all, |a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(all)
}

/// A project as the server shows it.
fn listed(project: &Value) -> Option<ProjectRef> {
    let name = project.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(ProjectRef { id: project.get("id")?.as_u64()?, name })
}

/// More projects than a list with a limit holds: the database has none.
fn told_by_list(projects: &[ProjectRef], release: Option<&Release>) -> Option<Db> {
    let version = release.map(|release| release.version);
    let limited = may_have(Quirk::ListEnds, version, &[Db::Mysql]);
    (projects.len() > api::LIST_LIMIT && limited).then_some(Db::Bolt)
}

fn release_of(text: &str) -> (Option<Release>, Option<String>) {
    let Some(version) = api::version_of(text) else {
        return (None, Some(format!("{text:?} names no release: --target says which one it is like")));
    };
    match Release::parse(&version.to_string()) {
        Ok(release) => {
            let note = release.note.clone();
            (Some(release), note)
        }
        Err(error) => (None, Some(format!("{error}; --target says which one it is like"))),
    }
}
