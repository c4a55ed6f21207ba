//! `plenary call open`: opens calls and prints their notices.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{instant, name};
use crate::act::call::open::{Draft, Open as Act, open};
use crate::cli::arguments::WriteAs;
use crate::cli::ask;
use crate::cli::command::asked;
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::letter::notice::Notice;
use crate::procedure::names::uncounted;
use crate::record::track::{CallLength, Track};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::session::fetch_inputs::about_to_open;
use crate::tally::electorate::spellings;
use crate::tally::tally;
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, TrackId};

/// Freeze question, text, roster and charter, and ask the group
///
/// Each proposal gets a call of its own, tallied and decided on its own; all are opened in one
/// commit, or none is. A call on another track than the proposal's own needs the track that comes
/// before to have adopted the same text, or a reason.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The proposals
    #[arg(required = true, value_name = "PROPOSAL")]
    proposals: Vec<String>,
    /// When the call closes, with an offset from UTC: 2026-05-21T23:59Z
    #[arg(long, value_name = "INSTANT", value_parser = instant, required = true)]
    closes: Option<Instant>,
    /// The track by whose rules it is decided, if not the proposal's own
    #[arg(long, value_parser = name(TrackId::parse))]
    track: Option<TrackId>,
    /// Why it is on another track
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The date of the meeting whose attendance the rules may count
    #[arg(long, value_name = "DATE")]
    meeting: Option<String>,
    /// The register will be carried inside another project: freeze no commit
    #[arg(long)]
    carried: bool,
    #[command(flatten)]
    how: WriteAs,
}

/// How many spellings are remarked on; `plenary check` shows all.
const MOST: usize = 3;

impl Open {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, ids) = WriteSession::on(context, self.how, |context, view| {
            let ids = ids(context, view, &self.proposals)?;
            let extent = extent(view, &ids, self.track.as_ref())?;
            Ok((ids, extent))
        })?;
        let register = &desk.register;
        let actor = desk.actor(context)?;
        let window = window(register, &ids, self.track.as_ref());
        let mut input = Act {
            closes: self.closes.unwrap_or_else(|| usual(window, context.now())),
            track: self.track,
            reason: self.reason,
            meeting: self.meeting,
            frozen: (!self.carried).then(|| desk.base.clone()),
        };
        if self.closes.is_none() {
            // Who may not open it is told before they are asked for anything.
            opened(context, &desk, &ids, &input, &actor)?;
        }
        input.closes = ask::moment(context, "the close", "--closes TIME", window, self.closes)?;
        let (entry, page) = opened(context, &desk, &ids, &input, &actor)?;
        if let Some(charter) = &register.charter {
            for sentence in uncounted(charter, &register.participants) {
                context.remark(&sentence)?;
            }
            for one in spellings(charter, register).into_iter().take(MOST) {
                context.remark(&format!("{}; plenary check", one.in_words()))?;
            }
        }
        desk.land(context, &entry, page)
    }
}

/// The proposals that were typed, each once.
fn ids(
    context: &mut Context<'_>,
    view: &View,
    typed: &[String],
) -> Result<Vec<ProposalId>, Failure> {
    if typed.is_empty() {
        return Ok(vec![asked::chosen(context, view)?]);
    }
    let mut ids: Vec<ProposalId> = Vec::new();
    for typed in typed {
        let id = view.proposal(typed)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The track on which a proposal is put: the one that was named, else its own.
fn track<'r>(
    register: &'r Register,
    id: &ProposalId,
    named: Option<&TrackId>,
) -> Option<&'r Track> {
    let folder = register.proposals.get(id);
    let own = folder.and_then(|folder| folder.proposal.as_ref());
    let track = named.or(own.map(|read| &read.track))?;
    register.charter.as_ref()?.track(track)
}

/// The window of the track on which the first of them is put.
fn window(register: &Register, ids: &[ProposalId], named: Option<&TrackId>) -> CallLength {
    let track = ids.first().and_then(|id| track(register, id, named));
    track.map(|track| track.window).unwrap_or_default()
}

/// As much of the register as is needed. Whether a decision of the track before still stands
/// shows only in the whole.
fn extent(view: &View, ids: &[ProposalId], named: Option<&TrackId>) -> Result<Extent, Failure> {
    let [one] = ids else {
        return Ok(Extent::Everything);
    };
    let extent = Extent::Proposal(one.clone());
    let register = view.register(&extent)?;
    match track(&register, one, named).is_some_and(|track| track.after.is_some()) {
        true => Ok(Extent::Everything),
        false => Ok(extent),
    }
}

/// A close that a window lets pass.
fn usual(window: CallLength, now: Instant) -> Instant {
    let allowed = window.min.or(window.max).map(|span| span.after(now));
    let tomorrow = || Instant::from_seconds(now.seconds().saturating_add(86_400));
    allowed.or_else(tomorrow).unwrap_or(now)
}

/// The calls as they would be written, and their notices.
fn opened(
    context: &Context<'_>,
    desk: &WriteSession,
    ids: &[ProposalId],
    input: &Act,
    actor: &Actor,
) -> Result<(PendingCommit, Page), Failure> {
    let mut drafts = Vec::new();
    let mut page = Page::new();
    for id in ids {
        let mut draft = Draft::of(&desk.register, id, input, actor, context.now())?;
        let notice = judged(&mut draft, context, desk)?;
        page = match drafts.is_empty() {
            true => notice,
            false => page.gap().then(notice),
        };
        drafts.push(draft);
    }
    Ok((open(&drafts, actor)?, page))
}

/// Judges a draft by the tally that the call would begin with, and says what it puts to the group.
fn judged(draft: &mut Draft, context: &Context<'_>, desk: &WriteSession) -> Result<Page, Failure> {
    let Some(call) = draft.call.clone() else {
        return Ok(Page::new());
    };
    let (n, closes) = (draft.n, call.closes);
    let moments = about_to_open(
        &desk.repository,
        desk.register.clone(),
        &draft.proposal,
        (n, call),
        context.now(),
    )?;
    let before = tally(&moments, &draft.proposal)?;
    draft.judge(&desk.register, &before);
    let notice = Notice::of(&moments.asked, &before, n, closes, context.offset());
    Ok(notice.page())
}
