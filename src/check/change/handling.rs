//! What chair and editors do with an objection: responses stay, and only those who may dispose of it.

use crate::check::change::frozen::grown;
use crate::check::change::ground::{Act, Ground};
use crate::check::change::piece::Piece;
use crate::procedure::rights::{self, Deed};
use crate::record::handling::{Disposition, Handling};
use crate::value::code;
use crate::value::finding::Finding;
use crate::value::id::{ObjectionId, ProposalId};

/// Judges a change of a handling file by the table that changed.
pub(super) fn handling(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    id: &ProposalId,
    of: &ObjectionId,
    out: &mut Vec<Finding>,
) {
    let old = piece.read_before(Handling::read).unwrap_or_default();
    let about = ground.about(id).of(&of.participant);
    let new = match piece.read_after(Handling::read) {
        Some(new) if new != old => new,
        _ => {
            let mut may = rights::may(Deed::Respond, &about);
            may.extend(rights::may(Deed::Dispose, &about));
            let what = format!("how {of} is handled");
            return ground.owned(piece, code::P201, &what, &may, out);
        }
    };
    let act = |way: &str, by, deed| Act {
        way: format!("{way}/by"),
        by,
        deed,
        about,
        code: code::P201,
    };
    let (was, is) = (&old.responses, &new.responses);
    let responses: Vec<_> = grown(ground, piece, "response", was, is, out).collect();
    for (way, response) in responses {
        ground.act(piece, &act(&way, &response.by, Deed::Respond), out);
    }
    let (was, is) = (&old.reopenings, &new.reopenings);
    let reopened: Vec<_> = grown(ground, piece, "reopening", was, is, out).collect();
    for (way, reopening) in &reopened {
        ground.act(piece, &act(way, &reopening.act.by, Deed::Reopen), out);
    }
    let again = !reopened.is_empty();
    let (was, is) = (old.disposition.as_ref(), new.disposition.as_ref());
    disposition(ground, piece, (id, of), (was, is), again, out);
}

/// A disposition is made once, by somebody who may; a reopening clears the way for another.
fn disposition(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, of): (&ProposalId, &ObjectionId),
    (old, new): (Option<&Disposition>, Option<&Disposition>),
    reopened: bool,
    out: &mut Vec<Finding>,
) {
    if old == new {
        return;
    }
    if let Some(old) = old.filter(|_| !reopened) {
        let sentence = format!(
            "{} disposed of {of} on {}, and the disposition is changed or gone",
            old.by,
            old.at.date()
        );
        let hint = format!(
            "put it back; new information reopens it: plenary reopen {of} --reason REASON --evidence LINK"
        );
        let finding = ground.at(piece, "disposition", code::P203, sentence);
        out.push(finding.hint(hint));
    }
    if let Some(new) = new {
        let act = Act {
            way: "disposition/by".to_owned(),
            by: &new.by,
            deed: Deed::Dispose,
            about: ground.about(id).of(&of.participant),
            code: code::P216,
        };
        ground.act(piece, &act, out);
    }
}
