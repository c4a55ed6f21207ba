//! The objections on a proposal as a table: what each is about, the problem, and what became of it. Open objections
//! without a response come first.

use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::report::objection::status;
use crate::site::address::Address;
use crate::site::frame::time;
use crate::site::names::labelled;
use crate::site::page::Here;
use crate::site::said;
use crate::site::view::View;
use crate::tally::objection::TrackedObjection;
use crate::value::sentence::capital;

impl View<'_> {
    /// Every objection, then every comment.
    pub(crate) fn objections(&self, here: &Here<'_>) -> Html {
        let all = &self.tally().objections;
        let mut blocking: Vec<&TrackedObjection> =
            all.iter().filter(|each| each.objection.blocking).collect();
        blocking.sort_by_key(|each| (!each.is_unanswered(), !each.is_open()));
        let comments: Vec<&TrackedObjection> =
            all.iter().filter(|each| !each.objection.blocking).collect();
        let says = el("p").text(said::objections(self.tally()));
        let comments = self.folded(here, &comments);
        let (matrix, words) = (Address::comments(self.id), "All comments as one table");
        let matrix = here
            .site
            .has(&matrix)
            .then(|| here.link(&matrix, Html::text(words)));
        let matrix = matrix.map(|link| el("p").class("screen").with(link));
        Html::from(says)
            .then(self.table_of(here, &blocking))
            .then(comments)
            .then(matrix.map(Html::from))
    }

    fn folded(&self, here: &Here<'_>, comments: &[&TrackedObjection]) -> Html {
        if comments.is_empty() {
            return Html::default();
        }
        let says = format!(
            "Comments, which do not block a decision ({})",
            comments.len()
        );
        el("details")
            .with(el("summary").text(says))
            .with(self.table_of(here, comments))
            .into()
    }

    fn table_of(&self, here: &Here<'_>, some: &[&TrackedObjection]) -> Html {
        if some.is_empty() {
            return Html::default();
        }
        let heads = ["About", "Problem", "Status"];
        let heads = heads.iter().map(|head| el("th").scope("col").text(head));
        let rows = some.iter().map(|each| self.objection_row(here, each));
        el("table")
            .class("objections")
            .with(el("thead").with(el("tr").each(heads)))
            .with(el("tbody").each(rows))
            .into()
    }

    fn objection_row(&self, here: &Here<'_>, each: &TrackedObjection) -> Html {
        let name = here.site.objection(self.id, &each.id);
        let about = Html::bdi(&each.objection.about);
        let about = here.link(&Address::objection(self.id, &name), about);
        let by = el("span")
            .class("sub")
            .with(self.person(here, &each.id.participant));
        let joined = each.joined_by.len();
        let joined = (joined > 0).then(|| {
            Html::from(
                el("span")
                    .class("sub")
                    .text(format!("joined by {joined} more")),
            )
        });
        let resolve = each.objection.resolve.as_deref();
        let resolve = resolve.map(|words| labelled("What would resolve it", words));
        el("tr")
            .with(el("th").scope("row").with(about).with(by).with(joined))
            .with(el("td").with(prose(&each.objection.problem)).with(resolve))
            .with(el("td").with(self.became(here, each)))
            .into()
    }

    /// How far an objection is, or how it was closed and why.
    pub(crate) fn became(&self, here: &Here<'_>, each: &TrackedObjection) -> Html {
        let state = el("b").text(capital(&self.status_of(here, each)));
        let rest = match each.disposition() {
            Some(_) => Html::text(" ").then(self.closing(here, each)),
            None => self.last_response(here, each),
        };
        let reply = each.answer();
        let reply = reply.map(|reply| {
            let says = format!("Objector: {}", reply.word());
            Html::from(el("span").class("sub").text(says))
        });
        Html::from(state).then(rest).then(reply)
    }

    /// Who closed an objection, when and why; nothing where it is open.
    pub(crate) fn closing(&self, here: &Here<'_>, each: &TrackedObjection) -> Html {
        let Some(ended) = each.disposition() else {
            return Html::default();
        };
        let alternatives = ended.alternatives.as_deref();
        Html::text("by ")
            .then(here.person_or(&ended.by, "a chair"))
            .say(", ")
            .then(time(ended.at))
            .then(prose(&ended.reason))
            .then(alternatives.map(|words| labelled("Alternatives considered", words)))
    }

    /// The status in words; of a duplicate, also the other objection.
    pub(crate) fn status_of(&self, here: &Here<'_>, each: &TrackedObjection) -> String {
        let of = each.disposition().and_then(|ended| ended.of.as_ref());
        match of.filter(|_| !here.site.names_people()) {
            Some(of) => format!(
                "closed as duplicate of {}",
                here.site.objection(self.id, of)
            ),
            None => status(each),
        }
    }

    /// The last response, and who gave it.
    pub(crate) fn last_response(&self, here: &Here<'_>, each: &TrackedObjection) -> Html {
        let Some(last) = each.handling.responses.last() else {
            return Html::default();
        };
        let by = here.person_or(&last.by, "a chair or an author");
        let says = el("span")
            .class("sub")
            .text("Last response by ")
            .with(by)
            .text(", ")
            .with(time(last.at));
        Html::from(says).then(prose(&last.text))
    }
}
