//! A track of a charter: positions allowed, electorate, gates, levels, windows.

use std::fmt;

pub use crate::record::allowed::{AllowedPosition, AppealRule, MinorityRule, PublicInterest};
use crate::record::allowed::{PositionTable, PublicInterestFlag, SpanOrRule};
use crate::record::attribution::{RoleTable, Roles};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Checked, Described, OrElse, Part, key, record};
use crate::record::item::{item_of_words, words};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Mentions, Way};
use crate::record::shape::{KeyShape, Shape};
use crate::value::class::{CountUnit, CountsAs};
use crate::value::clock::{Instant, Span};
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

words! {
    /// What becomes of positions when the text changes materially.
    pub enum ExpiryRule {
        /// Positions in favour lapse; the others stay.
        ForExpires = "for-expires",
        /// All positions lapse.
        AllExpire = "all-expire",
        /// All positions stay.
        Carry = "carry",
    }
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

words! {
    /// Who says which level was reached.
    pub enum Designates {
        /// A chair, who may depart from the computed level with a reason.
        Chair = "chair",
        /// The rule alone.
        Computed = "computed",
    }
}

words! {
    /// What an objection without a disposition does to a decision.
    pub enum OpenObjectionRule {
        /// It holds the decision up.
        Refuse = "refuse",
        /// It goes on the record.
        Record = "record",
    }
}

words! {
    /// What became of the question.
    pub enum Outcome {
        /// It was agreed to.
        Adopted = "adopted",
        /// It was turned down.
        Rejected = "rejected",
        /// Neither.
        NoConsensus = "no-consensus",
        /// Too few took part.
        Inquorate = "inquorate",
        /// Put off.
        Deferred = "deferred",
        /// Taken back by who proposed it.
        Withdrawn = "withdrawn",
    }
}

impl Outcome {
    /// Whether the question is answered by it: any other leaves it open, and a new call may be
    /// held, which is counted and shown.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Outcome::Adopted | Outcome::Rejected | Outcome::Withdrawn
        )
    }
}

item_of_words!(CountUnit, "participants");

record! {
    /// A criterion that must be met before a decision may be recorded.
    pub struct Gate {
        /// Its name.
        pub name: GateName = key("name"),
        /// The rule.
        pub when: String = key("when"),
    }
}

record! {
    /// A named degree of agreement.
    pub struct Level {
        /// Its name.
        pub name: LevelName = key("name"),
        /// The rule; without one it applies where no other does.
        pub when: Option<String> = key("when"),
        /// What becomes of the question at this level.
        pub outcome: Outcome = key("outcome"),
    }
}

record! {
    /// The least and the most time for which a call may be open.
    #[derive(Copy, Default)]
    pub struct CallLength {
        /// The least time for which a call is open.
        pub min: Option<Span> = key("min"),
        /// The most time for which a call is open.
        pub max: Option<Span> = key("max"),
    }
}

impl CallLength {
    /// Whether a call from `opens` to `closes` lies within the window.
    pub fn allows(&self, opens: Instant, closes: Instant) -> bool {
        self.min.is_none_or(|min| closes >= min.after(opens))
            && self.max.is_none_or(|max| closes <= max.after(opens))
    }
}

impl fmt::Display for CallLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "from {min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => write!(f, "any length"),
        }
    }
}

record! {
    /// A track.
    pub struct Track {
        /// Its id.
        pub id: TrackId = OwnName,
        /// Its title for people.
        pub title: String = key("title"),
        /// Where the body's own rule is written down.
        pub source: Option<String> = key("source"),
        /// The standings that are counted.
        pub electorate: Vec<StandingName> = key("electorate").needed("[\"member\"]"),
        /// What counts as one.
        pub count: CountUnit = key("count"),
        /// What silence means: a position, or `silent` for nothing.
        pub silence: Silence = SilenceWord,
        /// What a material change does to positions.
        pub stale: ExpiryRule = key("stale"),
        /// How long a call is open.
        pub window: CallLength = OrElse("window", CallLength::default()),
        /// How many chairs must sign off.
        pub sign_offs: u64 = OrElse("sign-offs", 1),
        /// Whether one participant may answer with another's authority.
        pub proxies: Proxies = FlagOrMost,
        /// Who says which level was reached.
        pub designates: Designates = key("designates"),
        /// What objections without a disposition do.
        pub undisposed: OpenObjectionRule = OrElse("undisposed", OpenObjectionRule::Refuse),
        /// How long a draft designation may be challenged.
        pub challenge: Option<Span> = key("challenge"),
        /// What minority statements have to keep to, where the track has a rule for them.
        pub minority: Option<MinorityRule> = key("minority"),
        /// How a decision may be appealed.
        pub appeal: Option<AppealRule> = SpanOrRule,
        /// After how long a decision must be looked at again.
        pub review: Option<Span> = key("review"),
        /// After how long a decision lapses unless it is renewed.
        pub sunset: Option<Span> = key("sunset"),
        /// Within what time those whom a decision is addressed to owe an answer.
        pub answer: Option<Span> = key("answer"),
        /// Within what time a report on the implementation is owed.
        pub report: Option<Span> = key("report"),
        /// The role whose holders close objections beside the chairs.
        pub disposes: Option<RoleName> = key("disposes"),
        /// Who holds a role on this track, where that is not who holds it in the charter.
        pub roles: Roles = RoleTable,
        /// Whether a proposal must say who outside the group is affected.
        pub public_interest: PublicInterest = PublicInterestFlag,
        /// The track that must have adopted first.
        pub after: Option<TrackId> = key("after"),
        /// The positions, in the order in which they are shown.
        pub positions: Vec<AllowedPosition> = PositionTable,
        /// The gates.
        pub gates: Vec<Gate> = key("gate"),
        /// The levels, the first that holds is the computed one.
        pub levels: Vec<Level> = Checked(
            key("level").needed("… as [[track.NAME.level]] tables with name, when and outcome"),
            checked_levels,
        ),
    }
    checked by checked_silence;
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

/// The tracks of a charter, each in a table of its name.
pub(super) struct Tracks;

impl Part<Vec<Track>> for Tracks {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<Track>> {
        let tracks = keys.table("track", |keys| {
            keys.each(|entry| {
                let id = entry.name(TrackId::parse);
                let track = entry.table(Track::take).flatten();
                track.filter(|_| id.is_some())
            })
        });
        Some(tracks.unwrap_or_default())
    }

    fn write_tables(&self, tracks: &Vec<Track>, sheet: &mut CanonicalToml) {
        sheet.inside("track", |sheet| {
            for track in tracks {
                sheet.table(track.id.as_str());
                sheet.inside(track.id.as_str(), |sheet| {
                    track.fill(sheet);
                    track.fill_tables(sheet);
                });
            }
        });
    }

    fn people_mut(&self, tracks: &mut Vec<Track>, way: &Way<'_>, each: &mut Each<'_>) {
        for track in tracks {
            let id = track.id.clone();
            Mentions::people_mut(track, &way.key("track").key(id.as_str()), each);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let named = Shape::Named(Box::new(Shape::Table(Track::keys())));
        vec![KeyShape::new("track", named, false, says)]
    }
}

/// The name of the table itself, which its list has looked at.
struct OwnName;

impl Part<TrackId> for OwnName {
    fn read(&self, keys: &mut Keys<'_>) -> Option<TrackId> {
        TrackId::parse(keys.own_name()).ok()
    }

    fn shapes(&self, _: &str) -> Vec<KeyShape> {
        Vec::new()
    }
}

/// The name of a position, or `silent`.
struct SilenceWord;

impl Part<Silence> for SilenceWord {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Silence> {
        let name = keys.need_name("silence", PositionName::parse)?;
        Some(match name.as_str() {
            "silent" => Silence::NoMeaning,
            _ => Silence::Means(name),
        })
    }

    fn write(&self, silence: &Silence, sheet: &mut CanonicalToml) {
        let word = match silence {
            Silence::NoMeaning => "silent",
            Silence::Means(name) => name.as_str(),
        };
        sheet.text("silence", word);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("silence", Shape::Id, true, says)]
    }
}

/// Yes, no, or a table that says how many others one may answer for.
struct FlagOrMost;

impl Part<Proxies> for FlagOrMost {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Proxies> {
        if !keys.is_table("proxies") {
            return Some(match keys.flag("proxies") {
                Some(true) => Proxies::Allowed,
                Some(false) | None => Proxies::Forbidden,
            });
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
        Some(most.flatten().map_or(Proxies::Forbidden, Proxies::AtMost))
    }

    fn write(&self, proxies: &Proxies, sheet: &mut CanonicalToml) {
        match proxies {
            Proxies::Forbidden => sheet,
            Proxies::Allowed => sheet.flag("proxies", true),
            Proxies::AtMost(most) => sheet.raw("proxies", &format!("{{ most = {most} }}")),
        };
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let most = KeyShape::new(
            "most",
            Shape::Whole,
            true,
            "For how many others one may answer.",
        );
        let either = Shape::Either(vec![Shape::Flag, Shape::Table(vec![most])]);
        vec![KeyShape::new("proxies", either, false, says)]
    }
}

fn checked_silence(keys: &Keys<'_>, track: &Track) {
    let positions = &track.positions;
    let Silence::Means(name) = &track.silence else {
        return;
    };
    let fault = |sentence: String| {
        keys.fault(code::S114, "silence", sentence, "silence = \"silent\"");
    };
    match positions.iter().find(|position| position.name == *name) {
        None => fault(format!(
            "silence stands for \"{name}\", which is no position of this track"
        )),
        Some(position) if position.class == CountsAs::Recused => {
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

fn checked_levels(keys: &Keys<'_>, levels: &[Level]) {
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
        let hint = "add a `when`, or move the level to the end";
        keys.fault(code::S114, "level", sentence, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::CallLength;
    use crate::value::clock::{Instant, Span};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_window_holds_its_edges() {
        let window = CallLength {
            min: Span::parse("14d"),
            max: Span::parse("30d"),
        };
        let opens = at("2026-05-01T00:00:00Z");
        assert!(window.allows(opens, at("2026-05-15T00:00:00Z")));
        assert!(!window.allows(opens, at("2026-05-14T23:59:59Z")));
        assert!(window.allows(opens, at("2026-05-31T00:00:00Z")));
        assert!(!window.allows(opens, at("2026-05-31T00:00:01Z")));
    }
}
