//! Statements of interest that the charter asks for and that are missing. Whether one has grown
//! old is a question of the day on which it is asked, and no check of the records.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::Scene;
use crate::record::path::CHARTER;
use crate::register::snapshot::roster_path;

/// Participants without a statement of interest, or with one that has no date.
pub(super) fn missing(scene: &Scene<'_>, found: &mut Found) {
    let Some(within) = scene.charter().and_then(|charter| charter.interests) else {
        return;
    };
    for (id, who) in &scene.register.participants {
        let stated = who.interests.as_deref().map(str::trim);
        let (sentence, key) = match (stated, &who.interests_updated) {
            (Some(""), _) => ("the statement of interest is empty", Some("interests")),
            (Some(_), None) => (
                "the statement of interest does not say of which day it is",
                Some("interests"),
            ),
            (None, _) => ("there is no statement of interest", None),
            (Some(_), Some(_)) => continue,
        };
        found.note(&roster_path(id), || {
            let fault = Fault::new(format!(
                "{sentence}, and the charter asks everybody for one that is no older than {within}"
            ))
            .hint(format!("plenary participant set {id} --interests TEXT"))
            .because(CHARTER);
            match key {
                Some(key) => fault.key(key),
                None => fault,
            }
        });
    }
}
