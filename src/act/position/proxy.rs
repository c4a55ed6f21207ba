//! Positions given with another participant's authority.

use crate::act::actor::Actor;
use crate::act::position::{Authority, For, Give};
use crate::act::refusal::Refusal;
use crate::record::path::Owner;
use crate::record::track::Track;
use crate::register::records::Folder;
use crate::tally::reason::{ByProxy, by_proxy};

/// Refuses a proxy where the track allows none, and one that would overwrite what the holder, or
/// another proxy, gave.
pub(super) fn must_be_allowed(
    track: Option<&Track>,
    folder: &Folder,
    input: &Give,
    owner: &Owner,
    actor: &Actor,
) -> Result<(), Refusal> {
    if input.authority == Authority::Own {
        return Ok(());
    }
    let id = &input.proposal;
    let another = matches!(&input.of, For::Participant(of) if *of != actor.id);
    if !another {
        return Err(Refusal::usage(
            "a proxy answers for somebody else",
            format!("plenary position {id} VALUE --for NAME --proxy"),
        ));
    }
    if let Some(track) = track.filter(|track| !track.proxies.are_allowed()) {
        return Err(Refusal::rules(
            format!("the track {} allows no proxies", track.id),
            format!(
                "{owner} answers, or a secretary types what {owner} said: plenary position {id} VALUE --for {owner}"
            ),
        ));
    }
    if let Some(track) = track {
        must_be_within_the_rule(track, folder, owner, actor)?;
    }
    let Some((path, filed)) = folder.position_of(owner) else {
        return Ok(());
    };
    let by = filed.position.as_ref().map(|there| there.proxy.as_ref());
    let why = match by {
        Some(Some(proxy)) if *proxy == actor.id => return Ok(()),
        Some(Some(proxy)) => format!("{proxy} gave one for {owner} as a proxy"),
        Some(None) => format!("{owner} gave one, which no proxy overwrites"),
        None => format!("{path} cannot be read"),
    };
    Err(Refusal::rules(
        format!("there is a position of {owner} on {id} already: {why}"),
        format!("only {owner} can change it"),
    ))
}

/// The proxies that there are, with this one beside them: nobody answers for more than the track
/// allows, nor for somebody who answers for them.
fn must_be_within_the_rule(
    track: &Track,
    folder: &Folder,
    owner: &Owner,
    actor: &Actor,
) -> Result<(), Refusal> {
    let others = folder
        .positions
        .values()
        .filter(|file| file.owner != *owner);
    let others = others.filter_map(by_proxy);
    let all = ByProxy::of(others.chain([(owner, &actor.id)]));
    match all.fault(track.proxies, owner, &actor.id) {
        None => Ok(()),
        Some(fault) => Err(Refusal::rules(
            fault.sentence(track.id.as_str(), &actor.id),
            format!("{owner} answers for themselves, or names another proxy"),
        )),
    }
}
