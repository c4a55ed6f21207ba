//! What came of a rule: met or not, and every comparison in it with its numbers.

use serde::Serialize;

use super::grammar::Relation;
use crate::value::ratio::Fraction;

/// What came of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether the rule is met.
    pub met: bool,
    /// Every comparison, in the order of the text, whether the rule hangs on it or not.
    pub comparisons: Vec<Comparison>,
}

/// One comparison of a rule, or one bracket that is taken in several places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// Its canonical text, with the scope that it is taken in.
    pub text: String,
    /// How the count must stand to what is needed. Where places are looked at one by one, how
    /// it must stand in each; of a bracket, `>=`.
    pub relation: Relation,
    /// What was counted; where places are looked at one by one, those where it is met.
    pub count: u64,
    /// What it is a share of, or how many places were looked at; none where a number or another
    /// quantity is compared with.
    pub base: Option<u64>,
    /// The least that suffices; for `<=` and `<` the most that is allowed; none where nothing
    /// would do. Where another quantity is compared with, what follows from its count now.
    pub needed: Option<u64>,
    /// Whether it is met.
    pub met: bool,
    /// The share of the base that the rule asks for; none where it asks for a number, and where
    /// places are looked at one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Fraction>,
    /// The comparison in words, where somebody asked for them.
    #[serde(flatten)]
    pub described: Option<Description>,
    /// The base that is empty, and where, so that this cannot be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<String>,
    /// How far the count is from what is needed, where it is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_by: Option<u64>,
    /// What was counted, in plain words, such as "for".
    #[serde(skip)]
    pub counted_words: String,
    /// The base in plain words, such as "of the 20 for or against in p-members".
    #[serde(skip)]
    pub base_words: Option<String>,
    /// The same in each place, where places are looked at one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<Within>,
}

/// A comparison in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Description {
    /// The comparison in plain words, with the place that it is taken in.
    pub words: String,
    /// The place or places, as the rule writes them; none for the whole electorate.
    pub scope: Option<String>,
    /// What is counted: `participants`, `affiliations`, `groups`, `houses`, `regions`, `objections`,
    /// `days`, or the name of a weight. Where places are looked at one by one, what is counted in
    /// each; of a bracket, `comparisons`.
    pub unit: String,
}

/// What a comparison or a bracket came to in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Within {
    /// The place.
    pub name: String,
    /// What was counted there; of a bracket, its comparisons that are met.
    pub count: u64,
    /// What it is a share of; of a bracket, how many comparisons it has.
    pub base: Option<u64>,
    /// As for [`Comparison::needed`]; of a bracket that has both `and` and `or`, none.
    pub needed: Option<u64>,
    /// Whether it is met there.
    pub met: bool,
    /// The base that is empty there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<String>,
    /// How far the count is from what is needed, where it is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_by: Option<u64>,
    /// The base in plain words.
    #[serde(skip)]
    pub base_words: Option<String>,
    /// Of a bracket, its comparisons in that place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<Comparison>,
}
