//! Who submitted a change, as far as the proof goes that the charter asks for.

use std::collections::BTreeSet;

use crate::check::change::{Change, Door, Submitter};
use crate::procedure::origin::Origin;
use crate::record::charter::{Charter, Identity};
use crate::record::participant::Participant;
use crate::record::path::CHARTER;
use crate::register::records::Register;
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::ParticipantId;
use crate::value::suggest::listed;
use crate::value::text::{hostile_in, same, shortened};

/// Of a change that nobody can be held to, since there are no rules.
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
        // What landed long ago landed through an account that no history tells.
        Identity::Account | Identity::Signature if change.door == Door::Landing => {
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
    /// Whoever acts through this program. Where commits prove who submits, the commit must.
    fn acting(&self, charter: &Charter, who: &ParticipantId) -> (Origin, Vec<Finding>) {
        let present = self.before.people.present(who).clone();
        let mut findings = Vec::new();
        if charter.identity == Identity::Author {
            for address in &self.change.submitter.authors {
                if !self.by_address(address).contains(&present) {
                    let shown = shortened(address, 80);
                    let sentence = format!(
                        "the charter takes the commit's author as proof of who submits, and \
                         {shown} is no address of {present} on the roster"
                    );
                    let hint = format!(
                        "commit under an address of {present}; a chair or secretary enters what \
                         {present} said with --for {present}"
                    );
                    findings.push(self.missing(sentence, hint));
                }
            }
        }
        (Origin::Known([present].into()), findings)
    }

    /// Nothing is asked for; who is named all the same is believed.
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
            let sentence = "the charter takes the forge's account as proof of who submits, and \
                            nobody says which account this comes from";
            let hint = "--actor github:LOGIN, as the forge names the request's author";
            return (Origin::Unverified, vec![self.missing(sentence, hint)]);
        };
        let shown = shortened(account, 80);
        let stranger = Origin::Stranger(account.clone());
        match self.by_account(account).as_slice() {
            [one] => (Origin::Known([one.clone()].into()), Vec::new()),
            [] => {
                let sentence = format!(
                    "nobody on the roster has the account {shown}, and the charter takes the \
                     account as proof of who submits"
                );
                let hint = format!(
                    "whose account it is, a chair or secretary says: plenary participant set NAME \
                     --account {shown}"
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
                        "a commit is by {shown}, which is nobody's address on the roster, and the \
                         charter takes the commit's author as proof of who submits"
                    );
                    let hint = format!(
                        "commit under an address that the roster has; whose address it is, a chair \
                         or secretary says: plenary participant set NAME --email {shown}"
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
            (false, _) => Origin::Stranger(listed(strange.iter().map(String::as_str))),
        };
        (origin, findings)
    }

    fn of_several(&self, what: &str, several: &[ParticipantId]) -> Finding {
        let names = listed(several.iter().map(ParticipantId::as_str));
        let sentence = format!("{what} stands on the roster for more than one: {names}");
        let hint = "a chair or secretary leaves it with one of them";
        self.missing(sentence, hint)
    }

    /// A proof that is missing is missing of the whole change; it is told at its first file.
    fn missing(&self, sentence: impl Into<String>, hint: impl Into<String>) -> Finding {
        let first = self.change.moved.first();
        let path = first.map_or(CHARTER, |moved| moved.path.as_str());
        Finding::new(code::P210, Place::file(path), sentence).hint(hint)
    }

    fn by_account(&self, account: &str) -> Vec<ParticipantId> {
        self.having(account, |who| &who.accounts)
    }

    fn by_address(&self, address: &str) -> Vec<ParticipantId> {
        self.having(address, |who| &who.emails)
    }

    /// Those of whom one of `own` is what was given. What hides something is nobody's.
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
