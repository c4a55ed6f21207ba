//! Puts a proposal to the group: a text with one question.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::{charter, entry, said};
use crate::record::path::RecordPath;
use crate::record::proposal::{Change, Proposal, Revision};
use crate::record::track::PublicInterest;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId, slug};
use crate::value::suggest;

/// The file that holds a new proposal's text.
const TEXT: &str = "text.md";

/// What is proposed.
#[derive(Debug, Clone)]
pub struct Propose {
    /// Its title.
    pub title: String,
    /// Its id; made from the title where none is given.
    pub id: Option<ProposalId>,
    /// The track; may be left out where the charter has only one.
    pub track: Option<TrackId>,
    /// The text's bytes.
    pub text: Vec<u8>,
    /// The question; made from the title where none is given.
    pub question: Option<String>,
    /// Who wrote it; who proposes it, where nobody is named.
    pub authors: Vec<ParticipantId>,
    /// Who moves it along.
    pub shepherd: Option<ParticipantId>,
    /// What holds if it is not adopted.
    pub status_quo: Option<String>,
    /// Who outside the group is affected, and how.
    pub public_interest: Option<String>,
    /// Whom a decision is addressed to.
    pub addressee: Option<String>,
    /// The stream of work that it belongs to.
    pub workstream: Option<String>,
    /// Proposals of which only one can be adopted.
    pub rivals: Vec<ProposalId>,
    /// Decided proposals that it replaces.
    pub supersedes: Vec<ProposalId>,
}

/// Writes a new proposal with its first revision.
///
/// # Errors
/// Refused where the id is taken, where the charter has no such track, where an author is not on
/// the roster, and where a text is missing.
pub fn propose(
    register: &Register,
    input: &Propose,
    actor: &Actor,
    now: Instant,
) -> Result<(ProposalId, Entry), Refusal> {
    let title = said(&input.title, "the title", "after `plenary propose`:")?;
    let id = new_id(register, input, &title)?;
    let track = track(register, input.track.as_ref())?;
    if input.text.is_empty() {
        return Err(Refusal::usage("the text is empty", "--text FILE"));
    }
    let authors = match input.authors.is_empty() {
        true => vec![actor.id.clone()],
        false => input.authors.clone(),
    };
    for person in authors.iter().chain(&input.shepherd) {
        known(register, person)?;
    }
    let question = match &input.question {
        Some(question) => said(question, "the question", "--question")?,
        None => format!("Shall the group adopt \"{title}\" as it stands in {TEXT}?"),
    };
    let revision = Revision {
        name: RevisionName(1),
        at: now,
        sha256: TextDigest::of(&input.text),
        change: Change::Material,
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
        rivals: input.rivals.clone(),
        supersedes: input.supersedes.clone(),
        revisions: vec![revision],
        milestones: Vec::new(),
        next: None,
    };
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
    let trailers = vec![("Proposal", id.to_string()), ("By", actor.id.to_string())];
    let entry = entry(files, format!("Propose {id}"), trailers);
    Ok((id, entry))
}

/// Whether the proposal's track asks who outside the group is affected, and the proposal does not
/// say.
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
                "--id NAME",
            )
        })?,
    };
    if register.proposal_names().contains(id.as_str()) {
        return Err(Refusal::rules(
            format!("there is a proposal {id} already"),
            format!("choose another name with --id; for a new text of it: plenary revise {id}"),
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
            let hint = match suggest::nearest(id.as_str(), ids()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("--track {}", suggest::listed(ids())),
            };
            Err(Refusal::usage(
                format!("the charter has no track {id}"),
                hint,
            ))
        }
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => Err(Refusal::usage(
            "the charter has several tracks",
            format!("--track {}", suggest::listed(ids())),
        )),
    }
}

fn known(register: &Register, person: &ParticipantId) -> Result<(), Refusal> {
    if register.participants.contains_key(person) {
        return Ok(());
    }
    let names = register.participants.keys().map(ParticipantId::as_str);
    let hint = match suggest::nearest(person.as_str(), names) {
        Some(meant) => format!("did you mean {meant}?"),
        None => "to see who is on the roster: plenary participant list".to_owned(),
    };
    Err(Refusal::usage(
        format!("{person} is not on the roster"),
        hint,
    ))
}
