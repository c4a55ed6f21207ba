//! Creates a proposal, a text with one question, and changes that text.

use clap::Args;

use crate::act::actor::{Actor, unknown};
use crate::act::arguments::name;
use crate::act::hints::participants;
use crate::act::proposal_state::{
    charter, entry, listed, meant, must_be_undecided, must_not_be_in_call, proposal, said,
    unreadable,
};
use crate::act::refusal::Refusal;
use crate::procedure::package::packages_of;
use crate::procedure::rights::{About, Deed};
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision, RevisionKind};
use crate::record::track::PublicInterest;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::TextDigest;
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId, slug};

/// The file with a new proposal's text.
const TEXT: &str = "text.md";

/// What is proposed.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Propose {
    /// Its title.
    #[arg(skip)]
    pub title: String,
    /// The text's bytes.
    #[arg(skip)]
    pub text: Vec<u8>,
    /// Track whose rules apply
    #[arg(long, value_parser = name(TrackId::parse))]
    pub track: Option<TrackId>,
    /// Id (default: made from the title)
    #[arg(long, value_parser = name(ProposalId::parse))]
    pub id: Option<ProposalId>,
    /// Question that the body answers
    #[arg(long)]
    pub question: Option<String>,
    /// Who wrote it; the actor where nobody is named.
    #[arg(skip)]
    pub authors: Vec<ParticipantId>,
    /// The shepherd.
    #[arg(skip)]
    pub shepherd: Option<ParticipantId>,
    /// What applies if it is not adopted
    #[arg(long, value_name = "TEXT")]
    pub status_quo: Option<String>,
    /// Who outside the body is affected, and how
    #[arg(long, value_name = "TEXT")]
    pub public_interest: Option<String>,
    /// Addressee, who must respond to the decision
    #[arg(long, value_name = "NAME")]
    pub addressee: Option<String>,
    /// Workstream that it belongs to
    #[arg(long, value_name = "NAME")]
    pub workstream: Option<String>,
    /// Competing proposal (repeatable)
    #[arg(long, value_name = "PROPOSAL", value_parser = name(ProposalId::parse))]
    pub rival: Vec<ProposalId>,
    /// Decided proposal that this one replaces (repeatable)
    #[arg(long, value_name = "PROPOSAL", value_parser = name(ProposalId::parse))]
    pub supersedes: Vec<ProposalId>,
    /// Part of it, if it is a package: a proposal of its own (repeatable)
    #[arg(long, value_name = "PROPOSAL", value_parser = name(ProposalId::parse))]
    pub part: Vec<ProposalId>,
    /// Package that it is a part of; you must be able to edit that proposal
    #[arg(long, value_name = "PROPOSAL", value_parser = name(ProposalId::parse))]
    pub part_of: Option<ProposalId>,
}

/// Writes a new proposal with its first revision.
///
/// # Errors
/// Refused where the id is taken, where the charter has no such track, where an author is not on the
/// participant list, and where a text is missing.
pub fn propose(
    register: &Register,
    input: &Propose,
    actor: &Actor,
    now: Instant,
) -> Result<(ProposalId, PendingCommit), Refusal> {
    let title = said(&input.title, "the title", "the argument TITLE")?;
    let id = new_id(register, input, &title)?;
    let track = track(register, input.track.as_ref())?;
    if input.text.is_empty() {
        return Err(Refusal::usage(
            "the text is empty",
            "name another file with --text",
        ));
    }
    let authors = match input.authors.is_empty() {
        true => vec![actor.id.clone()],
        false => input.authors.clone(),
    };
    let mut people = authors.iter().chain(&input.shepherd);
    if let Some(nobody) = people.find(|id| !register.participants.contains_key(*id)) {
        return Err(unknown(register, nobody, participants));
    }
    let question = match &input.question {
        Some(question) => said(question, "the question", "--question")?,
        None => format!("Should the body adopt \"{title}\" ({TEXT})?"),
    };
    let revision = Revision {
        name: RevisionName(1),
        at: now,
        sha256: TextDigest::of(&input.text),
        change: RevisionKind::Material,
        note: Some("first text".to_owned()),
    };
    let proposal = Proposal {
        title,
        question,
        track,
        text: TEXT.to_owned(),
        authors,
        shepherd: input.shepherd.clone(),
        status_quo: input.status_quo.clone(),
        workstream: input.workstream.clone(),
        public_interest: input.public_interest.clone(),
        addressee: input.addressee.clone(),
        rivals: input.rival.clone(),
        supersedes: input.supersedes.clone(),
        parts: input.part.clone(),
        revisions: vec![revision],
        translations: Vec::new(),
        milestones: Vec::new(),
        next: None,
    };
    must_not_nest(register, input)?;
    let package = input.part_of.as_ref();
    let package = package.map(|of| with_part(register, of, &id, actor, now));
    let files = [
        (
            RecordPath::Proposal(id.clone()).to_string(),
            proposal.sheet().finish().into_bytes(),
        ),
        (
            RecordPath::Text(id.clone(), TEXT.to_owned()).to_string(),
            input.text.clone(),
        ),
    ];
    let entry = entry(
        files.into_iter().chain(package.transpose()?),
        format!("Propose {id}"),
        &[("Proposal", &id), ("By", &actor.id)],
    );
    Ok((id, entry))
}

/// A part is not a package itself. The whole register says what is one.
fn must_not_nest(register: &Register, input: &Propose) -> Result<(), Refusal> {
    let is_package = |id: &&ProposalId| {
        let folder = register.proposals.get(*id);
        let read = folder.and_then(|folder| folder.proposal.as_ref());
        read.is_some_and(|read| !read.parts.is_empty())
    };
    let of = input.part_of.as_ref();
    let is_part =
        |id: &&ProposalId| !input.part.is_empty() || !packages_of(register, id).is_empty();
    let package = input.part.iter().find(is_package);
    match package.or(of.filter(is_part)) {
        Some(id) => Err(Refusal::usage(
            format!("{id} would be in a package within a package"),
            Command::new("explain").with("S159"),
        )),
        None => Ok(()),
    }
}

/// The record of a package with one more part. Those who can edit the package say what its parts are.
fn with_part(
    register: &Register,
    package: &ProposalId,
    part: &ProposalId,
    actor: &Actor,
    now: Instant,
) -> Result<(String, Vec<u8>), Refusal> {
    let (folder, _) = proposal(register, package)?;
    actor.must(Deed::EditProposal, &About::proposal(register, package))?;
    must_be_undecided(folder, package)?;
    must_not_be_in_call(folder, package, now)?;
    let path = RecordPath::Proposal(package.clone()).to_string();
    let edit = register.bytes(&path).and_then(Edit::open);
    let mut edit = edit.ok_or_else(|| unreadable(format!("proposal {package}")))?;
    edit.add_to_list(&["parts"], part.as_str());
    Ok((path, edit.finish()))
}

/// Whether the proposal's track asks who outside the body is affected, and the proposal does not say.
pub fn lacks_public_interest(register: &Register, input: &Propose) -> bool {
    let track = track(register, input.track.as_ref()).ok();
    let charter = register.charter.as_ref();
    let track = track.and_then(|id| charter?.track(&id));
    let said = input.public_interest.as_deref().unwrap_or_default();
    track.is_some_and(|track| track.public_interest == PublicInterest::Required)
        && said.trim().is_empty()
}

fn new_id(register: &Register, input: &Propose, title: &str) -> Result<ProposalId, Refusal> {
    let id = match &input.id {
        Some(id) => id.clone(),
        None => ProposalId::parse(&slug(title)).map_err(|fault| {
            Refusal::usage(
                format!("no id can be made from the title: it {fault}"),
                "choose an id with --id",
            )
        })?,
    };
    if register.proposal_names().contains(id.as_str()) {
        return Err(Refusal::rules(
            format!("proposal {id} already exists"),
            Hint::from("choose another id with --id")
                .or_run("to change its text", Command::new("revise").with(&id)),
        ));
    }
    Ok(id)
}

fn track(register: &Register, wanted: Option<&TrackId>) -> Result<TrackId, Refusal> {
    let charter = charter(register)?;
    let ids = || charter.tracks.iter().map(|track| track.id.as_str());
    match (wanted, charter.tracks.as_slice()) {
        (Some(id), _) if charter.track(id).is_some() => Ok(id.clone()),
        (Some(id), _) => {
            let hint = meant(id, ids(), || format!("tracks: {}", listed(ids())).into());
            Err(Refusal::usage(
                format!("\"{id}\" is not a track of the charter"),
                hint,
            ))
        }
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => Err(Refusal::usage(
            "--track is missing: the charter has several tracks",
            format!("tracks: {}", listed(ids())),
        )),
    }
}

/// The new text of a proposal.
#[derive(Debug, Clone)]
pub struct Revise {
    /// The text's bytes.
    pub text: Vec<u8>,
    /// Whether the change is material or editorial.
    pub change: RevisionKind,
    /// What was changed.
    pub note: Option<String>,
}

/// Writes a new revision with its text.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such proposal or it
/// is decided, during a call, and where the text is the same.
pub fn revise(
    register: &Register,
    id: &ProposalId,
    input: &Revise,
    actor: &Actor,
    now: Instant,
) -> Result<(RevisionName, PendingCommit), Refusal> {
    let (folder, read) = proposal(register, id)?;
    actor.must(Deed::EditProposal, &About::proposal(register, id))?;
    if !folder.can_be_revised() {
        must_be_undecided(folder, id)?;
    }
    must_not_be_in_call(folder, id, now)?;
    let sha256 = TextDigest::of(&input.text);
    let last = read
        .latest()
        .map(|revision| (revision.name.0, revision.sha256.clone()));
    if last.as_ref().is_some_and(|(_, digest)| *digest == sha256) || input.text.is_empty() {
        return Err(Refusal::usage(
            format!("the text of {id} has not changed"),
            format!(
                "edit \"proposals/{id}/{}\", or name another file with --text",
                read.text
            ),
        ));
    }
    let name = RevisionName(last.map_or(1, |(n, _)| n.saturating_add(1)));
    let revision = Revision {
        name,
        at: now,
        sha256,
        change: input.change,
        note: input.note.clone(),
    };
    let path = RecordPath::Proposal(id.clone()).to_string();
    let mut edit = register
        .bytes(&path)
        .and_then(Edit::open)
        .ok_or_else(|| unreadable(format!("proposal {id}")))?;
    edit.push("revision", revision.sheet());
    let text = RecordPath::Text(id.clone(), read.text.clone()).to_string();
    let files = [(path, edit.finish()), (text, input.text.clone())];
    Ok((
        name,
        entry(
            files,
            format!("Revise {id} to {name}"),
            &[("Proposal", &id), ("By", &actor.id)],
        ),
    ))
}
