//! Finds the state of a call's designation: its last draft, until when that can be challenged, and
//! which steps are missing.

use crate::record::designation::{Challenge, Designation, Draft};
use crate::record::path::Owner;
use crate::record::track::{Designates, Track};
use crate::register::records::{CallFolder, ProposalRecords};
use crate::tally::Tally;
use crate::tally::count_positions::Counted;
use crate::tally::objection::TrackedObjection;
use crate::value::calendar::Calendar;
use crate::value::class::CountsAs;
use crate::value::clock::Instant;
use crate::value::id::{ChallengeId, LevelName, ParticipantId};
use crate::value::span::Span;

/// A step that a designation still needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingStep {
    /// A draft must be published.
    Draft,
    /// This challenge must be answered.
    Answer(ChallengeId),
    /// The last draft can be challenged until then.
    Time(Instant),
    /// A chair must confirm the last draft.
    Confirmation,
}

/// The state of the designation of the tally's call.
#[derive(Debug, Clone)]
pub struct DesignationState<'f> {
    /// How long a draft can be challenged; `None` if the track has no such time.
    pub window: Option<Span>,
    /// Until when the last draft can be challenged.
    pub until: Option<Instant>,
    /// The last draft with its number.
    pub latest: Option<(u32, &'f Draft)>,
    /// The missing steps, in the order in which they can be done.
    pub lacks: Vec<MissingStep>,
}

impl<'f> DesignationState<'f> {
    /// The designation of the tally's call at the moment that the tally speaks of.
    pub fn of(tally: &Tally, folder: &'f ProposalRecords) -> Self {
        let call = tally.call.and_then(|n| folder.calls.get(&n));
        let designation = call.and_then(|call| call.designation.as_ref());
        let latest = designation.and_then(Designation::latest);
        let window = tally.track.challenge;
        let drafted = latest.map(|(_, draft)| draft.act.at);
        let until = window.zip(drafted);
        let mut contest = Self {
            window,
            until: until.map(|(span, from)| span.after(from, &tally.charter.calendar)),
            latest,
            lacks: Vec::new(),
        };
        let Some(((_, draft), designation)) = latest.zip(designation) else {
            contest.lacks.push(MissingStep::Draft);
            return contest;
        };
        let challenges = call.into_iter().flat_map(|call| &call.challenges);
        let open = challenges.filter(|(id, challenge)| is_unanswered(designation, id, challenge));
        contest
            .lacks
            .extend(open.map(|(id, _)| MissingStep::Answer(id.clone())));
        let until = contest.until.unwrap_or(draft.act.at);
        let confirmed = designation.confirmation.as_ref();
        let is_confirmed = confirmed.is_some_and(|said| said.at >= until && said.at <= tally.now);
        match tally.now < until {
            true => contest.lacks.push(MissingStep::Time(until)),
            false if !is_confirmed => contest.lacks.push(MissingStep::Confirmation),
            false => {}
        }
        contest
    }

    /// The level of the last draft.
    pub fn level(&self) -> Option<&'f LevelName> {
        self.latest.map(|(_, draft)| &draft.level)
    }

    /// The steps that a decision waits for: none, if the track has no challenges.
    pub fn required(&self) -> &[MissingStep] {
        match self.window {
            Some(_) => &self.lacks,
            None => &[],
        }
    }
}

fn is_unanswered(designation: &Designation, id: &ChallengeId, challenge: &Challenge) -> bool {
    !challenge.withdrawn && designation.answers_to(id).next().is_none()
}

impl MissingStep {
    /// What is missing, as a sentence without its full stop.
    pub fn sentence(&self, tally: &Tally) -> String {
        let (id, n) = (&tally.proposal, tally.call.unwrap_or_default());
        match self {
            MissingStep::Draft => format!(
                "a draft designation is missing: track {} gives participants time to challenge it",
                tally.track.id
            ),
            MissingStep::Answer(challenge) => format!("challenge {challenge} has no answer"),
            MissingStep::Time(until) => {
                let until = until.long();
                format!("the draft designation of call {n} on {id} can be challenged until {until}")
            }
            MissingStep::Confirmation => {
                format!("the draft designation of call {n} on {id} is not confirmed")
            }
        }
    }
}

/// From when the time for minority statements counts, and when it ends, if the track sets an end. If
/// drafts can be challenged, it counts from the last draft, because a statement disagrees with a draft;
/// else from the close. Before the first draft it has no end.
pub fn minority_time(
    calendar: &Calendar,
    track: &Track,
    filed: &CallFolder,
) -> Option<(Instant, Instant)> {
    let within = track.minority.as_ref()?.within?;
    let closing = filed.call.as_ref()?.closing();
    let from = match track.challenge {
        Some(_) => {
            let (_, draft) = filed.designation.as_ref()?.latest()?;
            closing.max(draft.act.at)
        }
        None => closing,
    };
    Some((from, within.after(from, calendar)))
}

/// Until when a minority statement can be given, if the end is known yet.
pub fn minority_until(tally: &Tally, folder: &ProposalRecords) -> Option<Instant> {
    let filed = folder.calls.get(&tally.call?)?;
    let (_, until) = minority_time(&tally.charter.calendar, &tally.track, filed)?;
    Some(until)
}

/// What the time for minority statements counts from, in words.
pub fn minority_from(track: &Track) -> &'static str {
    match track.challenge {
        Some(_) => "the last draft designation",
        None => "the close",
    }
}

/// Whether any participant can want to give one: a position against is counted, or an objection is
/// maintained.
pub fn has_minority(tally: &Tally) -> bool {
    against(tally).next().is_some() || kept(tally).next().is_some()
}

/// Those who can want to give one, each once: their position against is counted, or they maintain an
/// objection.
pub fn disagreeing(tally: &Tally) -> Vec<ParticipantId> {
    let mut all: Vec<ParticipantId> = Vec::new();
    let owners = against(tally).flat_map(|file| match &file.owner {
        Owner::Participant(who) => vec![who.clone()],
        Owner::Group(id) => {
            let group = tally.charter.group(id);
            group.map_or_else(Vec::new, |group| group.representatives.clone())
        }
    });
    let objectors = kept(tally).map(|followed| followed.id.participant.clone());
    for who in owners.chain(objectors) {
        if !all.contains(&who) {
            all.push(who);
        }
    }
    all
}

/// Why the track's rules do not allow a designation: it is above the computed level, and a chair can only go below
/// that.
pub fn above_the_rules(tally: &Tally, designation: &LevelName) -> Option<String> {
    let computed = tally.computed.as_ref();
    let mut levels = tally.levels.iter().map(|level| &level.name);
    let first = levels.find(|name| *name == designation || Some(*name) == computed)?;
    let bounded = tally.track.designates == Designates::ChairWithinRules;
    (bounded && Some(first) != computed).then(|| {
        let most = computed.map_or("no level", LevelName::as_str);
        format!(
            "the rules of track {} give {most}, and {designation} is above it",
            tally.track.id
        )
    })
}

fn against(tally: &Tally) -> impl Iterator<Item = &Counted> {
    let counted = tally.canvass.counted.iter();
    counted.filter(|file| file.class == CountsAs::Against)
}

fn kept(tally: &Tally) -> impl Iterator<Item = &TrackedObjection> {
    let objections = tally.objections.iter();
    objections.filter(|followed| followed.counts() && followed.is_maintained())
}
