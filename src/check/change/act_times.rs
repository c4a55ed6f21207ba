//! Checks when the acts of a change were done, as its records say: not before what each answers, and not
//! after the commit that brings them. What an act answers is listed here for every kind of record.

use crate::check::change::EntryPoint;
use crate::check::change::causes::Causes;
use crate::check::change::context::Trial;
use crate::record::acknowledgement::Acknowledgement;
use crate::record::appeal::{Appeal, Ruling};
use crate::record::asked::Asked;
use crate::record::call::Call;
use crate::record::decision::{Decision, SignOff};
use crate::record::designation::{Challenge, Designation};
use crate::record::erratum::Erratum;
use crate::record::follow_up::FollowUp;
use crate::record::handling::Handling;
use crate::record::meeting::Meeting;
use crate::record::mentions::Mentions;
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::reader::Read;
use crate::record::totals::Totals;
use crate::register::records::ProposalRecords;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// By so many seconds the clocks of two people can differ.
const SKEW: i64 = 600;

/// Whether a time is before another one by more than clocks can differ.
pub(crate) fn is_before(a: Instant, b: Instant) -> bool {
    b.seconds().saturating_sub(a.seconds()) > SKEW
}

const DECIDED: &str = "the decision was made";

/// An act in a record: where its time is, what it is, and when what it answers was done.
struct Act {
    way: String,
    at: Instant,
    what: &'static str,
    after: Vec<(String, Instant)>,
}

impl Act {
    fn of(way: impl Into<String>, at: Instant, what: &'static str) -> Self {
        let (way, after) = (way.into(), Vec::new());
        Self {
            way,
            at,
            what,
            after,
        }
    }

    /// The same, which answers something that was done then, if that is known.
    fn after(mut self, cause: impl Into<String>, at: Option<Instant>) -> Self {
        self.after.extend(at.map(|at| (cause.into(), at)));
        self
    }
}

/// A time that a record can leave out.
fn maybe(way: &str, at: Option<Instant>, what: &'static str) -> Option<Act> {
    at.map(|at| Act::of(way, at, what))
}

/// The acts of a list, each with its time.
fn each<T>(
    name: &'static str,
    list: &[T],
    at: fn(&T) -> Instant,
    what: &'static str,
) -> impl Iterator<Item = Act> {
    let way = move |n: usize| format!("{name}/{n}/at");
    let all = list.iter().enumerate();
    all.map(move |(n, one)| Act::of(way(n), at(one), what))
}

/// Checks the acts that a record gains by the change.
pub(super) fn judged(trial: &mut Trial<'_>) {
    let (ground, piece) = (trial.ground, trial.piece);
    let causes = Causes(ground);
    match &piece.record {
        RecordPath::Acknowledgement(_) => gained(trial, Acknowledgement::read, |it| {
            vec![Act::of("at", it.act.at, "the acknowledgement")]
        }),
        RecordPath::Meeting(_) => gained(trial, Meeting::read, meeting),
        RecordPath::Proposal(_) => gained(trial, Proposal::read, proposal),
        // In the history, the time of an answer matters only where a decision counted it, which S135 says.
        RecordPath::Position(..) if ground.change.door == EntryPoint::Landing => {}
        RecordPath::Position(id, _) => gained(trial, Position::read, |it| causes.position(id, it)),
        RecordPath::Objection(id, of) => {
            gained(trial, Objection::read, |it| causes.objection(id, of, it));
        }
        RecordPath::Handling(id, of) => {
            gained(trial, Handling::read, |it| causes.handling(id, of, it));
        }
        RecordPath::Call(id, _) => gained(trial, Call::read, |it| causes.call(id, it)),
        RecordPath::Asked(id, n) => gained(trial, Asked::read, |it| {
            let opened = causes.call_of(id, *n).map(|call| call.opens);
            each("letters", &it.letters, |it| it.at, "the letter")
                .map(|act| act.after("the call opened", opened))
                .collect()
        }),
        RecordPath::Totals(id, n) => gained(trial, Totals::read, |it| {
            let opened = causes.call_of(id, *n).map(|call| call.opens);
            each("totals", &it.totals, |it| it.at, "the entry")
                .map(|act| act.after("the call opened", opened))
                .collect()
        }),
        RecordPath::Designation(id, n) => {
            gained(trial, Designation::read, |it| {
                causes.designation(id, *n, it)
            });
        }
        RecordPath::Challenge(id, n, of) => gained(trial, Challenge::read, |it| {
            let draft = causes.draft(id, *n, of.draft);
            let act = maybe("at", it.at, "the challenge");
            act.map(|act| act.after("the draft was published", draft))
                .into_iter()
                .collect()
        }),
        RecordPath::Decision(id, n) => {
            gained(trial, Decision::read, |it| causes.decision(id, *n, it))
        }
        RecordPath::SignOff(id, n, _) => gained(trial, SignOff::read, |it| {
            vec![Act::of("at", it.at, "the sign-off").after(DECIDED, causes.decided(id, *n))]
        }),
        RecordPath::Erratum(id, n, _) => gained(trial, Erratum::read, |it| {
            vec![Act::of("at", it.act.at, "the erratum").after(DECIDED, causes.decided(id, *n))]
        }),
        RecordPath::Appeal(id, n, _) => gained(trial, Appeal::read, |it| {
            let act = maybe("at", it.at, "the appeal");
            act.map(|act| act.after(DECIDED, causes.decided(id, *n)))
                .into_iter()
                .collect()
        }),
        RecordPath::Ruling(id, n, by) => {
            gained(trial, Ruling::read, |it| causes.ruling(id, *n, by, it))
        }
        RecordPath::FollowUp(id, n) => gained(trial, FollowUp::read, |it| {
            follow_up(it)
                .map(|act| act.after(DECIDED, causes.decided(id, *n)))
                .collect()
        }),
        RecordPath::Participant(_) => gained(trial, Participant::read, participant),
        RecordPath::Charter
        | RecordPath::AllowedSigners
        | RecordPath::Minutes(_)
        | RecordPath::Text(..)
        | RecordPath::Minority(..)
        | RecordPath::Manifest(..)
        | RecordPath::Signature(..) => {}
    }
}

/// Judges the acts that were not in the record before.
fn gained<T: Mentions>(
    trial: &mut Trial<'_>,
    read: fn(&str, &[u8]) -> Read<T>,
    acts: impl Fn(&T) -> Vec<Act>,
) {
    let (old, new) = trial.piece.sides(read);
    let known: Vec<(String, Instant)> = old
        .map_or_else(Vec::new, |old| acts(&old))
        .into_iter()
        .map(|act| (act.way, act.at))
        .collect();
    let all = new.map_or_else(Vec::new, |new| acts(&new));
    for act in all {
        if !known
            .iter()
            .any(|(way, at)| *way == act.way && *at == act.at)
        {
            judge(trial, &act);
        }
    }
}

fn judge(trial: &mut Trial<'_>, act: &Act) {
    let (now, door) = (trial.ground.change.now, trial.ground.change.door);
    let (what, at) = (act.what, act.at.long());
    let mut found = |sentence: String| {
        let key = act.way.rsplit('/').next().unwrap_or_default();
        let hint = format!("write the time at which it was done: {key} = TIME");
        trial.found_at(&act.way, code::P229, sentence, hint);
    };
    if is_before(now, act.at) {
        found(match door {
            EntryPoint::Landing => {
                format!("{what} is dated {at}, after its commit of {}", now.long())
            }
            _ => format!("{what} is dated {at}, but it is only {} now", now.long()),
        });
    }
    let mut causes = act.after.iter();
    if let Some((cause, then)) = causes.find(|(_, then)| is_before(act.at, *then)) {
        found(format!(
            "{what} is dated {at}, but {cause} on {}",
            then.long()
        ));
    }
}

/// The day of a statement of interest, from where on earth it begins first.
fn participant(participant: &Participant) -> Vec<Act> {
    let day = participant.interests_updated.as_ref();
    let begun = day.and_then(|day| Instant::parse(&format!("{day}T00:00:00+14:00")).ok());
    let act = maybe("interests-updated", begun, "the statement of interest");
    act.into_iter().collect()
}

fn meeting(meeting: &Meeting) -> Vec<Act> {
    let items = meeting.actions.iter().enumerate();
    items
        .filter_map(|(n, item)| {
            maybe(
                &format!("action/{n}/done"),
                item.done,
                "the end of an action item",
            )
        })
        .collect()
}

fn proposal(proposal: &Proposal) -> Vec<Act> {
    let milestones = proposal.milestones.iter().enumerate();
    let reached = milestones.filter_map(|(n, one)| {
        maybe(
            &format!("milestone/{n}/done"),
            one.done,
            "the end of a milestone",
        )
    });
    each("revision", &proposal.revisions, |it| it.at, "the revision")
        .chain(reached)
        .collect()
}

fn follow_up(follow_up: &FollowUp) -> impl Iterator<Item = Act> {
    each("report", &follow_up.reports, |it| it.at, "the report")
        .chain(each(
            "answer",
            &follow_up.answers,
            |it| it.at,
            "the response",
        ))
        .chain(each(
            "review",
            &follow_up.reviews,
            |it| it.act.at,
            "the review",
        ))
}

/// The acts of each kind of record that answers something.
impl Causes<'_, '_> {
    fn position(&self, id: &ProposalId, position: &Position) -> Vec<Act> {
        let act = maybe("received", position.received, "the position");
        let calls = self.0.folder(id).and_then(ProposalRecords::undecided_call);
        // A position for the call of another track is given during that call.
        let call = calls.filter(|(_, call)| position.track.as_ref() == Some(&call.track));
        let called = |act: Act| {
            act.after("its revision was made", self.revised(id, position.on))
                .after("its call opened", call.map(|(_, call)| call.opens))
        };
        act.map(called).into_iter().collect()
    }

    fn objection(&self, id: &ProposalId, of: &ObjectionId, objection: &Objection) -> Vec<Act> {
        let raised = maybe("received", objection.received, "the objection")
            .map(|act| act.after("its revision was made", self.revised(id, objection.on)));
        let entered = objection.reply_entered.as_ref();
        let responses = self.handling_of(id, of).unwrap_or_default().responses;
        let answered = objection
            .answer
            .and(responses.first())
            .map(|first| first.at);
        let replied = [
            maybe("answer-at", objection.answer_at, "the reply"),
            maybe(
                "reply-received",
                entered.and_then(|it| it.received),
                "the reply",
            ),
        ];
        let replied = replied.into_iter().flatten().map(|act| {
            act.after("the objection was raised", self.raised(id, of))
                .after("the first response was given", answered)
        });
        raised.into_iter().chain(replied).collect()
    }

    fn handling(&self, id: &ProposalId, of: &ObjectionId, handling: &Handling) -> Vec<Act> {
        let raised = self.raised(id, of);
        let reopened = handling.reopened();
        // What a new entry reopens is how the objection was closed before the change.
        let before = self.0.folder(id).and_then(|folder| folder.handling.get(of));
        let known = before.map_or(0, |before| before.reopenings.len());
        let closed = before.and_then(|before| Some(before.disposition.as_ref()?.at));
        let again = each(
            "reopening",
            &handling.reopenings,
            |it| it.act.at,
            "the reopening",
        );
        let again = again
            .enumerate()
            .map(|(n, act)| act.after("the objection was closed", closed.filter(|_| n == known)));
        let ended = handling.disposition.as_ref().map(|disposition| {
            let settled = disposition
                .revision
                .and_then(|name| self.revised(id, Some(name)));
            Act::of("disposition/at", disposition.at, "the disposition")
                .after("the objection was reopened", reopened)
                .after("the revision that settles it was made", settled)
        });
        each("response", &handling.responses, |it| it.at, "the response")
            .chain(again)
            .chain(ended)
            .map(|act| act.after("the objection was raised", raised))
            .collect()
    }

    fn call(&self, id: &ProposalId, call: &Call) -> Vec<Act> {
        let revised = self.revised(id, Some(call.revision));
        let opened = Act::of("opens", call.opens, "the call");
        let closes = call.closing();
        let extended = each(
            "extension",
            &call.extensions,
            |it| it.act.at,
            "the extension",
        );
        let admitted = each(
            "admission",
            &call.admissions,
            |it| it.act.at,
            "the act of counting",
        );
        let excluded = each(
            "exclusion",
            &call.exclusions,
            |it| it.act.at,
            "the exclusion",
        );
        let withdrawn = call.withdrawal.as_ref();
        let withdrawn = withdrawn.map(|it| Act::of("withdrawal/at", it.at, "the withdrawal"));
        let closed = call.close.as_ref();
        let closed = closed.map(|it| Act::of("close/at", it.at, "the record of the close"));
        let after_opening = extended.chain(excluded).chain(withdrawn).chain(closed);
        std::iter::once(opened.after("its revision was made", revised))
            .chain(after_opening.map(|act| act.after("the call opened", Some(call.opens))))
            .chain(admitted.map(|act| act.after("the call closed", Some(closes))))
            .collect()
    }

    fn designation(&self, id: &ProposalId, n: u32, designation: &Designation) -> Vec<Act> {
        let closes = self.call_of(id, n).map(|call| call.closing());
        let drafts = each("draft", &designation.drafts, |it| it.act.at, "the draft");
        let drafts = drafts.map(|act| act.after("the call closed", closes));
        let answers = designation.answers.iter().enumerate().map(|(k, answer)| {
            Act::of(format!("answer/{k}/at"), answer.at, "the answer").after(
                "the challenge was made",
                self.challenged(id, n, &answer.challenge),
            )
        });
        let published = designation.latest().map(|(_, draft)| draft.act.at);
        let confirmed = designation.confirmation.as_ref().map(|it| {
            Act::of("confirmation/at", it.at, "the confirmation")
                .after("the draft was published", published)
        });
        drafts.chain(answers).chain(confirmed).collect()
    }

    fn decision(&self, id: &ProposalId, n: u32, decision: &Decision) -> Vec<Act> {
        let closes = self.call_of(id, n).map(|call| call.closing());
        let designation = self.designation_of(id, n);
        let confirmed = designation.and_then(|it| Some(it.confirmation?.at));
        let mut act = Act::of("at", decision.judgement.at, "the decision")
            .after("the call closed", closes)
            .after("the draft was confirmed", confirmed);
        let handled = self.0.folder(id).map(|folder| folder.handling.keys());
        for of in handled.into_iter().flatten() {
            let disposition = self.handling_of(id, of).and_then(|it| it.disposition);
            act = act.after(
                format!("objection {of} was closed"),
                disposition.map(|it| it.at),
            );
        }
        vec![act]
    }

    fn ruling(&self, id: &ProposalId, n: u32, by: &ParticipantId, ruling: &Ruling) -> Vec<Act> {
        let record = RecordPath::Appeal(id.clone(), n, by.clone());
        let appeal = self.record(&record, Appeal::read, |folder| {
            folder.calls.get(&n)?.appeals.get(by)
        });
        let made = appeal.and_then(|appeal| appeal.at);
        let made = made.or_else(|| self.committed(&record));
        let ended = ruling.ended.as_ref();
        let ended = ended.map(|it| Act::of("ruling/at", it.act.at, "the ruling"));
        each("answer", &ruling.answers, |it| it.at, "the answer")
            .chain(ended)
            .map(|act| {
                act.after(DECIDED, self.decided(id, n))
                    .after("the appeal was made", made)
            })
            .collect()
    }
}
