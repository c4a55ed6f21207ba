//! Shows the sign-offs of a decision: who has signed, how many are needed, and who can sign next.
//!
//! Shows who committed records of others, if the history does not prove who submitted them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::procedure::hand::{ByAnother, Hand, Hands, counted};
use crate::procedure::rights::{About, Deed, may};
use crate::register::tally_inputs::TallyInputs;
use crate::render::page::Page;
use crate::report::who::Names;
use crate::tally::Tally;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::{all_of, any_of, form, many};

/// Who signed off, and whether that is enough.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SignOffs {
    by: Vec<ParticipantId>,
    needed: Option<u64>,
    pending: bool,
}

impl SignOffs {
    /// Those who signed; `needed` sign-offs, if the charter says so.
    pub(crate) fn of(by: Vec<ParticipantId>, needed: Option<u64>) -> Self {
        let given = u64::try_from(by.len()).unwrap_or(u64::MAX);
        Self {
            by,
            needed,
            pending: needed.is_some_and(|needed| given < needed),
        }
    }

    /// Who signed.
    pub(crate) fn people(&self) -> &[ParticipantId] {
        &self.by
    }

    /// Who signed, and whether that is enough.
    pub(crate) fn in_words(&self, names: &Names) -> String {
        match self.needed {
            Some(needed) => signed(&self.by, needed, names),
            None => listed(&names.each_with_id(&self.by)),
        }
    }
}

/// Who signed off, and whether that is enough.
fn signed(by: &[ParticipantId], needed: u64, names: &Names) -> String {
    let given = u64::try_from(by.len()).unwrap_or(u64::MAX);
    let who = listed(&names.each_with_id(by));
    match given < needed {
        true => format!("waiting for sign-offs ({given} of {needed}). Signed by: {who}"),
        false => format!("{given} of {needed}: {who}"),
    }
}

fn listed(names: &[String]) -> String {
    match names.is_empty() {
        true => "nobody".to_owned(),
        false => all_of(names.iter().map(String::as_str)),
    }
}

/// Who has signed off a decision, and who can next.
#[derive(Debug, Clone, Serialize)]
pub struct SignedOff {
    proposal: ProposalId,
    signed: Vec<ParticipantId>,
    needed: u64,
    next: Vec<ParticipantId>,
    /// The names of those who signed, and of those who can.
    names: Names,
}

impl SignedOff {
    /// The sign-offs of the tally's call, where `signed` have given theirs.
    pub fn of(moments: &TallyInputs, tally: &Tally, signed: Vec<ParticipantId>) -> Self {
        let about = About::tallied(moments, tally).signing(&signed);
        let next = may(Deed::SignOff, &about);
        Self {
            proposal: tally.proposal.clone(),
            names: Names::of(moments).only(signed.iter().chain(&next)),
            next,
            needed: tally.track.sign_offs,
            signed,
        }
    }

    /// Whether there are enough.
    pub fn is_complete(&self) -> bool {
        u64::try_from(self.signed.len()).is_ok_and(|have| have >= self.needed)
    }

    /// The sign-offs for people.
    pub fn page(&self) -> Page {
        let said = signed(&self.signed, self.needed, &self.names);
        Page::new()
            .line(format!("Sign-offs on {}: {said}", self.proposal))
            .then(self.next_page())
    }

    /// Who committed it; nothing where each committed their own.
    pub fn committed(by_another: &[ByAnother]) -> Page {
        told_hands(by_another)
    }

    /// Who can sign off next; nothing where there are enough.
    pub fn next_page(&self) -> Page {
        if self.is_complete() {
            return Page::new();
        }
        let have = self.signed.len();
        let missing = self
            .needed
            .saturating_sub(u64::try_from(have).unwrap_or(u64::MAX));
        let more = form(missing == 1, "1 more sign-off", "more sign-offs");
        let who = self.names.each_with_id(&self.next);
        let page = Page::new();
        if who.is_empty() {
            return page.line(format!(
                "The decision is waiting for {more}, but no other chair can sign it off."
            ));
        }
        let who = any_of(who.iter().map(String::as_str));
        let sign_off = Command::new("sign-off").with(&self.proposal);
        page.line(format!(
            "The decision is waiting for {more}. {who} can sign it off: {sign_off}"
        ))
    }
}

/// What the history says about who committed it; nothing where each committed their own.
pub(crate) fn hands(hands: &Hands) -> Page {
    match hands {
        Hands::Silent => Page::new(),
        Hands::NotHere => Page::new().line(
            "Not checked: who committed these records, because this clone does not have the whole \
             history.",
        ),
        Hands::Told(all) => told_hands(all),
    }
}

/// How many records of whom, by whom, and every decision and sign-off by itself.
pub(crate) fn told_hands(all: &[ByAnother]) -> Page {
    let hands = counted(all);
    if hands.is_empty() {
        return Page::new();
    }
    let sum = |count: fn(&Hand) -> u64| hands.iter().map(count).sum();
    let amounts = [
        amount(sum(|hand| hand.records), "record"),
        amount(sum(|hand| hand.sign_offs), "sign-off"),
    ];
    let amounts: Vec<String> = amounts.into_iter().flatten().collect();
    let counts = hands.iter().filter_map(|hand| {
        let amount = amount(hand.records, "record")?;
        Some(format!("{amount} of {}, committed by {}", hand.of, hand.by))
    });
    let all: BTreeSet<&ByAnother> = all.iter().collect();
    let signed = all.iter().filter(|one| one.is_sign_off).map(|one| {
        let (path, of, by) = (&one.path, &one.of, &one.by);
        format!("{path} is signed by {of}, but {by} committed it")
    });
    Page::new()
        .line(format!(
            "Committed under the address of another participant: {}.",
            listed(&amounts)
        ))
        .bullets(counts.chain(signed))
}

/// So many; nothing where there are none.
fn amount(n: u64, what: &str) -> Option<String> {
    (n > 0).then(|| many(usize::try_from(n).unwrap_or(usize::MAX), what))
}
