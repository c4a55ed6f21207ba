//! What chair and editors did with an objection: their responses, and its disposition.

use crate::record::act::Act;
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{ObjectionId, ParticipantId, RevisionName};

/// What the editor or the chair answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Who.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
    /// What.
    pub text: String,
}

impl Response {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .prose("text", &self.text);
        sheet
    }
}

/// How an objection ended. Source of the distinction between set aside and outweighed: RFC 7282,
/// section 3 (an issue is addressed, not necessarily accommodated).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// The text was changed to meet it.
    Accommodated,
    /// The objector took it back.
    Withdrawn,
    /// It does not bear on the merits; the reason says the ground.
    SetAside,
    /// It is genuine and was outweighed; the alternatives considered are named.
    Outweighed,
    /// It is unresolved and goes on the record.
    Stands,
    /// It says what another objection says.
    Duplicate,
    /// The group may not decide it; the reason says the ground.
    OutOfScope,
}

impl Value {
    /// Every disposition with its word.
    pub const WORDS: &'static [(&'static str, Value)] = &[
        ("accommodated", Value::Accommodated),
        ("withdrawn", Value::Withdrawn),
        ("set-aside", Value::SetAside),
        ("outweighed", Value::Outweighed),
        ("stands", Value::Stands),
        ("duplicate", Value::Duplicate),
        ("out-of-scope", Value::OutOfScope),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, value)| *value == self)
            .map_or("", |(word, _)| word)
    }

    /// The disposition that a word names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value)
    }
}

/// How an objection ended, who says so, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposition {
    /// How it ended.
    pub value: Value,
    /// Who disposed of it.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
    /// Why; shown to the objector.
    pub reason: String,
    /// For an outweighed objection: what else was considered.
    pub alternatives: Option<String>,
    /// For a withdrawn one that the objector's own file does not say: where it can be seen.
    pub evidence: Option<String>,
    /// For a duplicate: of which objection.
    pub of: Option<ObjectionId>,
    /// For an accommodated one: the revision that meets it.
    pub revision: Option<RevisionName>,
}

impl Disposition {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("value", self.value.word())
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .prose("reason", &self.reason)
            .maybe_prose("alternatives", self.alternatives.as_deref())
            .maybe_text("evidence", self.evidence.as_deref())
            .maybe_text(
                "of",
                self.of.as_ref().map(ObjectionId::to_string).as_deref(),
            )
            .maybe_text(
                "revision",
                self.revision
                    .as_ref()
                    .map(RevisionName::to_string)
                    .as_deref(),
            );
        sheet
    }
}

/// That an objection was taken up again on new information, and what had become of it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// Who, when and why.
    pub act: Act,
    /// Where the new information is.
    pub evidence: String,
    /// How it had ended before.
    pub from: Option<Value>,
}

impl Reopening {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = self.act.sheet();
        sheet
            .text("evidence", &self.evidence)
            .maybe_text("from", self.from.map(Value::word));
        sheet
    }
}

/// What a handling file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handling {
    /// The responses, oldest first.
    pub responses: Vec<Response>,
    /// Each time that it was taken up again, oldest first.
    pub reopenings: Vec<Reopening>,
    /// The disposition, where there is one.
    pub disposition: Option<Disposition>,
}

impl Handling {
    /// The responses that bear on the objection as it stands: all of them, or, where it was
    /// reopened, those that are later.
    pub fn fresh_responses(&self) -> impl Iterator<Item = &Response> {
        let since = self.reopened();
        self.responses
            .iter()
            .filter(move |response| since.is_none_or(|since| response.at > since))
    }

    /// When it was last reopened.
    pub fn reopened(&self) -> Option<Instant> {
        self.reopenings.iter().map(|again| again.act.at).max()
    }

    /// Reads a handling file.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, |keys| {
            let responses = keys.tables("response", response);
            let reopenings = keys.tables("reopening", reopening);
            let disposition = keys.table("disposition", disposition);
            Some(Handling {
                responses,
                reopenings,
                disposition: disposition.flatten(),
            })
        })
    }
}

pub(crate) fn response(keys: &mut Keys<'_>) -> Option<Response> {
    let by = keys.need_name("by", ParticipantId::parse);
    let at = keys.need_instant("at");
    let text = keys.need_text("text");
    Some(Response {
        by: by?,
        at: at?,
        text: text?,
    })
}

fn reopening(keys: &mut Keys<'_>) -> Option<Reopening> {
    let act = Act::keys(keys);
    let evidence = keys.need_text("evidence");
    let from = keys.word("from", Value::WORDS);
    Some(Reopening {
        act: act?,
        evidence: evidence?,
        from,
    })
}

fn disposition(keys: &mut Keys<'_>) -> Option<Disposition> {
    let value = keys.need_word("value", Value::WORDS);
    let by = keys.need_name("by", ParticipantId::parse);
    let at = keys.need_instant("at");
    let reason = keys.text("reason").filter(|text| !text.trim().is_empty());
    if reason.is_none() {
        let sentence = "the disposition has no reason, and the objector is owed one";
        keys.fault(code::S127, "reason", sentence, "reason = '''…'''");
    }
    let alternatives = keys
        .text("alternatives")
        .filter(|text| !text.trim().is_empty());
    if value == Some(Value::Outweighed) && alternatives.is_none() {
        let sentence = "an outweighed objection must say which alternatives were considered";
        keys.fault(
            code::S127,
            "alternatives",
            sentence,
            "alternatives = '''…'''",
        );
    }
    let evidence = keys.text("evidence");
    let of = keys.parsed(
        "of",
        code::S110,
        "an objection's id such as \"carla-nunes.cost\"",
        ObjectionId::parse,
    );
    if value == Some(Value::Duplicate) && of.is_none() && !keys.has("of") {
        keys.missing("of", "\"carla-nunes.cost\"");
    }
    Some(Disposition {
        value: value?,
        by: by?,
        at: at?,
        reason: reason?,
        alternatives,
        evidence,
        of,
        revision: keys.revision("revision"),
    })
}
