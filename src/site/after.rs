//! What follows from a decision and what came after it: its dates and status, minority statements, sign-offs, appeals
//! and rulings, reports, responses of the addressee, reviews, and corrections of words.

use crate::procedure::decision_status::{DecisionStatus, standing};
use crate::procedure::rights::{About, Deed, in_office, may, unbiased};
use crate::record::appeal::Appeal;
use crate::record::decision::{Decision, MinorityContent};
use crate::record::follow_up::FollowUp;
use crate::register::folder::CallFolder;
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::frame::time;
use crate::site::page::{Here, Site};
use crate::site::timeline::{Event, timeline};
use crate::site::view::View;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::many;

/// The status of a decision in words, without the names of people.
pub(crate) fn status(site: &Site<'_>, id: &ProposalId, n: u32, decision: &Decision) -> String {
    let source = site.source;
    let outcome = decision.judgement.outcome;
    match standing(source.register, id, n, source.now) {
        None => String::new(),
        Some(DecisionStatus::Appealed(_)) => {
            let plain = DecisionStatus::Stands.in_words(outcome);
            format!("{plain}, appealed")
        }
        Some(DecisionStatus::Reversed { value, .. }) => format!("{} on appeal", value.word()),
        Some(status) => status.in_words(outcome),
    }
}

impl View<'_> {
    /// The minority statements, whole, with those who joined each.
    pub(crate) fn minority(&self, here: &Here<'_>) -> Html {
        let filed = self.filed();
        let all = filed.into_iter().flat_map(|filed| &filed.minority);
        let own = all.filter(|(_, each)| !each.withdrawn);
        let own = own.filter_map(|(by, each)| match &each.statement {
            MinorityContent::Own(words) => Some((by, words)),
            MinorityContent::Joins(_) => None,
        });
        let statements: Vec<Html> = own
            .map(|(by, words)| {
                let joined = filed.map_or(Vec::new(), |filed| filed.joined(by));
                let joined: Vec<Html> = joined.iter().map(|id| self.person(here, id)).collect();
                let joined = (!joined.is_empty())
                    .then(|| Html::text(", joined by ").then(Html::joined(joined, ", ")));
                let head = el("p")
                    .class("label")
                    .with(self.person(here, by))
                    .with(joined)
                    .text(":");
                el("blockquote").with(head).with(prose(words)).into()
            })
            .collect();
        match statements.is_empty() {
            true => el("p").text("No minority statement was filed.").into(),
            false => statements.into_iter().collect(),
        }
    }

    /// Who signed the decision off, and how many must.
    pub(crate) fn signed(&self, here: &Here<'_>, n: u32, decision: &Decision) -> Html {
        let by = here.site.source.register.sign_offs(self.id, n);
        let needed = decision.afterwards.sign_offs.unwrap_or(1);
        let given = by.len();
        let names: Vec<Html> = by.iter().filter_map(|id| here.person(id)).collect();
        let count = format!("{given} of {needed} needed");
        match names.is_empty() {
            true => Html::text(count),
            false => Html::joined(names, ", ").say(format!(" ({count})")),
        }
    }

    /// Who could sign the decision off and has not: those who were in office when the call opened, by the charter that it
    /// names, and still are. Nothing if one signature is enough.
    pub(crate) fn unsigned(&self, here: &Here<'_>, n: u32, decision: &Decision) -> Option<Html> {
        let needed = decision.afterwards.sign_offs?;
        let signed = here.site.source.register.sign_offs(self.id, n).len();
        let (moments, tally) = (&self.counted.moments, self.tally());
        let now = About::tallied(moments, tally);
        let mut left = match u64::try_from(signed).is_ok_and(|given| given < needed) {
            true => may(Deed::SignOff, &now),
            false => unbiased(Deed::SignOff, &now),
        };
        let then = About::proposal(moments.frozen(), self.id).by_track(&tally.track.id);
        let then = in_office(Deed::SignOff, &then);
        left.retain(|who| then.contains(who));
        let number = many(left.len(), "participant");
        let names: Vec<Html> = left.iter().filter_map(|id| here.person(id)).collect();
        match (left.is_empty(), names.is_empty()) {
            (true, _) => None,
            (_, true) => Some(Html::text(number)),
            (_, false) => Some(Html::joined(names, ", ")),
        }
    }

    /// Everything that happened after the decision, in the order of time.
    pub(crate) fn afterwards(&self, here: &Here<'_>, decision: &Decision) -> Html {
        let Some(filed) = self.filed() else {
            return Html::default();
        };
        let mut events: Vec<(Option<Instant>, Event)> = Vec::new();
        for (by, appeal) in &filed.appeals {
            events.extend(self.appeal(here, filed, by, appeal));
        }
        if let Some(follow_up) = &filed.follow_up {
            events.extend(followed(here, follow_up));
        }
        events.extend(errata(here, filed));
        events.sort_by_key(|(at, _)| *at);
        let events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
        let by = here.site.source.register.superseded_by(self.id);
        let by = by
            .iter()
            .map(|id| here.link(&Address::proposal(id), Html::text(id.as_str())));
        let by: Vec<Html> = by.collect();
        let superseded = (!by.is_empty()).then(|| {
            let by = Html::joined(by, ", ");
            Html::from(el("p").text("Superseded by ").with(by).text("."))
        });
        let until = decision.afterwards.appeal_until;
        let until = until.map(|until| {
            Html::from(
                el("p")
                    .text("Appeals can be made until ")
                    .with(time(until))
                    .text("."),
            )
        });
        let said = match events.is_empty() {
            true => el("p")
                .text("Nothing was recorded after the decision.")
                .into(),
            false => timeline(&events),
        };
        Html::from(superseded).then(said).then(until)
    }

    fn appeal(
        &self,
        here: &Here<'_>,
        filed: &CallFolder,
        by: &ParticipantId,
        appeal: &Appeal,
    ) -> Vec<(Option<Instant>, Event)> {
        let ground = appeal.ground.iter();
        let ground = ground.map(|ground| Html::text(format!("ground: {}", ground.as_str())));
        let withdrawn = appeal.withdrawn.then(|| Html::text("withdrawn"));
        let mut words = vec![
            ("Problem", appeal.problem.clone()),
            ("Asks for", appeal.asks.clone()),
        ];
        words.extend(
            appeal
                .withdrawn_reason
                .iter()
                .map(|why| ("Withdrawn", why.clone())),
        );
        let raised = Event {
            by: Some(self.person(here, by)),
            at: appeal.at,
            facts: ground.chain(withdrawn).collect(),
            words,
            ..Event::new("Appeal")
        };
        let ruling = filed.rulings.get(by);
        let answers = ruling.into_iter().flat_map(|ruling| &ruling.answers);
        let answers = answers.map(|answer| {
            let words = vec![("", answer.text.clone())];
            let by = here.person(&answer.by);
            let event = Event {
                by,
                at: Some(answer.at),
                words,
                ..Event::new("Answer to the appeal")
            };
            (Some(answer.at), event)
        });
        let ended = ruling
            .and_then(|ruling| ruling.ended.as_ref())
            .map(|ended| {
                let event = Event {
                    by: here.person(&ended.act.by),
                    at: Some(ended.act.at),
                    words: vec![("", ended.act.reason.clone())],
                    ..Event::new(format!("Ruling on the appeal: {}", ended.value.word()))
                };
                (Some(ended.act.at), event)
            });
        std::iter::once((appeal.at, raised))
            .chain(answers)
            .chain(ended)
            .collect()
    }
}

fn followed(here: &Here<'_>, follow_up: &FollowUp) -> Vec<(Option<Instant>, Event)> {
    let event =
        |what: String, by: &ParticipantId, at: Instant, words: &str, evidence: Option<&String>| {
            let event = Event {
                by: here.person(by),
                at: Some(at),
                facts: evidence
                    .map(|link| here.outside(link))
                    .into_iter()
                    .collect(),
                words: vec![("", words.to_owned())],
                ..Event::new(what)
            };
            (Some(at), event)
        };
    let reports = follow_up.reports.iter().map(|each| {
        let what = format!("Report: {}", each.progress.word());
        event(what, &each.by, each.at, &each.text, each.evidence.as_ref())
    });
    let answers = follow_up.answers.iter().map(|each| {
        let what = format!("Response of {}: {}", each.from, each.verdict.word());
        event(what, &each.by, each.at, &each.text, each.evidence.as_ref())
    });
    let reviews = follow_up.reviews.iter().map(|each| {
        let what = format!("Review: {}", each.upshot.word());
        event(what, &each.act.by, each.act.at, &each.act.reason, None)
    });
    reports.chain(answers).chain(reviews).collect()
}

fn errata(here: &Here<'_>, filed: &CallFolder) -> Vec<(Option<Instant>, Event)> {
    let one = |(n, each): (&u32, &crate::record::erratum::Erratum)| {
        let event = Event {
            by: here.person(&each.act.by),
            at: Some(each.act.at),
            words: vec![
                ("Was", each.was.clone()),
                ("Now reads", each.reads.clone()),
                ("Reason", each.act.reason.clone()),
            ],
            ..Event::new(format!("Correction {n} of words in the decision"))
        };
        (Some(each.act.at), event)
    };
    filed.errata.iter().map(one).collect()
}
