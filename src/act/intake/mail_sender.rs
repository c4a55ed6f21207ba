//! Finds whose answer a mail is: by the map, by the address of its sender, and by the group that the sender
//! represents.

use std::collections::BTreeMap;

use crate::record::canonical_toml::quoted;
use crate::record::import_map::ImportMap;
use crate::record::mail::Mail;
use crate::record::path::Owner;
use crate::register::records::Register;
use crate::value::id::{GroupId, ParticipantId};
use crate::value::sentence::all_of;
use crate::value::text::{canonical, hostile_in, shortened};

/// What a secretary can do with a mail that cannot be imported.
pub(super) const BY_HAND: &str = "enter the position yourself, with --for";

/// Why the owner of a mail is not certain.
pub(super) struct UnknownSender {
    pub(super) because: String,
    pub(super) hint: String,
    /// Whether it can be from a participant.
    pub(super) is_participant: bool,
}

/// The addresses of the participant list.
pub(super) struct Senders<'r> {
    register: &'r Register,
    map: &'r ImportMap,
    /// Whether groups answer, through their representatives.
    by_group: bool,
    addresses: BTreeMap<String, Vec<&'r ParticipantId>>,
}

impl<'r> Senders<'r> {
    pub(super) fn of(register: &'r Register, map: &'r ImportMap, by_group: bool) -> Self {
        let mut addresses: BTreeMap<String, Vec<&ParticipantId>> = BTreeMap::new();
        for (id, who) in register.participants.iter() {
            for address in &who.emails {
                let same = addresses.entry(canonical(address)).or_default();
                same.extend((!same.contains(&id)).then_some(id));
            }
        }
        Self {
            register,
            map,
            by_group,
            addresses,
        }
    }

    /// Whose answer a mail is.
    pub(super) fn sender(&self, mail: &Mail) -> Result<Owner, UnknownSender> {
        if let Some(owner) = mail.id.as_ref().and_then(|id| self.map.mail(id)) {
            return owner
                .clone()
                .map_or_else(|| Err(unknown("", "", false)), Ok);
        }
        let [address] = mail.from.as_slice() else {
            let known = mail
                .from
                .iter()
                .any(|address| !self.having(address).is_empty());
            return Err(unknown(
                "it does not have exactly one sender",
                BY_HAND,
                known,
            ));
        };
        let shown = shortened(address, 60);
        if mail.is_from_list {
            return Err(self.behind(mail, &shown));
        }
        match self.map.participant(address) {
            Some(owner @ Owner::Group(_)) => return Ok(owner.clone()),
            Some(Owner::Participant(id)) => return self.owner(id),
            None => {}
        }
        match self.having(address) {
            [one] => self.owner(one),
            [] => Err(unknown(
                format!("no participant has the email address {shown}"),
                "if you are sure who it is: plenary participant set NAME --email TEXT",
                false,
            )),
            several => {
                let names = all_of(several.iter().map(|id| id.as_str()));
                let because = format!("{names} have the email address {shown}");
                Err(unknown(because, BY_HAND, true))
            }
        }
    }

    fn having(&self, address: &str) -> &[&'r ParticipantId] {
        let found = self.addresses.get(&canonical(address));
        found.map_or(&[], Vec::as_slice)
    }

    /// A mail that has the address of a mailing list as its sender.
    fn behind(&self, mail: &Mail, shown: &str) -> UnknownSender {
        let others = mail
            .behind
            .iter()
            .filter(|other| !mail.from.contains(other));
        let mut people: Vec<&ParticipantId> = others
            .flat_map(|other| self.having(other))
            .copied()
            .collect();
        people.sort();
        people.dedup();
        let because = format!("{shown} is the address of a mailing list");
        let Some(first) = people.first() else {
            return unknown(because, BY_HAND, false);
        };
        let names = all_of(people.iter().map(|id| id.as_str()));
        let hint = in_map(mail, &format!("if {first} sent it"), first.as_str());
        unknown(
            format!("{because}; answers to it are sent to {names}"),
            hint,
            true,
        )
    }

    /// The owner of the answer: the participant, or the group that they represent.
    fn owner(&self, who: &ParticipantId) -> Result<Owner, UnknownSender> {
        if !self.by_group {
            return Ok(Owner::Participant(who.clone()));
        }
        let charter = self.register.charter.iter();
        let groups = charter.flat_map(|charter| &charter.groups);
        let spoken_for: Vec<&GroupId> = groups
            .filter(|group| group.representatives.contains(who))
            .map(|group| &group.id)
            .collect();
        match spoken_for.as_slice() {
            [group] => Ok(Owner::Group((*group).clone())),
            [] => Ok(Owner::Participant(who.clone())),
            _ => Err(unknown(
                format!("{who} represents several groups"),
                "enter the position yourself, with --group",
                true,
            )),
        }
    }
}

fn unknown(
    because: impl Into<String>,
    hint: impl Into<String>,
    is_participant: bool,
) -> UnknownSender {
    UnknownSender {
        because: because.into(),
        hint: hint.into(),
        is_participant,
    }
}

/// How to say in the map what a mail is.
pub(super) fn in_map(mail: &Mail, when: &str, what: &str) -> String {
    let id = mail
        .id
        .as_deref()
        .filter(|id| hostile_in(id).next().is_none());
    match id {
        Some(id) => format!(
            "{when}, write in the map: [mails] {} = \"{what}\"",
            quoted(id)
        ),
        None => BY_HAND.to_owned(),
    }
}
