//! `plenary invite`: writes letters that ask participants for an answer, with a link for each answer.

use clap::{ArgGroup, Args};

use crate::cli::arguments::{OfProposal, Reader, Reading};
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::Repository;
use crate::letter::invite::{Invitations, Recipients};
use crate::letter::links::{LetterSources, NoLinkReason, Place};
use crate::record::call::Call;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::session::{self, CallSelector, Tallied};
use crate::value::command::{HostingService, RepositoryUrl};
use crate::value::hint::Hint;
use crate::value::id::ProposalId;
use crate::value::sentence::any_of;

/// Write letters that ask participants for an answer
///
/// Anybody can run this while the call is open. Each letter has the question, the closing time, a
/// link for every answer, and how to answer by mail. Plenary sends nothing.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whom"))]
pub(crate) struct Invite {
    /// Proposal with an open call
    proposal: String,
    /// Participants to write to
    #[arg(long = "for", value_name = "PARTICIPANT", group = "whom", num_args = 1..)]
    people: Vec<String>,
    #[command(flatten)]
    reader: Reader,
    /// All who must still answer (default)
    #[arg(long, group = "whom")]
    missing: bool,
    /// All who can answer
    #[arg(long, group = "whom")]
    all: bool,
    /// Hosting service: github, gitlab or forgejo (default: from the URL)
    #[arg(long, value_name = "FORGE", value_parser = forge)]
    forge: Option<HostingService>,
    /// Web page of the repository (default: from git's remote origin)
    #[arg(long, value_name = "BASE")]
    url: Option<String>,
    /// Branch for pull requests (default: the current one)
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

fn forge(text: &str) -> Result<HostingService, String> {
    HostingService::parse(text).ok_or_else(|| {
        let words = HostingService::WORDS.iter().map(|(word, _)| *word);
        format!("expected {}", any_of(words))
    })
}

impl Invite {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let asked = OfProposal {
            proposal: self.proposal.clone(),
            reading: self.reading.clone(),
        };
        let (view, id) = View::of_proposal(context, &asked)?;
        let (repository, now) = (&view.repository, context.now());
        let register = view.register(&Extent::Proposal(id.clone()))?;
        let whom = self.whom(&register)?;
        let place = self.place(repository)?;
        let Tallied { moments, tally } =
            session::tally_of(repository, register, &id, CallSelector::Current, now)?;
        let folder = moments.folder(&id);
        let call = folder.and_then(|folder| folder.current_call());
        let call = call.filter(|(_, call)| call.is_open(now));
        let (n, call) = call.ok_or_else(|| not_open(&id, folder.and_then(|f| f.current_call())))?;
        let proposal = folder.and_then(|folder| folder.proposal.as_ref());
        let report = Invitations::of(
            &LetterSources {
                register: &moments.asked,
                tally: &tally,
                call: n,
                closes: call.closing(),
                question: &call.question,
                title: proposal.map_or("", |proposal| &proposal.title),
                place: place.as_ref().map_err(Clone::clone),
            },
            &whom,
        );
        context.show(&report, || report.page())
    }

    fn whom(&self, register: &Register) -> Result<Recipients, Failure> {
        if self.all {
            return Ok(Recipients::All);
        }
        let reader = self.reader.named().filter(|_| !self.missing);
        let named: Vec<&str> = match self.people.is_empty() {
            true => reader.into_iter().collect(),
            false => self.people.iter().map(String::as_str).collect(),
        };
        if named.is_empty() {
            return Ok(Recipients::Missing);
        }
        let known = |typed: &str| name::participant(typed, register);
        let known = named.into_iter().map(known).collect::<Result<_, _>>();
        Ok(Recipients::These(known?))
    }

    /// Where the links lead. Values of options must be right. With a remote that a browser cannot
    /// open, the letters have no links.
    fn place(&self, repository: &Repository) -> Result<Result<Place, NoLinkReason>, Failure> {
        let site = match &self.url {
            Some(url) => {
                let site = url
                    .contains("://")
                    .then(|| RepositoryUrl::of_remote(url, self.forge));
                site.ok_or_else(|| no_site("is not a web address"))?
                    .map_err(|fault| no_site(&fault.to_string()))?
            }
            None => {
                let remote = repository.config("remote.origin.url")?;
                let Some(remote) = remote else {
                    return Ok(Err(NoLinkReason::NoRemote));
                };
                match RepositoryUrl::of_remote(&remote, self.forge) {
                    Ok(site) => site,
                    Err(fault) => return Ok(Err(NoLinkReason::Fault(fault))),
                }
            }
        };
        let branch = match &self.branch {
            Some(branch) => branch.clone(),
            None => repository.branch()?.ok_or_else(|| {
                let sentence =
                    "no branch is checked out, so the branch for pull requests is unknown";
                Failure::usage(sentence, "name it with --branch")
            })?,
        };
        let folder = match repository.prefix().trim_matches('/') {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        Ok(Ok(Place {
            site,
            branch,
            folder,
        }))
    }
}

fn no_site(fault: &str) -> Failure {
    Failure::usage(
        format!("the value of --url {fault}"),
        "write it like https://HOST/OWNER/NAME, and name the service with --forge: github, gitlab or \
         forgejo",
    )
}

fn not_open(id: &ProposalId, call: Option<(u32, &Call)>) -> Failure {
    let sentence = match call {
        Some((n, call)) => format!(
            "call {n} on {id} is not open now: it opens on {} and closes on {}",
            call.opens.long(),
            call.closing().long()
        ),
        None => format!("{id} has no open call, so there is nothing to answer"),
    };
    Failure::new(
        Exit::Findings,
        sentence,
        Hint::run(
            "open a call first",
            format!("plenary call open {id} --closes TIME"),
        ),
    )
}
