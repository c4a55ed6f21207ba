//! The parts of a package on its page, and the packages on the page of a part.

use crate::procedure::package::{Package, packages_of};
use crate::render::site::markup::{Html, el};
use crate::report::site::address::Address;
use crate::report::site::frame::section;
use crate::report::site::page::{Here, Inputs};
use crate::report::site::source::Source;
use crate::value::id::ProposalId;

/// What the page of a proposal shows of other proposals: its parts, and what it is a part of.
pub(crate) fn inputs(inputs: Inputs, source: &Source<'_>, id: &ProposalId) -> Inputs {
    let own = source.register.proposals.get(id);
    let own = own.and_then(|folder| folder.proposal.as_ref());
    let parts = own.map_or(Vec::new(), |read| read.parts.clone());
    let others = parts.into_iter().chain(packages_of(source.register, id));
    others.fold(inputs, |inputs, other| inputs.and_folder(source, &other))
}

/// The parts, each with its state, or nothing.
pub(crate) fn parts(here: &Here<'_>, package: Option<&Package>) -> Html {
    let Some(package) = package else {
        return Html::default();
    };
    let heads = ["Part", "State"].map(|head| el("th").scope("col").text(head));
    let rows = package.parts.iter().map(|part| {
        let name = here.link(&Address::proposal(&part.proposal), Html::bdi(&part.title));
        el("tr")
            .with(el("th").scope("row").with(name))
            .with(el("td").text(&part.stage))
    });
    let table = el("table")
        .with(el("thead").with(el("tr").each(heads)))
        .with(el("tbody").each(rows));
    section("parts", "Its parts", table)
}

/// The packages that a proposal is a part of, or nothing.
pub(crate) fn part_of(here: &Here<'_>, id: &ProposalId) -> Html {
    let register = here.site.source.register;
    let packages = packages_of(register, id);
    let each = packages.iter().map(|package| {
        let read = register.proposals.get(package);
        let read = read.and_then(|folder| folder.proposal.as_ref());
        let title = read.map_or(package.as_str(), |read| read.title.as_str());
        let link = here.link(&Address::proposal(package), Html::bdi(title));
        el("p").text("Part of ").with(link)
    });
    each.fold(Html::default(), |all, one| all.then(one))
}
