//! How the level was designated: drafts, challenges, answers and the decision in the order of time, and the requirements that were
//! overridden.

use crate::record::decision::Decision;
use crate::record::designation::{Challenge, Draft};
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::site::page::Here;
use crate::site::said::{self, spoken};
use crate::site::timeline::{Event, timeline};
use crate::site::view::View;
use crate::value::clock::Instant;
use crate::value::id::ChallengeId;

impl View<'_> {
    /// All steps of the designation of a call.
    pub(crate) fn designation(&self, here: &Here<'_>, decision: Option<&Decision>) -> Html {
        let Some(filed) = self.filed() else {
            return Html::default();
        };
        let drafts = || filed.designation.iter().flat_map(|all| &all.drafts);
        let mut events: Vec<(Instant, Event)> = Vec::new();
        // A challenge without a date follows the draft that it is about.
        for (id, challenge) in &filed.challenges {
            let about = usize::try_from(id.draft.saturating_sub(1)).ok();
            let about = about.and_then(|place| drafts().nth(place));
            let at = challenge.at.or(about.map(|draft| draft.act.at));
            events.extend(at.map(|at| (at, self.challenged(here, id, challenge))));
        }
        let answers = filed.designation.iter().flat_map(|all| &all.answers);
        events.extend(answers.map(|answer| {
            let event = Event {
                by: here.person(&answer.by),
                at: Some(answer.at),
                words: vec![("", answer.text.clone())],
                ..Event::new("Answer to the challenge")
            };
            (answer.at, event)
        }));
        let numbered = drafts().zip(1_u32..);
        events.extend(numbered.map(|(draft, n)| (draft.act.at, drafted(here, draft, n))));
        events.extend(decision.map(|decision| (decision.judgement.at, decided(here, decision))));
        events.sort_by_key(|(at, _)| *at);
        let events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
        timeline(&events).then(decision.map(overrides))
    }

    fn challenged(&self, here: &Here<'_>, id: &ChallengeId, challenge: &Challenge) -> Event {
        let what = format!("Challenge of draft {}", id.draft);
        let withdrawn = challenge.withdrawn.then(|| Html::text("withdrawn"));
        let why = challenge.withdrawn_reason.iter();
        Event {
            by: Some(self.person(here, &id.participant)),
            at: challenge.at,
            facts: withdrawn.into_iter().collect(),
            words: std::iter::once(("", challenge.reason.clone()))
                .chain(why.map(|why| ("Withdrawn", why.clone())))
                .collect(),
            ..Event::new(what)
        }
    }
}

fn drafted(here: &Here<'_>, draft: &Draft, n: u32) -> Event {
    let computed = draft.computed.as_ref();
    let computed = computed.map(|level| Html::text(format!("computed level {}", spoken(level))));
    Event {
        by: here.person(&draft.act.by),
        at: Some(draft.act.at),
        facts: computed.into_iter().collect(),
        words: vec![("", draft.act.reason.clone())],
        ..Event::new(format!("Draft designation {n}: {}", spoken(&draft.level)))
    }
}

fn decided(here: &Here<'_>, decision: &Decision) -> Event {
    let judgement = &decision.judgement;
    let outcome = said::outcome(decision).to_lowercase();
    let what = format!("Decision: {}, {outcome}", spoken(&judgement.designation));
    let reason = judgement.reason.iter().map(|words| ("", words.clone()));
    let not = judgement.does_not_mean.iter();
    let not = not.map(|words| ("What this does not mean", words.clone()));
    Event {
        by: here.person(&judgement.by),
        at: Some(judgement.at),
        words: reason.chain(not).collect(),
        is_end: true,
        ..Event::new(what)
    }
}

/// The designated level, and what the rules give.
pub(crate) fn levels(decision: &Decision) -> Html {
    let designated = el("b").text(spoken(&decision.judgement.designation));
    let said = Html::text("Designation: ").then(designated);
    match &decision.computed {
        Some(level) => said
            .say(" · computed level: ")
            .then(el("b").text(spoken(level))),
        None => said,
    }
}

/// The requirements that were not met and overridden, with the reasons.
fn overrides(decision: &Decision) -> Html {
    let all = decision.judgement.overrides.iter();
    let one = all.map(|each| {
        let flag = el("span").class("flag").text("requirement overridden");
        let name = el("p")
            .with(flag)
            .text(" ")
            .with(el("b").text(spoken(&each.gate)));
        Html::from(name).then(prose(&each.reason))
    });
    one.collect()
}
