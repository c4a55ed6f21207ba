//! The first page: what the body is doing now, which dates come, what it decided lately, and who took part.

use crate::procedure::package::Package;
use crate::procedure::stage::{Phase, phase};
use crate::procedure::task::{Task, of_proposal, of_register};
use crate::record::track::Outcome;
use crate::render::site::markup::{El, Html, el};
use crate::report::task::due_by;
use crate::site::address::Address;
use crate::site::balance::at_a_glance;
use crate::site::decided::{DecidedCall, decided_calls};
use crate::site::decision_list::decision_table;
use crate::site::decisions::summary;
use crate::site::frame::{Frame, section, time};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::proposal::current_call;
use crate::site::said::{self, Sides};
use crate::site::took_part::cell;
use crate::site::view::View;
use crate::value::clock::Instant;
use crate::value::sentence::{many, many_of};
use crate::value::span::Span;

/// So many open calls have a card, so many proposals of a kind are listed, and so many dates. The others are folded.
const CARDS: usize = 12;
const LISTED: usize = 20;
/// So many decisions are on the first page.
const LATELY: usize = 10;
/// How far ahead dates are shown.
const AHEAD: u32 = 60;

/// The first page of the site.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    vec![SitePage {
        address: Address::home(),
        inputs: Inputs::none().and_all(site.source),
        make: Box::new(move |site| HomePage::of(site).document(&site.at(&Address::home()))),
    }]
}

/// What the first page says.
struct HomePage<'s> {
    open: Vec<View<'s>>,
    waiting: Vec<View<'s>>,
    drafts: Vec<View<'s>>,
    packages: Vec<View<'s>>,
    decided: Vec<DecidedCall<'s>>,
    dates: Vec<Task>,
}

impl<'s> HomePage<'s> {
    fn of(site: &'s Site<'_>) -> Self {
        let (source, now) = (site.source, site.source.now);
        let in_phase = |wanted: &[Phase]| -> Vec<View<'s>> {
            let proposals = source.register.proposals.iter();
            let own = proposals.filter(|(id, folder)| {
                site.options.has(id) && wanted.contains(&phase(folder, now))
            });
            own.filter_map(|(id, folder)| View::of(site, id, current_call(folder, site)))
                .collect()
        };
        let is_closed = |view: &View<'_>| {
            let package = Package::of(source.register, view.id, now);
            package.is_some_and(|package| package.is_closed())
        };
        let drafts = in_phase(&[Phase::Discussion]).into_iter();
        let (packages, drafts) = drafts.partition(is_closed);
        let mut open = in_phase(&[Phase::Open]);
        open.sort_by_key(|view| (view.call().map(|call| call.closing()), view.id.clone()));
        Self {
            open,
            waiting: in_phase(&[Phase::Over, Phase::Designated]),
            drafts,
            packages,
            decided: decided_calls(site),
            dates: dates(site, now),
        }
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let name = here.site.name().to_owned();
        let headline = self.headline(here);
        let frame = Frame {
            title: name.clone(),
            headline: headline.clone(),
            trail: Vec::new(),
            name: String::new(),
            data: vec![
                ("calendar", Address::calendar(), "text/calendar"),
                ("feed", Address::feed(), "application/atom+xml"),
            ],
            changed: here.site.source.commit,
            depends_on_time: true,
        };
        let title = el("h1").class("home").with(Html::bdi(&name));
        let content = Html::from(title)
            .then(el("p").class("words").dir("auto").text(headline))
            .then(self.open_calls(here))
            .then(self.list(here, "waiting", "Waiting for a decision", &self.waiting))
            .then(self.list(here, "drafts", "Under discussion", &self.drafts))
            .then(self.list(here, "packages", "Closed packages", &self.packages))
            .then(self.dates(here))
            .then(self.lately(here))
            .then(self.balance(here));
        frame.around(here, content)
    }

    fn headline(&self, here: &Here<'_>) -> String {
        let register = here.site.source.register;
        let charter = register.charter.as_ref();
        let groups = charter.map_or(0, |charter| charter.groups.len());
        let people = many(register.participants.len(), "participant");
        let calls = many_of(self.open.len(), "call is open", "calls are open");
        let calls = if self.open.is_empty() {
            "No call is open".to_owned()
        } else {
            calls
        };
        let groups = many(groups, "group");
        format!(
            "{people} in {groups} decide here by consensus. {calls}. {}",
            summary(&self.decided)
        )
    }

    fn open_calls(&self, here: &Here<'_>) -> Html {
        let (first, others) = self.open.split_at(self.open.len().min(CARDS));
        let none = self.open.is_empty();
        let none = none.then(|| Html::from(el("p").text("No call is open.")));
        let cards: Html = first.iter().map(|view| card(here, view)).collect();
        let others = folded(others, "more open call", |others| {
            el("ul")
                .each(others.iter().map(|view| item(here, view, "closes")))
                .into()
        });
        let all = Html::from(none).then(cards).then(others);
        section("open", "Open calls", all)
    }

    fn list(&self, here: &Here<'_>, id: &str, heading: &str, some: &[View<'_>]) -> Html {
        if some.is_empty() {
            return Html::default();
        }
        let list = |some: &[View<'_>]| {
            let items = some.iter().map(|view| {
                let next = (id == "waiting").then(|| next(here, view));
                item(here, view, "closed").with(next)
            });
            el("ul").each(items).into()
        };
        let (first, others) = some.split_at(some.len().min(LISTED));
        let all: Html = list(first);
        section(id, heading, all.then(folded(others, "more proposal", list)))
    }

    fn dates(&self, here: &Here<'_>) -> Html {
        if self.dates.is_empty() {
            return Html::default();
        }
        let now = here.site.source.now;
        let row = |task: &Task| {
            let link = task.proposal.as_ref();
            let link = link.map(|id| here.link(&Address::proposal(id), Html::text(id.as_str())));
            let what = Html::text(task.dated(now));
            let what = link.map_or(what.clone(), |link| link.say(": ").then(what));
            let at = task.at().map(time);
            el("tr")
                .with(el("th").scope("row").with(at.unwrap_or_default()))
                .with(cell("What", what))
                .with(cell("Who", who(here, task)))
        };
        let heads =
            ["Date", "What", "Who"].map(|head| Html::from(el("th").scope("col").text(head)));
        let table = |caption: Option<Html>, dates: &[Task]| {
            el("table")
                .class("list dates")
                .with(caption)
                .with(el("thead").with(el("tr").each(heads.clone())))
                .with(el("tbody").each(dates.iter().map(row)))
                .into()
        };
        let caption = el("caption").text("Dates in the next 60 days.");
        let (first, others) = self.dates.split_at(self.dates.len().min(LISTED));
        let all: Html = table(Some(caption.into()), first);
        let others = folded(others, "more date", |others| table(None, others));
        section("dates", "Dates to come", all.then(others))
    }

    fn lately(&self, here: &Here<'_>) -> Html {
        if self.decided.is_empty() {
            return section("decided", "Decisions", el("p").text("No decisions yet."));
        }
        let table = decision_table(here, self.decided.iter().rev().take(LATELY));
        let all = here.link(&Address::decisions(), Html::text("All decisions"));
        section("decided", "Decided lately", table.then(el("p").with(all)))
    }

    fn balance(&self, here: &Here<'_>) -> Html {
        let adopted = |each: &DecidedCall<'_>| each.decision.judgement.outcome == Outcome::Adopted;
        // With one decision there is nothing to compare.
        if self.decided.len() < 2 && !self.decided.iter().any(adopted) {
            return Html::default();
        }
        let more = here.link(&Address::balance(), Html::text("The balance of all groups"));
        section(
            "balance",
            "Balance at a glance",
            at_a_glance(here).then(el("p").with(more)),
        )
    }
}

/// What is too much for the first page, on demand; nothing where there is nothing.
fn folded<T>(others: &[T], what: &str, shown: impl Fn(&[T]) -> Html) -> Html {
    if others.is_empty() {
        return Html::default();
    }
    let summary = el("summary").text(many(others.len(), what));
    el("details").with(summary).with(shown(others)).into()
}

/// A proposal in a list, with its answers.
fn item(here: &Here<'_>, view: &View<'_>, closing: &str) -> El {
    let link = here.link(&Address::proposal(view.id), Html::bdi(view.title()));
    let closes = view
        .call()
        .map(|call| Html::text(format!(", {closing} ")).then(time(call.closing())));
    let answers = view.call().filter(|_| view.counts());
    let answers = answers.map(|_| format!(". {}", said::answered(view.tally())));
    let facts = el("span").class("sub").text(view.id.as_str()).with(closes);
    el("li")
        .with(link)
        .with(facts.text(answers.unwrap_or_default()))
}

/// The tasks with a date in the next weeks. Where people are not named, only those that are about nobody.
fn dates(site: &Site<'_>, now: Instant) -> Vec<Task> {
    let end = Span::days(AHEAD).after(now, &site.source.register.calendar());
    let due = due_by(of_register(site.source.register, now), end);
    let due = due.filter(|task| task.due.is_some_and(|due| due >= now));
    let due = due.filter(|task| task.proposal.as_ref().is_none_or(|id| site.options.has(id)));
    due.filter(|task| site.names_people() || task.subject.is_none())
        .collect()
}

fn who(here: &Here<'_>, task: &Task) -> Html {
    match task.who.as_class() {
        Some(_) => Html::text(task.who.in_words()),
        None => {
            let people = task.who.members().iter();
            Html::joined(people.filter_map(|id| here.person(id)), ", ")
        }
    }
}

/// The next step of a proposal, and who must do it. Where people are not named, one that is about nobody.
fn next(here: &Here<'_>, view: &View<'_>) -> Html {
    let tasks = of_proposal(here.site.source.register, view.tally());
    let mut tasks = tasks.into_iter();
    let next = tasks.find(|task| here.site.names_people() || task.subject.is_none());
    let says = next.map(|task| {
        let words = format!("Next: {}", task.what(here.site.source.now));
        let who = who(here, &task);
        let who = (!who.is_empty()).then(|| Html::text(" (").then(who).say(")"));
        Html::from(el("span").class("sub").text(words).with(who))
    });
    says.unwrap_or_default()
}

/// An open call: what is asked, until when, and how far it is.
fn card(here: &Here<'_>, view: &View<'_>) -> Html {
    let tally = view.tally();
    let link = here.link(&Address::proposal(view.id), Html::bdi(view.title()));
    let closes = view
        .call()
        .map(|call| Html::text(", closes ").then(time(call.closing())));
    let sides = Sides::of(&tally.count);
    let bar = (view.counts() && sides.add_up()).then(|| view.marks.bar(&tally.count).small());
    let mut said = vec![said::answered(tally), said::objections(tally)];
    said.extend(said::groups(tally));
    el("div")
        .class("card")
        .with(el("h3").with(link))
        .with(el("p").class("question").of_record().text(view.question()))
        .with(el("p").class("dim").text(view.id.as_str()).with(closes))
        .with(bar)
        .with(el("p").text(said.join(" ")))
        .into()
}
