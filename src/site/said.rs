//! The sentences that several pages share: how many answered and what, which groups were wholly against, which gave no
//! answer. Every number is a field of the tally.

use crate::procedure::stage::outcome_in_words;
use crate::record::charter::Group;
use crate::record::decision::Decision;
use crate::record::track::Outcome;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::voice::Voice;
use crate::value::class::CountsAs;
use crate::value::sentence::{all_of, capital, form};

/// The numbers of the two sides, of neither and of no answer: `18 for, 4 against, 0 neither, 2 without an answer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sides {
    /// For.
    pub(crate) for_it: u64,
    /// Against.
    pub(crate) against: u64,
    /// Neutral, or split.
    pub(crate) neither: u64,
    /// Without an answer.
    pub(crate) silent: u64,
    /// All of these.
    pub(crate) members: u64,
}

impl Sides {
    /// Of a count.
    pub(crate) fn of(count: &Count) -> Self {
        let neutral = count.of_class(CountsAs::Neutral);
        Self {
            for_it: count.of_class(CountsAs::For),
            against: count.of_class(CountsAs::Against),
            neither: neutral.saturating_add(count.split),
            silent: count.silent,
            members: count.members,
        }
    }

    /// Whether they are all who are eligible. If not, a page says so and draws nothing.
    pub(crate) fn add_up(self) -> bool {
        let parts = [self.for_it, self.against, self.neither, self.silent];
        parts
            .iter()
            .fold(0_u64, |sum, part| sum.saturating_add(*part))
            == self.members
    }

    /// The sides in few words.
    pub(crate) fn in_words(self) -> String {
        let Self {
            for_it,
            against,
            neither,
            ..
        } = self;
        format!("{for_it} for, {against} against, {neither} neither")
    }
}

/// A name of the charter as words: `strong support`.
pub(crate) fn spoken(name: impl std::fmt::Display) -> String {
    name.to_string().replace('-', " ")
}

/// A side with its positions: `18 for (13 support, 5 accept)`.
pub(crate) fn side(count: &Count, class: CountsAs) -> String {
    let own = count.positions.iter();
    let own = own.filter(|(_, of, number)| *of == class && *number > 0);
    let mut parts: Vec<String> = own
        .map(|(name, _, number)| format!("{number} {}", spoken(name)))
        .collect();
    let several = count.in_class.get(&class).filter(|number| **number > 0);
    parts.extend(several.map(|number| format!("{number} in several positions")));
    let whole = format!("{} {}", count.of_class(class), class.word());
    match parts.is_empty() {
        true => whole,
        false => format!("{whole} ({})", parts.join(", ")),
    }
}

/// `22 of 24 eligible participants answered: 18 for (13 support, 5 accept), 4 against (4 disagree).`
pub(crate) fn answered(tally: &Tally) -> String {
    let (count, sides) = (&tally.count, Sides::of(&tally.count));
    let (answered, members) = (count.answered(), count.members);
    let units = words::eligible(tally.track.count);
    if answered == 0 {
        return format!("None of the {members} {units} answered.");
    }
    let mut parts = vec![side(count, CountsAs::For), side(count, CountsAs::Against)];
    if sides.neither > 0 {
        parts.push(format!("{} on neither side", sides.neither));
    }
    let said = format!(
        "{answered} of {members} {units} answered: {}.",
        parts.join(", ")
    );
    match count.recused {
        0 => said,
        1 => format!("{said} 1 seat is recused."),
        recused => format!("{said} {recused} seats are recused."),
    }
}

/// How many gave no answer, as a sentence; nothing where all did.
pub(crate) fn silent(tally: &Tally) -> Option<String> {
    let silent = tally.count.silent;
    (silent > 0).then(|| format!("{silent} gave no answer."))
}

/// The groups that were wholly against, and those without an answer, a sentence each.
pub(crate) fn groups(tally: &Tally) -> Vec<String> {
    let counted = |group: &&Group| {
        let count = tally.count_in_group(group.id.as_str());
        is_all_against(&count)
    };
    let named = |wanted: &dyn Fn(&&Group) -> bool| {
        let own = tally.charter.groups.iter().filter(wanted);
        let own: Vec<&str> = own.map(|group| group.name.as_str()).collect();
        (!own.is_empty()).then(|| (own.len() == 1, all_of(own.iter().copied())))
    };
    let against = named(&counted);
    let against = against.map(|(_, names)| format!("All participants of {names} were against."));
    let silent = |group: &&Group| voice(tally, group) == Some(Voice::Silent);
    let silent = named(&silent).map(|(_, names)| format!("{names} gave no answer."));
    let spoke = |group: &&Group| voice(tally, group) == Some(Voice::Spoke);
    let spoke = named(&spoke).map(|(one, names)| {
        let has = form(one, "has", "have");
        format!("{names} spoke, but {has} no counted answer.")
    });
    [against, silent, spoke].into_iter().flatten().collect()
}

/// What a group has said.
pub(crate) fn voice(tally: &Tally, group: &Group) -> Option<Voice> {
    tally.voices.groups.get(group.id.as_str()).copied()
}

/// Whether everybody of a place is against.
pub(crate) fn is_all_against(count: &Count) -> bool {
    count.members > 0 && count.of_class(CountsAs::Against) == count.members
}

/// The level that the rules give, as a sentence; nothing where nothing is counted or nobody answered.
pub(crate) fn computed(tally: &Tally) -> Option<String> {
    let level = tally
        .computed
        .as_ref()
        .filter(|_| tally.count.answered() > 0)?;
    Some(format!(
        "By the rules of the charter, the level is {}. This is a count, not a decision.",
        spoken(level)
    ))
}

/// An outcome as a heading.
pub(crate) fn outcome(decision: &Decision) -> String {
    capital(outcome_in_words(decision.judgement.outcome))
}

/// How the box of an outcome looks.
pub(crate) fn look(decision: &Decision) -> &'static str {
    match decision.judgement.outcome {
        Outcome::Adopted => "yes",
        _ => "no",
    }
}

/// Whether a chair designated another level than the rules give.
pub(crate) fn departs(decision: &Decision) -> bool {
    let computed = decision.computed.as_ref();
    computed.is_some_and(|computed| *computed != decision.judgement.designation)
}

/// The objections, by how many there are of each state: `2 objections were raised: 1 accommodated, 1 open.`
pub(crate) fn objections(tally: &Tally) -> String {
    let mut states: Vec<(&'static str, u64)> = Vec::new();
    let mut all = 0_u64;
    for each in tally.objections.iter().filter(|each| each.counts()) {
        all += 1;
        let state = each.state.in_words();
        match states.iter_mut().find(|(own, _)| *own == state) {
            Some((_, number)) => *number += 1,
            None => states.push((state, 1)),
        }
    }
    let states = states
        .iter()
        .map(|(state, number)| format!("{number} {state}"));
    let states: Vec<String> = states.collect();
    match all {
        0 => "No objection was raised.".to_owned(),
        1 => format!("1 objection was raised: {}.", states.join(", ")),
        all => format!("{all} objections were raised: {}.", states.join(", ")),
    }
}
