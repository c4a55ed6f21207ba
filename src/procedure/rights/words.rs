//! What the deeds, offices and biases are called, and the sentence of a refusal.

use crate::procedure::names::{done_by, people};
use crate::procedure::rights::table::{Bias, Deed, Office, right};
use crate::procedure::rights::{About, Denied, Held, Unheard, Why, may};
use crate::record::charter::CHAIR;
use crate::record::track::Track;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{ParticipantId, ProposalId, RoleName, TrackId};
use crate::value::sentence::any_of;

impl Deed {
    /// Whether it is done to a proposal, and so by the offices of a track.
    pub fn is_on_a_track(self) -> bool {
        !matches!(
            self,
            Deed::ChangeCharter
                | Deed::KeepParticipants
                | Deed::ChangeOwnEntry
                | Deed::KeepMeetings
                | Deed::FinishAction
        )
    }
}

impl Office {
    /// One who has it, after "only".
    pub fn one(self) -> &'static str {
        match self {
            Office::Chairs => "a chair",
            Office::Secretaries => "a secretary",
            Office::Editors => "an editor",
            Office::Disposers => "a holder of the role that the track names for it",
            Office::Hearers => "a holder of the role that hears appeals",
            Office::Authors => "an author",
            Office::Shepherd => "the shepherd",
            Office::Objector => "the objector",
            Office::Owner => "the participant in the name of the record",
            Office::Everybody => "a participant",
        }
    }

    /// All who have it.
    pub fn all(self) -> &'static str {
        match self {
            Office::Chairs => "chairs",
            Office::Secretaries => "secretaries",
            Office::Editors => "editors",
            Office::Disposers => "the role that the track names with disposes",
            Office::Hearers => "the role that the track names with heard-by, else chairs",
            Office::Authors => "the authors",
            Office::Shepherd => "the shepherd",
            Office::Objector => "the objector",
            Office::Owner => "the participant in the name of the record",
            Office::Everybody => "every participant",
        }
    }

    /// Whether the charter says by name who has it.
    pub(crate) fn is_of_charter(self) -> bool {
        matches!(
            self,
            Office::Chairs
                | Office::Secretaries
                | Office::Editors
                | Office::Disposers
                | Office::Hearers
        )
    }
}

impl Held {
    /// All who have it.
    pub fn all(&self) -> &str {
        match self {
            Held::Office(office) => office.all(),
            Held::Role(role) => role.as_str(),
        }
    }

    /// One who has it, after "only".
    pub fn one(&self) -> String {
        match self {
            Held::Office(office) => office.one().to_owned(),
            Held::Role(role) => format!("a holder of the role {role}"),
        }
    }

    fn role(&self) -> Option<&str> {
        match self {
            Held::Role(role) => Some(role.as_str()),
            Held::Office(_) => None,
        }
    }
}

impl Bias {
    /// Who has it.
    pub fn who(self) -> &'static str {
        match self {
            Bias::Author => "an author",
            Bias::Recused => "a recused participant",
            Bias::DeclaredInterest => "a participant who declared an interest",
            Bias::Objector => "the objector",
            Bias::OwnLate => "the participant whose late record it is",
            Bias::AlreadySigned => "a participant who signed off already",
            Bias::Appellant => "the appellant",
            Bias::Decided => "the chair who recorded the decision",
            Bias::Signed => "a chair who signed the decision off",
        }
    }

    /// What is the matter with somebody, after their name; `proposal` is what it is about.
    pub fn predicate(self, proposal: &str) -> String {
        match self {
            Bias::Author => format!("wrote {proposal}"),
            Bias::Recused => format!("is recused from {proposal}"),
            Bias::DeclaredInterest => format!("declared an interest in {proposal}"),
            Bias::Objector => "raised the objection".to_owned(),
            Bias::OwnLate => "gave what came late".to_owned(),
            Bias::AlreadySigned => format!("signed off the decision on {proposal} already"),
            Bias::Appellant => "made the appeal".to_owned(),
            Bias::Decided => format!("recorded the decision on {proposal}"),
            Bias::Signed => format!("signed off the decision on {proposal}"),
        }
    }
}

impl Unheard {
    /// What is wrong, as a sentence without its full stop.
    pub fn sentence(self, track: &TrackId) -> String {
        let why = match self {
            Unheard::Nobody => "the role that hears them has no holder",
            Unheard::Biased => "everybody who hears them takes the decision or wrote the proposal",
        };
        format!("nobody could hear an appeal on the track {track}: {why}")
    }

    /// Who can mend it, and what they type or write.
    pub fn hint(self, about: &About<'_>) -> String {
        let who = may(Deed::ChangeCharter, &About::register(about.register));
        let named = about.appeal_rule().and_then(|rule| rule.heard_by.as_ref());
        let what = match (about.track(), named) {
            (Some(track), Some(role)) if named_by(track, role) => {
                format!(
                    "name a participant under {role} in [track.{}.roles]",
                    track.id
                )
            }
            (_, Some(role)) => Command::new("participant set")
                .with(Placeholder::Name)
                .option("--role", role)
                .to_string(),
            (Some(track), None) => heard_by(&track.id),
            (None, None) => "plenary charter explain --rights".to_owned(),
        };
        done_by(people(&who), what)
    }
}

/// Whether a track says itself who has a role.
fn named_by(track: &Track, role: &RoleName) -> bool {
    track.roles.iter().any(|(own, _)| own == role)
}

/// The key of the charter that says who hears appeals.
fn heard_by(track: &TrackId) -> String {
    format!(
        "name a role for it in the charter, appeal = {{ within = \"30d\", heard-by = \"ROLE\" }} in \
         [track.{track}]"
    )
}

/// What a bias is about where no proposal is named.
const THE_PROPOSAL: &str = "the proposal";
/// So many names a hint has.
const MOST: usize = 5;

impl Denied {
    /// The refusal, as one sentence without its full stop.
    pub fn sentence(&self) -> String {
        let (who, verb) = (&self.who, right(self.deed).verb);
        let proposal = self.proposal.as_ref().map(ProposalId::as_str);
        match &self.why {
            Why::Biased(bias) => {
                let why = bias.predicate(proposal.unwrap_or(THE_PROPOSAL));
                format!("{who} cannot {verb}: {who} {why}")
            }
            Why::NotInOffice => {
                let offices: Vec<String> = self.held.iter().map(Held::one).collect();
                let offices = any_of(offices.iter().map(String::as_str));
                format!("{who} cannot {verb}: only {offices} can")
            }
        }
    }

    /// Who can do it; where nobody can, what the charter would have to say.
    pub fn hint(&self) -> String {
        if self.may.is_empty() && self.why == Why::Biased(Bias::AlreadySigned) {
            return "no other chair is left who could sign it off".to_owned();
        }
        if self.may.is_empty() {
            return format!("nobody can do this now: {}", self.remedy());
        }
        let names = self.may.iter().take(MOST).map(ParticipantId::as_str);
        match self.may.len().saturating_sub(MOST) {
            0 => format!("only {} can do this", any_of(names)),
            more => {
                let names: Vec<&str> = names.collect();
                format!("only {} and {more} more can do this", names.join(", "))
            }
        }
    }

    fn remedy(&self) -> String {
        let role = self.held.iter().find_map(Held::role);
        match (role, &self.track) {
            (None, Some(track)) if matches!(self.deed, Deed::AnswerAppeal | Deed::RuleOnAppeal) => {
                heard_by(track)
            }
            (role, _) => {
                let role = role.unwrap_or(CHAIR);
                format!("name another participant under {role} in the charter's [roles]")
            }
        }
    }
}
