//! Reads and writes what a track allows and requires: the positions and what each counts as, appeals,
//! proxies, minority statements, and the public interest.

use serde::Serialize;

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Described, Part, key, record};
use crate::record::keys::Keys;
use crate::record::origin::Seen;
use crate::record::position;
use crate::record::shape::{KeyShape, Shape};
use crate::value::class::CountsAs;
use crate::value::code;
use crate::value::dimension::Dimension;
use crate::value::id::{GroundName, PositionName, RoleName};
use crate::value::span::Span;

record! {
    /// How a decision can be appealed. An appeal disputes how a decision was made.
    pub struct AppealRule {
        /// How long after the decision.
        pub within: Span = key("within").needed("\"30d\""),
        /// The role that hears appeals; by default the chairs who did not decide.
        pub heard_by: Option<RoleName> = key("heard-by"),
        /// The grounds for an appeal; by default any.
        pub grounds: Vec<GroundName> = key("grounds"),
        /// How this rule is known, if not as the others of its track.
        pub seen: Option<Seen> = key("seen"),
    }
}

record! {
    /// How many positions of one place count.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct AtMost {
        /// How many positions for and against count, together or on each side.
        pub positions: u64 = key("positions"),
        /// Of what: one organisation with its affiliates, one group, one house, one region, or one value of a dimension of
        /// the charter's own.
        pub per: Dimension = key("per"),
        /// Whether so many count for and so many against, instead of so many together.
        pub each_side: bool = key("each-side"),
    }
}

record! {
    /// The rule for minority statements.
    pub struct MinorityRule {
        /// The most words that a statement can have.
        pub words: Option<u64> = key("words"),
        /// How long statements can be given after the last draft designation, or, where drafts cannot be
        /// challenged, after the close. No decision is made before that.
        pub within: Option<Span> = key("within"),
    }
}

/// Whether a proposal must say who outside the body is affected, before a call is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicInterest {
    /// It can.
    Optional,
    /// It must.
    Required,
}

/// Whether one participant can answer as the proxy of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxies {
    /// Nobody can.
    Forbidden,
    /// Everybody can, for so many others.
    AtMost(u64),
    /// Everybody can, for any number of others.
    Allowed,
}

impl Proxies {
    /// Whether proxies are allowed.
    pub fn are_allowed(self) -> bool {
        self != Proxies::Forbidden
    }
}

/// Yes, no, or a table that says for how many others a proxy can answer.
pub(super) struct FlagOrMost;

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
                let sentence = "\"most\" cannot be 0: then no proxy could answer";
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
            "For how many others a proxy can answer.",
        );
        let either = Shape::Either(vec![Shape::Flag, Shape::Table(vec![most])]);
        vec![KeyShape::new("proxies", either, false, says)]
    }
}

/// A length of time, or a table with it.
pub(super) struct SpanOrRule;

impl Part<Option<AppealRule>> for SpanOrRule {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<AppealRule>> {
        let way = key("appeal");
        if keys.is_table("appeal") {
            return Part::read(&way, keys);
        }
        let within: Option<Span> = Part::read(&way, keys)?;
        Some(within.map(|within| AppealRule {
            within,
            heard_by: None,
            grounds: Vec::new(),
            seen: None,
        }))
    }

    fn write_tables(&self, rule: &Option<AppealRule>, sheet: &mut CanonicalToml) {
        Part::write_tables(&key("appeal"), rule, sheet);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let span = Shape::Like("a length of time such as \"14d\"");
        let either = Shape::Either(vec![span, Shape::Table(AppealRule::keys())]);
        vec![KeyShape::new("appeal", either, false, says)]
    }
}

/// A flag.
pub(super) struct PublicInterestFlag;

impl Part<PublicInterest> for PublicInterestFlag {
    fn read(&self, keys: &mut Keys<'_>) -> Option<PublicInterest> {
        Some(match keys.flag("public-interest") {
            Some(true) => PublicInterest::Required,
            Some(false) | None => PublicInterest::Optional,
        })
    }

    fn write(&self, value: &PublicInterest, sheet: &mut CanonicalToml) {
        if *value == PublicInterest::Required {
            sheet.flag("public-interest", true);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("public-interest", Shape::Flag, false, says)]
    }
}

/// A position that a track allows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AllowedPosition {
    /// Its name.
    #[serde(rename = "position")]
    pub name: PositionName,
    /// What it counts as.
    pub class: CountsAs,
    /// Whether it counts only together with an objection.
    pub needs_objection: bool,
}

/// A table of positions, each with what it counts as; by default six usual ones.
pub(super) struct PositionTable;

impl Part<Vec<AllowedPosition>> for PositionTable {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<AllowedPosition>> {
        let named = keys.table("positions", positions);
        Some(named.unwrap_or_else(default_positions))
    }

    fn write_tables(&self, positions: &Vec<AllowedPosition>, sheet: &mut CanonicalToml) {
        let sheet = sheet.table("positions");
        for position in positions {
            let (name, counts) = (position.name.as_str(), position.class.word());
            match position.needs_objection {
                false => sheet.text(name, counts),
                true => {
                    let table = format!("{{ counts = \"{counts}\", requires = \"objection\" }}");
                    sheet.raw(name, &table)
                }
            };
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let counts = || Shape::Word(CountsAs::WORDS.iter().map(|(word, _)| *word).collect());
        let table = vec![
            KeyShape::new("counts", counts(), true, "What it counts as."),
            KeyShape::new(
                "requires",
                Shape::Word(vec!["objection"]),
                false,
                "The position counts only together with an objection.",
            ),
        ];
        let one = Shape::Either(vec![counts(), Shape::Table(table)]);
        let named = Shape::Named(Box::new(one));
        vec![KeyShape::new("positions", named, false, says)]
    }
}

/// The positions that a track names.
fn positions(keys: &mut Keys<'_>) -> Vec<AllowedPosition> {
    keys.each(|entry| {
        let name = entry.name(PositionName::parse);
        let (class, needs_objection) = match entry.text() {
            Some(word) => (CountsAs::parse(word), false),
            None => entry.table(counts).unwrap_or((None, false)),
        };
        if class.is_none() {
            let sentence = format!(
                "it is not known what the position \"{}\" counts as",
                entry.key()
            );
            let hint = format!(
                "{} = \"for\", \"against\", \"neutral\" or \"recused\"",
                entry.key()
            );
            entry.fault(code::S114, sentence, hint);
        }
        Some(AllowedPosition {
            name: name?,
            class: class?,
            needs_objection,
        })
    })
}

fn counts(keys: &mut Keys<'_>) -> (Option<CountsAs>, bool) {
    let class = keys.text("counts").and_then(|word| CountsAs::parse(&word));
    let needs = keys.word("requires", &[("objection", ())], &[]).is_some();
    (class, needs)
}

/// The six positions of a track that names none.
fn default_positions() -> Vec<AllowedPosition> {
    position::DEFAULTS
        .iter()
        .filter_map(|(name, class)| {
            let name = PositionName::parse(name).ok()?;
            let needs_objection = name.as_str() == "object";
            Some(AllowedPosition {
                name,
                class: *class,
                needs_objection,
            })
        })
        .collect()
}
