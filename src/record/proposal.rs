//! A proposal: a text with one question put to the group.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId};

/// The most characters that a question may have.
pub const LONGEST_QUESTION: usize = 300;

/// Whether a change of the text touches its substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It does: positions given before may lapse.
    Material,
    /// It does not.
    Editorial,
}

/// A numbered state of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its name.
    pub name: RevisionName,
    /// When it was made.
    pub at: Instant,
    /// The digest of the text's bytes.
    pub sha256: TextDigest,
    /// Whether it touches the substance.
    pub change: Change,
    /// What was changed.
    pub note: Option<String>,
}

impl Revision {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("name", &self.name.to_string())
            .instant("at", self.at)
            .text("sha256", self.sha256.as_str())
            .flag("material", self.change == Change::Material)
            .maybe_text("note", self.note.as_deref());
        sheet
    }
}

/// Who owes what by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What is to be done.
    pub action: String,
    /// By whom.
    pub owner: ParticipantId,
    /// By when.
    pub due: Option<Instant>,
}

/// Something that is to be reached on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// What.
    pub name: String,
    /// By when.
    pub due: Option<Instant>,
    /// When it was reached.
    pub done: Option<Instant>,
}

impl Milestone {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("name", &self.name)
            .maybe_instant("due", self.due)
            .maybe_instant("done", self.done);
        sheet
    }
}

/// What a proposal's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its title.
    pub title: String,
    /// The one question put to the group.
    pub question: String,
    /// The track by whose rules it is decided.
    pub track: TrackId,
    /// The name of the file beside it that holds the text.
    pub text: String,
    /// Who wrote it.
    pub authors: Vec<ParticipantId>,
    /// Who moves it along.
    pub shepherd: Option<ParticipantId>,
    /// What holds if it is not adopted.
    pub status_quo: Option<String>,
    /// The stream of work that it belongs to.
    pub workstream: Option<String>,
    /// Who outside the group is affected, and how.
    pub public_interest: Option<String>,
    /// Whom a decision is addressed to, who owe an answer to it.
    pub addressee: Option<String>,
    /// Proposals of which only one can be adopted.
    pub rivals: Vec<ProposalId>,
    /// Decided proposals that this one replaces.
    pub supersedes: Vec<ProposalId>,
    /// The states of the text, oldest first; at least one.
    pub revisions: Vec<Revision>,
    /// What is to be reached on the way, in the order in which it is written.
    pub milestones: Vec<Milestone>,
    /// Who owes what by when.
    pub next: Option<Next>,
}

impl Proposal {
    /// Reads a proposal.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, proposal)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("title", &self.title)
            .text("question", &self.question)
            .text("track", self.track.as_str())
            .text("text", &self.text)
            .list("authors", &self.authors)
            .maybe_text(
                "shepherd",
                self.shepherd.as_ref().map(ParticipantId::as_str),
            )
            .maybe_text("status-quo", self.status_quo.as_deref())
            .maybe_text("workstream", self.workstream.as_deref())
            .maybe_prose("public-interest", self.public_interest.as_deref())
            .maybe_text("addressee", self.addressee.as_deref())
            .maybe_list("rivals", &self.rivals)
            .maybe_list("supersedes", &self.supersedes);
        for revision in &self.revisions {
            sheet.item("revision").append(revision.sheet());
        }
        for milestone in &self.milestones {
            sheet.item("milestone").append(milestone.sheet());
        }
        if let Some(next) = &self.next {
            sheet
                .table("next")
                .text("action", &next.action)
                .text("owner", next.owner.as_str());
            sheet.maybe_instant("due", next.due);
        }
        sheet
    }

    /// The last revision.
    pub fn latest(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// The revision of this name.
    pub fn revision(&self, name: RevisionName) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.name == name)
    }

    /// The last material revision up to and including `upto`.
    pub fn last_material(&self, upto: RevisionName) -> Option<&Revision> {
        let material = |revision: &&Revision| revision.change == Change::Material;
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

fn proposal(keys: &mut Keys<'_>) -> Option<Proposal> {
    let title = keys.need_text("title");
    let question = keys.need_text("question");
    checked_question(keys, question.as_deref());
    let track = keys.need_name("track", TrackId::parse);
    let text = keys.need_text("text");
    checked_text(keys, text.as_deref());
    if !keys.has("authors") {
        keys.missing("authors", "[\"sam-okoro\"]");
    }
    let authors = keys.names("authors", ParticipantId::parse);
    let shepherd = keys.name("shepherd", ParticipantId::parse);
    let status_quo = keys.text("status-quo");
    let workstream = keys.text("workstream");
    let public_interest = keys.text("public-interest");
    let addressee = keys.text("addressee");
    let rivals = keys.names("rivals", ProposalId::parse);
    let supersedes = keys.names("supersedes", ProposalId::parse);
    let revisions = keys.tables("revision", revision);
    checked_revisions(keys, &revisions);
    let milestones = keys.tables("milestone", milestone);
    let next = keys.table("next", next).flatten();
    Some(Proposal {
        title: title?,
        question: question?,
        track: track?,
        text: text?,
        authors,
        shepherd,
        status_quo,
        workstream,
        public_interest,
        addressee,
        rivals,
        supersedes,
        revisions,
        milestones,
        next,
    })
}

fn checked_question(keys: &Keys<'_>, question: Option<&str>) {
    let length = question.map_or(0, |question| question.chars().count());
    if length > LONGEST_QUESTION {
        let sentence = format!(
            "the question has {length} characters, and at most {LONGEST_QUESTION} may stand in it"
        );
        keys.fault(
            code::S114,
            "question",
            sentence,
            "ask one question; what else is to be said stands in the text",
        );
    }
}

fn checked_text(keys: &Keys<'_>, text: Option<&str>) {
    let Some(text) = text else { return };
    if text.contains(['/', '\\']) || text.starts_with('.') || text == "proposal.toml" {
        let sentence = "the text must be the name of a file in the proposal's own folder";
        keys.fault(code::S114, "text", sentence, "text = \"text.md\"");
    }
}

fn revision(keys: &mut Keys<'_>) -> Option<Revision> {
    if !keys.has("name") {
        keys.missing("name", "\"r1\"");
    }
    let name = keys.revision("name");
    let at = keys.need_instant("at");
    if !keys.has("sha256") {
        keys.missing("sha256", "\"…\", as `plenary revise` writes it");
    }
    let sha256 = keys.parsed(
        "sha256",
        code::S114,
        "64 hexadecimal digits",
        TextDigest::parse,
    );
    let material = keys.flag("material").unwrap_or(true);
    let note = keys.text("note");
    let change = if material {
        Change::Material
    } else {
        Change::Editorial
    };
    Some(Revision {
        name: name?,
        at: at?,
        sha256: sha256?,
        change,
        note,
    })
}

fn checked_revisions(keys: &Keys<'_>, revisions: &[Revision]) {
    if !keys.has("revision") {
        keys.missing(
            "revision",
            "… as a [[revision]] table, as `plenary propose` writes it",
        );
    }
    let numbered = revisions
        .iter()
        .zip(1_u32..)
        .all(|(revision, n)| revision.name.0 == n);
    let ordered = revisions.is_sorted_by(|a, b| a.at <= b.at);
    if !numbered || !ordered {
        let sentence = "revisions must be numbered r1, r2, r3 … in the order of their times";
        keys.fault(
            code::S131,
            "revision",
            sentence,
            "let `plenary revise` write them",
        );
    }
}

fn milestone(keys: &mut Keys<'_>) -> Option<Milestone> {
    let name = keys.need_text("name");
    let due = keys.instant("due");
    let done = keys.instant("done");
    Some(Milestone {
        name: name?,
        due,
        done,
    })
}

fn next(keys: &mut Keys<'_>) -> Option<Next> {
    let action = keys.need_text("action");
    let owner = keys.need_name("owner", ParticipantId::parse);
    let due = keys.instant("due");
    Some(Next {
        action: action?,
        owner: owner?,
        due,
    })
}
