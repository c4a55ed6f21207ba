//! Says which words of a decision an erratum can correct: the chair's own, and none that say what was decided.

use crate::record::decision::Decision;
use crate::record::erratum::Erratum;
use crate::record::track::Outcome;
use crate::register::folder::CallFolder;

/// What is wrong with an erratum: its key, a sentence and what to do.
pub type Fault = (&'static str, String, &'static str);

/// Why the erratum with number `k` cannot correct the decision of its call; `None` if it can. It quotes the
/// chair's own words, or those of an earlier erratum.
pub fn fault(call: &CallFolder, k: u32, erratum: &Erratum) -> Option<Fault> {
    let decision = call.decision.as_ref()?;
    let earlier = call.errata.range(..k).map(|(_, earlier)| &earlier.reads);
    let (was, reads) = (flat(&erratum.was), flat(&erratum.reads));
    if was == reads {
        let sentence = "\"was\" and \"reads\" are the same words".to_owned();
        return Some((
            "reads",
            sentence,
            "write in \"reads\" what the decision should say",
        ));
    }
    if was.is_empty()
        || !own_words(call, decision)
            .chain(earlier)
            .any(|words| flat(words).contains(&was))
    {
        let sentence = "the decision does not have these words in its own prose".to_owned();
        let hint = "quote words from the chair's reason, from what the decision does not mean, or from the reason of \
                    an override. What was decided cannot be corrected: it needs a new proposal or an appeal";
        return Some(("was", sentence, hint));
    }
    let word = deciding(decision).find(|word| has(&was, word) != has(&reads, word))?;
    let sentence = format!("\"{word}\" says what was decided, so an erratum cannot change it");
    let hint = "to change a decision, make a new proposal that supersedes it, or appeal";
    Some(("reads", sentence, hint))
}

/// A text without its line breaks, which mean nothing in prose.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the chairs wrote in their own words: in the decision, and in the draft that it confirms.
fn own_words<'c>(call: &'c CallFolder, decision: &'c Decision) -> impl Iterator<Item = &'c String> {
    let judged = &decision.judgement;
    let overrides = judged.overrides.iter().map(|over| &over.reason);
    let own = [&judged.reason, &judged.does_not_mean];
    let drafted = call.designation.iter().flat_map(|designation| {
        let drafts = designation.drafts.iter().map(|draft| &draft.act.reason);
        drafts.chain(designation.answers.iter().map(|answer| &answer.text))
    });
    own.into_iter().flatten().chain(overrides).chain(drafted)
}

/// The words for outcomes, and the levels of this decision.
fn deciding(decision: &Decision) -> impl Iterator<Item = &str> {
    let outcomes = Outcome::WORDS.iter().map(|(word, _)| *word);
    let computed = decision.computed.iter();
    let levels = computed.chain([&decision.judgement.designation]);
    outcomes.chain(levels.map(|level| level.as_str()))
}

/// Whether a text has a word, in any letter case.
fn has(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let mut words = text.split(|c| !is_part(c));
    words.any(|part| part.eq_ignore_ascii_case(word))
}
