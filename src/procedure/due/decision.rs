//! What is due after a decision: sign-offs, appeals and their rulings, answers, reports, reviews,
//! and its own end.

use super::{Due, DueKind, Matter};
use crate::procedure::hearing::hearers;
use crate::procedure::standing::{Standing, open_appeals, standing};
use crate::record::decision::Decision;
use crate::record::follow_up::{FollowUp, Progress, Review, Upshot};
use crate::record::track::Outcome;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

/// Everything that is due on the decisions of a proposal.
pub(super) fn dues(matter: &Matter<'_>) -> Vec<Due> {
    let calls = matter.folder.calls.iter();
    let decided = calls.filter_map(|(n, call)| Some((*n, call.decision.as_ref()?, call)));
    decided
        .flat_map(|(n, decision, call)| {
            let follow_up = call.follow_up.as_ref();
            of_one(&Decided {
                matter,
                n,
                decision,
                follow_up,
            })
        })
        .collect()
}

/// One decision with what followed it.
struct Decided<'r> {
    matter: &'r Matter<'r>,
    n: u32,
    decision: &'r Decision,
    follow_up: Option<&'r FollowUp>,
}

fn of_one(decided: &Decided<'_>) -> Vec<Due> {
    let (matter, n) = (decided.matter, decided.n);
    let left_open = !decided.decision.judgement.outcome.is_final();
    if left_open && matter.folder.is_taken_up_since(n) {
        return Vec::new();
    }
    let standing = standing(matter.register, matter.id, n, matter.now);
    match standing {
        None | Some(Standing::Reversed { .. } | Standing::Superseded(_) | Standing::Lapsed(_)) => {
            Vec::new()
        }
        Some(Standing::Pending { signed, .. }) => vec![decided.sign_off(&signed)],
        Some(Standing::Appealed(_) | Standing::NotYet(_) | Standing::Stands) => {
            let mut all: Vec<Due> = open_appeals(matter.folder, n)
                .iter()
                .map(|appellant| decided.ruling(appellant))
                .collect();
            all.extend(decided.appeal_window());
            all.extend(decided.answer());
            all.extend(decided.report());
            all.extend(decided.review());
            all.extend(decided.sunset());
            all
        }
    }
}

impl Decided<'_> {
    fn due(&self, kind: DueKind, at: Instant, what: impl Into<String>) -> Due {
        let since = self.decision.judgement.at;
        Due::new(kind, at, since, what).on(self.matter.id, Some(self.n))
    }

    fn sign_off(&self, signed: &[ParticipantId]) -> Due {
        let at = self.decision.judgement.at;
        let left = self.matter.chairs().filter(|chair| !signed.contains(chair));
        self.due(DueKind::SignOff, at, "sign the decision off")
            .turn(left)
            .by(format!("plenary sign-off {}", self.matter.id))
    }

    /// A ruling is owed from the moment at which nobody else can appeal any more.
    fn ruling(&self, appellant: &ParticipantId) -> Due {
        let (id, n) = (self.matter.id, self.n);
        let call = self.matter.folder.calls.get(&n);
        let appeal = call.and_then(|call| call.appeals.get(appellant));
        let decided = self.decision.judgement.at;
        let made = appeal.and_then(|appeal| appeal.at).unwrap_or(decided);
        let end = self.decision.afterwards.appeal_until;
        let at = end.map_or(made, |end| end.max(made));
        let free = hearers(self.matter.register, id, n, appellant);
        let what = format!("rule on the appeal of {appellant}");
        let command = format!(
            "plenary appeal close {id} {appellant} upheld|dismissed|remanded --reason \"…\""
        );
        let due = self.due(DueKind::Ruling, at, what).by(command);
        Due { since: made, ..due }
            .turn(&free)
            .marked(appellant.as_str())
    }

    fn appeal_window(&self) -> Option<Due> {
        let until = self.decision.afterwards.appeal_until;
        let until = until.filter(|until| *until > self.matter.now)?;
        let what = "the decision can be appealed until then";
        let due = self.due(DueKind::AppealEnds, until, what);
        let command = format!(
            "plenary appeal open {} --problem \"…\" --asks \"…\"",
            self.matter.id
        );
        Some(due.whose("anybody on the roster").by(command))
    }

    fn answer(&self) -> Option<Due> {
        let until = self.decision.afterwards.answer_until?;
        if self.follow_up.is_some_and(|done| !done.answers.is_empty()) {
            return None;
        }
        let addressee = self.decision.matter.addressee.as_deref();
        let addressee = addressee.unwrap_or("those whom it is addressed to");
        let id = self.matter.id;
        let command = format!("plenary implement answer {id} accepted|partly|declined|noted …");
        let due = self.due(DueKind::Answer, until, "answer the decision");
        let due = due.turn(self.matter.chairs_and_secretaries()).by(command);
        let whose = format!("{addressee}; recorded by {}", due.whose);
        Some(due.whose(whose))
    }

    fn report(&self) -> Option<Due> {
        let until = self.decision.afterwards.report_until?;
        let ended = |progress: Progress| matches!(progress, Progress::Done | Progress::GivenUp);
        let reports = self.follow_up.map_or(&[][..], |done| &done.reports);
        if reports.iter().any(|report| ended(report.progress)) {
            return None;
        }
        let id = self.matter.id;
        let command = format!("plenary implement report {id} --progress done --text \"…\"");
        let turn = self.matter.authors().iter().chain(self.matter.shepherd());
        let due = self.due(DueKind::Report, until, "report on the implementation");
        Some(due.turn(turn).by(command))
    }

    /// The next review: the one that the decision names, until one was held; then the one that the
    /// last of them named.
    fn review(&self) -> Option<Due> {
        let last: Option<&Review> = self.follow_up.and_then(|done| done.reviews.last());
        let at = match last {
            Some(review) => review.next?,
            None => self.decision.afterwards.review?,
        };
        let id = self.matter.id;
        let (what, command) = match last.map(|review| review.upshot) {
            None | Some(Upshot::Kept) => (
                "look at the decision again",
                format!("plenary review {id} kept|to-revise|to-end --reason \"…\""),
            ),
            Some(Upshot::ToRevise) => (
                "propose what replaces the decision, which is to be revised",
                format!("plenary propose \"…\" --supersedes {id} …"),
            ),
            Some(Upshot::ToEnd) => (
                "propose what ends the decision",
                format!("plenary propose \"…\" --supersedes {id} …"),
            ),
        };
        let due = self.due(DueKind::Review, at, what).by(command);
        Some(due.turn(self.matter.chairs()))
    }

    fn sunset(&self) -> Option<Due> {
        let adopted = self.decision.judgement.outcome == Outcome::Adopted;
        let at = self.decision.afterwards.sunset.filter(|_| adopted)?;
        let id = self.matter.id;
        let what = "the decision lapses unless it is renewed";
        let due = self.due(DueKind::Sunset, at, what);
        Some(
            due.turn(self.matter.chairs())
                .by(format!("plenary propose \"…\" --supersedes {id} …")),
        )
    }
}
