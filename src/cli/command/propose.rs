//! `plenary propose`: puts a text and a question to the group.

use std::path::PathBuf;

use clap::Args;

use crate::act::propose::{Propose as Act, lacks_public_interest, propose};
use crate::cli::arguments::{WriteAs, name};
use crate::cli::ask;
use crate::cli::command::asked;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name as names;
use crate::record::path::RecordPath;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::value::id::{ProposalId, TrackId};

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
    /// The track by whose rules it is decided
    #[arg(long, value_parser = name(TrackId::parse))]
    track: Option<TrackId>,
    /// Its id; made from the title where none is given
    #[arg(long, value_parser = name(ProposalId::parse))]
    id: Option<ProposalId>,
    /// The one question put to the group
    #[arg(long)]
    question: Option<String>,
    /// Who wrote it, if not you; may be given several times
    #[arg(long, value_name = "PARTICIPANT")]
    author: Vec<String>,
    /// Who moves it along
    #[arg(long, value_name = "PARTICIPANT")]
    shepherd: Option<String>,
    /// What holds if it is not adopted
    #[arg(long, value_name = "TEXT")]
    status_quo: Option<String>,
    /// Who outside the group is affected, and how
    #[arg(long, value_name = "TEXT")]
    public_interest: Option<String>,
    /// Whom a decision is addressed to, who owe an answer to it
    #[arg(long, value_name = "NAME")]
    addressee: Option<String>,
    /// The stream of work that it belongs to
    #[arg(long, value_name = "NAME")]
    workstream: Option<String>,
    /// A proposal that cannot be adopted beside this one; may be given several times
    #[arg(long, value_name = "PROPOSAL", value_parser = name(ProposalId::parse))]
    rival: Vec<ProposalId>,
    /// A decided proposal that this one replaces; may be given several times
    #[arg(long, value_name = "PROPOSAL", value_parser = name(ProposalId::parse))]
    supersedes: Vec<ProposalId>,
    #[command(flatten)]
    how: WriteAs,
}

impl Propose {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let register = desk.register(&Extent::Roster)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let title = ask::line(
            context,
            "the title",
            "plenary propose TITLE --text FILE",
            self.title,
        )?;
        let track = asked::track(context, &register, self.track)?;
        let text = asked::file(
            context,
            "the file that holds the text",
            "--text FILE",
            self.text,
        )?;
        let question = "the one question put to the group";
        let question = ask::offer(context, question, "--question", self.question)?;
        let input = Act {
            text: context.file(&text)?,
            title: title.unwrap_or_default(),
            id: self.id,
            track,
            question,
            authors: names::participants(&self.author, &register)?,
            shepherd: names::participants(&self.shepherd, &register)?.pop(),
            status_quo: self.status_quo,
            public_interest: self.public_interest,
            addressee: self.addressee,
            workstream: self.workstream,
            rivals: self.rival,
            supersedes: self.supersedes,
        };
        let (id, entry) = propose(&register, &input, &actor, context.now())?;
        if lacks_public_interest(&register, &input) {
            let path = RecordPath::Proposal(id.clone());
            context.remark(&format!(
                "this track asks who outside the group is affected, and {id} does not say: \
                 --public-interest \"…\", or public-interest = \"…\" in {path} before the call"
            ))?;
        }
        let page = Page::new().line(format!("{id} is proposed, revision r1."));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
