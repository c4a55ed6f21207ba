//! `plenary propose` and `revise`: puts a text and a question to the body, and records new revisions
//! of the text.

use std::path::PathBuf;

use clap::Args;

use crate::act::propose::{
    Propose as Proposed, Revise as Revised, lacks_public_interest, propose, revise,
};
use crate::act::translate::{Translate as Translated, translate};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Choice, Question};
use crate::cli::command::asked;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::record::path::RecordPath;
use crate::record::proposal::RevisionKind;
use crate::register::snapshot::Extent;
use crate::value::id::ProposalId;

/// Put a text and a question to the body
///
/// Any participant can run this. The text becomes revision r1, and the body can discuss it. A chair
/// opens a call later.
#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// Title of the proposal
    #[arg(required = true)]
    title: Option<String>,
    /// File with the text
    #[arg(long, value_name = "FILE", required = true)]
    text: Option<PathBuf>,
    #[command(flatten)]
    input: Proposed,
    /// Author, if not you (repeatable)
    #[arg(long, value_name = "PARTICIPANT", display_order = 4)]
    author: Vec<String>,
    /// Shepherd: who moves it forward and is not an author
    #[arg(long, value_name = "PARTICIPANT", display_order = 4)]
    shepherd: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Record a new revision of a proposal's text
///
/// The authors and the shepherd can run this. After a material change, positions on the earlier
/// text can stop counting, if the track says so.
#[derive(Debug, Args)]
pub(crate) struct Revise {
    /// Proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// Change of substance
    #[arg(
        long,
        conflicts_with = "editorial",
        required_unless_present = "editorial"
    )]
    material: bool,
    /// Change of wording only
    #[arg(long)]
    editorial: bool,
    /// File with the new text (default: the proposal's own file)
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// Summary of the change
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Record a translation of a proposal
///
/// The authors and the shepherd can run this, also during a call. The text of the proposal itself is the one that is
/// decided. A translation of an earlier revision is shown as such.
#[derive(Debug, Args)]
pub(crate) struct Translate {
    /// Proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// File with the translation
    #[arg(long, value_name = "FILE")]
    text: PathBuf,
    #[command(flatten)]
    input: Translated,
    #[command(flatten)]
    how: WriteAs,
}

impl Translate {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        let input = Translated {
            text: context.file(&self.text)?,
            ..self.input
        };
        let (of, entry) = translate(&desk.register, &id, &input, &actor, context.now())?;
        let language = &input.language;
        let said = format!("Translation of {of} of {id} into {language} recorded.");
        desk.land_saying(context, &entry, said)
    }
}

impl Propose {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        // The package and its new part are checked together.
        let extent = match input.part_of.is_some() || !input.part.is_empty() {
            true => Extent::Everything,
            false => Extent::Roster,
        };
        let desk = WriteSession::open(context, extent, self.how)?;
        let register = &desk.register;
        if let Some(package) = &input.part_of {
            let known = register.proposal_names();
            input.part_of = Some(names::proposal(package.as_str(), known)?);
        }
        let actor = desk.actor(context)?;
        let instead = "plenary propose TITLE --text FILE";
        let title = ask::line(context, "the title", instead, self.title)?;
        input.title = title.unwrap_or_default();
        input.track = asked::track(context, register, input.track)?;
        let what = "the file with the text";
        let text = asked::file(context, what, "--text FILE", self.text)?;
        let question = "the question that the body answers";
        input.question = ask::offer(context, question, "--question", input.question)?;
        input.text = context.file(&text)?;
        input.authors = names::participants(&self.author, register)?;
        input.shepherd = names::participants(&self.shepherd, register)?.pop();
        let (id, entry) = propose(register, &input, &actor, context.now())?;
        if lacks_public_interest(register, &input) {
            let path = RecordPath::Proposal(id.clone());
            context.remark(&format!(
                "this track requires the public interest, and {id} does not state it. Before the \
                 call, set the key \"public-interest\" in {path}"
            ))?;
        }
        desk.land_saying(
            context,
            &entry,
            format!("Proposal {id} created (revision r1)."),
        )
    }
}

impl Revise {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        let text = match &self.text {
            Some(file) => context.file(file)?,
            None => edited(context, &desk, &id)?,
        };
        let given = match (self.material, self.editorial) {
            (true, _) => Some(RevisionKind::Material),
            (false, true) => Some(RevisionKind::Editorial),
            (false, false) => None,
        };
        let mut input = Revised {
            text,
            change: given.unwrap_or(RevisionKind::Editorial),
            note: self.note,
        };
        revise(&desk.register, &id, &input, &actor, context.now())?;
        input.change = change(context, given)?;
        input.note = ask::offer(context, "a summary of the change", "--note", input.note)?;
        let (revision, entry) = revise(&desk.register, &id, &input, &actor, context.now())?;
        desk.land_saying(
            context,
            &entry,
            format!("Revision {revision} of {id} recorded."),
        )
    }
}

/// The proposal's own text, as it is in the work tree.
fn edited(
    context: &mut Context<'_>,
    desk: &WriteSession,
    id: &ProposalId,
) -> Result<Vec<u8>, Failure> {
    let folder = desk.register.proposals.get(id);
    let name = folder.and_then(|folder| folder.proposal.as_ref());
    let name = name.map_or_else(|| "text.md".to_owned(), |proposal| proposal.text.clone());
    let path = RecordPath::Text(id.clone(), name).to_string();
    match desk.repository.folder() {
        Some(folder) => context.file(&folder.join(path)),
        None => Err(Failure::usage(
            "this repository has no work tree with the text",
            "name the file with --text",
        )),
    }
}

/// Whether the change is one of substance.
fn change(context: &mut Context<'_>, given: Option<RevisionKind>) -> Result<RevisionKind, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let question = Question::new("change", "what it means", "--material or --editorial");
    let material = "of substance: positions on the earlier text can stop counting";
    let choices = [
        Choice::new(RevisionKind::Material, "material", material),
        Choice::new(RevisionKind::Editorial, "editorial", "of wording only"),
    ];
    ask::choose(context, question, &choices)
}
