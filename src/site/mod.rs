//! Makes the public site: a page for each decision, proposal and objection, and lists of them. A file a page; each is a
//! struct made from the register and its tallies, with a method that gives its document. Nothing here counts again.

mod address;
mod advice;
mod advice_given;
mod after;
mod all_names;
mod answered;
mod answers;
mod balance;
mod by_group;
mod comments;
mod count;
mod data;
mod decided;
mod decision;
mod decision_list;
mod decisions;
mod departures;
mod designation;
mod digests;
mod dimensions;
mod feed;
mod frame;
mod group;
mod group_members;
mod home;
mod ladder;
mod marks;
mod meetings;
mod names;
mod objection;
mod objections;
mod page;
mod participant;
mod parts;
mod proposal;
mod revision;
mod rules;
mod said;
mod shares;
mod source;
mod state;
mod text;
mod timeline;
mod took_part;
mod translations;
mod view;
pub mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::register::folder::CallFolder;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

use address::Address;
use advice_given::AdviceGiven;
pub use answers::{CallAnswers, SiteAnswers};
pub use digests::FolderDigests;
use page::{Site, SitePage};
pub use source::{Counted, Options, ShownNames, SiteTallies, Source};

/// One file of the site.
pub struct SiteFile<'a> {
    /// Its path from the root of the site.
    pub path: String,
    /// The digest of what it is made from: the same digest gives the same bytes.
    pub inputs: TextDigest,
    page: SitePage<'a>,
    site: Arc<Site<'a>>,
}

impl SiteFile<'_> {
    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        (self.page.make)(&self.site)
    }
}

/// A site whose pages are known, apart from those of its proposals.
pub struct Outline<'a>(Site<'a>);

impl<'a> Outline<'a> {
    /// The outline of a site.
    pub fn of(source: &'a Source<'a>, options: &'a Options) -> Self {
        let mut site = Site::of(source, options);
        let pages = of_all(&site);
        let proposals = source.register.proposals.keys();
        let proposals = proposals.filter(|id| options.has(id));
        let own = pages.into_iter().map(|page| page.address);
        site.share(own.chain(proposals.map(Address::proposal)));
        Self(site)
    }

    /// The digest of everything that the pages of a proposal are made from.
    pub fn inputs(&self, id: &ProposalId) -> TextDigest {
        self.0.inputs_of_proposal(id)
    }

    /// The files of one proposal, by path. `source` has all its records and its tallies.
    pub fn of_proposal<'b>(
        &self,
        source: &'b Source<'b>,
        options: &'b Options,
        id: &'b ProposalId,
    ) -> Vec<SiteFile<'b>> {
        let mut site = self.0.with(source, options);
        let mut pages = proposal::pages(&site, id);
        pages.extend(decision::pages(&site, id));
        pages.extend(objection::pages(&site, id));
        pages.extend(comments::pages(&site, id));
        pages.extend(revision::pages(&site, id));
        pages.extend(translations::pages(&site, id));
        pages.extend(all_names::pages(&site));
        pages.extend(data::of_proposal(&site, id));
        site.have(pages.iter().map(|page| page.address.clone()));
        settled(site, pages)
    }

    /// The files of all proposals together, by path. `source` has all answers, and `paths` are those of the files of
    /// single proposals.
    pub fn of_all<'b, 'p>(
        &self,
        source: &'b Source<'b>,
        options: &'b Options,
        paths: impl Iterator<Item = &'p str>,
    ) -> Vec<SiteFile<'b>> {
        let mut site = self.0.with(source, options);
        site.have(paths.map(Address::of_path));
        let pages = of_all(&site);
        settled(site, pages)
    }
}

/// The answers to the decided calls of one proposal. Where people are not named, they name nobody.
pub fn answers(
    source: &Source<'_>,
    options: &Options,
    id: &ProposalId,
) -> BTreeMap<u32, CallAnswers> {
    let calls = source.register.proposals.get(id);
    let calls = calls.into_iter().flat_map(|records| &records.calls);
    let decided = calls.filter(|(_, filed)| filed.decision.is_some());
    let people = &source.register.participants;
    let answers = |n: u32, filed: &CallFolder| {
        let counted = source.counted(id, Some(n))?;
        let answers = CallAnswers::of(&counted.tally, counted.alone(), people.keys());
        let mut answers = answers.with_totals(&counted.tally, filed.totals.as_ref());
        answers.advice = AdviceGiven::all(&counted.tally, counted.moments.closing());
        match options.names {
            ShownNames::None => Some((n, answers.without_people(people))),
            ShownNames::Full | ShownNames::Ids => Some((n, answers)),
        }
    };
    decided
        .filter_map(|(n, filed)| answers(*n, filed))
        .collect()
}

fn of_all<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let mut pages = vec![frame::stylesheet(site)];
    pages.extend(home::pages(site));
    pages.extend(decisions::pages(site));
    pages.extend(group::pages(site));
    pages.extend(participant::pages(site));
    pages.extend(balance::pages(site));
    pages.extend(rules::pages(site));
    pages.extend(meetings::pages(site));
    pages.extend(data::files(site));
    pages.extend(feed::pages(site));
    pages
}

/// Pages in the order of their paths.
fn settled<'a>(site: Site<'a>, mut pages: Vec<SitePage<'a>>) -> Vec<SiteFile<'a>> {
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    let site = Arc::new(site);
    let file = |page: SitePage<'a>| SiteFile {
        path: page.address.to_string(),
        inputs: site.inputs_of(&page),
        site: Arc::clone(&site),
        page,
    };
    pages.into_iter().map(file).collect()
}
