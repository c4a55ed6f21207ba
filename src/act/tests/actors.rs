//! Who somebody is by what they claim.

use super::{OPEN, body, by, refused};
use crate::act::actor::{Actor, IdentitySource};
use crate::act::propose::{Revise, revise};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::record::proposal::RevisionKind;
use crate::register::sample::{Sample, at, id};

fn named(name: &str) -> IdentitySource {
    IdentitySource::Named(name.to_owned(), "--as")
}

/// Two of five have names that begin with the same letters; two have the same address.
fn people() -> Sample {
    let mails =
        |name: &str, mails: &str| format!("name = '{name}'\ngroup = 'all'\nemails = [{mails}]\n");
    Sample::new("maya anna ann ben bert cy")
        .with(
            "participants/maya.toml",
            mails("Maya Ode", "'m@example.org', 'x@example.org'"),
        )
        .with("participants/ben.toml", mails("Ben", "'b@example.org'"))
        .with("participants/bert.toml", mails("Bert", "'B@example.org'"))
}

#[test]
fn a_claim_means_one_participant() {
    let register = people().register();
    for (claim, id) in [
        (named("maya"), "maya"),
        (named("ann"), "ann"),
        (named("ma"), "maya"),
        (named("Maya Ode"), "maya"),
        (IdentitySource::Email("X@Example.org".to_owned()), "maya"),
    ] {
        let actor = Actor::of(&register, &claim).expect(id);
        assert_eq!(actor.id.as_str(), id);
    }
    let maya = by(&register, "maya");
    assert_eq!(
        (maya.name.as_str(), maya.email.as_deref()),
        ("Maya Ode", Some("m@example.org"))
    );
    assert_eq!(by(&register, "cy").email, None);
}

#[test]
fn a_claim_that_means_nobody_or_several_is_refused() {
    let register = people().register();
    let email = |address: &str| IdentitySource::Email(address.to_owned());
    for (claim, told) in [
        (
            IdentitySource::Nothing,
            "--as NAME | git config plenary.participant NAME",
        ),
        (
            named("b"),
            "\"b\" (from --as) is the beginning of 2 ids | ben or bert",
        ),
        (named("nna"), "\"nna\" | did you mean anna?"),
        (named("zoe-something"), "plenary participant list"),
        (named(""), "plenary participant list"),
        (email("z@example.org"), "z@example.org | --as NAME"),
        (email("b@example.org"), "b@example.org | --as | ben or bert"),
    ] {
        refused(Actor::of(&register, &claim), Usage, told);
    }
}

#[test]
fn without_a_charter_nobody_may_do_anything() {
    let register = body().with("charter.toml", "format = [").faulty();
    let input = Revise {
        text: b"Less.\n".to_vec(),
        change: RevisionKind::Material,
        note: None,
    };
    let made = revise(
        &register,
        &id("one"),
        &input,
        &by(&register, "ann"),
        at(OPEN),
    );
    refused(made, Rules, "plenary check");
    let register = body()
        .with("proposals/one/proposal.toml", "title = [")
        .faulty();
    let made = revise(
        &register,
        &id("one"),
        &input,
        &by(&register, "ann"),
        at(OPEN),
    );
    refused(made, Rules, "proposal one | plenary check");
}
