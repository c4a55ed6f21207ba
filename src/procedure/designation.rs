//! Where the designation of a call stands: its last draft, until when that can be challenged, and
//! what is missing before it is settled.

use crate::record::designation::{Challenge, Designation, Draft};
use crate::record::path::Owner;
use crate::record::track::Track;
use crate::register::records::{CallFolder, ProposalRecords};
use crate::tally::Tally;
use crate::tally::count_positions::Counted;
use crate::tally::objection::TrackedObjection;
use crate::value::class::CountsAs;
use crate::value::clock::{Instant, Span};
use crate::value::id::{ChallengeId, LevelName, ParticipantId};

/// One thing that a designation waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingStep {
    /// Nobody has published a draft.
    Draft,
    /// This challenge has no answer.
    Answer(ChallengeId),
    /// The last draft can be challenged until then.
    Time(Instant),
    /// A chair has not said that the last draft stands.
    Confirmation,
}

/// Where the designation of the tally's call stands.
#[derive(Debug, Clone)]
pub struct DesignationState<'f> {
    /// How long a draft can be challenged; `None` where the track has no such time.
    pub window: Option<Span>,
    /// The last draft with its number.
    pub latest: Option<(u32, &'f Draft)>,
    /// What is missing before it is settled, in the order in which it can be done.
    pub lacks: Vec<MissingStep>,
}

impl<'f> DesignationState<'f> {
    /// The designation of the tally's call at the moment that the tally speaks of.
    pub fn of(tally: &Tally, folder: &'f ProposalRecords) -> Self {
        let call = tally.call.and_then(|n| folder.calls.get(&n));
        let designation = call.and_then(|call| call.designation.as_ref());
        let latest = designation.and_then(Designation::latest);
        let window = tally.track.challenge;
        let mut contest = Self {
            window,
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
        let until = contest.until().unwrap_or(draft.act.at);
        let confirmed = designation.confirmation.as_ref();
        let stands = confirmed.is_some_and(|said| said.at >= until && said.at <= tally.now);
        match tally.now < until {
            true => contest.lacks.push(MissingStep::Time(until)),
            false if !stands => contest.lacks.push(MissingStep::Confirmation),
            false => {}
        }
        contest
    }

    /// Until when the last draft can be challenged.
    pub fn until(&self) -> Option<Instant> {
        let (_, draft) = self.latest?;
        Some(self.window?.after(draft.act.at))
    }

    /// The level of the last draft.
    pub fn level(&self) -> Option<&'f LevelName> {
        self.latest.map(|(_, draft)| &draft.level)
    }

    /// What a decision waits for: nothing, where the track knows no challenges.
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
                "nobody has published a draft of the designation, and the track {} lets it be \
                 challenged before a decision",
                tally.track.id
            ),
            MissingStep::Answer(challenge) => format!("the challenge {challenge} has no answer"),
            MissingStep::Time(until) => {
                format!("the draft designation of call {n} on {id} can be challenged until {until}")
            }
            MissingStep::Confirmation => {
                format!("the draft designation of call {n} is not confirmed")
            }
        }
    }
}

/// From when the time for minority statements counts, and when it ends, where the track sets an
/// end: from the last draft of the designation where drafts can be challenged, because a draft is
/// what a statement disagrees with; else from the close. Before the first draft there is no end.
pub fn minority_time(track: &Track, filed: &CallFolder) -> Option<(Instant, Instant)> {
    let within = track.minority.as_ref()?.within?;
    let closing = filed.call.as_ref()?.closing();
    let from = match track.challenge {
        Some(_) => {
            let (_, draft) = filed.designation.as_ref()?.latest()?;
            closing.max(draft.act.at)
        }
        None => closing,
    };
    Some((from, within.after(from)))
}

/// Until when a minority statement can be filed, where there is an end yet.
pub fn minority_until(tally: &Tally, folder: &ProposalRecords) -> Option<Instant> {
    let (_, until) = minority_time(&tally.track, folder.calls.get(&tally.call?)?)?;
    Some(until)
}

/// What the time for minority statements counts from, in words.
pub fn minority_from(track: &Track) -> &'static str {
    match track.challenge {
        Some(_) => "the last draft of the designation",
        None => "the close",
    }
}

/// Whether anybody may want to file one: a position against was counted, or an objection is
/// maintained.
pub fn has_minority(tally: &Tally) -> bool {
    against(tally).next().is_some() || kept(tally).next().is_some()
}

/// Those who may want to file one, each once: whose position against was counted, or who maintain
/// an objection.
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

fn against(tally: &Tally) -> impl Iterator<Item = &Counted> {
    let counted = tally.canvass.counted.iter();
    counted.filter(|file| file.class == CountsAs::Against)
}

fn kept(tally: &Tally) -> impl Iterator<Item = &TrackedObjection> {
    let objections = tally.objections.iter();
    objections.filter(|followed| followed.counts() && followed.is_maintained())
}
