//! A decision: what was decided, by whose judgement, on which inputs. The account of the count
//! that stands behind these keys is computed, so it is written here and recomputed to be checked,
//! never read back.

use crate::record::call::{Close, commit};
use crate::record::keys::Keys;
use crate::record::reader::{Read, read_long};
use crate::record::sheet::Sheet;
use crate::record::track::Outcome;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{
    GateName, LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId,
};

/// The format of decisions that this program writes.
pub const FORMAT: u64 = 2;
/// The first format of decisions. Every format from this one on is read.
pub const FIRST_FORMAT: u64 = 1;
/// The key of the last line: the digest of all bytes before that line.
pub const SEAL: &str = "seal";
/// The keys of the computed account.
const ACCOUNT: &[&str] = &[
    "electorate",
    "tally",
    "breadth",
    "group",
    "gate",
    "level",
    "counted",
    "set-aside",
    "advisory",
    "objection",
    "conflict",
    "draft",
    "challenge",
    "minority",
    "committed-by-another",
    "notes",
];

/// An unmet gate that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Which gate.
    pub gate: GateName,
    /// Why.
    pub reason: String,
}

/// Dates that a person chose where the track's spans would have given others, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chosen {
    /// From when the decision holds.
    pub effective: Option<Instant>,
    /// When it must be looked at again.
    pub review: Option<Instant>,
    /// When it lapses unless it is renewed.
    pub sunset: Option<Instant>,
    /// Whether it only bridges the time until a lasting decision; then it has a sunset.
    pub interim: bool,
}

impl Chosen {
    fn write(self, sheet: &mut Sheet) {
        if self == Self::default() {
            return;
        }
        sheet
            .table("chosen")
            .maybe_instant("effective", self.effective)
            .maybe_instant("review", self.review)
            .maybe_instant("sunset", self.sunset);
        if self.interim {
            sheet.flag("interim", true);
        }
    }

    fn keys(keys: &mut Keys<'_>) -> Self {
        Self {
            effective: keys.instant("effective"),
            review: keys.instant("review"),
            sunset: keys.instant("sunset"),
            interim: keys.flag("interim").unwrap_or(false),
        }
    }
}

/// What a person judged: no rule computes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The level that the chair designates.
    pub designation: LevelName,
    /// What becomes of the question.
    pub outcome: Outcome,
    /// Why; owed where the designation is not the computed level.
    pub reason: Option<String>,
    /// What the decision does not mean, in the chair's words.
    pub does_not_mean: Option<String>,
    /// Who judged and signed off.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
    /// Unmet gates that were passed over.
    pub overrides: Vec<Override>,
    /// Dates that the judge chose.
    pub chosen: Chosen,
}

/// The exact inputs of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    /// The commit in which everything below was read; `None` in a register carried inside
    /// another project.
    pub inputs: Option<CommitId>,
    /// The commit whose charter and roster governed the call.
    pub frozen: Option<CommitId>,
    /// The last landing that was in time.
    pub closing: Option<CommitId>,
    /// The digest of the charter.
    pub charter: TextDigest,
    /// The digest of the manifest beside the decision.
    pub manifest: TextDigest,
}

/// What was put to the group, as the call froze it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The register's own id.
    pub register: RegisterId,
    /// The proposal.
    pub proposal: ProposalId,
    /// The question.
    pub question: String,
    /// The revision of the text.
    pub revision: RevisionName,
    /// The digest of the text.
    pub sha256: TextDigest,
    /// The track by whose rules it was decided.
    pub track: TrackId,
    /// Where the body's own rule is written down.
    pub source: Option<String>,
    /// Decided proposals that this one replaces.
    pub supersedes: Vec<ProposalId>,
    /// Whom the decision is addressed to.
    pub addressee: Option<String>,
}

/// What follows from a decision, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Afterwards {
    /// How many chairs must sign off, where one is not enough; the decision is pending until then.
    pub sign_offs: Option<u64>,
    /// From when it holds, where that is not at once.
    pub effective: Option<Instant>,
    /// Until when it may be appealed.
    pub appeal_until: Option<Instant>,
    /// Until when those whom it is addressed to owe an answer.
    pub answer_until: Option<Instant>,
    /// Until when a report on its implementation is owed.
    pub report_until: Option<Instant>,
    /// When it must be looked at again.
    pub review: Option<Instant>,
    /// When it lapses unless it is renewed.
    pub sunset: Option<Instant>,
}

impl Afterwards {
    fn write(&self, sheet: &mut Sheet) {
        if let Some(needed) = self.sign_offs {
            sheet.whole("sign-offs", needed);
        }
        sheet
            .maybe_instant("effective", self.effective)
            .maybe_instant("appeal-until", self.appeal_until)
            .maybe_instant("answer-until", self.answer_until)
            .maybe_instant("report-until", self.report_until)
            .maybe_instant("review", self.review)
            .maybe_instant("sunset", self.sunset);
    }

    fn keys(keys: &mut Keys<'_>) -> Self {
        Self {
            sign_offs: keys
                .has("sign-offs")
                .then(|| keys.whole("sign-offs"))
                .flatten(),
            effective: keys.instant("effective"),
            appeal_until: keys.instant("appeal-until"),
            answer_until: keys.instant("answer-until"),
            report_until: keys.instant("report-until"),
            review: keys.instant("review"),
            sunset: keys.instant("sunset"),
        }
    }
}

/// A decision, but for its computed account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The format of the record, which says by which program's rules it was written.
    pub format: u64,
    /// What was put to the group.
    pub matter: Matter,
    /// What a person judged.
    pub judgement: Judgement,
    /// The level that the rule gave; `None` where it gave none.
    pub computed: Option<LevelName>,
    /// What follows.
    pub afterwards: Afterwards,
    /// The exact inputs.
    pub pins: Pins,
    /// The close of the call, where the decision itself records it.
    pub close: Option<Close>,
}

impl Decision {
    /// Reads a decision, without its account.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read_long(path, bytes, decision)
    }

    /// The whole record: these keys, the computed account, and the seal over both.
    pub fn written(&self, account: Sheet) -> String {
        let mut sheet = Sheet::new();
        sheet.whole("format", self.format);
        self.matter.write(&mut sheet);
        self.judgement.write(&mut sheet);
        sheet.maybe_text("computed", self.computed.as_ref().map(LevelName::as_str));
        self.afterwards.write(&mut sheet);
        self.judgement.chosen.write(&mut sheet);
        for passed in &self.judgement.overrides {
            sheet
                .item("override")
                .text("gate", passed.gate.as_str())
                .prose("reason", &passed.reason);
        }
        if let Some(close) = &self.close {
            sheet.table("close").append(close.sheet());
        }
        self.pins.write(&mut sheet);
        sheet.blank().append(account);
        sealed(sheet.finish())
    }
}

/// `body` with the digest of all its bytes as a comment on a last line of its own.
pub fn sealed(body: String) -> String {
    let digest = TextDigest::of(body.as_bytes());
    format!("{body}# {SEAL} {digest}\n")
}

/// Whether the last line of a decision is the digest of all bytes before it.
pub fn seal_holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Some(at) = text.trim_end_matches('\n').rfind('\n') else {
        return false;
    };
    sealed(text[..=at].to_owned()) == text
}

impl Matter {
    fn write(&self, sheet: &mut Sheet) {
        sheet
            .text("register", self.register.as_str())
            .text("proposal", self.proposal.as_str())
            .text("question", &self.question)
            .text("revision", &self.revision.to_string())
            .text("sha256", self.sha256.as_str())
            .text("track", self.track.as_str())
            .maybe_text("source", self.source.as_deref())
            .maybe_list("supersedes", &self.supersedes)
            .maybe_text("addressee", self.addressee.as_deref());
    }

    fn keys(keys: &mut Keys<'_>) -> Option<Self> {
        let register = keys.need_name("register", RegisterId::parse);
        let proposal = keys.need_name("proposal", ProposalId::parse);
        let question = keys.need_text("question");
        let revision = keys.revision("revision");
        let sha256 = digest(keys, "sha256");
        let track = keys.need_name("track", TrackId::parse);
        let source = keys.text("source");
        let supersedes = keys.names("supersedes", ProposalId::parse);
        let addressee = keys.text("addressee");
        Some(Self {
            register: register?,
            proposal: proposal?,
            question: question?,
            revision: revision?,
            sha256: sha256?,
            track: track?,
            source,
            supersedes,
            addressee,
        })
    }
}

impl Judgement {
    fn write(&self, sheet: &mut Sheet) {
        sheet
            .text("outcome", self.outcome.word())
            .text("designation", self.designation.as_str())
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .maybe_prose("reason", self.reason.as_deref())
            .maybe_prose("does-not-mean", self.does_not_mean.as_deref());
    }

    fn keys(keys: &mut Keys<'_>) -> Option<Self> {
        let outcome = keys.need_word("outcome", Outcome::WORDS);
        let designation = keys.need_name("designation", LevelName::parse);
        let by = keys.need_name("by", ParticipantId::parse);
        let at = keys.need_instant("at");
        let reason = keys.text("reason");
        let does_not_mean = keys.text("does-not-mean");
        let overrides = keys.tables("override", |keys| {
            let gate = keys.need_name("gate", GateName::parse);
            let reason = keys.need_text("reason");
            Some(Override {
                gate: gate?,
                reason: reason?,
            })
        });
        let chosen = keys.table("chosen", Chosen::keys).unwrap_or_default();
        Some(Self {
            designation: designation?,
            outcome: outcome?,
            reason,
            does_not_mean,
            by: by?,
            at: at?,
            overrides,
            chosen,
        })
    }
}

impl Pins {
    fn write(&self, sheet: &mut Sheet) {
        sheet
            .table("pins")
            .maybe_text("inputs", self.inputs.as_ref().map(CommitId::as_str))
            .maybe_text("frozen", self.frozen.as_ref().map(CommitId::as_str))
            .maybe_text("closing", self.closing.as_ref().map(CommitId::as_str))
            .text("charter", self.charter.as_str())
            .text("manifest", self.manifest.as_str());
    }

    fn keys(keys: &mut Keys<'_>) -> Option<Self> {
        let inputs = commit(keys, "inputs");
        let frozen = commit(keys, "frozen");
        let closing = commit(keys, "closing");
        let charter = digest(keys, "charter");
        let manifest = digest(keys, "manifest");
        Some(Self {
            inputs,
            frozen,
            closing,
            charter: charter?,
            manifest: manifest?,
        })
    }
}

fn digest(keys: &mut Keys<'_>, key: &'static str) -> Option<TextDigest> {
    if !keys.has(key) {
        keys.missing(key, "64 hexadecimal digits");
    }
    keys.parsed(key, code::S114, "64 hexadecimal digits", TextDigest::parse)
}

fn decision(keys: &mut Keys<'_>) -> Option<Decision> {
    let format = keys.whole("format");
    if format.is_none_or(|format| !(FIRST_FORMAT..=FORMAT).contains(&format)) {
        let sentence = format!(
            "the decision has another format than {FIRST_FORMAT} to {FORMAT}, which this program reads"
        );
        keys.fault(
            code::S103,
            "format",
            sentence,
            "install a newer release of plenary",
        );
    }
    let matter = Matter::keys(keys);
    let judgement = Judgement::keys(keys);
    let computed = keys.name("computed", LevelName::parse);
    let afterwards = Afterwards::keys(keys);
    let close = keys.table("close", Close::keys).flatten();
    if !keys.has("pins") {
        keys.missing("pins", "… as `plenary decide` writes it");
    }
    let pins = keys.table("pins", Pins::keys).flatten();
    keys.let_alone(ACCOUNT);
    Some(Decision {
        format: format?,
        matter: matter?,
        judgement: judgement?,
        computed,
        afterwards,
        pins: pins?,
        close,
    })
}

#[cfg(test)]
mod tests {
    use super::{seal_holds, sealed};

    #[test]
    fn every_changed_byte_breaks_the_seal() {
        let whole = sealed("format = 2\noutcome = \"adopted\"\n".to_owned());
        assert!(seal_holds(whole.as_bytes()));
        for at in 0..whole.len() {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(!seal_holds(&bytes), "byte {at}");
        }
        assert!(!seal_holds(b""));
        assert!(!seal_holds(format!("{whole}\n").as_bytes()));
    }
}
