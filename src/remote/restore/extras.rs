//! What the extras add to the plan of a restore: steps afterwards, and what the server cannot take back.

use std::collections::HashSet;

use crate::extras::{Extras, ScheduleExtras};
use crate::remote::client::Client;
use crate::remote::error::RemoteError;
use crate::remote::facts::Facts;
use crate::report::remote::{StepEntry, StepState};
use crate::semaphore::api::{self, Quirk};

/// What the extras add to a plan.
pub(super) struct ExtrasPlan<'a> {
    facts: &'a Facts,
    /// Whether schedules stay inactive.
    asleep: bool,
    /// What is set afterwards.
    pub steps: Vec<StepEntry>,
    /// What the server cannot take back.
    pub lost: Vec<String>,
}

impl<'a> ExtrasPlan<'a> {
    /// What extras ask for; nothing without them. `asleep`: schedules stay inactive.
    ///
    /// # Errors
    /// The server does not list its users.
    pub(super) fn of(client: &Client, facts: &'a Facts, extras: Option<&Extras>, asleep: bool) -> Result<Self, RemoteError> {
        let mut plan = Self { facts, asleep, steps: Vec::new(), lost: Vec::new() };
        if let Some(extras) = extras {
            plan.templates(extras);
            plan.inventories(extras);
            plan.environments(extras);
            extras.schedules.iter().for_each(|schedule| plan.schedule(schedule));
            plan.members(extras, client)?;
        }
        Ok(plan)
    }

    fn templates(&mut self, extras: &Extras) {
        let [autorun, suppress] = api::HIDDEN_IN_TEMPLATES;
        for (name, template) in &extras.templates {
            let flags = [(template.autorun, autorun), (template.suppress_success_alerts, suppress)];
            for (_, flag) in flags.iter().filter(|(on, _)| *on) {
                self.steps.push(StepEntry::new(format!("template {name:?}"), *flag, StepState::Planned));
            }
        }
    }

    fn inventories(&mut self, extras: &Extras) {
        for (name, inventory) in &extras.inventories {
            let entity = format!("inventory {name:?}");
            if self.facts.may(Quirk::InventoryRepository) {
                self.steps.push(StepEntry::new(entity, format!("repository {:?}", inventory.repository), StepState::Planned));
            } else {
                self.lost.push(format!("{entity}: this version has no repository for it"));
            }
        }
    }

    fn environments(&mut self, extras: &Extras) {
        for (name, group) in &extras.environments {
            if let Some(storage) = &group.secret_storage {
                self.lost.push(format!(
                    "variable group {name:?}: its link to the secret storage {storage:?}, which only a new group takes"
                ));
            }
        }
    }

    fn schedule(&mut self, schedule: &ScheduleExtras) {
        let entity = format!("schedule {:?} of template {:?}", schedule.name, schedule.template);
        if let Some(time) = &schedule.run_at {
            if self.asleep {
                let why = "set its time when you switch it on";
                self.steps.push(StepEntry::because(entity.clone(), api::RUN_AT, StepState::Manual, why));
            } else if self.facts.may(Quirk::RunAt) {
                self.steps.push(StepEntry::new(entity.clone(), format!("{} {time}", api::RUN_AT), StepState::Planned));
            } else {
                self.lost.push(format!("{entity}: this version cannot run once"));
            }
        }
        if schedule.task_params.is_some() {
            if self.facts.may(Quirk::ScheduleParams) {
                self.steps.push(StepEntry::new(entity, "parameters of its task", StepState::Planned));
            } else {
                self.lost.push(format!("{entity}: this version forgets the parameters of its task"));
            }
        }
    }

    fn members(&mut self, extras: &Extras, client: &Client) -> Result<(), RemoteError> {
        if extras.members.is_empty() {
            return Ok(());
        }
        let users = client.find(api::USERS)?;
        let listed = users.iter().flat_map(|list| list.as_array().into_iter().flatten());
        let logins: HashSet<&str> = listed.filter_map(|user| user.get(api::USERNAME)?.as_str()).collect();
        for member in extras.members.iter().filter(|member| member.username != self.facts.user) {
            let (entity, what) = (format!("member {:?}", member.username), format!("role {}", member.role));
            self.steps.push(if logins.contains(member.username.as_str()) {
                StepEntry::new(entity, what, StepState::Planned)
            } else {
                StepEntry::because(entity, what, StepState::Manual, "the server has no user of that login: make one first")
            });
        }
        Ok(())
    }
}
