//! Gives a participant another id: the record moves, and records about the present name the new id.
//! Records of what was said and done keep the id with which they were written.

use crate::act::actor::Actor;
use crate::act::hints::checked;
use crate::act::participant::unknown;
use crate::act::proposal_state::{entry, filed};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{self, About, Deed};
use crate::record::edit::Edit;
use crate::record::participant::Participant;
use crate::record::path::{CHARTER, RecordPath};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::ParticipantId;
use crate::value::text::same;

/// Where each kind of record names participants of today, as key paths of [`Edit`].
const IN_CHARTER: &[&[&str]] = &[
    &["roles", "*"],
    &["track", "*", "roles", "*"],
    &["group", "representatives"],
];
const IN_PARTICIPANT: &[&[&str]] = &[&["alternate-for"]];
const IN_PROPOSAL: &[&[&str]] = &[&["authors"], &["shepherd"], &["next", "owner"]];

/// A participant with another id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// What will be written.
    pub entry: PendingCommit,
    /// The files that still have the former id, because the actor cannot change them.
    pub kept: Vec<String>,
}

/// Gives `old` the id `new`.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such participant,
/// and where the new id already means a participant.
pub fn rename(
    register: &Register,
    old: &ParticipantId,
    new: &ParticipantId,
    actor: &Actor,
) -> Result<Renamed, Refusal> {
    actor.must(Deed::KeepParticipants, &About::register(register))?;
    let participant = register
        .participants
        .get(old)
        .ok_or_else(|| unknown(register, old))?;
    must_be_free(register, old, new)?;
    let naming = Naming { register, old, new };
    let from = register.path(&RecordPath::Participant(old.clone()));
    let mut files = vec![naming.record(&from, participant)?];
    for (id, other) in register.participants.iter() {
        if other.alternate_for.as_ref() == Some(old) && id != old {
            let path = register.path(&RecordPath::Participant(id.clone()));
            files.extend(naming.changed(path, IN_PARTICIPANT));
        }
    }
    let mut kept = Vec::new();
    for (file, deed, about) in naming.elsewhere() {
        match rights::denied(deed, &about, &actor.id) {
            None => files.push(file),
            Some(_) => kept.push(file.0),
        }
    }
    let entry = entry(
        files,
        format!("Rename participant {old} to {new}"),
        &[("Participant", &new), ("Renamed", &old), ("By", &actor.id)],
    );
    Ok(Renamed {
        entry: PendingCommit {
            removed: [from].into(),
            ..entry
        },
        kept,
    })
}

/// Refuses an id that already means a participant. One's own former id can be used again.
fn must_be_free(
    register: &Register,
    old: &ParticipantId,
    new: &ParticipantId,
) -> Result<(), Refusal> {
    if new == old {
        return Err(Refusal::usage(
            format!("{old} already has this id"),
            Hint::run(
                "to change the name that people see",
                Command::new("participant set")
                    .with(old)
                    .option("--name", Placeholder::Text),
            ),
        ));
    }
    let taken = |sentence: String, by: &ParticipantId| {
        let hint = Hint::run(
            "choose another id; to see who has this one",
            Command::new("show").with(by),
        );
        Err(Refusal::rules(sentence, hint))
    };
    match register.known_as(new) {
        Some(other) if other == new => {
            return taken(format!("{new} is the id of another participant"), other);
        }
        Some(other) if other != old => {
            return taken(format!("{new} is a former id of {other}"), other);
        }
        _ => {}
    }
    let mut others = register.participants.iter().filter(|(id, _)| *id != old);
    let called = |it: &Participant| it.known_as.iter().any(|name| same(name, new.as_str()));
    if let Some((other, _)) = others.find(|(_, it)| called(it)) {
        return taken(format!("{new} is another name of {other}"), other);
    }
    let path = RecordPath::Participant(new.clone()).to_string();
    match register.snapshot.files.contains_key(&path) {
        true => Err(Refusal::rules(
            format!("the file {path} already exists and cannot be read"),
            checked(),
        )),
        false => Ok(()),
    }
}

/// Which id replaces which, and in which register.
struct Naming<'r> {
    register: &'r Register,
    old: &'r ParticipantId,
    new: &'r ParticipantId,
}

impl<'r> Naming<'r> {
    /// The participant's own record in its new place, with the former id in it.
    fn record(&self, from: &str, participant: &Participant) -> Result<(String, Vec<u8>), Refusal> {
        let mut edit = filed(self.register, from)?;
        if participant.also.contains(self.new) {
            edit.remove_from_list(&["also"], |name| name == self.new.as_str());
        }
        if !participant.also.contains(self.old) {
            edit.add_to_list(&["also"], self.old.as_str());
        }
        let to = RecordPath::Participant(self.new.clone()).to_string();
        Ok((to, edit.finish()))
    }

    /// The charter and the drafts that name them, each with the right that its change needs. A proposal
    /// on which a call was opened is left as the body was asked about it.
    fn elsewhere(&self) -> Vec<((String, Vec<u8>), Deed, About<'r>)> {
        let of_register = About::register(self.register);
        let charter = self.changed(CHARTER.to_owned(), IN_CHARTER);
        let charter = charter.map(|file| (file, Deed::ChangeCharter, of_register));
        let folders = self.register.proposals.iter();
        let drafts = folders.filter(|(_, folder)| folder.calls.is_empty());
        let drafts = drafts.filter_map(|(id, _)| {
            let path = RecordPath::Proposal(id.clone()).to_string();
            let file = self.changed(path, IN_PROPOSAL)?;
            Some((file, Deed::EditProposal, About::proposal(self.register, id)))
        });
        charter.into_iter().chain(drafts).collect()
    }

    /// A file with the new id at each of these key paths that names them; `None` where none does.
    fn changed(&self, path: String, ways: &[&[&str]]) -> Option<(String, Vec<u8>)> {
        let mut edit = self.register.bytes(&path).and_then(Edit::open)?;
        let is_theirs = |name: &str| {
            ParticipantId::parse(name).is_ok_and(|id| self.register.people.present(&id) == self.old)
        };
        let mut any = false;
        for way in ways {
            any |= edit.rename(way, is_theirs, self.new.as_str());
        }
        any.then(|| (path, edit.finish()))
    }
}
