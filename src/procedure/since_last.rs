//! Finds what changed since an earlier call that left the question open: the text, the objections, the participants.
//! A body does not reach consensus by being asked the same thing until nobody objects any more.

use std::collections::BTreeSet;

use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::objection::ObjectionState;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName, TrackId};
use crate::value::sentence::first_of;

/// What changed since the last call on a track that left the question open.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SinceLast {
    /// Its number.
    pub call: u32,
    /// The revision then and now, if it is another one.
    pub text: Option<(RevisionName, RevisionName)>,
    /// The objections that were raised since.
    pub raised: Vec<ObjectionId>,
    /// The objections that were open then, and are closed or withdrawn now.
    pub ended: Vec<ObjectionId>,
    /// Who can answer now and could not then.
    pub joined: Vec<ParticipantId>,
    /// Who could answer then and cannot now.
    pub left: Vec<ParticipantId>,
}

/// What the account of a decision says of objections and participants.
#[derive(Debug, Default)]
struct Then {
    entitled: BTreeSet<ParticipantId>,
    objections: BTreeSet<ObjectionId>,
    open: BTreeSet<ObjectionId>,
}

impl SinceLast {
    /// What changed between the last call on the track of `tally` before call `n`, and the tally. `None` if no call
    /// before left the question open.
    pub fn of(register: &Register, tally: &Tally, n: u32) -> Option<Self> {
        let (call, decision) = last(register, &tally.proposal, &tally.track.id, n)?;
        let then = Then::of(register, &tally.proposal, call)?;
        let seats = tally.electorate.seats.values();
        let now: BTreeSet<ParticipantId> = seats.map(|seat| seat.holder.clone()).collect();
        let objections = || tally.objections.iter().filter(|each| each.counts());
        let new = objections().filter(|each| !then.objections.contains(&each.id));
        let ended = objections().filter(|each| !each.is_open() && then.open.contains(&each.id));
        let before = decision.matter.revision;
        Some(Self {
            call,
            text: (before != tally.revision).then_some((before, tally.revision)),
            raised: new.map(|each| each.id.clone()).collect(),
            ended: ended.map(|each| each.id.clone()).collect(),
            joined: now.difference(&then.entitled).cloned().collect(),
            left: then.entitled.difference(&now).cloned().collect(),
        })
    }

    /// Whether text, objections and participants are the same.
    pub fn is_nothing(&self) -> bool {
        let objections = self.raised.len().saturating_add(self.ended.len());
        let participants = self.joined.len().saturating_add(self.left.len());
        self.text.is_none() && objections == 0 && participants == 0
    }

    /// What changed, in a sentence.
    pub fn in_words(&self) -> String {
        let call = self.call;
        if self.is_nothing() {
            return format!(
                "Since call {call}, which left the question open, nothing changed: the text, the objections and the \
                 participants are the same."
            );
        }
        let text = match &self.text {
            Some((then, now)) => format!("the text ({then}, now {now})"),
            None => String::new(),
        };
        let all = [
            text,
            some("new objections", &self.raised),
            some("objections closed or withdrawn", &self.ended),
            some("participants added", &self.joined),
            some("participants removed", &self.left),
        ];
        let all: Vec<String> = all.into_iter().filter(|part| !part.is_empty()).collect();
        let all = all.join("; ");
        format!("Changed since call {call}, which left the question open: {all}.")
    }
}

/// What is listed, if something is.
fn some(what: &str, ids: &[impl ToString]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    match ids.is_empty() {
        true => String::new(),
        false => format!("{what}: {}", first_of(ids.iter().map(String::as_str))),
    }
}

/// The last call on the track before call `n` that was decided and left the question open.
fn last<'r>(
    register: &'r Register,
    id: &ProposalId,
    track: &TrackId,
    n: u32,
) -> Option<(u32, &'r Decision)> {
    let calls = &register.proposals.get(id)?.calls;
    let decided = calls.range(..n).rev();
    let mut decided = decided.filter_map(|(n, filed)| Some((*n, filed.decision.as_deref()?)));
    let last = decided.find(|(_, decision)| decision.matter.track == *track);
    last.filter(|(_, decision)| !decision.judgement.outcome.is_final())
}

impl Then {
    /// The account in the record of a decision; `None` if it is not in the register.
    fn of(register: &Register, id: &ProposalId, call: u32) -> Option<Self> {
        let bytes = register.bytes(&RecordPath::Decision(id.clone(), call).to_string())?;
        let record: toml::Table = toml::from_str(std::str::from_utf8(bytes).ok()?).ok()?;
        let entitled = record.get("electorate").and_then(|it| it.get("entitled"));
        let entitled = entitled.and_then(toml::Value::as_array).into_iter();
        let entitled = entitled.flatten().filter_map(toml::Value::as_str);
        let entitled = entitled.filter_map(|id| present(register, id));
        let mut then = Self {
            entitled: entitled.collect(),
            ..Self::default()
        };
        let objections = record.get("objection").and_then(toml::Value::as_array);
        for objection in objections.into_iter().flatten() {
            let word = |key: &str| objection.get(key).and_then(toml::Value::as_str);
            let id = word("id").and_then(ObjectionId::parse);
            let Some(id) = id.map(|id| ObjectionId {
                participant: present(register, id.participant.as_str()).unwrap_or(id.participant),
                ..id
            }) else {
                continue;
            };
            if word("state").is_some_and(is_open) {
                then.open.insert(id.clone());
            }
            then.objections.insert(id);
        }
        Some(then)
    }
}

/// The present id of a participant.
fn present(register: &Register, id: &str) -> Option<ParticipantId> {
    let id = ParticipantId::parse(id).ok()?;
    Some(register.known_as(&id).cloned().unwrap_or(id))
}

/// Whether a decision says of an objection that it was open.
fn is_open(state: &str) -> bool {
    use ObjectionState::{Answered, Maintained, Open};
    [Open, Answered, Maintained]
        .map(ObjectionState::in_words)
        .contains(&state)
}
