//! Who is biased: found in the register that the question is asked of.

use crate::procedure::rights::About;
use crate::procedure::rights::table::Bias;
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::value::class::Class;
use crate::value::id::ParticipantId;

impl About<'_> {
    /// Whether this is a reason against `who`.
    pub(crate) fn is_biased(&self, bias: Bias, who: &ParticipantId) -> bool {
        match bias {
            Bias::Author => self.wrote(who),
            Bias::Recused => self.position_of(who).is_some_and(|it| self.recuses(it)),
            Bias::DeclaredInterest => {
                let position = self.position_of(who);
                position.is_some_and(|it| it.declared_interest().is_some())
            }
            Bias::OwnLate => self.of == Some(who) || self.speaks_for_group(who),
            Bias::Objector | Bias::Appellant => self.of == Some(who),
            Bias::Decided => self.decided_by() == Some(who),
            Bias::AlreadySigned | Bias::Signed => {
                self.signing.contains(who) || self.signed().contains(who)
            }
        }
    }

    fn wrote(&self, who: &ParticipantId) -> bool {
        let proposal = || self.folder()?.proposal.as_ref();
        match self.authors_at_opening {
            Some(authors) => authors.contains(who),
            None => proposal().is_some_and(|proposal| proposal.authors.contains(who)),
        }
    }

    fn position_of(&self, who: &ParticipantId) -> Option<&Position> {
        let owner = Owner::Participant(who.clone());
        let (_, file) = self.folder()?.position_of(&owner)?;
        file.position.as_ref()
    }

    fn recuses(&self, position: &Position) -> bool {
        let track = self.track();
        let allowed = track.and_then(|track| track.position(&position.position));
        !position.withdrawn && allowed.is_some_and(|allowed| allowed.class == Class::Recused)
    }

    fn speaks_for_group(&self, who: &ParticipantId) -> bool {
        self.representatives().contains(who)
    }

    fn decided_by(&self) -> Option<&ParticipantId> {
        let decision = self.folder()?.decision(self.call_number()?)?;
        Some(&decision.judgement.by)
    }

    fn signed(&self) -> Vec<ParticipantId> {
        match (self.proposal, self.call_number()) {
            (Some(id), Some(n)) => self.register.sign_offs(id, n),
            _ => Vec::new(),
        }
    }
}
