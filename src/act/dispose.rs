//! Disposes of an objection, with a reason that its objector is shown.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{Why, revision};
use crate::act::proposal_state::{
    File, entry, listed, maybe_said, must_be_undecided, objection, proposal, said,
};
use crate::act::refusal::Refusal;
use crate::act::reply::must_be_later;
use crate::procedure::rights::{About, Deed};
use crate::record::handling::{Disposition, DispositionKind};
use crate::record::objection::Objection;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId, RevisionName};

/// A disposition to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Dispose {
    /// How it ends.
    #[arg(skip = DispositionKind::Unresolved)]
    pub value: DispositionKind,
    /// Why.
    #[command(flatten)]
    pub why: Why,
    /// Alternatives considered (required with outweighed)
    #[arg(long, value_name = "TEXT", conflicts_with = "alternatives_file")]
    pub alternatives: Option<String>,
    /// Read the alternatives considered from a file
    #[arg(long, value_name = "FILE")]
    pub alternatives_file: Option<PathBuf>,
    /// Link that shows the withdrawal (with withdrawn)
    #[arg(long, value_name = "LINK")]
    pub evidence: Option<String>,
    /// For a duplicate: of which.
    #[arg(skip)]
    pub of: Option<ObjectionId>,
    /// Revision that settles it (with accommodated; default: latest)
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    pub revision: Option<RevisionName>,
}

/// Writes the disposition.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such objection or
/// it is closed, and where the disposition does not say what its kind has to say.
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
    actor.must(Deed::Dispose, &about)?;
    let raised = &objection(register, folder, id, of)?.objection;
    must_not_be_disposed(folder, of)?;
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
        format!("Dispose of {of} on {id}: {}", input.value.word()),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}

fn must_not_be_disposed(folder: &ProposalRecords, of: &ObjectionId) -> Result<(), Refusal> {
    let handling = folder.handling.get(of);
    let Some(ended) = handling.and_then(|handling| handling.disposition.as_ref()) else {
        return Ok(());
    };
    Err(Refusal::rules(
        format!(
            "{} disposed of {of} as {} on {}",
            ended.by,
            ended.value.word(),
            ended.at.date()
        ),
        format!("new information reopens it: plenary reopen {of} --reason REASON --evidence LINK"),
    ))
}

fn reason(input: &Dispose) -> Result<String, Refusal> {
    let flag = match input.value {
        DispositionKind::SetAside => "say on what ground it does not bear on the merits: --reason",
        DispositionKind::OutOfScope => "say on what ground the group may not decide it: --reason",
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
    /// What each disposition owes beside its reason; gives the alternatives.
    fn duties(&self) -> Result<Option<String>, Refusal> {
        let of = self.of;
        let alternatives = self.input.alternatives.as_deref();
        match self.input.value {
            DispositionKind::Outweighed if alternatives.is_none() => Err(Refusal::usage(
                "an outweighed objection must say which alternatives were considered",
                "--alternatives TEXT",
            )),
            DispositionKind::Withdrawn
                if !self.raised.withdrawn && self.input.evidence.is_none() =>
            {
                Err(Refusal::rules(
                    format!("only {} withdraws {of}, and has not", of.participant),
                    "--evidence LINK, if it was said elsewhere",
                ))
            }
            DispositionKind::Duplicate => self.original(),
            _ => Ok(()),
        }?;
        maybe_said(alternatives, "the alternatives", "--alternatives")
    }

    /// Refuses a duplicate of what could not carry it on: the original is another objection that
    /// counts, and no duplicate itself.
    fn original(&self) -> Result<(), Refusal> {
        let of = self.of;
        let Some(original) = &self.input.of else {
            return Err(Refusal::usage(
                "a duplicate must say of which objection",
                "--of OBJECTION",
            ));
        };
        if original == of {
            return Err(Refusal::usage(
                format!("{of} cannot be a duplicate of itself"),
                "--of OBJECTION",
            ));
        }
        let other = objection(self.register, self.folder, self.id, original)?;
        if let Some(first) = self.folder.original(original) {
            return Err(Refusal::rules(
                format!("{original} is itself a duplicate of {first}"),
                format!("--of {first}"),
            ));
        }
        let mut known = self.folder.handling.keys();
        if let Some(part) = known.find(|part| self.folder.original(part) == Some(of)) {
            return Err(Refusal::rules(
                format!("{part} is a duplicate of {of}, which must therefore stay"),
                format!("the other way round: plenary dispose {original} duplicate --of {of}"),
            ));
        }
        let unknown = |id: &ObjectionId| self.register.participant(&id.participant).is_none();
        let why = if other.objection.withdrawn {
            "was withdrawn by its objector"
        } else if self.raised.blocking && !other.objection.blocking {
            "is a comment, which holds nothing up"
        } else if unknown(original) && !unknown(of) {
            "is by nobody on the roster, and counted nowhere"
        } else {
            return Ok(());
        };
        Err(Refusal::rules(
            format!("{original} {why}, and {of} would count no longer as part of it"),
            "name another objection with --of",
        ))
    }

    /// The revision that meets an accommodated objection: the one named, else the latest; in either
    /// case the text must have changed since the objection was raised.
    fn revision(&self) -> Result<Option<RevisionName>, Refusal> {
        let of = self.of;
        match (self.input.value, self.input.revision) {
            (DispositionKind::Accommodated, Some(named)) => self.later(named).map(Some),
            (DispositionKind::Accommodated, None) => self.changed_since().map(Some),
            (_, None) => Ok(None),
            (_, Some(_)) => Err(Refusal::usage(
                format!("a revision meets an objection that is accommodated, and {of} is not"),
                "leave --revision out",
            )),
        }
    }

    fn later(&self, named: RevisionName) -> Result<RevisionName, Refusal> {
        let (id, of) = (self.id, self.of);
        if self.read.revision(named).is_none() {
            let known = listed(self.read.revisions.iter().map(|revision| revision.name));
            return Err(Refusal::usage(
                format!("{id} has no revision {named}"),
                format!("--revision {known}"),
            ));
        }
        match self.raised.on {
            Some(on) if named <= on => Err(Refusal::rules(
                format!("{of} was raised on {on}, and {named} is no later text"),
                self.without_another_text(),
            )),
            _ => Ok(named),
        }
    }

    /// What can be done where no later text meets the objection. While a call is undecided its text
    /// stays as it is.
    fn without_another_text(&self) -> String {
        match self.folder.undecided_call() {
            Some((n, _)) => format!(
                "choose another disposition: the text cannot change before call {n} is decided"
            ),
            None => format!("change the text first: plenary revise {}", self.id),
        }
    }

    fn changed_since(&self) -> Result<RevisionName, Refusal> {
        let of = self.of;
        let Some(on) = self.raised.on else {
            return Err(Refusal::usage(
                format!("{of} does not say on which text it was raised"),
                "--revision with the one that meets it",
            ));
        };
        let latest = self.read.latest().map(|revision| revision.name);
        latest.filter(|latest| *latest > on).ok_or_else(|| {
            Refusal::rules(
                format!("{of} was raised on {on}, and the text has not changed since"),
                self.without_another_text(),
            )
        })
    }
}
