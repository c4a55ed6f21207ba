//! Which participants a record names: every id in it, and in its path, so that a former id can be
//! read as the present one.

use crate::record::act::Act;
use crate::record::appeal::Appeal;
use crate::record::call::Call;
use crate::record::challenge::Challenge;
use crate::record::charter::Charter;
use crate::record::decision::Decision;
use crate::record::designation::Designation;
use crate::record::entered::Entered;
use crate::record::follow_up::FollowUp;
use crate::record::handling::{Handling, Response};
use crate::record::meeting::Meeting;
use crate::record::minority::{Minority, Statement};
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::ruling::Ruling;
use crate::record::sign_off::SignOff;
use crate::value::id::{ChallengeId, ObjectionId, ParticipantId};

/// What is done with each id.
pub type Each<'e> = dyn FnMut(&mut ParticipantId) + 'e;

/// A record, or a part of one, that can name participants.
pub trait Mentions {
    /// Visits every participant id that stands for a person.
    fn people_mut(&mut self, each: &mut Each<'_>);
}

impl Mentions for ParticipantId {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(self);
    }
}

impl Mentions for ObjectionId {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.participant);
    }
}

impl Mentions for ChallengeId {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.participant);
    }
}

impl Mentions for Act {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.by);
    }
}

impl Mentions for Response {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.by);
    }
}

impl Mentions for Owner {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        if let Owner::Participant(who) = self {
            each(who);
        }
    }
}

impl<T: Mentions> Mentions for Option<T> {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        if let Some(one) = self {
            one.people_mut(each);
        }
    }
}

/// A list of people: two ids that turn out to be one person's stay one entry.
fn people(list: &mut Vec<ParticipantId>, each: &mut Each<'_>) {
    let before = list.clone();
    list.iter_mut().for_each(&mut *each);
    if *list != before {
        let mut seen = Vec::with_capacity(list.len());
        list.retain(|who| {
            !seen.contains(who) && {
                seen.push(who.clone());
                true
            }
        });
    }
}

impl Mentions for RecordPath {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        match self {
            RecordPath::Participant(who)
            | RecordPath::Minority(_, _, who)
            | RecordPath::Signature(_, _, who)
            | RecordPath::SignOff(_, _, who)
            | RecordPath::Appeal(_, _, who)
            | RecordPath::Ruling(_, _, who) => each(who),
            RecordPath::Position(_, owner) => owner.people_mut(each),
            RecordPath::Objection(_, of) | RecordPath::Handling(_, of) => of.people_mut(each),
            RecordPath::Challenge(_, _, of) => of.people_mut(each),
            RecordPath::Charter
            | RecordPath::AllowedSigners
            | RecordPath::Meeting(_)
            | RecordPath::Minutes(_)
            | RecordPath::Proposal(_)
            | RecordPath::Text(..)
            | RecordPath::Call(..)
            | RecordPath::Designation(..)
            | RecordPath::Decision(..)
            | RecordPath::Manifest(..)
            | RecordPath::FollowUp(..) => {}
        }
    }
}

impl Mentions for Charter {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        let of_tracks = self.tracks.iter_mut().flat_map(|track| &mut track.roles);
        for (_, holders) in self.roles.iter_mut().chain(of_tracks) {
            people(holders, each);
        }
        for group in &mut self.groups {
            people(&mut group.representatives, each);
        }
    }
}

impl Mentions for Participant {
    /// Whose seat an alternate waits at; not the former ids, which name the participant alone.
    fn people_mut(&mut self, each: &mut Each<'_>) {
        self.alternate_for.people_mut(each);
    }
}

impl Mentions for Meeting {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        people(&mut self.present, each);
        people(&mut self.apologies, each);
        for action in &mut self.actions {
            each(&mut action.owner);
        }
    }
}

impl Mentions for Proposal {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        people(&mut self.authors, each);
        self.shepherd.people_mut(each);
        if let Some(next) = &mut self.next {
            each(&mut next.owner);
        }
    }
}

impl Mentions for Position {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        for joined in &mut self.joins {
            joined.people_mut(each);
        }
        self.relayed_by.people_mut(each);
        self.proxy.people_mut(each);
    }
}

impl Mentions for Handling {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        for response in &mut self.responses {
            response.people_mut(each);
        }
        for reopening in &mut self.reopenings {
            reopening.act.people_mut(each);
        }
        if let Some(disposition) = &mut self.disposition {
            each(&mut disposition.by);
            disposition.of.people_mut(each);
        }
    }
}

impl Mentions for Call {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.by);
        for extension in &mut self.extensions {
            extension.act.people_mut(each);
        }
        for admission in &mut self.admissions {
            admission.act.people_mut(each);
        }
        self.withdrawal.people_mut(each);
        if let Some(close) = &mut self.close {
            each(&mut close.by);
        }
    }
}

impl Mentions for Designation {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        for draft in &mut self.drafts {
            draft.act.people_mut(each);
        }
        for answer in &mut self.answers {
            answer.challenge.people_mut(each);
            each(&mut answer.by);
        }
        if let Some(confirmation) = &mut self.confirmation {
            each(&mut confirmation.by);
        }
    }
}

impl Mentions for Minority {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        if let Statement::Joins(whose) = &mut self.statement {
            each(whose);
        }
    }
}

impl Mentions for Decision {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.judgement.by);
        if let Some(close) = &mut self.close {
            each(&mut close.by);
        }
    }
}

impl Mentions for Ruling {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        for answer in &mut self.answers {
            answer.people_mut(each);
        }
        if let Some(ended) = &mut self.ended {
            ended.act.people_mut(each);
        }
    }
}

impl Mentions for FollowUp {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        for report in &mut self.reports {
            each(&mut report.by);
        }
        for answer in &mut self.answers {
            each(&mut answer.by);
        }
        for review in &mut self.reviews {
            review.act.people_mut(each);
        }
    }
}

impl Mentions for Entered {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        each(&mut self.by);
    }
}

impl Mentions for Objection {
    fn people_mut(&mut self, each: &mut Each<'_>) {
        self.entered.people_mut(each);
        self.reply_entered.people_mut(each);
    }
}

/// Records that name nobody: whose they are stands in their paths.
macro_rules! nobody {
    ($($record:ty),*) => {$(
        impl Mentions for $record {
            fn people_mut(&mut self, _: &mut Each<'_>) {}
        }
    )*};
}

nobody!(Challenge, SignOff, Appeal);
