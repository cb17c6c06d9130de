//! What users see, and what the recorded servers said: one binary, one module a subject.

mod cron;
mod support;
