//! Makes the data files of the site: the same reports that the commands give to programs, and tables for spreadsheets.
//! Where names are not shown, files that are about people alone are left out, and names in the others are ids.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::procedure::task::{needs_a_tally, of_register, only_by_tally};
use crate::record::table;
use crate::render::json;
use crate::report::decision::DecisionReport;
use crate::report::due::DueReport;
use crate::report::export::{Export, ExportFormat};
use crate::report::log::Log;
use crate::report::matrix::{Layout, Matrix};
use crate::report::show::ShowObjection;
use crate::site::address::Address;
use crate::site::decided::{DecidedCall, decided_calls};
use crate::site::page::{Inputs, Site, SitePage};
use crate::site::said::Sides;
use crate::site::source::{Counted, ShownNames, Source};
use crate::value::id::{ObjectionId, ProposalId};
use crate::value::span::Span;

/// How far ahead the calendar looks, in days.
const AHEAD: u32 = 60;

/// The data files of the whole site.
pub(crate) fn files<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let all = || Inputs::none().and_records(site.source);
    let timed = || Inputs::none().and_all(site.source);
    let mut files = vec![
        file(
            Address::decisions().beside("decisions.csv"),
            all(),
            decisions_csv,
        ),
        file(Address::home().beside(".nojekyll"), Inputs::none(), |_| {
            Vec::new()
        }),
    ];
    if site.names_people() {
        files.push(file(
            Address::decisions().beside("decisions.json"),
            timed(),
            decisions_json,
        ));
    }
    if site.names_people() && site.options.only.is_empty() {
        files.push(file(Address::calendar(), timed(), calendar));
    }
    if site.options.base_url.is_some() {
        let addresses = site.addresses().map(Address::as_str);
        let inputs = Inputs::none().and(addresses.collect::<Vec<_>>().join(" "));
        files.push(file(
            Address::home().beside("sitemap.xml"),
            inputs,
            site_map,
        ));
    }
    files
}

fn file<'a>(
    address: Address,
    inputs: Inputs,
    make: impl Fn(&Site<'_>) -> Vec<u8> + Send + Sync + 'a,
) -> SitePage<'a> {
    SitePage {
        address,
        inputs,
        make: Box::new(make),
    }
}

/// The files of one proposal, where people are named.
pub(crate) fn of_proposal<'a>(site: &Site<'a>, id: &'a ProposalId) -> Vec<SitePage<'a>> {
    if !site.names_people() {
        return Vec::new();
    }
    let inputs = || Inputs::none().and_folder(site.source, id);
    let mut files = Vec::new();
    let Some(folder) = site.source.register.proposals.get(id) else {
        return files;
    };
    for (n, filed) in &folder.calls {
        let (n, call) = (*n, Address::call(id, *n));
        if site.source.counted(id, Some(n)).is_none() {
            continue;
        }
        let csv = move |site: &Site<'_>| positions(site, id, n);
        files.push(file(call.beside("positions.csv"), inputs(), csv));
        if filed.decision.is_some() {
            let json = move |site: &Site<'_>| decision(site, id, n);
            files.push(file(call.beside("decision.json"), inputs(), json));
        }
    }
    if newest(site.source, id).is_some() && !folder.objections.is_empty() {
        let csv = move |site: &Site<'_>| comments(site, id);
        files.push(file(
            Address::comments(id).beside("comments.csv"),
            inputs(),
            csv,
        ));
        for of in folder.objections.keys() {
            let address = Address::objection(id, &of.to_string()).beside("index.json");
            let json = move |site: &Site<'_>| objection(site, id, of);
            files.push(file(address, inputs(), json));
        }
    }
    files
}

/// The tally that has seen the most of a proposal: of no call where it is discussed again, else of the last call.
pub(crate) fn newest<'s>(source: &'s Source<'_>, id: &ProposalId) -> Option<&'s Counted> {
    let calls = source.register.proposals.get(id)?.calls.keys().rev();
    let mut which = std::iter::once(None).chain(calls.map(|n| Some(*n)));
    which.find_map(|call| source.counted(id, call))
}

/// A report as JSON. Where only ids are shown, a value that is a name is replaced by its id.
pub(crate) fn written(site: &Site<'_>, report: &impl Serialize) -> Vec<u8> {
    match site.options.names {
        ShownNames::Full => json(report).into_bytes(),
        ShownNames::Ids | ShownNames::None => json(&without_names(site, report)).into_bytes(),
    }
}

/// The same without line breaks: there is one for each participant.
pub(crate) fn in_one_line(site: &Site<'_>, report: &impl Serialize) -> Vec<u8> {
    let line = match site.options.names {
        ShownNames::Full => serde_json::to_string(report).unwrap_or_default(),
        ShownNames::Ids | ShownNames::None => without_names(site, report).to_string(),
    };
    format!("{line}\n").into_bytes()
}

fn without_names(site: &Site<'_>, report: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(report).unwrap_or_default();
    let register = site.source.register;
    let names: BTreeSet<&str> = register
        .participants
        .values()
        .map(|who| who.name.as_str())
        .collect();
    unnamed(&mut value, &names);
    value
}

/// Removes the values that are names.
fn unnamed(value: &mut Value, names: &BTreeSet<&str>) {
    match value {
        Value::String(words) if names.contains(words.as_str()) => *value = Value::Null,
        Value::Array(all) => all.iter_mut().for_each(|each| unnamed(each, names)),
        Value::Object(all) => all.values_mut().for_each(|each| unnamed(each, names)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Rows below their headings, as a table for spreadsheets.
pub(crate) fn csv(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let headings = headings
        .iter()
        .map(|heading| (*heading).to_owned())
        .collect();
    table::written(std::iter::once(headings).chain(rows)).into_bytes()
}

fn decision(site: &Site<'_>, id: &ProposalId, n: u32) -> Vec<u8> {
    let register = site.source.register;
    let counted = site.source.counted(id, Some(n));
    let decision = register
        .proposals
        .get(id)
        .and_then(|folder| folder.decision(n));
    let report = counted.zip(decision).map(|(counted, decision)| {
        let (signed, alone) = (register.sign_offs(id, n), counted.alone().clone());
        DecisionReport::signed_off(&counted.moments, &counted.tally, decision, signed, alone)
    });
    written(site, &report)
}

fn positions(site: &Site<'_>, id: &ProposalId, n: u32) -> Vec<u8> {
    let counted = site.source.counted(id, Some(n));
    let export =
        counted.and_then(|counted| Export::of(&counted.moments, id, ExportFormat::Positions, None));
    let export = match site.options.names {
        ShownNames::Full => export,
        ShownNames::Ids | ShownNames::None => export.map(Export::without_names),
    };
    export
        .map(|export| export.short().csv())
        .unwrap_or_default()
        .into_bytes()
}

fn comments(site: &Site<'_>, id: &ProposalId) -> Vec<u8> {
    let counted = newest(site.source, id);
    let comments = counted.map(|counted| Matrix::of(&counted.moments, &counted.tally, Layout::Iso));
    comments
        .map(|comments| comments.csv())
        .unwrap_or_default()
        .into_bytes()
}

fn objection(site: &Site<'_>, id: &ProposalId, of: &ObjectionId) -> Vec<u8> {
    let counted = newest(site.source, id);
    let followed = counted.and_then(|counted| {
        counted
            .tally
            .objections
            .iter()
            .find(|followed| followed.id == *of)
    });
    let report =
        followed.map(|followed| ShowObjection::of(id, followed).with_names(site.source.register));
    written(site, &report)
}

fn decisions_json(site: &Site<'_>) -> Vec<u8> {
    let log = Log::of(site.source.register, site.source.now);
    written(site, &log.about(|id| site.options.has(id)))
}

fn decisions_csv(site: &Site<'_>) -> Vec<u8> {
    let headings = [
        "decided",
        "proposal",
        "call",
        "title",
        "track",
        "revision",
        "outcome",
        "designation",
        "computed",
        "seats",
        "eligible",
        "answered",
        "for",
        "against",
        "neither",
        "no answer",
        "text sha256",
    ];
    let mut calls = decided_calls(site);
    calls.reverse();
    csv(&headings, calls.iter().map(row))
}

fn row(each: &DecidedCall<'_>) -> Vec<String> {
    let (matter, judgement) = (&each.decision.matter, &each.decision.judgement);
    let mut row = vec![
        judgement.at.to_string(),
        each.id.to_string(),
        each.call.to_string(),
        each.title.to_owned(),
        matter.track.to_string(),
        matter.revision.to_string(),
        judgement.outcome.word().to_owned(),
        judgement.designation.to_string(),
        each.decision
            .computed
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    ];
    let count = each.answers.map(|answers| &answers.all);
    let numbers = count.map(|count| {
        let Sides {
            for_it,
            against,
            neither,
            silent,
            members,
        } = Sides::of(count);
        [
            count.seats,
            members,
            count.answered(),
            for_it,
            against,
            neither,
            silent,
        ]
    });
    match numbers {
        Some(numbers) => row.extend(numbers.map(|number| number.to_string())),
        None => row.extend(std::iter::repeat_n(String::new(), 7)),
    }
    row.push(matter.sha256.to_string());
    row
}

fn calendar(site: &Site<'_>) -> Vec<u8> {
    let within = Span::days(AHEAD);
    let (register, now) = (site.source.register, site.source.now);
    let ids = register.proposals.keys();
    let ids = ids.filter(|id| needs_a_tally(register, id));
    let counted = ids.filter_map(|id| newest(site.source, id));
    let by_tally = counted.flat_map(|counted| only_by_tally(register, &counted.tally));
    let tasks = (of_register(register, now), by_tally.collect());
    let due = DueReport::of(register, tasks, now, within, None);
    due.calendar().into_bytes()
}

fn site_map(site: &Site<'_>) -> Vec<u8> {
    let base = site.options.base_url.as_deref().unwrap_or_default();
    let pages = site
        .addresses()
        .filter(|address| address.as_str().ends_with(".html"));
    let pages: String = pages
        .map(|page| format!("<url><loc>{base}{page}</loc></url>\n"))
        .collect();
    let space = "http://www.sitemaps.org/schemas/sitemap/0.9";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"{space}\">\n{pages}</urlset>\n"
    )
    .into_bytes()
}
