//! What a decision rests on, by path and digest; and by whose hand each record came, as far as anybody
//! can tell. Where the proof that the charter asks for is not in the history, the address of a commit is
//! compared with those of the participant whose record it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::charter::Identity;
use crate::record::decision::{Decision, Manifest};
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

/// A record that was committed under the address of another than the participant whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ByAnother {
    /// The record.
    pub path: String,
    /// Whether it is a decision or a sign-off.
    pub is_sign_off: bool,
    /// Whose it is, or who entered it.
    pub of: ParticipantId,
    /// Who committed it: participants, or an address that is nobody's.
    pub by: String,
}

/// How many records of one participant another committed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Hand {
    /// Whose they are, or who entered them.
    pub of: ParticipantId,
    /// Who committed them.
    pub by: String,
    /// How many records, without decisions and sign-offs.
    pub records: u64,
    /// How many decisions and sign-offs.
    pub sign_offs: u64,
}

/// The same by whose they are and who committed them, in the order of names. A record that one
/// participant committed again for the same other is one.
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

/// Of these records, those that the decision of the call `n` on `id` rests on.
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

/// Whether the proof of who submits is one that the addresses of commits do not give.
pub fn is_asked(register: &Register) -> bool {
    let identity = register.charter.as_ref().map(|charter| charter.identity);
    matches!(identity, Some(Identity::Account | Identity::Signature))
}

/// Every record of one participant that was committed under the address of another, where the
/// charter `before` takes something else than the addresses of commits as proof. Nothing is said of
/// a participant without an address, unless the address is that of somebody else.
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
            let own = |address: &String| {
                let mut emails = known.emails.iter();
                emails.any(|email| email.eq_ignore_ascii_case(address))
            };
            let tells = !known.emails.is_empty() || by.iter().any(|(who, _)| who.is_some());
            (tells && !authors.iter().any(own)).then(|| ByAnother {
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

/// The participants whose addresses these are; an address that is nobody's stands for itself.
fn committers(
    before: &Register,
    authors: &BTreeSet<String>,
) -> Vec<(Option<ParticipantId>, String)> {
    let who = |address: &String| {
        let mut all = before.participants.iter();
        let same = |email: &String| email.eq_ignore_ascii_case(address);
        let found = all.find(|(_, one)| one.emails.iter().any(same));
        match found {
            Some((id, _)) => (Some(id.clone()), id.to_string()),
            None => (None, shortened(address, 80)),
        }
    };
    authors.iter().map(who).collect()
}

/// Who had to commit a record: whose it is, or who entered it for them.
fn whose(before: &Register, record: &RecordPath, moved: &PathChange) -> Option<ParticipantId> {
    let who = match record {
        RecordPath::Position(_, owner) => {
            let position = read(moved, Position::read);
            let typed = position.and_then(|it| it.relayed_by.or(it.proxy));
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
        _ => return None,
    };
    Some(before.known_as(&who).cloned().unwrap_or(who))
}

/// The record that a file becomes.
fn read<T>(moved: &PathChange, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
    read(&moved.path, moved.after.as_ref()?.bytes()?).ok()
}

/// What history says of the hands that committed the records of a register, or of one decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hands {
    /// Nothing: the register is carried inside another project, or has no history.
    #[default]
    Silent,
    /// It is not whole here, and the charter asks for a proof that it would not give.
    NotHere,
    /// These records were committed by another.
    Told(Vec<ByAnother>),
}

impl Hands {
    /// The same of the decision of the call `n` on `id`, with its sign-offs. A call that names no
    /// commit is carried inside another project.
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
    /// Somebody whom the roster does not know, by account or address.
    Stranger(String),
    /// Nobody said who, or nothing asks.
    Unverified,
}

/// A proof that a charter asks for and that could not be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginUnverified {
    /// Signatures are not checked.
    Signature,
    /// A history does not say which account submitted a landing.
    AccountInHistory,
}

impl OriginUnverified {
    /// In a sentence, without its full stop.
    pub fn sentence(self) -> &'static str {
        match self {
            OriginUnverified::Signature => {
                "the charter asks for signatures of who submits, which this program does not check \
                 yet, so who submitted is not proven"
            }
            OriginUnverified::AccountInHistory => {
                "the charter takes accounts at the forge as proof of who submits, which no history \
                 tells: whose records changed by whose hand was for the check of each request"
            }
        }
    }
}

/// Everything that the decision rests on: charter and roster as frozen, positions as they stood
/// at the close, the proposal with its text, the call, objections and their handling as they are.
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

/// The record of the call's meeting, whose attendance the rules may count. In a register carried
/// inside another project the manifest is held to the files as they are, and a meeting's record
/// lives on with its action items: there the decision's own account says who was present.
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

/// The bytes of a counted position: as they stood at the close, or as admitted since.
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

/// Whether a file of the proposal's folder is an input of the decision of its call `n`: decisions
/// rest on nothing that calls after them brought.
pub fn is_input(path: &str, proposal: &ProposalId, n: u32) -> bool {
    match RecordPath::identify(path) {
        Some(Ok(record)) if record.proposal() == Some(proposal) => match record {
            RecordPath::Decision(..) | RecordPath::Manifest(..) | RecordPath::Signature(..) => {
                false
            }
            record => match record.in_call() {
                Some((call, _)) => call == n && !record.follows_decision(),
                None => true,
            },
        },
        _ => false,
    }
}
