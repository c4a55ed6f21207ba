//! The table of rights: for each deed, who can do it, and who of them cannot do it here.

/// Something that a participant does, and that a record names them for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Change the charter, the roles or the keys.
    ChangeCharter,
    /// Add a participant, or change the entry of another.
    KeepParticipants,
    /// Change one's own addresses and statement of interest.
    ChangeOwnEntry,
    /// Record a meeting.
    KeepMeetings,
    /// Say that an action item is done.
    FinishAction,
    /// Bring a proposal.
    Propose,
    /// Change a proposal or its text.
    EditProposal,
    /// Give a position.
    GivePosition,
    /// Enter what another participant said.
    EnterForAnother,
    /// Raise an objection or a comment, or word it differently.
    Object,
    /// Say what one makes of a response, or withdraw an objection.
    Reply,
    /// Support the objection of another with one's own position.
    Join,
    /// Respond to an objection.
    Respond,
    /// Close an objection.
    Dispose,
    /// Reopen a closed objection.
    Reopen,
    /// Open a call.
    OpenCall,
    /// Set a later close.
    ExtendCall,
    /// Cancel a call.
    WithdrawCall,
    /// Record the close of a call.
    CloseCall,
    /// Let what came late count.
    Admit,
    /// Publish a draft designation.
    Designate,
    /// Answer a challenge.
    AnswerChallenge,
    /// Confirm a draft designation.
    ConfirmDesignation,
    /// Record a decision.
    Decide,
    /// Sign off a decision that another recorded.
    SignOff,
    /// Challenge a draft designation.
    Challenge,
    /// File a minority statement.
    StateMinority,
    /// Appeal against a decision.
    Appeal,
    /// Withdraw one's appeal.
    WithdrawAppeal,
    /// Answer an appeal while it is heard.
    AnswerAppeal,
    /// Rule on an appeal.
    RuleOnAppeal,
    /// Report on how far a decision is carried out.
    Report,
    /// Record what an addressee answered.
    RecordAnswer,
    /// Record the review of a decision.
    Review,
}

/// What gives somebody a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// A chair or a co-chair.
    Chairs,
    /// A secretary.
    Secretaries,
    /// An editor: the role whose holders respond to objections to every proposal.
    Editors,
    /// A holder of the role that the track names for closing objections.
    Disposers,
    /// A holder of the role that the track names for hearing appeals; where it names none, a chair.
    Hearers,
    /// An author of the proposal.
    Authors,
    /// The shepherd of the proposal.
    Shepherd,
    /// Who raised the objection.
    Objector,
    /// Whose record it is: the participant in its name, or a representative of the group in it.
    Owner,
    /// Everybody on the participant list.
    Everybody,
}

/// Why somebody cannot do something although it is their office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bias {
    /// They wrote the proposal.
    Author,
    /// They are recused from it.
    Recused,
    /// They declared an interest in it.
    DeclaredInterest,
    /// They raised the objection.
    Objector,
    /// What came late is theirs.
    OwnLate,
    /// They signed the decision off already.
    AlreadySigned,
    /// They made the appeal.
    Appellant,
    /// They recorded the decision that is appealed.
    Decided,
    /// They signed the decision off that is appealed.
    Signed,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Right {
    /// What is done.
    pub deed: Deed,
    /// Who can do it.
    pub offices: &'static [Office],
    /// Who of them never can.
    pub never: &'static [Bias],
    /// Who of them can only where nobody without such a reason is left.
    pub yields: &'static [Bias],
}

/// The reasons for which a chair leaves the judgement of a proposal to another.
const STAKE: &[Bias] = &[Bias::Author, Bias::Recused, Bias::DeclaredInterest];
/// Nobody judges their own cause.
const OWN_CAUSE: &[Bias] = &[Bias::Appellant, Bias::Author, Bias::Decided, Bias::Signed];

const CHAIRS: &[Office] = &[Office::Chairs];
const KEEPERS: &[Office] = &[Office::Chairs, Office::Secretaries];
const OWNER: &[Office] = &[Office::Owner];

const fn free(deed: Deed, offices: &'static [Office]) -> Right {
    yielding(deed, offices, &[])
}

const fn yielding(deed: Deed, offices: &'static [Office], yields: &'static [Bias]) -> Right {
    Right {
        deed,
        offices,
        never: &[],
        yields,
    }
}

const fn never(deed: Deed, offices: &'static [Office], never: &'static [Bias]) -> Right {
    Right {
        deed,
        offices,
        never,
        yields: &[],
    }
}

/// Who can do what. Acts refuse by it, the check of a change and of a history finds by it, and
/// every screen that says who must act reads it.
pub const RIGHTS: &[Right] = &[
    free(Deed::ChangeCharter, CHAIRS),
    free(Deed::KeepParticipants, KEEPERS),
    free(
        Deed::ChangeOwnEntry,
        &[Office::Owner, Office::Chairs, Office::Secretaries],
    ),
    free(Deed::KeepMeetings, KEEPERS),
    free(
        Deed::FinishAction,
        &[Office::Owner, Office::Chairs, Office::Secretaries],
    ),
    free(Deed::Propose, &[Office::Everybody]),
    free(
        Deed::EditProposal,
        &[Office::Authors, Office::Shepherd, Office::Chairs],
    ),
    free(Deed::GivePosition, OWNER),
    free(Deed::EnterForAnother, KEEPERS),
    free(Deed::Object, OWNER),
    free(Deed::Reply, &[Office::Objector]),
    free(Deed::Join, OWNER),
    free(
        Deed::Respond,
        &[
            Office::Chairs,
            Office::Authors,
            Office::Shepherd,
            Office::Editors,
        ],
    ),
    yielding(
        Deed::Dispose,
        &[Office::Chairs, Office::Disposers],
        &[Bias::Objector],
    ),
    free(
        Deed::Reopen,
        &[Office::Objector, Office::Chairs, Office::Disposers],
    ),
    yielding(Deed::OpenCall, CHAIRS, STAKE),
    free(Deed::ExtendCall, CHAIRS),
    free(Deed::WithdrawCall, CHAIRS),
    free(Deed::CloseCall, CHAIRS),
    yielding(Deed::Admit, CHAIRS, &[Bias::OwnLate]),
    yielding(Deed::Designate, CHAIRS, STAKE),
    yielding(Deed::AnswerChallenge, CHAIRS, STAKE),
    yielding(Deed::ConfirmDesignation, CHAIRS, STAKE),
    yielding(Deed::Decide, CHAIRS, STAKE),
    Right {
        deed: Deed::SignOff,
        offices: CHAIRS,
        never: &[Bias::AlreadySigned],
        yields: STAKE,
    },
    free(Deed::Challenge, OWNER),
    free(Deed::StateMinority, OWNER),
    free(Deed::Appeal, OWNER),
    free(Deed::WithdrawAppeal, OWNER),
    never(Deed::AnswerAppeal, &[Office::Hearers], OWN_CAUSE),
    never(Deed::RuleOnAppeal, &[Office::Hearers], OWN_CAUSE),
    free(
        Deed::Report,
        &[
            Office::Authors,
            Office::Shepherd,
            Office::Chairs,
            Office::Secretaries,
        ],
    ),
    free(Deed::RecordAnswer, KEEPERS),
    free(Deed::Review, CHAIRS),
];

/// The line of a deed. Every deed has one, which a test makes sure of; a deed without one would be
/// nobody's.
pub(crate) fn right(deed: Deed) -> Right {
    let found = RIGHTS.iter().find(|right| right.deed == deed);
    found.copied().unwrap_or(free(deed, &[]))
}

#[cfg(test)]
mod tests {
    use super::{Deed, RIGHTS};

    #[test]
    fn every_deed_has_its_line_in_the_order_of_the_deeds() {
        let places = RIGHTS.iter().map(|right| right.deed as usize);
        assert_eq!(
            places.collect::<Vec<_>>(),
            (0..=Deed::Review as usize).collect::<Vec<_>>()
        );
        assert!(RIGHTS.iter().all(|right| !right.offices.is_empty()));
    }
}
