//! A participant: anybody on the roster.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::code;
use crate::value::id::{GroupId, ParticipantId, RegionId, StandingName, WeightName};

/// The largest weight that a participant may carry: sums of a million of them still fit.
pub const HEAVIEST: u64 = 1_000_000_000_000;

/// Standings of people who take part without a vote. Any other standing that no track counts is
/// likely to be a slip, or another body's word for one that is counted.
pub const UNCOUNTED: &[&str] = &[
    "officer",
    "staff",
    "observer",
    "liaison",
    "alternate",
    "adviser",
    "advisor",
    "advisory",
    "guest",
    "expert",
    "emeritus",
    "secretariat",
];

/// A participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The name for people.
    pub name: String,
    /// The one group in which this participant counts.
    pub group: GroupId,
    /// In what capacity; `member` where nothing is said.
    pub standing: Vec<StandingName>,
    /// The organisation that the participant works for: an id of the charter, or a plain name.
    pub affiliation: Option<String>,
    /// Where the participant is counted for geographic balance.
    pub region: Option<RegionId>,
    /// Accounts at forges that may submit for this participant: `github:ruth-a`.
    pub accounts: Vec<String>,
    /// Addresses; the first is the canonical one.
    pub emails: Vec<String>,
    /// Former ids.
    pub also: Vec<ParticipantId>,
    /// Other names that mean this participant: member numbers, logins, spellings.
    pub known_as: Vec<String>,
    /// Weights that the charter declares.
    pub weight: Vec<(WeightName, u64)>,
    /// In whose seat this participant counts, where its holder has no position.
    pub alternate_for: Option<ParticipantId>,
    /// Why this participant takes no part in any electorate for now.
    pub suspended: Option<String>,
    /// Whom and what the participant represents.
    pub interests: Option<String>,
    /// The day of that statement, as a date.
    pub interests_updated: Option<String>,
}

impl Participant {
    /// Reads a participant's record.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, participant)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("name", &self.name)
            .text("group", self.group.as_str());
        if self
            .standing
            .iter()
            .map(StandingName::as_str)
            .ne(["member"])
        {
            sheet.list("standing", &self.standing);
        }
        sheet
            .maybe_text("affiliation", self.affiliation.as_deref())
            .maybe_text("region", self.region.as_ref().map(RegionId::as_str))
            .maybe_list("accounts", &self.accounts)
            .maybe_list("emails", &self.emails)
            .maybe_list("also", &self.also)
            .maybe_list("known-as", &self.known_as)
            .numbers(
                "weight",
                self.weight.iter().map(|(name, n)| (name.as_str(), *n)),
            )
            .maybe_text(
                "alternate-for",
                self.alternate_for.as_ref().map(ParticipantId::as_str),
            )
            .maybe_text("suspended", self.suspended.as_deref())
            .maybe_prose("interests", self.interests.as_deref())
            .maybe_date("interests-updated", self.interests_updated.as_deref());
        sheet
    }

    /// Everything beside ids that means this participant: name, addresses, accounts with and
    /// without the forge that they are at, and what else the participant is known as.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let logins = self
            .accounts
            .iter()
            .filter_map(|account| account.split_once(':'));
        let whole = self
            .emails
            .iter()
            .chain(&self.accounts)
            .chain(&self.known_as);
        std::iter::once(self.name.as_str())
            .chain(whole.map(String::as_str))
            .chain(logins.map(|(_, login)| login))
    }

    /// Whether one of `standings` is this participant's.
    pub fn stands_as(&self, standings: &[StandingName]) -> bool {
        self.standing
            .iter()
            .any(|standing| standings.contains(standing))
    }

    /// A participant of whom no more is known than name and group.
    pub fn new(name: String, group: GroupId) -> Self {
        Self {
            name,
            group,
            standing: StandingName::parse("member").into_iter().collect(),
            affiliation: None,
            region: None,
            accounts: Vec::new(),
            emails: Vec::new(),
            also: Vec::new(),
            known_as: Vec::new(),
            weight: Vec::new(),
            alternate_for: None,
            suspended: None,
            interests: None,
            interests_updated: None,
        }
    }
}

fn participant(keys: &mut Keys<'_>) -> Option<Participant> {
    let name = keys.need_text("name");
    let group = keys.need_name("group", GroupId::parse);
    let mut standing = keys.names("standing", StandingName::parse);
    if !keys.has("standing") {
        standing.extend(StandingName::parse("member"));
    }
    let read = Participant {
        standing,
        affiliation: keys.text("affiliation"),
        region: keys.name("region", RegionId::parse),
        accounts: keys.texts("accounts"),
        emails: keys.texts("emails"),
        also: keys.names("also", ParticipantId::parse),
        known_as: keys.texts("known-as"),
        weight: keys.table("weight", weights).unwrap_or_default(),
        alternate_for: keys.name("alternate-for", ParticipantId::parse),
        suspended: keys.text("suspended"),
        interests: keys.text("interests"),
        interests_updated: keys.date("interests-updated"),
        ..Participant::new(name?, group?)
    };
    Some(read)
}

fn weights(keys: &mut Keys<'_>) -> Vec<(WeightName, u64)> {
    keys.each(|entry| {
        let weight = entry.whole();
        if weight.is_some_and(|weight| weight > HEAVIEST) {
            let sentence = format!("the weight \"{}\" is larger than {HEAVIEST}", entry.key());
            entry.fault(code::S114, sentence, "write it in a larger unit");
        }
        Some((
            entry.name(WeightName::parse)?,
            weight.filter(|weight| *weight <= HEAVIEST)?,
        ))
    })
}
