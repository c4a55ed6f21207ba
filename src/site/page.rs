//! Has what all pages of a site share: their source, what was asked, which addresses exist, and how a person is shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::record::path::{CHARTER, PARTICIPANTS};
use crate::register::snapshot::folder;
use crate::render::site::markup::{Href, Html, el};
use crate::site::address::Address;
use crate::site::source::{Options, ShownNames, Source};
use crate::value::digest::TextDigest;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, ProposalId};

/// The folder of the records of meetings.
const MEETINGS: &str = "meetings/";

/// A page or a data file before it is made.
pub(crate) struct SitePage<'a> {
    /// Where it is.
    pub(crate) address: Address,
    /// What it is made from, apart from what all pages are made from.
    pub(crate) inputs: Inputs,
    /// Makes its bytes.
    pub(crate) make: Make<'a>,
}

/// Makes the bytes of a page, perhaps in another thread.
type Make<'a> = Box<dyn Fn(&Site<'_>) -> Vec<u8> + Send + Sync + 'a>;

/// What a page depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inputs(String);

impl Inputs {
    /// Nothing but what all pages depend on.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Also on these words.
    #[must_use]
    pub(crate) fn and(mut self, words: impl AsRef<str>) -> Self {
        self.0.push_str(words.as_ref());
        self.0.push('\0');
        self
    }

    /// Also on the time and on every record.
    #[must_use]
    pub(crate) fn and_all(self, source: &Source<'_>) -> Self {
        self.and(source.now.to_string()).and_records(source)
    }

    /// Also on every record.
    #[must_use]
    pub(crate) fn and_records(self, source: &Source<'_>) -> Self {
        let all = Self::files(source, "");
        self.and(all)
    }

    /// Also on every file of a proposal's folder, and on what replaced it.
    #[must_use]
    pub(crate) fn and_folder(self, source: &Source<'_>, id: &ProposalId) -> Self {
        let by = source.register.superseded_by(id);
        let by: Vec<&str> = by.iter().map(ProposalId::as_str).collect();
        self.and(Self::files(source, &folder(id))).and(by.join(" "))
    }

    fn files<'s>(source: &Source<'s>, place: &str) -> &'s str {
        source.digests.get(place)
    }
}

/// All pages of one site.
pub(crate) struct Site<'a> {
    /// What they are made from.
    pub(crate) source: &'a Source<'a>,
    /// What was asked.
    pub(crate) options: &'a Options,
    base: TextDigest,
    /// The addresses that every page knows.
    shared: Arc<BTreeSet<Address>>,
    /// More addresses: those of one proposal, or of all.
    own: BTreeSet<Address>,
}

impl<'a> Site<'a> {
    /// A site without pages yet.
    pub(crate) fn of(source: &'a Source<'a>, options: &'a Options) -> Self {
        let shared = Inputs::none()
            .and(env!("CARGO_PKG_VERSION"))
            .and(format!("{options:?}"))
            .and(format!("{:?}", source.not_verified))
            .and(Inputs::files(source, CHARTER))
            .and(Inputs::files(source, PARTICIPANTS))
            .and(Inputs::files(source, MEETINGS));
        Self {
            source,
            options,
            base: TextDigest::of(shared.0.as_bytes()),
            shared: Arc::default(),
            own: BTreeSet::new(),
        }
    }

    /// The same site with the records of one proposal, or with all answers.
    pub(crate) fn with<'b>(&self, source: &'b Source<'b>, options: &'b Options) -> Site<'b> {
        Site {
            source,
            options,
            base: self.base.clone(),
            shared: Arc::clone(&self.shared),
            own: BTreeSet::new(),
        }
    }

    /// Notes which pages every page can lead to.
    pub(crate) fn share(&mut self, addresses: impl Iterator<Item = Address>) {
        self.shared = Arc::new(addresses.collect());
    }

    /// Notes which pages there are more.
    pub(crate) fn have(&mut self, addresses: impl Iterator<Item = Address>) {
        self.own.extend(addresses);
    }

    /// Every address, in order.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &Address> {
        let all: BTreeSet<&Address> = self.shared.iter().chain(&self.own).collect();
        all.into_iter()
    }

    /// The digest of everything that a page is made from.
    pub(crate) fn inputs_of(&self, page: &SitePage<'_>) -> TextDigest {
        self.digest_of(&page.inputs)
    }

    /// The digest of some inputs, and of what all pages are made from.
    pub(crate) fn digest_of(&self, inputs: &Inputs) -> TextDigest {
        let top = self.shared.iter().filter(|each| each.is_in_every_page());
        let top: Vec<&str> = top.map(Address::as_str).collect();
        let all = [self.base.as_str(), &top.join(" "), &inputs.0];
        TextDigest::of(all.join("\0").as_bytes())
    }

    /// The page at an address, as the place from which links begin.
    pub(crate) fn at(&'a self, address: &Address) -> Here<'a> {
        Here {
            site: self,
            address: address.clone(),
        }
    }

    /// Whether an address exists.
    pub(crate) fn has(&self, address: &Address) -> bool {
        self.shared.contains(address) || self.own.contains(address)
    }

    /// The name of the register.
    pub(crate) fn name(&self) -> &str {
        let charter = self.source.register.charter.as_ref();
        charter.map_or("A register without a charter", |charter| &charter.name)
    }

    /// Whether people are named at all.
    pub(crate) fn names_people(&self) -> bool {
        self.options.names != ShownNames::None
    }

    /// The name of a person as the site shows it; nothing where people are not named. Every page asks here.
    pub(crate) fn person(&self, id: &ParticipantId) -> Option<String> {
        match self.options.names {
            ShownNames::None => None,
            ShownNames::Ids => Some(id.to_string()),
            ShownNames::Full => {
                let known = self.source.register.participant(id);
                let name = known.map(|known| known.name.trim());
                let name = name.filter(|name| !name.is_empty());
                Some(name.map_or_else(|| id.to_string(), str::to_owned))
            }
        }
    }

    /// The name of an objection; where people are not named, its number among those on the proposal.
    pub(crate) fn objection(&self, proposal: &ProposalId, id: &ObjectionId) -> String {
        if self.names_people() {
            return id.to_string();
        }
        let folder = self.source.register.proposals.get(proposal);
        let place = folder.and_then(|folder| folder.objections.keys().position(|own| own == id));
        (place.map_or(0, |place| place + 1)).to_string()
    }

    /// The name of a group.
    pub(crate) fn group(&self, id: &GroupId) -> String {
        let charter = self.source.register.charter.as_ref();
        let group = charter.and_then(|charter| charter.group(id));
        group.map_or_else(|| id.to_string(), |group| group.name.clone())
    }
}

/// One page, from which links begin.
pub(crate) struct Here<'s> {
    /// All pages.
    pub(crate) site: &'s Site<'s>,
    /// Where this one is.
    pub(crate) address: Address,
}

impl Here<'_> {
    /// A link to another page; the content alone where that page does not exist.
    pub(crate) fn link(&self, to: &Address, content: impl Into<Html>) -> Html {
        self.link_to_part(to, "", content)
    }

    /// The same to a part of a page.
    pub(crate) fn link_to_part(&self, to: &Address, part: &str, content: impl Into<Html>) -> Html {
        if !self.site.has(to) {
            return content.into();
        }
        let href = to.part_seen_from(&self.address, part);
        el("a").href(&href).with(content).into()
    }

    /// A link to an address of a record, if that can be one.
    pub(crate) fn outside(&self, to: &str) -> Html {
        match Href::of_record(to) {
            Some(href) => el("a").href(&href).with(Html::bdi(to)).into(),
            None => Html::bdi(to),
        }
    }

    /// A person with a link to their page; nothing where people are not named.
    pub(crate) fn person(&self, id: &ParticipantId) -> Option<Html> {
        let name = self.site.person(id)?;
        Some(self.link(&Address::person(id), Html::bdi(name)))
    }

    /// The same, or what they are where people are not named: `a chair`.
    pub(crate) fn person_or(&self, id: &ParticipantId, role: &str) -> Html {
        self.person(id).unwrap_or_else(|| Html::text(role))
    }

    /// A group with a link to its page.
    pub(crate) fn group(&self, id: &GroupId) -> Html {
        self.link(&Address::group(id), Html::bdi(self.site.group(id)))
    }
}
