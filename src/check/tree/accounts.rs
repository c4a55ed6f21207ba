//! Checks accounts at hosting services: those that never submit anything, and those that a charter needs and that
//! are missing.

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::record::charter::Identity;
use crate::record::path::CHARTER;
use crate::register::snapshot::roster_path;
use crate::value::account;
use crate::value::command::{Command, Placeholder};
use crate::value::sentence::first_of;

/// Accounts that do not name a known service and a login.
pub(super) fn unclear(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (id, who) in scene.register.participants.iter() {
        for (n, given) in who.accounts.iter().enumerate() {
            if let Some(fault) = account::fault(given) {
                found.note(&roster_path(id), || {
                    PendingFinding::new(fault.sentence)
                        .key(format!("accounts/{n}"))
                        .hint(fault.hint)
                });
            }
        }
    }
}

/// Participants who are counted and have no account, where the charter takes accounts as the proof of who submits.
pub(super) fn missing(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene
        .charter()
        .filter(|charter| charter.identity == Identity::Account)
    else {
        return;
    };
    let people = scene.register.participants.iter();
    let counted = people.filter(|(_, who)| {
        who.suspended.is_none()
            && who
                .memberships
                .names()
                .any(|standing| charter.counts(standing))
    });
    let (with, without): (Vec<_>, Vec<_>) = counted.partition(|(_, who)| !who.accounts.is_empty());
    if without.is_empty() {
        return;
    }
    found.note(CHARTER, || {
        let all = with.len() + without.len();
        let names = first_of(without.iter().map(|(id, _)| id.as_str()));
        let sentence = format!(
            "the charter requires accounts, but {} of {all} participants who are counted have none: {names}",
            without.len()
        );
        let command = Command::new("participant set")
            .with(Placeholder::Name)
            .option("--account", "github:LOGIN");
        PendingFinding::new(sentence)
            .key("identity")
            .hint(format!("add them: {command}"))
            .because("participants/")
    });
}
