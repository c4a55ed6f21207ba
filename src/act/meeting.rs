//! Records a meeting, changes what is recorded of one, and marks its action items as done.

use crate::act::actor::Actor;
use crate::act::proposal_state::{entry, listed, said, unreadable};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::procedure::rights::{About, Deed};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::meeting::{ActionItem, Meeting};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::text;

/// Where the minutes of a meeting are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Minutes {
    /// A text, which becomes the file next to the record.
    Text(String),
    /// A link to where they are published.
    Link(String),
}

/// What will be recorded of a meeting; what is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingInput {
    /// Its date.
    pub date: String,
    /// Who was there.
    pub present: Vec<ParticipantId>,
    /// Who sent apologies.
    pub apologies: Vec<ParticipantId>,
    /// Its minutes.
    pub minutes: Option<Minutes>,
    /// The proposals that were discussed.
    pub proposals: Vec<ProposalId>,
    /// What must be done after it.
    pub actions: Vec<ActionItem>,
}

impl MeetingInput {
    fn is_empty(&self) -> bool {
        self.present.is_empty()
            && self.apologies.is_empty()
            && self.minutes.is_none()
            && self.proposals.is_empty()
            && self.actions.is_empty()
    }

    fn link(&self) -> Result<Option<String>, Refusal> {
        match &self.minutes {
            Some(Minutes::Link(link)) => said(link, "the link", "--minutes").map(Some),
            Some(Minutes::Text(_)) | None => Ok(None),
        }
    }

    /// The file of the minutes, where they came as a text.
    fn file(&self) -> Result<Option<(String, Vec<u8>)>, Refusal> {
        let Some(Minutes::Text(minutes)) = &self.minutes else {
            return Ok(None);
        };
        if minutes.trim().is_empty() {
            return Err(Refusal::usage(
                "the minutes are empty",
                "name another file with --minutes",
            ));
        }
        let path = RecordPath::Minutes(self.date.clone()).to_string();
        Ok(Some((path, minutes.clone().into_bytes())))
    }

    fn actions(&self) -> Result<Vec<ActionItem>, Refusal> {
        let tidy = |item: &ActionItem| {
            let action = said(&item.action, "the action item", "--action \"NAME: TEXT\"")?;
            Ok(ActionItem {
                action,
                ..item.clone()
            })
        };
        self.actions.iter().map(tidy).collect()
    }
}

/// Records a meeting that has no record yet. A meeting without participants is announced: a call can
/// name it, and who was present is recorded afterwards.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, and where the meeting is recorded.
pub fn add(
    register: &Register,
    input: &MeetingInput,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    actor.must(Deed::KeepMeetings, &About::register(register))?;
    let date = &input.date;
    let path = RecordPath::Meeting(date.clone()).to_string();
    if register.bytes(&path).is_some() {
        return Err(Refusal::rules(
            format!("the meeting of {date} is already recorded"),
            Hint::run("to change it", Command::new("meeting set").with(date)),
        ));
    }
    must_be_there_or_not(&input.present, &input.apologies)?;
    let meeting = Meeting {
        present: input.present.clone(),
        apologies: input.apologies.clone(),
        minutes: input.link()?,
        proposals: input.proposals.clone(),
        actions: input.actions()?,
    };
    let mut files = vec![(path, meeting.sheet().finish().into_bytes())];
    files.extend(input.file()?);
    let subject = format!("Record the meeting of {date}");
    Ok(written(files, subject, date, actor))
}

/// Changes what is recorded of a meeting: lists are replaced, action items are added.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where the meeting is not recorded, where
/// nothing would change, and where a call was decided on its attendance.
pub fn set(
    register: &Register,
    input: &MeetingInput,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    actor.must(Deed::KeepMeetings, &About::register(register))?;
    if input.is_empty() {
        return Err(Refusal::usage(
            "nothing to change is given",
            "add --present, --apologies, --minutes, --proposal or --action",
        ));
    }
    let (path, old, mut edit) = opened(register, &input.date)?;
    if !input.present.is_empty() && input.present != old.present {
        must_not_be_decided_on(register, &input.date)?;
    }
    let or = |new: &Vec<ParticipantId>, old: &Vec<ParticipantId>| match new.is_empty() {
        true => old.clone(),
        false => new.clone(),
    };
    must_be_there_or_not(
        &or(&input.present, &old.present),
        &or(&input.apologies, &old.apologies),
    )?;
    let mut sheet = CanonicalToml::new();
    sheet
        .maybe_list("present", &input.present)
        .maybe_list("apologies", &input.apologies)
        .maybe_text("minutes", input.link()?.as_deref())
        .maybe_list("proposals", &input.proposals);
    edit.set(sheet);
    for action in input.actions()? {
        edit.push("action", action.sheet());
    }
    let mut files = vec![(path, edit.finish())];
    files.extend(input.file()?);
    let subject = format!("Change the meeting of {}", input.date);
    Ok(written(files, subject, &input.date, actor))
}

/// Marks an action item as done: the one with this number, or the only one with these words.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where the meeting or the item is not
/// recorded, where several items match, and where it is already done.
pub fn done(
    register: &Register,
    date: &str,
    which: &str,
    actor: &Actor,
    now: Instant,
) -> Result<(usize, PendingCommit), Refusal> {
    let (path, meeting, mut edit) = opened(register, date)?;
    let (n, item) = action_item(meeting, date, which)?;
    let about = About::register(register).of(&item.owner);
    actor.must(Deed::FinishAction, &about)?;
    if let Some(at) = item.done {
        return Err(Refusal::recorded(
            format!(
                "action item {n} of {date} is already done (since {})",
                at.date()
            ),
            seen(date),
        ));
    }
    let mut sheet = CanonicalToml::new();
    sheet.instant("done", now);
    edit.set_in_item("action", n.saturating_sub(1), sheet);
    let subject = format!("Mark action item {n} of the meeting of {date} as done");
    let files = vec![(path, edit.finish())];
    Ok((n, written(files, subject, date, actor)))
}

/// How to see what is recorded of a meeting.
fn seen(date: &str) -> Hint {
    Hint::run("to see it", Command::new("meeting show").with(date))
}

/// The pending commit of an act on a meeting.
fn written(
    files: Vec<(String, Vec<u8>)>,
    subject: String,
    date: &str,
    actor: &Actor,
) -> PendingCommit {
    entry(files, subject, &[("Meeting", &date), ("By", &actor.id)])
}

fn must_be_there_or_not(
    present: &[ParticipantId],
    apologies: &[ParticipantId],
) -> Result<(), Refusal> {
    let both = present.iter().filter(|who| apologies.contains(who));
    let reasons: Vec<Reason> = both
        .map(|who| {
            let sentence = format!("{who} cannot be both present and excused");
            Reason::new(sentence, "name them only once")
        })
        .collect();
    Refusal::of_all(Kind::Usage, reasons, |n| {
        format!("the meeting cannot be recorded: {n} problems")
    })
}

/// Who was present stays as a decision counted it.
fn must_not_be_decided_on(register: &Register, date: &str) -> Result<(), Refusal> {
    let decided = register
        .calls_at(date)
        .find(|(_, _, filed)| filed.decision.is_some());
    match decided {
        None => Ok(()),
        Some((id, n, _)) => Err(Refusal::rules(
            format!("the attendance of {date} cannot change: call {n} on {id} was decided on it"),
            Hint::run(
                "put the correction into the minutes",
                Command::new("meeting set")
                    .with(date)
                    .option("--minutes", Placeholder::File),
            ),
        )),
    }
}

fn opened<'r>(register: &'r Register, date: &str) -> Result<(String, &'r Meeting, Edit), Refusal> {
    let path = RecordPath::Meeting(date.to_owned()).to_string();
    let edit = register.bytes(&path).and_then(Edit::open);
    match (register.meetings.get(date), edit) {
        (Some(meeting), Some(edit)) => Ok((path, meeting, edit)),
        (None, None) => Err(Refusal::usage(
            format!("the meeting of {date} is not recorded"),
            Hint::run("to record it", Command::new("meeting add").with(date)),
        )),
        _ => Err(unreadable(path)),
    }
}

fn action_item<'m>(
    meeting: &'m Meeting,
    date: &str,
    which: &str,
) -> Result<(usize, &'m ActionItem), Refusal> {
    let wanted = which.trim().to_lowercase();
    let numbered = || (1_usize..).zip(&meeting.actions);
    let by_number = wanted.parse::<usize>().ok();
    let holds =
        |item: &ActionItem| !wanted.is_empty() && item.action.to_lowercase().contains(&wanted);
    let found: Vec<(usize, &ActionItem)> = match by_number {
        Some(wanted) => numbered().filter(|(n, _)| *n == wanted).collect(),
        None => numbered().filter(|(_, item)| holds(item)).collect(),
    };
    let shown = text::shortened(which, 60);
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Refusal::usage(
            format!("\"{shown}\" is not an action item of the meeting of {date}"),
            Hint::run(
                "to see its action items",
                Command::new("meeting show").with(date),
            ),
        )),
        several => {
            let numbers = listed(several.iter().map(|(n, _)| n));
            Err(Refusal::usage(
                format!("\"{shown}\" matches several action items of {date}"),
                format!("name one by its number: {numbers}"),
            ))
        }
    }
}
