//! What objects are called on Semaphore's screens.

/// By path: what every object is called on Semaphore's screens.
const TITLES: &[(&str, &str)] = &[
    ("meta", "Project"),
    ("environments", "Variable group"),
    ("views", "View"),
    ("keys", "Key"),
    ("repositories", "Repository"),
    ("inventories", "Inventory"),
    ("templates", "Task template"),
    ("templates[].survey_vars", "Survey variable"),
    ("templates[].survey_vars[].values", "Value"),
    ("templates[].vaults", "Vault"),
    ("templates[].roles", "Role of a template"),
    ("integrations", "Integration"),
    ("integrations[].matchers", "Matcher"),
    ("integrations[].extract_values", "Extracted value"),
    ("schedules", "Schedule"),
    ("secret_storages", "Secret storage"),
    ("roles", "Role"),
    ("runners", "Runner"),
    ("workflows", "Workflow"),
    ("workflows[].nodes", "Node"),
    ("workflows[].edges", "Edge"),
    ("host_configs", "Host mapping"),
];

/// What the object at a path is called on Semaphore's screens.
#[must_use]
pub(crate) fn title_of(path: &str) -> Option<&'static str> {
    TITLES.iter().find(|(known, _)| *known == path).map(|(_, title)| *title)
}
