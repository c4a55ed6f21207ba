//! Makes the public site: a page for each decision, proposal and objection, and lists of them. A file a page; each is a
//! struct made from the register and its tallies, with a method that gives its document. Nothing here counts again.

mod address;
mod advice;
mod after;
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
mod home;
mod ladder;
mod marks;
mod meetings;
mod names;
mod objection;
mod objections;
mod page;
mod participant;
mod proposal;
mod revision;
mod rules;
mod said;
mod source;
mod text;
mod timeline;
mod took_part;
mod view;
pub mod written;

use std::sync::Arc;

use crate::value::digest::TextDigest;

pub use digests::FolderDigests;
use page::{Site, SitePage};
pub use source::{Counted, Options, ShownNames, Source};

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

/// Every file of the site, by path.
pub fn files<'a>(source: &'a Source<'a>, options: &'a Options) -> Vec<SiteFile<'a>> {
    let mut site = Site::of(source, options);
    let mut pages = Vec::new();
    pages.push(frame::stylesheet(&site));
    pages.extend(home::pages(&site));
    pages.extend(decision::pages(&site));
    pages.extend(proposal::pages(&site));
    pages.extend(decisions::pages(&site));
    pages.extend(objection::pages(&site));
    pages.extend(group::pages(&site));
    pages.extend(participant::pages(&site));
    pages.extend(balance::pages(&site));
    pages.extend(rules::pages(&site));
    pages.extend(meetings::pages(&site));
    pages.extend(comments::pages(&site));
    pages.extend(revision::pages(&site));
    pages.extend(data::files(&site));
    pages.extend(feed::pages(&site));
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    site.have(pages.iter().map(|page| page.address.clone()));
    let site = Arc::new(site);
    let file = |page: SitePage<'a>| SiteFile {
        path: page.address.to_string(),
        inputs: site.inputs_of(&page),
        site: Arc::clone(&site),
        page,
    };
    pages.into_iter().map(file).collect()
}
