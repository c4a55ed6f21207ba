//! The participants of a group in a table: a mark for what each answered to every decision, and the sums.

use crate::record::participant::Participant;
use crate::render::site::mark::line;
use crate::render::site::markup::{Html, el};
use crate::site::by_group::number;
use crate::site::decided::{DecidedCall, ONE_WITH_THE_OUTCOME, Record};
use crate::site::marks::SharedMarks;
use crate::site::page::Here;
use crate::value::id::ParticipantId;

/// So many decisions have a mark, or their shares.
pub(crate) const COLUMNS: usize = 24;

/// A participant of a group.
pub(crate) type Member<'s> = (&'s ParticipantId, &'s Participant);

/// The table; a list of names where the group had no seat in a decision.
pub(crate) fn members(
    here: &Here<'_>,
    members: &[Member<'_>],
    decided: &[&DecidedCall<'_>],
    shared: &mut SharedMarks,
) -> Html {
    if decided.is_empty() {
        let item = |member: &Member<'_>| el("li").with(named(here, member));
        return el("ul")
            .class("names")
            .each(members.iter().map(item))
            .into();
    }
    let rows: Vec<Html> = members
        .iter()
        .map(|member| row(here, member, decided, shared))
        .collect();
    let heads = [
        "Participant",
        "Answers",
        "Answers given",
        "With the outcome",
    ];
    let heads = heads.iter().zip(0..).map(|(words, place)| {
        let head = el("th").scope("col").text(words);
        if place > 1 { head.class("n") } else { head }
    });
    let caption = format!(
        "A mark for each of the newest {COLUMNS} decisions, the oldest first, where the participant had a seat. The page \
         of a participant has them in words. The numbers are of all decisions. {ONE_WITH_THE_OUTCOME}"
    );
    el("table")
        .class("list")
        .with(el("caption").text(caption))
        .with(el("thead").with(el("tr").each(heads)))
        .with(el("tbody").each(rows))
        .into()
}

fn named(here: &Here<'_>, (id, who): &Member<'_>) -> Html {
    let standing = who.memberships.names();
    let standing: Vec<&str> = standing.map(|standing| standing.as_str()).collect();
    let name = here.person(id).unwrap_or_default();
    name.say(format!(" ({})", standing.join(", ")))
}

fn row(
    here: &Here<'_>,
    member: &Member<'_>,
    decided: &[&DecidedCall<'_>],
    shared: &mut SharedMarks,
) -> Html {
    let mut record = Record::default();
    let newest = decided.len().saturating_sub(COLUMNS);
    let mut places = Vec::new();
    for (place, each) in decided.iter().enumerate() {
        let call = each.answers;
        let answered = call.and_then(|call| call.people.get(member.0));
        if let Some((call, answered)) = call.zip(answered) {
            record.add_one(answered, call, each.decision.judgement.outcome);
        }
        if place >= newest {
            let marks = each.marks();
            let mark = marks.as_ref().zip(answered);
            let mark = mark.and_then(|(marks, answered)| answered.mark(marks));
            places.push(mark.map(|mark| shared.number(mark)));
        }
    }
    let Record {
        answered,
        eligible,
        sides,
        with,
        ..
    } = record;
    let had_none = places.iter().all(Option::is_none);
    let marks = match had_none {
        true => Html::text("no seat"),
        false => line(&places),
    };
    el("tr")
        .with(el("th").scope("row").with(named(here, member)))
        .with(el("td").with(marks))
        .with(number("answers given", format!("{answered} of {eligible}")))
        .with(number("with the outcome", format!("{with} of {sides}")))
        .into()
}
