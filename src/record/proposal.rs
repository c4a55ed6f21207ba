//! Reads and writes proposals: a text and one question to the body.

use serde::{Serialize, Serializer};

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Checked, Part, key, prose, record};
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::record::translation::{Translation, checked_text};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId};

/// So many characters a question can have.
const LONGEST_QUESTION: usize = 300;

/// Whether a change of the text is material or editorial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionKind {
    /// Material: earlier positions can expire.
    Material,
    /// Editorial.
    Editorial,
}

/// Other programs read whether a change is material.
fn is_material<S: Serializer>(change: &RevisionKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*change == RevisionKind::Material)
}

record! {
    /// A numbered state of the text.
    #[derive(Serialize)]
    pub struct Revision {
        /// Its name.
        pub name: RevisionName = key("name"),
        /// When it was made.
        pub at: Instant = key("at"),
        /// The digest of the text's bytes.
        pub sha256: TextDigest = key("sha256").needed("\"…\", as `plenary revise` writes it"),
        /// Whether the change is material; if not, it is editorial.
        #[serde(rename = "material", serialize_with = "is_material")]
        pub change: RevisionKind = Material,
        /// What was changed.
        pub note: Option<String> = key("note"),
    }
}

/// A flag that is always written, and true by default.
struct Material;

impl Part<RevisionKind> for Material {
    fn read(&self, keys: &mut Keys<'_>) -> Option<RevisionKind> {
        Some(match keys.flag("material") {
            Some(false) => RevisionKind::Editorial,
            Some(true) | None => RevisionKind::Material,
        })
    }

    fn write(&self, change: &RevisionKind, sheet: &mut CanonicalToml) {
        sheet.flag("material", *change == RevisionKind::Material);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("material", Shape::Flag, false, says)]
    }
}

record! {
    /// Who must do what, and when.
    #[derive(Serialize)]
    pub struct NextRevision {
        /// What must be done.
        pub action: String = key("action"),
        /// By whom.
        pub owner: ParticipantId = key("owner"),
        /// When it is due.
        pub due: Option<Instant> = key("due"),
    }
}

record! {
    /// A milestone.
    #[derive(Serialize)]
    pub struct Milestone {
        /// What.
        pub name: String = key("name"),
        /// When it is due.
        pub due: Option<Instant> = key("due"),
        /// When it was reached.
        pub done: Option<Instant> = key("done"),
    }
}

record! {
    /// What a proposal's file says.
    pub struct Proposal {
        /// Its title.
        pub title: String = key("title"),
        /// The one question that the body answers.
        pub question: String = Checked(key("question"), checked_question),
        /// The track whose rules apply.
        pub track: TrackId = key("track"),
        /// The name of the file with the text, in the same folder.
        pub text: String = Checked(key("text"), checked_text),
        /// Who wrote it.
        pub authors: Vec<ParticipantId> = key("authors").needed("[\"sam-okoro\"]"),
        /// The shepherd, who moves it forward.
        pub shepherd: Option<ParticipantId> = key("shepherd"),
        /// What applies if it is not adopted.
        pub status_quo: Option<String> = key("status-quo"),
        /// The workstream that it belongs to.
        pub workstream: Option<String> = key("workstream"),
        /// Who outside the body is affected, and how.
        pub public_interest: Option<String> = prose("public-interest"),
        /// The addressee, who must respond to the decision.
        pub addressee: Option<String> = key("addressee"),
        /// Competing proposals.
        pub rivals: Vec<ProposalId> = key("rivals"),
        /// Decided proposals that this one replaces.
        pub supersedes: Vec<ProposalId> = key("supersedes"),
        /// The proposals that are its parts, in their order: then it is a package.
        pub parts: Vec<ProposalId> = key("parts"),
        /// The states of the text, oldest first; at least one.
        pub revisions: Vec<Revision> = Checked(
            key("revision").needed("… as a [[revision]] table, as `plenary propose` writes it").grows(),
            checked_revisions,
        ),
        /// The translations, oldest first; the last one into a language counts.
        pub translations: Vec<Translation> = key("translation").grows(),
        /// The milestones, in the order in which they are written.
        pub milestones: Vec<Milestone> = key("milestone"),
        /// Who must do what, and when.
        pub next: Option<NextRevision> = key("next"),
    }
}

impl Proposal {
    /// The last revision.
    pub fn latest(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// Whether this file is its text, or a translation of it.
    pub fn names_file(&self, name: &str) -> bool {
        let mut translations = self.translations.iter();
        self.text == name || translations.any(|one| one.text == name)
    }

    /// The revision of this name.
    pub fn revision(&self, name: RevisionName) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.name == name)
    }

    /// The last material revision up to and including `upto`.
    pub fn last_material(&self, upto: RevisionName) -> Option<&Revision> {
        let material = |revision: &&Revision| revision.change == RevisionKind::Material;
        self.revisions
            .iter()
            .rev()
            .filter(material)
            .find(|revision| revision.name <= upto)
    }

    /// Whether a material revision came after `on`, up to and including `upto`.
    pub fn moved_since(&self, on: RevisionName, upto: RevisionName) -> bool {
        self.last_material(upto)
            .is_some_and(|revision| revision.name > on)
    }
}

fn checked_question(keys: &Keys<'_>, question: &str) {
    let length = question.chars().count();
    if length > LONGEST_QUESTION {
        let sentence =
            format!("the question has {length} characters; at most {LONGEST_QUESTION} are allowed");
        let hint = "ask one question, and put everything else in the text";
        keys.fault(code::S114, "question", sentence, hint);
    }
}

fn checked_revisions(keys: &Keys<'_>, revisions: &[Revision]) {
    let numbered = revisions
        .iter()
        .zip(1_u32..)
        .all(|(revision, n)| revision.name.0 == n);
    let ordered = revisions.is_sorted_by(|a, b| a.at <= b.at);
    if !numbered || !ordered {
        let sentence = "revisions must be numbered r1, r2, r3 … in the order of their times";
        let hint = "let `plenary revise` write them";
        keys.fault(code::S131, "revision", sentence, hint);
    }
}
