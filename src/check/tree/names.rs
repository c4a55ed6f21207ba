//! Checks names: paths that are not valid ids, accounts of two people, and ids that look alike.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::check::tree::files::{moving, quoted};
use crate::record::participant::Participant;
use crate::record::path::{CHARTER, PathFault};
use crate::register::snapshot::{folder, is_roster, roster_path};
use crate::value::id::{self, ParticipantId, ProposalId};
use crate::value::text;
use crate::value::text::canonical;

/// Parts of paths that are not valid ids, one finding for each such folder or file.
pub(super) fn bad_ids(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for file in &scene.files {
        let Err(PathFault::BadId(bad, fault)) = &file.record else {
            continue;
        };
        let named = misnamed(file.path, bad);
        if said.insert(named) {
            found.note(file.path, || {
                let sentence = format!("the id \"{}\" {fault}", text::shortened(bad, 60));
                PendingFinding::new(sentence).hint(renamed(scene, (file.path, named), bad))
            });
        }
    }
}

/// The path up to the folder or file with the invalid id.
fn misnamed<'p>(path: &'p str, bad: &str) -> &'p str {
    let mut end = 0;
    for part in path.split('/') {
        end += part.len();
        if part == bad {
            return path.get(..end).unwrap_or(path);
        }
        end += 1;
    }
    path
}

fn renamed(scene: &CheckContext<'_>, (path, named): (&str, &str), bad: &str) -> String {
    let slug = id::slug(bad);
    if slug.is_empty() {
        return "rename it, with lower-case letters, digits and single hyphens, a letter first"
            .to_owned();
    }
    let (above, name) = named.rsplit_once('/').unwrap_or(("", named));
    let meant = format!("{above}/{}", name.replacen(bad, &slug, 1));
    // A folder is renamed as a whole, unless there is one with the right name.
    if named != path && !scene.has(&format!("{meant}/proposal.toml")) {
        return format!("rename it: git mv {} {}", quoted(named), quoted(&meant));
    }
    let inside = path.get(named.len()..).unwrap_or_default();
    moving(
        &scene.register.snapshot.files,
        path,
        &format!("{meant}{inside}"),
    )
}

/// Accounts, email addresses and former ids of two participants. Hosting services and mail servers do not
/// distinguish people by letter case.
pub(super) fn shared_accounts(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut claims: BTreeMap<(&str, String), Vec<IdClaim<'_>>> = BTreeMap::new();
    for (id, participant) in scene.register.participants.iter() {
        for (kind, way, shown) in claimed(id, participant) {
            let claim = IdClaim { id, way, shown };
            let key = (kind, canonical(shown));
            claims.entry(key).or_default().push(claim);
        }
    }
    for ((kind, _), claims) in &claims {
        for claim in claims.iter().filter(|claim| claim.way != OWN_ID) {
            let Some(other) = claims.iter().find(|other| other.id != claim.id) else {
                continue;
            };
            found.note(&roster_path(claim.id), || shared(kind, claim, other));
        }
    }
}

struct IdClaim<'r> {
    id: &'r ParticipantId,
    way: String,
    shown: &'r str,
}

/// The key of an id that is the name of the file.
const OWN_ID: &str = "";

/// Ids, former ids and other names, which all mean a participant where one is typed.
const NAME: &str = "name";

fn claimed<'r>(
    id: &'r ParticipantId,
    participant: &'r Participant,
) -> Vec<(&'static str, String, &'r str)> {
    let numbered = |key: &'static str, n: usize| format!("{key}/{n}");
    let accounts = participant.accounts.iter().enumerate();
    let emails = participant.emails.iter().enumerate();
    let former = participant.also.iter().enumerate();
    let others = participant.known_as.iter().enumerate();
    accounts
        .map(|(n, account)| ("account", numbered("accounts", n), account.as_str()))
        .chain(emails.map(|(n, email)| ("email address", numbered("emails", n), email.as_str())))
        .chain(former.map(|(n, former)| (NAME, numbered("also", n), former.as_str())))
        .chain(others.map(|(n, other)| (NAME, numbered("known-as", n), other.as_str())))
        .chain([(NAME, OWN_ID.to_owned(), id.as_str())])
        .collect()
}

fn shared(kind: &str, claim: &IdClaim<'_>, other: &IdClaim<'_>) -> PendingFinding {
    let shown = text::shortened(claim.shown, 60);
    let sentence = match other.way.as_str() {
        OWN_ID if claim.way.starts_with("also") => {
            format!("the former id \"{shown}\" is the id of another participant")
        }
        OWN_ID => format!("the {kind} \"{shown}\" is the id of another participant"),
        _ => format!("{} also has the {kind} \"{shown}\"", other.id),
    };
    PendingFinding::new(sentence)
        .key(&claim.way)
        .hint("keep it for one of them. If both are one person, keep one record")
        .because(roster_path(other.id))
}

/// Whether the names at a path are compared with others.
pub(super) fn are_in(path: &str) -> bool {
    is_roster(path) || path.ends_with("/proposal.toml")
}

/// Ids and accounts that people can confuse.
pub(super) fn look_alikes(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let participants = scene.register.participants.keys();
    alike(
        participants.map(|id| (id.as_str(), roster_path(id), String::new())),
        found,
    );
    let proposals = scene.register.proposal_names().iter();
    let proposals = proposals.filter_map(|name| ProposalId::parse(name).ok());
    let named: Vec<(String, String)> = proposals
        .map(|id| (id.to_string(), format!("{}proposal.toml", folder(&id))))
        .collect();
    alike(
        named
            .iter()
            .map(|(id, path)| (id.as_str(), path.clone(), String::new())),
        found,
    );
    if let Some(charter) = scene.charter() {
        let at = |key: &str, n: usize| (CHARTER.to_owned(), format!("{key}/{n}/id"));
        let groups = charter.groups.iter().enumerate();
        alike(
            groups.map(|(n, group)| {
                let (path, way) = at("group", n);
                (group.id.as_str(), path, way)
            }),
            found,
        );
        let organizations = charter.organizations.iter().enumerate();
        alike(
            organizations.map(|(n, organization)| {
                let (path, way) = at("organization", n);
                (organization.id.as_str(), path, way)
            }),
            found,
        );
    }
    look_alike_accounts(scene, found);
}

fn look_alike_accounts(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let roster = scene.register.participants.iter();
    alike(
        roster.flat_map(|(id, participant)| {
            let accounts = participant.accounts.iter().enumerate();
            accounts.map(move |(n, account)| {
                (account.as_str(), roster_path(id), format!("accounts/{n}"))
            })
        }),
        found,
    );
}

/// Adds a finding for every name that looks like an earlier one and is not the same in another letter case, and
/// one for the earlier name, because either can be the new one.
fn alike<'n>(names: impl Iterator<Item = (&'n str, String, String)>, found: &mut FindingSink) {
    let mut seen: BTreeMap<String, (&str, String, String)> = BTreeMap::new();
    for (name, path, way) in names {
        let first = match seen.entry(look(name)) {
            Entry::Occupied(first) => first.into_mut(),
            Entry::Vacant(place) => {
                place.insert((name, path, way));
                continue;
            }
        };
        if first.0.eq_ignore_ascii_case(name) || (first.1 == path && way.starts_with("accounts")) {
            continue;
        }
        note_alike(found, (name, &path, &way), (first.0, &first.1));
        if first.1 != path {
            note_alike(found, (first.0, &first.1, &first.2), (name, &path));
        }
    }
}

fn note_alike(found: &mut FindingSink, (name, path, way): (&str, &str, &str), other: (&str, &str)) {
    found.note(path, || {
        let name = text::shortened(name, 60);
        let (looks_like, other_path) = (text::shortened(other.0, 60), other.1);
        let fault = PendingFinding::new(format!("\"{name}\" looks like \"{looks_like}\""))
            .hint("check that they are different, and give one of them a clearer name")
            .because(other_path);
        match way {
            "" => fault,
            way => fault.key(way),
        }
    });
}

/// A name in which similar characters are the same: `0` and `o`, `1`, `l` and `i`, `rn` and `m`, `vv` and `w`,
/// with or without hyphens.
fn look(name: &str) -> String {
    name.to_lowercase()
        .replace(['-', '_'], "")
        .replace('0', "o")
        .replace(['1', 'i'], "l")
        .replace("rn", "m")
        .replace("vv", "w")
}

#[cfg(test)]
mod tests {
    use super::{look, misnamed};

    #[test]
    fn what_looks_alike_is_folded() {
        for (a, b) in [
            ("marnie", "mamie"),
            ("bill", "bi11"),
            ("leo", "le0"),
            ("ann-lee", "annlee"),
            ("vvalter", "walter"),
        ] {
            assert_eq!(look(a), look(b), "{a} {b}");
        }
        assert_ne!(look("ann"), look("anna"));
    }

    #[test]
    fn the_part_with_the_bad_id_is_named() {
        let path = "proposals/Big Plan/positions/ann.toml";
        assert_eq!(misnamed(path, "Big Plan"), "proposals/Big Plan");
        let path = "participants/Ann.toml";
        assert_eq!(misnamed(path, "Ann"), path);
    }
}
