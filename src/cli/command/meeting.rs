//! `plenary meeting`: who was present, the minutes, and what is to be done after a meeting.

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

/// What can be done with meetings.
#[derive(Debug, Subcommand)]
pub(crate) enum Meeting {
    /// Record a meeting, also one that has yet to take place
    Add(Add),
    /// Change what is recorded of a meeting: lists are replaced, action items are added
    Set(Set),
    /// Mark an action item as done
    Done(Done),
    /// The meetings, the last first
    List(Reading),
    /// A meeting: who was present, its action items, and the calls that name it
    Show(Show),
}

/// Records a meeting.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Its date, as 2026-05-14
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
    /// Its date
    date: String,
    #[command(flatten)]
    what: MeetingArgs,
    #[command(flatten)]
    how: WriteAs,
}

/// Marks an action item as done.
#[derive(Debug, Args)]
pub(crate) struct Done {
    /// The date of the meeting
    date: String,
    /// The item: its number, or some of its words
    item: String,
    #[command(flatten)]
    how: WriteAs,
}

/// Shows a meeting.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its date
    date: String,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
struct MeetingArgs {
    /// Who was there; may be given several times, or with commas
    #[arg(long, value_name = "PARTICIPANT", value_delimiter = ',')]
    present: Vec<String>,
    /// Who sent apologies; may be given several times, or with commas
    #[arg(long, value_name = "PARTICIPANT", value_delimiter = ',')]
    apologies: Vec<String>,
    /// The minutes: a file, which is kept beside the record, or a link to where they are
    #[arg(long, value_name = "FILE|LINK")]
    minutes: Option<String>,
    /// A proposal that was spoken about; may be given several times, or with commas
    #[arg(long, value_name = "PROPOSAL", value_delimiter = ',')]
    proposal: Vec<String>,
    /// What is to be done, as "sam: write the summary, by 2026-05-21T00:00Z"; may be given several
    /// times
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
        _ => Err("a meeting is named by its date, as 2026-05-14".to_owned()),
    }
}

fn action(text: &str) -> Result<ActionInput, String> {
    let expected = "write \"OWNER: what is to be done, by 2026-05-21T00:00Z\"";
    let (owner, what) = text.split_once(':').ok_or(expected)?;
    let (action, due) = match what.rsplit_once(", by ") {
        // What is no date is a part of the words: "ask the board, by letter".
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
    /// What was typed with every name looked up; all that are not there in one failure.
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

/// Names that are looked up one after the other, and what came of those that are not there.
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

/// The meeting that was typed; any beginning of its date will do.
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
        let said = format!("The meeting of {} is on record.", input.date);
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
        let said = format!("The record of the meeting of {} is changed.", input.date);
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
            format!("Action item {n} of {date} is done."),
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
            .ok_or_else(|| Failure::usage(format!("there is no meeting of {date}"), ""))?;
        context.show(&report, || report.page())
    }
}
