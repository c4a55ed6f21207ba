//! Defines the table of rights: for each act, who can do it, and who of them cannot in a given case.

/// What gives a participant a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// A chair or a co-chair.
    Chairs,
    /// A secretary.
    Secretaries,
    /// An editor: the role whose holders respond to objections to every proposal.
    Editors,
    /// A participant with the role that the track names for closing objections.
    Disposers,
    /// A participant with the role that the track names for hearing appeals; a chair, if it names none.
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

/// Why a participant cannot do something although they have the role.
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
    /// The late record is theirs.
    OwnLate,
    /// They already signed off the decision.
    AlreadySigned,
    /// They made the appeal.
    Appellant,
    /// They recorded the decision that is appealed.
    Decided,
    /// They signed off the decision that is appealed.
    Signed,
    /// The finding is about them.
    Concerned,
    /// They are the participant who is excluded or readmitted.
    Excluded,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Right {
    /// What is done.
    pub deed: Deed,
    /// The same in words, after "can".
    pub verb: &'static str,
    /// Who can do it.
    pub offices: &'static [Office],
    /// Who of them never can.
    pub never: &'static [Bias],
    /// Who of them can only if everybody else with the role has a conflict as well.
    pub yields: &'static [Bias],
}

/// The conflicts for which a chair leaves a proposal to another chair.
const STAKE: &[Bias] = &[Bias::Author, Bias::Recused, Bias::DeclaredInterest];
/// Nobody rules on their own case.
const OWN_CAUSE: &[Bias] = &[Bias::Appellant, Bias::Author, Bias::Decided, Bias::Signed];

const CHAIRS: &[Office] = &[Office::Chairs];
const KEEPERS: &[Office] = &[Office::Chairs, Office::Secretaries];
const OWNER: &[Office] = &[Office::Owner];
const OWNER_AND_KEEPERS: &[Office] = &[Office::Owner, Office::Chairs, Office::Secretaries];

/// Defines the acts and the table of rights by the same lines: each has an act with its words, the roles
/// that can do it, who of them never can, and who of them leaves it to others.
macro_rules! deeds {
    ($(
        #[doc = $doc:literal]
        $deed:ident, $verb:literal:
        $offices:expr $(, never $never:expr)? $(, yields $yields:expr)?;
    )*) => {
        /// Something that a participant does and that a record names them for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Deed {
            $( #[doc = $doc] $deed, )*
        }

        /// Who can do what. Commands refuse by it, checks find by it, and every screen that says who must
        /// act reads it.
        pub const RIGHTS: &[Right] = &[
            $( Right {
                deed: Deed::$deed,
                verb: $verb,
                offices: $offices,
                never: first(&[$($never)?]),
                yields: first(&[$($yields)?]),
            }, )*
        ];
    };
}

const fn first(named: &[&'static [Bias]]) -> &'static [Bias] {
    match named {
        [all, ..] => all,
        [] => &[],
    }
}

deeds! {
    /// Change the charter, the roles or the keys.
    ChangeCharter, "change the charter": CHAIRS;
    /// Add a participant, or change the entry of another.
    KeepParticipants, "change the participant list": KEEPERS;
    /// Change one's own email addresses and statement of interest.
    ChangeOwnEntry, "change the email addresses and interests of a participant": OWNER_AND_KEEPERS;
    /// Record a meeting.
    KeepMeetings, "record a meeting": KEEPERS;
    /// Say that an action item is done.
    FinishAction, "mark an action item as done": OWNER_AND_KEEPERS;
    /// Make a proposal.
    Propose, "make a proposal": &[Office::Everybody];
    /// Change a proposal or its text.
    EditProposal, "change a proposal": &[Office::Authors, Office::Shepherd, Office::Chairs];
    /// Give a position.
    GivePosition, "give a position": OWNER;
    /// Enter records for another participant.
    EnterForAnother, "enter records for another participant": KEEPERS;
    /// Raise an objection or a comment, or change its words.
    Object, "raise an objection": OWNER;
    /// Reply to a response, or withdraw an objection.
    Reply, "reply to a response": &[Office::Objector];
    /// Support another participant's objection.
    Join, "join an objection": OWNER;
    /// Respond to an objection.
    Respond, "respond to an objection":
        &[Office::Chairs, Office::Authors, Office::Shepherd, Office::Editors];
    /// Close an objection.
    Dispose, "close an objection": &[Office::Chairs, Office::Disposers], yields &[Bias::Objector];
    /// Reopen a closed objection.
    Reopen, "reopen an objection": &[Office::Objector, Office::Chairs, Office::Disposers];
    /// Open a call.
    OpenCall, "open a call": CHAIRS, yields STAKE;
    /// Set a later closing time.
    ExtendCall, "extend a call": CHAIRS;
    /// Exclude a participant from a call, or readmit one.
    Exclude, "exclude a participant from a call": CHAIRS, never &[Bias::Excluded], yields STAKE;
    /// Cancel a call.
    WithdrawCall, "withdraw a call": CHAIRS;
    /// Record the close of a call.
    CloseCall, "record the close of a call": CHAIRS;
    /// Count a late record.
    Admit, "count a late record": CHAIRS, yields &[Bias::OwnLate];
    /// Note who was asked for an answer.
    NoteLetters, "record letters": KEEPERS;
    /// Enter the totals of a personal dimension.
    EnterTotals, "enter totals of a group": KEEPERS;
    /// Publish a draft designation.
    Designate, "publish a draft designation": CHAIRS, yields STAKE;
    /// Answer a challenge.
    AnswerChallenge, "answer a challenge": CHAIRS, yields STAKE;
    /// Confirm a draft designation.
    ConfirmDesignation, "confirm a draft designation": CHAIRS, yields STAKE;
    /// Record a decision.
    Decide, "record a decision": CHAIRS, yields STAKE;
    /// Correct words of a decision.
    Correct, "correct the words of a decision": CHAIRS, yields STAKE;
    /// Sign off a decision that another chair recorded.
    SignOff, "sign off a decision": CHAIRS, never &[Bias::AlreadySigned], yields STAKE;
    /// Challenge a draft designation.
    Challenge, "challenge a draft designation": OWNER;
    /// Give a minority statement.
    StateMinority, "give a minority statement": OWNER;
    /// Appeal against a decision.
    Appeal, "appeal against a decision": OWNER;
    /// Withdraw one's appeal.
    WithdrawAppeal, "withdraw an appeal": OWNER;
    /// Answer an appeal before the ruling.
    AnswerAppeal, "answer an appeal": &[Office::Hearers], never OWN_CAUSE;
    /// Rule on an appeal.
    RuleOnAppeal, "rule on an appeal": &[Office::Hearers], never OWN_CAUSE;
    /// Report how a decision is carried out.
    Report, "report on a decision":
        &[Office::Authors, Office::Shepherd, Office::Chairs, Office::Secretaries];
    /// Record the response of an addressee.
    RecordAnswer, "record the response of an addressee": KEEPERS;
    /// Record the review of a decision.
    Review, "record a review": CHAIRS;
    /// Acknowledge a finding about a commit.
    Acknowledge, "acknowledge a finding": CHAIRS, never &[Bias::Concerned];
}

/// The line of an act.
pub(crate) fn right(deed: Deed) -> Right {
    RIGHTS[deed as usize]
}

#[cfg(test)]
mod tests {
    use super::{Deed, RIGHTS};

    #[test]
    fn every_deed_has_its_line_in_the_order_of_the_deeds() {
        let places = RIGHTS.iter().map(|right| right.deed as usize);
        assert_eq!(
            places.collect::<Vec<_>>(),
            (0..=Deed::Acknowledge as usize).collect::<Vec<_>>()
        );
        assert!(RIGHTS.iter().all(|right| !right.offices.is_empty()));
    }
}
