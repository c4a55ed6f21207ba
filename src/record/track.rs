//! A track of a charter: positions allowed, electorate, gates, levels, windows.

mod around;
mod positions;

use crate::record::keys::Keys;
use crate::record::roles::{self, Roles};
pub use crate::record::track::around::{AppealRule, MinorityRule, PublicInterest};
use crate::record::track::around::{appeal, minority, span};
pub use crate::record::track::positions::AllowedPosition;
use crate::record::track::positions::{default_positions, positions};
use crate::value::class::{Class, CountUnit};
use crate::value::clock::{Span, Window};
use crate::value::code;
use crate::value::id::{GateName, LevelName, PositionName, RoleName, StandingName, TrackId};

/// What a silent unit counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// Nothing: it is shown as silent.
    NoMeaning,
    /// As if it had given this position.
    Means(PositionName),
}

/// What becomes of positions when the text changes materially.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// Positions in favour lapse; the others stand.
    ForExpires,
    /// All positions lapse.
    AllExpire,
    /// All positions stand.
    Carry,
}

/// Whether one participant may answer with another's authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxies {
    /// Nobody may.
    Forbidden,
    /// Everybody may, for this many others.
    AtMost(u64),
    /// Everybody may, for any number of others.
    Allowed,
}

impl Proxies {
    /// Whether anybody may answer with another's authority.
    pub fn are_allowed(self) -> bool {
        self != Proxies::Forbidden
    }
}

/// Who says which level was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Designates {
    /// A chair, who may depart from the computed level with a reason.
    Chair,
    /// The rule alone.
    Computed,
}

/// What an objection without a disposition does to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undisposed {
    /// It holds the decision up.
    Refuse,
    /// It goes on the record.
    Record,
}

/// What became of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was agreed to.
    Adopted,
    /// It was turned down.
    Rejected,
    /// Neither.
    NoConsensus,
    /// Too few took part.
    Inquorate,
    /// Put off.
    Deferred,
    /// Taken back by who proposed it.
    Withdrawn,
}

impl Outcome {
    /// Every outcome with its word.
    pub const WORDS: &'static [(&'static str, Outcome)] = &[
        ("adopted", Outcome::Adopted),
        ("rejected", Outcome::Rejected),
        ("no-consensus", Outcome::NoConsensus),
        ("inquorate", Outcome::Inquorate),
        ("deferred", Outcome::Deferred),
        ("withdrawn", Outcome::Withdrawn),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, outcome)| *outcome == self)
            .map_or("", |(word, _)| word)
    }

    /// Whether the question is answered by it: any other leaves it open, and a new call may be
    /// held, which is counted and shown.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Outcome::Adopted | Outcome::Rejected | Outcome::Withdrawn
        )
    }
}

/// A criterion that must hold before a decision may be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Its name.
    pub name: GateName,
    /// The rule.
    pub when: String,
}

/// A named degree of agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Its name.
    pub name: LevelName,
    /// The rule; without one it holds where no other does.
    pub when: Option<String>,
    /// What becomes of the question at this level.
    pub outcome: Outcome,
}

/// A track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Its id.
    pub id: TrackId,
    /// Its title for people.
    pub title: String,
    /// Where the body's own rule is written down.
    pub source: Option<String>,
    /// The standings that are counted.
    pub electorate: Vec<StandingName>,
    /// What counts as one.
    pub count: CountUnit,
    /// What silence means.
    pub silence: Silence,
    /// What a material change does to positions.
    pub stale: Stale,
    /// How long a call is open.
    pub window: Window,
    /// How many chairs must sign off.
    pub sign_offs: u64,
    /// Whether one participant may answer with another's authority.
    pub proxies: Proxies,
    /// Who says which level was reached.
    pub designates: Designates,
    /// What objections without a disposition do.
    pub undisposed: Undisposed,
    /// How long a draft designation may be challenged.
    pub challenge: Option<Span>,
    /// What minority statements have to keep to, where the track has a rule for them.
    pub minority: Option<MinorityRule>,
    /// How a decision may be appealed.
    pub appeal: Option<AppealRule>,
    /// After how long a decision must be looked at again.
    pub review: Option<Span>,
    /// After how long a decision lapses unless it is renewed.
    pub sunset: Option<Span>,
    /// Within what time those whom a decision is addressed to owe an answer.
    pub answer: Option<Span>,
    /// Within what time a report on the implementation is owed.
    pub report: Option<Span>,
    /// The role whose holders dispose of objections beside the chairs.
    pub disposes: Option<RoleName>,
    /// Who holds a role on this track, where that is not who holds it in the charter.
    pub roles: Roles,
    /// Whether a proposal must say who outside the group is affected.
    pub public_interest: PublicInterest,
    /// The track that must have adopted first.
    pub after: Option<TrackId>,
    /// The positions, in the order in which they are shown.
    pub positions: Vec<AllowedPosition>,
    /// The gates.
    pub gates: Vec<Gate>,
    /// The levels, the first that holds is the computed one.
    pub levels: Vec<Level>,
}

impl Track {
    /// The position of this name.
    pub fn position(&self, name: &PositionName) -> Option<&AllowedPosition> {
        self.positions
            .iter()
            .find(|position| position.name == *name)
    }

    /// The level of this name.
    pub fn level(&self, name: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.name.as_str() == name)
    }

    /// The gates and the levels that have a rule, with the way to it in the charter.
    pub fn rules(&self) -> impl Iterator<Item = (String, &'static str, usize, &str)> {
        let gates = self.gates.iter().enumerate();
        let levels = self.levels.iter().enumerate();
        gates
            .map(|(n, gate)| (gate.name.to_string(), "gate", n, gate.when.as_str()))
            .chain(levels.filter_map(|(n, level)| {
                Some((level.name.to_string(), "level", n, level.when.as_deref()?))
            }))
    }
}

const STALES: &[(&str, Stale)] = &[
    ("for-expires", Stale::ForExpires),
    ("all-expire", Stale::AllExpire),
    ("carry", Stale::Carry),
];
const DESIGNATORS: &[(&str, Designates)] = &[
    ("chair", Designates::Chair),
    ("computed", Designates::Computed),
];
const UNDISPOSED: &[(&str, Undisposed)] = &[
    ("refuse", Undisposed::Refuse),
    ("record", Undisposed::Record),
];
const COUNTS: &[(&str, CountUnit)] = &[
    ("participants", CountUnit::Participants),
    ("affiliations", CountUnit::Affiliations),
    ("groups", CountUnit::Groups),
    ("none", CountUnit::None),
];

/// Reads a track; its id is the name of its table.
pub(crate) fn track(keys: &mut Keys<'_>, id: Option<TrackId>) -> Option<Track> {
    let title = keys.need_text("title");
    let source = keys.text("source");
    if !keys.has("electorate") {
        keys.missing("electorate", "[\"member\"]");
    }
    let electorate = keys.names("electorate", StandingName::parse);
    let count = keys.need_word("count", COUNTS);
    let silence = silence(keys);
    let stale = keys.need_word("stale", STALES);
    let window = keys.table("window", window).unwrap_or(Window {
        min: None,
        max: None,
    });
    let sign_offs = keys.whole("sign-offs").unwrap_or(1);
    let proxies = proxies(keys);
    let designates = keys.need_word("designates", DESIGNATORS);
    let undisposed = keys
        .word("undisposed", UNDISPOSED)
        .unwrap_or(Undisposed::Refuse);
    let challenge = span(keys, "challenge");
    let minority = keys.table("minority", minority);
    let appeal = appeal(keys);
    let review = span(keys, "review");
    let sunset = span(keys, "sunset");
    let answer = span(keys, "answer");
    let report = span(keys, "report");
    let disposes = keys.name("disposes", RoleName::parse);
    let roles = keys.table("roles", roles::roles).unwrap_or_default();
    let public_interest = match keys.flag("public-interest") {
        Some(true) => PublicInterest::Required,
        Some(false) | None => PublicInterest::Optional,
    };
    let after = keys.name("after", TrackId::parse);
    let positions = keys
        .table("positions", positions)
        .unwrap_or_else(default_positions);
    let gates = keys.tables("gate", gate);
    let levels = keys.tables("level", level);
    checked_levels(keys, &levels);
    checked_silence(keys, silence.as_ref(), &positions);
    Some(Track {
        id: id?,
        title: title?,
        source,
        electorate,
        count: count?,
        silence: silence?,
        stale: stale?,
        window,
        sign_offs,
        proxies,
        designates: designates?,
        undisposed,
        challenge,
        minority,
        appeal,
        review,
        sunset,
        answer,
        report,
        disposes,
        roles,
        public_interest,
        after,
        positions,
        gates,
        levels,
    })
}

fn silence(keys: &mut Keys<'_>) -> Option<Silence> {
    let name = keys.need_name("silence", PositionName::parse)?;
    Some(if name.as_str() == "silent" {
        Silence::NoMeaning
    } else {
        Silence::Means(name)
    })
}

/// Yes, no, or a table that says how many others one may answer for.
fn proxies(keys: &mut Keys<'_>) -> Proxies {
    if !keys.is_table("proxies") {
        return match keys.flag("proxies") {
            Some(true) => Proxies::Allowed,
            Some(false) | None => Proxies::Forbidden,
        };
    }
    let most = keys.table("proxies", |keys| {
        if !keys.has("most") {
            keys.missing("most", "1");
        }
        let most = keys.whole("most")?;
        if most == 0 {
            let sentence = "\"most\" is 0, and nobody could answer for anybody";
            keys.fault(code::S114, "most", sentence, "proxies = false");
        }
        Some(most)
    });
    most.flatten().map_or(Proxies::Forbidden, Proxies::AtMost)
}

fn checked_silence(keys: &Keys<'_>, silence: Option<&Silence>, positions: &[AllowedPosition]) {
    let Some(Silence::Means(name)) = silence else {
        return;
    };
    let fault = |sentence: String| {
        keys.fault(code::S114, "silence", sentence, "silence = \"silent\"");
    };
    match positions.iter().find(|position| position.name == *name) {
        None => fault(format!(
            "silence stands for \"{name}\", which is no position of this track"
        )),
        Some(position) if position.class == Class::Recused => {
            fault(format!(
                "silence cannot stand for \"{name}\": nobody is recused by silence"
            ));
        }
        Some(position) if position.needs_objection => {
            fault(format!(
                "silence cannot stand for \"{name}\", which needs an objection"
            ));
        }
        Some(_) => {}
    }
}

fn window(keys: &mut Keys<'_>) -> Window {
    Window {
        min: span(keys, "min"),
        max: span(keys, "max"),
    }
}

fn gate(keys: &mut Keys<'_>) -> Option<Gate> {
    let name = keys.need_name("name", GateName::parse);
    let when = keys.need_text("when");
    Some(Gate {
        name: name?,
        when: when?,
    })
}

fn level(keys: &mut Keys<'_>) -> Option<Level> {
    let name = keys.need_name("name", LevelName::parse);
    let when = keys.text("when");
    let outcome = keys.need_word("outcome", Outcome::WORDS);
    Some(Level {
        name: name?,
        when,
        outcome: outcome?,
    })
}

fn checked_levels(keys: &Keys<'_>, levels: &[Level]) {
    if levels.is_empty() && !keys.has("level") {
        keys.missing(
            "level",
            "… as [[track.NAME.level]] tables with name, when and outcome",
        );
    }
    let bare = levels
        .iter()
        .rev()
        .skip(1)
        .find(|level| level.when.is_none());
    if let Some(level) = bare {
        let sentence = format!(
            "the level \"{}\" has no rule and is not the last, so no level after it can ever hold",
            level.name
        );
        keys.fault(
            code::S114,
            "level",
            sentence,
            "add a `when`, or move the level to the end",
        );
    }
}
