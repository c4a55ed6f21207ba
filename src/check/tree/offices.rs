//! Offices that the rules of a track need and that nobody could fill.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::Scene;
use crate::procedure::rights::{self, About, Deed};
use crate::record::charter::CHAIR;
use crate::record::path::CHARTER;
use crate::record::track::Track;

/// Tracks on which nobody could decide, close an objection by the role that is named for it, or
/// hear an appeal.
pub(super) fn empty(scene: &Scene<'_>, found: &mut Found) {
    // A charter without a participant is a preset that nobody has filled in.
    let founded = !scene.register.participants.is_empty();
    let Some(charter) = scene.charter().filter(|_| founded) else {
        return;
    };
    for track in &charter.tracks {
        let about = About::register(scene.register).by_track(&track.id);
        for (key, sentence, hint) in [
            no_chair(&about, track),
            no_closer(&about, track),
            no_hearer(&about, track),
        ]
        .into_iter()
        .flatten()
        {
            let way = format!("track/{}{key}", track.id);
            found.note(CHARTER, || Fault::new(sentence).key(way).hint(hint));
        }
    }
}

type Empty = (&'static str, String, String);

/// A track that takes the chair's role from everybody.
fn no_chair(about: &About<'_>, track: &Track) -> Option<Empty> {
    let own = track.roles.iter().any(|(role, _)| role.as_str() == CHAIR);
    let nobody = own && rights::in_office(Deed::Decide, about).is_empty();
    nobody.then(|| {
        let sentence = format!("nobody is a chair on the track {}", track.id);
        ("/roles", sentence, format!("{CHAIR} = [\"NAME\"]"))
    })
}

fn no_closer(about: &About<'_>, track: &Track) -> Option<Empty> {
    let role = track.disposes.as_ref()?;
    let charter = about.register.charter.as_ref()?;
    let holders = charter.holders_on(Some(track), role.as_str());
    holders.is_empty().then(|| {
        let sentence = format!(
            "the role {role}, which closes objections on the track {}, has no holder",
            track.id
        );
        let hint = format!("name a participant under {role} in [roles]");
        ("/disposes", sentence, hint)
    })
}

fn no_hearer(about: &About<'_>, track: &Track) -> Option<Empty> {
    let unheard = rights::unheard(about)?;
    let sentence = unheard.sentence(&track.id);
    Some(("/appeal", sentence, unheard.hint(about)))
}
