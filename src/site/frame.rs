//! The frame of every page: what it is called, where it is, the links to the other parts of the site, and at its foot
//! from which commit it was made and how to check it.

use crate::register::snapshot::MainCommit;
use crate::render::site::STYLE;
use crate::render::site::markup::{Href, Html, document, el};
use crate::site::address::Address;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;
use crate::value::language::Language;

/// Nothing is loaded from elsewhere, and no script runs.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// The stylesheet as a file.
pub(crate) fn stylesheet<'a>(_: &Site<'a>) -> SitePage<'a> {
    SitePage {
        address: Address::stylesheet(),
        inputs: Inputs::none().and(TextDigest::of(STYLE.as_bytes()).as_str()),
        make: Box::new(|_| STYLE.as_bytes().to_vec()),
    }
}

/// What a page says of itself.
pub(crate) struct Frame<'p> {
    /// What it is about.
    pub(crate) title: String,
    /// Its first sentence, for the card that a link gets in other programs.
    pub(crate) headline: String,
    /// The pages above it, each with its name.
    pub(crate) trail: Vec<(String, Address)>,
    /// Its own name at the end of the trail.
    pub(crate) name: String,
    /// Its data as files: what each is called, and its kind.
    pub(crate) data: Vec<(&'p str, Address, &'static str)>,
    /// The newest commit that changed what it shows.
    pub(crate) changed: Option<&'p MainCommit>,
    /// Whether it also depends on the time.
    pub(crate) depends_on_time: bool,
}

impl Frame<'_> {
    /// The page with its content.
    pub(crate) fn around(&self, here: &Here<'_>, content: Html) -> Vec<u8> {
        let main = el("main")
            .id("main")
            .with(doubt(here))
            .with(self.trail(here));
        let main = main.with(content);
        let skip = el("a")
            .class("skip")
            .href(&Href::part("main"))
            .text("Skip to the content");
        let body = Html::from(skip)
            .then(header(here))
            .then(main)
            .then(self.foot(here));
        let charter = here.site.source.register.charter.as_ref();
        let language = charter.and_then(|charter| charter.language.as_ref());
        document(language.map(Language::as_str), self.head(here), body)
    }

    fn head(&self, here: &Here<'_>) -> Html {
        let register = here.site.name();
        let title = match self.title == register {
            true => register.to_owned(),
            false => format!("{} · {register}", self.title),
        };
        let meta = |name: &str, content: &str| el("meta").name_of(name).content(content);
        let card = |property: &str, content: &str| el("meta").property(property).content(content);
        let style = Address::stylesheet().seen_from(&here.address);
        Html::from(el("meta").charset("utf-8"))
            .then(
                el("meta")
                    .http_equiv("Content-Security-Policy")
                    .content(POLICY),
            )
            .then(meta("viewport", "width=device-width, initial-scale=1"))
            .then(meta("referrer", "no-referrer"))
            .then(el("title").text(title))
            .then(meta("description", &self.headline).property("og:description"))
            .then(card("og:title", &self.title))
            .then(el("link").rel("stylesheet").href(&style))
            .then(here.canonical())
            .then(self.alternates(here).collect::<Html>())
    }

    fn alternates(&self, here: &Here<'_>) -> impl Iterator<Item = Html> {
        let feed = ("Feed", Address::feed(), "application/atom+xml");
        let data = self.data.iter().cloned().chain([feed]);
        let data = data.filter(|(_, address, _)| here.site.has(address));
        data.map(|(name, address, kind)| {
            let href = address.seen_from(&here.address);
            el("link")
                .rel("alternate")
                .kind(kind)
                .title(name)
                .href(&href)
                .into()
        })
    }

    fn trail(&self, here: &Here<'_>) -> Html {
        if self.name.is_empty() {
            return Html::default();
        }
        let above = self.trail.iter();
        let mut above = above.map(|(name, address)| here.link(address, Html::bdi(name)));
        let above = Html::joined(
            std::iter::once(here.link(&Address::home(), Html::text("Home"))).chain(&mut above),
            " › ",
        );
        let nav = el("nav").class("trail").label("Where this page is");
        nav.with(above)
            .text(" › ")
            .with(Html::bdi(&self.name))
            .into()
    }

    fn foot(&self, here: &Here<'_>) -> Html {
        let register = here.site.source.register.charter.as_ref();
        let register = register.map_or(String::new(), |charter| charter.register.to_string());
        let made = Html::text("Made from the register ").then(el("code").text(register));
        let made = match self.changed {
            Some(commit) => made
                .say(", commit ")
                .then(el("code").text(commit.commit.short()))
                .say(" of ")
                .then(time(commit.at)),
            None => made,
        };
        let made = match self.depends_on_time {
            true => made.say(", as of ").then(time(here.site.source.now)),
            false => made,
        };
        let made = made.say(concat!(
            ", by plenary ",
            env!("CARGO_PKG_VERSION"),
            ". All times are UTC."
        ));
        el("footer")
            .class("foot")
            .with(el("p").with(made).with(self.data(here)))
            .with(
                el("p")
                    .text("This site computes and shows; a named person decides. To recompute every decision in a clone of the register: ")
                    .with(el("code").text("plenary verify")),
            )
            .into()
    }

    fn data(&self, here: &Here<'_>) -> Html {
        let data = self
            .data
            .iter()
            .filter(|(_, address, _)| here.site.has(address));
        let links: Vec<Html> = data
            .map(|(name, address, _)| here.link(address, Html::text(name)))
            .collect();
        match links.is_empty() {
            true => Html::default(),
            false => Html::text(" Data of this page: ")
                .then(Html::joined(links, ", "))
                .say("."),
        }
    }
}

/// The name of the register, and the links to the parts of the site.
fn header(here: &Here<'_>) -> Html {
    let home = here.link(&Address::home(), Html::bdi(here.site.name()));
    let home = el("p").class("register").with(home);
    let parts = [
        ("Open calls", Address::home(), "open"),
        ("Decisions", Address::decisions(), ""),
        ("Groups", Address::groups(), ""),
        ("Balance", Address::balance(), ""),
        ("Rules", Address::rules(), ""),
        ("Feed", Address::feed(), ""),
    ];
    let parts = parts
        .into_iter()
        .filter(|(_, address, _)| here.site.has(address));
    let links = parts.map(|(name, address, part)| {
        let link = here.link_to_part(&address, part, Html::text(name));
        el("li").with(link)
    });
    let links = el("nav")
        .label("Parts of this site")
        .with(el("ul").each(links));
    el("header").class("top").with(home).with(links).into()
}

/// The first line of a page about a decision that does not recompute, and of the first page.
fn doubt(here: &Here<'_>) -> Html {
    let is_here = |(id, n): &&(ProposalId, u32)| {
        let pages = [
            Address::home(),
            Address::proposal(id),
            Address::call(id, *n),
        ];
        pages.contains(&here.address)
    };
    let found = here.site.source.not_verified.iter().filter(is_here);
    let line = |(id, n): &(ProposalId, u32)| {
        let decision = here.link(
            &Address::call(id, *n),
            Html::text(format!("{id}, call {n}")),
        );
        let command = el("code").text(Command::new("verify").with(id).to_string());
        el("p")
            .class("alarm")
            .with(el("strong").text("This decision does not recompute: "))
            .with(decision)
            .text(". To see why: ")
            .with(command)
            .into()
    };
    found.map(line).collect()
}

/// A moment, for people and for programs.
pub(crate) fn time(at: Instant) -> Html {
    el("time").datetime(at).text(at.long()).into()
}

/// The day of a moment, in a long list.
pub(crate) fn date(at: Instant) -> Html {
    el("time").text(at.date()).into()
}

/// A part of a page, with the name by which links find it.
pub(crate) fn section(id: &str, heading: &str, content: impl Into<Html>) -> Html {
    let title = format!("{id}-h");
    el("section")
        .id(id)
        .labelled_by(&title)
        .with(el("h2").id(&title).text(heading))
        .with(content)
        .into()
}

impl Here<'_> {
    fn canonical(&self) -> Html {
        let base = self.site.options.base_url.as_deref();
        let whole = base.map(|base| format!("{base}{}", self.address));
        let href = whole.and_then(|whole| Href::public(&whole));
        let link = href.map(|href| Html::from(el("link").rel("canonical").href(&href)));
        link.unwrap_or_default()
    }
}
