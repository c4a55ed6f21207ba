//! Lists what must be done whatever the tally says: sign-offs, rulings on appeals, responses, reports,
//! reviews and renewals of decisions; next steps and milestones of proposals; action items of meetings;
//! and statements of interest.

use super::call::on_track;
use super::{Class, Priority, ProposalView, Subject, Task, TaskKind, Who};
use crate::procedure::decision_status::{DecisionStatus, open_appeals, standing};
use crate::procedure::rights::{About, Deed, may};
use crate::record::appeal;
use crate::record::decision::Decision;
use crate::record::follow_up::{AddresseeResponse, FollowUp, Progress, Review, ReviewResult};
use crate::record::track::{Outcome, Track};
use crate::register::interests::faults;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::ParticipantId;

/// Everything that the decisions of a proposal ask for.
pub(super) fn afterwards(matter: &ProposalView<'_>) -> Vec<Task> {
    let calls = matter.folder.calls.iter();
    let decided = calls.filter_map(|(n, call)| Some((*n, call.decision.as_ref()?, call)));
    let owed = decided.flat_map(|(n, decision, call)| {
        let follow_up = call.follow_up.as_ref();
        of_one(&DecisionView {
            matter,
            n,
            decision,
            follow_up,
        })
    });
    owed.chain(next_tracks(matter)).collect()
}

/// One decision with what followed it.
struct DecisionView<'r> {
    matter: &'r ProposalView<'r>,
    n: u32,
    decision: &'r Decision,
    follow_up: Option<&'r FollowUp>,
}

fn of_one(decided: &DecisionView<'_>) -> Vec<Task> {
    let (matter, n) = (decided.matter, decided.n);
    let left_open = !decided.decision.judgement.outcome.is_final();
    if left_open && matter.folder.is_taken_up_since(n) {
        return Vec::new();
    }
    let standing = standing(matter.register, matter.id, n, matter.now);
    match standing {
        None
        | Some(
            DecisionStatus::Reversed { .. }
            | DecisionStatus::Superseded(_)
            | DecisionStatus::Lapsed(_),
        ) => Vec::new(),
        Some(DecisionStatus::Pending { .. }) => vec![decided.sign_off()],
        Some(_) => {
            let appeals = open_appeals(matter.folder, n);
            let mut all: Vec<Task> = appeals.iter().map(|by| decided.ruling(by)).collect();
            all.extend(decided.appeal_window());
            all.extend(decided.answer());
            all.extend(decided.report());
            all.extend(decided.review());
            all.extend(decided.sunset());
            all
        }
    }
}

/// To open a call on each track that comes after the one of the last decision.
pub(super) fn next_tracks(matter: &ProposalView<'_>) -> Vec<Task> {
    let Some((n, last)) = matter.folder.current_decision() else {
        return Vec::new();
    };
    let status = standing(matter.register, matter.id, n, matter.now);
    let is_in_force = status.is_some_and(|status| status.can_be_built_on());
    let follows = |track: &&Track| {
        let rule = track.after.as_ref();
        let rule = rule.filter(|rule| rule.track == last.matter.track && is_in_force);
        rule.is_some_and(|rule| rule.allowed().contains(&last.judgement.outcome))
    };
    let next = matter.charter.tracks.iter().filter(follows);
    let open = next.map(|track| on_track(matter, track).weighs(Priority::Advised));
    open.map(|task| task.since(last.judgement.at)).collect()
}

impl DecisionView<'_> {
    fn about(&self) -> About<'_> {
        About::proposal(self.matter.register, self.matter.id).call(self.n)
    }

    fn task(&self, kind: TaskKind, who: Who) -> Task {
        Task::new(kind, who)
            .on(self.matter.id, Some(self.n))
            .since(self.decision.judgement.at)
    }

    /// Those who can do it.
    fn may(&self, deed: Deed) -> Who {
        Who::people(&may(deed, &self.about()))
    }

    fn sign_off(&self) -> Task {
        self.task(TaskKind::SignOff, self.may(Deed::SignOff))
            .by(self.matter.command("sign-off"))
    }

    /// A ruling is due when the time for appeals has ended.
    fn ruling(&self, appellant: &ParticipantId) -> Task {
        let call = self.matter.folder.calls.get(&self.n);
        let appeal = call.and_then(|call| call.appeals.get(appellant));
        let decided = self.decision.judgement.at;
        let made = appeal.and_then(|appeal| appeal.at).unwrap_or(decided);
        let end = self.decision.afterwards.appeal_until;
        let who = may(Deed::RuleOnAppeal, &self.about().of(appellant));
        let command = self.matter.command("appeal close");
        self.task(TaskKind::Ruling, Who::people(&who))
            .about(Subject::Appeal {
                by: appellant.clone(),
            })
            .due(end.map_or(made, |end| end.max(made)))
            .since(made)
            .by(command
                .with(appellant)
                .with(Placeholder::Value)
                .option("--reason", Placeholder::Reason))
            .choose(appeal::RulingKind::WORDS.iter().map(|(word, _)| word))
    }

    fn appeal_window(&self) -> Option<Task> {
        let until = self.decision.afterwards.appeal_until;
        let until = until.filter(|until| *until > self.matter.now)?;
        Some(
            self.task(TaskKind::AppealEnds, Who::class(Class::Everybody, []))
                .due(until)
                .weighs(Priority::Waiting)
                .by(self.appeal()),
        )
    }

    /// The command that appeals.
    fn appeal(&self) -> Command {
        let track = self.matter.charter.track(&self.decision.matter.track);
        let rule = track.and_then(|track| track.appeal.as_ref());
        let command = self.matter.command("appeal open");
        let command = match rule.is_some_and(|rule| !rule.grounds.is_empty()) {
            true => command.option("--ground", Placeholder::Ground),
            false => command,
        };
        command
            .option("--problem", Placeholder::Text)
            .option("--asks", Placeholder::Text)
    }

    fn answer(&self) -> Option<Task> {
        let until = self.decision.afterwards.answer_until?;
        if self.follow_up.is_some_and(|done| !done.answers.is_empty()) {
            return None;
        }
        let name = self.decision.matter.addressee.clone();
        let command = self.matter.command("implement answer");
        let from = name
            .clone()
            .unwrap_or_else(|| Placeholder::Name.to_string());
        Some(
            self.task(TaskKind::Answer, self.may(Deed::RecordAnswer))
                .about(Subject::Addressee { name })
                .due(until)
                .by(command
                    .with(Placeholder::Value)
                    .option("--from", from)
                    .option("--text", Placeholder::Text))
                .choose(AddresseeResponse::WORDS.iter().map(|(word, _)| word)),
        )
    }

    fn report(&self) -> Option<Task> {
        let until = self.decision.afterwards.report_until?;
        let ended = |progress: Progress| matches!(progress, Progress::Done | Progress::GivenUp);
        let reports = self.follow_up.map_or(&[][..], |done| &done.reports);
        if reports.iter().any(|report| ended(report.progress)) {
            return None;
        }
        let proposal = self.matter.folder.proposal.as_ref();
        let authors = proposal.map_or(&[][..], |read| &read.authors);
        let shepherd = proposal.and_then(|read| read.shepherd.as_ref());
        let command = self.matter.command("implement report");
        Some(
            self.task(
                TaskKind::Report,
                Who::people(authors.iter().chain(shepherd)),
            )
            .due(until)
            .by(command
                .option("--progress", Placeholder::Value)
                .option("--text", Placeholder::Text))
            .choose(Progress::WORDS.iter().map(|(word, _)| word)),
        )
    }

    /// The next review: first the one that the decision names, then the one that the last review
    /// named.
    fn review(&self) -> Option<Task> {
        let last: Option<&Review> = self.follow_up.and_then(|done| done.reviews.last());
        let at: Instant = match last {
            Some(review) => review.next?,
            None => self.decision.afterwards.review?,
        };
        let task = self.task(TaskKind::Review, self.may(Deed::Review)).due(at);
        Some(match last.map(|review| review.upshot) {
            None | Some(ReviewResult::Kept) => task
                .by(self
                    .matter
                    .command("review")
                    .with(Placeholder::Value)
                    .option("--reason", Placeholder::Reason))
                .choose(ReviewResult::WORDS.iter().map(|(word, _)| word)),
            Some(ReviewResult::ToRevise | ReviewResult::ToEnd) => task.by(self.replace()),
        })
    }

    fn sunset(&self) -> Option<Task> {
        let adopted = self.decision.judgement.outcome == Outcome::Adopted;
        let at = self.decision.afterwards.sunset.filter(|_| adopted)?;
        let task = self.task(TaskKind::Sunset, self.may(Deed::Review)).due(at);
        Some(task.by(self.replace()))
    }

    /// The command that makes a proposal to replace the decision.
    fn replace(&self) -> Command {
        Command::new("propose")
            .with(Placeholder::Title)
            .option("--text", Placeholder::File)
            .option("--supersedes", self.matter.id)
    }
}

/// The next step and the milestones that a proposal names. Once it is decided, its file stays as it is,
/// and nothing in it has to be done any more.
pub(super) fn planned(matter: &ProposalView<'_>) -> Vec<Task> {
    let Some(proposal) = matter.folder.proposal.as_ref() else {
        return Vec::new();
    };
    if matter.folder.is_settled() && !matter.folder.is_open_again() {
        return Vec::new();
    }
    let since = matter.written();
    let task = |kind: TaskKind, who: Who, text: &str| {
        let text = text.to_owned();
        Task::new(kind, who)
            .on(matter.id, None)
            .since(since)
            .about(Subject::Planned { text })
    };
    let milestones = proposal.milestones.iter();
    let milestones = milestones.filter(|each| each.done.is_none());
    let milestones = milestones.filter_map(|milestone| {
        let who = Who::people(proposal.shepherd.iter().chain(&proposal.authors));
        Some(task(TaskKind::Milestone, who, &milestone.name).due(milestone.due?))
    });
    let next = proposal
        .next
        .as_ref()
        .map(|next| task(TaskKind::Next, Who::people([&next.owner]), &next.action).due(next.due));
    milestones.chain(next).collect()
}

/// The open action items of all meetings.
pub(super) fn actions(register: &Register) -> Vec<Task> {
    let mut all = Vec::new();
    for (date, meeting) in register.meetings.iter() {
        for (item, n) in meeting.actions.iter().zip(1_u32..) {
            if item.done.is_some() {
                continue;
            }
            let subject = Subject::Action {
                meeting: date.clone(),
                item: n,
                text: item.action.clone(),
            };
            let since = Instant::parse(&format!("{date}T00:00:00Z"))
                .ok()
                .or(item.due);
            let task = Task::new(TaskKind::Action, Who::people([&item.owner]))
                .about(subject)
                .due(item.due)
                .since(since)
                .by(Command::new("meeting done").with(date).with(n));
            all.push(task);
        }
    }
    all
}

/// The statements of interest that are missing or too old.
pub(super) fn statements(register: &Register, now: Instant) -> Vec<Task> {
    let all = faults(register, now).into_iter();
    let tasks = all.map(|(who, fault)| {
        let command = Command::new("participant set")
            .with(&who)
            .option("--interests", Placeholder::Text);
        Task::new(TaskKind::Statement, Who::people([&who]))
            .about(Subject::Statement { fault })
            .by(command)
    });
    tasks.collect()
}
