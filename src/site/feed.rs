//! Makes the feed: what happened to proposals, the newest first. Nobody is named in it, because readers keep copies that
//! nobody can correct.

use crate::procedure::stage::outcome_in_words;
use crate::record::appeal::RulingKind;
use crate::register::folder::CallFolder;
use crate::register::records::ProposalRecords;
use crate::render::site::atom::{Entry, Feed};
use crate::site::address::Address;
use crate::site::page::{Inputs, Site, SitePage};
use crate::site::said::spoken;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

/// So many entries the feed has.
const NEWEST: usize = 50;

/// The feed, where the public address is known: an entry must have a whole one.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Option<SitePage<'a>> {
    site.options.base_url.as_ref().map(|_| SitePage {
        address: Address::feed(),
        inputs: Inputs::none().and_all(site.source),
        make: Box::new(|site| feed(site).written().into_bytes()),
    })
}

/// Something that happened.
struct Happened<'s> {
    at: Instant,
    id: &'s ProposalId,
    call: Option<u32>,
    /// What it was, in a word that does not change: part of the entry's own id.
    event: String,
    what: String,
}

fn feed(site: &Site<'_>) -> Feed {
    let (register, now) = (site.source.register, site.source.now);
    let mut all = Vec::new();
    for (id, folder) in &register.proposals {
        if site.options.has(id) {
            all.extend(of_proposal(id, folder));
        }
    }
    all.retain(|each| each.at <= now);
    all.sort_by(|a, b| (b.at, a.id, &a.event).cmp(&(a.at, b.id, &b.event)));
    all.truncate(NEWEST);
    let base = site.options.base_url.clone().unwrap_or_default();
    let charter = register.charter.as_ref();
    let name = charter.map_or("", |charter| charter.register.as_str());
    Feed {
        id: urn(&[name, &base]),
        title: site.name().to_owned(),
        own: format!("{base}{}", Address::feed()),
        home: format!("{base}{}", Address::home()),
        updated: all.first().map_or(now, |each| each.at),
        entries: all
            .iter()
            .map(|each| each.entry(site, name, &base))
            .collect(),
    }
}

impl Happened<'_> {
    fn entry(&self, site: &Site<'_>, register: &str, base: &str) -> Entry {
        let proposal = site.source.register.proposals.get(self.id);
        let title = proposal.and_then(|folder| folder.proposal.as_ref());
        let title = title.map_or(self.id.as_str(), |own| &own.title);
        let page = self.call.map(|n| Address::call(self.id, n));
        let page = page
            .filter(|page| site.has(page))
            .unwrap_or_else(|| Address::proposal(self.id));
        Entry {
            id: urn(&[register, self.id.as_str(), &self.event]),
            title: format!("{title}: {}", self.what),
            page: format!("{base}{page}"),
            updated: self.at,
            content: format!("{}: {}.", self.id, self.what),
        }
    }
}

/// The same words give the same name, and other words another one: a UUID of version 8 from their digest.
fn urn(words: &[&str]) -> String {
    let digest = TextDigest::of(words.join("\n").as_bytes());
    let hex = digest.as_str();
    format!(
        "urn:uuid:{}-{}-8{}-8{}-{}",
        &hex[0..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..32]
    )
}

fn of_proposal<'s>(id: &'s ProposalId, folder: &'s ProposalRecords) -> Vec<Happened<'s>> {
    let mut all = Vec::new();
    let mut add = |call: Option<u32>, at: Instant, event: String, what: String| {
        all.push(Happened {
            at,
            id,
            call,
            event,
            what,
        });
    };
    for (n, filed) in &folder.calls {
        for (at, event, what) in of_call(*n, filed) {
            add(Some(*n), at, format!("{n} {event}"), what);
        }
    }
    for (of, handling) in &folder.handling {
        if let Some(ended) = &handling.disposition {
            let what = format!("an objection was closed as {}", ended.value.word());
            add(None, ended.at, format!("disposed {of} {}", ended.at), what);
        }
    }
    all
}

fn of_call(n: u32, filed: &CallFolder) -> Vec<(Instant, String, String)> {
    let mut all = of_the_call_itself(n, filed);
    for (draft, k) in filed
        .designation
        .iter()
        .flat_map(|own| &own.drafts)
        .zip(1..)
    {
        let what = format!("the chair proposes to designate {}", spoken(&draft.level));
        all.push((draft.act.at, format!("draft {k}"), what));
    }
    if let Some(decision) = &filed.decision {
        let outcome = outcome_in_words(decision.judgement.outcome);
        let what = format!(
            "decided, {outcome} ({})",
            spoken(&decision.judgement.designation)
        );
        all.push((decision.judgement.at, "decision".to_owned(), what));
    }
    for (by, appeal) in &filed.appeals {
        let what = "the decision was appealed".to_owned();
        all.extend(appeal.at.map(|at| (at, format!("appeal {by}"), what)));
    }
    for (by, ruling) in &filed.rulings {
        let ended = ruling.ended.as_ref();
        all.extend(ended.map(|ended| {
            let what = match ended.value {
                RulingKind::Withdrawn => "the appeal was withdrawn".to_owned(),
                value => format!("the appeal was {}", value.word()),
            };
            (ended.act.at, format!("ruling {by}"), what)
        }));
    }
    for (review, k) in filed.follow_up.iter().flat_map(|own| &own.reviews).zip(1..) {
        let what = format!(
            "the decision was reviewed, {}",
            spoken(review.upshot.word())
        );
        all.push((review.act.at, format!("review {k}"), what));
    }
    all
}

fn of_the_call_itself(n: u32, filed: &CallFolder) -> Vec<(Instant, String, String)> {
    let mut all = Vec::new();
    let Some(call) = &filed.call else {
        return all;
    };
    let closes = call.closing();
    all.push((
        call.opens,
        "opened".to_owned(),
        format!("call {n} was opened"),
    ));
    for (extension, k) in call.extensions.iter().zip(1..) {
        let what = format!("call {n} now closes {}", extension.closes.long());
        all.push((extension.act.at, format!("extended {k}"), what));
    }
    match &call.withdrawal {
        Some(act) => all.push((
            act.at,
            "withdrawn".to_owned(),
            format!("call {n} was withdrawn"),
        )),
        None => all.push((closes, "closed".to_owned(), format!("call {n} is closed"))),
    }
    all
}
