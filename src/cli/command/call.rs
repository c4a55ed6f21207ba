//! `plenary call`: opens a call, and records its close.

use clap::{Args, Subcommand};

use crate::act::call::{Open as Act, close, open};
use crate::cli::arguments::{WriteAs, instant};
use crate::cli::ask;
use crate::cli::command::asked;
use crate::cli::command::notice::Notice as Again;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::moments::{Which, of_register};
use crate::render::page::Page;
use crate::report::notice::Notice;
use crate::tally::tally;
use crate::value::clock::{Instant, Window};

/// What can be done with a call.
#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    /// Freeze question, text, roster and charter, and ask the group
    Open(Open),
    /// Record which landing was the last in time
    Close(Close),
    /// Print the notice of a call again
    Notice(Again),
}

/// Opens a call and prints its notice.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// When the call closes, with an offset from UTC: 2026-05-21T23:59Z
    #[arg(long, value_name = "INSTANT", value_parser = instant, required = true)]
    closes: Option<Instant>,
    /// The date of the meeting whose attendance the rules may count
    #[arg(long, value_name = "DATE")]
    meeting: Option<String>,
    /// The register will be carried inside another project: freeze no commit
    #[arg(long)]
    carried: bool,
    #[command(flatten)]
    how: WriteAs,
}

/// Records the close.
#[derive(Debug, Args)]
pub(crate) struct Close {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Call {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Call::Open(command) => command.run(context),
            Call::Close(command) => command.run(context),
            Call::Notice(command) => command.run(context),
        }
    }
}

impl Open {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = asked::proposal(context, &desk, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let moments = of_register(
            &desk.repository,
            register.clone(),
            &proposal,
            Which::New,
            now,
        )?;
        let before = tally(&moments, &proposal)?;
        let window = before.track.window;
        let mut input = Act {
            proposal,
            closes: self.closes.unwrap_or_else(|| usual(window, now)),
            meeting: self.meeting,
            frozen: (!self.carried).then(|| desk.base.clone()),
        };
        open(&register, &input, &before, &actor, now)?;
        input.closes = ask::moment(context, "the close", "--closes TIME", window, self.closes)?;
        let (n, entry) = open(&register, &input, &before, &actor, context.now())?;
        let notice = Notice::of(&register, &before, n, input.closes, context.offset());
        let notice = notice.at_meeting(input.meeting.as_deref());
        desk.land(context, &register, &entry, &self.how, notice.page())
    }
}

/// A close that a window lets pass.
fn usual(window: Window, now: Instant) -> Instant {
    let allowed = window.min.or(window.max).map(|span| span.after(now));
    let tomorrow = || Instant::from_seconds(now.seconds().saturating_add(86_400));
    allowed.or_else(tomorrow).unwrap_or(now)
}

impl Close {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = asked::proposal(context, &desk, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let call = register
            .proposals
            .get(&proposal)
            .and_then(|folder| folder.current_call());
        let closes = call
            .filter(|(_, call)| call.frozen.is_some())
            .map(|(_, call)| call.closing());
        let closing = match closes {
            Some(closes) => desk.repository.closing(&desk.base, closes)?,
            None => None,
        };
        let closing = closing.map(|landing| landing.commit);
        let said = match &closing {
            Some(commit) => format!("The last landing in time was {}.", commit.short()),
            None => {
                "No landing is named: the register is carried inside another project.".to_owned()
            }
        };
        let (n, entry) = close(&register, &proposal, closing, &actor, context.now())?;
        let page = Page::new().line(format!("Call {n} on {proposal} is closed. {said}"));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
