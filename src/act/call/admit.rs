//! Lets a late position or objection count, before the decision. A chair records it with a reason; of
//! a position only the present bytes count.

use std::sync::Arc;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::call::{act, changed, edited, undecided};
use crate::act::hints::{checked, shown, status};
use crate::act::proposal_state::{proposal, said};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Attribution;
use crate::record::call::{Admission, Call};
use crate::record::path::{Owner, RecordPath};
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::count_positions::UncountedPosition;
use crate::tally::{Tally, reason, tally};
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::TextDigest;
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ProposalId};

/// What will count although it is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Late {
    /// The position of this owner.
    Position(Owner),
    /// This objection.
    Objection(ObjectionId),
}

/// What a chair lets count.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Admit {
    /// What will count, by name.
    #[arg(skip)]
    pub named: Vec<Late>,
    /// Count every position that was received before the close
    #[arg(long)]
    pub received_in_time: bool,
    /// Reason why it counts although it is late
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// What counts from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// The number of the call.
    pub call: u32,
    /// What counts now.
    pub counts: Vec<Late>,
    /// Why other positions that were received before the close do not count.
    pub left: Vec<String>,
}

/// Lets what is late count: all that is named, or nothing; and with `received_in_time` each position
/// for which that changes anything. `moments` are the call's, and `before` is their tally.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call needs a decision, and
/// where what is named is not late, does not exist, or would not count.
pub fn admit(
    (moments, before): (&TallyInputs, &Tally),
    id: &ProposalId,
    input: &Admit,
    actor: &Actor,
    now: Instant,
) -> Result<(Admitted, PendingCommit), Refusal> {
    let register = &moments.asked;
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::Admit, &About::proposal(register, id))?;
    let (n, call) = undecided(folder, id)?;
    if call.is_open(now) {
        return Err(Refusal::rules(
            format!("call {n} on {id} is still open, so nothing is late"),
            format!("the call closes on {}", call.closing().long()),
        ));
    }
    let why = act(actor, now, said(&input.reason, "the reason", "--reason")?);
    let desk = AdmissionInput {
        register,
        folder,
        moments,
        before,
        call,
        id,
        actor,
        why: &why,
    };
    let (files, left) = desk.all(input)?;
    let mut file = edited(register, id, n)?;
    for late in &files {
        file.edit.push("admission", late.admission(&why).sheet());
    }
    let admitted = Admitted {
        call: n,
        counts: files.into_iter().map(|file| file.what).collect(),
        left,
    };
    let verb = "Count late positions in";
    Ok((admitted, changed(verb, id, n, file, actor)))
}

/// A late position or objection, with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Filed {
    what: Late,
    path: String,
    /// The digest of the bytes that count. An objection has none, because its objector writes every
    /// reply into the same file.
    sha256: Option<TextDigest>,
}

impl Filed {
    fn admission(&self, why: &Attribution) -> Admission {
        Admission {
            path: self.path.clone(),
            sha256: self.sha256.clone(),
            act: why.clone(),
        }
    }
}

struct AdmissionInput<'a> {
    register: &'a Register,
    folder: &'a ProposalRecords,
    moments: &'a TallyInputs,
    before: &'a Tally,
    call: &'a Call,
    id: &'a ProposalId,
    actor: &'a Actor,
    why: &'a Attribution,
}

impl AdmissionInput<'_> {
    /// What counts from now on, and why other positions that were received before the close do not;
    /// refused with everything that prevents it.
    fn all(&self, input: &Admit) -> Result<(Vec<Filed>, Vec<String>), Refusal> {
        let (mut named, mut reasons) = self.looked_up(&input.named);
        let received = match input.received_in_time {
            true => self.received(&input.named),
            false => Vec::new(),
        };
        let (mut received, mut left) = self.looked_up(&received);
        let after = self.tally_with(named.iter().chain(&received))?;
        reasons.extend(self.idle(&mut named, &after));
        left.extend(self.idle(&mut received, &after));
        named.append(&mut received);
        if named.is_empty() {
            reasons.append(&mut left);
        }
        if named.is_empty() && reasons.is_empty() {
            let sentence = format!(
                "no late position on {} was received before the close",
                self.id
            );
            return Err(Refusal::rules(sentence, self.tallied()));
        }
        Refusal::of_all(Kind::Rules, reasons, |n| {
            format!("nothing was recorded on {}: {n} problems", self.id)
        })?;
        Ok((named, left.into_iter().map(|each| each.sentence).collect()))
    }

    /// How to see which positions count.
    fn tallied(&self) -> Hint {
        let command = Command::new("tally").with(self.id);
        Hint::run("to see what counts", command)
    }

    /// The files of what is late, each once, and why others cannot count.
    fn looked_up(&self, all: &[Late]) -> (Vec<Filed>, Vec<Reason>) {
        let (mut files, mut reasons) = (Vec::new(), Vec::new());
        for what in all {
            let free = self.actor.must(Deed::Admit, &self.about(what));
            let file = free.and_then(|()| match what {
                Late::Position(owner) => self.position(owner),
                Late::Objection(of) => self.objection(of),
            });
            match file {
                Ok(file) if files.contains(&file) => {}
                Ok(file) => files.push(file),
                Err(refusal) => reasons.extend(refusal.reasons),
            }
        }
        (files, reasons)
    }

    /// What the right is about: nobody lets their own position count where another chair can.
    fn about<'w>(&'w self, what: &'w Late) -> About<'w> {
        let about = About::proposal(self.register, self.id);
        match what {
            Late::Position(Owner::Participant(who)) => about.of(who),
            Late::Position(Owner::Group(group)) => about.of_group(group),
            Late::Objection(of) => about.of(&of.participant),
        }
    }

    /// The late positions that were received before the close, without those that are named.
    fn received(&self, named: &[Late]) -> Vec<Late> {
        let closes = self.call.closing();
        let in_time = |path: &str| {
            let position = self.folder.positions.get(path)?.position.as_ref()?;
            position.received.filter(|received| *received <= closes)
        };
        let late = self.before.canvass.set_aside.iter().filter(is_late);
        let late = late.filter(|file| in_time(&file.path).is_some());
        late.map(|file| Late::Position(file.owner.clone()))
            .filter(|what| !named.contains(what))
            .collect()
    }

    fn position(&self, owner: &Owner) -> Result<Filed, Refusal> {
        let id = self.id;
        let filed = self.folder.position_of(owner);
        let digest = filed.and_then(|(path, _)| Some((path, self.register.digest(path)?)));
        let Some((path, sha256)) = digest else {
            return Err(Refusal::rules(
                format!("{owner} has no position on {id}"),
                status(id),
            ));
        };
        // The file as it is now is judged last: an earlier state of it can have been before the close.
        let mut aside = self.before.canvass.set_aside.iter();
        match aside.rfind(|file| file.path == *path) {
            Some(file) if is_late(&file) => Ok(Filed {
                what: Late::Position(owner.clone()),
                path: path.clone(),
                sha256: Some(sha256),
            }),
            Some(file) => Err(self.for_another_reason(owner, file.reason)),
            None => {
                let what = format!("the position of {owner}");
                Err(self.counted_already(&what, path))
            }
        }
    }

    fn objection(&self, of: &ObjectionId) -> Result<Filed, Refusal> {
        let mut all = self.before.objections.iter();
        let Some(followed) = all.find(|followed| followed.id == *of) else {
            return Err(Refusal::rules(
                format!("{of} is not an objection on {}", self.id),
                status(self.id),
            ));
        };
        if !followed.late || followed.admitted {
            return Err(self.counted_already(&format!("objection {of}"), &followed.path));
        }
        // An objection inside a position counts with the present bytes of that position.
        let own = RecordPath::Objection(self.id.clone(), of.clone()).to_string();
        let carried = followed.path != own;
        Ok(Filed {
            what: Late::Objection(of.clone()),
            path: followed.path.clone(),
            sha256: carried
                .then(|| self.register.digest(&followed.path))
                .flatten(),
        })
    }

    fn counted_already(&self, what: &str, path: &str) -> Refusal {
        let id = self.id;
        let sentence = match self.call.admits(path, self.register.bytes(path)) {
            true => format!("{what} on {id} already counts: a chair has accepted it"),
            false => format!("{what} on {id} already counts: it is not late"),
        };
        Refusal::rules(sentence, self.tallied())
    }

    fn for_another_reason(&self, owner: &Owner, other: reason::NotCountedReason) -> Refusal {
        let id = self.id;
        Refusal::rules(
            format!(
                "the position of {owner} on {id} is not counted for another reason: {}",
                other.in_words()
            ),
            self.tallied(),
        )
    }

    /// The tally as it would be if these files counted.
    fn tally_with<'f>(&self, files: impl Iterator<Item = &'f Filed>) -> Result<Tally, Refusal> {
        let mut moments = self.moments.clone();
        let folder = moments.asked.proposals.get_mut(self.id);
        let folder = folder.map(Arc::make_mut);
        let filed = folder.zip(moments.call);
        let filed = filed.and_then(|(folder, n)| folder.calls.get_mut(&n));
        if let Some(call) = filed.and_then(|filed| filed.call.as_mut()) {
            call.admissions
                .extend(files.map(|file| file.admission(self.why)));
        }
        tally(&moments, self.id).map_err(|_| {
            let sentence = format!("{} cannot be tallied with what would count", self.id);
            Refusal::rules(sentence, checked())
        })
    }

    /// Takes out the files that would still not count in `after`, and says why.
    fn idle(&self, files: &mut Vec<Filed>, after: &Tally) -> Vec<Reason> {
        let mut reasons = Vec::new();
        files.retain(|file| match self.why_idle(file, after) {
            None => true,
            Some(refusal) => {
                reasons.extend(refusal.reasons);
                false
            }
        });
        reasons
    }

    fn why_idle(&self, file: &Filed, after: &Tally) -> Option<Refusal> {
        match &file.what {
            Late::Position(owner) => {
                let mut aside = after.canvass.set_aside.iter();
                let judged = aside.find(|judged| judged.path == file.path)?;
                Some(self.for_another_reason(owner, judged.reason))
            }
            Late::Objection(of) => {
                let mut all = after.objections.iter();
                let counts = all.any(|each| each.id == *of && each.is_in_rules());
                (!counts).then(|| {
                    let sentence = format!(
                        "{of} cannot count: rules count objections of participants, not comments"
                    );
                    Refusal::rules(sentence, shown(of))
                })
            }
        }
    }
}

fn is_late(file: &&UncountedPosition) -> bool {
    file.reason == reason::NotCountedReason::Late
}
