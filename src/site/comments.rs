//! The page of all objections and comments on a proposal, sorted by what they are about, with what became of each.

use crate::record::handling::Response;
use crate::render::site::markup::{Html, el};
use crate::report::matrix::by_section;
use crate::site::address::Address;
use crate::site::data::newest;
use crate::site::frame::Frame;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::took_part::cell;
use crate::tally::objection::TrackedObjection;
use crate::value::id::ProposalId;
use crate::value::sentence::{capital, many};

/// The page of a proposal with an objection or a comment.
pub(crate) fn pages<'a>(site: &Site<'a>, id: &'a ProposalId) -> Option<SitePage<'a>> {
    let folder = site.source.register.proposals.get(id);
    let with = folder.filter(|folder| !folder.objections.is_empty());
    let with = with.filter(|_| newest(site.source, id).is_some());
    with.map(|_| SitePage {
        address: Address::comments(id),
        inputs: Inputs::none().and_folder(site.source, id),
        make: Box::new(move |site| document(&site.at(&Address::comments(id)), id)),
    })
}

fn document(here: &Here<'_>, id: &ProposalId) -> Vec<u8> {
    let source = here.site.source;
    let all = newest(source, id)
        .map(|counted| by_section(&counted.tally))
        .unwrap_or_default();
    let title = source
        .register
        .proposals
        .get(id)
        .and_then(|folder| folder.proposal.as_ref());
    let title = title.map_or_else(|| id.to_string(), |own| own.title.clone());
    let headline = format!(
        "{}, sorted by section.",
        many(all.len(), "objection or comment")
    );
    let frame = Frame {
        title: format!("Comments on {title}"),
        headline: headline.clone(),
        trail: vec![(title.clone(), Address::proposal(id))],
        name: "Comments".to_owned(),
        data: vec![("CSV", here.address.beside("comments.csv"), "text/csv")],
        changed: source
            .history
            .last_change(&crate::register::snapshot::folder(id)),
        depends_on_time: false,
    };
    let head = [
        "No.",
        "Who",
        "About",
        "Problem",
        "Proposed change",
        "What became of it",
    ];
    let head = head.map(|words| el("th").scope("col").text(words));
    let rows = all
        .iter()
        .zip(1..)
        .map(|(each, number)| row(here, id, each, number));
    let table = el("table")
        .class("list")
        .with(el("thead").with(el("tr").each(head)))
        .with(el("tbody").each(rows));
    let content = Html::from(el("h1").text("Comments on ").with(Html::bdi(&title)))
        .then(el("p").class("lead").text(headline))
        .then(
            el("div")
                .class("wide")
                .tabindex("0")
                .role("region")
                .label("Comments")
                .with(table),
        );
    frame.around(here, content)
}

fn row(here: &Here<'_>, id: &ProposalId, each: &TrackedObjection, number: usize) -> Html {
    let register = here.site.source.register;
    let group = register
        .participant(&each.id.participant)
        .map(|who| here.group(&who.group));
    let who = match (here.person(&each.id.participant), group) {
        (Some(person), Some(group)) => person.say(" (").then(group).say(")"),
        (Some(person), None) => person.say(" (not a participant)"),
        (None, group) => group.unwrap_or_else(|| Html::text("not a participant")),
    };
    let about = here.link(
        &Address::objection(id, &here.site.objection(id, &each.id)),
        Html::bdi(&each.objection.about),
    );
    let kind = if each.objection.blocking {
        "objection"
    } else {
        "comment"
    };
    let kind = el("span").class("sub").text(kind);
    let said = |words: Option<&String>| words.map_or_else(|| Html::text("–"), Html::bdi);
    el("tr")
        .with(el("th").scope("row").text(number.to_string()))
        .with(cell("Who", who))
        .with(cell("About", about).with(kind))
        .with(cell("Problem", Html::bdi(&each.objection.problem)))
        .with(cell(
            "Proposed change",
            said(each.objection.resolve.as_ref()),
        ))
        .with(cell("What became of it", outcome(each)))
        .into()
}

/// The responses, then how it was closed and why, or its state.
fn outcome(each: &TrackedObjection) -> Html {
    let response = |response: &Response| {
        el("p")
            .text("Response: ")
            .with(Html::bdi(&response.text))
            .into()
    };
    let responses: Html = each.handling.responses.iter().map(response).collect();
    let state = capital(each.state.in_words());
    let reason = each
        .disposition()
        .map(|ended| Html::text(": ").then(Html::bdi(&ended.reason)));
    responses.then(el("p").with(el("strong").text(state)).with(reason))
}
