//! Backups of any size.

use std::fmt::Write as _;

/// A backup as 2.16 writes it; every tenth vault link is an orphan.
pub(crate) fn backup(templates: usize) -> String {
    let keys = (templates / 10).max(3);
    let mut out = String::from(
        "{\n  \"environments\": [\n    {\n      \"env\": \"{}\",\n      \"json\": \"{\\\"region\\\": \\\"eu\\\"}\",\n      \"name\": \"common\"\n    }\n  ],\n  \"integration_aliases\": [],\n  \"integrations\": [],\n  \"inventories\": [\n    {\n      \"inventory\": \"[all]\\n10.0.0.1\",\n      \"name\": \"prod\",\n      \"ssh_key\": \"key-0\",\n      \"type\": \"static\"\n    }\n  ],\n  \"keys\": [",
    );
    for i in 0..keys {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}\n    {{\n      \"name\": \"key-{i}\",\n      \"owner\": \"\",\n      \"type\": \"login_password\"\n    }}"
        );
    }
    out.push_str("\n  ],\n  \"meta\": {\n    \"alert\": false,\n    \"max_parallel_tasks\": 0,\n    \"name\": \"Bench\",\n    \"type\": \"\"\n  },\n  \"repositories\": [\n    {\n      \"git_branch\": \"main\",\n      \"git_url\": \"git@example.com:a/b.git\",\n      \"name\": \"infra\",\n      \"ssh_key\": \"key-0\"\n    }\n  ],\n  \"schedules\": [],\n  \"secret_storages\": [],\n  \"templates\": [");
    for i in 0..templates {
        let comma = if i > 0 { "," } else { "" };
        let link = if i % 10 == 0 { "gone".to_owned() } else { format!("key-{}", i % keys) };
        let _ = write!(
            out,
            "{comma}\n    {{\n      \"allow_override_args_in_task\": false,\n      \"allow_override_branch_in_task\": false,\n      \"allow_parallel_tasks\": false,\n      \"app\": \"ansible\",\n      \"arguments\": \"[]\",\n      \"autorun\": false,\n      \"description\": \"deploys service {i} to the edge cluster and restarts what depends on it\",\n      \"environment\": \"common\",\n      \"inventory\": \"prod\",\n      \"name\": \"template-{i}\",\n      \"playbook\": \"plays/deploy/{i}.yml\",\n      \"repository\": \"infra\",\n      \"suppress_success_alerts\": false,\n      \"survey_vars\": [\n        {{\n          \"default_value\": \"\",\n          \"description\": \"which version to deploy\",\n          \"name\": \"version\",\n          \"required\": true,\n          \"title\": \"Version\",\n          \"type\": \"\",\n          \"values\": []\n        }}\n      ],\n      \"task_params\": {{}},\n      \"type\": \"\",\n      \"vaults\": [\n        {{\n          \"name\": \"first\",\n          \"type\": \"password\",\n          \"vault_key\": \"key-1\"\n        }},\n        {{\n          \"name\": \"second\",\n          \"type\": \"password\",\n          \"vault_key\": \"{link}\"\n        }}\n      ]\n    }}"
        );
    }
    out.push_str("\n  ],\n  \"views\": []\n}");
    out
}

/// A backup as 2.9 writes it: one line, struct order, nulls.
pub(crate) fn legacy(templates: usize) -> String {
    let mut out = String::from(
        "{\"meta\":{\"name\":\"Bench\",\"alert\":false,\"alert_chat\":null,\"max_parallel_tasks\":0},\"templates\":[",
    );
    for i in 0..templates {
        let comma = if i > 0 { "," } else { "" };
        let cron = if i % 4 == 0 { "\"0 3 * * *\"" } else { "null" };
        let _ = write!(
            out,
            "{comma}{{\"inventory\":\"prod\",\"repository\":\"infra\",\"environment\":\"common\",\"name\":\"template-{i}\",\"playbook\":\"plays/deploy/{i}.yml\",\"arguments\":\"[]\",\"allow_override_args_in_task\":false,\"description\":\"deploys service {i} to the edge cluster and restarts what depends on it\",\"vault_key\":\"vault\",\"type\":\"\",\"start_version\":null,\"build_template\":null,\"view\":null,\"autorun\":false,\"survey_vars\":\"[{{\\\"name\\\":\\\"version\\\",\\\"title\\\":\\\"Version\\\",\\\"required\\\":true,\\\"type\\\":\\\"\\\",\\\"description\\\":\\\"which version\\\"}}]\",\"suppress_success_alerts\":false,\"cron\":{cron}}}"
        );
    }
    out.push_str("],\"repositories\":[{\"name\":\"infra\",\"git_url\":\"git@example.com:a/b.git\",\"git_branch\":\"main\",\"ssh_key\":\"deploy\"}],\"keys\":[{\"name\":\"deploy\",\"type\":\"ssh\"},{\"name\":\"vault\",\"type\":\"login_password\"}],\"views\":[],\"inventories\":[{\"name\":\"prod\",\"inventory\":\"[all]\\n10.0.0.1\",\"ssh_key\":\"deploy\",\"become_key\":null,\"type\":\"static\"}],\"environments\":[{\"name\":\"common\",\"password\":null,\"json\":\"{}\",\"env\":null}]}\n");
    out
}
