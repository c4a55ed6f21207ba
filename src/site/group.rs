//! The pages of groups: who is in each, and what each answered to every decision in which it had a seat.

use crate::record::charter::Group;
use crate::render::site::markup::{Html, el};
use crate::render::site::members::{Row, Scale};
use crate::site::address::Address;
use crate::site::advice::{self, Whose};
use crate::site::by_group::{number, on_earlier_text};
use crate::site::data;
use crate::site::decided::{
    DecidedCall, Place, PlaceAnswers, Record, WITH_THE_OUTCOME, decided_calls,
};
use crate::site::frame::{Frame, section};
use crate::site::group_members::{COLUMNS, Member, members};
use crate::site::marks::SharedMarks;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::said::Sides;
use crate::site::shares::{Given, Share};
use crate::site::took_part::{self, DecisionRow, Look, RaisedRow};
use crate::tally::objection::state;
use crate::value::id::{GroupId, ParticipantId};
use crate::value::sentence::{many, many_of};

/// A page for each group, its answers as a table, and the list of all groups.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let inputs = || Inputs::none().and_records(site.source);
    let groups: Vec<&'a Group> = site
        .source
        .register
        .charter
        .iter()
        .flat_map(|charter| &charter.groups)
        .collect();
    let mut pages = Vec::new();
    if !groups.is_empty() {
        pages.push(SitePage {
            address: Address::groups(),
            inputs: inputs(),
            make: Box::new(|site| every_group(&site.at(&Address::groups()))),
        });
    }
    for group in groups {
        pages.push(SitePage {
            address: Address::group(&group.id),
            inputs: inputs(),
            make: Box::new(move |site| {
                let decided = decided_calls(site);
                let here = site.at(&Address::group(&group.id));
                GroupPage::of(site, group, &decided).document(&here)
            }),
        });
        pages.push(SitePage {
            address: Address::group(&group.id).beside("answers.csv"),
            inputs: inputs(),
            make: Box::new(move |site| answers(site, &group.id)),
        });
    }
    pages
}

/// What the page of a group shows.
struct GroupPage<'s> {
    group: &'s Group,
    members: Vec<Member<'s>>,
    rows: Vec<(&'s DecidedCall<'s>, PlaceAnswers)>,
    record: Record,
    raised: Vec<RaisedRow<'s>>,
}

impl<'s> GroupPage<'s> {
    fn of(site: &'s Site<'_>, group: &'s Group, decided: &'s [DecidedCall<'s>]) -> Self {
        let register = site.source.register;
        let mut record = Record::default();
        let mut rows = Vec::new();
        for each in decided {
            let answers = each.answers;
            if let Some(answers) =
                answers.and_then(|answers| PlaceAnswers::of(answers, Place::Group(&group.id)))
            {
                record.add(&answers, each.decision.judgement.outcome);
                rows.push((each, answers));
            }
        }
        let members = register.participants.iter();
        let members = members.filter(|(_, who)| who.group == group.id);
        Self {
            members: members.collect(),
            group,
            rows,
            record,
            raised: raised_by(site, |who| {
                register
                    .participant(who)
                    .is_some_and(|who| who.group == group.id)
            }),
        }
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let headline = self.headline();
        let frame = Frame {
            title: self.group.name.clone(),
            headline: headline.clone(),
            trail: vec![("Groups".to_owned(), Address::groups())],
            name: self.group.name.clone(),
            data: vec![(
                "Answers as CSV",
                here.address.beside("answers.csv"),
                "text/csv",
            )],
            changed: None,
            depends_on_time: false,
        };
        let public = self.group.public_interest;
        let public = public.then(|| {
            el("p")
                .text("This group speaks for people outside the body.")
                .into()
        });
        let mut marks = SharedMarks::default();
        let answers = self.answers(here, &mut marks);
        let members = self.members(here, &mut marks);
        let note =
            (!self.rows.is_empty()).then(|| el("p").class("dim").text(WITH_THE_OUTCOME).into());
        let answers = marks.key().then(answers).then(note);
        let content = Html::from(el("h1").with(Html::bdi(&self.group.name)))
            .then(el("p").class("lead").text(headline))
            .then(public)
            .then(section("answers", "Answers", answers))
            .then(self.shares(here))
            .then(advice::by(here, Whose::Group(&self.group.id)))
            .then(section(
                "objections",
                "Objections and comments",
                took_part::raised(here, &self.raised),
            ))
            .then(members);
        frame.around(here, content)
    }

    fn headline(&self) -> String {
        let members = many(self.members.len(), "participant");
        match self.record.decisions {
            0 => format!("{members}. The group had no seat in a decided call yet."),
            decisions => {
                let decisions = many_of(decisions, "decided call", "decided calls");
                format!(
                    "{members}. The group had a seat in {decisions}: {}.",
                    self.record.in_words()
                )
            }
        }
    }

    fn answers(&self, here: &Here<'_>, shared: &mut SharedMarks) -> Html {
        if self.rows.is_empty() {
            return el("p").text("No decisions yet.").into();
        }
        let charts = self.rows.iter().map(|(decided, answers)| {
            let marks = decided.marks();
            let chart = marks
                .as_ref()
                .map(|marks| shared.row(marks, &answers.count));
            chart.unwrap_or_default()
        });
        let charts: Vec<Row> = charts.collect();
        let scale = Scale::of(charts.iter());
        // Bars of many on one scale are too long for this table: each is on its own base instead.
        let chart = |(decided, answers): &(&DecidedCall<'_>, PlaceAnswers), row: &Row| match scale
            .has_squares()
        {
            true => scale.row(row, shared.marks()),
            false => {
                let bar = decided.marks().map(|marks| marks.bar(&answers.count));
                bar.map(|bar| bar.small()).unwrap_or_default()
            }
        };
        let charted = self.rows.iter().zip(&charts);
        let rows = charted.map(|(each, row)| decision_row(each, chart(each, row)));
        let rows: Vec<DecisionRow<'_>> = rows.collect();
        let headings = ["Answers", "For", "Against", "Neither", "No answer"];
        let caption =
            "Only decisions in which the group had a seat, as its call fixed the participant list.";
        took_part::decisions(here, caption, &headings, Look::Numbers, &rows)
    }

    /// Its share of the seats and of the answers, in each decision and over all of them.
    fn shares(&self, here: &Here<'_>) -> Html {
        let shares: Vec<(&DecidedCall<'_>, Share)> = self.rows.iter().filter_map(share).collect();
        let all = shares.iter().map(|(_, share)| share.all);
        let over_all = Share {
            own: Given::over(&self.record),
            all: all.fold(Given::default(), Given::and),
        };
        let row = |(decided, share): &(&'s DecidedCall<'s>, Share)| DecisionRow {
            decided,
            cells: vec![
                el("td")
                    .class("chart")
                    .with(share.chart(Share::WHOLE))
                    .into(),
                number("seats", share.seats()),
                number("answers", share.answers()),
            ],
        };
        let newest = shares.len().saturating_sub(COLUMNS);
        let rows: Vec<DecisionRow<'_>> = shares.iter().skip(newest).map(row).collect();
        let headings = ["Answers next to seats", "Seats", "Answers"];
        let which = match newest {
            0 => String::new(),
            _ => format!(" The newest {COLUMNS} decisions are shown."),
        };
        let caption = format!(
            "Of all seats that were not recused, and of all answers. The frame is the whole body, the bar the share of the \
             answers, the line the share of the seats.{which}"
        );
        let table = took_part::decisions(here, &caption, &headings, Look::Numbers, &rows);
        let over_all = (shares.len() > 1).then(|| {
            let (seats, answers) = (over_all.seats(), over_all.answers());
            let all = many(shares.len(), "decision");
            let says = format!("Over {all}: {seats} seats, and {answers} answers. A seat is counted once for each decision.");
            el("p").text(says).into()
        });
        match rows.is_empty() {
            true => Html::default(),
            false => section(
                "shares",
                "Share of seats and of answers",
                Html::from(over_all).then(table),
            ),
        }
    }

    /// The participants, where they are named.
    fn members(&self, here: &Here<'_>, shared: &mut SharedMarks) -> Html {
        if !here.site.names_people() || self.members.is_empty() {
            return Html::default();
        }
        let decided: Vec<&DecidedCall<'_>> =
            self.rows.iter().map(|(decided, _)| *decided).collect();
        let table = members(here, &self.members, &decided, shared);
        section("members", "Participants", table)
    }
}

/// A decision with the share of the group.
fn share<'s>(
    (decided, answers): &(&'s DecidedCall<'s>, PlaceAnswers),
) -> Option<(&'s DecidedCall<'s>, Share)> {
    let own = Given::in_call(&answers.count);
    let all = Given::in_call(&decided.answers?.all);
    Some((decided, Share { own, all }))
}

fn decision_row<'s>(
    (decided, answers): &(&'s DecidedCall<'s>, PlaceAnswers),
    chart: Html,
) -> DecisionRow<'s> {
    let Sides {
        for_it,
        against,
        neither,
        silent,
        members,
    } = answers.sides;
    DecisionRow {
        decided,
        cells: vec![
            el("td")
                .class("chart")
                .with(chart.then(on_earlier_text(&answers.count)))
                .into(),
            number("for", format!("{for_it} of {members}")),
            number("against", against.to_string()),
            number("neither", neither.to_string()),
            number("no answer", silent.to_string()),
        ],
    }
}

/// The objections and comments of some, by proposal and id.
pub(crate) fn raised_by<'s>(
    site: &'s Site<'_>,
    whose: impl Fn(&ParticipantId) -> bool,
) -> Vec<RaisedRow<'s>> {
    let mut all = Vec::new();
    for (proposal, folder) in &site.source.register.proposals {
        if !site.options.has(proposal) {
            continue;
        }
        for (id, raised) in folder
            .objections
            .iter()
            .filter(|(id, _)| whose(&id.participant))
        {
            let handling = folder.handling.get(id).cloned().unwrap_or_default();
            all.push(RaisedRow {
                proposal,
                id,
                about: &raised.objection.about,
                blocking: raised.objection.blocking,
                state: state(&raised.objection, &handling).in_words(),
            });
        }
    }
    all
}

/// The headings of a table of answers, after those that say of what.
pub(crate) const ANSWERS: [&str; 12] = [
    "decided",
    "proposal",
    "call",
    "outcome",
    "seats",
    "eligible",
    "recused",
    "answered",
    "for",
    "against",
    "neither",
    "no answer",
];

/// A row of it.
pub(crate) fn answers_row(decided: &DecidedCall<'_>, answers: &PlaceAnswers) -> Vec<String> {
    let (judgement, count) = (&decided.decision.judgement, &answers.count);
    let of = [
        judgement.at.to_string(),
        decided.id.to_string(),
        decided.call.to_string(),
        judgement.outcome.word().to_owned(),
    ];
    let numbers = [
        count.seats,
        count.members,
        count.recused,
        count.answered(),
        answers.sides.for_it,
        answers.sides.against,
        answers.sides.neither,
        count.silent,
    ];
    of.into_iter()
        .chain(numbers.map(|number| number.to_string()))
        .collect()
}

fn answers(site: &Site<'_>, group: &GroupId) -> Vec<u8> {
    let decided = decided_calls(site);
    let rows = decided.iter().rev().filter_map(|each| {
        let answers = PlaceAnswers::of(each.answers?, Place::Group(group))?;
        Some(answers_row(each, &answers))
    });
    data::csv(&ANSWERS, rows)
}

/// All groups, in the order of the charter.
fn every_group(here: &Here<'_>) -> Vec<u8> {
    let charter = here.site.source.register.charter.as_ref();
    let groups = charter.map_or(&[][..], |charter| &charter.groups);
    let headline = format!("The body has {}.", many(groups.len(), "group"));
    let frame = Frame {
        title: "Groups".to_owned(),
        headline: headline.clone(),
        trail: Vec::new(),
        name: "Groups".to_owned(),
        data: Vec::new(),
        changed: None,
        depends_on_time: false,
    };
    let decided = decided_calls(here.site);
    let item = |group: &Group| {
        let page = GroupPage::of(here.site, group, &decided);
        let house = group.house.as_ref().zip(charter);
        let house = house.map(|(house, charter)| {
            let title = charter.house_title(house);
            Html::text(" (").then(Html::bdi(title)).say(")")
        });
        el("li")
            .with(here.group(&group.id))
            .with(house)
            .with(el("span").class("sub").text(page.headline()))
    };
    let content = Html::from(el("h1").text("Groups"))
        .then(el("p").class("lead").text(headline))
        .then(el("ul").class("plain").each(groups.iter().map(item)));
    frame.around(here, content)
}
