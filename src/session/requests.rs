//! Checks pull requests that give positions, and separates those that a person must look at.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::change::EntryPoint;
use crate::git::{Reference, Repository};
use crate::procedure::fix::Fixed;
use crate::procedure::hand::Origin;
use crate::procedure::intake::RowOutcome;
use crate::record::attribution::{ENTERED, Entered};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::reader;
use crate::register::entry::{CommitMessage, PendingCommit};
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment, PathChange, proposal_of};
use crate::session::change::BaseState;
use crate::session::error::{Error, ErrorKind};
use crate::session::gate::{self, Request, Writer};
use crate::session::remedies;
use crate::value::clock::Instant;
use crate::value::code::{self, Severity};
use crate::value::command::Command;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::all_of;
use crate::value::text::shortened;

/// Accounts by reference, as a file gives them; `refs/pull/7` means everything below it.
pub(crate) type Accounts = BTreeMap<String, String>;

/// A pull request that was checked.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Its reference.
    pub(crate) name: String,
    /// Its head, where the reference names a commit.
    pub(crate) head: Option<CommitId>,
    /// Who submits it, where that is certain.
    pub(crate) who: Option<ParticipantId>,
    /// The result.
    pub(crate) verdict: RowOutcome,
    /// What it does, or why it is not accepted.
    pub(crate) because: String,
    /// What to do.
    pub(crate) hint: String,
    /// The paths that it would change.
    paths: Vec<String>,
    /// What it would change there.
    moved: Vec<PathChange>,
    /// Who submits it, where that is proven and nothing is changed outside the register.
    proven: Option<ParticipantId>,
    /// Who enters it for its submitter.
    pub(crate) by: Option<ParticipantId>,
    /// The typing errors that are fixed in it.
    pub(crate) fixed: Vec<Fixed>,
    /// The files that it brings, where it is accepted.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Judged {
    fn with(mut self, verdict: RowOutcome, because: impl Into<String>, hint: &str) -> Self {
        (self.verdict, self.because) = (verdict, because.into());
        hint.clone_into(&mut self.hint);
        self
    }

    /// The positions that it gives on a proposal.
    pub(crate) fn positions(&self, id: &ProposalId) -> Vec<String> {
        let files = self.files.iter();
        let on = files.filter_map(|(path, bytes)| match RecordPath::identify(path)?.ok()? {
            RecordPath::Position(of, _) if of == *id => {
                let position = Position::read(path, bytes).ok()?;
                Some(position.position.to_string())
            }
            _ => None,
        });
        on.collect()
    }

    /// A reference that was not looked at yet.
    fn of(reference: &Reference) -> Self {
        Self {
            name: reference.name.clone(),
            head: reference.commit.clone(),
            who: None,
            verdict: RowOutcome::Refused,
            because: String::new(),
            hint: String::new(),
            paths: Vec::new(),
            moved: Vec::new(),
            proven: None,
            by: None,
            fixed: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// Whether it concerns a proposal, as far as is known: a pull request that cannot be merged can.
    pub(crate) fn touches(&self, id: &ProposalId) -> bool {
        self.paths.is_empty() || {
            let folder = crate::register::snapshot::folder(id);
            self.paths.iter().any(|path| path.starts_with(&folder))
        }
    }

    /// The same, refused for its errors; the first is named.
    fn refused_for(self, first: &Finding, count: usize) -> Self {
        let (code, sentence) = (first.code.id, &first.sentence);
        let said = match count {
            1 => format!("{code}: {sentence}"),
            n => format!("{code}: {sentence} (and {} more)", n - 1),
        };
        let range = format!("HEAD...{}", self.name);
        let command = Command::new("check").option("--changed", range);
        let hint = Hint::run("to see the errors", command).to_string();
        self.with(RowOutcome::Refused, said, &hint)
    }

    /// The commit that records it: of its submitter, or of who enters it.
    pub(crate) fn commit(&self) -> PendingCommit {
        let who = self.who.as_ref().map_or("unknown", |who| who.as_str());
        let (verb, by) = match &self.by {
            Some(by) => ("Enter", by.as_str()),
            None => ("Merge", who),
        };
        let proposals = self.proposals();
        let about = proposals.iter().map(|id| ("Proposal", id.as_str()));
        let trailers = [("By", by)]
            .into_iter()
            .chain(about)
            .chain([("Request", &self.name[..])]);
        let trailers = trailers.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let names = all_of(proposals.iter().map(|id| id.as_str()));
        PendingCommit {
            files: self.files.clone(),
            removed: BTreeSet::new(),
            message: CommitMessage {
                subject: format!("{verb} the pull request of {who} on {names}"),
                trailers: trailers.collect(),
            },
        }
    }

    /// The proposals that it touches.
    pub(crate) fn proposals(&self) -> BTreeSet<ProposalId> {
        let paths = self.files.keys();
        let of = |path: &String| RecordPath::identify(path)?.ok()?.proposal().cloned();
        paths.filter_map(of).collect()
    }
}

/// Checks what merging a reference into `base` would change.
pub(crate) fn judge(
    repository: &Repository,
    register: &Register,
    (base, reference): (&CommitId, &Reference),
    accounts: &Accounts,
    now: Instant,
) -> Result<Judged, Error> {
    let judged = Judged::of(reference);
    let Some(head) = &reference.commit else {
        return Ok(judged.with(RowOutcome::Refused, "the reference is not a commit", ""));
    };
    let merging = match repository.merging(base, head) {
        Ok(merging) => merging,
        Err(error) if repository.history_complete().is_ok() => {
            return Ok(judged.with(RowOutcome::Refused, error.sentence, ""));
        }
        Err(error) => return Err(error.into()),
    };
    if merging.moved.is_empty() && merging.conflicts.is_empty() && merging.outside.is_empty() {
        return Ok(judged.with(RowOutcome::Unchanged, "already merged", ""));
    }
    let moved = merging.moved.iter().map(|moved| &moved.path);
    let clashes = merging.conflicts.iter().map(|conflict| &conflict.path);
    let judged = Judged {
        paths: moved.chain(clashes).cloned().collect(),
        ..judged
    };
    let request = Request {
        base: base.clone(),
        called: "HEAD".to_owned(),
        head: head.clone(),
        account: account(&reference.name, accounts),
        door: EntryPoint::Request,
        now,
    };
    let verdict = gate::judge_one(repository, &request)?;
    let faults: Vec<_> = verdict
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .collect();
    let authors = &verdict.submitter.by.authors;
    let who = submitter(register, &verdict.origin, authors);
    let is_known = matches!(verdict.origin, Origin::Known(_)) && verdict.unproven.is_none();
    let is_proven = is_known && merging.outside.is_empty();
    let is_proven = is_proven && faults.iter().all(|it| it.code != code::P210);
    let judged = Judged {
        proven: who.clone().filter(|_| is_proven),
        moved: merging.moved.clone(),
        ..judged
    };
    if let Some(first) = faults.first() {
        return Ok(judged.refused_for(first, faults.len()));
    }
    let Some(who) = who else {
        let said = "the submitter is not known as one participant";
        let hint = "name accounts in a file with --actor-map, or record an email address: plenary participant set NAME --email TEXT";
        return Ok(judged.with(RowOutcome::NeedsAPerson, said, hint));
    };
    let own = |moved: &PathChange| is_own(register, &who, &moved.path);
    let files = |moved: &PathChange| Some((moved.path.clone(), plain(moved)?.to_vec()));
    let files: Option<BTreeMap<_, _>> = merging.moved.iter().map(files).collect();
    let judged = Judged {
        who: Some(who.clone()),
        ..judged
    };
    match files.filter(|_| merging.outside.is_empty() && merging.moved.iter().all(own)) {
        Some(files) => {
            let paths: Vec<&str> = files.keys().map(String::as_str).collect();
            let said = format!("adds {}{}", all_of(paths), not_counted(&verdict.findings));
            Ok(Judged { files, ..judged }.with(RowOutcome::Accepted, said, ""))
        }
        None => {
            let said = "it changes more than positions and objections of its submitter";
            Ok(judged.with(
                RowOutcome::NeedsAPerson,
                said,
                "look at it, and merge it separately",
            ))
        }
    }
}

/// The bytes of a plain file that a change brings.
fn plain(moved: &PathChange) -> Option<&[u8]> {
    match &moved.after {
        Some(Content::Plain(bytes)) => Some(bytes),
        _ => None,
    }
}

/// The same pull request, entered for its submitter by a secretary, where that is what it needs: its typing errors
/// can be fixed, or its commits have an address that no participant has, so that nobody could push them. Where
/// it is entered already, it is unchanged.
pub(crate) fn entered(
    repository: &Repository,
    register: &Register,
    base: &CommitId,
    judged: Judged,
    (by, now): (&ParticipantId, Instant),
) -> Result<Judged, Error> {
    let Some(head) = &judged.head else {
        return Ok(judged);
    };
    let evidence = format!("{} {head}", judged.name);
    let is_open = judged.verdict != RowOutcome::Accepted;
    if is_open && is_entered(repository, base, &judged.paths, &evidence)? {
        return Ok(judged.with(RowOutcome::Unchanged, "entered already", ""));
    }
    let authored = repository.authored(head)?;
    let address = &authored.author.email;
    let Some(who) = judged.proven.clone() else {
        return Ok(judged);
    };
    let is_pushed = register.by_address(address).as_slice() == [who.clone()];
    if judged.verdict == RowOutcome::Accepted && is_pushed {
        return Ok(judged);
    }
    let source = Entered {
        by: by.clone(),
        received: Some(authored.at),
        evidence: Some(evidence),
    };
    let base = Some(base);
    let state = BaseState { repository, base };
    let after = state.read(&judged.moved)?.after(&judged.moved);
    let fixed = remedies::fixed(&after, Some(&who), &judged.moved);
    // What was refused for anything else stays refused.
    if is_open && fixed.is_empty() {
        return Ok(judged);
    }
    let file = |moved: &PathChange| {
        let one = fixed.iter().find(|one| one.from == moved.path);
        let one = one.map(|one| (&one.to, one.after.as_slice()));
        let (path, bytes) = one.or_else(|| Some((&moved.path, plain(moved)?)))?;
        let bytes = attributed(moved, bytes, &source).filter(|_| is_own(register, &who, path))?;
        Some((path.clone(), bytes))
    };
    let files: Option<BTreeMap<_, _>> = judged.moved.iter().map(file).collect();
    let Some(files) = files.filter(|files| files.len() == judged.moved.len()) else {
        return Ok(judged);
    };
    let paths = all_of(files.keys().map(String::as_str));
    let why = match fixed.iter().flat_map(|it| &it.done).map(String::as_str) {
        done if !fixed.is_empty() => format!("fixed: {}", all_of(done)),
        _ => format!("no participant has the address {}", shortened(address, 80)),
    };
    let entered = Judged {
        who: Some(who),
        by: Some(by.clone()),
        fixed,
        files,
        ..judged.clone()
    };
    let writer = Writer { address: None, now };
    match gate::pass(repository, base, &entered.commit(), &writer) {
        Ok(()) => {
            let said = format!("adds {paths}, entered by {by} ({why})");
            Ok(entered.with(RowOutcome::Accepted, said, ""))
        }
        Err(error) if error.kind == ErrorKind::Refused => Ok(judged),
        Err(error) => Err(error),
    }
}

/// The record with who entered it, when it was received, and where it can be seen. `None` where it says so itself,
/// and for a change of an objection, which can be a reply.
fn attributed(moved: &PathChange, bytes: &[u8], source: &Entered) -> Option<Vec<u8>> {
    let said = reader::plain(bytes)?;
    let mut keys = ["relayed-by", "received", "evidence", "proxy"].into_iter();
    let is_position = said.get("position").is_some();
    if keys.any(|key| said.get(key).is_some()) || (moved.before.is_some() && !is_position) {
        return None;
    }
    let (mut sheet, mut edit) = (CanonicalToml::new(), Edit::open(bytes)?);
    ENTERED.write(&mut sheet, Some(source));
    edit.set(sheet);
    Some(edit.finish())
}

/// Whether somebody entered a record from this source, on a proposal that has one of these paths.
fn is_entered(
    repository: &Repository,
    base: &CommitId,
    paths: &[String],
    evidence: &str,
) -> Result<bool, Error> {
    let ids: BTreeSet<ProposalId> = paths.iter().filter_map(|path| proposal_of(path)).collect();
    for id in ids {
        let extent = Extent::Proposal(id.clone());
        let all = repository.snapshot(&Moment::Commit(base.clone()), &extent)?;
        let named = |content: &Content| {
            let bytes = content.bytes().unwrap_or_default();
            bytes
                .windows(evidence.len())
                .any(|part| part == evidence.as_bytes())
        };
        let mut named = all.files.iter().filter(|(_, content)| named(content));
        // Everybody can name a source, but only who enters records for others can say that they did.
        let entered = |(path, content): (&String, &Content)| {
            let said = reader::plain(content.bytes()?)?;
            let is_record = RecordPath::identify(path).is_some_and(|it| it.is_ok());
            let is_source = said.get("evidence")?.as_str()? == evidence;
            said.get("relayed-by")
                .filter(|_| is_record && is_source)
                .map(drop)
        };
        if named.any(|file| entered(file).is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a secretary must know of positions that will not be counted.
fn not_counted(findings: &[Finding]) -> String {
    let aside = |it: &&Finding| [code::P204, code::P223].contains(&it.code);
    let aside = findings.iter().filter(aside);
    aside.map(|it| format!("; {}", it.sentence)).collect()
}

/// The account that opened a pull request, by the longest name that matches its reference.
fn account(name: &str, accounts: &Accounts) -> Option<String> {
    let stands = |known: &&String| {
        let below = name.strip_prefix(known.as_str());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let known = accounts
        .keys()
        .filter(stands)
        .max_by_key(|known| known.len())?;
    accounts.get(known).cloned()
}

/// The one participant who submits: the submitter of the check, or else the one with the email address of
/// all commits.
fn submitter(
    register: &Register,
    origin: &Origin,
    authors: &BTreeSet<String>,
) -> Option<ParticipantId> {
    let known = match origin {
        Origin::Known(who) => who.clone(),
        Origin::Stranger(_) => return None,
        Origin::Unverified => {
            let theirs = authors.iter();
            let theirs = theirs.flat_map(|address| register.by_address(address));
            theirs.collect()
        }
    };
    let mut known = known.into_iter();
    known
        .next()
        .filter(|_| authors.len() == 1 && known.next().is_none())
}

/// Whether a file is a position or an objection of the submitter, or the position of a group that they
/// represent.
fn is_own(register: &Register, who: &ParticipantId, path: &str) -> bool {
    match register.identify(path) {
        Some(Ok(RecordPath::Position(_, Owner::Participant(id)))) => id == *who,
        Some(Ok(RecordPath::Position(_, Owner::Group(group)))) => {
            let charter = register.charter.as_ref();
            let group = charter.and_then(|charter| charter.group(&group));
            group.is_some_and(|group| group.representatives.contains(who))
        }
        Some(Ok(RecordPath::Objection(_, of))) => of.participant == *who,
        _ => false,
    }
}
