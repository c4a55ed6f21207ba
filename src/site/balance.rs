//! The page about who took part, and who agreed with the outcomes: groups, regions and organisations over all decisions,
//! results that depended on one party, departures from the count, and times. It says what such numbers cannot show.

use std::collections::BTreeSet;

use crate::record::dimension::OwnDimension;
use crate::record::track::Outcome;
use crate::render::site::markup::{Html, el};
use crate::render::site::panels::{PanelColumn, panel};
use crate::site::address::Address;
use crate::site::answers::{CallAnswers, Places};
use crate::site::by_group::number;
use crate::site::data;
use crate::site::decided::{
    DecidedCall, Place, PlaceRecord, Record, WITH_THE_OUTCOME, decided_calls,
};
use crate::site::departures::{alone, departures, times};
use crate::site::dimensions::{file_of, open_dimensions, places_of, totals};
use crate::site::frame::{Frame, section};
use crate::site::group::{ANSWERS, answers_row};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::said;
use crate::site::shares::{Given, Share};
use crate::site::took_part::cell;
use crate::value::id::DimensionName;
use crate::value::sentence::{many, many_of};

/// So many decisions a panel has.
const COLUMNS: usize = 24;
/// So many groups the first page shows.
const GLANCE: usize = 12;
/// So many organisations are shown.
const ORGANISATIONS: usize = 20;
/// What no such number shows.
const LIMITS: &str = "These numbers show who answered and what, not why. They do not show who was consulted before a call, \
    who wrote the text, whether people of one group spoke for themselves, or whether somebody was pressed. A group that \
    often agrees with the outcome may have shaped it, or may have followed it.";

/// The page and its tables.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let page = |address: Address, make: fn(&Site<'_>) -> Vec<u8>| SitePage {
        address,
        inputs: Inputs::none().and_records(site.source),
        make: Box::new(make),
    };
    let table = |name: &str, make| page(Address::balance().beside(name), make);
    let own = open_dimensions(site).map(|own| {
        let id = own.id.clone();
        SitePage {
            address: Address::balance().beside(&file_of(own)),
            inputs: Inputs::none().and_records(site.source),
            make: Box::new(move |site| Balance::of(site).own_csv(&id)),
        }
    });
    let pages = vec![
        page(Address::balance(), |site| {
            Balance::of(site).document(&site.at(&Address::balance()))
        }),
        table("groups.csv", |site| {
            let own = Balance::of(site);
            own.csv("group", &own.groups())
        }),
        table("regions.csv", |site| {
            let own = Balance::of(site);
            own.csv("region", &own.regions())
        }),
        table("organisations.csv", |site| {
            let own = Balance::of(site);
            own.csv("organisation", &own.organisations())
        }),
    ];
    pages.into_iter().chain(own).collect()
}

/// The panels of all groups, for the first page; nothing where there are too many for it.
pub(crate) fn at_a_glance<'s>(here: &Here<'s>) -> Html {
    let balance = Balance::of(here.site);
    match balance.groups().len() {
        0..=GLANCE => balance.panels(here),
        _ => Html::default(),
    }
}

/// What the page shows.
struct Balance<'s> {
    site: &'s Site<'s>,
    decided: Vec<DecidedCall<'s>>,
}

impl<'s> Balance<'s> {
    fn of(site: &'s Site<'s>) -> Self {
        Self {
            site,
            decided: decided_calls(site),
        }
    }

    /// The groups that had a seat in some decision, in the order of the charter.
    fn groups(&self) -> Vec<PlaceRecord<'_>> {
        let charter = self.site.source.register.charter.iter();
        let groups = charter.flat_map(|charter| &charter.groups);
        let groups = groups.map(|group| {
            let known = PlaceRecord::over(&self.decided, &group.name, Place::Group(&group.id));
            PlaceRecord {
                group: Some(&group.id),
                ..known
            }
        });
        groups.filter(|place| place.record.decisions > 0).collect()
    }

    /// The names of the places of one dimension in all decisions.
    fn names(&self, own: impl Fn(&CallAnswers) -> &Places) -> BTreeSet<&str> {
        let answers = self.decided.iter().filter_map(|each| each.answers);
        answers
            .flat_map(|answers| own(answers).keys().map(String::as_str))
            .collect()
    }

    fn regions(&self) -> Vec<PlaceRecord<'_>> {
        let names = self.names(|answers| &answers.regions).into_iter();
        names
            .map(|name| PlaceRecord::over(&self.decided, name, Place::Region(name)))
            .collect()
    }

    /// The organisations, those with the most seats first.
    fn organisations(&self) -> Vec<PlaceRecord<'_>> {
        let mut names = self.names(|answers| &answers.organisations);
        // A participant without an organisation is one of their own, under their id.
        let people = &self.site.source.register.participants;
        names.retain(|name| self.site.names_people() || !people.contains_key(*name));
        let named = names
            .into_iter()
            .map(|name| PlaceRecord::over(&self.decided, name, Place::Organisation(name)));
        let mut all: Vec<PlaceRecord<'_>> = named.collect();
        all.sort_by(|a, b| (b.record.eligible, &a.name).cmp(&(a.record.eligible, &b.name)));
        all
    }

    /// Each dimension of the charter's own with its values, last those without one.
    fn own(&self) -> Vec<(&'s OwnDimension, Vec<PlaceRecord<'_>>)> {
        let all = open_dimensions(self.site).map(|own| {
            let places =
                places_of(own).map(|(name, place)| PlaceRecord::over(&self.decided, &name, place));
            (
                own,
                places.filter(|place| place.record.decisions > 0).collect(),
            )
        });
        all.collect()
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let headline = match self.decided.len() {
            0 => "No decisions yet.".to_owned(),
            all => format!(
                "Who answered, and whether the outcome was the same, over {}.",
                many(all, "decision")
            ),
        };
        let data = |name, file: &str| (name, here.address.beside(file), "text/csv");
        let own = open_dimensions(self.site);
        let own = own.map(|own| data(own.name.as_str(), &file_of(own)));
        let frame = Frame {
            title: "Balance".to_owned(),
            headline: headline.clone(),
            trail: Vec::new(),
            name: "Balance".to_owned(),
            data: [
                data("Groups", "groups.csv"),
                data("Regions", "regions.csv"),
                data("Organisations", "organisations.csv"),
            ]
            .into_iter()
            .chain(own)
            .collect(),
            changed: None,
            depends_on_time: false,
        };
        let content =
            Html::from(el("h1").text("Balance")).then(el("p").class("lead").text(headline));
        let content = match self.decided.is_empty() {
            true => content,
            false => content
                .then(section(
                    "groups",
                    "Groups, decision by decision",
                    self.panels(here),
                ))
                .then(self.places("regions", "Regions", "Region", &self.regions()))
                .then(self.places(
                    "organisations",
                    "Organisations",
                    "Organisation",
                    &self.organisations(),
                ))
                .then(self.own_places(here))
                .then(section(
                    "alone",
                    "Results that depended on one party",
                    alone(here, &self.decided),
                ))
                .then(section(
                    "departures",
                    "Departures from the count",
                    departures(here, &self.decided),
                ))
                .then(section("times", "Times", times(&self.decided))),
        };
        frame.around(
            here,
            content.then(section(
                "limits",
                "What these numbers cannot show",
                el("p").text(LIMITS),
            )),
        )
    }

    fn panels(&self, here: &Here<'_>) -> Html {
        let note = "A panel for each group, a column for each decision, the oldest first. Above the line: the share of the \
            group that was for. Below: against. What is missing to the full height was on neither side or gave no answer. A \
            dotted box: nobody for or against. ● adopted, ○ not adopted.";
        let groups = self.groups();
        let panels = groups.iter().map(|group| self.panel(here, group));
        let older: Option<Html> = (self.newest() > 0).then(|| {
            let said = format!(
                "The newest {COLUMNS} decisions are shown. {} in ",
                many_of(self.newest(), "older one is", "older ones are")
            );
            let table = Address::balance().beside("groups.csv");
            let table = here.link(&table, Html::text("groups.csv"));
            el("p").class("dim").text(said).with(table).text(".").into()
        });
        let table = el("details")
            .with(el("summary").text("The same as a table"))
            .with(self.group_table(here, &groups));
        let newest = self.decided.iter().rev().find_map(|each| each.answers);
        let key = newest.map(|answers| answers.marks().key_of_sides(&answers.all));
        Html::from(el("p").text(note))
            .then(key)
            .then(el("p").class("dim").text(WITH_THE_OUTCOME))
            .then(older)
            .then(el("div").class("panels").each(panels))
            .then(table)
    }

    /// The place of the first decision that is shown.
    fn newest(&self) -> usize {
        self.decided.len().saturating_sub(COLUMNS)
    }

    fn panel(&self, here: &Here<'_>, group: &PlaceRecord<'_>) -> Html {
        let drawn = self.decided.iter().enumerate().skip(self.newest());
        let column = |(place, decided): (usize, &DecidedCall<'_>)| {
            let answers = group.answers.get(&place);
            let parts = decided
                .marks()
                .zip(answers)
                .map(|(marks, answers)| marks.bar(&answers.count).parts);
            PanelColumn {
                number: place + 1,
                parts: parts.unwrap_or_default(),
                eligible: answers.map_or(0, |answers| answers.count.members),
                is_adopted: decided.decision.judgement.outcome == Outcome::Adopted,
            }
        };
        let columns: Vec<PanelColumn> = drawn.map(column).collect();
        let said = group.record.in_words();
        let name = group
            .group
            .map_or_else(|| Html::bdi(&group.name), |id| here.group(id));
        let label = format!("{}: {said}.", group.name);
        el("div")
            .class("one")
            .with(el("h3").with(name))
            .with(el("p").class("dim").text(said))
            .with(panel(&columns, &label))
            .into()
    }

    fn group_table(&self, here: &Here<'_>, groups: &[PlaceRecord<'_>]) -> Html {
        let head = ["Decision", "Outcome"].map(|words| el("th").scope("col").text(words));
        let names = groups
            .iter()
            .map(|group| el("th").scope("col").with(Html::bdi(&group.name)));
        let row = |(place, decided): (usize, &DecidedCall<'_>)| {
            let link = here.link(
                &Address::call(decided.id, decided.call),
                Html::bdi(decided.title),
            );
            let cells = groups.iter().map(|group| {
                let sides = group.answers.get(&place).map(|answers| answers.sides);
                cell(
                    &group.name,
                    Html::text(sides.map_or("no seat".to_owned(), |sides| sides.in_words())),
                )
            });
            el("tr")
                .with(
                    el("th")
                        .scope("row")
                        .text(format!("{}. ", place + 1))
                        .with(link),
                )
                .with(cell("Outcome", Html::text(said::outcome(decided.decision))))
                .each(cells)
        };
        let table = el("table")
            .class("list")
            .with(el("thead").with(el("tr").each(head).each(names)))
            .with(el("tbody").each(self.decided.iter().enumerate().skip(self.newest()).map(row)));
        el("div")
            .class("wide")
            .tabindex("0")
            .role("region")
            .label("Groups by decision")
            .with(table)
            .into()
    }

    /// The dimensions of the charter's own: answers next to seats, and the totals of those that are personal.
    fn own_places(&self, here: &Here<'_>) -> Html {
        let own = self.own().into_iter();
        let own = own.map(|(own, places)| {
            let id = format!("dimension-{}", own.id);
            self.places(&id, &own.name, &own.name, &places)
        });
        own.chain([totals(here, &self.decided)])
            .fold(Html::default(), Html::then)
    }

    /// Answers next to seats: the bar is the share of all answers, the line the share of all seats.
    fn places(&self, id: &str, heading: &str, name: &str, places: &[PlaceRecord<'_>]) -> Html {
        if places.is_empty() {
            return Html::default();
        }
        let answered: u64 = places.iter().map(|place| place.record.answered).sum();
        let eligible: u64 = places.iter().map(|place| place.record.eligible).sum();
        let all = Given { answered, eligible };
        let share = |place: &PlaceRecord<'_>| Share {
            own: Given::over(&place.record),
            all,
        };
        let largest = Share::largest(places.iter().map(share));
        let head = [
            name,
            "Answers next to seats",
            "Seats",
            "Answers given",
            "With the outcome",
        ];
        let column = |(words, place): (&&str, u8)| match place {
            0 | 1 => el("th").scope("col").text(words),
            _ => el("th").scope("col").class("n").text(words),
        };
        let row = |place: &PlaceRecord<'_>| {
            let Record {
                answered: own,
                eligible: seats,
                sides,
                with,
                ..
            } = place.record;
            let share = share(place);
            el("tr")
                .with(el("th").scope("row").with(Html::bdi(&place.name)))
                .with(el("td").with(share.chart(largest)))
                .with(number("seats", share.seats()))
                .with(number("answers given", format!("{own} of {seats}")))
                .with(number("with the outcome", shown_of(with, sides)))
        };
        let table = el("table")
            .class("list")
            .with(el("thead").with(el("tr").each(head.iter().zip(0..).map(column))))
            .with(el("tbody").each(places.iter().take(ORGANISATIONS).map(row)));
        let note = "The bar is the share of all answers, the line the share of all seats, counted once for each decision. The whole width is the largest share.";
        let more = places
            .len()
            .checked_sub(ORGANISATIONS)
            .filter(|more| *more > 0);
        let more = more.map(|more| {
            el("p")
                .text(format!(
                    "{} in the data of this page.",
                    many_of(more, "more is", "more are")
                ))
                .into()
        });
        section(
            id,
            heading,
            Html::from(el("p").class("dim").text(note))
                .then(table)
                .then(more),
        )
    }

    fn own_csv(&self, dimension: &DimensionName) -> Vec<u8> {
        let own = self.own().into_iter();
        let mut found = own.filter(|(own, _)| own.id == *dimension);
        let places = found.next().map_or(Vec::new(), |(_, places)| places);
        self.csv(dimension.as_str(), &places)
    }

    fn csv(&self, name: &str, places: &[PlaceRecord<'_>]) -> Vec<u8> {
        let headings: Vec<&str> = std::iter::once(name).chain(ANSWERS).collect();
        let rows = self
            .decided
            .iter()
            .enumerate()
            .rev()
            .flat_map(|(place, decided)| {
                places.iter().filter_map(move |each| {
                    let answers = each.answers.get(&place)?;
                    let name = each.group.map_or(each.name.clone(), ToString::to_string);
                    Some(
                        std::iter::once(name)
                            .chain(answers_row(decided, answers))
                            .collect(),
                    )
                })
            });
        data::csv(&headings, rows)
    }
}

/// `4 of 6`; for none of none, that there is none.
fn shown_of(part: u64, whole: u64) -> String {
    match whole {
        0 => "none".to_owned(),
        whole => format!("{part} of {whole}"),
    }
}
