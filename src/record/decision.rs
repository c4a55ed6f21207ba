//! Reads and writes decisions: what was decided, who designated the level, and from which inputs. The
//! account of the count after these keys is computed, so it is only written here, and recomputed to be
//! checked. Also the list of inputs, minority statements, and the sign-offs of further chairs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::call::{Close, DecidedPart};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Described, Inside, OrElse, Part, key, prose, record};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way};
use crate::record::reader::{Read, read_long};
use crate::record::shape::{KeyShape, Shape};
use crate::record::track::Outcome;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{
    GateName, LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId,
};

/// The format of decisions that this program writes.
pub const FORMAT: u64 = 2;
/// The first format of decisions. Every format from this one on is read.
const FIRST_FORMAT: u64 = 1;
/// The key of the last line: the digest of all bytes before that line.
const SEAL: &str = "seal";
/// The keys of the computed account.
pub(crate) const ACCOUNT: &[&str] = &[
    "electorate",
    "excluded",
    "tally",
    "breadth",
    "group",
    "over-limit",
    "gate",
    "level",
    "counted",
    "set-aside",
    "advice",
    "objection",
    "conflict",
    "draft",
    "challenge",
    "minority",
    "committed-by-another",
    "notes",
];

/// What a digest is, where one is missing.
const DIGEST: &str = "64 hexadecimal digits";

record! {
    /// An unmet requirement that was overridden.
    #[derive(Serialize)]
    pub struct Override {
        /// Which requirement.
        pub gate: GateName = key("gate"),
        /// Why.
        pub reason: String = prose("reason"),
    }
}

record! {
    /// Dates that the chair chose instead of those that the track gives.
    #[derive(Copy, Default)]
    pub struct DecisionOptions {
        /// When the decision takes effect.
        pub effective: Option<Instant> = key("effective"),
        /// When it must be reviewed.
        pub review: Option<Instant> = key("review"),
        /// When it expires unless it is renewed.
        pub sunset: Option<Instant> = key("sunset"),
        /// Whether it is an interim decision; then it has a sunset.
        pub interim: bool = key("interim"),
    }
}

record! {
    /// What the chair decided: no rule computes it.
    pub struct Designated {
        /// The outcome.
        pub outcome: Outcome = key("outcome"),
        /// The level that the chair designates.
        pub designation: LevelName = key("designation"),
        /// Who decided and signed off.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// Why; required where the designation is not the computed level.
        pub reason: Option<String> = prose("reason"),
        /// What the decision does not mean, in the chair's words.
        pub does_not_mean: Option<String> = prose("does-not-mean"),
        /// Dates that the chair chose.
        pub chosen: DecisionOptions = OrElse("chosen", DecisionOptions::default()),
        /// Unmet requirements that were overridden.
        pub overrides: Vec<Override> = key("override"),
    }
}

record! {
    /// The exact inputs of a decision.
    #[derive(Serialize)]
    pub struct InputCommits {
        /// The commit in which everything below was read; left out in a register that is part of another
        /// project.
        pub inputs: Option<CommitId> = key("inputs"),
        /// The commit whose charter and participant list governed the call.
        pub frozen: Option<CommitId> = key("frozen"),
        /// The last commit on the main branch before the close.
        pub closing: Option<CommitId> = key("closing"),
        /// The digest of the charter.
        pub charter: TextDigest = key("charter").needed(DIGEST),
        /// The digest of the list of inputs next to the decision.
        pub manifest: TextDigest = key("manifest").needed(DIGEST),
    }
}

record! {
    /// What the body was asked, as the call froze it.
    pub struct DecisionSubject {
        /// The register's own id.
        pub register: RegisterId = key("register"),
        /// The proposal.
        pub proposal: ProposalId = key("proposal"),
        /// The question.
        pub question: String = key("question"),
        /// The revision of the text.
        pub revision: RevisionName = key("revision"),
        /// The digest of the text.
        pub sha256: TextDigest = key("sha256").needed(DIGEST),
        /// The track whose rules applied.
        pub track: TrackId = key("track"),
        /// Where the body's own rule is written down.
        pub source: Option<String> = key("source"),
        /// Decided proposals that this one replaces.
        pub supersedes: Vec<ProposalId> = key("supersedes"),
        /// The addressee, who must respond to the decision.
        pub addressee: Option<String> = key("addressee"),
        /// The parts of a package, as they were decided when its call opened.
        pub parts: Vec<DecidedPart> = key("part"),
    }
}

record! {
    /// What follows from a decision, and when.
    #[derive(Copy, Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct DecisionDates {
        /// How many chairs must sign off, where one is not enough; before that, the decision is waiting for
        /// sign-offs.
        #[serde(skip)]
        pub sign_offs: Option<u64> = key("sign-offs"),
        /// When it takes effect, where that is not at once.
        pub effective: Option<Instant> = key("effective"),
        /// Until when it can be appealed.
        pub appeal_until: Option<Instant> = key("appeal-until"),
        /// Until when the addressee must respond.
        pub answer_until: Option<Instant> = key("answer-until"),
        /// Until when a report on its implementation must be given.
        pub report_until: Option<Instant> = key("report-until"),
        /// When it must be reviewed.
        pub review: Option<Instant> = key("review"),
        /// When it expires unless it is renewed.
        pub sunset: Option<Instant> = key("sunset"),
    }
}

record! {
    /// A decision without its computed account.
    pub struct Decision {
        /// The format of the record, which says by which program's rules it was written.
        pub format: u64 = Format,
        /// What the body was asked.
        pub matter: DecisionSubject = Inside,
        /// What the chair decided.
        pub judgement: Designated = Inside,
        /// The computed level; left out where no level was met.
        pub computed: Option<LevelName> = key("computed"),
        /// What follows.
        pub afterwards: DecisionDates = Inside,
        /// The close of the call, where the decision itself records it.
        pub close: Option<Close> = key("close"),
        /// The exact inputs.
        pub pins: InputCommits = key("pins").needed("… as `plenary decide` writes it"),
    }
    read by without_account;
}

fn without_account(path: &str, bytes: &[u8]) -> Read<Decision> {
    read_long(path, bytes, |keys| {
        keys.let_alone(ACCOUNT);
        Decision::take(keys)
    })
}

/// The number of a format that this program reads.
struct Format;

impl Part<u64> for Format {
    fn read(&self, keys: &mut Keys<'_>) -> Option<u64> {
        let format = keys.whole("format");
        if format.is_none_or(|format| !(FIRST_FORMAT..=FORMAT).contains(&format)) {
            let sentence = format!(
                "the format of the decision is not supported (this program reads {FIRST_FORMAT} to {FORMAT})"
            );
            let hint = "install a newer release of plenary";
            keys.fault(code::S103, "format", sentence, hint);
        }
        format
    }

    fn write(&self, format: &u64, sheet: &mut CanonicalToml) {
        sheet.whole("format", *format);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("format", Shape::Whole, true, says)]
    }
}

impl Decision {
    /// The whole record: these keys, the computed account, and the seal over both.
    pub fn written(&self, account: CanonicalToml) -> String {
        let mut sheet = self.sheet();
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

/// The inputs of a decision, in the format of `sha256sum`: digest by path from the register's root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The digest of each file.
    pub files: BTreeMap<String, TextDigest>,
}

impl Manifest {
    /// Notes a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: &[u8]) {
        self.files.insert(path.into(), TextDigest::of(bytes));
    }

    /// One line a file, by path: digest, two spaces, path.
    pub fn written(&self) -> String {
        self.files
            .iter()
            .map(|(path, digest)| format!("{digest}  {path}\n"))
            .collect()
    }

    /// Reads a list of inputs; the first line that is not valid is an error.
    ///
    /// # Errors
    /// The first line that is not valid, with its place.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        let fault = |line: usize, sentence: &str| {
            let line = u32::try_from(line + 1).unwrap_or(u32::MAX);
            let hint = "`plenary decide` writes the list of inputs; do not edit it";
            Err(vec![
                Finding::new(code::D403, SourceLocation::spot(path, line, 1), sentence).hint(hint),
            ])
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            return fault(0, "the list of inputs is not UTF-8 text");
        };
        let mut manifest = Self::default();
        for (n, line) in text.lines().enumerate() {
            let parts = line.split_once("  ");
            let Some((Some(digest), file)) =
                parts.map(|(digest, file)| (TextDigest::parse(digest), file))
            else {
                return fault(n, "this line is not a digest, two spaces and a path");
            };
            if manifest.files.insert(file.to_owned(), digest).is_some() {
                return fault(n, "this path is in the list of inputs twice");
            }
        }
        if manifest.written() != text {
            return fault(0, "the list of inputs is not in its canonical form");
        }
        Ok(manifest)
    }
}

record! {
    /// What the file of a sign-off says.
    pub struct SignOff {
        /// The digest of the decision that was signed off.
        pub sha256: TextDigest = key("sha256").needed("\"…\", as `plenary sign-off` writes it"),
        /// When.
        pub at: Instant = key("at"),
    }
}

/// What a minority statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinorityContent {
    /// It is in its author's own words.
    Own(String),
    /// Its author joins the statement of this participant.
    Joins(ParticipantId),
}

record! {
    /// What the file of a minority statement says.
    pub struct MinorityStatement {
        /// The statement, in its author's own words.
        pub statement: MinorityContent = OwnOrJoined,
        /// Whether its author has withdrawn it.
        pub withdrawn: bool = key("withdrawn"),
    }
}

/// One of the keys `text` and `joins`.
struct OwnOrJoined;

impl Part<MinorityContent> for OwnOrJoined {
    fn read(&self, keys: &mut Keys<'_>) -> Option<MinorityContent> {
        match keys.name("joins", ParticipantId::parse) {
            Some(whose) => {
                if keys.text("text").is_some() {
                    let sentence = "a statement cannot have both \"text\" and \"joins\"";
                    keys.fault(code::S114, "joins", sentence, "leave out one of the two");
                }
                Some(MinorityContent::Joins(whose))
            }
            None if keys.has("joins") => None,
            None => keys.need_text("text").map(MinorityContent::Own),
        }
    }

    fn write(&self, statement: &MinorityContent, sheet: &mut CanonicalToml) {
        match statement {
            MinorityContent::Own(text) => sheet.prose("text", text),
            MinorityContent::Joins(whose) => sheet.text("joins", whose.as_str()),
        };
    }

    fn people_mut(&self, statement: &mut MinorityContent, way: &Way<'_>, each: &mut Each<'_>) {
        if let MinorityContent::Joins(whose) = statement {
            each(whose, &Way::OfRecord(&way.key("joins")));
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let joins = "The participant whose statement its author joins, instead of a text.";
        vec![
            KeyShape::new("text", Shape::Text, false, says),
            KeyShape::new("joins", Shape::Id, false, joins),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, seal_holds, sealed};

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

    #[test]
    fn a_manifest_is_what_sha256sum_writes() {
        let mut manifest = Manifest::default();
        manifest.add("charter.toml", b"");
        let text = manifest.written();
        assert!(text.ends_with("b855  charter.toml\n"));
        assert_eq!(Manifest::read("m", text.as_bytes()), Ok(manifest));
        assert!(Manifest::read("m", b"abc  charter.toml\n").is_err());
        assert!(Manifest::read("m", format!("{text}\n").as_bytes()).is_err());
    }
}
