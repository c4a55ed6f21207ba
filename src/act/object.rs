//! Raises an objection, or a comment.

use crate::act::actor::Actor;
use crate::act::behalf::{self, Behalf};
use crate::act::refusal::Refusal;
use crate::act::target::{entry, must_be_undecided, proposal, said};
use crate::record::objection::{Kind, Objection};
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{IN_POSITION, ObjectionId, ObjectionSlug, ParticipantId, ProposalId, slug};

/// Whether it holds a decision up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {
    /// It is an objection.
    Objection,
    /// It is a comment.
    Comment,
}

/// A problem to be recorded.
#[derive(Debug, Clone)]
pub struct Raise {
    /// The proposal.
    pub proposal: ProposalId,
    /// The last part of its id; made from what it is about where none is given.
    pub slug: Option<ObjectionSlug>,
    /// What of the proposal it is about.
    pub about: String,
    /// Why it matters.
    pub problem: String,
    /// What would resolve it; a comment may leave it out.
    pub resolve: Option<String>,
    /// Whether it holds a decision up.
    pub blocking: Blocking,
    /// What kind of problem it is.
    pub kind: Option<Kind>,
    /// For whom it is entered, where it is not the actor's own.
    pub behalf: Behalf,
}

/// Writes an objection.
///
/// # Errors
/// Refused where there is no such proposal or it is decided, where the name is taken, where a text
/// is missing, and where `actor` cannot enter it for another.
pub fn object(
    register: &Register,
    input: &Raise,
    actor: &Actor,
    now: Instant,
) -> Result<(ObjectionId, Entry), Refusal> {
    let id = &input.proposal;
    let (folder, read) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let (owner, entered) = behalf::owner(register, id, &input.behalf, actor, now)?;
    let about = said(&input.about, "what it is about", "--about")?;
    let problem = said(&input.problem, "the problem", "--problem")?;
    let resolve = match (&input.resolve, input.blocking) {
        (Some(text), _) => Some(said(text, "what would resolve it", "--resolve")?),
        (None, Blocking::Comment) => None,
        (None, Blocking::Objection) => {
            return Err(Refusal::usage(
                "an objection must say what would resolve it",
                "--resolve TEXT",
            ));
        }
    };
    let objection = ObjectionId {
        slug: new_slug(folder, input, &owner, &about)?,
        participant: owner,
    };
    let record = Objection {
        about,
        problem,
        resolve,
        blocking: input.blocking == Blocking::Objection,
        kind: input.kind,
        on: read.latest().map(|revision| revision.name),
        received: match &entered {
            Some(entered) => entered.received,
            None => late_without_history(folder, now),
        },
        answer: None,
        answer_at: None,
        answer_reason: None,
        withdrawn: false,
        withdrawn_reason: None,
        entered,
        reply_entered: None,
    };
    let path = register.path(&RecordPath::Objection(id.clone(), objection.clone()));
    let what = if record.blocking {
        "objection"
    } else {
        "comment"
    };
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", objection.to_string()),
        ("By", actor.id.to_string()),
    ];
    let subject = format!("Raise the {what} {objection} to {id}");
    let entry = entry(
        [(path, record.sheet().finish().into_bytes())],
        subject,
        trailers,
    );
    Ok((objection, entry))
}

fn new_slug(
    folder: &Folder,
    input: &Raise,
    owner: &ParticipantId,
    about: &str,
) -> Result<ObjectionSlug, Refusal> {
    let taken = |slug: &ObjectionSlug| {
        let id = ObjectionId {
            participant: owner.clone(),
            slug: slug.clone(),
        };
        folder.objections.contains_key(&id) || slug.as_str() == IN_POSITION
    };
    if let Some(slug) = &input.slug {
        if slug.as_str() == IN_POSITION {
            return Err(Refusal::usage(
                "the name \"position\" is kept for objections that position files carry",
                "--id another-name",
            ));
        }
        if taken(slug) {
            let sentence = format!("there is an objection {owner}.{slug} already");
            return Err(Refusal::rules(sentence, "--id another-name"));
        }
        return Ok(slug.clone());
    }
    let short: String = slug(about).split('-').take(4).collect::<Vec<_>>().join("-");
    let base = if short.is_empty() {
        "objection".to_owned()
    } else {
        short
    };
    let numbered = (2..1000).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .filter_map(|text| ObjectionSlug::parse(&text).ok())
        .find(|slug| !taken(slug))
        .ok_or_else(|| Refusal::usage("no name can be made for the objection", "--id NAME"))
}

/// When it was raised, where that cannot be told from the history: in a call that froze no commit,
/// an objection after the close says so itself.
fn late_without_history(folder: &Folder, now: Instant) -> Option<Instant> {
    let (_, call) = folder.undecided_call()?;
    (call.frozen.is_none() && now >= call.closing()).then_some(now)
}
