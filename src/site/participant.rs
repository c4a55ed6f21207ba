//! The pages of participants, where people are named: membership, statement of interest, what each answered where they
//! had a seat, and what they raised. An id from before a renaming keeps a page that leads to the present one.

use std::sync::Arc;

use serde::Serialize;

use crate::record::participant::{Memberships, Participant};
use crate::render::json;
use crate::render::site::mark::copied;
use crate::render::site::markup::{Html, el};
use crate::report::on_record::{Statement, statements};
use crate::site::address::Address;
use crate::site::advice::{self, Whose};
use crate::site::answered::Answered;
use crate::site::data;
use crate::site::decided::{DecidedCall, ONE_WITH_THE_OUTCOME, Record, decided_calls};
use crate::site::frame::{Frame, section};
use crate::site::group::raised_by;
use crate::site::marks::SharedMarks;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::source::ShownNames;
use crate::site::took_part::{self, DecisionRow, Look, RaisedRow};
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ParticipantId, ProposalId, RegisterId, RoleName};
use crate::value::sentence::many_of;

/// So many decided calls are listed: there can be very many participants.
const NEWEST: usize = took_part::ROWS;

/// A page for each participant with its data, and one for each former id.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    if !site.names_people() {
        return Vec::new();
    }
    let register = site.source.register;
    let decided = Arc::new(decided_calls(site));
    let mut pages = Vec::new();
    for (id, who) in register.participants.iter() {
        let (of_page, of_data) = (Arc::clone(&decided), Arc::clone(&decided));
        let inputs = PersonPage::of(site, (id, who), &decided).inputs(site);
        pages.push(SitePage {
            address: Address::person(id),
            inputs: inputs.clone(),
            make: Box::new(move |site| {
                PersonPage::of(site, (id, who), &of_page).document(&site.at(&Address::person(id)))
            }),
        });
        pages.push(SitePage {
            address: Address::person(id).beside("index.json"),
            inputs,
            make: Box::new(move |site| {
                data::in_one_line(site, &PersonPage::of(site, (id, who), &of_data).data(site))
            }),
        });
        for former in who
            .also
            .iter()
            .filter(|former| !register.participants.contains_key(*former))
        {
            pages.push(SitePage {
                address: Address::person(former),
                inputs: Inputs::none(),
                make: Box::new(move |site| renamed(&site.at(&Address::person(former)), former, id)),
            });
        }
    }
    pages
}

/// What the page of a participant shows.
struct PersonPage<'s> {
    id: &'s ParticipantId,
    who: &'s Participant,
    roles: Vec<&'s RoleName>,
    /// The oldest first.
    rows: Vec<(&'s DecidedCall<'s>, &'s Answered)>,
    raised: Vec<RaisedRow<'s>>,
    statements: Vec<Statement>,
    meetings: Vec<&'s str>,
}

/// What the page shows, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct PersonData<'s> {
    format: u32,
    register: Option<&'s RegisterId>,
    participant: &'s ParticipantId,
    name: Option<String>,
    group: &'s GroupId,
    #[serde(flatten)]
    memberships: &'s Memberships,
    roles: &'s [&'s RoleName],
    affiliation: Option<&'s String>,
    interests_updated: Option<&'s String>,
    /// How many decided calls there are with a seat.
    decided_calls: usize,
    /// The newest of them.
    decisions: Vec<DecisionData<'s>>,
    statements: &'s [Statement],
    meetings: &'s [&'s str],
}

#[derive(Serialize)]
struct DecisionData<'s> {
    proposal: &'s ProposalId,
    call: u32,
    at: Instant,
    outcome: &'static str,
    answer: &'s Answered,
}

impl<'s> PersonPage<'s> {
    fn of(
        site: &'s Site<'_>,
        (id, who): (&'s ParticipantId, &'s Participant),
        decided: &'s [DecidedCall<'_>],
    ) -> Self {
        let register = site.source.register;
        let charter = register.charter.as_ref();
        let roles = charter.into_iter().flat_map(|charter| &charter.roles);
        let rows = decided.iter().filter_map(|each| {
            let answered = each.answers?.people.get(id)?;
            Some((each, answered))
        });
        let there = register
            .meetings
            .iter()
            .filter(|(_, meeting)| meeting.present.contains(id));
        let mut statements = statements(register, id);
        statements.retain(|statement| site.options.has(&statement.proposal));
        Self {
            id,
            who,
            roles: roles
                .filter(|(_, holders)| holders.contains(id))
                .map(|(role, _)| role)
                .collect(),
            rows: rows.collect(),
            raised: raised_by(site, |by| by == id),
            statements,
            meetings: there.map(|(date, _)| date.as_str()).collect(),
        }
    }

    fn data<'d>(&'d self, site: &'d Site<'_>) -> PersonData<'d> {
        let charter = site.source.register.charter.as_ref();
        let decision = |(decided, answer): &'d (&'s DecidedCall<'s>, &'s Answered)| DecisionData {
            proposal: decided.id,
            call: decided.call,
            at: decided.decision.judgement.at,
            outcome: decided.decision.judgement.outcome.word(),
            answer,
        };
        PersonData {
            format: 1,
            register: charter.map(|charter| &charter.register),
            participant: self.id,
            name: site
                .person(self.id)
                .filter(|_| site.options.names == ShownNames::Full),
            group: &self.who.group,
            memberships: &self.who.memberships,
            roles: &self.roles,
            affiliation: self.who.affiliation.as_ref(),
            interests_updated: self.who.interests_updated.as_ref(),
            decided_calls: self.rows.len(),
            decisions: self.rows.iter().rev().take(NEWEST).map(decision).collect(),
            statements: &self.statements,
            meetings: &self.meetings,
        }
    }

    /// Everything that the page and its data show, apart from what is in the record of the participant.
    fn inputs(&self, site: &Site<'_>) -> Inputs {
        let titles = self.rows.iter().rev().take(NEWEST);
        let titles = titles.map(|(decided, _)| decided.title);
        let raised = self.raised.iter().map(|each| format!("{each:?}"));
        let here = Address::person(self.id);
        let advice = advice::by(&site.at(&here), Whose::Participant(self.id));
        Inputs::none()
            .and(advice.as_built())
            .and(json(&self.data(site)))
            .and(self.headline())
            .and(titles.collect::<Vec<_>>().join("\n"))
            .and(raised.collect::<Vec<_>>().join("\n"))
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let name = here.site.person(self.id).unwrap_or_default();
        let headline = self.headline();
        let frame = Frame {
            title: name.clone(),
            headline: headline.clone(),
            trail: vec![
                ("Groups".to_owned(), Address::groups()),
                (
                    here.site.group(&self.who.group),
                    Address::group(&self.who.group),
                ),
            ],
            name: name.clone(),
            data: vec![(
                "JSON",
                here.address.beside("index.json"),
                "application/json",
            )],
            changed: None,
            depends_on_time: false,
        };
        let content = Html::from(el("h1").with(Html::bdi(&name)))
            .then(el("p").class("lead").text(headline))
            .then(self.facts(here))
            .then(section("answers", "Answers", self.answers(here)))
            .then(advice::by(here, Whose::Participant(self.id)))
            .then(section(
                "objections",
                "Objections and comments",
                took_part::raised(here, &self.raised),
            ))
            .then(self.statements(here))
            .then(self.meetings(here));
        frame.around(here, content)
    }

    fn headline(&self) -> String {
        let mut record = Record::default();
        for (decided, answered) in &self.rows {
            if let Some(call) = decided.answers {
                record.add_one(answered, call, decided.decision.judgement.outcome);
            }
        }
        match self.rows.len() {
            0 => "No seat in a decided call yet.".to_owned(),
            all => {
                let calls = many_of(all, "decided call", "decided calls");
                format!("A seat in {calls}: {}.", record.in_words())
            }
        }
    }

    fn facts(&self, here: &Here<'_>) -> Html {
        let words = |items: Vec<&str>| (!items.is_empty()).then(|| Html::text(items.join(", ")));
        let shown = |value: &Option<String>| value.as_ref().map(Html::bdi);
        let interests = self
            .who
            .interests
            .as_ref()
            .filter(|_| here.site.options.names == ShownNames::Full);
        let facts: [(&str, Option<Html>); 8] = [
            ("Id", Some(Html::text(self.id.as_str()))),
            ("Group", Some(here.group(&self.who.group))),
            (
                "Membership",
                words(
                    self.who
                        .memberships
                        .names()
                        .map(|standing| standing.as_str())
                        .collect(),
                ),
            ),
            (
                "Roles",
                words(self.roles.iter().map(|role| role.as_str()).collect()),
            ),
            ("Affiliation", shown(&self.who.affiliation)),
            ("Suspended", shown(&self.who.suspended)),
            ("Interests", interests.map(Html::bdi)),
            ("Interests updated", shown(&self.who.interests_updated)),
        ];
        let facts = facts.into_iter().filter_map(|(label, value)| {
            Some(
                el("div")
                    .with(el("dt").text(label))
                    .with(el("dd").with(value?)),
            )
        });
        el("dl").class("facts").each(facts).into()
    }

    fn answers(&self, here: &Here<'_>) -> Html {
        if self.rows.is_empty() {
            return el("p").text("No decisions yet.").into();
        }
        let mut shared = SharedMarks::default();
        let row = |(decided, answered): &(&'s DecidedCall<'s>, &'s Answered)| {
            let marks = decided.marks();
            let mark = marks.as_ref().and_then(|marks| answered.mark(marks));
            let mark = mark.map(|mark| copied(shared.number(mark)).say(" "));
            let answer = mark.unwrap_or_default().say(answered.in_words());
            DecisionRow {
                decided,
                cells: vec![el("td").with(answer).into()],
            }
        };
        let newest = self.rows.len().saturating_sub(NEWEST);
        let rows: Vec<DecisionRow<'_>> = self.rows.iter().skip(newest).map(row).collect();
        let rest: Option<Html> = (newest > 0).then(|| {
            let all = here.link(&Address::decisions(), Html::text("all decisions"));
            let said = format!("The newest {NEWEST} of {} are shown. The table of answers of each decision has the others; see ", self.rows.len());
            el("p").class("dim").text(said).with(all).text(".").into()
        });
        let caption = "Only decided calls in which this participant had a seat, as the call fixed the participant list.";
        let note = el("p").class("dim").text(ONE_WITH_THE_OUTCOME);
        let table = took_part::decisions(here, caption, &["Answer"], Look::Answer, &rows);
        let key = shared.key();
        key.then(table).then(rest).then(note)
    }

    fn statements(&self, here: &Here<'_>) -> Html {
        if self.statements.is_empty() {
            return Html::default();
        }
        let item = |each: &Statement| {
            el("li")
                .text(format!("{} on ", each.kind))
                .with(here.link(
                    &Address::call(&each.proposal, each.call),
                    Html::text(each.proposal.as_str()),
                ))
                .text(format!(": {}", each.state))
        };
        let list = el("ul").each(self.statements.iter().map(item));
        section(
            "statements",
            "Minority statements, challenges and appeals",
            list,
        )
    }

    fn meetings(&self, here: &Here<'_>) -> Html {
        if self.meetings.is_empty() {
            return Html::default();
        }
        let link = |date: &&str| here.link(&Address::meeting(date), Html::text(date));
        let all = Html::joined(self.meetings.iter().map(link), ", ");
        section("meetings", "Meetings attended", el("p").with(all))
    }
}

/// The page at a former id.
fn renamed(here: &Here<'_>, former: &ParticipantId, present: &ParticipantId) -> Vec<u8> {
    let headline = format!("The participant {former} is now {present}.");
    let frame = Frame {
        title: former.to_string(),
        headline: headline.clone(),
        trail: vec![("Groups".to_owned(), Address::groups())],
        name: former.to_string(),
        data: Vec::new(),
        changed: None,
        depends_on_time: false,
    };
    let to = here.link(&Address::person(present), Html::text(present.as_str()));
    let said = el("p")
        .text(format!("The participant {former} is now "))
        .with(to)
        .text(".");
    frame.around(here, Html::from(el("h1").text(former.as_str())).then(said))
}
