//! What is written once: decisions and their manifests, the frozen keys of calls, and every table
//! that only ever grows.

use crate::check::change::EntryPoint;
use crate::check::change::context::Trial;
use crate::procedure::rights::{About, Deed};
use crate::record::decision::{Decision, FORMAT};
use crate::record::described::{Described, Mark};
use crate::value::code;

/// Finds what the description of a record lets nobody change, and is another now, or gone.
pub(super) fn stays<T: Described>(trial: &mut Trial<'_>, old: &T, new: &T) {
    for moved in T::moved(old, new) {
        let key = moved.key;
        let (way, sentence, hint) = match (moved.mark, moved.entry) {
            (Mark::Fixed | Mark::Once, _) => (
                key.to_owned(),
                format!("\"{key}\" was fixed when this was recorded, and is changed"),
                "put it back as it was",
            ),
            (_, Some((n, is_gone))) => {
                let gone = if is_gone { "gone" } else { "changed" };
                let nth = n + 1;
                (
                    format!("{key}/{n}"),
                    format!("entry {nth} of [[{key}]] was on record, and is {gone}"),
                    "put it back as it was; what is to be corrected is added below",
                )
            }
            _ => continue,
        };
        trial.found_at(&way, code::P203, sentence, hint);
    }
}

/// A decision is written once, by a chair.
pub(super) fn decision(trial: &mut Trial<'_>, about: &About<'_>) {
    once(trial, "a decision");
    if !trial.piece.is_new() {
        return;
    }
    match trial.piece.read_after(Decision::read) {
        Some(decision) => {
            earlier_format(trial, &decision);
            let by = ("by", &decision.judgement.by);
            trial.act(code::P201, by, Deed::Decide, about);
        }
        None => trial.deed_of("a decision", Deed::Decide, about),
    }
}

/// Finds a new decision of a format that is read, and no longer written: its count is checked less
/// strictly. A landing is not judged by this, because it may be from the time of that format.
fn earlier_format(trial: &mut Trial<'_>, decision: &Decision) {
    if trial.ground.change.door == EntryPoint::Landing || decision.format >= FORMAT {
        return;
    }
    let format = decision.format;
    let sentence = format!("a new decision has format {FORMAT}, and this one has format {format}");
    let hint = "make it with a program that writes it: plenary decide";
    trial.found_at("format", code::P220, sentence, hint);
}

/// So is the manifest of its inputs.
pub(super) fn manifest(trial: &mut Trial<'_>, about: &About<'_>) {
    let what = "the manifest of a decision";
    once(trial, what);
    trial.deed_of(what, Deed::Decide, about);
}

fn once(trial: &mut Trial<'_>, what: &str) {
    if trial.piece.before.is_some() && trial.piece.before != trial.piece.after {
        let sentence = format!("{what} is written once, and this one is changed");
        let hint = "put it back as it landed; a question is taken up again by a new call, or by a \
                    proposal that supersedes this one";
        trial.found(code::P203, sentence, hint);
    }
}
