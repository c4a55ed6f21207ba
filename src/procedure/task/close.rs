//! Lists what must be done after the close of a call: close objections, publish and confirm a draft
//! designation, answer challenges, record who was present, and decide.

use std::fmt::Display;

use super::{Class, Priority, ProposalView, Subject, Task, TaskKind, Who};
use crate::procedure::designation::{DesignationState, MissingStep, disagreeing, minority_time};
use crate::procedure::names::{only_by, some_of};
use crate::procedure::rights::{About, Deed, may};
use crate::record::handling::DispositionKind;
use crate::record::meeting::Meeting;
use crate::record::objection::ObjectorReply;
use crate::record::track::{OpenObjectionRule, Track};
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::electorate::counts_those_present;
use crate::tally::objection::{ObjectionState, TrackedObjection};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// Everything that the decision waits for, and the decision itself.
pub(super) fn tasks(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let Some((n, call)) = matter.folder.undecided_call() else {
        return Vec::new();
    };
    let contest = DesignationState::of(tally, matter.folder);
    let lacks = contest.required().iter();
    let mut all: Vec<Task> = lacks.map(|lack| matter.lack(tally, lack)).collect();
    if contest.window.is_none() {
        let open = contest.lacks.iter();
        let open = open.filter(|lack| matches!(lack, MissingStep::Answer(_)));
        all.extend(open.map(|lack| matter.lack(tally, lack).weighs(Priority::Advised)));
    }
    let filed = matter.folder.calls.get(&n);
    let time = filed.and_then(|filed| minority_time(&tally.charter.calendar, &tally.track, filed));
    let time = time.filter(|(_, until)| tally.now < *until);
    let people = disagreeing(tally);
    all.extend(
        time.filter(|_| !people.is_empty())
            .map(|(from, until)| Task {
                who: Who::class(Class::Disagreeing, &people),
                ..matter.minority_ends(n, until, from)
            }),
    );
    if !contest.required().contains(&MissingStep::Draft) {
        all.push(matter.decide(n, &tally.track).since(call.closing()));
    }
    all
}

/// How it becomes known who was present, if the rules count that. A call that names no meeting cannot
/// name one later, so it is withdrawn, and another is opened.
pub(super) fn attendance(matter: &ProposalView<'_>, tally: &Tally) -> Option<Task> {
    let untold = untold_in(tally)?;
    let date = match &untold {
        AttendanceUnknown::NoMeeting => None,
        AttendanceUnknown::NoRecord(date) | AttendanceUnknown::Nobody(date) => Some(date.clone()),
    };
    let deed = match untold {
        AttendanceUnknown::NoMeeting => Deed::WithdrawCall,
        AttendanceUnknown::NoRecord(_) | AttendanceUnknown::Nobody(_) => Deed::KeepMeetings,
    };
    let task = Task::new(TaskKind::Attendance, matter.may(deed))
        .on(matter.id, tally.call)
        .about(Subject::Meeting { date });
    Some(task.by(untold.command(matter.id)))
}

impl ProposalView<'_> {
    /// A missing step of a designation, as a task.
    pub(in crate::procedure) fn lack(&self, tally: &Tally, lack: &MissingStep) -> Task {
        let designate = self.command("designate");
        let n = tally.call.unwrap_or_default();
        match lack {
            MissingStep::Draft => Task::new(TaskKind::Draft, self.may(Deed::Designate))
                .by(designate
                    .with(Placeholder::Level)
                    .option("--reason", Placeholder::Reason))
                .choose(levels(tally)),
            MissingStep::Answer(id) => {
                Task::new(TaskKind::AnswerChallenge, self.may(Deed::AnswerChallenge))
                    .about(Subject::Challenge { id: id.clone() })
                    .by(designate
                        .option("--answer", id)
                        .option("--text", Placeholder::Text))
            }
            MissingStep::Time(until) => self.challenge_ends(n, *until, None),
            MissingStep::Confirmation => {
                Task::new(TaskKind::Confirm, self.may(Deed::ConfirmDesignation))
                    .by(designate.with("--confirm"))
            }
        }
        .on(self.id, tally.call)
    }

    /// Until when the last draft can be challenged, and since when; `None` after it was confirmed.
    pub(super) fn challenge_window(&self, n: u32, track: &Track) -> Option<(Instant, Instant)> {
        let designation = self.folder.designation(n)?;
        let (_, draft) = designation.latest()?;
        let within = track.challenge?;
        let drafted = draft.act.at;
        designation
            .confirmation
            .is_none()
            .then(|| (within.after(drafted, &self.charter.calendar), drafted))
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
            .weighs(Priority::Waiting)
            .by(command.option("--reason", Placeholder::Reason))
    }

    pub(super) fn minority_ends(&self, n: u32, end: Instant, from: Instant) -> Task {
        let command = self.command("minority");
        Task::new(TaskKind::MinorityEnds, Who::class(Class::Disagreeing, []))
            .on(self.id, Some(n))
            .due(end)
            .since(from)
            .weighs(Priority::Waiting)
            .by(command.option("--text", Placeholder::Text))
    }

    /// To decide. A published draft already names the level.
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

/// The levels of the track.
pub(super) fn levels(tally: &Tally) -> Vec<String> {
    let levels = tally.levels.iter();
    levels.map(|level| level.name.to_string()).collect()
}

/// What every open objection waits for.
pub(super) fn objections(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let register = matter.register;
    let open: Vec<&TrackedObjection> = tally.undisposed().collect();
    let first = open.iter().map(|it| of_objection(register, tally, it));
    let replies = open
        .iter()
        .filter(|it| it.state == ObjectionState::Answered);
    first.chain(replies.map(|it| reply(tally, it))).collect()
}

/// What one objection waits for before a decision.
pub fn of_objection(register: &Register, tally: &Tally, followed: &TrackedObjection) -> Task {
    let id = &followed.id;
    let about = about(register, tally, id);
    let task = match followed.state {
        ObjectionState::Open => {
            let task = Task::new(TaskKind::Respond, responders(&about, &id.participant));
            let command = Command::new("respond").with(id).with(Placeholder::Text);
            placed(task.by(command), tally, followed)
        }
        _ => disposition(register, tally, followed),
    };
    task.weighs(match tally.track.undisposed {
        OpenObjectionRule::Refuse => Priority::Required,
        OpenObjectionRule::Record => Priority::Advised,
    })
}

/// To close one objection.
pub(super) fn disposition(register: &Register, tally: &Tally, followed: &TrackedObjection) -> Task {
    let id = &followed.id;
    let about = about(register, tally, id);
    let command = Command::new("dispose").with(id).with(Placeholder::Value);
    let kinds = DispositionKind::all_of(followed.objection.blocking).iter();
    let task = Task::new(TaskKind::Dispose, Who::people(&may(Deed::Dispose, &about)))
        .since(last_word(followed))
        .by(command.option("--reason", Placeholder::Reason))
        .choose(kinds.map(|kind| kind.word()));
    placed(task, tally, followed)
}

fn about<'r>(register: &'r Register, tally: &'r Tally, id: &'r ObjectionId) -> About<'r> {
    let about = About::proposal(register, &tally.proposal).of(&id.participant);
    match tally.call {
        Some(n) => about.call(n),
        None => about,
    }
}

/// Those who respond; the objector is among them only if no other participant can.
fn responders(about: &About<'_>, objector: &ParticipantId) -> Who {
    let all = may(Deed::Respond, about);
    let others: Vec<_> = all.iter().filter(|who| *who != objector).collect();
    match others.is_empty() {
        true => Who::people(&all),
        false => Who::people(others),
    }
}

fn last_word(followed: &TrackedObjection) -> Option<crate::value::clock::Instant> {
    let last = followed.handling.responses.last();
    last.map(|response| response.at)
}

fn reply(tally: &Tally, followed: &TrackedObjection) -> Task {
    let id = &followed.id;
    let words = ObjectorReply::WORDS.iter().map(|(word, _)| *word);
    let task = Task::new(TaskKind::Reply, Who::people([&id.participant]))
        .since(last_word(followed))
        .by(Command::new("reply").with(id).with(Placeholder::Value))
        .choose(words.chain(["withdrawn"]));
    placed(task, tally, followed).weighs(Priority::Advised)
}

fn placed(task: Task, tally: &Tally, followed: &TrackedObjection) -> Task {
    task.on(&tally.proposal, tally.call)
        .about(Subject::Objection {
            id: followed.id.clone(),
            state: followed.state,
            comment: !followed.objection.blocking,
        })
}

/// Why it is not known who was present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AttendanceUnknown {
    /// The call names no meeting.
    NoMeeting,
    /// The meeting on this date has no record.
    NoRecord(String),
    /// The record of the meeting on this date names nobody who was present.
    Nobody(String),
}

/// Why it is not known who was present at the meeting of a call that names `meeting`; `None` if it is
/// known, or if no rule of the track counts it.
pub(crate) fn untold(
    track: &Track,
    meeting: Option<&str>,
    record: Option<&Meeting>,
) -> Option<AttendanceUnknown> {
    if !counts_those_present(track) {
        return None;
    }
    match (meeting, record) {
        (None, _) => Some(AttendanceUnknown::NoMeeting),
        (Some(date), None) => Some(AttendanceUnknown::NoRecord(date.to_owned())),
        (Some(date), Some(record)) if record.present.is_empty() => {
            Some(AttendanceUnknown::Nobody(date.to_owned()))
        }
        (Some(_), Some(_)) => None,
    }
}

/// The same of the call that was tallied.
pub(crate) fn untold_in(tally: &Tally) -> Option<AttendanceUnknown> {
    let meeting = tally.meeting.as_ref();
    let record = meeting.and_then(|meeting| meeting.record.as_ref());
    // Without a call, nothing can name a meeting.
    tally.call?;
    untold(
        &tally.track,
        meeting.map(|meeting| meeting.date.as_str()),
        record,
    )
}

impl AttendanceUnknown {
    /// The fact, as a sentence without its full stop.
    pub(crate) fn sentence(&self, track: &Track) -> String {
        let track = &track.id;
        match self {
            Self::NoMeeting => {
                format!("track {track} counts who was present, but the call names no meeting")
            }
            Self::NoRecord(date) => format!(
                "track {track} counts who was present, but the meeting of {date} is not recorded"
            ),
            Self::Nobody(date) => format!(
                "track {track} counts who was present, but the record of the meeting of {date} \
                 names nobody"
            ),
        }
    }

    /// What a participant types about it.
    pub(crate) fn command(&self, proposal: &ProposalId) -> Command {
        let set = |name: &str, date: &str| {
            let command = Command::new(name).with(date);
            command.option("--present", Placeholder::Name)
        };
        match self {
            Self::NoMeeting => Command::new("call withdraw")
                .with(proposal)
                .option("--reason", Placeholder::Reason),
            Self::NoRecord(date) => set("meeting add", date),
            Self::Nobody(date) => set("meeting set", date),
        }
    }
}

/// Who can record a meeting, also before it has taken place, and what they type.
pub(crate) fn recorded(register: &Register, date: impl Display) -> Hint {
    let keepers = may(Deed::KeepMeetings, &About::register(register));
    let add = Command::new("meeting add").with(date);
    match keepers.as_slice() {
        [] => only_by(&[], add),
        ids => {
            let who = some_of(ids);
            let said = format!("only {who} can record it, also before it takes place");
            Hint::run(said, add)
        }
    }
}

/// Why an open objection still needs somebody.
pub(crate) fn still_open(followed: &TrackedObjection) -> String {
    let id = &followed.id;
    match followed.state {
        ObjectionState::Open => format!("objection {id} is still open (no response)"),
        ObjectionState::Answered => {
            format!("objection {id} is still open (response, no reply yet)")
        }
        ObjectionState::Satisfied => {
            format!("objection {id} is not closed yet (its objector is satisfied)")
        }
        _ => format!("objection {id} is still open (maintained by its objector)"),
    }
}
