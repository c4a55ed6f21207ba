//! What one row comes to, before the rows are held against one another.

use std::collections::BTreeSet;

use crate::act::intake::cells::{Cells, Fault};
use crate::act::intake::change::{Change, change};
use crate::act::intake::given::{Given, given};
use crate::act::intake::ground::Ground;
use crate::act::intake::people::People;
use crate::act::intake::roster;
use crate::act::intake::who::Who;
use crate::procedure::intake::{Arrival, Verdict};
use crate::record::participant::Participant;
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::record::reader::LARGEST;
use crate::value::id::ParticipantId;

/// What a row says, apart from how it came here: two rows of one participant agree in this, or
/// somebody has to say which of them counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    position: Option<Position>,
    participant: Option<Participant>,
}

/// A row on its way.
pub(super) struct Draft {
    pub(super) row: usize,
    pub(super) named: String,
    pub(super) owner: Option<Owner>,
    pub(super) verdict: Verdict,
    pub(super) because: Vec<String>,
    pub(super) hints: Vec<String>,
    pub(super) said: Said,
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Whether its position was received by the close of a call that is over.
    pub(super) is_written_up: bool,
    /// Whose rows must be taken for this one to be right.
    pub(super) rests_on: BTreeSet<ParticipantId>,
}

impl Draft {
    /// A row that is nobody's.
    pub(super) fn set_aside(row: usize, named: String, why: &str) -> Self {
        Self {
            because: vec![why.to_owned()],
            ..Self::empty(row, named, Verdict::SetAside)
        }
    }

    fn empty(row: usize, named: String, verdict: Verdict) -> Self {
        Self {
            row,
            named,
            owner: None,
            verdict,
            because: Vec::new(),
            hints: Vec::new(),
            said: Said {
                position: None,
                participant: None,
            },
            files: Vec::new(),
            is_written_up: false,
            rests_on: BTreeSet::new(),
        }
    }

    /// The same row, which cannot be taken after all.
    pub(super) fn stopped(&mut self, verdict: Verdict, why: String, hint: String) {
        if !self.verdict.is_open() {
            (self.because, self.hints) = (Vec::new(), Vec::new());
        }
        self.verdict = verdict;
        self.because.push(why);
        self.hints.push(hint);
        self.files = Vec::new();
    }

    /// What became of it.
    pub(super) fn arrival(self) -> Arrival {
        let mut hints = self.hints;
        hints.retain(|hint| !hint.is_empty());
        hints.dedup();
        Arrival {
            row: self.row,
            named: self.named,
            participant: self.owner.map(|owner| owner.to_string()),
            verdict: self.verdict,
            because: self.because.join("; "),
            hint: hints.join("; "),
        }
    }
}

/// Judges one row of somebody.
pub(super) fn draft(
    ground: &Ground<'_>,
    people: &People<'_>,
    objectors: &BTreeSet<ParticipantId>,
    (named, who): (String, Who),
    mut cells: Cells<'_>,
) -> Draft {
    let mut draft = Draft::empty(cells.row.number, named, Verdict::Unchanged);
    let (owner, name) = match who {
        Who::Owner(owner) => (Some(owner), None),
        Who::New(id, name) => (Some(Owner::Participant(id)), Some(name)),
        Who::Unknown => (None, None),
    };
    draft.owner.clone_from(&owner);
    if let Some(owner) = owner {
        roster_of(ground, people, &owner, name, &mut draft, &mut cells);
        position_of(ground, people, objectors, &owner, &mut draft, &mut cells);
        if draft.because.is_empty() && draft.said.position.is_none() && !ground.takes_roster() {
            draft.verdict = Verdict::SetAside;
            draft.because.push("it gives no position".to_owned());
        }
    }
    if let Some((path, bytes)) = draft.files.iter().find(|(_, bytes)| bytes.len() > LARGEST) {
        cells.refuse(
            format!(
                "{path} would have {} bytes, and at most {LARGEST} may stand in a record",
                bytes.len()
            ),
            "put long texts elsewhere, and where they are into the reason",
        );
    }
    judged(draft, cells.faults)
}

fn judged(mut draft: Draft, faults: Vec<Fault>) -> Draft {
    let worst = faults.iter().map(|fault| fault.verdict).min();
    match worst {
        Some(verdict) => {
            for fault in faults {
                draft.stopped(verdict, fault.sentence, fault.hint);
            }
        }
        None if !draft.files.is_empty() => draft.verdict = Verdict::Accepted,
        None if draft.because.is_empty() => {
            draft
                .because
                .push("the register says so already".to_owned());
        }
        None => {}
    }
    draft
}

fn roster_of(
    ground: &Ground<'_>,
    people: &People<'_>,
    owner: &Owner,
    name: Option<String>,
    draft: &mut Draft,
    cells: &mut Cells<'_>,
) {
    let (Owner::Participant(id), true) = (owner, ground.takes_roster()) else {
        return;
    };
    let name = name.unwrap_or_else(|| draft.named.clone());
    let read = roster::participant(ground, people, id, &name, &mut draft.rests_on, cells);
    let Some(new) = read else { return };
    if let Some((does, path, bytes)) = roster::filed(ground, id, &new) {
        draft.because.push(does);
        draft.files.push((path, bytes));
    }
    draft.said.participant = Some(new);
}

fn position_of(
    ground: &Ground<'_>,
    people: &People<'_>,
    objectors: &BTreeSet<ParticipantId>,
    owner: &Owner,
    draft: &mut Draft,
    cells: &mut Cells<'_>,
) {
    let Some(given) = given(ground, people, objectors, owner, cells) else {
        return;
    };
    if let Change::Written { does, path, bytes } = change(ground, owner, &given, cells) {
        draft.is_written_up = ground.is_written_up(&given.position);
        if let Some(why) = ground.closed.as_ref().filter(|_| !draft.is_written_up) {
            cells.refuse(&why.sentence, &why.hint);
        }
        draft.because.push(does);
        draft.files.push((path, bytes));
    }
    let Given {
        position, rests_on, ..
    } = given;
    draft.rests_on.extend(rests_on);
    draft.said.position = Some(Position {
        received: None,
        evidence: None,
        ..position
    });
}
