//! What the deeds, offices and biases are called, and the sentence of a refusal.

use crate::procedure::rights::table::{Bias, Deed, Office};
use crate::procedure::rights::{Denied, Why};
use crate::value::id::ParticipantId;
use crate::value::suggest::listed;

impl Deed {
    /// What is done, after "can".
    pub fn verb(self) -> &'static str {
        match self {
            Deed::ChangeCharter => "change the charter",
            Deed::KeepParticipants => "change the participant list",
            Deed::ChangeOwnEntry => "change the addresses and interests of a participant",
            Deed::KeepMeetings => "record a meeting",
            Deed::FinishAction => "mark an action item as done",
            Deed::Propose => "bring a proposal",
            Deed::EditProposal => "change a proposal",
            Deed::GivePosition => "give a position",
            Deed::EnterForAnother => "enter what another participant said",
            Deed::Object => "raise an objection",
            Deed::Reply => "reply to a response",
            Deed::Join => "join an objection",
            Deed::Respond => "respond to an objection",
            Deed::Dispose => "close an objection",
            Deed::Reopen => "reopen an objection",
            Deed::OpenCall => "open a call",
            Deed::ExtendCall => "extend a call",
            Deed::WithdrawCall => "withdraw a call",
            Deed::CloseCall => "record the close of a call",
            Deed::Admit => "let a late record count",
            Deed::Designate => "publish a draft designation",
            Deed::AnswerChallenge => "answer a challenge",
            Deed::ConfirmDesignation => "confirm a draft designation",
            Deed::Decide => "record a decision",
            Deed::SignOff => "sign off a decision",
            Deed::Challenge => "challenge a draft designation",
            Deed::StateMinority => "file a minority statement",
            Deed::Appeal => "appeal against a decision",
            Deed::WithdrawAppeal => "withdraw an appeal",
            Deed::AnswerAppeal => "answer an appeal",
            Deed::RuleOnAppeal => "rule on an appeal",
            Deed::Report => "report on a decision",
            Deed::RecordAnswer => "record what an addressee answered",
            Deed::Review => "record a review",
        }
    }

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Deed::ChangeCharter => "change-charter",
            Deed::KeepParticipants => "keep-participants",
            Deed::ChangeOwnEntry => "change-own-entry",
            Deed::KeepMeetings => "keep-meetings",
            Deed::FinishAction => "finish-action",
            Deed::Propose => "propose",
            Deed::EditProposal => "edit-proposal",
            Deed::GivePosition => "give-position",
            Deed::EnterForAnother => "enter-for-another",
            Deed::Object => "object",
            Deed::Reply => "reply",
            Deed::Join => "join",
            Deed::Respond => "respond",
            Deed::Dispose => "dispose",
            Deed::Reopen => "reopen",
            Deed::OpenCall => "open-call",
            Deed::ExtendCall => "extend-call",
            Deed::WithdrawCall => "withdraw-call",
            Deed::CloseCall => "close-call",
            Deed::Admit => "admit",
            Deed::Designate => "designate",
            Deed::AnswerChallenge => "answer-challenge",
            Deed::ConfirmDesignation => "confirm-designation",
            Deed::Decide => "decide",
            Deed::SignOff => "sign-off",
            Deed::Challenge => "challenge",
            Deed::StateMinority => "state-minority",
            Deed::Appeal => "appeal",
            Deed::WithdrawAppeal => "withdraw-appeal",
            Deed::AnswerAppeal => "answer-appeal",
            Deed::RuleOnAppeal => "rule-on-appeal",
            Deed::Report => "report",
            Deed::RecordAnswer => "record-answer",
            Deed::Review => "review",
        }
    }
}

impl Office {
    /// One who has it, after "only".
    pub fn one(self) -> &'static str {
        match self {
            Office::Chairs => "a chair",
            Office::Secretaries => "a secretary",
            Office::Editors => "an editor",
            Office::Disposers => "a holder of the role that closes objections",
            Office::Hearers => "a holder of the role that hears appeals",
            Office::Authors => "an author",
            Office::Shepherd => "the shepherd",
            Office::Objector => "the objector",
            Office::Owner => "the participant in its name",
            Office::Everybody => "a participant",
        }
    }
}

impl Bias {
    /// What is the matter with somebody, after their name.
    pub fn predicate(self) -> &'static str {
        match self {
            Bias::Author => "wrote the proposal",
            Bias::Recused => "is recused from the proposal",
            Bias::DeclaredInterest => "declared an interest in the proposal",
            Bias::Objector => "raised the objection",
            Bias::OwnLate => "gave what came late",
            Bias::AlreadySigned => "signed the decision off already",
            Bias::Appellant => "made the appeal",
            Bias::Decided => "recorded the decision",
            Bias::Signed => "signed the decision off",
        }
    }
}

impl Denied {
    /// The refusal, as one sentence without its full stop.
    pub fn sentence(&self) -> String {
        let (who, verb) = (&self.who, self.deed.verb());
        match &self.why {
            Why::Biased(bias) => format!("{who} cannot {verb}: {who} {}", bias.predicate()),
            Why::NotInOffice(offices) => {
                let offices = listed(offices.iter().map(|office| office.one()));
                format!("{who} cannot {verb}: only {offices} can")
            }
        }
    }

    /// Who can do it.
    pub fn hint(&self) -> String {
        match self.may.is_empty() {
            true => "nobody can do this now: plenary charter explain --rights".to_owned(),
            false => {
                let names = listed(self.may.iter().take(5).map(ParticipantId::as_str));
                let more = self.may.len().saturating_sub(5);
                let more = match more {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("only {names}{more} can do this")
            }
        }
    }
}
