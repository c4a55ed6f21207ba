//! One objection: its state, what it says, and everything that happened to it in the order of time, with the words and the commits.

use crate::register::objection_history::{ObjectionEvent, ObjectionEventKind};
use crate::register::snapshot::folder;
use crate::render::site::markup::{Html, el};
use crate::report::objection::ending;
use crate::report::trace::texts;
use crate::site::address::Address;
use crate::site::frame::{Frame, section};
use crate::site::names::labelled;
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::proposal::current_call;
use crate::site::timeline::{Event, timeline};
use crate::site::view::View;
use crate::tally::objection::TrackedObjection;
use crate::value::id::{ObjectionId, ProposalId};
use crate::value::sentence::capital;

/// A page for every objection and comment on a proposal.
pub(crate) fn pages<'a>(site: &Site<'a>, id: &'a ProposalId) -> Vec<SitePage<'a>> {
    let records = site.source.register.proposals.get(id);
    let tallied =
        records.filter(|records| View::of(site, id, current_call(records, site)).is_some());
    let objections = tallied
        .into_iter()
        .flat_map(|records| records.objections.keys());
    let page = |of: &'a ObjectionId| {
        let address = Address::objection(id, &site.objection(id, of));
        SitePage {
            inputs: Inputs::none().and_folder(site.source, id),
            make: Box::new({
                let address = address.clone();
                move |site| {
                    let page = ObjectionPage::of(site, id, of);
                    page.map_or(Vec::new(), |page| page.document(&site.at(&address)))
                }
            }),
            address,
        }
    };
    objections.map(page).collect()
}

/// An objection on a proposal.
struct ObjectionPage<'s> {
    view: View<'s>,
    of: &'s ObjectionId,
    tracked: Option<&'s TrackedObjection>,
    events: &'s [ObjectionEvent],
}

impl<'s> ObjectionPage<'s> {
    fn of(site: &'s Site<'_>, id: &'s ProposalId, of: &'s ObjectionId) -> Option<Self> {
        let records = site.source.register.proposals.get(id)?;
        let view = View::of(site, id, current_call(records, site))?;
        let events = site
            .source
            .history
            .objections
            .get(&(id.clone(), of.clone()));
        let tracked = view.tally().objections.iter().find(|each| each.id == *of);
        Some(Self {
            view,
            of,
            tracked,
            events: events.map_or(&[], Vec::as_slice),
        })
    }

    fn about(&self) -> String {
        let filed = self.view.folder.objections.get(self.of);
        filed.map_or(String::new(), |filed| filed.objection.about.clone())
    }

    fn state(&self, here: &Here<'_>) -> String {
        let state = self
            .tracked
            .map(|tracked| self.view.status_of(here, tracked));
        capital(&state.unwrap_or_else(|| "not part of this call".to_owned()))
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let name = here.site.objection(self.view.id, self.of);
        let headline = format!(
            "{}. An objection on {}.",
            self.state(here),
            self.view.title()
        );
        let frame = Frame {
            title: self.about(),
            headline,
            trail: vec![(self.view.title(), Address::proposal(self.view.id))],
            name,
            data: vec![(
                "JSON",
                here.address.beside("index.json"),
                "application/json",
            )],
            changed: here.site.source.history.last_change(&folder(self.view.id)),
            depends_on_time: false,
        };
        frame.around(here, self.content(here))
    }

    fn content(&self, here: &Here<'_>) -> Html {
        let is_open = self.tracked.is_some_and(TrackedObjection::is_undisposed);
        let look = if is_open { "box wait" } else { "box no" };
        let state = el("p").class("outcome").text(self.state(here));
        let closing = self.tracked.map(|tracked| self.view.closing(here, tracked));
        let kind = self
            .tracked
            .map_or("Objection", |tracked| match tracked.objection.blocking {
                true => "Objection",
                false => "Comment",
            });
        let kicker = format!("{kind} {}", here.site.objection(self.view.id, self.of));
        let by = el("p")
            .class("question")
            .text("Raised by ")
            .with(self.view.person(here, &self.of.participant));
        Html::from(el("p").class("kicker").text(kicker))
            .then(el("h1").with(Html::bdi(self.about())))
            .then(by)
            .then(el("div").class(look).with(state).with(closing))
            .then(self.words())
            .then(self.others(here))
            .then(section("life", "What happened", self.life(here)))
    }

    fn words(&self) -> Html {
        let Some(filed) = self.view.folder.objections.get(self.of) else {
            return Html::default();
        };
        let resolve = filed.objection.resolve.as_deref();
        let resolve = resolve.map(|words| labelled("What would resolve it", words));
        let words = labelled("Problem", &filed.objection.problem).then(resolve);
        section("problem", "What it says", words)
    }

    /// Who joined it, its duplicates, and of what it is a duplicate.
    fn others(&self, here: &Here<'_>) -> Html {
        let Some(tracked) = self.tracked else {
            return Html::default();
        };
        let mut lines = Vec::new();
        if !tracked.joined_by.is_empty() {
            let joined = tracked
                .joined_by
                .iter()
                .map(|id| self.view.person(here, id));
            lines.push(
                Html::text("Joined by ")
                    .then(Html::joined(joined, ", "))
                    .say("."),
            );
        }
        let link = |of: &ObjectionId| {
            let name = here.site.objection(self.view.id, of);
            here.link(&Address::objection(self.view.id, &name), Html::text(&name))
        };
        if !tracked.duplicates.is_empty() {
            let own = tracked.duplicates.iter().map(link);
            lines.push(
                Html::text("Duplicates: ")
                    .then(Html::joined(own, ", "))
                    .say("."),
            );
        }
        if let Some((original, state)) = &tracked.original {
            let says = Html::text("This is a duplicate of ").then(link(original));
            lines.push(says.say(format!(
                " ({}), and is closed together with it.",
                state.in_words()
            )));
        }
        let decided = self.view.decision().and(self.view.tally().call);
        lines.extend(decided.map(|n| {
            let record = Html::text(format!("record of call {n}"));
            let link = here.link_to_part(&Address::call(self.view.id, n), "objections", record);
            Html::text("It is in the ").then(link).say(".")
        }));
        lines
            .into_iter()
            .map(|line| Html::from(el("p").with(line)))
            .collect()
    }

    fn life(&self, here: &Here<'_>) -> Html {
        let events: Vec<Event> = self
            .events
            .iter()
            .map(|event| self.event(here, event))
            .collect();
        match events.is_empty() {
            true => el("p")
                .text("The history of this objection is not known.")
                .into(),
            false => timeline(&events),
        }
    }

    fn event(&self, here: &Here<'_>, event: &ObjectionEvent) -> Event {
        let commit = event.landing.as_ref();
        let commit_name =
            commit.map(|commit| Html::text("commit ").then(el("code").text(commit.commit.short())));
        let revision = event
            .revision
            .map(|revision| Html::text(format!("on {revision}")));
        Event {
            by: event.by.as_ref().map(|by| self.view.person(here, by)),
            at: commit.map(|commit| commit.at).or(event.said),
            facts: revision.into_iter().chain(commit_name).collect(),
            words: self.words_of(event),
            is_end: matches!(event.what, ObjectionEventKind::Disposed(_)),
            ..Event::new(self.what(here, &event.what))
        }
    }

    /// The words of an event. What was raised is above, unless it was other words then.
    fn words_of(&self, event: &ObjectionEvent) -> Vec<(&'static str, String)> {
        let reworded = |each: &ObjectionEvent| matches!(each.what, ObjectionEventKind::Reworded(_));
        match event.what {
            ObjectionEventKind::Raised(_) if !self.events.iter().any(reworded) => Vec::new(),
            _ => texts(&event.what).into_iter().map(unnamed).collect(),
        }
    }

    fn what(&self, here: &Here<'_>, what: &ObjectionEventKind) -> String {
        let other = |of: &ObjectionId| here.site.objection(self.view.id, of);
        match what {
            ObjectionEventKind::Raised(raised) if raised.blocking => "Raised".to_owned(),
            ObjectionEventKind::Raised(_) => "Raised as a comment".to_owned(),
            ObjectionEventKind::Reworded(_) => "Reworded".to_owned(),
            ObjectionEventKind::Joined => "Joined".to_owned(),
            ObjectionEventKind::Left => "No longer joined".to_owned(),
            ObjectionEventKind::Responded(_) => "Response".to_owned(),
            ObjectionEventKind::Replied(reply, _) => format!("Reply: {}", reply.word()),
            ObjectionEventKind::Withdrawn(_) => "Withdrawn".to_owned(),
            ObjectionEventKind::Renewed => "Raised again after a withdrawal".to_owned(),
            ObjectionEventKind::Reopened(_) => "Reopened".to_owned(),
            ObjectionEventKind::Disposed(ended) => match &ended.of {
                Some(of) => format!("Closed as duplicate of {}", other(of)),
                None => format!("Closed as {}", ending(ended)),
            },
            ObjectionEventKind::Folded(of) => format!("Joined by its duplicate {}", other(of)),
            ObjectionEventKind::ResponseRemoved(_) => "Response removed".to_owned(),
            ObjectionEventKind::DispositionRemoved => "Disposition removed".to_owned(),
            ObjectionEventKind::Deleted(_) => "A file of it was deleted".to_owned(),
            ObjectionEventKind::Unreadable(_) => {
                "A file of it cannot be read since then".to_owned()
            }
        }
    }
}

/// A text whose name says no more than the event has none.
fn unnamed((name, words): (&'static str, String)) -> (&'static str, String) {
    match name {
        "Response" | "Reason" => ("", words),
        name => (name, words),
    }
}
