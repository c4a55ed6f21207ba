//! Lists the inputs of a decision, by path and digest; and finds records that somebody else committed
//! than the participant they belong to. If the history cannot give the proof of identity that the charter
//! requires, the email address of a commit is compared with those of the participant.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::charter::Identity;
use crate::record::decision::{Decision, Manifest};
use crate::record::erratum::Erratum;
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::reader::Read;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::PathChange;
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::tally::Tally;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::any_of;
use crate::value::text::shortened;

/// A record that was committed under the email address of another person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ByAnother {
    /// The record.
    pub path: String,
    /// Whether it is a decision or a sign-off.
    pub is_sign_off: bool,
    /// The participant it belongs to, or who entered it.
    pub of: ParticipantId,
    /// Who committed it: participants, or an address that no participant has.
    pub by: String,
}

/// How many records of one participant somebody else committed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Hand {
    /// The participant they belong to, or who entered them.
    pub of: ParticipantId,
    /// Who committed them.
    pub by: String,
    /// How many records, without decisions and sign-offs.
    pub records: u64,
    /// How many decisions and sign-offs.
    pub sign_offs: u64,
}

/// The same by participant and by who committed them, in the order of names. A record that the same
/// person committed again counts once.
pub fn counted(all: &[ByAnother]) -> Vec<Hand> {
    let distinct: BTreeSet<&ByAnother> = all.iter().collect();
    let mut hands: BTreeMap<(&ParticipantId, &str), (u64, u64)> = BTreeMap::new();
    for one in distinct {
        let (records, sign_offs) = hands.entry((&one.of, &one.by)).or_default();
        match one.is_sign_off {
            true => *sign_offs += 1,
            false => *records += 1,
        }
    }
    let hand = |((of, by), (records, sign_offs)): ((&ParticipantId, &str), (u64, u64))| Hand {
        of: of.clone(),
        by: by.to_owned(),
        records,
        sign_offs,
    };
    hands.into_iter().map(hand).collect()
}

/// Of these records, the inputs of the decision of call `n` on `id`.
pub fn of_inputs(all: &[ByAnother], id: &ProposalId, n: u32) -> Vec<ByAnother> {
    let rests_on = |one: &&ByAnother| is_input(&one.path, id, n);
    all.iter().filter(rests_on).cloned().collect()
}

/// The same with the decision itself and its sign-offs.
pub fn of_decision(all: &[ByAnother], id: &ProposalId, n: u32) -> Vec<ByAnother> {
    let signs = |one: &ByAnother| match RecordPath::identify(&one.path) {
        Some(Ok(RecordPath::Decision(of, call) | RecordPath::SignOff(of, call, _))) => {
            of == *id && call == n
        }
        _ => false,
    };
    let belongs = |one: &&ByAnother| is_input(&one.path, id, n) || signs(one);
    all.iter().filter(belongs).cloned().collect()
}

/// Whether the charter requires a proof of identity that the addresses of commits do not give.
pub fn is_asked(register: &Register) -> bool {
    let identity = register.charter.as_ref().map(|charter| charter.identity);
    matches!(identity, Some(Identity::Account | Identity::Signature))
}

/// Every record of one participant that was committed under the address of another, if the charter
/// `before` requires another proof than the addresses of commits. A participant without an address is
/// left out, unless the address belongs to another participant.
pub fn by_another(
    before: &Register,
    moved: &[PathChange],
    authors: &BTreeSet<String>,
) -> Vec<ByAnother> {
    if !is_asked(before) || authors.is_empty() {
        return Vec::new();
    }
    let by = committers(before, authors);
    let brought = moved.iter().filter(|moved| moved.after.is_some());
    let mut all: Vec<ByAnother> = brought
        .filter_map(|moved| {
            let Ok(record) = RecordPath::identify(&moved.path)? else {
                return None;
            };
            let whose = whose(before, &record, moved)?;
            let known = before.participant(&whose)?;
            let own = by.iter().any(|(who, _)| who.contains(&whose));
            let tells = !known.emails.is_empty() || by.iter().any(|(who, _)| !who.is_empty());
            (tells && !own).then(|| ByAnother {
                path: moved.path.clone(),
                is_sign_off: matches!(record, RecordPath::SignOff(..) | RecordPath::Decision(..)),
                of: whose,
                by: any_of(by.iter().map(|(_, name)| name.as_str())),
            })
        })
        .collect();
    all.sort();
    all
}

/// The participants with each of these addresses. An address that no participant has is named itself.
fn committers(before: &Register, authors: &BTreeSet<String>) -> Vec<(Vec<ParticipantId>, String)> {
    let who = |address: &String| {
        let found = before.by_address(address);
        let first = found.first().map(ToString::to_string);
        let name = first.unwrap_or_else(|| shortened(address, 80));
        (found, name)
    };
    authors.iter().map(who).collect()
}

/// Who had to commit a record: the participant it belongs to, or who entered it for them.
fn whose(before: &Register, record: &RecordPath, moved: &PathChange) -> Option<ParticipantId> {
    let who = match record {
        RecordPath::Position(_, owner) => {
            let position = read(moved, Position::read);
            let typed = position.and_then(|it| it.relayed_by.clone().or(it.proxy.clone()));
            match owner {
                Owner::Participant(id) => typed.unwrap_or_else(|| id.clone()),
                Owner::Group(_) => typed?,
            }
        }
        RecordPath::Objection(_, of) => {
            let objection = read(moved, Objection::read);
            let entered = objection.and_then(|it| it.reply_entered.or(it.entered));
            entered.map_or_else(|| of.participant.clone(), |entered| entered.by)
        }
        RecordPath::Challenge(_, _, of) => of.participant.clone(),
        RecordPath::Minority(_, _, by)
        | RecordPath::Appeal(_, _, by)
        | RecordPath::SignOff(_, _, by) => by.clone(),
        RecordPath::Decision(..) => read(moved, Decision::read)?.judgement.by,
        RecordPath::Erratum(..) => read(moved, Erratum::read)?.act.by,
        _ => return None,
    };
    Some(before.known_as(&who).cloned().unwrap_or(who))
}

/// The record that a file becomes.
fn read<T>(moved: &PathChange, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
    read(&moved.path, moved.after.as_ref()?.bytes()?).ok()
}

/// What history says of who committed the records of a register, or of one decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hands {
    /// Nothing: the register is part of another repository, or has no history.
    #[default]
    Silent,
    /// It is not complete here, and the charter requires a proof that it would not give.
    NotHere,
    /// Somebody else committed these records.
    Told(Vec<ByAnother>),
}

impl Hands {
    /// The same for the decision of call `n` on `id`, with its sign-offs. A call that names no commit
    /// belongs to a register that is part of another repository.
    #[must_use]
    pub fn of_decision(&self, folder: &ProposalRecords, id: &ProposalId, n: u32) -> Self {
        let call = folder.calls.get(&n).and_then(|filed| filed.call.as_ref());
        if call.is_some_and(|call| call.frozen.is_none()) {
            return Self::Silent;
        }
        match self {
            Self::Told(all) => Self::Told(of_decision(all, id, n)),
            other => other.clone(),
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotHere, _) | (_, Self::NotHere) => Self::NotHere,
            (Self::Silent, other) => other,
            (own, Self::Silent) => own,
            (Self::Told(own), Self::Told(other)) => Self::Told([own, other].concat()),
        }
    }
}

impl serde::Serialize for Hands {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Silent | Self::NotHere => to.serialize_none(),
            Self::Told(all) => counted(all).serialize(to),
        }
    }
}

/// Who submitted a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// These participants, all of them together.
    Known(BTreeSet<ParticipantId>),
    /// Somebody who is not on the participant list, by account or address.
    Stranger(String),
    /// Nothing says who, or the charter does not ask.
    Unverified,
}

/// A proof that a charter requires and that cannot be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginUnverified {
    /// Signatures are not checked.
    Signature,
    /// A history does not say which account submitted a commit.
    AccountInHistory,
}

impl OriginUnverified {
    /// In a sentence, without its full stop.
    pub fn sentence(self) -> &'static str {
        match self {
            OriginUnverified::Signature => {
                "the charter requires signatures, but this program cannot check them yet, so it is not \
                 proven who submitted"
            }
            OriginUnverified::AccountInHistory => {
                "the charter proves by account who submitted, but git history has no accounts: only the \
                 check of each pull request can tell"
            }
        }
    }
}

/// All inputs of the decision: charter and participant list as fixed at opening, positions as they were
/// at the close, and the proposal, text, call and objections as they are.
pub(crate) fn manifest(moments: &TallyInputs, tally: &Tally, n: u32) -> Option<Manifest> {
    let mut manifest = Manifest::default();
    for (path, content) in &moments.frozen().snapshot.files {
        let governs = matches!(
            RecordPath::identify(path),
            Some(Ok(RecordPath::Charter | RecordPath::Participant(_)))
        );
        if let (true, Some(bytes)) = (governs, content.bytes()) {
            manifest.add(path, bytes);
        }
    }
    for (path, content) in &moments.asked.snapshot.files {
        if let (true, Some(bytes)) = (is_input(path, &tally.proposal, n), content.bytes()) {
            manifest.add(path, bytes);
        }
    }
    attendance(&mut manifest, moments, tally);
    for counted in &tally.canvass.counted {
        manifest.add(&counted.path, counted_bytes(moments, &counted.path)?);
    }
    Some(manifest)
}

/// The record of the call's meeting, because rules can count who was present. In a register that is part
/// of another repository, the list of inputs is compared with the files as they are, and the record of a
/// meeting changes with its action items. There, only the decision itself says who was present.
fn attendance(manifest: &mut Manifest, moments: &TallyInputs, tally: &Tally) {
    let Some(meeting) = &tally.meeting else {
        return;
    };
    let path = RecordPath::Meeting(meeting.date.clone()).to_string();
    if let (true, Some(bytes)) = (
        moments.basis != InputBasis::Carried,
        moments.asked.bytes(&path),
    ) {
        manifest.add(&path, bytes);
    }
}

/// The bytes of a counted position: as they were at the close, or as a chair let them count later.
pub(crate) fn counted_bytes<'m>(moments: &'m TallyInputs, path: &str) -> Option<&'m [u8]> {
    let folder = |register: &'m crate::register::records::Register| register.bytes(path);
    let admitted = moments
        .asked
        .proposals
        .values()
        .filter_map(|f| moments.call(f))
        .any(|call| call.admits(path, moments.asked.bytes(path)));
    match admitted {
        true => folder(&moments.asked),
        false => folder(moments.closing()).or_else(|| folder(&moments.asked)),
    }
}

/// Whether a file of the proposal's folder is an input of the decision of its call `n`. Records of later
/// calls are not.
pub fn is_input(path: &str, proposal: &ProposalId, n: u32) -> bool {
    match RecordPath::identify(path) {
        Some(Ok(record)) if record.proposal() == Some(proposal) => match record {
            RecordPath::Decision(..) | RecordPath::Manifest(..) | RecordPath::Signature(..) => {
                false
            }
            record => match record.in_call() {
                Some((call, _)) => call == n && !record.is_beside_decision(),
                None => true,
            },
        },
        _ => false,
    }
}
