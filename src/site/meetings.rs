//! The pages of meetings: who was there by group, the minutes, action items and calls.

use crate::record::meeting::{ActionItem, Meeting};
use crate::record::path::RecordPath;
use crate::render::site::commonmark;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::frame::{Frame, section, time};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::took_part::cell;
use crate::value::id::{GroupId, ParticipantId};
use crate::value::sentence::many;

/// A page for each meeting.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let page = |(date, meeting): (&'a String, &'a Meeting)| SitePage {
        address: Address::meeting(date),
        inputs: Inputs::none().and_records(site.source),
        make: Box::new(move |site| {
            MeetingPage { date, meeting }.document(&site.at(&Address::meeting(date)))
        }),
    };
    site.source.register.meetings.iter().map(page).collect()
}

/// Names, or that there is none.
fn listed(names: Vec<Html>) -> Html {
    match names.is_empty() {
        true => Html::text("–"),
        false => Html::joined(names, ", "),
    }
}

/// What the page of a meeting shows.
struct MeetingPage<'s> {
    date: &'s str,
    meeting: &'s Meeting,
}

impl MeetingPage<'_> {
    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let title = format!("Meeting of {}", self.date);
        let headline = format!(
            "{} present.",
            many(self.meeting.present.len(), "participant")
        );
        let frame = Frame {
            title: title.clone(),
            headline: headline.clone(),
            trail: Vec::new(),
            name: title.clone(),
            data: Vec::new(),
            changed: here
                .site
                .source
                .history
                .last_change(&format!("meetings/{}", self.date)),
            depends_on_time: false,
        };
        let content = Html::from(el("h1").text(title))
            .then(el("p").class("lead").text(headline))
            .then(section("present", "Attendance", self.attendance(here)))
            .then(self.about(here))
            .then(self.actions(here))
            .then(self.minutes(here));
        frame.around(here, content)
    }

    /// Who was there, by the groups of the charter.
    fn attendance(&self, here: &Here<'_>) -> Html {
        let register = here.site.source.register;
        let groups = register.charter.iter().flat_map(|charter| &charter.groups);
        let is_in = |who: &ParticipantId, group: &GroupId| {
            register
                .participant(who)
                .is_some_and(|who| who.group == *group)
        };
        let row = |group: &GroupId| {
            let there: Vec<&ParticipantId> = self
                .meeting
                .present
                .iter()
                .filter(|who| is_in(who, group))
                .collect();
            let names: Vec<Html> = there.iter().filter_map(|who| here.person(who)).collect();
            el("tr")
                .with(el("th").scope("row").with(here.group(group)))
                .with(cell("Present", Html::text(there.len().to_string())))
                .with(cell("Who", listed(names)))
        };
        let head = ["Group", "Present", "Who"].map(|words| el("th").scope("col").text(words));
        let table = el("table")
            .class("list")
            .with(el("thead").with(el("tr").each(head)))
            .with(el("tbody").each(groups.map(|group| row(&group.id))));
        let apologies: Vec<Html> = self
            .meeting
            .apologies
            .iter()
            .filter_map(|who| here.person(who))
            .collect();
        let apologies = (!apologies.is_empty()).then(|| {
            el("p")
                .text("Apologies: ")
                .with(Html::joined(apologies, ", "))
                .text(".")
                .into()
        });
        Html::from(table).then(apologies)
    }

    fn about(&self, here: &Here<'_>) -> Html {
        let register = here.site.source.register;
        let calls = register.calls_at(self.date).map(|(id, n, _)| {
            let call = here.link(
                &Address::call(id, n),
                Html::text(format!("call {n} on {id}")),
            );
            el("li").with(call).into()
        });
        let proposals = self.meeting.proposals.iter().map(|id| {
            el("li")
                .with(here.link(&Address::proposal(id), Html::text(id.as_str())))
                .into()
        });
        let items: Vec<Html> = calls.chain(proposals).collect();
        match items.is_empty() {
            true => Html::default(),
            false => section("about", "Discussed", el("ul").each(items)),
        }
    }

    fn actions(&self, here: &Here<'_>) -> Html {
        if self.meeting.actions.is_empty() {
            return Html::default();
        }
        let item = |item: &ActionItem| {
            let by = here.person(&item.owner);
            let by = by.map(|by| Html::text(" (").then(by).say(")"));
            let state = match (item.done, item.due) {
                (Some(done), _) => Html::text(", done ").then(time(done)),
                (None, Some(due)) => Html::text(", due ").then(time(due)),
                (None, None) => Html::text(", not done"),
            };
            el("li").with(Html::bdi(&item.action)).with(by).with(state)
        };
        let list = el("ul").each(self.meeting.actions.iter().map(item));
        section("actions", "Action items", list)
    }

    /// The text of the minutes, which is written by people and names them: only where people are named.
    fn minutes(&self, here: &Here<'_>) -> Html {
        if !here.site.names_people() {
            return Html::default();
        }
        let link = self
            .meeting
            .minutes
            .as_ref()
            .map(|link| el("p").with(here.outside(link)).into());
        let path = RecordPath::Minutes(self.date.to_owned()).to_string();
        let text = here
            .site
            .source
            .register
            .bytes(&path)
            .map(|bytes| commonmark::commonmark(&String::from_utf8_lossy(bytes)));
        match (link, text) {
            (None, None) => Html::default(),
            (link, text) => section("minutes", "Minutes", Html::from(link).then(text)),
        }
    }
}
