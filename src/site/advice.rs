//! What those said who have no seat: by group on the pages of a call and of a proposal; and on the pages of those who
//! said it, with the answers that they got.

use crate::register::folder::FiledObjection;
use crate::render::site::blocks::blocks;
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::report::advice::AdviceRows;
use crate::report::who::Names;
use crate::site::address::Address;
use crate::site::advice_given::AdviceGiven;
use crate::site::decided::decided_calls;
use crate::site::frame::{section, time};
use crate::site::page::Here;
use crate::site::source::ShownNames;
use crate::site::view::View;
use crate::tally::objection::state;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, ProposalId};
use crate::value::sentence::capital;

impl View<'_> {
    /// The table by group; nothing where nobody without a seat spoke or was asked.
    pub(crate) fn advice(&self, here: &Here<'_>) -> Html {
        let rows = AdviceRows::of(self.tally());
        let rows = match here.site.options.names {
            ShownNames::Full => rows.named(&Names::of(&self.counted.moments)),
            ShownNames::Ids => rows,
            ShownNames::None => rows.nameless(),
        };
        match rows.is_empty() {
            true => Html::default(),
            false => section("advice", "Advice", blocks(&rows.of_groups())),
        }
    }
}

/// Whether advice is that of somebody.
fn is_of(given: &AdviceGiven, whose: Whose<'_>) -> bool {
    match whose {
        Whose::Participant(id) => given.by == id.as_str(),
        Whose::Group(id) => given.group.as_deref() == Some(id.as_str()),
    }
}

/// The position with its reason, the objections and comments, and what became of each.
fn item(
    here: &Here<'_>,
    given: &AdviceGiven,
    (id, title, call): (&ProposalId, &str, Option<u32>),
) -> Html {
    let page = call.map(|n| Address::call(id, n));
    let page = page.filter(|page| here.site.has(page));
    let page = page.unwrap_or_else(|| Address::proposal(id));
    let call = call.map(|n| format!(", call {n}")).unwrap_or_default();
    let gave = match &given.position {
        Some(position) => format!(": {position}"),
        None if given.remarks.is_empty() => ": asked, no answer".to_owned(),
        None => String::new(),
    };
    let by = ParticipantId::parse(&given.by).ok();
    // On their own page, everybody knows who it is.
    let by = by.filter(|by| here.address != Address::person(by));
    let by = by.map(|by| Html::text(". ").then(here.person_or(&by, "A participant")));
    let remarks: Vec<Html> = given
        .remarks
        .iter()
        .map(|of| remark(here, id, of))
        .collect();
    let remarks = (!remarks.is_empty()).then(|| Html::from(el("ul").each(remarks)));
    el("li")
        .with(here.link(&page, Html::bdi(title)))
        .text(call)
        .with(by)
        .text(gave)
        .with(given.reason.as_deref().map(prose))
        .with(remarks)
        .into()
}

/// An objection or a comment, how it was closed, and the last response.
fn remark(here: &Here<'_>, id: &ProposalId, of: &str) -> Html {
    let register = here.site.source.register;
    let found = register.proposals.get(id).zip(ObjectionId::parse(of));
    let found = found.and_then(|(folder, of)| {
        let FiledObjection { objection, .. } = folder.objections.get(&of)?;
        Some((of.clone(), objection, folder.handling.get(&of)))
    });
    let Some((of, objection, handling)) = found else {
        return Html::default();
    };
    let handling = handling.cloned().unwrap_or_default();
    let kind = match objection.blocking {
        true => "Objection: ",
        false => "Comment: ",
    };
    let name = here.site.objection(id, &of);
    let about = here.link(&Address::objection(id, &name), Html::bdi(&objection.about));
    let became = el("b").text(capital(state(objection, &handling).in_words()));
    let closed = handling.disposition.as_ref().map(|ended| {
        let by = here.person_or(&ended.by, "a chair");
        let says = Html::text(" by ").then(by).say(", ").then(time(ended.at));
        says.then(prose(&ended.reason))
    });
    let response = handling.responses.last().map(|last| {
        let by = here.person_or(&last.by, "a chair or an author");
        let says = el("span").class("sub").text("Last response by ").with(by);
        Html::from(says.text(", ").with(time(last.at))).then(prose(&last.text))
    });
    el("li")
        .text(kind)
        .with(about)
        .with(prose(&objection.problem))
        .with(became)
        .with(closed)
        .with(response)
        .into()
}

/// Whose advice is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'w> {
    /// That of one participant.
    Participant(&'w ParticipantId),
    /// That of the participants of one group.
    Group(&'w GroupId),
}

/// All advice of some, call by call; nothing where none of them was asked or spoke without a seat. First what is decided,
/// the oldest first, then what is open.
pub(crate) fn by(here: &Here<'_>, whose: Whose<'_>) -> Html {
    let mut rows = Vec::new();
    for decided in decided_calls(here.site) {
        let own = decided.answers.into_iter().flat_map(|call| &call.advice);
        let own = own.filter(|each| is_of(each, whose));
        let call = (decided.id, decided.title, Some(decided.call));
        rows.extend(own.map(|each| item(here, each, call)));
    }
    for ((id, call), counted) in here.site.source.tallies {
        let Some(counted) = counted.as_ref().ok().filter(|_| here.site.options.has(id)) else {
            continue;
        };
        let all = AdviceGiven::all(&counted.tally, counted.moments.closing());
        let own: Vec<&AdviceGiven> = all.iter().filter(|each| is_of(each, whose)).collect();
        if let Some(view) = (!own.is_empty())
            .then(|| View::of(here.site, id, *call))
            .flatten()
        {
            let title = view.title();
            let call = (id, title.as_str(), *call);
            rows.extend(own.iter().map(|each| item(here, each, call)));
        }
    }
    if rows.is_empty() {
        return Html::default();
    }
    let says = "Asked for or given without a seat. It is shown to everybody who answers, and it is not counted.";
    let list = el("ul").each(rows);
    section(
        "advice",
        "Advice",
        Html::from(el("p").text(says)).then(list),
    )
}
