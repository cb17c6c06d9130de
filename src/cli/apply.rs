//! `semxform -r RULES`
