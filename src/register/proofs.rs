//! Finds participants by what proves who somebody is: an account at a hosting service, or an email address.

use crate::record::participant::Participant;
use crate::register::records::Register;
use crate::value::account;
use crate::value::id::ParticipantId;
use crate::value::text::{hostile_in, same};

impl Register {
    /// The participants with this account at a hosting service.
    pub fn by_account(&self, account: &str) -> Vec<ParticipantId> {
        self.having(account, |who| &who.accounts)
    }

    /// The participants with this email address. An address under which a hosting service hides the real one
    /// belongs to the account inside it.
    pub fn by_address(&self, address: &str) -> Vec<ParticipantId> {
        let mut found = self.having(address, |who| &who.emails);
        if let (true, Some(account)) = (found.is_empty(), account::of_address(address)) {
            found = self.by_account(&account);
        }
        found
    }

    /// The participants with this account or address. One with hidden characters belongs to nobody.
    fn having(&self, given: &str, own: fn(&Participant) -> &Vec<String>) -> Vec<ParticipantId> {
        if hostile_in(given).next().is_some() {
            return Vec::new();
        }
        let has = |(_, who): &(&ParticipantId, &Participant)| {
            let mut all = own(who).iter();
            all.any(|own| same(own, given))
        };
        let all = self.participants.iter().filter(has);
        all.map(|(id, _)| id.clone()).collect()
    }
}
