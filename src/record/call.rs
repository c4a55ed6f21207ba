//! A call: an opening and a closing instant over a frozen question, text, roster and charter.

use crate::record::act::Act;
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{ParticipantId, RevisionName, TrackId};

/// A closing time that was put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The new closing time.
    pub closes: Instant,
    /// Who put it off, when and why.
    pub act: Act,
}

impl Extension {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .instant("closes", self.closes)
            .append(self.act.sheet());
        sheet
    }
}

/// A late position that a chair lets count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The position's path from the register's root.
    pub path: String,
    /// The digest of the bytes that are admitted, so that nothing else is; `None` admits whatever
    /// stands at the path.
    pub sha256: Option<TextDigest>,
    /// Who admits it, when and why.
    pub act: Act,
}

impl Admission {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("path", &self.path)
            .maybe_text("sha256", self.sha256.as_ref().map(TextDigest::as_str))
            .append(self.act.sheet());
        sheet
    }

    /// Whether it lets these bytes at `path` count.
    pub fn admits(&self, path: &str, bytes: Option<&[u8]>) -> bool {
        let same = |digest: &TextDigest| bytes.map(TextDigest::of).as_ref() == Some(digest);
        self.path == path && self.sha256.as_ref().is_none_or(same)
    }
}

/// The recorded close: which landing was the last in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// The landing; left out in a register carried inside another project.
    pub commit: Option<CommitId>,
    /// Who recorded it.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
}

impl Close {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .maybe_text("commit", self.commit.as_ref().map(CommitId::as_str))
            .text("by", self.by.as_str())
            .instant("at", self.at);
        sheet
    }

    pub(crate) fn keys(keys: &mut Keys<'_>) -> Option<Self> {
        let commit = commit(keys, "commit");
        let by = keys.need_name("by", ParticipantId::parse);
        let at = keys.need_instant("at");
        Some(Self {
            commit,
            by: by?,
            at: at?,
        })
    }
}

/// What a call's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The track by whose rules it is decided.
    pub track: TrackId,
    /// Why it is not the proposal's own track: a recorded act of the chair who opened the call.
    pub track_reason: Option<String>,
    /// The question, frozen.
    pub question: String,
    /// The revision, frozen.
    pub revision: RevisionName,
    /// The digest of that revision's text.
    pub sha256: TextDigest,
    /// When it opens.
    pub opens: Instant,
    /// When it closes, as first announced.
    pub closes: Instant,
    /// Who opened it.
    pub by: ParticipantId,
    /// The commit whose charter and roster govern it; `None` only in a register carried inside
    /// another project.
    pub frozen: Option<CommitId>,
    /// The meeting whose attendance the rules may count, as a date.
    pub meeting: Option<String>,
    /// Each time that the close was put off.
    pub extensions: Vec<Extension>,
    /// Late positions that count all the same.
    pub admissions: Vec<Admission>,
    /// Who withdrew it, when and why, if anybody did.
    pub withdrawal: Option<Act>,
    /// Whether its close was recorded.
    pub close: Option<Close>,
}

impl Call {
    /// Reads a call.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, call)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("track", self.track.as_str())
            .maybe_prose("track-reason", self.track_reason.as_deref())
            .text("question", &self.question)
            .text("revision", &self.revision.to_string())
            .text("sha256", self.sha256.as_str())
            .instant("opens", self.opens)
            .instant("closes", self.closes)
            .text("by", self.by.as_str())
            .maybe_text("frozen", self.frozen.as_ref().map(CommitId::as_str))
            .maybe_text("meeting", self.meeting.as_deref());
        for extension in &self.extensions {
            sheet.item("extension").append(extension.sheet());
        }
        for admission in &self.admissions {
            sheet.item("admission").append(admission.sheet());
        }
        if let Some(withdrawal) = &self.withdrawal {
            sheet.table("withdrawal").append(withdrawal.sheet());
        }
        if let Some(close) = &self.close {
            sheet.table("close").append(close.sheet());
        }
        sheet
    }

    /// When it closes, as last announced.
    pub fn closing(&self) -> Instant {
        self.extensions
            .last()
            .map_or(self.closes, |extension| extension.closes)
    }

    /// Whether a chair admitted these bytes of a late position at `path`.
    pub fn admits(&self, path: &str, bytes: Option<&[u8]>) -> bool {
        self.admissions
            .iter()
            .any(|admission| admission.admits(path, bytes))
    }

    /// Whether it still takes positions at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        self.close.is_none() && self.withdrawal.is_none() && now < self.closing()
    }
}

fn call(keys: &mut Keys<'_>) -> Option<Call> {
    let track = keys.need_name("track", TrackId::parse);
    let track_reason = keys.text("track-reason");
    let question = keys.need_text("question");
    if !keys.has("revision") {
        keys.missing("revision", "\"r1\"");
    }
    let revision = keys.revision("revision");
    if !keys.has("sha256") {
        keys.missing("sha256", "\"…\", as `plenary call open` writes it");
    }
    let sha256 = keys.parsed(
        "sha256",
        code::S114,
        "64 hexadecimal digits",
        TextDigest::parse,
    );
    let opens = keys.need_instant("opens");
    let closes = keys.need_instant("closes");
    checked_order(keys, opens, closes);
    let by = keys.need_name("by", ParticipantId::parse);
    let frozen = commit(keys, "frozen");
    let meeting = keys.text("meeting");
    let extensions = keys.tables("extension", extension);
    let admissions = keys.tables("admission", admission);
    let withdrawal = keys.table("withdrawal", Act::keys).flatten();
    let close = keys.table("close", Close::keys).flatten();
    Some(Call {
        track: track?,
        track_reason,
        question: question?,
        revision: revision?,
        sha256: sha256?,
        opens: opens?,
        closes: closes?,
        by: by?,
        frozen,
        meeting,
        extensions,
        admissions,
        withdrawal,
        close,
    })
}

fn checked_order(keys: &Keys<'_>, opens: Option<Instant>, closes: Option<Instant>) {
    let (Some(opens), Some(closes)) = (opens, closes) else {
        return;
    };
    if closes <= opens {
        let sentence =
            format!("the call closes at {closes}, which is not after it opens at {opens}");
        keys.fault(
            code::S122,
            "closes",
            sentence,
            "closes must be later than opens",
        );
    }
}

pub(crate) fn commit(keys: &mut Keys<'_>, key: &'static str) -> Option<CommitId> {
    keys.parsed(
        key,
        code::S114,
        "the full name of a commit",
        CommitId::parse,
    )
}

fn extension(keys: &mut Keys<'_>) -> Option<Extension> {
    let closes = keys.need_instant("closes");
    let act = Act::keys(keys);
    Some(Extension {
        closes: closes?,
        act: act?,
    })
}

fn admission(keys: &mut Keys<'_>) -> Option<Admission> {
    let path = keys.need_text("path");
    let expected = "64 hexadecimal digits";
    let sha256 = keys.parsed("sha256", code::S114, expected, TextDigest::parse);
    let act = Act::keys(keys);
    Some(Admission {
        path: path?,
        sha256,
        act: act?,
    })
}
