//! `plenary revise`: changes a proposal's text.

use std::path::PathBuf;

use clap::Args;

use crate::act::revise::{Revise as Act, revise};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Choice, Question};
use crate::cli::command::asked;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::path::RecordPath;
use crate::record::proposal::Change;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::value::id::ProposalId;

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

impl Revise {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = asked::proposal(context, &desk, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let text = match &self.text {
            Some(file) => context.file(file)?,
            None => edited(context, &desk, &register, &proposal)?,
        };
        let given = match (self.material, self.editorial) {
            (true, _) => Some(Change::Material),
            (false, true) => Some(Change::Editorial),
            (false, false) => None,
        };
        let mut input = Act {
            proposal,
            text,
            change: given.unwrap_or(Change::Editorial),
            note: self.note,
        };
        revise(&register, &input, &actor, context.now())?;
        input.change = change(context, given)?;
        input.note = ask::offer(context, "what was changed", "--note", input.note)?;
        let (revision, entry) = revise(&register, &input, &actor, context.now())?;
        let page = Page::new().line(format!("{} is now at {revision}.", input.proposal));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

/// The proposal's own text, as somebody edited it in the work tree.
fn edited(
    context: &mut Context<'_>,
    desk: &Desk,
    register: &Register,
    id: &ProposalId,
) -> Result<Vec<u8>, Failure> {
    let name = register
        .proposals
        .get(id)
        .and_then(|folder| folder.proposal.as_ref());
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
fn change(context: &mut Context<'_>, given: Option<Change>) -> Result<Change, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let question = Question {
        what: "change",
        means: "what it touches",
        instead: "--material or --editorial",
        usual: None,
    };
    let choices = [
        Choice::new(
            Change::Material,
            "material",
            "the substance; may end positions given on the text before",
        ),
        Choice::new(Change::Editorial, "editorial", "not the substance"),
    ];
    ask::choose(context, question, &choices)
}
