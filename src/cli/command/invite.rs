//! `plenary invite` and `remind`: writes letters that ask participants for an answer, with a link for each answer.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{ArgGroup, Args};

use crate::act::letters::note;
use crate::cli::arguments::{OfProposal, Reading, WriteAs};
use crate::cli::command::new_files;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::{Repository, difference};
use crate::letter::invite::{Invitations, Purpose, can_be_mailed};
use crate::letter::links::{LetterSources, NoLinkReason, Place};
use crate::letter::recipients::{LeftOut, Recipients};
use crate::record::asked::LetterForm;
use crate::record::call::Call;
use crate::record::proposal::Revision;
use crate::register::records::Register;
use crate::register::snapshot::{Difference, Extent};
use crate::session::texts::texts;
use crate::session::{self, CallSelector, Tallied};
use crate::value::command::{HostingService, RepositoryUrl};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId, RevisionName};
use crate::value::sentence::{any_of, many};
use crate::value::text::shown;

/// Write letters that ask participants for an answer
///
/// Anybody can run this while the call is open. Each letter has the question, the text or its place,
/// what changed since an earlier answer, the closing time, a link for every answer, and how to answer
/// by mail. Plenary sends nothing: --eml and --mbox write mails for a mail program.
///
/// Chairs and secretaries can record with --record who was asked.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whom"))]
pub(crate) struct Invite {
    #[command(flatten)]
    letters: Letters,
    /// All who must still answer (default)
    #[arg(long, group = "whom")]
    missing: bool,
    /// All who can answer
    #[arg(long, group = "whom")]
    all: bool,
}

/// Write letters that remind participants of a missing answer
///
/// Anybody can run this while the call is open. Only those get a letter who gave no answer that
/// counts, or whose answer expired with a new revision. Their letter says what they answered before
/// and what changed. Otherwise it is the letter of "invite", with the same options.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whom"))]
pub(crate) struct Remind {
    #[command(flatten)]
    letters: Letters,
}

/// What both take.
#[derive(Debug, Args)]
struct Letters {
    /// Proposal with an open call
    proposal: String,
    /// Participants to write to
    #[arg(long = "for", value_name = "PARTICIPANT", group = "whom", num_args = 1..)]
    people: Vec<String>,
    /// Same as --for; with --record, who records
    #[arg(long = "as", value_name = "PARTICIPANT")]
    reader: Option<String>,
    /// Hosting service: github, gitlab or forgejo (default: from the URL)
    #[arg(long, value_name = "FORGE", value_parser = forge)]
    forge: Option<HostingService>,
    /// Web page of the repository (default: from git's remote origin)
    #[arg(long, value_name = "BASE")]
    url: Option<String>,
    /// Branch for pull requests (default: the current one)
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// Write a mail for each letter into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "mbox")]
    eml: Option<PathBuf>,
    /// Write all mails into this new mailbox
    #[arg(long, value_name = "FILE")]
    mbox: Option<PathBuf>,
    /// Sender of the mails (default: left to the mail program)
    #[arg(long, value_name = "ADDRESS", value_parser = sender)]
    from: Option<String>,
    /// Record who was asked (chairs, secretaries)
    #[arg(long, conflicts_with_all = ["at", "worktree"])]
    record: bool,
    #[command(flatten)]
    reading: Reading,
}

fn forge(text: &str) -> Result<HostingService, String> {
    HostingService::parse(text).ok_or_else(|| {
        let words = HostingService::WORDS.iter().map(|(word, _)| *word);
        format!("expected {}", any_of(words))
    })
}

fn sender(text: &str) -> Result<String, String> {
    let expected = || "expected an address, such as sec@example.org".to_owned();
    can_be_mailed(text)
        .then(|| text.to_owned())
        .ok_or_else(expected)
}

impl Invite {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (all, missing) = (self.all, self.missing);
        self.letters.run(context, Purpose::Invite, |named| {
            let named = named.filter(|_| !missing && !all);
            let without = match named.is_some() || all {
                true => LeftOut::Nobody,
                false => LeftOut::Current,
            };
            Recipients { named, without }
        })
    }
}

impl Remind {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let without = LeftOut::Counted;
        let whom = |named| Recipients { named, without };
        self.letters.run(context, Purpose::Remind, whom)
    }
}

impl Letters {
    fn run(
        self,
        context: &mut Context<'_>,
        purpose: Purpose,
        whom: impl FnOnce(Option<Vec<ParticipantId>>) -> Recipients,
    ) -> Result<Exit, Failure> {
        let asked = OfProposal {
            proposal: self.proposal.clone(),
            reading: self.reading.clone(),
        };
        let (view, id) = View::of_proposal(context, &asked)?;
        let (repository, now) = (&view.repository, context.now());
        let register = view.register(&Extent::Proposal(id.clone()))?;
        let whom = whom(self.named(&register)?);
        let place = self.place(repository)?;
        let Tallied { moments, tally } =
            session::tally_of(repository, register, &id, CallSelector::Current, now)?;
        let folder = moments.folder(&id);
        let call = folder.and_then(|folder| folder.current_call());
        let open = call.filter(|(_, call)| call.is_open(now));
        let call = open.ok_or_else(|| not_open(&id, call))?;
        let (text, changes) = texts_of(repository, &moments.asked, &id, tally.revision);
        let report = Invitations::of(
            &LetterSources {
                moments: &moments,
                tally: &tally,
                call,
                text: &text,
                changes: &changes,
                place: place.as_ref().map_err(Clone::clone),
            },
            purpose,
            &whom,
        );
        self.deliver(context, &report, (&id, call.0))
    }

    /// Writes the mails, records who was asked, and shows the letters, each where it is asked for. What is refused
    /// is refused before anything is written.
    fn deliver(
        &self,
        context: &mut Context<'_>,
        report: &Invitations,
        (id, call): (&ProposalId, u32),
    ) -> Result<Exit, Failure> {
        let form = match (&self.eml, &self.mbox) {
            (Some(_), _) => LetterForm::Eml,
            (None, Some(_)) => LetterForm::Mbox,
            (None, None) => LetterForm::Shown,
        };
        let to = report.asked(form != LetterForm::Shown);
        let letters = many(to.len(), "letter");
        let to: Vec<ParticipantId> = to.into_iter().collect();
        // If nobody is asked, there is nothing to record.
        let noted = (self.record && !to.is_empty()).then(|| {
            let how = WriteAs {
                actor: self.reader.clone(),
                ..WriteAs::default()
            };
            let (desk, _) = WriteSession::on_proposal(context, id.as_str(), how)?;
            let actor = desk.actor(context)?;
            let entry = note(
                &desk.register,
                (id, call),
                (to, form),
                &actor,
                context.now(),
            )?;
            Ok::<_, Failure>((desk, entry))
        });
        let noted = noted.transpose()?;
        let written = self.written(context, report)?;
        let page = || match &written {
            Some(place) => report.page_of_mails(place),
            None => report.page(),
        };
        match noted {
            None => context.show(report, page),
            Some((desk, entry)) => {
                let said = format!("{letters} on {id} recorded.");
                let page = page().gap().line(said.as_str());
                desk.land(context, &entry, Recorded::with_page(said, page))
            }
        }
    }

    /// Writes the mails, and names their place.
    fn written(
        &self,
        context: &Context<'_>,
        report: &Invitations,
    ) -> Result<Option<String>, Failure> {
        let (from, now) = (self.from.as_deref(), context.now());
        let (place, mut files): (_, Vec<_>) = match (&self.eml, &self.mbox) {
            (Some(folder), _) => {
                let mails = report.mails(from, now).into_iter();
                (
                    folder,
                    mails
                        .map(|mail| (folder.join(mail.name), mail.bytes))
                        .collect(),
                )
            }
            (None, Some(file)) => (file, vec![(file.clone(), report.mailbox(from, now))]),
            (None, None) => return Ok(None),
        };
        files.retain(|(_, mail)| !mail.is_empty());
        new_files::write(&context.folder(), &files)?;
        Ok(Some(shown(&place.display().to_string())))
    }

    /// The participants who were named, if any. With `--record`, `--as` names who records.
    fn named(&self, register: &Register) -> Result<Option<Vec<ParticipantId>>, Failure> {
        let reader = self.reader.iter().filter(|_| !self.record);
        let named: Vec<&String> = match self.people.is_empty() {
            true => reader.collect(),
            false => self.people.iter().collect(),
        };
        let known = named.iter().map(|typed| name::participant(typed, register));
        let known: Vec<ParticipantId> = known.collect::<Result<_, _>>()?;
        Ok((!known.is_empty()).then_some(known))
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

/// The text of a proposal's revision, and what changed between each earlier one and it, as far as the history has
/// them: a letter can be written without.
fn texts_of(
    repository: &Repository,
    register: &Register,
    id: &ProposalId,
    asked: RevisionName,
) -> (Vec<u8>, BTreeMap<RevisionName, Difference>) {
    let proposal = register
        .proposals
        .get(id)
        .and_then(|folder| folder.proposal.as_ref());
    let all = proposal.map_or(&[][..], |proposal| &proposal.revisions);
    let found = |revision: &Revision| {
        let found = texts(repository, register, id, &[revision]).ok()?;
        Some((revision.name, found.into_values().next()?))
    };
    let mut known: BTreeMap<_, _> = all.iter().filter_map(found).collect();
    let text = known.remove(&asked).unwrap_or_default();
    let earlier = known.into_iter().filter(|(name, _)| *name < asked);
    let changes = earlier.filter_map(|(name, old)| Some((name, difference(&old, &text).ok()?)));
    let changes = changes.collect();
    (text, changes)
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
