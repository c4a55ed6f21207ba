//! The page of everybody who answered a call, by group, where they are too many for the page of the call.

use crate::procedure::stage::{Phase, phase};
use crate::register::snapshot::folder;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::frame::{Frame, section};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::proposal::current_call;
use crate::site::said;
use crate::site::view::View;
use crate::value::id::{GroupId, ProposalId};

/// With more names, they have a page of their own.
const MOST: usize = 500;

/// The page next to each page that would have too many names.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let mut pages = Vec::new();
    if !site.names_people() {
        return pages;
    }
    for (id, call) in site
        .source
        .tallies
        .keys()
        .filter(|(id, _)| site.options.has(id))
    {
        let Some(beside) = place(site, id, *call) else {
            continue;
        };
        if View::of(site, id, *call).is_some_and(|view| view.has_many_names()) {
            pages.push(page(site, id, *call, beside));
        }
    }
    pages
}

/// The page that shows the names of a call: of the proposal while it is not decided, else of the call.
fn place(site: &Site<'_>, id: &ProposalId, call: Option<u32>) -> Option<Address> {
    let records = site.source.register.proposals.get(id)?;
    let n = call?;
    let is_current = current_call(records, site) == call;
    match phase(records, site.source.now) {
        Phase::Open | Phase::Over | Phase::Designated if is_current => Some(Address::proposal(id)),
        _ => Some(Address::call(id, n)),
    }
}

fn page<'a>(
    site: &Site<'a>,
    id: &'a ProposalId,
    call: Option<u32>,
    beside: Address,
) -> SitePage<'a> {
    let address = beside.beside("names.html");
    let at = address.clone();
    let inputs = Inputs::none().and_folder(site.source, id);
    let records = site.source.register.proposals.get(id);
    let decided = records.and_then(|records| records.decision(call?));
    SitePage {
        inputs: match decided {
            Some(_) => inputs,
            None => inputs.and(site.source.now.to_string()),
        },
        make: Box::new(move |site| {
            let view = View::of(site, id, call);
            view.map_or(Vec::new(), |view| document(&site.at(&at), &view, &beside))
        }),
        address,
    }
}

fn document(here: &Here<'_>, view: &View<'_>, beside: &Address) -> Vec<u8> {
    let headline = said::answered(view.tally());
    let call = view.tally().call.unwrap_or(0);
    let table = Address::call(view.id, call).beside("positions.csv");
    let frame = Frame {
        title: format!("Who answered: {}", view.title()),
        headline: headline.clone(),
        trail: vec![(view.title(), beside.clone())],
        name: "Names".to_owned(),
        data: vec![("Answers as CSV", table, "text/csv")],
        changed: here.site.source.history.last_change(&folder(view.id)),
        depends_on_time: view.decision().is_none(),
    };
    let groups = view
        .tally()
        .charter
        .groups
        .iter()
        .map(|group| Some(&group.id));
    let groups = groups.chain([None]);
    let title = el("h1")
        .text("Who answered: ")
        .with(Html::bdi(view.title()));
    let content = Html::from(title)
        .then(el("p").class("lead").text(headline))
        .then(
            groups
                .map(|group| of_group(here, view, group))
                .collect::<Html>(),
        );
    frame.around(here, content)
}

fn of_group(here: &Here<'_>, view: &View<'_>, group: Option<&GroupId>) -> Html {
    let names = view.names_in(here, group);
    if names.is_empty() {
        return Html::default();
    }
    match group {
        Some(id) => section(&format!("g-{id}"), &here.site.group(id), names),
        None => section("no-group", "No group", names),
    }
}

impl View<'_> {
    /// Whether there are too many lines of names for one page. Where nobody answered, no page has names.
    fn has_many_names(&self) -> bool {
        let silent = usize::try_from(self.tally().count.silent).unwrap_or(usize::MAX);
        let read = self.tally().canvass.read();
        read > 0 && read.saturating_add(silent) > MOST
    }

    /// The link to the page with the names, where there is one.
    pub(crate) fn link_to_names(&self, here: &Here<'_>) -> Option<Html> {
        let page = here.address.beside("names.html");
        let words = "Who answered what, by group and name, with reasons";
        here.site.has(&page).then(|| {
            let link = here.link(&page, Html::text(words));
            el("p").id("names").with(link).into()
        })
    }
}
