//! The follow-up of a decision: reports on its implementation, answers of those whom it is
//! addressed to, and reviews.

use crate::record::act::Act;
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

/// How far a decision is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Nothing was done yet.
    NotBegun,
    /// Something was.
    UnderWay,
    /// Everything was.
    Done,
    /// It will not be.
    GivenUp,
}

impl Progress {
    /// Every state with its word.
    pub const WORDS: &'static [(&'static str, Progress)] = &[
        ("not-begun", Progress::NotBegun),
        ("under-way", Progress::UnderWay),
        ("done", Progress::Done),
        ("given-up", Progress::GivenUp),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, value)| *value == self);
        found.map_or("", |(word, _)| word)
    }
}

/// What those whom a decision is addressed to say to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// They will do it.
    Accepted,
    /// They will do a part.
    Partly,
    /// They will not.
    Declined,
    /// They have taken note, and say no more.
    Noted,
}

impl Verdict {
    /// Every verdict with its word.
    pub const WORDS: &'static [(&'static str, Verdict)] = &[
        ("accepted", Verdict::Accepted),
        ("partly", Verdict::Partly),
        ("declined", Verdict::Declined),
        ("noted", Verdict::Noted),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, value)| *value == self);
        found.map_or("", |(word, _)| word)
    }
}

/// What came of looking at a decision again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Upshot {
    /// It stays as it is.
    Kept,
    /// It should be changed: a proposal that supersedes it is owed.
    ToRevise,
    /// It should end: a proposal that supersedes it is owed.
    ToEnd,
}

impl Upshot {
    /// Every upshot with its word.
    pub const WORDS: &'static [(&'static str, Upshot)] = &[
        ("kept", Upshot::Kept),
        ("to-revise", Upshot::ToRevise),
        ("to-end", Upshot::ToEnd),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, value)| *value == self);
        found.map_or("", |(word, _)| word)
    }
}

/// A report on how far a decision is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Who reports.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
    /// How far.
    pub progress: Progress,
    /// In words.
    pub text: String,
    /// Where it can be seen.
    pub evidence: Option<String>,
}

impl Report {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .text("progress", self.progress.word())
            .prose("text", &self.text)
            .maybe_text("evidence", self.evidence.as_deref());
        sheet
    }
}

/// An answer of those whom the decision is addressed to, as somebody of the group recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who recorded it.
    pub by: ParticipantId,
    /// When it was recorded.
    pub at: Instant,
    /// Who answered.
    pub from: String,
    /// What they will do.
    pub verdict: Verdict,
    /// In their words.
    pub text: String,
    /// Where it can be seen.
    pub evidence: Option<String>,
}

impl Answer {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .text("from", &self.from)
            .text("verdict", self.verdict.word())
            .prose("text", &self.text)
            .maybe_text("evidence", self.evidence.as_deref());
        sheet
    }
}

/// A review that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What came of it.
    pub upshot: Upshot,
    /// Who, when and why.
    pub act: Act,
    /// When it is to be looked at the next time.
    pub next: Option<Instant>,
}

impl Review {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("upshot", self.upshot.word())
            .append(self.act.sheet())
            .maybe_instant("next", self.next);
        sheet
    }
}

/// What the file of a follow-up says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowUp {
    /// The reports, oldest first.
    pub reports: Vec<Report>,
    /// The answers of those whom the decision is addressed to, oldest first.
    pub answers: Vec<Answer>,
    /// The reviews, oldest first.
    pub reviews: Vec<Review>,
}

impl FollowUp {
    /// Reads a follow-up.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, |keys| {
            Some(Self {
                reports: keys.tables("report", report),
                answers: keys.tables("answer", answer),
                reviews: keys.tables("review", review),
            })
        })
    }
}

fn report(keys: &mut Keys<'_>) -> Option<Report> {
    let by = keys.need_name("by", ParticipantId::parse);
    let at = keys.need_instant("at");
    let progress = keys.need_word("progress", Progress::WORDS);
    let text = keys.need_text("text");
    let evidence = keys.text("evidence");
    Some(Report {
        by: by?,
        at: at?,
        progress: progress?,
        text: text?,
        evidence,
    })
}

fn answer(keys: &mut Keys<'_>) -> Option<Answer> {
    let by = keys.need_name("by", ParticipantId::parse);
    let at = keys.need_instant("at");
    let from = keys.need_text("from");
    let verdict = keys.need_word("verdict", Verdict::WORDS);
    let text = keys.need_text("text");
    let evidence = keys.text("evidence");
    Some(Answer {
        by: by?,
        at: at?,
        from: from?,
        verdict: verdict?,
        text: text?,
        evidence,
    })
}

fn review(keys: &mut Keys<'_>) -> Option<Review> {
    let upshot = keys.need_word("upshot", Upshot::WORDS);
    let act = Act::keys(keys);
    let next = keys.instant("next");
    Some(Review {
        upshot: upshot?,
        act: act?,
        next,
    })
}
