//! How the level was designated: drafts, challenges, answers and the decision in time, and the requirements that were
//! overridden.

use crate::record::decision::Decision;
use crate::record::designation::{Challenge, Draft};
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::report::site::said;
use crate::report::site::site::Here;
use crate::report::site::timeline::{Event, timeline};
use crate::report::site::view::View;
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::id::ChallengeId;

impl View<'_> {
    /// All steps of the designation of a call.
    pub(crate) fn designation(&self, here: &Here<'_>, decision: Option<&Decision>) -> Html {
        let Some(filed) = self.filed() else {
            return Html::default();
        };
        let mut events: Vec<(Instant, Event)> = Vec::new();
        let drafts = filed.designation.iter().flat_map(|all| &all.drafts);
        events.extend(
            drafts
                .zip(1_u32..)
                .map(|(draft, n)| (draft.act.at, drafted(here, draft, n))),
        );
        // A challenge without a date follows the draft that it is about.
        let mut last = events.first().map(|(at, _)| *at);
        for (id, challenge) in &filed.challenges {
            last = challenge.at.or(last);
            let event = self.challenged(here, id, challenge);
            events.extend(last.map(|at| (at, event)));
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
    let computed = computed.map(|level| Html::text(format!("computed level {level}")));
    Event {
        by: here.person(&draft.act.by),
        at: Some(draft.act.at),
        facts: computed.into_iter().collect(),
        words: vec![("", draft.act.reason.clone())],
        ..Event::new(format!("Draft designation {n}: {}", draft.level))
    }
}

fn decided(here: &Here<'_>, decision: &Decision) -> Event {
    let judgement = &decision.judgement;
    let outcome = said::outcome(decision).to_lowercase();
    let what = format!("Decision: {}, {outcome}", judgement.designation);
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

/// The designated and the computed level in one line.
pub(crate) fn levels(decision: &Decision) -> String {
    words::designation(&decision.judgement.designation, decision.computed.as_ref())
}

/// The requirements that were not met and overridden, with the reasons.
fn overrides(decision: &Decision) -> Html {
    let all = decision.judgement.overrides.iter();
    let one = all.map(|each| {
        let flag = el("span").class("flag").text("requirement overridden");
        let name = el("p")
            .with(flag)
            .text(" ")
            .with(el("b").text(each.gate.as_str()));
        Html::from(name).then(prose(&each.reason))
    });
    one.collect()
}
