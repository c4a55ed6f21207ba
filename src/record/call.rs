//! Reads and writes calls: when a call opens and closes, and what was fixed at opening.

use serde::Serialize;

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, key, prose, record};
use crate::record::keys::Keys;
use crate::record::outcome::Outcome;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId};

record! {
    /// An extension.
    pub struct Extension {
        /// The new closing time.
        pub closes: Instant = key("closes"),
        /// Who extended it, when and why.
        pub act: Attribution = Inside,
    }
}

record! {
    /// A late position that a chair lets count.
    pub struct Admission {
        /// The position's path from the register's root.
        pub path: String = key("path"),
        /// The digest of the bytes that count; if it is left out, any bytes at the path count.
        pub sha256: Option<TextDigest> = key("sha256"),
        /// Who lets it count, when and why.
        pub act: Attribution = Inside,
    }
}

impl Admission {
    /// Whether it lets these bytes at `path` count.
    pub fn admits(&self, path: &str, bytes: Option<&[u8]>) -> bool {
        let same = |digest: &TextDigest| bytes.map(TextDigest::of).as_ref() == Some(digest);
        self.path == path && self.sha256.as_ref().is_none_or(same)
    }
}

record! {
    /// A participant whom a chair excludes from the call, or the end of that.
    #[derive(Serialize)]
    pub struct Exclusion {
        /// Who is excluded.
        pub participant: ParticipantId = key("participant"),
        /// Whether this entry ends an earlier exclusion of the participant.
        pub ends: bool = key("ends"),
        /// Who decided this, when and why.
        #[serde(flatten)]
        pub act: Attribution = Inside,
    }
}

record! {
    /// The recorded close: the last commit on the main branch before it.
    pub struct Close {
        /// The last commit on the main branch before the close; left out in a register that is part of another project.
        pub commit: Option<CommitId> = key("commit"),
        /// Who recorded it.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// Whether the call ended then, before its announced close.
        pub early: bool = key("early"),
    }
}

record! {
    /// A part of a package, as it was decided when the call on the package opened.
    #[derive(Serialize)]
    pub struct DecidedPart {
        /// The proposal.
        pub proposal: ProposalId = key("proposal"),
        /// The number of the call that decided it.
        pub call: u64 = key("call"),
        /// The outcome.
        pub outcome: Outcome = key("outcome"),
        /// The digest of the decision's bytes.
        pub sha256: TextDigest = key("sha256").needed("\"…\", as `plenary call open` writes it"),
    }
}

record! {
    /// What a call's file says.
    pub struct Call {
        /// The track whose rules apply.
        pub track: TrackId = key("track").fixed(),
        /// Why it is not the proposal's own track, in the words of the chair who opened the call.
        pub track_reason: Option<String> = prose("track-reason").fixed(),
        /// The title, if it is not the proposal's own.
        pub title: Option<String> = key("title").fixed(),
        /// The question, fixed at opening.
        pub question: String = key("question").fixed(),
        /// The revision, fixed at opening.
        pub revision: RevisionName = key("revision").fixed(),
        /// The digest of that revision's text.
        pub sha256: TextDigest = key("sha256").needed("\"…\", as `plenary call open` writes it").fixed(),
        /// When it opens.
        pub opens: Instant = key("opens").fixed(),
        /// When it closes, as first announced.
        pub closes: Instant = key("closes").fixed(),
        /// Who opened it.
        pub by: ParticipantId = key("by").fixed(),
        /// The commit whose charter and participant list govern it; left out only in a register that is
        /// part of another project.
        pub frozen: Option<CommitId> = key("frozen").fixed(),
        /// The meeting whose attendance the rules can count, as a date.
        pub meeting: Option<String> = key("meeting").fixed(),
        /// The parts of a package, if the call is on a package.
        pub parts: Vec<DecidedPart> = key("part").fixed(),
        /// The extensions, oldest first.
        pub extensions: Vec<Extension> = key("extension").grows(),
        /// Late positions that a chair lets count.
        pub admissions: Vec<Admission> = key("admission").grows(),
        /// Participants whom a chair excludes, and those who are readmitted, oldest first.
        pub exclusions: Vec<Exclusion> = key("exclusion").grows(),
        /// Who withdrew it, when and why, if it is withdrawn.
        pub withdrawal: Option<Attribution> = key("withdrawal").once(),
        /// Whether its close was recorded.
        pub close: Option<Close> = key("close").once(),
    }
    checked by checked_order;
}

impl Call {
    /// When it closes, as last announced.
    pub fn announced(&self) -> Instant {
        self.extensions
            .last()
            .map_or(self.closes, |extension| extension.closes)
    }

    /// When it ended, if that was before the announced close.
    pub fn ended_early(&self) -> Option<Instant> {
        let early = self.close.as_ref().filter(|close| close.early)?;
        Some(early.at).filter(|at| *at < self.announced())
    }

    /// When it closes: as last announced, or when it ended early.
    pub fn closing(&self) -> Instant {
        self.ended_early().unwrap_or_else(|| self.announced())
    }

    /// Whether a chair lets these bytes of a late position at `path` count.
    pub fn admits(&self, path: &str, bytes: Option<&[u8]>) -> bool {
        self.admissions
            .iter()
            .any(|admission| admission.admits(path, bytes))
    }

    /// Who is excluded: the last entry of each participant, not later than the close, unless it ends the exclusion.
    pub fn excluded(&self) -> impl Iterator<Item = &Exclusion> {
        let closing = self.closing();
        let in_time = move |entry: &&Exclusion| entry.act.at <= closing;
        let entries = self.exclusions.iter().enumerate();
        let entries = entries.filter(move |(_, entry)| in_time(entry));
        let last = entries.filter(move |(n, entry)| {
            let mut later = self.exclusions.iter().skip(n + 1).filter(in_time);
            !later.any(|other| other.participant == entry.participant)
        });
        last.map(|(_, entry)| entry).filter(|entry| !entry.ends)
    }

    /// Whether it still takes positions at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        self.close.is_none() && self.withdrawal.is_none() && now < self.closing()
    }
}

fn checked_order(keys: &Keys<'_>, call: &Call) {
    let (opens, closes) = (call.opens, call.closes);
    if closes <= opens {
        let sentence = format!(
            "the call closes on {} and opens later, on {}",
            closes.long(),
            opens.long()
        );
        let hint = "write a time in \"closes\" that is later than \"opens\"";
        keys.fault(code::S122, "closes", sentence, hint);
    }
}
