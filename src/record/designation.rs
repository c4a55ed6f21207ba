//! A designation: the chair's judgement of the level that a call reached, as drafts that can be
//! challenged, the answers to challenges, and the confirmation. Source: the GNSO Working Group
//! Guidelines, section 3.6, by which a chair's designation is published and may be contested
//! before it is final.

use crate::record::act::Act;
use crate::record::call::commit;
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::id::{ChallengeId, LevelName, ParticipantId};

/// One state of the designation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The level that the chair designates.
    pub level: LevelName,
    /// The level that the rule gave then; `None` where it gave none.
    pub computed: Option<LevelName>,
    /// Who, when and why.
    pub act: Act,
    /// The commit that was read; `None` in a register carried inside another project.
    pub inputs: Option<CommitId>,
}

impl Draft {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("level", self.level.as_str())
            .maybe_text("computed", self.computed.as_ref().map(LevelName::as_str))
            .maybe_text("inputs", self.inputs.as_ref().map(CommitId::as_str))
            .append(self.act.sheet());
        sheet
    }
}

/// What a chair answered to a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChallengeAnswer {
    /// Which challenge.
    pub challenge: ChallengeId,
    /// Who.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
    /// What.
    pub text: String,
}

impl ChallengeAnswer {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("challenge", &self.challenge.to_string())
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .prose("text", &self.text);
        sheet
    }
}

/// That the last draft stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who confirmed it.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
}

impl Confirmation {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet.text("by", self.by.as_str()).instant("at", self.at);
        sheet
    }
}

/// What the file of a designation says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Designation {
    /// The drafts, oldest first; challenges name them by number, from 1.
    pub drafts: Vec<Draft>,
    /// The answers to challenges, oldest first.
    pub answers: Vec<ChallengeAnswer>,
    /// Whether the last draft was confirmed.
    pub confirmation: Option<Confirmation>,
}

impl Designation {
    /// Reads a designation.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, |keys| {
            if !keys.has("draft") {
                let example = "… as a [[draft]] table, as `plenary designate` writes it";
                keys.missing("draft", example);
            }
            Some(Self {
                drafts: keys.tables("draft", draft),
                answers: keys.tables("answer", answer),
                confirmation: keys.table("confirmation", confirmation).flatten(),
            })
        })
    }

    /// The last draft with its number.
    pub fn latest(&self) -> Option<(u32, &Draft)> {
        let number = u32::try_from(self.drafts.len()).unwrap_or(u32::MAX);
        Some((number, self.drafts.last()?))
    }

    /// What was answered to a challenge, oldest first.
    pub fn answers_to<'a>(
        &'a self,
        challenge: &'a ChallengeId,
    ) -> impl Iterator<Item = &'a ChallengeAnswer> {
        let of = move |answer: &&ChallengeAnswer| answer.challenge == *challenge;
        self.answers.iter().filter(of)
    }
}

fn draft(keys: &mut Keys<'_>) -> Option<Draft> {
    let level = keys.need_name("level", LevelName::parse);
    let computed = keys.name("computed", LevelName::parse);
    let inputs = commit(keys, "inputs");
    let act = Act::keys(keys);
    Some(Draft {
        level: level?,
        computed,
        act: act?,
        inputs,
    })
}

fn answer(keys: &mut Keys<'_>) -> Option<ChallengeAnswer> {
    if !keys.has("challenge") {
        keys.missing("challenge", "\"carla-nunes.1\"");
    }
    let expected = "a challenge such as \"carla-nunes.1\"";
    let challenge = keys.parsed("challenge", code::S110, expected, ChallengeId::parse);
    let by = keys.need_name("by", ParticipantId::parse);
    let at = keys.need_instant("at");
    let text = keys.need_text("text");
    Some(ChallengeAnswer {
        challenge: challenge?,
        by: by?,
        at: at?,
        text: text?,
    })
}

fn confirmation(keys: &mut Keys<'_>) -> Option<Confirmation> {
    let by = keys.need_name("by", ParticipantId::parse);
    let at = keys.need_instant("at");
    Some(Confirmation { by: by?, at: at? })
}
