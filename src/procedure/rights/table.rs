//! The table of rights: for each deed, who can do it, and who of them cannot do it here.

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
    /// The same in words, after "can".
    pub verb: &'static str,
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
const OWNER_AND_KEEPERS: &[Office] = &[Office::Owner, Office::Chairs, Office::Secretaries];

/// Defines the deeds and the table of rights by the same lines: each has a deed with its words, whose
/// office it is, who of them never can, and who of them yields to others.
macro_rules! deeds {
    ($(
        #[doc = $doc:literal]
        $deed:ident, $verb:literal:
        $offices:expr $(, never $never:expr)? $(, yields $yields:expr)?;
    )*) => {
        /// Something that a participant does, and that a record names them for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Deed {
            $( #[doc = $doc] $deed, )*
        }

        /// Who can do what. Acts refuse by it, the check of a change and of a history finds by it,
        /// and every screen that says who must act reads it.
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
    /// Change one's own addresses and statement of interest.
    ChangeOwnEntry, "change the addresses and interests of a participant": OWNER_AND_KEEPERS;
    /// Record a meeting.
    KeepMeetings, "record a meeting": KEEPERS;
    /// Say that an action item is done.
    FinishAction, "mark an action item as done": OWNER_AND_KEEPERS;
    /// Bring a proposal.
    Propose, "bring a proposal": &[Office::Everybody];
    /// Change a proposal or its text.
    EditProposal, "change a proposal": &[Office::Authors, Office::Shepherd, Office::Chairs];
    /// Give a position.
    GivePosition, "give a position": OWNER;
    /// Enter what another participant said.
    EnterForAnother, "enter what another participant said": KEEPERS;
    /// Raise an objection or a comment, or word it differently.
    Object, "raise an objection": OWNER;
    /// Say what one makes of a response, or withdraw an objection.
    Reply, "reply to a response": &[Office::Objector];
    /// Support the objection of another with one's own position.
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
    /// Set a later close.
    ExtendCall, "extend a call": CHAIRS;
    /// Cancel a call.
    WithdrawCall, "withdraw a call": CHAIRS;
    /// Record the close of a call.
    CloseCall, "record the close of a call": CHAIRS;
    /// Let what came late count.
    Admit, "let a late record count": CHAIRS, yields &[Bias::OwnLate];
    /// Publish a draft designation.
    Designate, "publish a draft designation": CHAIRS, yields STAKE;
    /// Answer a challenge.
    AnswerChallenge, "answer a challenge": CHAIRS, yields STAKE;
    /// Confirm a draft designation.
    ConfirmDesignation, "confirm a draft designation": CHAIRS, yields STAKE;
    /// Record a decision.
    Decide, "record a decision": CHAIRS, yields STAKE;
    /// Sign off a decision that another recorded.
    SignOff, "sign off a decision": CHAIRS, never &[Bias::AlreadySigned], yields STAKE;
    /// Challenge a draft designation.
    Challenge, "challenge a draft designation": OWNER;
    /// File a minority statement.
    StateMinority, "file a minority statement": OWNER;
    /// Appeal against a decision.
    Appeal, "appeal against a decision": OWNER;
    /// Withdraw one's appeal.
    WithdrawAppeal, "withdraw an appeal": OWNER;
    /// Answer an appeal while it is heard.
    AnswerAppeal, "answer an appeal": &[Office::Hearers], never OWN_CAUSE;
    /// Rule on an appeal.
    RuleOnAppeal, "rule on an appeal": &[Office::Hearers], never OWN_CAUSE;
    /// Report on how far a decision is carried out.
    Report, "report on a decision":
        &[Office::Authors, Office::Shepherd, Office::Chairs, Office::Secretaries];
    /// Record what an addressee answered.
    RecordAnswer, "record what an addressee answered": KEEPERS;
    /// Record the review of a decision.
    Review, "record a review": CHAIRS;
}

/// The line of a deed.
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
            (0..=Deed::Review as usize).collect::<Vec<_>>()
        );
        assert!(RIGHTS.iter().all(|right| !right.offices.is_empty()));
    }
}
