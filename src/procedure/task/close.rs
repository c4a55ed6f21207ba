//! What a call waits for after its close: the draft designation with its challenges, minority
//! statements, the record of who was present, the decision.

use super::call::levels;
use super::{Class, Matter, Subject, Task, TaskKind, Weight, Who};
use crate::procedure::attendance::{self, Untold};
use crate::procedure::designation::{Contest, Lack, disagreeing, minority_time};
use crate::procedure::rights::Deed;
use crate::record::track::Track;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Placeholder;
use crate::value::id::ParticipantId;

/// Everything that the decision waits for, and the decision itself.
pub(super) fn tasks(matter: &Matter<'_>, tally: &Tally) -> Vec<Task> {
    let Some((n, call)) = matter.folder.undecided_call() else {
        return Vec::new();
    };
    let contest = Contest::of(tally, matter.folder);
    let lacks = contest.required().iter();
    let mut all: Vec<Task> = lacks.map(|lack| matter.lack(tally, lack)).collect();
    if contest.window.is_none() {
        let open = contest.lacks.iter();
        let open = open.filter(|lack| matches!(lack, Lack::Answer(_)));
        all.extend(open.map(|lack| matter.lack(tally, lack).weighs(Weight::Advised)));
    }
    let filed = matter.folder.calls.get(&n);
    let time = filed.and_then(|filed| minority_time(&tally.track, filed));
    let time = time.filter(|(_, until)| tally.now < *until);
    let people = disagreeing(tally);
    all.extend(
        time.filter(|_| !people.is_empty())
            .map(|(from, until)| Task {
                who: Who::class(Class::Disagreeing, &people),
                ..matter.minority_ends(n, until, from)
            }),
    );
    if !contest.required().contains(&Lack::Draft) {
        all.push(matter.decide(n, &tally.track).since(call.closing()));
    }
    all
}

/// The record of who was present, where the rules count them.
pub(super) fn attendance(matter: &Matter<'_>, tally: &Tally) -> Option<Task> {
    let untold = attendance::untold_in(tally)?;
    let date = match &untold {
        Untold::NoMeeting => None,
        Untold::NoRecord(date) | Untold::Nobody(date) => Some(date.clone()),
    };
    let deed = match untold {
        Untold::NoMeeting => Deed::OpenCall,
        Untold::NoRecord(_) | Untold::Nobody(_) => Deed::KeepMeetings,
    };
    let task = Task::new(TaskKind::Attendance, matter.may(deed))
        .on(matter.id, tally.call)
        .about(Subject::Meeting { date });
    Some(task.by(untold.command(matter.id)))
}

impl Matter<'_> {
    /// What a designation lacks, as a task.
    pub(in crate::procedure) fn lack(&self, tally: &Tally, lack: &Lack) -> Task {
        let designate = self.command("designate");
        let n = tally.call.unwrap_or_default();
        match lack {
            Lack::Draft => Task::new(TaskKind::Draft, self.may(Deed::Designate))
                .by(designate
                    .with(Placeholder::Level)
                    .option("--reason", Placeholder::Reason))
                .choose(levels(tally)),
            Lack::Answer(id) => {
                Task::new(TaskKind::AnswerChallenge, self.may(Deed::AnswerChallenge))
                    .about(Subject::Challenge { id: id.clone() })
                    .by(designate
                        .option("--answer", id)
                        .option("--text", Placeholder::Text))
            }
            Lack::Time(until) => self.challenge_ends(n, *until, None),
            Lack::Confirmation => Task::new(TaskKind::Confirm, self.may(Deed::ConfirmDesignation))
                .by(designate.with("--confirm")),
        }
        .on(self.id, tally.call)
    }

    /// Until when the last draft can be challenged, and since when; nothing once it was confirmed.
    pub(super) fn challenge_window(&self, n: u32, track: &Track) -> Option<(Instant, Instant)> {
        let designation = self.folder.designation(n)?;
        let (_, draft) = designation.latest()?;
        let within = track.challenge?;
        let drafted = draft.act.at;
        designation
            .confirmation
            .is_none()
            .then(|| (within.after(drafted), drafted))
    }

    pub(super) fn challenge_ends(
        &self,
        n: u32,
        end: Instant,
        since: impl Into<Option<Instant>>,
    ) -> Task {
        let command = self.command("challenge");
        Task::new(TaskKind::ChallengeEnds, Who::class(Class::Everybody, []))
            .on(self.id, Some(n))
            .due(end)
            .since(since)
            .weighs(Weight::Waiting)
            .by(command.option("--reason", Placeholder::Reason))
    }

    pub(super) fn minority_ends(&self, n: u32, end: Instant, from: Instant) -> Task {
        let command = self.command("minority");
        Task::new(TaskKind::MinorityEnds, Who::class(Class::Disagreeing, []))
            .on(self.id, Some(n))
            .due(end)
            .since(from)
            .weighs(Weight::Waiting)
            .by(command.option("--text", Placeholder::Text))
    }

    /// The decision. A draft that was published says the level.
    pub(super) fn decide(&self, n: u32, track: &Track) -> Task {
        let task = Task::new(TaskKind::Decision, self.may(Deed::Decide)).on(self.id, Some(n));
        let command = self.command("decide");
        let drafted = self.folder.designation(n).is_some();
        match drafted {
            true => task.by(command.with("--sign-off")),
            false => task
                .by(command
                    .option("--designation", Placeholder::Level)
                    .with("--sign-off"))
                .choose(track.levels.iter().map(|level| &level.name)),
        }
    }

    pub(super) fn open_until(&self) -> Option<Instant> {
        let (_, call) = self.folder.undecided_call()?;
        call.is_open(self.now).then(|| call.closing())
    }

    /// The track of the current call, else the proposal's own.
    pub(super) fn track(&self) -> Option<&Track> {
        let of_call = self.folder.current_call().map(|(_, call)| &call.track);
        let own = self.folder.proposal.as_ref().map(|read| &read.track);
        self.charter.track(of_call.or(own)?)
    }

    /// Those who can do it on this proposal.
    pub(super) fn may(&self, deed: Deed) -> Who {
        use crate::procedure::rights::{About, may};
        let all: Vec<ParticipantId> = may(deed, &About::proposal(self.register, self.id));
        Who::people(&all)
    }
}
