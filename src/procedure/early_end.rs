//! Finds whether an open call can end before its announced close, because no answer can change the result any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::record::call::Call;
use crate::record::track::{EarlyEndWhen, EndsEarly};
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::tally::settled::{can_answer, is_settled};
use crate::tally::{Tally, tally};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;
use crate::value::sentence::{first_of, many};

/// Whether a call can end now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarlyEnd {
    /// Not before this time.
    NotBefore(Instant),
    /// An answer can still change the result.
    CanChange,
    /// These participants, organisations or groups have not answered.
    Unanswered(BTreeSet<String>),
    /// It can end now.
    Now,
}

impl EarlyEnd {
    /// Whether the call of a tally can end at the time of the tally. `None` if its track has no such rule.
    pub fn of(tally: &Tally, call: &Call) -> Option<Self> {
        let rule = tally.track.ends_early?;
        let earliest = not_before(tally, call);
        if let Some(earliest) = earliest.filter(|earliest| tally.now < *earliest) {
            return Some(EarlyEnd::NotBefore(earliest));
        }
        Some(match rule.when {
            EarlyEndWhen::NothingCanChange if is_settled(tally, call) => EarlyEnd::Now,
            EarlyEndWhen::NothingCanChange => EarlyEnd::CanChange,
            EarlyEndWhen::AllAnswered => match can_answer(tally) {
                missing if missing.is_empty() => EarlyEnd::Now,
                missing => EarlyEnd::Unanswered(missing),
            },
        })
    }

    /// Why the call cannot end, as a sentence without its full stop.
    pub fn in_words(&self) -> String {
        match self {
            EarlyEnd::NotBefore(earliest) => {
                format!("the call cannot end before {}", earliest.long())
            }
            EarlyEnd::CanChange => "an answer can still change the result".to_owned(),
            EarlyEnd::Unanswered(missing) => {
                let names = first_of(missing.iter().map(String::as_str));
                format!("{} missing ({names})", many(missing.len(), "answer"))
            }
            EarlyEnd::Now => "no answer can change the result any more".to_owned(),
        }
    }
}

/// The earliest time at which the call of a tally can end, if its track names one.
pub fn not_before(tally: &Tally, call: &Call) -> Option<Instant> {
    let after = tally.track.ends_early?.after?;
    Some(after.after(call.opens, &tally.charter.calendar))
}

/// The rule of a track for an early end, for people.
pub fn rule_in_words(rule: EndsEarly) -> String {
    let when = match rule.when {
        EarlyEndWhen::NothingCanChange => "no missing answer can change the result",
        EarlyEndWhen::AllAnswered => "everybody who is counted has answered",
    };
    let said = format!("A chair can end a call before its closing time, as soon as {when}.");
    match rule.after {
        Some(after) => format!("{said} It must have been open for {after}."),
        None => said,
    }
}

/// Why the recorded early end of the call of a tally is wrong, by the records before it. `None` if it is right, or if the
/// call did not end early.
pub fn wrong_end(moments: &TallyInputs, id: &ProposalId) -> Option<String> {
    let call = moments.call(moments.folder(id)?)?;
    let before = before_the_end(moments, id, call.ended_early()?);
    wrong_end_by(tally(&before, id).ok().as_ref(), call)
}

/// The same by the tally right before the end; `None` for it if it cannot be made.
pub fn wrong_end_by(before: Option<&Tally>, call: &Call) -> Option<String> {
    call.ended_early()?;
    let early = before.map(|tally| EarlyEnd::of(tally, call));
    let why = match early {
        Some(Some(EarlyEnd::Now)) => return None,
        Some(Some(early)) => early.in_words(),
        Some(None) => format!("track {} does not allow that", call.track),
        None => "it cannot be tallied at its end".to_owned(),
    };
    let closes = call.announced().long();
    Some(format!(
        "the call ended before its closing time {closes}, but {why}"
    ))
}

/// The inputs as they were right before a call ended.
fn before_the_end(moments: &TallyInputs, id: &ProposalId, end: Instant) -> TallyInputs {
    let mut asked = moments.closing().clone();
    let call = asked.proposals.get_mut(id).map(Arc::make_mut);
    let call = call.zip(moments.call);
    let call = call.and_then(|(folder, n)| folder.calls.get_mut(&n)?.call.as_mut());
    if let Some(call) = call {
        call.close = None;
        call.withdrawal = None;
        call.admissions = Vec::new();
    }
    let basis = match &moments.basis {
        InputBasis::Closed { frozen, .. } => InputBasis::Open {
            frozen: frozen.clone(),
        },
        basis => basis.clone(),
    };
    TallyInputs {
        asked,
        closing: None,
        basis,
        now: end,
        ..moments.clone()
    }
}
