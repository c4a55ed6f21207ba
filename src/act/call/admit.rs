//! Lets late positions count: a recorded act of a chair, before deciding, of these very bytes.

use crate::act::actor::Actor;
use crate::act::call::{act, changed, edited, undecided};
use crate::act::refusal::{Kind, Refusal};
use crate::act::target::{charter, proposal, said};
use crate::record::call::{Admission, Call};
use crate::record::charter::Charter;
use crate::record::path::Owner;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::tally::Tally;
use crate::tally::reason::Reason;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

/// Late positions that shall count.
#[derive(Debug, Clone)]
pub struct Admit {
    /// The proposal.
    pub proposal: ProposalId,
    /// Whose positions.
    pub owners: Vec<Owner>,
    /// Why.
    pub reason: String,
}

/// Admits late positions, all of them or none. `tally` is the call's as it stands: it knows which
/// files are late.
pub fn admit(
    register: &Register,
    tally: &Tally,
    input: &Admit,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, Entry), Refusal> {
    let id = &input.proposal;
    let (folder, _) = proposal(register, id)?;
    let charter = charter(register)?;
    actor.must_be_chair(charter, "admit a late position")?;
    let (n, call) = undecided(folder, id)?;
    if call.is_open(now) {
        return Err(Refusal::rules(
            format!(
                "call {n} on {id} is open until {}, so nothing is late yet",
                call.closing()
            ),
            "wait for the close",
        ));
    }
    let reason = said(&input.reason, "the reason", "--reason")?;
    let desk = Desk {
        register,
        folder,
        tally,
        call,
        id,
    };
    let admitted = desk.all(charter, actor, &input.owners)?;
    let mut edit = edited(register, id, n)?;
    for (path, sha256) in admitted {
        let act = act(actor, now, reason.clone());
        let sha256 = Some(sha256);
        edit.push("admission", Admission { path, sha256, act }.sheet());
    }
    Ok((n, changed("Admit late positions to", id, n, edit, actor)))
}

struct Desk<'a> {
    register: &'a Register,
    folder: &'a Folder,
    tally: &'a Tally,
    call: &'a Call,
    id: &'a ProposalId,
}

impl Desk<'_> {
    /// The files with the digests of their bytes, or everything that stands in the way.
    fn all(
        &self,
        charter: &Charter,
        actor: &Actor,
        owners: &[Owner],
    ) -> Result<Vec<(String, TextDigest)>, Refusal> {
        let (mut admitted, mut reasons) = (Vec::new(), Vec::new());
        for owner in owners {
            let free = must_be_anothers(charter, actor, owner, self.id);
            match free.and_then(|()| self.one(owner)) {
                Ok(file) if admitted.contains(&file) => {}
                Ok(file) => admitted.push(file),
                Err(refusal) => reasons.extend(refusal.reasons),
            }
        }
        match reasons.is_empty() {
            true => Ok(admitted),
            false => Err(Refusal {
                kind: Kind::Rules,
                reasons,
            }),
        }
    }

    fn one(&self, owner: &Owner) -> Result<(String, TextDigest), Refusal> {
        let id = self.id;
        let filed = self.folder.position_of(owner);
        let digest = filed.and_then(|(path, _)| Some((path, self.register.digest(path)?)));
        let Some((path, digest)) = digest else {
            return Err(Refusal::rules(
                format!("{owner} has no position on {id} that could be admitted"),
                format!("plenary show {id}"),
            ));
        };
        // The file as it lies here is judged last: one in time may stand beside it.
        let mut aside = self.tally.canvass.set_aside.iter();
        let judged = aside.rfind(|file| file.path == *path);
        match judged.map(|file| file.reason) {
            Some(Reason::Late) => Ok((path.clone(), digest)),
            Some(other) => Err(Refusal::rules(
                format!(
                    "the position of {owner} on {id} is set aside for another reason ({}), which \
                     admitting it would not change",
                    other.in_words()
                ),
                format!("plenary show {id}"),
            )),
            None => Err(self.counted_already(owner, path)),
        }
    }

    fn counted_already(&self, owner: &Owner, path: &str) -> Refusal {
        let id = self.id;
        let why = match self.call.admits(path, self.register.bytes(path)) {
            true => "was admitted already",
            false => "was in time",
        };
        let sentence = format!("the position of {owner} on {id} {why}, and counts");
        Refusal::rules(sentence, format!("plenary tally {id}"))
    }
}

/// Nobody lets their own late position count where another chair can judge it.
fn must_be_anothers(
    charter: &Charter,
    actor: &Actor,
    owner: &Owner,
    id: &ProposalId,
) -> Result<(), Refusal> {
    let mut others = charter.chairs().filter(|chair| **chair != actor.id);
    let own = *owner == Owner::Participant(actor.id.clone());
    match others.next() {
        Some(other) if own => Err(Refusal::rules(
            format!("{owner} may not admit a late position of their own on {id}"),
            format!(
                "it is the turn of {}",
                crate::procedure::next::people(std::iter::once(other).chain(others))
            ),
        )),
        _ => Ok(()),
    }
}
