//! Records a translation of a proposal: its text, and its title and question where they are given.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::revision;
use crate::act::proposal_state::{
    entry, listed, maybe_said, must_be_undecided, proposal, unreadable,
};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::translation::Translation;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ProposalId, RevisionName};
use crate::value::language::Language;

/// A translation to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Translate {
    /// Language, such as fr or pt-BR
    #[arg(long, value_name = "TAG")]
    pub language: String,
    /// Revision that it translates (default: latest)
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    pub of: Option<RevisionName>,
    /// Title in this language
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Question in this language
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// The bytes of the text.
    #[arg(skip)]
    pub text: Vec<u8>,
}

/// Writes the translation. It changes nothing about a call: the text of the proposal itself is the one that is
/// decided.
///
/// # Errors
/// Refused where `actor` cannot edit the proposal, where it is decided, where the language or the revision is not
/// one, and where the text is empty or the same as before.
pub fn translate(
    register: &Register,
    id: &ProposalId,
    input: &Translate,
    actor: &Actor,
    now: Instant,
) -> Result<(RevisionName, PendingCommit), Refusal> {
    let (folder, read) = proposal(register, id)?;
    actor.must(Deed::EditProposal, &About::proposal(register, id))?;
    if !folder.can_be_revised() {
        must_be_undecided(folder, id)?;
    }
    if Language::parse(&input.language).is_none() {
        let sentence = "the language must be a tag of letters, digits and hyphens";
        return Err(Refusal::usage(
            sentence,
            "write --language fr or --language pt-BR",
        ));
    }
    let latest = read.latest().map(|revision| revision.name);
    let of = input
        .of
        .or(latest)
        .filter(|of| read.revision(*of).is_some());
    let of = of.ok_or_else(|| {
        let known = listed(read.revisions.iter().map(|revision| revision.name));
        Refusal::usage(
            "--of is not a revision of the proposal",
            format!("revisions: {known}"),
        )
    })?;
    let translation = Translation {
        language: input.language.clone(),
        of,
        text: Translation::file(&read.text, &input.language),
        sha256: TextDigest::of(&input.text),
        title: maybe_said(input.title.as_deref(), "the title", "--title")?,
        question: maybe_said(input.question.as_deref(), "the question", "--question")?,
        by: actor.id.clone(),
        at: now,
    };
    let known = Translation::latest(&read.translations);
    let mut known = known
        .into_iter()
        .filter(|known| known.is_into(&input.language));
    let is_same = known.next().is_some_and(|known| {
        let parts = |it: &Translation| {
            (
                it.of,
                it.sha256.clone(),
                it.title.clone(),
                it.question.clone(),
            )
        };
        parts(known) == parts(&translation)
    });
    if is_same {
        let sentence = format!("this translation of {id} is already recorded");
        return Err(Refusal::recorded(sentence, ""));
    }
    if input.text.is_empty() {
        return Err(Refusal::usage(
            "the translation is empty",
            "name another file with --text",
        ));
    }
    let path = RecordPath::Proposal(id.clone()).to_string();
    let edit = register.bytes(&path).and_then(Edit::open);
    let mut edit = edit.ok_or_else(|| unreadable(format!("proposal {id}")))?;
    edit.push("translation", translation.sheet());
    let text = RecordPath::Text(id.clone(), translation.text).to_string();
    let files = [(path, edit.finish()), (text, input.text.clone())];
    let subject = format!("Translate {of} of {id} into {}", input.language);
    Ok((
        of,
        entry(files, subject, &[("Proposal", &id), ("By", &actor.id)]),
    ))
}
