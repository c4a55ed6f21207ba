//! The parts of a package on its page, and the packages on the page of a part.

use crate::procedure::package::{Package, packages_of};
use crate::register::records::Register;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::frame::section;
use crate::site::page::{Here, Inputs};
use crate::site::source::Source;
use crate::value::id::ProposalId;

/// What the page of a proposal shows of other proposals: its parts, and what it is a part of.
pub(crate) fn inputs(inputs: Inputs, source: &Source<'_>, id: &ProposalId) -> Inputs {
    let package = Package::of(source.register, id, source.now);
    let parts = package.into_iter().flat_map(|package| package.parts);
    let inputs = parts.fold(inputs, |inputs, part| {
        inputs
            .and(part.proposal.as_str())
            .and(part.title)
            .and(part.stage)
    });
    let packages = packages_of(source.register, id);
    packages.iter().fold(inputs, |inputs, package| {
        inputs
            .and(package.as_str())
            .and(title(source.register, package))
    })
}

fn title<'r>(register: &'r Register, id: &'r ProposalId) -> &'r str {
    let read = register.proposals.get(id);
    let read = read.and_then(|folder| folder.proposal.as_ref());
    read.map_or(id.as_str(), |read| &read.title)
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
        let title = Html::bdi(title(register, package));
        let link = here.link(&Address::proposal(package), title);
        el("p").text("Part of ").with(link)
    });
    each.fold(Html::default(), |all, one| all.then(one))
}
