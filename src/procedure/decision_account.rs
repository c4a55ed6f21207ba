//! Writes the account of a decision: who was entitled, what was counted and not counted, every
//! requirement and level with its arithmetic, and every objection with how it was closed.

use crate::procedure::decision_remarks;
use crate::procedure::hand::{Hand, counted_bytes};
use crate::procedure::rights::{self, About, Deed};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::decision::{Decision, MinorityContent, MinorityStatement};
use crate::record::designation::{Challenge, Designation, Draft};
use crate::record::path::{Owner, RecordPath};
use crate::record::track::Outcome;
use crate::register::records::CallFolder;
use crate::register::tally_inputs::{CloseEvidence, InputBasis, TallyInputs};
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::count_positions::{Counted, UncountedPosition};
use crate::tally::criterion::{Comparison, RuleResult, over_limit};
use crate::tally::deciders::{Decider, DeciderTest, test_deciders};
use crate::tally::reason::NotCountedReason;
use crate::tally::voice::{AnsweredBy, balance};
use crate::value::digest::TextDigest;
use crate::value::id::{ChallengeId, LevelName, ParticipantId, PositionName, RoleName};

/// The account, in canonical form.
pub(crate) fn account(
    moments: &TallyInputs,
    tally: &Tally,
    decision: &Decision,
    hands: &[Hand],
) -> CanonicalToml {
    let mut sheet = CanonicalToml::new();
    notes(&mut sheet, moments, tally, decision);
    electorate(&mut sheet, tally);
    decision_remarks::exclusions(&mut sheet, tally);
    count(sheet.table("tally"), &tally.count);
    read(&mut sheet, tally);
    let found = breadth(&mut sheet, tally);
    without_conflicts(&mut sheet, tally);
    deciders(&mut sheet, &found);
    conflicts(&mut sheet, tally);
    groups(&mut sheet, tally);
    limited(&mut sheet, tally);
    gates(&mut sheet, tally);
    levels(&mut sheet, tally);
    for counted in &tally.canvass.counted {
        counted_file(&mut sheet, moments, counted);
    }
    for file in &tally.canvass.set_aside {
        set_aside_file(&mut sheet, moments, file);
    }
    for followed in &tally.objections {
        decision_remarks::objection(&mut sheet, followed);
    }
    for advice in &tally.advice {
        decision_remarks::advice(&mut sheet, advice);
    }
    designation(&mut sheet, moments, tally);
    by_another(&mut sheet, hands);
    sheet
}

/// Who committed another participant's inputs, if the history has no proof of who submitted them.
fn by_another(sheet: &mut CanonicalToml, hands: &[Hand]) {
    for hand in hands {
        sheet
            .item("committed-by-another")
            .text("of", hand.of.as_str())
            .text("by", &hand.by)
            .whole("records", hand.records);
    }
}

/// What a reader should know before the numbers.
fn notes(sheet: &mut CanonicalToml, moments: &TallyInputs, tally: &Tally, decision: &Decision) {
    sheet.table("notes").text("basis", basis(&tally.basis));
    let judge = &decision.judgement.by;
    let free = match rights::bias(Deed::Decide, &About::tallied(moments, tally), judge) {
        None => "no conflict of interest recorded".to_owned(),
        Some(bias) => {
            let why = bias.predicate("the proposal");
            format!("{why}, but the charter has no other chair without a conflict")
        }
    };
    sheet.text("judge", &free);
    if let Some(departs) = tally.departs(&decision.judgement.designation) {
        sheet.flag("departs-from-computed", departs);
    }
    if let Some(rule) = &tally.track.appeal {
        sheet
            .maybe_text(
                "appeal-heard-by",
                rule.heard_by.as_ref().map(RoleName::as_str),
            )
            .maybe_list("appeal-grounds", &rule.grounds);
    }
}

fn basis(basis: &InputBasis) -> &'static str {
    match basis {
        InputBasis::BeforeCall => "no call",
        InputBasis::Carried => {
            "part of another repository: all records as they were at the decision"
        }
        InputBasis::Open { .. } => "the call is open",
        InputBasis::Closed {
            found_by: CloseEvidence::Record,
            ..
        } => "positions as they were at the recorded close",
        InputBasis::Closed {
            found_by: CloseEvidence::CommitterDates,
            ..
        } => "positions as they were at the close, found by commit dates and recorded here",
    }
}

fn electorate(sheet: &mut CanonicalToml, tally: &Tally) {
    let entitled: Vec<_> = tally.electorate.seats.keys().collect();
    sheet
        .table("electorate")
        .text("count", tally.track.count.word())
        .whole("seats", tally.count.seats)
        .whole("members", tally.count.members)
        .whole("recused", tally.count.recused)
        .list("entitled", &entitled);
    if let Some(limit) = &tally.track.at_most {
        sheet
            .whole("at-most", limit.positions)
            .text("at-most-per", limit.per.word());
        if limit.each_side {
            sheet.flag("at-most-each-side", true);
        }
    }
    if let Some(meeting) = &tally.meeting {
        let record = meeting.record.as_ref();
        sheet
            .text("meeting", &meeting.date)
            .list("present", record.map_or(&[], |record| &record.present));
    }
}

fn count(sheet: &mut CanonicalToml, count: &Count) {
    for (name, _, n) in &count.positions {
        sheet.whole(name.as_str(), *n);
    }
    for (class, n) in &count.in_class {
        sheet.whole(&format!("{}-in-several-positions", class.word()), *n);
    }
    if count.split > 0 {
        sheet.whole("split", count.split);
    }
    sheet
        .whole("silent", count.silent)
        .whole("stale", count.stale());
}

fn read(sheet: &mut CanonicalToml, tally: &Tally) {
    let whole = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    sheet
        .whole("read", whole(tally.canvass.read()))
        .whole("counted", whole(tally.canvass.counted.len()))
        .whole("set-aside", whole(tally.canvass.set_aside.len()));
}

fn breadth(sheet: &mut CanonicalToml, tally: &Tally) -> Vec<Decider> {
    let balance = balance(tally);
    sheet.table("breadth");
    let mut places = |name: &str, breadth: &AnsweredBy| {
        sheet.list(&format!("{name}-heard"), &breadth.answered);
        sheet.list(&format!("{name}-spoke"), &breadth.spoke);
        sheet.list(&format!("{name}-silent"), &breadth.silent);
    };
    places("groups", &balance.groups);
    places("regions", &balance.regions);
    places("families", &balance.families);
    for (dimension, answered) in &balance.own {
        places(&format!("dimension-{dimension}"), answered);
    }
    if let Some(largest) = &balance.largest {
        sheet
            .text("largest-family", &largest.family)
            .whole("largest-family-answered", largest.answered)
            .whole("answered", tally.count.answered());
    }
    match test_deciders(tally) {
        DeciderTest::NotTested(why) => {
            sheet.flag("deciders-tested", false);
            sheet.text("deciders-not-tested", why.in_words());
            Vec::new()
        }
        DeciderTest::Tested { deciders, .. } => {
            sheet.flag("deciders-tested", true);
            deciders
        }
    }
}

/// Those who alone change the outcome or the level, and what the rules give without them.
fn deciders(sheet: &mut CanonicalToml, deciders: &[Decider]) {
    for decider in deciders {
        let without = &decider.without;
        sheet
            .item("breadth.decider")
            .text("name", &decider.party.name)
            .text("kind", decider.party.kind.word())
            .text("effect", decider.effect.word())
            .maybe_text("without", without.level.as_ref().map(LevelName::as_str))
            .maybe_text("outcome-without", without.outcome.map(Outcome::word))
            .maybe_list("gates", &decider.gates);
    }
}

/// The computed level without those who declared an interest; nothing if nobody did. It is written
/// after the breadth, into the same table.
fn without_conflicts(sheet: &mut CanonicalToml, tally: &Tally) {
    if let Some(without) = &tally.without_conflicted {
        let level = without.computed.as_ref().map(|level| level.as_str());
        sheet
            .maybe_text("computed-without-conflicts", level)
            .flag("conflicts-decide", without.computed != tally.computed);
    }
}

/// The declared interests.
fn conflicts(sheet: &mut CanonicalToml, tally: &Tally) {
    for conflict in &tally.conflicts {
        sheet
            .item("conflict")
            .text("unit", &conflict.unit.to_string())
            .text("by", &conflict.owner.to_string())
            .text("position", conflict.position.as_str())
            .prose("interest", &conflict.interest);
    }
}

fn groups(sheet: &mut CanonicalToml, tally: &Tally) {
    for group in &tally.charter.groups {
        let counted = tally.count_in_group(group.id.as_str());
        if counted.seats == 0 {
            continue;
        }
        sheet
            .item("group")
            .text("group", group.id.as_str())
            .maybe_text("house", group.house.as_ref().map(|house| house.as_str()))
            .whole("members", counted.members);
        count(sheet, &counted);
    }
}

/// The places with more answers than count.
fn limited(sheet: &mut CanonicalToml, tally: &Tally) {
    for over in over_limit(&tally.ballot) {
        sheet
            .item("over-limit")
            .text("place", &over.place)
            .whole("for", over.given.in_favour)
            .whole("against", over.given.against)
            .whole("counted-for", over.counted.in_favour)
            .whole("counted-against", over.counted.against);
    }
}

fn gates(sheet: &mut CanonicalToml, tally: &Tally) {
    for gate in &tally.gates {
        sheet
            .item("gate")
            .text("name", gate.name.as_str())
            .text("criterion", &gate.criterion);
        verdict(sheet, "gate", &gate.verdict);
    }
}

fn levels(sheet: &mut CanonicalToml, tally: &Tally) {
    for level in &tally.levels {
        sheet
            .item("level")
            .text("name", level.name.as_str())
            .text("outcome", level.outcome.word())
            .maybe_text("criterion", level.criterion.as_deref());
        verdict(sheet, "level", &level.verdict);
    }
}

fn verdict(sheet: &mut CanonicalToml, of: &str, verdict: &RuleResult) {
    sheet.flag("met", verdict.met);
    for comparison in &verdict.comparisons {
        sheet.item(&format!("{of}.comparison"));
        arithmetic(sheet, comparison);
    }
}

fn arithmetic(sheet: &mut CanonicalToml, comparison: &Comparison) {
    sheet
        .text("text", &comparison.text)
        .whole("count", comparison.count);
    if let Some(base) = comparison.base {
        sheet.whole("base", base);
    }
    sheet.maybe_text("base-in-words", comparison.base_words.as_deref());
    if let Some(needed) = comparison.needed {
        sheet.whole("needed", needed);
    }
    sheet
        .maybe_text("empty", comparison.empty.as_deref())
        .flag("met", comparison.met);
}

fn counted_file(sheet: &mut CanonicalToml, moments: &TallyInputs, counted: &Counted) {
    sheet.item("counted").text("path", &counted.path);
    sheet.maybe_text(
        "sha256",
        digest(counted_bytes(moments, &counted.path)).as_deref(),
    );
    sheet
        .text("position", counted.position.as_str())
        .text("class", counted.class.word())
        .maybe_text("on", counted.on.map(|on| on.to_string()).as_deref());
    if counted.stale {
        sheet.flag("stale", true);
    }
}

fn set_aside_file(sheet: &mut CanonicalToml, moments: &TallyInputs, file: &UncountedPosition) {
    let register = match file.reason {
        NotCountedReason::Late => &moments.asked,
        _ => moments.closing(),
    };
    let bytes = register
        .bytes(&file.path)
        .or_else(|| moments.asked.bytes(&file.path));
    sheet
        .item("set-aside")
        .text("path", &file.path)
        .maybe_text("sha256", digest(bytes).as_deref())
        .text("reason", file.reason.word())
        .maybe_text(
            "position",
            file.position.as_ref().map(|position| position.as_str()),
        );
}

fn digest(bytes: Option<&[u8]>) -> Option<String> {
    bytes.map(|bytes| TextDigest::of(bytes).to_string())
}

/// Drafts, challenges with their answers, and minority statements, if there are any.
fn designation(sheet: &mut CanonicalToml, moments: &TallyInputs, tally: &Tally) {
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

fn write_draft(sheet: &mut CanonicalToml, number: u64, draft: &Draft) {
    sheet
        .item("draft")
        .whole("number", number)
        .text("level", draft.level.as_str())
        .maybe_text("computed", draft.computed.as_ref().map(LevelName::as_str))
        .append(draft.act.sheet());
}

fn write_challenge(
    sheet: &mut CanonicalToml,
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

/// A statement is written once, with those who joined it. A participant who joined one that is now
/// missing is named alone.
fn write_statement(
    sheet: &mut CanonicalToml,
    moments: &TallyInputs,
    tally: &Tally,
    call: &CallFolder,
    (by, minority): (&ParticipantId, &MinorityStatement),
) {
    match &minority.statement {
        MinorityContent::Joins(whose) if is_there(call, whose) => return,
        MinorityContent::Joins(whose) => {
            sheet.item("minority").text("by", by.as_str());
            sheet.text("joins", whose.as_str());
        }
        MinorityContent::Own(_) => {
            sheet.item("minority").text("by", by.as_str());
        }
    }
    let position = position_of(tally, by).map(PositionName::as_str);
    sheet.maybe_text("position", position);
    if let MinorityContent::Own(text) = &minority.statement {
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
    theirs.is_some_and(|theirs| {
        matches!(theirs.statement, MinorityContent::Own(_)) && !theirs.withdrawn
    })
}

/// The position of a participant, counted or not.
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
