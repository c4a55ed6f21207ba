//! Checks what is written once: decisions and their lists of inputs, the fixed keys of calls, and tables to
//! which entries are only added.

use crate::check::change::EntryPoint;
use crate::check::change::context::Trial;
use crate::check::tree::quoted;
use crate::procedure::rights::{About, Deed};
use crate::record::decision::{Decision, FORMAT};
use crate::record::described::{Described, Mark};
use crate::record::erratum::Erratum;
use crate::value::code;

/// Finds changed or deleted values that nobody can change by the description of the record.
pub(super) fn stays<T: Described>(trial: &mut Trial<'_>, old: &T, new: &T) {
    for moved in T::moved(old, new) {
        let key = moved.key;
        let (way, sentence, hint) = match (moved.mark, moved.entry) {
            (Mark::Fixed | Mark::Once, _) => (
                key.to_owned(),
                format!("\"{key}\" cannot change after recording"),
                "restore it as it was",
            ),
            (_, Some((n, is_gone))) => {
                let nth = n + 1;
                let sentence = match is_gone {
                    true => format!("entry {nth} of [[{key}]] cannot be deleted after recording"),
                    false => format!("entry {nth} of [[{key}]] cannot change after recording"),
                };
                let hint = "restore it as it was, and add a correction as a new entry";
                (format!("{key}/{n}"), sentence, hint)
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

/// An erratum is written once, by who can decide.
pub(super) fn erratum(trial: &mut Trial<'_>, about: &About<'_>) {
    once(trial, "an erratum");
    if !trial.piece.is_new() {
        return;
    }
    match trial.piece.read_after(Erratum::read) {
        Some(erratum) => trial.act(code::P201, ("by", &erratum.act.by), Deed::Correct, about),
        None => trial.deed_of("an erratum", Deed::Correct, about),
    }
}

/// Finds a new decision of a format that is read but not written any more, because its count is checked less
/// strictly. A commit on the main branch is not checked for it: it can be from the time of that format.
fn earlier_format(trial: &mut Trial<'_>, decision: &Decision) {
    if trial.ground.change.door == EntryPoint::Landing || decision.format >= FORMAT {
        return;
    }
    let format = decision.format;
    let sentence =
        format!("a new decision must have format {FORMAT}, but this one has format {format}");
    let hint = "make it with this version of the program: plenary decide";
    trial.found_at("format", code::P220, sentence, hint);
}

/// The list of its inputs, which is written once as well.
pub(super) fn manifest(trial: &mut Trial<'_>, about: &About<'_>) {
    let what = "the list of inputs of a decision";
    once(trial, what);
    trial.deed_of(what, Deed::Decide, about);
}

pub(super) fn once(trial: &mut Trial<'_>, what: &str) {
    if trial.piece.before.is_some() && trial.piece.before != trial.piece.after {
        let sentence = format!("{what} cannot change after it is written");
        let path = trial.piece.path;
        let hint = format!(
            "restore it. See who changed it: git log -p --first-parent -- {}",
            quoted(path)
        );
        trial.found(code::P203, sentence, hint);
    }
}
