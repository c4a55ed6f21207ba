//! The pages of the charter's tracks: every rule in plain words, as `plenary charter explain` gives it.

use crate::record::charter::Charter;
use crate::record::track::Track;
use crate::render::site::blocks::blocks;
use crate::render::site::markup::{Html, el};
use crate::report::explain::CharterExplain;
use crate::site::address::Address;
use crate::site::frame::Frame;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::value::sentence::many;

/// A page for each track, and the list of all.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let Some(charter) = site.source.register.charter.as_deref() else {
        return Vec::new();
    };
    let mut pages = vec![SitePage {
        address: Address::rules(),
        inputs: Inputs::none(),
        make: Box::new(move |site| every_track(&site.at(&Address::rules()), charter)),
    }];
    let inputs = || match has_terms(site) {
        true => Inputs::none().and(site.source.now.to_string()),
        false => Inputs::none(),
    };
    pages.extend(charter.tracks.iter().map(|track| SitePage {
        address: Address::rules_of(&track.id),
        inputs: inputs(),
        make: Box::new(move |site| {
            of_track(&site.at(&Address::rules_of(&track.id)), charter, track)
        }),
    }));
    pages
}

/// Whether the time says who has a seat, and so which rules can be met.
fn has_terms(site: &Site<'_>) -> bool {
    let mut all = site.source.register.participants.values();
    all.any(|who| !who.memberships.terms.is_empty())
}

fn of_track(here: &Here<'_>, charter: &Charter, track: &Track) -> Vec<u8> {
    let headline = format!("The rules of the track {} in plain words.", track.id);
    let frame = Frame {
        title: track.title.clone(),
        headline: headline.clone(),
        trail: vec![("Rules".to_owned(), Address::rules())],
        name: track.title.clone(),
        data: Vec::new(),
        changed: here.site.source.history.last_change("charter.toml"),
        depends_on_time: has_terms(here.site),
    };
    let source = here.site.source;
    let words = CharterExplain::of(charter, source.register, Some(&track.id), source.now);
    let content = Html::from(el("h1").with(Html::bdi(&track.title)))
        .then(el("p").class("lead").text(headline))
        .then(blocks(&words.tracks_page()));
    frame.around(here, content)
}

fn every_track(here: &Here<'_>, charter: &Charter) -> Vec<u8> {
    let headline = format!("The charter has {}.", many(charter.tracks.len(), "track"));
    let frame = Frame {
        title: "Rules".to_owned(),
        headline: headline.clone(),
        trail: Vec::new(),
        name: "Rules".to_owned(),
        data: Vec::new(),
        changed: here.site.source.history.last_change("charter.toml"),
        depends_on_time: false,
    };
    let item = |track: &Track| {
        let link = here.link(&Address::rules_of(&track.id), Html::bdi(&track.title));
        el("li").with(link).text(format!(" ({})", track.id))
    };
    let source = charter.source.as_ref();
    let source = source.map(|source| {
        el("p")
            .text("Where they come from: ")
            .with(Html::bdi(&source.edition))
            .into()
    });
    let content = Html::from(el("h1").text("Rules"))
        .then(el("p").class("lead").text(headline))
        .then(source)
        .then(el("ul").each(charter.tracks.iter().map(item)));
    frame.around(here, content)
}
