//! Finds who submitted a change, by the proof that the charter requires; and checks that a change has one
//! purpose: a position does not come with another participant's, or with a change of the rules by which it is
//! counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::change::context::{ChangeContext, RecordChange};
use crate::check::change::roster::is_own;
use crate::check::change::{Change, EntryPoint, Submitter};
use crate::procedure::hand::Origin;
use crate::procedure::rights::{self, Deed};
use crate::record::charter::{Charter, Identity};
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::record::position::Position;
use crate::register::records::Register;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::all_of;
use crate::value::text::{hostile_in, same, shortened};

/// The submitter of a change in a register without rules.
pub(super) fn of_nobody(submitter: &Submitter) -> Origin {
    match &submitter.account {
        Some(account) => Origin::Stranger(account.clone()),
        None => Origin::Unverified,
    }
}

/// Who submits the change, and what is missing of the proof.
pub(super) fn origin(
    before: &Register,
    charter: &Charter,
    change: &Change<'_>,
) -> (Origin, Vec<Finding>) {
    let proof = Proof { before, change };
    if let Some(who) = &change.submitter.acting {
        return proof.acting(charter, who);
    }
    match charter.identity {
        Identity::None => (proof.unasked(), Vec::new()),
        Identity::Author => proof.author(),
        // A history does not say through which account an old commit came.
        Identity::Account | Identity::Signature if change.door == EntryPoint::Landing => {
            (Origin::Unverified, Vec::new())
        }
        Identity::Account => proof.account(),
        Identity::Signature => match &change.submitter.account {
            Some(_) => proof.account(),
            None => (Origin::Unverified, Vec::new()),
        },
    }
}

struct Proof<'p> {
    before: &'p Register,
    change: &'p Change<'p>,
}

impl Proof<'_> {
    /// The participant who acts through this program. If commits prove who submits, this commit must, too.
    fn acting(&self, charter: &Charter, who: &ParticipantId) -> (Origin, Vec<Finding>) {
        let present = self.before.people.present(who).clone();
        let mut findings = Vec::new();
        if charter.identity == Identity::Author {
            for address in &self.change.submitter.authors {
                if !self.by_address(address).contains(&present) {
                    let shown = shortened(address, 80);
                    let sentence = format!(
                        "{shown} is not an email address of {present}, and the charter requires one as \
                         proof of who submits"
                    );
                    let hint = format!(
                        "commit under an email address of {present}. A chair or secretary can enter it \
                         with --for {present}"
                    );
                    findings.push(self.missing(sentence, hint));
                }
            }
        }
        (Origin::Known([present].into()), findings)
    }

    /// No proof is required; an account that is named all the same is believed.
    fn unasked(&self) -> Origin {
        match &self.change.submitter.account {
            None => Origin::Unverified,
            Some(account) => match self.by_account(account).as_slice() {
                [one] => Origin::Known([one.clone()].into()),
                _ => Origin::Stranger(account.clone()),
            },
        }
    }

    fn account(&self) -> (Origin, Vec<Finding>) {
        let Some(account) = &self.change.submitter.account else {
            let sentence = "the submitter's account is unknown, but the charter requires it";
            let hint = "name the author of the pull request: --actor github:LOGIN";
            return (Origin::Unverified, vec![self.missing(sentence, hint)]);
        };
        let shown = shortened(account, 80);
        let stranger = Origin::Stranger(account.clone());
        match self.by_account(account).as_slice() {
            [one] => (Origin::Known([one.clone()].into()), Vec::new()),
            [] => {
                let sentence = format!(
                    "no participant has the account {shown}, but the charter requires it as proof of who \
                     submits"
                );
                let hint = format!(
                    "a chair or secretary can add it: plenary participant set NAME --account {shown}"
                );
                (stranger, vec![self.missing(sentence, hint)])
            }
            several => (stranger, vec![self.of_several(&shown, several)]),
        }
    }

    fn author(&self) -> (Origin, Vec<Finding>) {
        let mut known = BTreeSet::new();
        let mut strange = Vec::new();
        let mut findings = Vec::new();
        for address in &self.change.submitter.authors {
            let shown = shortened(address, 80);
            match self.by_address(address).as_slice() {
                [one] => drop(known.insert(one.clone())),
                [] => {
                    let sentence = format!(
                        "a commit is by {shown}, which is not an email address of a participant, but the \
                         charter requires one as proof of who submits"
                    );
                    let hint = format!(
                        "commit under your own email address. A chair or secretary can add it: plenary \
                         participant set NAME --email {shown}"
                    );
                    findings.push(self.missing(sentence, hint));
                    strange.push(shown);
                }
                several => {
                    findings.push(self.of_several(&shown, several));
                    strange.push(shown);
                }
            }
        }
        let origin = match (strange.is_empty(), known.is_empty()) {
            (true, true) => Origin::Unverified,
            (true, false) => Origin::Known(known),
            (false, _) => Origin::Stranger(all_of(strange.iter().map(String::as_str))),
        };
        (origin, findings)
    }

    fn of_several(&self, what: &str, several: &[ParticipantId]) -> Finding {
        let names = all_of(several.iter().map(ParticipantId::as_str));
        let sentence = format!("{what} belongs to several participants: {names}");
        let hint = "a chair or secretary must remove it from all but one";
        self.missing(sentence, hint)
    }

    /// A proof that is missing for the whole change, as a finding at its first file.
    fn missing(&self, sentence: impl Into<String>, hint: impl Into<String>) -> Finding {
        let first = self.change.moved.first();
        let path = first.map_or(CHARTER, |moved| moved.path.as_str());
        Finding::new(code::P210, SourceLocation::file(path), sentence).hint(hint)
    }

    fn by_account(&self, account: &str) -> Vec<ParticipantId> {
        self.having(account, |who| &who.accounts)
    }

    fn by_address(&self, address: &str) -> Vec<ParticipantId> {
        self.having(address, |who| &who.emails)
    }

    /// The participants with this account or address. One with hidden characters belongs to nobody.
    fn having(&self, given: &str, own: fn(&Participant) -> &Vec<String>) -> Vec<ParticipantId> {
        if hostile_in(given).next().is_some() {
            return Vec::new();
        }
        let roster = self.before.participants.iter();
        roster
            .filter(|(_, who)| own(who).iter().any(|own| same(own, given)))
            .map(|(id, _)| id.clone())
            .collect()
    }
}

/// Finds a change that does several things at once.
pub(super) fn mixed(ground: &ChangeContext<'_>, out: &mut Vec<Finding>) {
    let own: Vec<(&RecordChange<'_>, String)> = ground
        .pieces
        .iter()
        .filter(|piece| piece.after.is_some() && !is_relayed(ground, piece))
        .filter_map(|piece| Some((piece, speaker(ground, piece)?)))
        .collect();
    several_people(ground, &own, out);
    let Some((first, who)) = own.first() else {
        return;
    };
    for piece in ground.pieces.iter().filter(|piece| rules_over(piece)) {
        let sentence =
            format!("this changes how positions are counted, together with a record of {who}");
        out.push(at_once(piece, sentence, TWO_REQUESTS));
    }
    out.extend(with_the_outside(ground, first));
}

/// What to do if two things come at once.
const TWO_REQUESTS: &str = "make two changes, one for each";

fn at_once(piece: &RecordChange<'_>, sentence: String, hint: &str) -> Finding {
    Finding::new(code::P217, SourceLocation::file(piece.path), sentence).hint(hint)
}

fn several_people(
    ground: &ChangeContext<'_>,
    own: &[(&RecordChange<'_>, String)],
    out: &mut Vec<Finding>,
) {
    let mut first: BTreeMap<&str, &RecordChange<'_>> = BTreeMap::new();
    for (piece, who) in own {
        first.entry(who).or_insert(piece);
    }
    let relayed = ground.pieces.iter().find(|piece| is_relayed(ground, piece));
    let keepers = rights::may(Deed::EnterForAnother, &ground.register());
    let is_keeper = |who: &str| keepers.iter().any(|keeper| keeper.as_str() == who);
    let alone = first.len() == 1 && (relayed.is_none() || first.keys().all(|who| is_keeper(who)));
    if first.is_empty() || alone {
        return;
    }
    let names = all_of(first.keys().copied());
    for (piece, _) in own {
        let sentence = match relayed {
            None => format!("this change has records of several people: {names}"),
            Some(_) => format!(
                "this change has records of {names}, together with records entered for others"
            ),
        };
        let hint = "make one change for each. A chair or secretary who enters several must add \
                    relayed-by = \"NAME\" to each record";
        out.push(at_once(piece, sentence, hint));
    }
}

/// A position must not come with a change outside the register, because nobody would look at that.
fn with_the_outside(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> Option<Finding> {
    let may = rights::may(Deed::ChangeCharter, &ground.register());
    if ground.change.outside.is_empty() || ground.is_submitted_by(&may) {
        return None;
    }
    let outside = ground.change.outside.iter().take(5);
    let names: Vec<String> = outside.map(|name| shortened(name, 60)).collect();
    let names = all_of(names.iter().map(String::as_str));
    let sentence = format!("this change also has files outside the register: {names}");
    Some(at_once(piece, sentence, TWO_REQUESTS))
}

/// Who gave a personal record. A position by proxy was given by the proxy.
fn speaker(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> Option<String> {
    let who = |id: &ParticipantId| Some(id.to_string());
    match &piece.record {
        RecordPath::Position(id, owner) => {
            let proxy = piece.read_after(Position::read).and_then(|new| new.proxy);
            match (proxy, owner) {
                (Some(proxy), _) => who(&proxy),
                (None, Owner::Participant(id)) => who(id),
                (None, Owner::Group(group)) => match ground.origin {
                    Origin::Known(ids) if ground.is_submitted_by(&speakers(ground, id, owner)) => {
                        ids.first().map(ToString::to_string)
                    }
                    _ => Some(format!("@{group}")),
                },
            }
        }
        RecordPath::Objection(_, of) => who(&of.participant),
        RecordPath::Challenge(_, _, of) => who(&of.participant),
        RecordPath::Minority(_, _, by) | RecordPath::Appeal(_, _, by) => who(by),
        RecordPath::Participant(id)
            if is_own(piece) && ground.is_submitted_by(std::slice::from_ref(id)) =>
        {
            who(id)
        }
        _ => None,
    }
}

/// Who gives the position of an owner.
fn speakers(ground: &ChangeContext<'_>, id: &ProposalId, owner: &Owner) -> Vec<ParticipantId> {
    rights::may(Deed::GivePosition, &ground.of_owner(id, owner))
}

/// Whether a position or an objection says that a chair or secretary entered it.
fn is_relayed(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> bool {
    let (id, relayer) = match &piece.record {
        RecordPath::Position(id, _) => {
            let position = piece.read_after(Position::read);
            (id, position.and_then(|new| new.relayed_by))
        }
        RecordPath::Objection(id, _) => {
            let objection = piece.read_after(Objection::read);
            let entered = objection.and_then(|new| new.reply_entered.or(new.entered));
            (id, entered.map(|entered| entered.by))
        }
        _ => return false,
    };
    let keepers = rights::may(Deed::EnterForAnother, &ground.about(id));
    relayer.is_some_and(|by| keepers.contains(&by))
}

/// Whether a record decides how positions are counted, or counts them.
fn rules_over(piece: &RecordChange<'_>) -> bool {
    match &piece.record {
        RecordPath::Participant(_) => !is_own(piece),
        RecordPath::Charter
        | RecordPath::AllowedSigners
        | RecordPath::Call(..)
        | RecordPath::Designation(..)
        | RecordPath::Decision(..)
        | RecordPath::Manifest(..) => true,
        _ => false,
    }
}
