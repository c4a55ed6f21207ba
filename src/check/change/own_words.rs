//! Finds a chair or secretary who replaces what a participant said themselves. They need evidence for it, and it
//! is always a finding.

use crate::check::change::EntryPoint;
use crate::check::change::context::Trial;
use crate::procedure::hand::Origin;
use crate::procedure::rights::{self, About, Deed};
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::value::code;
use crate::value::id::ParticipantId;
use crate::value::text::shortened;

/// Who enters a record now, and where its source can be seen.
pub(super) type EnteredBy<'e> = (&'e ParticipantId, Option<&'e str>);

/// Checks a change of `what` that its owner said themselves. A commit on the main branch is not checked, because
/// it can be older than this rule.
pub(super) fn replaced(
    trial: &mut Trial<'_>,
    what: &str,
    entered: Option<EnteredBy<'_>>,
    about: &About<'_>,
) {
    if trial.ground.change.door == EntryPoint::Landing {
        return;
    }
    let hint = "let the participant read it: they can change it";
    match entered {
        Some((by, evidence)) => match evidence.map(str::trim).filter(|link| !link.is_empty()) {
            Some(link) => {
                let link = shortened(link, 80);
                let sentence = format!("{by} replaces {what}, as said in {link}");
                trial.found(code::P225, sentence, hint);
            }
            None => {
                let sentence = format!("{by} cannot replace {what} without evidence");
                let hint = match trial.ground.change.door {
                    EntryPoint::Entry => "say where they said it: --evidence LINK",
                    _ => "say where they said it: evidence = \"LINK\"",
                };
                trial.found(code::P201, sentence, hint);
            }
        },
        None => {
            if let Some(by) = carrier(trial, about) {
                let sentence = format!("{by} committed a change of {what}");
                trial.found(code::P225, sentence, hint);
            }
        }
    }
}

/// The chair or secretary who committed what another participant is said to have written, where no account
/// proves who submits.
fn carrier(trial: &Trial<'_>, about: &About<'_>) -> Option<ParticipantId> {
    let ground = trial.ground;
    let Origin::Known(who) = ground.origin else {
        return None;
    };
    let account = ground.change.submitter.account.as_ref();
    let named = account.map(|account| ground.before.by_account(account));
    if named.is_some_and(|named| named.iter().any(|owner| who.contains(owner))) {
        return None;
    }
    let keepers = rights::may(Deed::EnterForAnother, about);
    let committers = ground.change.submitter.by.committers.iter();
    let mut committers = committers.flat_map(|address| ground.before.by_address(address));
    committers.find(|by| keepers.contains(by) && !who.contains(by))
}

/// Whether a position is what its owner said on the present question.
pub(super) fn is_own(trial: &Trial<'_>, owner: &Owner, old: &Position) -> bool {
    let folder = trial.piece.record.proposal();
    let folder = folder.and_then(|id| trial.ground.folder(id));
    let asked = folder.and_then(|folder| {
        let own = &folder.proposal.as_ref()?.track;
        let call = folder.undecided_call().map(|(_, call)| &call.track);
        Some((own, call.unwrap_or(own)))
    });
    let on_the_question =
        asked.is_none_or(|(own, asked)| old.track.as_ref().unwrap_or(own) == asked);
    let by_owner = old.relayed_by.is_none() && old.proxy.is_none();
    by_owner && on_the_question && matches!(owner, Owner::Participant(_))
}
