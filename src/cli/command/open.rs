//! `plenary call open`: opens calls and prints their notices.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{instant, name};
use crate::act::call::open::{Draft, Open as Act, open};
use crate::cli::arguments::{Confirm, WriteAs};
use crate::cli::ask::{self, Recording};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::letter::notice::Notice;
use crate::procedure::business_days::unlisted;
use crate::procedure::names::uncounted;
use crate::record::track::{CallLength, Track};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::session::fetch_inputs::about_to_open;
use crate::tally::electorate::spellings;
use crate::tally::tally;
use crate::value::calendar::Calendar;
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, TrackId};
use crate::value::sentence::{all_of, form};

/// Open a call on one or more proposals
///
/// Chairs who did not write the proposal can run this. It freezes the question, the text, the
/// participant list and the charter. The notice that it prints is ready to be sent.
///
/// Each proposal gets its own call, which is tallied and decided alone. All calls are opened in one
/// commit, or none. On another track than its own, a proposal needs the adoption of the same text on
/// the track before, or a reason.
///
/// In a terminal you see what will be recorded, and confirm it.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// Proposals
    #[arg(required = true, value_name = "PROPOSAL")]
    proposals: Vec<String>,
    /// Closing time, such as 2026-05-21T23:59Z
    #[arg(long, value_name = "TIME", value_parser = instant, required = true)]
    closes: Option<Instant>,
    /// Track with the rules (default: the proposal's own)
    #[arg(long, value_parser = name(TrackId::parse))]
    track: Option<TrackId>,
    /// Reason for another track
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Question of this call (default: that of the proposal)
    #[arg(long, value_name = "TEXT")]
    question: Option<String>,
    /// Title of this call (default: that of the proposal)
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Date of the meeting whose attendance the rules count
    #[arg(long, value_name = "DATE")]
    meeting: Option<String>,
    /// Freeze no commit, for a register inside another project
    #[arg(long)]
    carried: bool,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    how: WriteAs,
}

/// How many spellings are noted; `plenary check` shows all.
const MOST: usize = 3;

impl Open {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let (desk, ids) = WriteSession::on(context, self.how, |context, view| {
            let ids = ids(context, view, &self.proposals)?;
            let extent = extent(view, &ids, self.track.as_ref())?;
            Ok((ids, extent))
        })?;
        let register = &desk.register;
        let actor = desk.actor(context)?;
        if ids.len() > 1 && (self.question.is_some() || self.title.is_some()) {
            let sentence = "--question and --title are for a call on one proposal";
            return Err(Failure::usage(sentence, "open each call alone"));
        }
        let calendar = register.calendar();
        let window = (window(register, &ids, self.track.as_ref()), &calendar);
        let mut input = Act {
            closes: self.closes.unwrap_or_else(|| usual(window, context.now())),
            track: self.track.clone(),
            reason: self.reason,
            question: self.question,
            title: self.title,
            meeting: self.meeting,
            frozen: (!self.carried).then(|| desk.base.clone()),
        };
        if self.closes.is_none() {
            // People who cannot open it are told before they are asked.
            opened(context, &desk, &ids, &input, &actor)?;
        }
        let what = "the closing time";
        input.closes = ask::moment(context, what, "--closes TIME", window, self.closes)?;
        let opened = opened(context, &desk, &ids, &input, &actor)?;
        if let Some(charter) = &register.charter {
            for sentence in uncounted(charter, register.participants.iter()) {
                context.remark(&sentence)?;
            }
            for id in &ids {
                let track = track(register, id, self.track.as_ref());
                let (opens, closes) = (context.now(), input.closes);
                let sentence = track.and_then(|track| unlisted(charter, track, opens, closes));
                if let Some(sentence) = sentence {
                    context.remark(&sentence)?;
                }
            }
            for one in spellings(charter, register).into_iter().take(MOST) {
                context.remark(&format!("{}. For details: plenary check", one.in_words()))?;
            }
        }
        let page = Page::new()
            .line(format!("Ready to record: {}.", opened.calls()))
            .line(format!("For: {}", actor.id))
            .line(format!("Closes on {}.", input.closes.long()));
        let recording = Recording::new(form(ids.len() == 1, "this call", "these calls"), page);
        ask::confirm(context, desk.is_dry(), self.confirm, &recording)?;
        let said = opened.said(input.closes);
        let page = opened.page.gap().line(said.as_str());
        desk.land(context, &opened.entry, Recorded::with_page(said, page))
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

/// The call length of the track of the first of them.
fn window(register: &Register, ids: &[ProposalId], named: Option<&TrackId>) -> CallLength {
    let track = ids.first().and_then(|id| track(register, id, named));
    track.map(|track| track.window).unwrap_or_default()
}

/// As much of the register as is needed. Only the whole shows whether a decision on the track before is
/// still in force, and how far the parts of a package are.
fn extent(view: &View, ids: &[ProposalId], named: Option<&TrackId>) -> Result<Extent, Failure> {
    let [one] = ids else {
        return Ok(Extent::Everything);
    };
    let extent = Extent::Proposal(one.clone());
    let register = view.register(&extent)?;
    let folder = register.proposals.get(one);
    let own = folder.and_then(|folder| folder.proposal.as_ref());
    let is_package = own.is_some_and(|read| !read.parts.is_empty());
    match is_package || track(&register, one, named).is_some_and(|track| track.after.is_some()) {
        true => Ok(Extent::Everything),
        false => Ok(extent),
    }
}

/// A closing time that the call length allows.
fn usual((window, calendar): (CallLength, &Calendar), now: Instant) -> Instant {
    let allowed = window
        .min
        .or(window.max)
        .map(|span| span.after(now, calendar));
    let tomorrow = || Instant::from_seconds(now.seconds().saturating_add(86_400));
    allowed.or_else(tomorrow).unwrap_or(now)
}

/// Calls as they would be written.
struct Opened {
    /// The proposals, with the numbers of their calls.
    on: Vec<(ProposalId, u32)>,
    entry: PendingCommit,
    /// Their notices.
    page: Page,
}

impl Opened {
    /// The calls in a sentence.
    fn calls(&self) -> String {
        let calls = self.on.iter().map(|(id, n)| format!("call {n} on {id}"));
        let calls: Vec<String> = calls.collect();
        all_of(calls.iter().map(String::as_str))
    }

    fn said(&self, closes: Instant) -> String {
        let closes = closes.long();
        match self.on.as_slice() {
            [(id, n)] => format!("Call {n} on {id} opened. It closes on {closes}."),
            _ => format!("Calls opened: {}. They close on {closes}.", self.calls()),
        }
    }
}

/// The calls as they would be written, and their notices.
fn opened(
    context: &Context<'_>,
    desk: &WriteSession,
    ids: &[ProposalId],
    input: &Act,
    actor: &Actor,
) -> Result<Opened, Failure> {
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
    Ok(Opened {
        on: ids
            .iter()
            .cloned()
            .zip(drafts.iter().map(|draft| draft.n))
            .collect(),
        entry: open(&drafts, actor)?,
        page,
    })
}

/// Checks a draft with the tally at the start of the call, and gives its notice.
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
