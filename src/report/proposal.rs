//! What a proposal's own files say: title, question, revisions and the text itself.

use serde::Serialize;

use crate::record::path::RecordPath;
use crate::record::proposal::{Change, Next, Proposal, Revision};
use crate::register::freeze::Moments;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId};

/// A proposal's record and its text.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ProposalWhole {
    title: String,
    question: String,
    track: TrackId,
    authors: Vec<ParticipantId>,
    shepherd: Option<ParticipantId>,
    status_quo: Option<String>,
    workstream: Option<String>,
    public_interest: Option<String>,
    rivals: Vec<ProposalId>,
    supersedes: Vec<ProposalId>,
    revisions: Vec<RevisionLine>,
    next: Option<Owed>,
    text: TextWhole,
}

/// A revision.
#[derive(Debug, Clone, Serialize)]
struct RevisionLine {
    name: RevisionName,
    at: Instant,
    sha256: TextDigest,
    material: bool,
    note: Option<String>,
}

/// Who owes what.
#[derive(Debug, Clone, Serialize)]
struct Owed {
    action: String,
    owner: ParticipantId,
    due: Option<Instant>,
}

/// The text itself.
#[derive(Debug, Clone, Serialize)]
struct TextWhole {
    path: String,
    /// The digest of its bytes; none where there is no such file.
    sha256: Option<TextDigest>,
    /// Its words; none where it is no plain file in UTF-8.
    words: Option<String>,
}

impl ProposalWhole {
    /// What the files of `id` say at the moment asked for.
    pub(crate) fn of(moments: &Moments, id: &ProposalId, proposal: &Proposal) -> Self {
        Self {
            title: proposal.title.clone(),
            question: proposal.question.clone(),
            track: proposal.track.clone(),
            authors: proposal.authors.clone(),
            shepherd: proposal.shepherd.clone(),
            status_quo: proposal.status_quo.clone(),
            workstream: proposal.workstream.clone(),
            public_interest: proposal.public_interest.clone(),
            rivals: proposal.rivals.clone(),
            supersedes: proposal.supersedes.clone(),
            revisions: proposal.revisions.iter().map(RevisionLine::of).collect(),
            next: proposal.next.as_ref().map(Owed::of),
            text: TextWhole::of(moments, id, proposal),
        }
    }

    /// The head of the proposal's page: what is asked, by whom, on which text.
    pub(crate) fn page(&self, id: &ProposalId, stage: &str, superseded_by: &[ProposalId]) -> Page {
        let aside = format!("track {} · {stage}", self.track);
        let page = Page::new()
            .title_aside(format!("{id} · {}", self.title), aside)
            .facts(self.facts(superseded_by));
        let page = match &self.public_interest {
            Some(words) => page.prose("Public interest", words),
            None => page,
        };
        page.gap()
            .table(self.revision_table())
            .gap()
            .then(self.text.page())
    }

    fn facts(&self, superseded_by: &[ProposalId]) -> Facts {
        let shepherd = self.shepherd.as_ref().map(ToString::to_string);
        words::said([
            ("Question", self.question.clone()),
            ("Authors", words::listed(&self.authors)),
            ("Shepherd", shepherd.unwrap_or_default()),
            ("Status quo", self.status_quo.clone().unwrap_or_default()),
            ("Workstream", self.workstream.clone().unwrap_or_default()),
            ("Rivals", words::listed(&self.rivals)),
            ("Supersedes", words::listed(&self.supersedes)),
            ("Superseded by", words::listed(superseded_by)),
            (
                "Next",
                self.next.as_ref().map(Owed::in_words).unwrap_or_default(),
            ),
        ])
    }

    fn revision_table(&self) -> Table {
        let columns = [
            Column::new("revision").keep(Keep::Always),
            Column::new("made").keep(Keep::High),
            Column::new("text").keep(Keep::High),
            Column::new("change"),
            Column::sentence("note"),
        ];
        let row = |table: Table, each: &RevisionLine| table.row(each.row());
        self.revisions.iter().fold(Table::new(columns), row)
    }
}

impl RevisionLine {
    fn of(revision: &Revision) -> Self {
        Self {
            name: revision.name,
            at: revision.at,
            sha256: revision.sha256.clone(),
            material: revision.change == Change::Material,
            note: revision.note.clone(),
        }
    }

    fn row(&self) -> [Text; 5] {
        let change = match self.material {
            true => "material",
            false => "editorial",
        };
        [
            self.name.to_string().into(),
            self.at.long().into(),
            self.sha256.short().into(),
            change.into(),
            self.note.clone().unwrap_or_default().into(),
        ]
    }
}

impl Owed {
    fn of(next: &Next) -> Self {
        Self {
            action: next.action.clone(),
            owner: next.owner.clone(),
            due: next.due,
        }
    }

    fn in_words(&self) -> String {
        let due = self.due.map(|due| format!(" by {}", due.long()));
        format!("{}: {}{}", self.owner, self.action, due.unwrap_or_default())
    }
}

impl TextWhole {
    fn of(moments: &Moments, id: &ProposalId, proposal: &Proposal) -> Self {
        let path = RecordPath::Text(id.clone(), proposal.text.clone()).to_string();
        let bytes = moments.asked.bytes(&path);
        Self {
            sha256: bytes.map(TextDigest::of),
            words: bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()),
            path,
        }
    }

    fn page(&self) -> Page {
        let Some(words) = &self.words else {
            return Page::new().line(format!("{} cannot be read.", self.path));
        };
        let digest = self.sha256.as_ref().map_or("", TextDigest::short);
        Page::new().prose(format!("{} ({digest})", self.path), words)
    }
}
