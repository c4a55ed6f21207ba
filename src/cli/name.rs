//! Finds the id that a typed name means: any beginning of an id is enough, if only one id has it. The
//! proposal of an objection is found by the names of files, so that a large register is not read for it.

use std::collections::BTreeSet;

use crate::cli::error::Failure;
use crate::git::Repository;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::register::people::People;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment, roster_path};
use crate::session;
use crate::value::command::{HostingService, RepositoryUrl};
use crate::value::did_you_mean;
use crate::value::hint::Hint;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, ProposalId};
use crate::value::sentence::{all_of, any_of, form, many};
use crate::value::text::shortened;

/// The hosting service of accounts that do not name one: that of the remote `origin`, or else the only one that
/// accounts of the register name.
pub(crate) fn service(
    repository: &Repository,
    register: &Register,
) -> Result<Option<HostingService>, Failure> {
    if let Some(service) = origin(repository)? {
        return Ok(Some(service));
    }
    let accounts = register.participants.values().flat_map(|who| &who.accounts);
    let named: BTreeSet<&str> = accounts
        .filter_map(|account| Some(account.split_once(':')?.0))
        .collect();
    Ok(match Vec::from_iter(named)[..] {
        [one] => HostingService::parse(one),
        _ => None,
    })
}

/// The hosting service of the remote `origin`, if it is a known one.
pub(crate) fn origin(repository: &Repository) -> Result<Option<HostingService>, Failure> {
    let remote = repository.config("remote.origin.url")?;
    let url = remote.and_then(|remote| RepositoryUrl::of_remote(&remote, None).ok());
    Ok(url.map(|url| url.forge))
}

/// Whether `typed` begins a name; of a name in two parts, as `carla-nunes.cost`, each part can be
/// shortened: `carla.cost`.
pub(crate) fn begins(typed: &str, name: &str) -> bool {
    match (typed.split_once('.'), name.split_once('.')) {
        (Some((who, what)), Some((whole, called))) => {
            !who.is_empty() && whole.starts_with(who) && called.starts_with(what)
        }
        _ => name.starts_with(typed),
    }
}

/// Of several names that fit, the one with a part that is typed in full: `carla.cost` is
/// `carla-nunes.cost` rather than `carla-nunes.cost-of-storage`.
fn nearest_begun<'a>(typed: &str, begun: Vec<&'a str>) -> Vec<&'a str> {
    let (who, what) = typed.split_once('.').unwrap_or(("", typed));
    let of = |whole: &dyn Fn(&str) -> bool| -> Vec<&'a str> {
        begun.iter().copied().filter(|name| whole(name)).collect()
    };
    let last = |name: &str| name.split_once('.').map_or(name, |(_, last)| last) == what;
    let first = |name: &str| name.split_once('.').is_some_and(|(first, _)| first == who);
    let mut whole = [of(&last), of(&first)].into_iter();
    whole.find(|whole| whole.len() == 1).unwrap_or(begun)
}

/// The one name that `typed` is, or begins. Several are listed; for none, the nearest is named.
pub(crate) fn resolve<'a>(
    typed: &str,
    kind: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<&'a str, Failure> {
    if let Some(exact) = names.clone().find(|name| *name == typed) {
        return Ok(exact);
    }
    let begun: Vec<&str> = names.clone().filter(|name| begins(typed, name)).collect();
    match nearest_begun(typed, begun).as_slice() {
        [one] if !typed.is_empty() => Ok(one),
        [] | [_] => Err(unknown(typed, kind, names)),
        several => {
            let (shown, n) = (shortened(typed, 60), several.len());
            let listed = any_of(several.iter().take(12).copied());
            Err(Failure::usage(
                format!("\"{shown}\" is the beginning of {}", many(n, kind)),
                format!("type more of one of these: {listed}"),
            ))
        }
    }
}

fn unknown<'a>(typed: &str, kind: &str, names: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let meant = did_you_mean::nearest(typed, names.clone());
    let article = form(kind.starts_with(['a', 'e', 'i', 'o']), "an", "a");
    let hint = match (meant, names.clone().count()) {
        (Some(meant), _) => format!("did you mean \"{meant}\"?"),
        (None, 0) => format!("this register has no {kind} yet"),
        (None, 1) => format!("the only {kind} is {}", all_of(names)),
        (None, 2..=12) => format!("the {kind}s are {}", all_of(names)),
        (None, n) => format!("none of the {n} {kind}s begins with it"),
    };
    Failure::usage(
        format!("\"{}\" is not {article} {kind}", shortened(typed, 60)),
        hint,
    )
}

/// A proposal of a register, whatever the extent that was read.
pub(crate) fn proposal(typed: &str, names: &BTreeSet<String>) -> Result<ProposalId, Failure> {
    let name = resolve(typed, "proposal", names.iter().map(String::as_str))?;
    ProposalId::parse(name).map_err(|fault| {
        let sentence = format!("the folder of proposal \"{}\" {fault}", shortened(name, 60));
        Failure::usage(sentence, Hint::run("to find the error", "plenary check"))
    })
}

/// A participant: by the present or a former id, or a beginning of it; or by another name, typed whole.
pub(crate) fn participant(typed: &str, register: &Register) -> Result<ParticipantId, Failure> {
    match register.named(typed).as_slice() {
        [] => {}
        [one] => return Ok((*one).clone()),
        several => {
            let sentence = format!("\"{}\" means several participants", shortened(typed, 60));
            let ids = several.iter().take(12).map(|id| id.as_str());
            return Err(Failure::usage(
                sentence,
                format!("type one of these: {}", any_of(ids)),
            ));
        }
    }
    let names = register.participants.keys().map(ParticipantId::as_str);
    let name = resolve(typed, "participant", names)?;
    ParticipantId::parse(name).map_err(|fault| Failure::usage(format!("the id {fault}"), ""))
}

/// Participants that were typed, each as [`participant`] reads it.
pub(crate) fn participants<'t>(
    typed: impl IntoIterator<Item = &'t String>,
    register: &Register,
) -> Result<Vec<ParticipantId>, Failure> {
    let typed = typed.into_iter();
    typed.map(|one| participant(one, register)).collect()
}

/// A group of the charter, by its id, whole or begun.
pub(crate) fn group(typed: &str, register: &Register) -> Result<GroupId, Failure> {
    let groups = register.charter.iter().flat_map(|charter| &charter.groups);
    let name = resolve(typed, "group", groups.map(|group| group.id.as_str()))?;
    GroupId::parse(name).map_err(|fault| Failure::usage(format!("the id {fault}"), ""))
}

/// An objection of any proposal that was read.
pub(crate) fn objection(
    typed: &str,
    register: &Register,
) -> Result<(ProposalId, ObjectionId), Failure> {
    let all: Vec<(ProposalId, ObjectionId)> = register
        .proposals
        .iter()
        .flat_map(|(proposal, folder)| {
            let ids = folder.objections.keys();
            ids.map(move |id| (proposal.clone(), id.clone()))
        })
        .collect();
    let present = ObjectionId::parse(typed).map(|id| register.people.settled(id).to_string());
    objection_among(present.as_deref().unwrap_or(typed), &all)
}

/// Objections that were typed, each as [`objection`] reads it.
pub(crate) fn objections(
    typed: &[String],
    register: &Register,
) -> Result<Vec<ObjectionId>, Failure> {
    let all = typed.iter();
    all.map(|one| Ok(objection(one, register)?.1)).collect()
}

/// The one of these objections that `typed` is, or begins.
pub(crate) fn objection_among(
    typed: &str,
    all: &[(ProposalId, ObjectionId)],
) -> Result<(ProposalId, ObjectionId), Failure> {
    let names: BTreeSet<String> = all.iter().map(|(_, id)| id.to_string()).collect();
    let name = resolve(typed, "objection", names.iter().map(String::as_str))?;
    let found: Vec<_> = all
        .iter()
        .filter(|(_, other)| other.to_string() == name)
        .collect();
    match found.as_slice() {
        [(proposal, id)] => Ok((proposal.clone(), id.clone())),
        several => {
            let proposals = several.iter().map(|(proposal, _)| proposal.as_str());
            let hint = format!("name the proposal with --proposal: {}", any_of(proposals));
            Err(Failure::usage(
                format!("several proposals have an objection {name}"),
                hint,
            ))
        }
    }
}

/// The objection that is typed, whole or begun, with its proposal.
pub(crate) fn find_objection(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
) -> Result<(ProposalId, ObjectionId), Failure> {
    // Names of files are enough if the objector is filed under the present id.
    let by_name = among(repository, moment, typed, &People::default())?;
    if let Ok((proposal, id)) = by_name
        && is_present_id(repository, moment, &id.participant)?
    {
        return Ok((proposal, id));
    }
    let roster = session::register(repository, moment, &Extent::Roster)?;
    among(repository, moment, typed, &roster.people)?
}

fn is_present_id(
    repository: &Repository,
    moment: &Moment,
    who: &ParticipantId,
) -> Result<bool, Failure> {
    match moment {
        Moment::Commit(commit) => Ok(repository.file(commit, &roster_path(who))?.is_some()),
        Moment::WorkTree => Ok(false),
    }
}

/// The one of all objections that is typed, with the objectors as these people have them.
fn among(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    people: &People,
) -> Result<Result<(ProposalId, ObjectionId), Failure>, Failure> {
    // A former id is as good as the present one.
    let typed = match ObjectionId::parse(typed) {
        Some(id) => people.settled(id).to_string(),
        None => typed.to_owned(),
    };
    let mut all = Vec::new();
    for path in repository.filed(moment, "objections")? {
        if let Some(Ok(RecordPath::Objection(proposal, id))) = RecordPath::identify(&path) {
            all.push((proposal, people.settled(id)));
        }
    }
    let is_whole = |id: &ObjectionId| id.to_string() == typed && !id.is_in_position();
    if !all.iter().any(|(_, id)| is_whole(id)) {
        let carried = carried(repository, moment, &typed, people, &all)?;
        all.extend(carried);
    }
    Ok(objection_among(&typed, &all))
}

/// The objections of such a name that position files carry. Only files that could be meant are
/// read.
fn carried(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    people: &People,
    filed: &[(ProposalId, ObjectionId)],
) -> Result<Vec<(ProposalId, ObjectionId)>, Failure> {
    let mut found = Vec::new();
    for path in repository.filed(moment, "positions")? {
        let Some(Ok(RecordPath::Position(proposal, Owner::Participant(by)))) =
            RecordPath::identify(&path)
        else {
            continue;
        };
        let this = (proposal, ObjectionId::in_position(&people.settled(by)));
        let meant = !typed.is_empty() && begins(typed, &this.1.to_string());
        if meant && !filed.contains(&this) && carries(repository, moment, &this, &path)? {
            found.push(this);
        }
    }
    Ok(found)
}

fn carries(
    repository: &Repository,
    moment: &Moment,
    (proposal, id): &(ProposalId, ObjectionId),
    path: &str,
) -> Result<bool, Failure> {
    if let Moment::Commit(commit) = moment {
        let content = repository.file(commit, path)?;
        let bytes = content.as_ref().and_then(|content| content.bytes());
        let position = bytes.and_then(|bytes| Position::read(path, bytes).ok());
        return Ok(position.is_some_and(|position| position.carries_objection()));
    }
    let extent = Extent::Proposal(proposal.clone());
    let register = session::register(repository, moment, &extent)?;
    let folder = register.proposals.get(proposal);
    Ok(folder.is_some_and(|folder| folder.objections.contains_key(id)))
}
