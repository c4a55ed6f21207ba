//! Makes the sentences on rights: the names of acts, roles and conflicts, and why an act is refused.

use crate::procedure::names::{only_by, some_of};
use crate::procedure::rights::table::{Bias, Deed, Office, right};
use crate::procedure::rights::{About, Denied, Held, Unheard, Why, may};
use crate::record::charter::CHAIR;
use crate::record::track::Track;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ProposalId, RoleName, TrackId};
use crate::value::sentence::{any_of, form};

impl Deed {
    /// Whether it is done to a proposal, and so by the roles of a track.
    pub fn is_on_a_track(self) -> bool {
        !matches!(
            self,
            Deed::ChangeCharter
                | Deed::KeepParticipants
                | Deed::ChangeOwnEntry
                | Deed::KeepMeetings
                | Deed::FinishAction
                | Deed::Acknowledge
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
            Office::Disposers => "a participant with the role that the track names",
            Office::Hearers => "a participant with the role that hears appeals",
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
            Office::Disposers => "the role that the track names in disposes",
            Office::Hearers => "the role that the track names in heard-by, else chairs",
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
            Held::Role(role) => format!("a participant with the role {role}"),
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
            Bias::OwnLate => "the participant with the late record",
            Bias::AlreadySigned => "a participant who already signed off",
            Bias::Appellant => "the appellant",
            Bias::Decided => "the chair who recorded the decision",
            Bias::Signed => "a chair who signed off the decision",
            Bias::Excluded => "the participant who is excluded",
            Bias::Concerned => "the participant whom the finding is about",
        }
    }

    /// The conflict, after the name of a participant; `proposal` is what it is about.
    pub fn predicate(self, proposal: &str) -> String {
        match self {
            Bias::Author => format!("wrote {proposal}"),
            Bias::Recused => format!("is recused from {proposal}"),
            Bias::DeclaredInterest => format!("declared an interest in {proposal}"),
            Bias::Objector => "raised the objection".to_owned(),
            Bias::OwnLate => "gave the late record".to_owned(),
            Bias::AlreadySigned => format!("already signed off the decision on {proposal}"),
            Bias::Appellant => "made the appeal".to_owned(),
            Bias::Decided => format!("recorded the decision on {proposal}"),
            Bias::Signed => format!("signed off the decision on {proposal}"),
            Bias::Excluded => "is the participant who is excluded".to_owned(),
            Bias::Concerned => "wrote what the finding is about".to_owned(),
        }
    }
}

impl Unheard {
    /// What is wrong, as a sentence without its full stop.
    pub fn sentence(self, track: &TrackId) -> String {
        match self {
            Unheard::Nobody => {
                format!("nobody can hear an appeal on track {track}: no participant has the role")
            }
            Unheard::Biased => format!(
                "nobody can hear an appeal on track {track}: all with the role have a conflict of \
                 interest"
            ),
        }
    }

    /// Who can fix it, and what they type or write.
    pub fn hint(self, about: &About<'_>) -> Hint {
        let who = may(Deed::ChangeCharter, &About::register(about.register));
        let named = about.appeal_rule().and_then(|rule| rule.heard_by.as_ref());
        let what: Hint = match (about.track(), named) {
            (Some(track), Some(role)) if named_by(track, role) => {
                format!("add a participant to {role} in [track.{}.roles]", track.id).into()
            }
            (_, Some(role)) => Command::new("participant set")
                .with(Placeholder::Name)
                .option("--role", role)
                .into(),
            (Some(track), None) => heard_by(&track.id).into(),
            (None, None) => Command::new("charter explain --rights").into(),
        };
        only_by(&who, what)
    }
}

/// Whether the track itself says who has a role.
fn named_by(track: &Track, role: &RoleName) -> bool {
    track.roles.iter().any(|(own, _)| own == role)
}

/// The key of the charter that says who hears appeals.
fn heard_by(track: &TrackId) -> String {
    format!("name a role in charter.toml, with heard-by = \"ROLE\" in appeal of [track.{track}]")
}

/// What a conflict is about if no proposal is named.
const THE_PROPOSAL: &str = "the proposal";

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

    /// Who can do it; if nobody can, what the charter must say first.
    pub fn hint(&self) -> String {
        if self.may.is_empty() && self.why == Why::Biased(Bias::AlreadySigned) {
            return "no other chair can sign it off".to_owned();
        }
        if self.may.is_empty() {
            return format!("nobody can do this now. First {}", self.remedy());
        }
        let names = some_of(&self.may);
        match self.role_name() {
            Some(role) => format!("only {names} ({role}) can do this"),
            None => format!("only {names} can do this"),
        }
    }

    /// The role of those who can do it, if it is one.
    fn role_name(&self) -> Option<String> {
        let is_one = self.may.len() == 1;
        match self.held.as_slice() {
            [Held::Role(role)] => Some(role.to_string()),
            [Held::Office(Office::Chairs)] => Some(form(is_one, "chair", "chairs").to_owned()),
            [Held::Office(Office::Secretaries)] => {
                Some(form(is_one, "secretary", "secretaries").to_owned())
            }
            _ => None,
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
                format!("add another participant to {role} under [roles] in charter.toml")
            }
        }
    }
}
