//! Disposes of an objection, with a reason that its objector is shown.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::respond::{handling, must_be_later};
use crate::act::target::{entry, must_be_undecided, objection, proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::record::handling::{Disposition, Value};
use crate::record::objection::Objection;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId, RevisionName};
use crate::value::suggest;

/// A disposition to be recorded.
#[derive(Debug, Clone)]
pub struct Dispose {
    /// The proposal.
    pub proposal: ProposalId,
    /// The objection.
    pub objection: ObjectionId,
    /// How it ends.
    pub value: Value,
    /// Why.
    pub reason: Option<String>,
    /// For an outweighed one: what else was considered.
    pub alternatives: Option<String>,
    /// For a withdrawn one: where that can be seen.
    pub evidence: Option<String>,
    /// For a duplicate: of which.
    pub of: Option<ObjectionId>,
    /// For an accommodated one: the revision that meets it; the latest, where none is named.
    pub revision: Option<RevisionName>,
}

/// Writes the disposition.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such objection or
/// it is closed, and where the disposition does not say what its kind has to say.
pub fn dispose(
    register: &Register,
    input: &Dispose,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (id, of) = (&input.proposal, &input.objection);
    let (folder, read) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let about = About::proposal(register, id).of(&of.participant);
    actor.must(Deed::Dispose, &about)?;
    let raised = &objection(register, folder, id, of)?.objection;
    must_not_be_disposed(folder, of)?;
    must_be_later(folder.handling.get(of), of, now)?;
    let reason = reason(input)?;
    let case = Case {
        register,
        folder,
        read,
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
    let path = register.path(&RecordPath::Handling(id.clone(), of.clone()));
    let mut edit = handling(register, &path)?;
    edit.set_table("disposition", disposition.sheet());
    let subject = format!("Dispose of {of} on {id}: {}", input.value.word());
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", of.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry([(path, edit.finish())], subject, trailers))
}

fn must_not_be_disposed(folder: &Folder, of: &ObjectionId) -> Result<(), Refusal> {
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
        Value::SetAside => "say on what ground it does not bear on the merits: --reason",
        Value::OutOfScope => "say on what ground the group may not decide it: --reason",
        _ => "--reason",
    };
    said(
        input.reason.as_deref().unwrap_or_default(),
        "the reason",
        flag,
    )
}

/// What a disposition is about.
struct Case<'r> {
    register: &'r Register,
    folder: &'r Folder,
    read: &'r Proposal,
    input: &'r Dispose,
    raised: &'r Objection,
}

impl Case<'_> {
    /// What each disposition owes beside its reason; gives the alternatives.
    fn duties(&self) -> Result<Option<String>, Refusal> {
        let of = &self.input.objection;
        let alternatives = self.input.alternatives.as_deref();
        match self.input.value {
            Value::Outweighed if alternatives.is_none() => Err(Refusal::usage(
                "an outweighed objection must say which alternatives were considered",
                "--alternatives TEXT",
            )),
            Value::Withdrawn if !self.raised.withdrawn && self.input.evidence.is_none() => {
                Err(Refusal::rules(
                    format!("only {} withdraws {of}, and has not", of.participant),
                    "--evidence LINK, if it was said elsewhere",
                ))
            }
            Value::Duplicate => self.original(),
            _ => Ok(()),
        }?;
        alternatives
            .map(|text| said(text, "the alternatives", "--alternatives"))
            .transpose()
    }

    /// Refuses a duplicate of what could not carry it on: the original is another objection that
    /// counts, and no duplicate itself.
    fn original(&self) -> Result<(), Refusal> {
        let of = &self.input.objection;
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
        let other = objection(self.register, self.folder, &self.input.proposal, original)?;
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
        let of = &self.input.objection;
        match (self.input.value, self.input.revision) {
            (Value::Accommodated, Some(named)) => self.later(named).map(Some),
            (Value::Accommodated, None) => self.changed_since().map(Some),
            (_, None) => Ok(None),
            (_, Some(_)) => Err(Refusal::usage(
                format!("a revision meets an objection that is accommodated, and {of} is not"),
                "leave --revision out",
            )),
        }
    }

    fn later(&self, named: RevisionName) -> Result<RevisionName, Refusal> {
        let (id, of) = (&self.input.proposal, &self.input.objection);
        if self.read.revision(named).is_none() {
            let known: Vec<String> = self
                .read
                .revisions
                .iter()
                .map(|revision| revision.name.to_string())
                .collect();
            let hint = suggest::listed(known.iter().map(String::as_str));
            return Err(Refusal::usage(
                format!("{id} has no revision {named}"),
                format!("--revision {hint}"),
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
            None => format!(
                "change the text first: plenary revise {}",
                self.input.proposal
            ),
        }
    }

    fn changed_since(&self) -> Result<RevisionName, Refusal> {
        let of = &self.input.objection;
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
