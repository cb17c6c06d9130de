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
    ALLOW_OVERRIDE_ARGS_IN_TASK = "allow_override_args_in_task";
    ALLOW_OVERRIDE_BRANCH_IN_TASK = "allow_override_branch_in_task";
    APP = "app";
    ARGUMENTS = "arguments";
    AUTH_HEADER = "auth_header";
    AUTH_METHOD = "auth_method";
    AUTH_SECRET = "auth_secret";
    BECOME_KEY = "become_key";
    BODY_DATA_TYPE = "body_data_type";
    BUILD_TEMPLATE = "build_template";
    CHECKABLE_REPOSITORY = "checkable_repository";
    CRON = "cron";
    CRON_FORMAT = "cron_format";
    DEFAULT_VALUE = "default_value";
    DELETE_AFTER_RUN = "delete_after_run";
    DESTINATION_NODE_ID = "destination_node_id";
    EDGES = "edges";
    ENV = "env";
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
    INVENTORY = "inventory";
    INVENTORY_NAME = "inventory_name";
    IS_GLOBAL = "is_global";
    JSON = "json";
    KEY = "key";
    KEYS = "keys";
    LIMIT = "limit";
    MATCHERS = "matchers";
    MATCH_TYPE = "match_type";
    MAX_PARALLEL_TASKS = "max_parallel_tasks";
    META = "meta";
    METHOD = "method";
    NAME = "name";
    NODES = "nodes";
    OWNER = "owner";
    PARAMS = "params";
    PLAYBOOK = "playbook";
    PROJECT_ID = "project_id";
    REPOSITORIES = "repositories";
    REPOSITORY = "repository";
    REQUIRED = "required";
    ROLE = "role";
    ROLES = "roles";
    RUNNERS = "runners";
    RUNNER_TAG = "runner_tag";
    RUN_AT = "run_at";
    SCHEDULES = "schedules";
    SCRIPT = "script";
    SEARCHABLE = "searchable";
    SECRET_STORAGES = "secret_storages";
    SOURCE_NODE_ID = "source_node_id";
    SOURCE_STORAGE = "source_storage";
    SOURCE_STORAGE_KEY = "source_storage_key";
    SOURCE_STORAGE_TYPE = "source_storage_type";
    SSH_KEY = "ssh_key";
    START_VERSION = "start_version";
    STORAGE = "storage";
    SURVEY_VARS = "survey_vars";
    TAGS = "tags";
    TARGET = "target";
    TASK_PARAMS = "task_params";
    TEMPLATE = "template";
    TEMPLATES = "templates";
    TITLE = "title";
    TYPE = "type";
    VALUE = "value";
    VALUE_SOURCE = "value_source";
    VARIABLE = "variable";
    VARIABLE_TYPE = "variable_type";
    VAULTS = "vaults";
    VAULT_KEY = "vault_key";
    VERSION = "version";
    VIEWS = "views";
    WORKFLOWS = "workflows";
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
