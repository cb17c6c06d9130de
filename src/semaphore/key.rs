//! Names of keys and sections of backups, for code that needs one by name. A test holds them against the field tables.

macro_rules! keys {
    ($($name:ident = $key:literal;)*) => {
        $(#[doc = concat!("`", $key, "`")] pub(crate) const $name: &str = $key;)*

        #[cfg(test)]
        const ALL: &[&str] = &[$($key),*];
    };
}

#[rustfmt::skip]
keys! {
    ACTIVE = "active";
    ALIASES = "aliases";
    APP = "app";
    BODY_DATA_TYPE = "body_data_type";
    BUILD_TEMPLATE = "build_template";
    CHECKABLE_REPOSITORY = "checkable_repository";
    CRON = "cron";
    CRON_FORMAT = "cron_format";
    DESTINATION_NODE_ID = "destination_node_id";
    EDGES = "edges";
    ENVIRONMENT = "environment";
    ENVIRONMENTS = "environments";
    EXTRACT_VALUES = "extract_values";
    GIT_BRANCH = "git_branch";
    GIT_URL = "git_url";
    HOST_CONFIGS = "host_configs";
    ID = "id";
    INTEGRATIONS = "integrations";
    INTEGRATION_ALIASES = "integration_aliases";
    INVENTORIES = "inventories";
    INVENTORY_NAME = "inventory_name";
    IS_GLOBAL = "is_global";
    KEY = "key";
    KEYS = "keys";
    LIMIT = "limit";
    MATCHERS = "matchers";
    MATCH_TYPE = "match_type";
    MAX_PARALLEL_TASKS = "max_parallel_tasks";
    META = "meta";
    NAME = "name";
    NODES = "nodes";
    OWNER = "owner";
    PARAMS = "params";
    PLAYBOOK = "playbook";
    PROJECT_ID = "project_id";
    REPOSITORIES = "repositories";
    ROLE = "role";
    ROLES = "roles";
    RUNNERS = "runners";
    RUN_AT = "run_at";
    SCHEDULES = "schedules";
    SCRIPT = "script";
    SECRET_STORAGES = "secret_storages";
    SOURCE_NODE_ID = "source_node_id";
    SOURCE_STORAGE = "source_storage";
    SOURCE_STORAGE_TYPE = "source_storage_type";
    SSH_KEY = "ssh_key";
    SURVEY_VARS = "survey_vars";
    TARGET = "target";
    TASK_PARAMS = "task_params";
    TEMPLATE = "template";
    TEMPLATES = "templates";
    TITLE = "title";
    TYPE = "type";
    VALUE = "value";
    VALUE_SOURCE = "value_source";
    VAULTS = "vaults";
    VAULT_KEY = "vault_key";
    VIEWS = "views";
    WORKFLOWS = "workflows";
    WORKING_DIRECTORY = "working_directory";
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::semaphore::all_fields;

    #[test]
    fn every_name_is_a_key_of_some_version() {
        for key in ALL {
            assert!(all_fields().any(|field| field.path.split('.').any(|part| part.trim_end_matches("[]") == *key)), "{key}");
        }
    }
}
