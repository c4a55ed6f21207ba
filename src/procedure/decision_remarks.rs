//! Writes what a decision says of the excluded, of objections and comments, and of what those without a seat said.

use crate::record::canonical_toml::CanonicalToml;
use crate::tally::Tally;
use crate::tally::advice::Advice;
use crate::tally::objection::TrackedObjection;
use crate::value::id::{GroupId, PositionName};

/// Whom chairs excluded, by whom, when and why.
pub(super) fn exclusions(sheet: &mut CanonicalToml, tally: &Tally) {
    for entry in tally.excluded.iter() {
        sheet.item("excluded").append(entry.sheet());
    }
}

/// An objection or a comment, and everything that was done with it.
pub(super) fn objection(sheet: &mut CanonicalToml, followed: &TrackedObjection) {
    sheet
        .item("objection")
        .text("id", &followed.id.to_string())
        .text("about", &followed.objection.about)
        .prose("problem", &followed.objection.problem)
        .flag("blocking", followed.objection.blocking)
        .text("state", followed.state.in_words())
        .maybe_list("joined-by", &followed.joined_by);
    if let Some(answer) = followed.answer() {
        sheet.text("answer", answer.word());
    }
    if followed.late {
        sheet.flag("late", true);
    }
    for response in &followed.handling.responses {
        sheet.item("objection.response").append(response.sheet());
    }
    for reopening in &followed.handling.reopenings {
        sheet.item("objection.reopening").append(reopening.sheet());
    }
    if let Some(disposition) = followed.disposition() {
        sheet
            .table("objection.disposition")
            .append(disposition.sheet());
    }
}

/// What a participant without a seat said, and the answer that each objection and comment got.
pub(super) fn advice(sheet: &mut CanonicalToml, advice: &Advice) {
    sheet
        .item("advice")
        .text("by", advice.by.as_str())
        .maybe_text("group", advice.group.as_ref().map(GroupId::as_str))
        .maybe_text(
            "position",
            advice.position.as_ref().map(PositionName::as_str),
        );
    if advice.asked {
        sheet.flag("asked", true);
    }
    let (objections, comments) = (advice.objections.iter(), advice.comments.iter());
    let objections = objections.map(|remark| ("advice.objection", remark));
    for (kind, remark) in objections.chain(comments.map(|remark| ("advice.comment", remark))) {
        sheet
            .item(kind)
            .text("id", &remark.id.to_string())
            .text("state", remark.state.in_words());
    }
}
