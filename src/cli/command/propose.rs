//! `plenary propose` and `revise`: put a text and a question to the group, and change the text.

use std::path::PathBuf;

use clap::Args;

use crate::act::propose::{
    Propose as Proposed, Revise as Revised, lacks_public_interest, propose, revise,
};
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

/// Take part: put a text and a question to the group
///
/// The text becomes revision r1.
#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// The proposal's title
    #[arg(required = true)]
    title: Option<String>,
    /// The file that holds the text
    #[arg(long, value_name = "FILE", required = true)]
    text: Option<PathBuf>,
    #[command(flatten)]
    input: Proposed,
    /// Who wrote it, if not you; may be given several times
    #[arg(long, value_name = "PARTICIPANT", display_order = 4)]
    author: Vec<String>,
    /// Who moves it along
    #[arg(long, value_name = "PARTICIPANT", display_order = 4)]
    shepherd: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Take part: change a proposal's text
///
/// A material change may end positions given on the text before.
#[derive(Debug, Args)]
pub(crate) struct Revise {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// The change touches the substance
    #[arg(
        long,
        conflicts_with = "editorial",
        required_unless_present = "editorial"
    )]
    material: bool,
    /// The change does not touch the substance
    #[arg(long)]
    editorial: bool,
    /// The file that holds the new text; the proposal's own, as it lies in the work tree, where
    /// none is named
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// What was changed
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Propose {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.how)?;
        let (register, mut input) = (&desk.register, self.input);
        let actor = desk.actor(context)?;
        let instead = "plenary propose TITLE --text FILE";
        let title = ask::line(context, "the title", instead, self.title)?;
        input.title = title.unwrap_or_default();
        input.track = asked::track(context, register, input.track)?;
        let what = "the file that holds the text";
        let text = asked::file(context, what, "--text FILE", self.text)?;
        let question = "the one question put to the group";
        input.question = ask::offer(context, question, "--question", input.question)?;
        input.text = context.file(&text)?;
        input.authors = names::participants(&self.author, register)?;
        input.shepherd = names::participants(&self.shepherd, register)?.pop();
        let (id, entry) = propose(register, &input, &actor, context.now())?;
        if lacks_public_interest(register, &input) {
            let path = RecordPath::Proposal(id.clone());
            context.remark(&format!(
                "this track asks who outside the group is affected, and {id} does not say: \
                 --public-interest \"…\", or public-interest = \"…\" in {path} before the call"
            ))?;
        }
        desk.land_saying(context, &entry, format!("{id} is proposed, revision r1."))
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
        input.note = ask::offer(context, "what was changed", "--note", input.note)?;
        let (revision, entry) = revise(&desk.register, &id, &input, &actor, context.now())?;
        desk.land_saying(context, &entry, format!("{id} is now at {revision}."))
    }
}

/// The proposal's own text, as somebody edited it in the work tree.
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
            "there is no work tree to take the text from",
            "--text FILE",
        )),
    }
}

/// Whether the change touches the substance.
fn change(context: &mut Context<'_>, given: Option<RevisionKind>) -> Result<RevisionKind, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let question = Question::new("change", "what it touches", "--material or --editorial");
    let material = "the substance; may end positions given on the text before";
    let choices = [
        Choice::new(RevisionKind::Material, "material", material),
        Choice::new(RevisionKind::Editorial, "editorial", "not the substance"),
    ];
    ask::choose(context, question, &choices)
}
