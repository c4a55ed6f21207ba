//! `plenary meeting`: records meetings with attendance, minutes and action items.

use clap::{Args, Subcommand};

use crate::act::arguments::instant;
use crate::act::meeting::{MeetingInput, Minutes, add, done, set};
use crate::cli::arguments::{Reading, WriteAs};
use crate::cli::command::asked;
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::record::meeting::ActionItem;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::report::meetings::{Meetings, ShowMeeting};
use crate::value::clock::Instant;

/// Record meetings, attendance and action items
///
/// Chairs and secretaries can record meetings. Anybody can list and show them.
#[derive(Debug, Subcommand)]
pub(crate) enum Meeting {
    /// Record a meeting, also a future one
    Add(Add),
    /// Change a meeting: lists are replaced, action items are added
    Set(Set),
    /// Mark an action item as done
    Done(Done),
    /// List the meetings, newest first
    List(Reading),
    /// Show a meeting: attendance, action items and calls
    Show(Show),
}

/// Records a meeting.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Date, such as 2026-05-14
    #[arg(value_parser = date)]
    date: String,
    #[command(flatten)]
    what: MeetingArgs,
    #[command(flatten)]
    how: WriteAs,
}

/// Changes the record of a meeting.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// Date of the meeting
    date: String,
    #[command(flatten)]
    what: MeetingArgs,
    #[command(flatten)]
    how: WriteAs,
}

/// Marks an action item as done.
#[derive(Debug, Args)]
pub(crate) struct Done {
    /// Date of the meeting
    date: String,
    /// Action item: its number, or some of its words
    item: String,
    #[command(flatten)]
    how: WriteAs,
}

/// Shows a meeting.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Date of the meeting
    date: String,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
struct MeetingArgs {
    /// Participants who were present (comma-separated)
    #[arg(long, value_name = "PARTICIPANT", value_delimiter = ',')]
    present: Vec<String>,
    /// Participants who sent apologies (comma-separated)
    #[arg(long, value_name = "PARTICIPANT", value_delimiter = ',')]
    apologies: Vec<String>,
    /// Minutes: a file, which is copied into the register, or a link
    #[arg(long, value_name = "FILE|LINK")]
    minutes: Option<String>,
    /// Proposals that were discussed (comma-separated)
    #[arg(long, value_name = "PROPOSAL", value_delimiter = ',')]
    proposal: Vec<String>,
    /// Action item, such as "sam: write the summary, by 2026-05-21T00:00Z" (repeatable)
    #[arg(long, value_name = "OWNER: WHAT", value_parser = action)]
    action: Vec<ActionInput>,
}

/// An action item as it was typed.
#[derive(Debug, Clone)]
struct ActionInput {
    owner: String,
    action: String,
    due: Option<Instant>,
}

fn date(text: &str) -> Result<String, String> {
    match RecordPath::identify(&format!("meetings/{text}.toml")) {
        Some(Ok(RecordPath::Meeting(date))) => Ok(date),
        _ => Err("write the date of the meeting like 2026-05-14".to_owned()),
    }
}

fn action(text: &str) -> Result<ActionInput, String> {
    let expected = "write it like \"OWNER: what to do, by 2026-05-21T00:00Z\"";
    let (owner, what) = text.split_once(':').ok_or(expected)?;
    let (action, due) = match what.rsplit_once(", by ") {
        // Without a date it is part of the words: "ask the secretary, by letter".
        Some((action, due)) if due.starts_with(|c: char| c.is_ascii_digit()) => {
            (action, Some(instant(due)?))
        }
        _ => (what, None),
    };
    Ok(ActionInput {
        owner: owner.trim().to_owned(),
        action: action.trim().to_owned(),
        due,
    })
}

impl MeetingArgs {
    /// The input with every name looked up, or one failure with all unknown names.
    fn input(
        &self,
        context: &mut Context<'_>,
        register: &Register,
        date: String,
    ) -> Result<MeetingInput, Failure> {
        let mut looked = NameLookup {
            register,
            failure: None,
        };
        let input = MeetingInput {
            date,
            present: looked.distinct(&self.present, names::participant),
            apologies: looked.distinct(&self.apologies, names::participant),
            proposals: looked.distinct(&self.proposal, |typed, register| {
                names::proposal(typed, register.proposal_names())
            }),
            actions: self.actions(&mut looked),
            minutes: None,
        };
        looked.failure.map_or(Ok(()), Err)?;
        Ok(MeetingInput {
            minutes: self.minutes(context)?,
            ..input
        })
    }

    fn actions(&self, looked: &mut NameLookup<'_>) -> Vec<ActionItem> {
        let item = |typed: &ActionInput| {
            let owner = looked.one(&typed.owner, names::participant)?;
            Some(ActionItem {
                action: typed.action.clone(),
                owner,
                due: typed.due,
                done: None,
            })
        };
        self.action.iter().filter_map(item).collect()
    }

    fn minutes(&self, context: &mut Context<'_>) -> Result<Option<Minutes>, Failure> {
        let Some(typed) = &self.minutes else {
            return Ok(None);
        };
        if typed.contains("://") {
            return Ok(Some(Minutes::Link(typed.clone())));
        }
        let mut text = None;
        asked::put_words(context, &mut text, Some(&typed.into()))?;
        Ok(text.map(Minutes::Text))
    }
}

/// Looks names up one after the other, and collects the unknown ones.
struct NameLookup<'r> {
    register: &'r Register,
    failure: Option<Failure>,
}

impl NameLookup<'_> {
    fn one<T>(
        &mut self,
        typed: &str,
        find: impl Fn(&str, &Register) -> Result<T, Failure>,
    ) -> Option<T> {
        let more = match find(typed.trim(), self.register) {
            Ok(found) => return Some(found),
            Err(more) => more,
        };
        match &mut self.failure {
            Some(failure) => failure.faults.extend(more.faults),
            none => *none = Some(more),
        }
        None
    }

    /// Each name once, however often it was typed.
    fn distinct<T: PartialEq>(
        &mut self,
        typed: &[String],
        find: impl Fn(&str, &Register) -> Result<T, Failure>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for each in typed {
            let found = self.one(each, &find);
            all.extend(found.filter(|found| !all.contains(found)));
        }
        all
    }
}

impl Meeting {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Meeting::Add(command) => command.run(context),
            Meeting::Set(command) => command.run(context),
            Meeting::Done(command) => command.run(context),
            Meeting::List(reading) => list(context, &reading),
            Meeting::Show(command) => command.run(context),
        }
    }
}

/// The meeting that was typed; a beginning of its date is enough.
fn known(register: &Register, typed: &str) -> Result<String, Failure> {
    let dates = register.meetings.keys().map(String::as_str);
    names::resolve(typed, "meeting", dates).map(str::to_owned)
}

impl Add {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Everything, self.how)?;
        let actor = desk.actor(context)?;
        let input = self.what.input(context, &desk.register, self.date)?;
        let entry = add(&desk.register, &input, &actor)?;
        let said = format!("Meeting of {} recorded.", input.date);
        desk.land_saying(context, &entry, said)
    }
}

impl Set {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Everything, self.how)?;
        let actor = desk.actor(context)?;
        let date = known(&desk.register, &self.date)?;
        let input = self.what.input(context, &desk.register, date)?;
        let entry = set(&desk.register, &input, &actor)?;
        let said = format!("Meeting of {} changed.", input.date);
        desk.land_saying(context, &entry, said)
    }
}

impl Done {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Everything, self.how)?;
        let actor = desk.actor(context)?;
        let date = known(&desk.register, &self.date)?;
        let (n, entry) = done(&desk.register, &date, &self.item, &actor, context.now())?;
        desk.land_saying(
            context,
            &entry,
            format!("Action item {n} of the meeting of {date} marked as done."),
        )
    }
}

fn list(context: &mut Context<'_>, reading: &Reading) -> Result<Exit, Failure> {
    let (_, register) = View::read(context, reading, &Extent::Everything)?;
    let report = Meetings::of(&register, context.now());
    context.show(&report, || report.page())
}

impl Show {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (_, register) = View::read(context, &self.reading, &Extent::Everything)?;
        let date = known(&register, &self.date)?;
        let report = ShowMeeting::of(&register, &date, context.now())
            .ok_or_else(|| Failure::usage(format!("no meeting of {date} is recorded"), ""))?;
        context.show(&report, || report.page())
    }
}
