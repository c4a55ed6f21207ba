//! All decisions, the newest first. Above a hundred, the older ones have a page for each year.

use std::collections::BTreeMap;

use crate::record::track::Outcome;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::decided::{DecidedCall, decided_calls};
use crate::site::decision_list::decision_table;
use crate::site::frame::Frame;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::said;
use crate::value::sentence::many;

/// So many decisions the first page has.
const FIRST: usize = 100;

/// The list, and a page for each year of older decisions.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let page = |address: Address, year: Option<String>| SitePage {
        inputs: Inputs::none().and_records(site.source),
        make: Box::new({
            let address = address.clone();
            move |site| DecisionsPage::of(site, year.as_deref()).document(&site.at(&address))
        }),
        address,
    };
    let years = older(&decided_calls(site));
    let first = page(Address::decisions(), None);
    let of_years = years
        .into_keys()
        .map(|year| page(Address::decisions_of(&year), Some(year)));
    std::iter::once(first).chain(of_years).collect()
}

/// How many of the decisions that are not on the first page are of each year.
fn older(all: &[DecidedCall<'_>]) -> BTreeMap<String, usize> {
    let mut years = BTreeMap::new();
    for each in all.iter().rev().skip(FIRST) {
        *years.entry(year(each)).or_insert(0) += 1;
    }
    years
}

fn year(each: &DecidedCall<'_>) -> String {
    each.decision.judgement.at.date().chars().take(4).collect()
}

/// The decisions of one page.
struct DecisionsPage<'s> {
    all: Vec<DecidedCall<'s>>,
    year: Option<&'s str>,
}

impl<'s> DecisionsPage<'s> {
    fn of(site: &'s Site<'_>, year: Option<&'s str>) -> Self {
        Self {
            all: decided_calls(site),
            year,
        }
    }

    fn shown(&self) -> Vec<&DecidedCall<'s>> {
        let newest = self.all.iter().rev();
        match self.year {
            None => newest.take(FIRST).collect(),
            Some(wanted) => newest
                .skip(FIRST)
                .filter(|each| year(each) == wanted)
                .collect(),
        }
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let title = match self.year {
            None => "Decisions".to_owned(),
            Some(year) => format!("Decisions of {year}"),
        };
        let headline = summary(&self.all);
        let frame = Frame {
            title: title.clone(),
            headline: headline.clone(),
            trail: match self.year {
                None => Vec::new(),
                Some(_) => vec![("Decisions".to_owned(), Address::decisions())],
            },
            name: self.year.map_or_else(|| title.clone(), str::to_owned),
            data: vec![
                (
                    "JSON",
                    Address::decisions().beside("decisions.json"),
                    "application/json",
                ),
                (
                    "CSV",
                    Address::decisions().beside("decisions.csv"),
                    "text/csv",
                ),
            ],
            changed: None,
            depends_on_time: false,
        };
        let shown = self.shown();
        let table = (!shown.is_empty()).then(|| decision_table(here, shown.into_iter()));
        let content = Html::from(el("h1").text(title))
            .then(el("p").class("words").text(headline))
            .then(table)
            .then(self.years(here));
        frame.around(here, content)
    }

    fn years(&self, here: &Here<'_>) -> Html {
        let years = older(&self.all);
        if years.is_empty() || self.year.is_some() {
            return Html::default();
        }
        let link = |(year, number): (&String, &usize)| {
            let says = Html::text(format!("{year} ({number})"));
            here.link(&Address::decisions_of(year), says)
        };
        let links = Html::joined(years.iter().rev().map(link), ", ");
        el("p").text("Older decisions: ").with(links).into()
    }
}

/// How many decisions there are, how many adopted their text, and in how many the designation is not the computed level.
pub(crate) fn summary(all: &[DecidedCall<'_>]) -> String {
    if all.is_empty() {
        return "No decisions yet.".to_owned();
    }
    let adopted = |each: &&DecidedCall<'_>| each.decision.judgement.outcome == Outcome::Adopted;
    let adopted = all.iter().filter(adopted).count();
    let departs = all
        .iter()
        .filter(|each| said::departs(each.decision))
        .count();
    let decisions = many(all.len(), "decision");
    let said = format!("{decisions}: {adopted} adopted the text.");
    match departs {
        0 => said,
        n => format!("{said} In {n} of them, the designation differs from the computed level."),
    }
}
