//! By whose hand a record was committed, where the proof that the charter asks for is not in the
//! history: the address of a commit is compared with those of the participant whose record it is.

use std::collections::BTreeSet;

use crate::check::change::piece::{Piece, pieces};
use crate::procedure::origin::ByAnother;
use crate::record::decision::Decision;
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::register::records::Register;
use crate::register::snapshot::Moved;
use crate::value::id::ParticipantId;
use crate::value::suggest::listed;
use crate::value::text::shortened;

/// Every record of one participant that was committed under the address of another. Nothing is
/// said of a participant without an address, unless the address is that of somebody else.
pub fn by_another(
    before: &Register,
    moved: &[Moved],
    authors: &BTreeSet<String>,
) -> Vec<ByAnother> {
    let by = committers(before, authors);
    let pieces = pieces(before, moved);
    let brought = pieces.iter().filter(|piece| piece.after.is_some());
    brought
        .filter_map(|piece| {
            let whose = whose(before, piece)?;
            let known = before.participant(&whose)?;
            let own = |address: &String| {
                let mut emails = known.emails.iter();
                emails.any(|email| email.eq_ignore_ascii_case(address))
            };
            let tells = !known.emails.is_empty() || by.iter().any(|(who, _)| who.is_some());
            (tells && !authors.is_empty() && !authors.iter().any(own)).then(|| ByAnother {
                path: piece.path.to_owned(),
                is_sign_off: matches!(
                    piece.record,
                    RecordPath::SignOff(..) | RecordPath::Decision(..)
                ),
                of: whose,
                by: listed(by.iter().map(|(_, name)| name.as_str())),
            })
        })
        .collect()
}

/// The participants whose addresses these are; an address that is nobody's stands for itself.
fn committers(
    before: &Register,
    authors: &BTreeSet<String>,
) -> Vec<(Option<ParticipantId>, String)> {
    let who = |address: &String| {
        let mut all = before.participants.iter();
        let same = |email: &String| email.eq_ignore_ascii_case(address);
        let found = all.find(|(_, one)| one.emails.iter().any(same));
        match found {
            Some((id, _)) => (Some(id.clone()), id.to_string()),
            None => (None, shortened(address, 80)),
        }
    };
    authors.iter().map(who).collect()
}

/// Who had to commit a record: whose it is, or who entered it for them.
fn whose(before: &Register, piece: &Piece<'_>) -> Option<ParticipantId> {
    let who = match &piece.record {
        RecordPath::Position(_, owner) => {
            let position = piece.read_after(Position::read);
            let typed = position.and_then(|it| it.relayed_by.or(it.proxy));
            match owner {
                Owner::Participant(id) => typed.unwrap_or_else(|| id.clone()),
                Owner::Group(_) => typed?,
            }
        }
        RecordPath::Objection(_, of) => {
            let objection = piece.read_after(Objection::read);
            let entered = objection.and_then(|it| it.reply_entered.or(it.entered));
            entered.map_or_else(|| of.participant.clone(), |entered| entered.by)
        }
        RecordPath::Challenge(_, _, of) => of.participant.clone(),
        RecordPath::Minority(_, _, by)
        | RecordPath::Appeal(_, _, by)
        | RecordPath::SignOff(_, _, by) => by.clone(),
        RecordPath::Decision(..) => piece.read_after(Decision::read)?.judgement.by,
        _ => return None,
    };
    Some(before.known_as(&who).cloned().unwrap_or(who))
}
