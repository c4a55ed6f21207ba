//! The translations of a proposal: a list with titles and questions on its pages, and a page for the text of each. Each
//! names its revision. The text of the proposal itself is the one that is decided.

use std::cmp::Ordering;

use crate::record::proposal::Proposal;
use crate::record::translation::Translation;
use crate::register::snapshot::folder;
use crate::render::site::commonmark::commonmark;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::frame::{Frame, section, time};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::view::View;
use crate::value::id::{ProposalId, RevisionName};

/// A page for the last translation into each language, where its text is in the register.
pub(crate) fn pages<'a>(site: &Site<'a>, id: &'a ProposalId) -> Vec<SitePage<'a>> {
    let source = site.source;
    let records = source.register.proposals.get(id);
    let Some(proposal) = records.and_then(|records| records.proposal.as_ref()) else {
        return Vec::new();
    };
    let all = Translation::latest(&proposal.translations).into_iter();
    let read = all.filter(|own| source.file(id, &own.text, &own.sha256).is_some());
    read.flat_map(|own| of_translation(site, id, proposal, own))
        .collect()
}

fn of_translation<'a>(
    site: &Site<'a>,
    id: &'a ProposalId,
    proposal: &'a Proposal,
    own: &'a Translation,
) -> [SitePage<'a>; 2] {
    let address = Address::translation(id, &own.language);
    let at = address.clone();
    let inputs = || Inputs::none().and_folder(site.source, id);
    let text = SitePage {
        address: address.beside("text.md"),
        inputs: inputs(),
        make: Box::new(move |site| {
            let own = site.source.file(id, &own.text, &own.sha256);
            own.map(<[u8]>::to_vec).unwrap_or_default()
        }),
    };
    let page = SitePage {
        address,
        inputs: inputs(),
        make: Box::new(move |site| document(&site.at(&at), id, proposal, own)),
    };
    [page, text]
}

fn document(here: &Here<'_>, id: &ProposalId, proposal: &Proposal, own: &Translation) -> Vec<u8> {
    let title = own.title.as_ref().unwrap_or(&proposal.title);
    let language = &own.language;
    let heading = match &own.title {
        Some(title) => Html::from(el("bdi").lang(language).text(title)),
        None => Html::bdi(title),
    };
    let frame = Frame {
        title: title.clone(),
        headline: format!("Translation of {} into {language}.", own.of),
        trail: vec![(proposal.title.clone(), Address::proposal(id))],
        name: format!("Translation into {language}"),
        data: vec![("Text", here.address.beside("text.md"), "text/markdown")],
        changed: here.site.source.history.last_change(&folder(id)),
        depends_on_time: false,
    };
    let latest = proposal.latest().map_or(own.of, |latest| latest.name);
    let question = own.question.as_ref().map(|words| {
        let question = el("p").class("question").lang(language).dir("auto");
        Html::from(question.text(words))
    });
    let bytes = here.site.source.file(id, &own.text, &own.sha256);
    let text = String::from_utf8_lossy(bytes.unwrap_or_default());
    let translated = el("div").class("text").lang(language).dir("auto");
    let kicker = format!("Translation of {} of proposal {id} into {language}", own.of);
    let content = Html::from(el("p").class("kicker").text(kicker))
        .then(el("h1").with(heading))
        .then(question)
        .then(authority(here, id, own, latest))
        .then(section("text", "Text", translated.with(commonmark(&text))));
    frame.around(here, content)
}

/// Which text is decided, and whether it changed since.
fn authority(here: &Here<'_>, id: &ProposalId, own: &Translation, latest: RevisionName) -> Html {
    let by = here.person_or(&own.by, "a participant");
    let recorded = Html::text("Recorded by ")
        .then(by)
        .say(", ")
        .then(time(own.at))
        .say(". ");
    let text = |revision: RevisionName| {
        let words = Html::text(format!("the text of {revision}"));
        here.link(&Address::revision(id, revision), words)
    };
    let decided = Html::text("What is decided is ")
        .then(text(latest))
        .say(".");
    let behind = (own.of < latest).then(|| {
        let says = format!("This is a translation of an earlier revision, {}. ", own.of);
        Html::from(el("strong").text(says))
    });
    let class = if own.of < latest { "alarm" } else { "dim" };
    el("p")
        .class(class)
        .with(behind)
        .with(recorded)
        .with(decided)
        .into()
}

impl View<'_> {
    /// The title and the question in other languages, and where the text is; nothing without translations.
    pub(crate) fn translations(&self, here: &Here<'_>) -> Html {
        let Some(proposal) = self.proposal() else {
            return Html::default();
        };
        // A call can ask another question than the one that was translated.
        let is_asked = proposal.question == self.question();
        let latest = Translation::latest(&proposal.translations).into_iter();
        let items: Vec<Html> = latest
            .map(|own| self.translated(here, own, is_asked))
            .collect();
        if items.is_empty() {
            return Html::default();
        }
        let heading = el("h3").text("In other languages");
        Html::from(heading).then(el("ul").each(items))
    }

    fn translated(&self, here: &Here<'_>, own: &Translation, is_asked: bool) -> Html {
        let language = &own.language;
        let page = Address::translation(self.id, language);
        let name = match &own.title {
            Some(title) => Html::from(el("bdi").lang(language).text(title)),
            None => Html::text(format!("Text in {language}")),
        };
        let which = match own.of.cmp(&self.tally().revision) {
            Ordering::Equal => format!("{language}, of {}", own.of),
            Ordering::Less => format!("{language}, of {}, an earlier revision", own.of),
            Ordering::Greater => format!("{language}, of {}, a later revision", own.of),
        };
        let question = own.question.as_ref().filter(|_| is_asked);
        let question = question.map(|words| {
            let question = el("p").class("question").lang(language).dir("auto");
            Html::from(question.text(words))
        });
        el("li")
            .with(here.link(&page, name))
            .text(format!(" ({which})"))
            .with(question)
            .into()
    }
}
