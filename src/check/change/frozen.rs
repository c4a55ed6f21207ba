//! What is written once: decisions and their manifests, the frozen keys of calls, and every table
//! that only ever grows.

use crate::check::change::Door;
use crate::check::change::ground::{Act, Ground, Piece};
use crate::procedure::rights::{self, Deed};
use crate::record::decision::{Decision, FORMAT};
use crate::record::described::{Described, Mark};
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::ProposalId;

/// Finds what the description of a record lets nobody change, and is another now, or gone.
pub(super) fn stays<T: Described>(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (old, new): (&T, &T),
    out: &mut Vec<Finding>,
) {
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
        out.push(ground.at(piece, &way, code::P203, sentence).hint(hint));
    }
}

/// A decision is written once, by a chair.
pub(super) fn decision(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n): (&ProposalId, u32),
    out: &mut Vec<Finding>,
) {
    once(piece, "a decision", out);
    let about = ground.about(id).call(n);
    if let Some(decision) = piece.read_after(Decision::read).filter(|_| piece.is_new()) {
        earlier_format(ground, piece, &decision, out);
        let act = Act {
            way: "by".to_owned(),
            by: &decision.judgement.by,
            deed: Deed::Decide,
            about,
            code: code::P201,
        };
        ground.act(piece, &act, out);
    } else if piece.is_new() {
        let may = rights::may(Deed::Decide, &about);
        ground.owned(piece, code::P201, "a decision", &may, out);
    }
}

/// Finds a new decision of a format that is read, and no longer written: its count is checked less
/// strictly. A landing is not judged by this, because it may be from the time of that format.
fn earlier_format(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    decision: &Decision,
    out: &mut Vec<Finding>,
) {
    if ground.change.door == Door::Landing || decision.format >= FORMAT {
        return;
    }
    let format = decision.format;
    let sentence = format!("a new decision has format {FORMAT}, and this one has format {format}");
    let hint = "make it with a program that writes it: plenary decide";
    out.push(ground.at(piece, "format", code::P220, sentence).hint(hint));
}

/// So is the manifest of its inputs.
pub(super) fn manifest(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n): (&ProposalId, u32),
    out: &mut Vec<Finding>,
) {
    let what = "the manifest of a decision";
    once(piece, what, out);
    let may = rights::may(Deed::Decide, &ground.about(id).call(n));
    ground.owned(piece, code::P201, what, &may, out);
}

fn once(piece: &Piece<'_>, what: &str, out: &mut Vec<Finding>) {
    if piece.before.is_some() && piece.before != piece.after {
        let sentence = format!("{what} is written once, and this one is changed");
        let hint = "put it back as it landed; a question is taken up again by a new call, or by a \
                    proposal that supersedes this one";
        out.push(Finding::new(code::P203, Place::file(piece.path), sentence).hint(hint));
    }
}
