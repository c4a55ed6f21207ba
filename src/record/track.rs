//! Reads and writes the tracks of a charter: positions, electorate, requirements, levels, call lengths.

use std::fmt;

use crate::record::after::TrackOrRule;
pub use crate::record::after::{AfterRule, FurtherCall, LaterText, PackageRule};
pub use crate::record::allowed::{
    AllowedPosition, AppealRule, AtMost, MinorityRule, Proxies, PublicInterest,
};
use crate::record::allowed::{FlagOrMost, PositionTable, PublicInterestFlag, SpanOrRule};
use crate::record::answer_words::{AnswerWord, AnswerWords, WordTable, checked_words};
use crate::record::attribution::{RoleTable, Roles};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Checked, OrElse, Part, key, record};
use crate::record::ends_early::WordOrRule;
pub use crate::record::ends_early::{EarlyEndWhen, EndsEarly};
use crate::record::item::{item_of_words, words};
use crate::record::keys::Keys;
use crate::record::origin::Seen;
pub use crate::record::outcome::Outcome;
use crate::record::part::{ByName, OwnName};
use crate::record::shape::{KeyShape, Shape};
use crate::value::calendar::Calendar;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{GateName, LevelName, PositionName, RoleName, StandingName, TrackId};
use crate::value::span::Span;

/// How no answer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// Not at all: it is shown as no answer.
    NoMeaning,
    /// As if it had given this position.
    Means(PositionName),
}

words! {
    /// What becomes of positions when the text changes materially.
    pub enum ExpiryRule {
        /// Positions in favour expire; the others stay.
        ForExpires = "for-expires",
        /// All positions expire.
        AllExpire = "all-expire",
        /// All positions stay.
        Carry = "carry",
    }
}

words! {
    /// Who says which level was reached.
    pub enum Designates {
        /// A chair, who can choose another level than the computed one, with a reason.
        Chair = "chair",
        /// A chair, who can choose a lower level than the computed one, with a reason, and no higher one; and who is
        /// not an author, if the outcome is that the proposal is adopted.
        ChairWithinRules = "chair-within-rules",
        /// The rules alone.
        Computed = "computed",
    }
}

words! {
    /// What an open objection does to a decision.
    pub enum OpenObjectionRule {
        /// It blocks the decision.
        Refuse = "refuse",
        /// It goes into the decision.
        Record = "record",
    }
}

item_of_words!(CountUnit, "participants");

record! {
    /// A requirement: a rule that must be met before a decision.
    pub struct Gate {
        /// Its name.
        pub name: GateName = key("name"),
        /// The rule.
        pub when: String = key("when"),
        /// How this rule is known, if not as the others of its track.
        pub seen: Option<Seen> = key("seen"),
    }
}

record! {
    /// A named degree of agreement.
    pub struct Level {
        /// Its name.
        pub name: LevelName = key("name"),
        /// The rule; the last level can be without one, and applies where no other does.
        pub when: Option<String> = key("when"),
        /// The outcome at this level.
        pub outcome: Outcome = key("outcome"),
        /// How this rule is known, if not as the others of its track.
        pub seen: Option<Seen> = key("seen"),
    }
}

record! {
    /// The call length: the shortest and the longest time for which a call can be open.
    #[derive(Copy, Default)]
    pub struct CallLength {
        /// The shortest time for which a call can be open.
        pub min: Option<Span> = key("min"),
        /// The longest time for which a call can be open.
        pub max: Option<Span> = key("max"),
        /// How these limits are known, if not as the other rules of the track.
        pub seen: Option<Seen> = key("seen"),
    }
}

impl CallLength {
    /// Whether a call from `opens` to `closes` has an allowed length.
    pub fn allows(&self, opens: Instant, closes: Instant, calendar: &Calendar) -> bool {
        let [earliest, latest] = self.bounds(opens, calendar);
        earliest.is_none_or(|earliest| closes >= earliest)
            && latest.is_none_or(|latest| closes <= latest)
    }

    /// The earliest and the latest time at which a call that opens at `opens` can close.
    pub fn bounds(&self, opens: Instant, calendar: &Calendar) -> [Option<Instant>; 2] {
        [self.min, self.max].map(|span| Some(span?.after(opens, calendar)))
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
        /// How its rules are known.
        pub seen: Option<Seen> = key("seen"),
        /// The memberships that are counted.
        pub electorate: Vec<StandingName> = key("electorate").needed("[\"member\"]"),
        /// What counts as one.
        pub count: CountUnit = key("count"),
        /// Whether a participant with memberships in several groups is counted in each of them.
        pub several_groups: bool = key("several-groups"),
        /// How many positions of one organisation, group, house, region or value of another dimension count.
        pub at_most: Option<AtMost> = key("at-most"),
        /// How no answer counts: as a position, or `silent` for not at all.
        pub silence: Silence = SilenceWord,
        /// What a material change of the text does to positions.
        pub stale: ExpiryRule = key("stale"),
        /// How long a call can be open.
        pub window: CallLength = OrElse("window", CallLength::default()),
        /// When a call can end before its announced close.
        pub ends_early: Option<EndsEarly> = WordOrRule,
        /// Whether a chair can exclude a participant from an open call.
        pub exclusions: bool = key("exclusions"),
        /// How many chairs must sign off.
        pub sign_offs: u64 = OrElse("sign-offs", 1),
        /// Whether one participant can answer as the proxy of another.
        pub proxies: Proxies = FlagOrMost,
        /// Who says which level was reached.
        pub designates: Designates = key("designates"),
        /// What open objections do to a decision.
        pub undisposed: OpenObjectionRule = OrElse("undisposed", OpenObjectionRule::Refuse),
        /// How long a draft designation can be challenged.
        pub challenge: Option<Span> = key("challenge"),
        /// The rule for minority statements, if the track has one.
        pub minority: Option<MinorityRule> = key("minority"),
        /// How a decision can be appealed.
        pub appeal: Option<AppealRule> = SpanOrRule,
        /// After how long a decision must be reviewed.
        pub review: Option<Span> = key("review"),
        /// After how long a decision expires unless it is renewed.
        pub sunset: Option<Span> = key("sunset"),
        /// The time within which the addressee must respond.
        pub answer: Option<Span> = key("answer"),
        /// The time within which a report on the implementation must be given.
        pub report: Option<Span> = key("report"),
        /// The role that closes objections, next to the chairs.
        pub disposes: Option<RoleName> = key("disposes"),
        /// Who has a role on this track, if it is not who has it in the charter.
        pub roles: Roles = RoleTable,
        /// Whether a proposal must say who outside the body is affected.
        pub public_interest: PublicInterest = PublicInterestFlag,
        /// The track on which the proposal must be adopted or noted first.
        pub after: Option<AfterRule> = TrackOrRule,
        /// What a further call needs after one that left the question open.
        pub further_call: FurtherCall = OrElse("further-call", FurtherCall::Allowed),
        /// What becomes of a package on this track.
        pub package: PackageRule = OrElse("package", PackageRule::PartsDecide),
        /// The positions, in the order in which they are shown.
        pub positions: Vec<AllowedPosition> = PositionTable,
        /// The body's own words, each with the position that it means, or `no-answer`.
        pub words: Vec<AnswerWord> = WordTable,
        /// The requirements.
        pub gates: Vec<Gate> = key("gate"),
        /// The levels; the first that is met is the computed one.
        pub levels: Vec<Level> = Checked(
            key("level").needed("… as [[track.NAME.level]] tables with name, when and outcome"),
            checked_levels,
        ),
    }
    checked by checked_track;
}

impl Track {
    /// The words with which people answer on this track.
    pub fn answer_words(&self) -> AnswerWords<'_> {
        AnswerWords {
            positions: &self.positions,
            own: &self.words,
        }
    }

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

    /// The rules that are not known as the track's others, by the names of their keys, requirements and levels.
    pub fn known_apart(&self) -> impl Iterator<Item = (String, Seen)> {
        let of_keys = [
            ("window", self.window.seen),
            ("appeal", self.appeal.as_ref().and_then(|rule| rule.seen)),
        ];
        let keys = of_keys.map(|(key, seen)| (key.to_owned(), seen));
        let gates = self
            .gates
            .iter()
            .map(|gate| (gate.name.to_string(), gate.seen));
        let levels = self
            .levels
            .iter()
            .map(|level| (level.name.to_string(), level.seen));
        let all = keys.into_iter().chain(gates).chain(levels);
        all.filter_map(|(name, seen)| Some((name, seen.filter(|own| Some(*own) != self.seen)?)))
    }

    /// The requirements and the levels that have a rule, with the way to it in the charter.
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

impl ByName for Track {
    type Name = TrackId;

    fn own_name(&self) -> &str {
        self.id.as_str()
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

fn checked_track(keys: &Keys<'_>, track: &Track) {
    checked_silence(keys, track);
    if track.designates == Designates::ChairWithinRules && track.count == CountUnit::None {
        let sentence = "a track that counts nobody computes no level, so no rules bind a chair";
        let hint = "designates = \"chair\", or count = \"participants\"";
        keys.fault(code::S114, "designates", sentence.to_owned(), hint);
    }
    checked_limit(keys, track);
    checked_words(keys, track.answer_words());
}

fn checked_limit(keys: &Keys<'_>, track: &Track) {
    let fault = |sentence: &str, hint: &str| {
        keys.fault(code::S114, "at-most", sentence.to_owned(), hint);
    };
    match &track.at_most {
        Some(limit) if limit.positions == 0 => fault(
            "\"positions\" cannot be 0: then no position would count",
            "at-most = { positions = 1, per = \"affiliation\" }",
        ),
        Some(_) if track.count != CountUnit::Participants => fault(
            "\"at-most\" limits the positions of participants, and this track does not count them",
            "count = \"participants\", or remove at-most",
        ),
        _ => {}
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
            "\"{name}\" in \"silence\" is not a position on this track"
        )),
        Some(position) if position.class == CountsAs::Recused => {
            fault(format!(
                "\"silence\" cannot be \"{name}\": no answer does not recuse a participant"
            ));
        }
        Some(position) if position.needs_objection => {
            fault(format!(
                "\"silence\" cannot be \"{name}\": that position needs an objection"
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
            "level \"{}\" has no rule and is not the last: no level after it can be met",
            level.name
        );
        let hint = "add a `when`, or move the level to the end";
        keys.fault(code::S114, "level", sentence, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::CallLength;
    use crate::value::calendar::Calendar;
    use crate::value::clock::Instant;
    use crate::value::span::Span;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_window_holds_its_edges() {
        let window = CallLength {
            min: Span::parse("14d"),
            max: Span::parse("30d"),
            seen: None,
        };
        let opens = at("2026-05-01T00:00:00Z");
        let allows = |closes| window.allows(opens, closes, &Calendar::default());
        assert!(allows(at("2026-05-15T00:00:00Z")));
        assert!(!allows(at("2026-05-14T23:59:59Z")));
        assert!(allows(at("2026-05-31T00:00:00Z")));
        assert!(!allows(at("2026-05-31T00:00:01Z")));
    }
}
