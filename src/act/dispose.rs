//! Closes an objection with a disposition, and a reason that its objector is shown.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{Why, revision};
use crate::act::hints::shown;
use crate::act::proposal_state::{
    File, entry, listed, maybe_said, must_be_undecided, objection, proposal, said,
};
use crate::act::refusal::Refusal;
use crate::act::reply::must_be_later;
use crate::procedure::rights::{self, About, Deed};
use crate::record::handling::{Disposition, DispositionKind};
use crate::record::objection::Objection;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName};
use crate::value::sentence::any_of;

/// A disposition to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Dispose {
    /// How it is closed.
    #[arg(skip = DispositionKind::Unresolved)]
    pub value: DispositionKind,
    /// Why.
    #[command(flatten)]
    pub why: Why,
    /// Alternatives considered (required with outweighed)
    #[arg(long, value_name = "TEXT", conflicts_with = "alternatives_file")]
    pub alternatives: Option<String>,
    /// Read the alternatives from a file
    #[arg(long, value_name = "FILE")]
    pub alternatives_file: Option<PathBuf>,
    /// Link that shows the withdrawal (with withdrawn)
    #[arg(long, value_name = "LINK")]
    pub evidence: Option<String>,
    /// For a duplicate: the original.
    #[arg(skip)]
    pub of: Option<ObjectionId>,
    /// Revision that settles it (with accommodated or changed; default: latest)
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    pub revision: Option<RevisionName>,
}

/// Writes the disposition.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such objection or
/// it is closed, and where the disposition lacks what its kind needs.
pub fn dispose(
    register: &Register,
    (id, of): &(ProposalId, ObjectionId),
    input: &Dispose,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    let (folder, read) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let about = About::proposal(register, id).of(&of.participant);
    must_not_be_own(&about, of, actor)?;
    actor.must(Deed::Dispose, &about)?;
    let raised = &objection(register, folder, id, of)?.objection;
    must_not_be_disposed(folder, of, input, actor)?;
    must_be_of_its_kind(of, raised, input.value)?;
    must_be_later(folder.handling.get(of), of, now)?;
    let reason = reason(input)?;
    let case = DispositionInput {
        register,
        folder,
        read,
        id,
        of,
        input,
        raised,
    };
    let alternatives = case.duties()?;
    let disposition = Disposition {
        value: input.value,
        by: actor.id.clone(),
        at: now,
        reason,
        alternatives,
        evidence: input.evidence.clone(),
        of: input.of.clone(),
        revision: case.revision()?,
    };
    let mut file = File::of(register, &RecordPath::Handling(id.clone(), of.clone()))?;
    file.edit.set_table("disposition", disposition.sheet());
    Ok(entry(
        [file.finish()],
        match raised.blocking {
            true => format!("Close objection {of} on {id} as {}", input.value.word()),
            false => format!("Close comment {of} on {id} as {}", input.value.word()),
        },
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}

/// Refuses to close one's own objection, and says what its objector can do.
fn must_not_be_own(about: &About<'_>, of: &ObjectionId, actor: &Actor) -> Result<(), Refusal> {
    let Some(denied) = rights::denied(Deed::Dispose, about, &actor.id) else {
        return Ok(());
    };
    if of.participant != actor.id {
        return Ok(());
    }
    let withdraw = Command::new("reply").with(of).with("withdrawn");
    let others = any_of(denied.may.iter().map(ParticipantId::as_str));
    let text = match denied.may.is_empty() {
        true => "if you no longer object, you can withdraw it".to_owned(),
        false => {
            format!("only {others} can close it. If you no longer object, you can withdraw it")
        }
    };
    Err(Refusal::rules(
        format!("you cannot close {of}: it is your own objection"),
        Hint::run(text, withdraw),
    ))
}

fn must_not_be_disposed(
    folder: &ProposalRecords,
    of: &ObjectionId,
    input: &Dispose,
    actor: &Actor,
) -> Result<(), Refusal> {
    let handling = folder.handling.get(of);
    let Some(ended) = handling.and_then(|handling| handling.disposition.as_ref()) else {
        return Ok(());
    };
    let is_same = ended.value == input.value && ended.of == input.of && ended.by == actor.id;
    if is_same && reason(input).is_ok_and(|reason| reason.trim() == ended.reason.trim()) {
        let sentence = format!("objection {of} is already closed as {}", ended.value.word());
        return Err(Refusal::recorded(sentence, ""));
    }
    Err(Refusal::rules(
        format!(
            "objection {of} is already closed as {} ({}, {})",
            ended.value.word(),
            ended.by,
            ended.at.date()
        ),
        Hint::run(
            "new information can reopen it",
            Command::new("reopen")
                .with(of)
                .option("--reason", Placeholder::Reason)
                .option("--evidence", Placeholder::Link),
        ),
    ))
}

/// Refuses a word for objections on a comment, and a word for comments on an objection.
fn must_be_of_its_kind(
    of: &ObjectionId,
    raised: &Objection,
    value: DispositionKind,
) -> Result<(), Refusal> {
    let allowed = DispositionKind::all_of(raised.blocking);
    if allowed.contains(&value) {
        return Ok(());
    }
    let what = match raised.blocking {
        true => "an objection",
        false => "a comment",
    };
    Err(Refusal::usage(
        format!("{of} is {what}: it cannot be closed as {}", value.word()),
        format!("use {}", any_of(allowed.iter().map(|kind| kind.word()))),
    ))
}

fn reason(input: &Dispose) -> Result<String, Refusal> {
    let flag = match input.value {
        DispositionKind::SetAside => "--reason, and say why it does not bear on the merits",
        DispositionKind::OutOfScope => "--reason, and say why the body cannot decide it",
        _ => "--reason",
    };
    said(
        input.why.reason.as_deref().unwrap_or_default(),
        "the reason",
        flag,
    )
}

/// What a disposition is about.
struct DispositionInput<'r> {
    register: &'r Register,
    folder: &'r ProposalRecords,
    read: &'r Proposal,
    id: &'r ProposalId,
    of: &'r ObjectionId,
    input: &'r Dispose,
    raised: &'r Objection,
}

impl DispositionInput<'_> {
    /// Refuses a disposition that lacks what its kind needs next to the reason; returns the
    /// alternatives.
    fn duties(&self) -> Result<Option<String>, Refusal> {
        let of = self.of;
        let alternatives = self.input.alternatives.as_deref();
        match self.input.value {
            DispositionKind::Outweighed if alternatives.is_none() => Err(Refusal::usage(
                "--alternatives is missing (required with outweighed)",
                "say which alternatives were considered",
            )),
            DispositionKind::Withdrawn
                if !self.raised.withdrawn && self.input.evidence.is_none() =>
            {
                Err(Refusal::rules(
                    format!("{} has not withdrawn {of}; nobody else can", of.participant),
                    "if they withdrew it elsewhere, add --evidence with a link",
                ))
            }
            DispositionKind::Duplicate => self.original(),
            _ => Ok(()),
        }?;
        maybe_said(alternatives, "the alternatives", "--alternatives")
    }

    /// Refuses a duplicate of an objection that cannot be its original: the original must count, and must not
    /// be a duplicate itself.
    fn original(&self) -> Result<(), Refusal> {
        let of = self.of;
        let Some(original) = &self.input.of else {
            return Err(Refusal::usage(
                "--of is missing (required with duplicate)",
                "name the objection that this one duplicates",
            ));
        };
        if original == of {
            return Err(Refusal::usage(
                format!("{of} cannot be a duplicate of itself"),
                "name another objection with --of",
            ));
        }
        let other = objection(self.register, self.folder, self.id, original)?;
        if let Some(first) = self.folder.original(original) {
            return Err(Refusal::rules(
                format!("{original} is itself a duplicate of {first}"),
                format!("use --of {first}"),
            ));
        }
        let mut known = self.folder.handling.keys();
        if let Some(part) = known.find(|part| self.folder.original(part) == Some(of)) {
            return Err(Refusal::rules(
                format!("{of} cannot be a duplicate: {part} is a duplicate of it"),
                shown(part),
            ));
        }
        let unknown = |id: &ObjectionId| self.register.participant(&id.participant).is_none();
        let sentence = if other.objection.withdrawn {
            format!("{of} cannot be a duplicate of {original}: {original} is withdrawn")
        } else if self.raised.blocking && !other.objection.blocking {
            format!("{of} cannot be a duplicate of {original}: {original} is only a comment")
        } else if unknown(original) && !unknown(of) {
            format!(
                "{of} cannot be a duplicate of {original}: {} is not on the participant list",
                original.participant
            )
        } else {
            return Ok(());
        };
        Err(Refusal::rules(sentence, "name another objection with --of"))
    }

    /// The revision that settles an accommodated objection: the one named, or else the latest. In both
    /// cases the text must have changed since the objection was raised. The text can change because of a
    /// comment after the comment is answered: a comment names a revision only if there is one.
    fn revision(&self) -> Result<Option<RevisionName>, Refusal> {
        match (self.input.value, self.input.revision) {
            (DispositionKind::Accommodated | DispositionKind::Changed, Some(named)) => {
                self.later(named).map(Some)
            }
            (DispositionKind::Accommodated, None) => self.changed_since().map(Some),
            (DispositionKind::Changed, None) => Ok(self.latest_since_raised()),
            (_, None) => Ok(None),
            (_, Some(_)) => Err(Refusal::usage(
                "--revision is only allowed with accommodated and changed",
                "leave out --revision",
            )),
        }
    }

    fn later(&self, named: RevisionName) -> Result<RevisionName, Refusal> {
        let (id, of) = (self.id, self.of);
        if self.read.revision(named).is_none() {
            let known = listed(self.read.revisions.iter().map(|revision| revision.name));
            return Err(Refusal::usage(
                format!("{named} is not a revision of {id}"),
                format!("revisions: {known}"),
            ));
        }
        match self.raised.on {
            Some(on) if named <= on => Err(Refusal::rules(
                format!("{named} is not later than {on}, the revision {of} was raised on"),
                self.without_another_text(),
            )),
            _ => Ok(named),
        }
    }

    /// What can be done where no later text settles the objection. While a call is undecided its text
    /// cannot change.
    fn without_another_text(&self) -> Hint {
        match self.folder.undecided_call() {
            Some((n, _)) => format!(
                "choose another disposition: the text cannot change before call {n} is decided"
            )
            .into(),
            None => Hint::run(
                "change the text first",
                Command::new("revise").with(self.id),
            ),
        }
    }

    /// The latest revision, if it is later than the one on which the objection was raised.
    fn latest_since_raised(&self) -> Option<RevisionName> {
        let latest = self.read.latest()?.name;
        self.raised.on.filter(|on| latest > *on).map(|_| latest)
    }

    fn changed_since(&self) -> Result<RevisionName, Refusal> {
        let of = self.of;
        let Some(on) = self.raised.on else {
            return Err(Refusal::usage(
                format!("--revision is missing: {of} does not say on which revision it was raised"),
                "name the revision that settles it",
            ));
        };
        self.latest_since_raised().ok_or_else(|| {
            Refusal::rules(
                format!("{of} cannot be accommodated: the text has not changed since {on}"),
                self.without_another_text(),
            )
        })
    }
}
