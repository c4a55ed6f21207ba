//! Adds a participant to the participant list, or changes the entry of one.

use clap::Args;

use crate::act::actor::{self, Actor};
use crate::act::arguments::{name, own_value, weight, word};
use crate::act::hints::shown;
use crate::act::proposal_state::{charter, entry, listed, meant, said, unreadable};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::charter::Charter;
use crate::record::dimension::OwnValues;
use crate::record::edit::Edit;
use crate::record::participant::Participant;
use crate::record::path::{CHARTER, RecordPath};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{
    DimensionName, DimensionValue, GroupId, ParticipantId, RegionId, RoleName, StandingName,
    WeightName,
};
use crate::value::text::same;

/// A key of a participant's record that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The organisation.
    Affiliation,
    /// The region.
    Region,
    /// The values in the dimensions of the charter's own.
    Dimensions,
    /// The accounts.
    Accounts,
    /// The addresses.
    Emails,
    /// The other names.
    KnownAs,
    /// The weights.
    Weight,
    /// Whose alternate they are.
    AlternateFor,
    /// Why they are suspended.
    Suspended,
    /// The statement of interest, with its day.
    Interests,
}

impl Key {
    /// Every key with its word.
    pub const WORDS: &'static [(&'static str, Key)] = &[
        ("affiliation", Key::Affiliation),
        ("region", Key::Region),
        ("dimensions", Key::Dimensions),
        ("accounts", Key::Accounts),
        ("emails", Key::Emails),
        ("known-as", Key::KnownAs),
        ("weight", Key::Weight),
        ("alternate-for", Key::AlternateFor),
        ("suspended", Key::Suspended),
        ("interests", Key::Interests),
    ];

    fn clear(self, participant: &mut Participant) {
        match self {
            Key::Affiliation => participant.affiliation = None,
            Key::Region => participant.region = None,
            Key::Dimensions => participant.dimensions = OwnValues::default(),
            Key::Accounts => participant.accounts.clear(),
            Key::Emails => participant.emails.clear(),
            Key::KnownAs => participant.known_as.clear(),
            Key::Weight => participant.weight.clear(),
            Key::AlternateFor => participant.alternate_for = None,
            Key::Suspended => participant.suspended = None,
            Key::Interests => {
                participant.interests = None;
                participant.interests_updated = None;
            }
        }
    }
}

/// What will be recorded of a participant; what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[group(skip)]
pub struct ParticipantInput {
    /// The name for people.
    #[arg(skip)]
    pub name: Option<String>,
    /// The group in which they count.
    #[arg(skip)]
    pub group: Option<GroupId>,
    /// Membership: member, alternate, observer or another (repeatable)
    #[arg(long, value_parser = name(StandingName::parse))]
    pub standing: Vec<StandingName>,
    /// Organisation they work for
    #[arg(long)]
    pub affiliation: Option<String>,
    /// Region in which they count
    #[arg(long, value_parser = name(RegionId::parse))]
    pub region: Option<RegionId>,
    /// Value in a dimension of the charter, such as income-class=low (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = own_value)]
    pub dimension: Vec<(DimensionName, DimensionValue)>,
    /// Account that can submit for them, such as github:ruth-a (repeatable)
    #[arg(long)]
    pub account: Vec<String>,
    /// Email address (repeatable; the first is the main one)
    #[arg(long)]
    pub email: Vec<String>,
    /// Former id (repeatable)
    #[arg(long = "former-id", alias = "also", value_parser = name(ParticipantId::parse))]
    pub also: Vec<ParticipantId>,
    /// Weight that the charter declares, such as population=83
    #[arg(long, value_name = "NAME=NUMBER", value_parser = weight)]
    pub weight: Vec<(WeightName, u64)>,
    /// In whose seat they count while its holder has no position.
    #[arg(skip)]
    pub alternate_for: Option<ParticipantId>,
    /// Suspend, with this reason (empty text ends it)
    #[arg(long, value_name = "REASON")]
    pub suspended: Option<String>,
    /// Statement of interest
    #[arg(long, value_name = "TEXT")]
    pub interests: Option<String>,
    /// Other name: a member number, login or spelling (repeatable)
    #[arg(long, value_name = "NAME")]
    pub known_as: Vec<String>,
    /// Key to remove, such as affiliation (repeatable)
    #[arg(long, value_name = "KEY", value_parser = word(Key::WORDS))]
    pub clear: Vec<Key>,
    /// Role to remove (repeatable)
    #[arg(long, value_name = "ROLE", value_parser = name(RoleName::parse))]
    pub no_role: Vec<RoleName>,
    /// Role to give, such as secretary (repeatable)
    // Only chairs give a role, because it is a change of the charter.
    #[arg(long, value_parser = name(RoleName::parse))]
    pub role: Vec<RoleName>,
}

/// Adds `id` to the participant list.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where a participant has the id or had it,
/// and where the charter does not have the group, the region, a dimension, a role or a weight.
pub fn add(
    register: &Register,
    id: &ParticipantId,
    details: &ParticipantInput,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    may_keep_roster(register, actor, None)?;
    if let Some(present) = register.known_as(id) {
        let sentence = match present == id {
            true => format!("{id} is already on the participant list"),
            false => format!("{id} is a former id of {present}"),
        };
        let command = Command::new("participant set").with(present);
        let hint = Hint::run("to change the entry", command);
        return Err(Refusal::rules(sentence, hint));
    }
    let name = details.name.as_deref().unwrap_or_default();
    let name = said(name, "the name", "--name")?;
    let charter = charter(register)?;
    let group = group(charter, details.group.as_ref())?;
    let mut participant = Participant::new(name, group);
    apply(&mut participant, details, now);
    let path = RecordPath::Participant(id.clone()).to_string();
    let text = participant.sheet().finish().into_bytes();
    let mut files = vec![(path, text)];
    files.extend(charter_with_roles(register, id, details, actor)?);
    let subject = format!("Add participant {id}");
    Ok(entry(
        files,
        subject,
        &[("Participant", id), ("By", &actor.id)],
    ))
}

/// Changes the entry of `id` on the participant list.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such participant,
/// where nothing would change, and where the charter does not have the group, the region, a dimension, a
/// role or a weight.
pub fn set(
    register: &Register,
    id: &ParticipantId,
    details: &ParticipantInput,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    may_keep_roster(register, actor, Some((id, details)))?;
    if *details == ParticipantInput::default() {
        return Err(Refusal::usage(
            "nothing to change is given",
            "name what to change, such as --name, --group or --affiliation",
        ));
    }
    if let Some(wanted) = &details.group {
        group(charter(register)?, Some(wanted))?;
    }
    if let Some(words) = details.interests.as_deref().filter(|it| !it.is_empty()) {
        said(words, "the statement of interest", "--interests")?;
    }
    let path = RecordPath::Participant(id.clone()).to_string();
    let unknown = || unknown(register, id);
    let old = register.participants.get(id).ok_or_else(unknown)?;
    let edit = register.bytes(&path).and_then(Edit::open);
    let mut edit = edit.ok_or_else(unknown)?;
    let mut new = old.clone();
    apply(&mut new, details, now);
    let mut files = charter_with_roles(register, id, details, actor)?;
    if new != *old {
        let (set, gone) = changed(old, &new);
        edit.remove(&gone.iter().map(String::as_str).collect::<Vec<_>>());
        edit.set(keys(&set));
        files.push((path, edit.finish()));
    }
    let subject = format!("Change participant {id}");
    Ok(entry(
        files,
        subject,
        &[("Participant", id), ("By", &actor.id)],
    ))
}

/// Refuses an id that no participant has, with the nearest one.
pub(super) fn unknown(register: &Register, id: &ParticipantId) -> Refusal {
    let add = || {
        let command = Command::new("participant add").with(id);
        Hint::run("to add them", command.option("--name", Placeholder::Text))
    };
    actor::unknown(register, id, add)
}

/// The charter with the new roles of `id` added and the old ones removed, where that is a change.
fn charter_with_roles(
    register: &Register,
    id: &ParticipantId,
    details: &ParticipantInput,
    actor: &Actor,
) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let charter = charter(register)?;
    let held = |role: &&RoleName| charter.holds(id, role.as_str());
    let new: Vec<&RoleName> = details.role.iter().filter(|role| !held(role)).collect();
    if let Some(role) = details.no_role.iter().find(|role| !held(role)) {
        let sentence = format!("{id} does not have the role {role}");
        return Err(Refusal::usage(sentence, shown(id)));
    }
    if new.is_empty() && details.no_role.is_empty() {
        return Ok(Vec::new());
    }
    actor.must(Deed::ChangeCharter, &About::register(register))?;
    let edit = register.bytes(CHARTER).and_then(Edit::open);
    let mut edit = edit.ok_or_else(|| unreadable("the charter"))?;
    for role in new {
        edit.add_to_list(&["roles", role.as_str()], id.as_str());
    }
    let is_theirs = |name: &str| {
        ParticipantId::parse(name).is_ok_and(|name| register.people.present(&name) == id)
    };
    for role in &details.no_role {
        edit.remove_from_list(&["roles", role.as_str()], is_theirs);
    }
    Ok(vec![(CHARTER.to_owned(), edit.finish())])
}

/// The keys in which two states differ, each with its value as the new one writes it; and the keys that
/// the new one leaves out.
pub(super) fn changed(
    old: &Participant,
    new: &Participant,
) -> (Vec<(String, String)>, Vec<String>) {
    let [old, new] = [old, new].map(|state| {
        let text = state.sheet().finish();
        text.parse::<toml_edit::DocumentMut>().unwrap_or_default()
    });
    let value = |item: &toml_edit::Item| item.to_string().trim().to_owned();
    let set = new.iter().map(|(key, item)| (key.to_owned(), value(item)));
    let set = set.filter(|(key, item)| old.get(key).map(value).as_ref() != Some(item));
    let left_out = old.iter().filter(|(key, _)| !new.contains_key(key));
    (
        set.collect(),
        left_out.map(|(key, _)| key.to_owned()).collect(),
    )
}

/// Keys with their values, for an edit of a record.
pub(super) fn keys(changed: &[(String, String)]) -> CanonicalToml {
    let mut sheet = CanonicalToml::new();
    for (key, value) in changed {
        sheet.raw(key, value);
    }
    sheet
}

/// Which right a change needs: everybody can change their own email addresses and interests.
fn may_keep_roster(
    register: &Register,
    actor: &Actor,
    set: Option<(&ParticipantId, &ParticipantInput)>,
) -> Result<(), Refusal> {
    let about = About::register(register);
    match set {
        Some((id, details)) if is_own(details) => actor.must(Deed::ChangeOwnEntry, &about.of(id)),
        _ => actor.must(Deed::KeepParticipants, &about),
    }
}

fn is_own(details: &ParticipantInput) -> bool {
    let own = ParticipantInput {
        email: details.email.clone(),
        interests: details.interests.clone(),
        ..ParticipantInput::default()
    };
    *details == own
}

/// The group that was named, or the only one of the charter: the program never chooses one of several.
pub(super) fn group(charter: &Charter, wanted: Option<&GroupId>) -> Result<GroupId, Refusal> {
    let ids = || charter.groups.iter().map(|group| group.id.as_str());
    let list = || format!("groups: {}", listed(ids())).into();
    match (wanted, charter.groups.as_slice()) {
        (Some(group), _) if charter.group(group).is_some() => Ok(group.clone()),
        (Some(group), _) => {
            let sentence = format!("\"{group}\" is not a group of the charter");
            Err(Refusal::usage(sentence, meant(group, ids(), list)))
        }
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => {
            let hint: Hint = list();
            Err(Refusal::usage(
                "--group is missing: the charter has several groups",
                hint,
            ))
        }
    }
}

fn apply(participant: &mut Participant, details: &ParticipantInput, now: Instant) {
    fn put<T: Clone>(old: &mut T, new: Option<&T>) {
        if let Some(new) = new {
            old.clone_from(new);
        }
    }
    fn put_all<T: Clone>(old: &mut Vec<T>, new: &Vec<T>) {
        put(old, Some(new).filter(|new| !new.is_empty()));
    }
    fn put_some<T: Clone>(old: &mut Option<T>, new: &Option<T>) {
        put(old, Some(new).filter(|new| new.is_some()));
    }
    put(&mut participant.name, details.name.as_ref());
    put(&mut participant.group, details.group.as_ref());
    put_all(&mut participant.memberships.standing, &details.standing);
    put_all(&mut participant.accounts, &details.account);
    put_all(&mut participant.emails, &details.email);
    put_all(&mut participant.also, &details.also);
    put_all(&mut participant.weight, &details.weight);
    put_some(&mut participant.affiliation, &details.affiliation);
    put_some(&mut participant.region, &details.region);
    for (dimension, value) in &details.dimension {
        participant.dimensions.put(dimension, value);
    }
    put_some(&mut participant.alternate_for, &details.alternate_for);
    if let Some(why) = &details.suspended {
        participant.suspended = Some(why.clone()).filter(|why| !why.is_empty());
    }
    for other in &details.known_as {
        if !participant.known_as.iter().any(|own| same(own, other)) {
            participant.known_as.push(other.clone());
        }
    }
    for key in &details.clear {
        key.clear(participant);
    }
    if let Some(interests) = &details.interests {
        participant.interests = Some(interests.clone());
        participant.interests_updated = Some(now.date());
    }
}
