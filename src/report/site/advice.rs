//! What those said who have no seat: by group on the pages of a call and of a proposal; and on the pages of those who
//! said it, with the answers that they got.

use crate::procedure::stage::{Phase, phase};
use crate::record::path::Owner;
use crate::render::site::blocks::blocks;
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::report::advice::AdviceRows;
use crate::report::site::address::Address;
use crate::report::site::frame::section;
use crate::report::site::page::{Here, Site};
use crate::report::site::source::ShownNames;
use crate::report::site::view::View;
use crate::report::who::Names;
use crate::tally::advice::{Advice, Remark};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

impl View<'_> {
    /// The table by group; nothing where nobody without a seat spoke or was asked.
    pub(crate) fn advice(&self, here: &Here<'_>) -> Html {
        let rows = AdviceRows::of(self.tally());
        let rows = match here.site.options.names {
            ShownNames::Full => rows.named(&Names::of(&self.counted.moments)),
            ShownNames::Ids => rows,
            ShownNames::None => rows.nameless(),
        };
        match rows.is_empty() {
            true => Html::default(),
            false => section("advice", "Advice", blocks(&rows.page())),
        }
    }

    /// What one participant without a seat said to this call, and what became of it.
    fn advice_of(&self, here: &Here<'_>, advice: &Advice) -> Html {
        let call = self.tally().call;
        let page = call.map(|n| Address::call(self.id, n));
        let page = page.filter(|page| here.site.has(page));
        let page = page.unwrap_or_else(|| Address::proposal(self.id));
        let call = call.map(|n| format!(", call {n}")).unwrap_or_default();
        let gave = match &advice.position {
            Some(position) => format!(": {position}"),
            None if advice.is_silent() => ": asked, no answer".to_owned(),
            None => String::new(),
        };
        // On their own page, everybody knows who it is.
        let is_own = here.address == Address::person(&advice.by);
        let who =
            (!is_own).then(|| Html::text(". ").then(here.person_or(&advice.by, "A participant")));
        let reason = self.reason_of(&advice.by).map(prose);
        let remarks = advice.objections.iter().chain(&advice.comments);
        let remarks: Vec<Html> = remarks.map(|each| self.remark(here, each)).collect();
        let remarks = (!remarks.is_empty()).then(|| Html::from(el("ul").each(remarks)));
        el("li")
            .with(here.link(&page, Html::bdi(self.title())))
            .text(call)
            .with(who)
            .text(gave)
            .with(reason)
            .with(remarks)
            .into()
    }

    /// The reason that somebody gave with a position that is not counted.
    fn reason_of(&self, by: &ParticipantId) -> Option<&str> {
        let mut filed = self.tally().canvass.set_aside.iter();
        let own = filed.find(|file| matches!(&file.owner, Owner::Participant(id) if id == by))?;
        let folder = self.counted.moments.closing().proposals.get(self.id)?;
        let said = folder.positions.get(&own.path)?.position.as_ref()?;
        said.reason.as_deref()
    }

    fn remark(&self, here: &Here<'_>, remark: &Remark) -> Html {
        let mut all = self.tally().objections.iter();
        let Some(tracked) = all.find(|each| each.id == remark.id) else {
            return Html::default();
        };
        // A closed one shows how it was closed; the response before that is an answer, too.
        let response = tracked
            .disposition()
            .map(|_| self.last_response(here, tracked));
        let kind = match tracked.objection.blocking {
            true => "Objection: ",
            false => "Comment: ",
        };
        el("li")
            .text(kind)
            .with(link(here, self.id, &remark.id, &tracked.objection.about))
            .with(prose(&tracked.objection.problem))
            .with(self.became(here, tracked))
            .with(response)
            .into()
    }
}

fn link(here: &Here<'_>, id: &ProposalId, of: &ObjectionId, about: &str) -> Html {
    let name = here.site.objection(id, of);
    here.link(&Address::objection(id, &name), Html::bdi(about))
}

/// All advice of some, call by call; nothing where none of them was asked or spoke without a seat.
pub(crate) fn by(here: &Here<'_>, whose: impl Fn(&Advice) -> bool) -> Html {
    let tallied = here.site.source.tallies.iter();
    let tallied = tallied.filter(|((id, call), _)| is_shown(here.site, id, *call));
    let tallied = tallied.filter_map(|((id, call), found)| Some((id, *call, found.as_ref().ok()?)));
    let mut rows = Vec::new();
    for (id, call, counted) in tallied {
        let own = counted.tally.advice.iter().filter(|each| whose(each));
        let own: Vec<&Advice> = own.collect();
        if own.is_empty() {
            continue;
        }
        if let Some(view) = View::of(here.site, id, call) {
            rows.extend(own.iter().map(|each| view.advice_of(here, each)));
        }
    }
    if rows.is_empty() {
        return Html::default();
    }
    let says = "Asked for or given without a seat. It is shown to everybody who answers, and it is not counted.";
    let list = el("ul").each(rows);
    section(
        "advice",
        "Advice",
        Html::from(el("p").text(says)).then(list),
    )
}

/// Every call, and a proposal that is under discussion.
fn is_shown(site: &Site<'_>, id: &ProposalId, call: Option<u32>) -> bool {
    let folder = site.source.register.proposals.get(id);
    let in_discussion =
        folder.is_some_and(|folder| phase(folder, site.source.now) == Phase::Discussion);
    site.options.has(id) && (call.is_some() || in_discussion)
}
