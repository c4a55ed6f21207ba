//! Which participants a record names, and where: every id in it, and in its path. A former id is so
//! read as the present one, and a name that nobody has is found.

use std::fmt;

use crate::record::act::Act;
use crate::record::appeal::Appeal;
use crate::record::call::{Call, Close};
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
use crate::record::roles::Roles;
use crate::record::ruling::Ruling;
use crate::record::sign_off::SignOff;
use crate::value::id::{ChallengeId, ObjectionId, ParticipantId};

/// What is done with each id, and the way to it.
pub type Each<'e> = dyn FnMut(&mut ParticipantId, &Way<'_>) + 'e;

/// The way to a name in a record. It is shown as `extension/0/by`, or as nothing where the name
/// stands in the path of the record.
#[derive(Debug, Clone, Copy)]
pub enum Way<'w> {
    /// The record.
    Record,
    /// A key of what the way leads to.
    Key(&'w Way<'w>, &'w str),
    /// An entry of a list, from 0.
    Entry(&'w Way<'w>, usize),
    /// Another record of a person is named, and the name is a part of that.
    OfRecord(&'w Way<'w>),
}

impl<'w> Way<'w> {
    fn key(&'w self, key: &'w str) -> Self {
        Way::Key(self, key)
    }

    fn entry(&'w self, n: usize) -> Self {
        Way::Entry(self, n)
    }

    /// Whether a record of somebody is named, and not they alone.
    pub fn is_of_record(&self) -> bool {
        matches!(self, Way::OfRecord(_))
    }
}

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below = |outer: &Way<'_>, f: &mut fmt::Formatter<'_>| match outer {
            Way::Record => Ok(()),
            outer => write!(f, "{outer}/"),
        };
        match self {
            Way::Record => Ok(()),
            Way::Key(outer, key) => {
                below(outer, f)?;
                f.write_str(key)
            }
            Way::Entry(outer, n) => {
                below(outer, f)?;
                write!(f, "{n}")
            }
            Way::OfRecord(outer) => outer.fmt(f),
        }
    }
}

/// A record, or a part of one, that can name participants.
pub trait Mentions {
    /// Visits every participant id that stands for a person; `way` leads to this part.
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>);

    /// Looks at every participant id that stands for a person, and at the way to it.
    fn people(&self, each: &mut dyn FnMut(&ParticipantId, &Way<'_>))
    where
        Self: Clone,
    {
        let mut copy = self.clone();
        copy.people_mut(&Way::Record, &mut |who, way| each(who, way));
    }
}

impl Mentions for ParticipantId {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(self, way);
    }
}

impl Mentions for ObjectionId {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.participant, &Way::OfRecord(way));
    }
}

impl Mentions for ChallengeId {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.participant, &Way::OfRecord(way));
    }
}

impl Mentions for Act {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.by, &way.key("by"));
    }
}

impl Mentions for Response {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.by, &way.key("by"));
    }
}

impl Mentions for Close {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.by, &way.key("by"));
    }
}

impl Mentions for Owner {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        if let Owner::Participant(who) = self {
            each(who, way);
        }
    }
}

impl<T: Mentions> Mentions for Option<T> {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        if let Some(one) = self {
            one.people_mut(way, each);
        }
    }
}

/// The entries of a list.
fn entries<T: Mentions>(list: &mut [T], way: &Way<'_>, each: &mut Each<'_>) {
    for (n, one) in list.iter_mut().enumerate() {
        one.people_mut(&way.entry(n), each);
    }
}

/// A list of people: two ids that turn out to be one person's stay one entry.
fn people(list: &mut Vec<ParticipantId>, way: &Way<'_>, each: &mut Each<'_>) {
    let before = list.clone();
    entries(list, way, each);
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
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        match self {
            RecordPath::Participant(who)
            | RecordPath::Minority(_, _, who)
            | RecordPath::Signature(_, _, who)
            | RecordPath::SignOff(_, _, who)
            | RecordPath::Appeal(_, _, who)
            | RecordPath::Ruling(_, _, who) => each(who, way),
            RecordPath::Position(_, owner) => owner.people_mut(way, each),
            RecordPath::Objection(_, of) => each(&mut of.participant, way),
            RecordPath::Challenge(_, _, of) => each(&mut of.participant, way),
            RecordPath::Handling(_, of) => of.people_mut(way, each),
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

/// Who holds the roles of a charter or of a track.
fn roles(holders: &mut Roles, way: &Way<'_>, each: &mut Each<'_>) {
    for (role, holders) in holders {
        people(holders, &way.key("roles").key(role.as_str()), each);
    }
}

impl Mentions for Charter {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        roles(&mut self.roles, way, each);
        for track in &mut self.tracks {
            let id = track.id.clone();
            roles(&mut track.roles, &way.key("track").key(id.as_str()), each);
        }
        let list = &way.key("group");
        for (n, group) in self.groups.iter_mut().enumerate() {
            let way = &list.entry(n);
            people(
                &mut group.representatives,
                &way.key("representatives"),
                each,
            );
        }
    }
}

impl Mentions for Participant {
    /// Whose seat an alternate waits at; not the former ids, which name the participant alone.
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        self.alternate_for
            .people_mut(&way.key("alternate-for"), each);
    }
}

impl Mentions for Meeting {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        people(&mut self.present, &way.key("present"), each);
        people(&mut self.apologies, &way.key("apologies"), each);
        for (n, action) in self.actions.iter_mut().enumerate() {
            each(&mut action.owner, &way.key("action").entry(n).key("owner"));
        }
    }
}

impl Mentions for Proposal {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        people(&mut self.authors, &way.key("authors"), each);
        self.shepherd.people_mut(&way.key("shepherd"), each);
        if let Some(next) = &mut self.next {
            each(&mut next.owner, &way.key("next").key("owner"));
        }
    }
}

impl Mentions for Position {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        entries(&mut self.joins, &way.key("joins"), each);
        self.relayed_by.people_mut(&way.key("relayed-by"), each);
        self.proxy.people_mut(&way.key("proxy"), each);
    }
}

impl Mentions for Handling {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        entries(&mut self.responses, &way.key("response"), each);
        let list = &way.key("reopening");
        for (n, reopening) in self.reopenings.iter_mut().enumerate() {
            reopening.act.people_mut(&list.entry(n), each);
        }
        if let Some(disposition) = &mut self.disposition {
            let way = &way.key("disposition");
            each(&mut disposition.by, &way.key("by"));
            disposition.of.people_mut(&way.key("of"), each);
        }
    }
}

impl Mentions for Call {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.by, &way.key("by"));
        let list = &way.key("extension");
        for (n, extension) in self.extensions.iter_mut().enumerate() {
            extension.act.people_mut(&list.entry(n), each);
        }
        let list = &way.key("admission");
        for (n, admission) in self.admissions.iter_mut().enumerate() {
            admission.act.people_mut(&list.entry(n), each);
        }
        self.withdrawal.people_mut(&way.key("withdrawal"), each);
        self.close.people_mut(&way.key("close"), each);
    }
}

impl Mentions for Designation {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        for (n, draft) in self.drafts.iter_mut().enumerate() {
            draft.act.people_mut(&way.key("draft").entry(n), each);
        }
        let list = &way.key("answer");
        for (n, answer) in self.answers.iter_mut().enumerate() {
            let way = &list.entry(n);
            answer.challenge.people_mut(&way.key("challenge"), each);
            each(&mut answer.by, &way.key("by"));
        }
        if let Some(confirmation) = &mut self.confirmation {
            each(&mut confirmation.by, &way.key("confirmation").key("by"));
        }
    }
}

impl Mentions for Minority {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        if let Statement::Joins(whose) = &mut self.statement {
            each(whose, &Way::OfRecord(&way.key("joins")));
        }
    }
}

impl Mentions for Decision {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.judgement.by, &way.key("by"));
        self.close.people_mut(&way.key("close"), each);
    }
}

impl Mentions for Ruling {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        entries(&mut self.answers, &way.key("answer"), each);
        if let Some(ended) = &mut self.ended {
            ended.act.people_mut(&way.key("ruling"), each);
        }
    }
}

impl Mentions for FollowUp {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        for (n, report) in self.reports.iter_mut().enumerate() {
            each(&mut report.by, &way.key("report").entry(n).key("by"));
        }
        for (n, answer) in self.answers.iter_mut().enumerate() {
            each(&mut answer.by, &way.key("answer").entry(n).key("by"));
        }
        for (n, review) in self.reviews.iter_mut().enumerate() {
            review.act.people_mut(&way.key("review").entry(n), each);
        }
    }
}

impl Mentions for Entered {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.by, way);
    }
}

impl Mentions for Objection {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        self.entered.people_mut(&way.key("relayed-by"), each);
        let reply = &way.key("reply-relayed-by");
        self.reply_entered.people_mut(reply, each);
    }
}

/// Records that name nobody: whose they are stands in their paths.
macro_rules! nobody {
    ($($record:ty),*) => {$(
        impl Mentions for $record {
            fn people_mut(&mut self, _: &Way<'_>, _: &mut Each<'_>) {}
        }
    )*};
}

nobody!(Challenge, SignOff, Appeal);
