//! The part of a decision's account that tells how its designation came about, and what those who
//! disagree put beside it.

use super::digest;
use crate::record::decision::{Minority, Statement};
use crate::record::designation::{Challenge, Designation, Draft};
use crate::record::path::{Owner, RecordPath};
use crate::record::sheet::Sheet;
use crate::register::freeze::Moments;
use crate::register::records::CallFolder;
use crate::tally::Tally;
use crate::value::id::{ChallengeId, LevelName, ParticipantId, PositionName};

/// Drafts, challenges with their answers, and minority statements; nothing where there are none.
pub(super) fn write(sheet: &mut Sheet, moments: &Moments, tally: &Tally) {
    let folder = moments.folder(&tally.proposal);
    let call = folder.and_then(|folder| folder.calls.get(&tally.call?));
    let Some(call) = call else { return };
    let none = Designation::default();
    let designation = call.designation.as_ref().unwrap_or(&none);
    for (number, draft) in (1..).zip(&designation.drafts) {
        write_draft(sheet, number, draft);
    }
    for (id, challenge) in &call.challenges {
        write_challenge(sheet, designation, id, challenge);
    }
    for (by, minority) in call.minority.iter().filter(|(_, read)| !read.withdrawn) {
        write_statement(sheet, moments, tally, call, (by, minority));
    }
}

fn write_draft(sheet: &mut Sheet, number: u64, draft: &Draft) {
    sheet
        .item("draft")
        .whole("number", number)
        .text("level", draft.level.as_str())
        .maybe_text("computed", draft.computed.as_ref().map(LevelName::as_str))
        .append(draft.act.sheet());
}

fn write_challenge(
    sheet: &mut Sheet,
    designation: &Designation,
    id: &ChallengeId,
    challenge: &Challenge,
) {
    sheet
        .item("challenge")
        .text("id", &id.to_string())
        .append(challenge.sheet());
    for answer in designation.answers_to(id) {
        sheet
            .item("challenge.answer")
            .text("by", answer.by.as_str())
            .instant("at", answer.at)
            .prose("text", &answer.text);
    }
}

/// A statement stands once, with those who joined it. Whoever joined one that is not there any
/// more is named alone.
fn write_statement(
    sheet: &mut Sheet,
    moments: &Moments,
    tally: &Tally,
    call: &CallFolder,
    (by, minority): (&ParticipantId, &Minority),
) {
    match &minority.statement {
        Statement::Joins(whose) if is_there(call, whose) => return,
        Statement::Joins(whose) => {
            sheet.item("minority").text("by", by.as_str());
            sheet.text("joins", whose.as_str());
        }
        Statement::Own(_) => {
            sheet.item("minority").text("by", by.as_str());
        }
    }
    let position = position_of(tally, by).map(PositionName::as_str);
    sheet.maybe_text("position", position);
    if let Statement::Own(text) = &minority.statement {
        let n = tally.call.unwrap_or_default();
        let path = moments
            .asked
            .path(&RecordPath::Minority(tally.proposal.clone(), n, by.clone()));
        sheet
            .maybe_list("joined-by", &call.joined(by))
            .maybe_text("sha256", digest(moments.asked.bytes(&path)).as_deref())
            .prose("text", text);
    }
}

fn is_there(call: &CallFolder, whose: &ParticipantId) -> bool {
    let theirs = call.minority.get(whose);
    theirs.is_some_and(|theirs| matches!(theirs.statement, Statement::Own(_)) && !theirs.withdrawn)
}

/// The position that somebody gave, were it counted or set aside.
fn position_of<'t>(tally: &'t Tally, who: &ParticipantId) -> Option<&'t PositionName> {
    let mine = |owner: &Owner| matches!(owner, Owner::Participant(id) if id == who);
    let counted = tally.canvass.counted.iter();
    let counted = counted
        .filter(|file| mine(&file.owner))
        .map(|file| &file.position);
    let aside = tally.canvass.set_aside.iter();
    let aside = aside.filter(|file| mine(&file.owner));
    counted
        .chain(aside.filter_map(|file| file.position.as_ref()))
        .next()
}
