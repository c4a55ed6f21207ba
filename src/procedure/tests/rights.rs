//! Tests who can do what, and why not.

use super::{called, drafted, settled, signed};
use crate::blessed::screen;
use crate::procedure::rights::{
    About, Bias, Deed, Held, Office, RIGHTS, Unheard, Why, bias, denied, held, in_office, may,
    named, unbiased, unheard,
};
use crate::register::records::Register;
use crate::register::sample::{Sample, id, who};
use crate::value::id::{GroupId, ParticipantId, ProposalId, RoleName, TrackId};

fn names(all: &[ParticipantId]) -> String {
    let all: Vec<&str> = all.iter().map(ParticipantId::as_str).collect();
    all.join(" ")
}

fn word(deed: Deed) -> String {
    let word = serde_json::to_value(deed).expect("a word");
    word.as_str().expect("a text").to_owned()
}

/// A decision by `idris` that `maya` signed off, and `ann` appeals against.
fn appealed() -> Sample {
    signed(settled().decision("by = 'idris'"), "maya").in_call(
        "appeals/ann.toml",
        "ground = 'process'\nproblem = 'p'\nasks = 'a'",
    )
}

#[test]
fn everybody_may_what_the_table_says() {
    let register = appealed().register();
    let (one, carla) = (id("one"), who("carla"));
    let about = About::proposal(&register, &one).of(&carla);
    let rows: Vec<String> = RIGHTS
        .iter()
        .map(|right| {
            let deed = right.deed;
            let (office, free) = (
                names(&in_office(deed, &about)),
                names(&unbiased(deed, &about)),
            );
            format!(
                "{} | {office} | {free} | {}",
                word(deed),
                names(&may(deed, &about))
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "change-charter | maya idris | maya idris | maya idris",
            "keep-participants | maya idris sec | maya idris sec | maya idris sec",
            "change-own-entry | carla maya idris sec | carla maya idris sec | carla maya idris sec",
            "keep-meetings | maya idris sec | maya idris sec | maya idris sec",
            "finish-action | carla maya idris sec | carla maya idris sec | carla maya idris sec",
            "propose | ann ben carla dora eve finn idris maya sec | ann ben carla dora eve finn idris maya sec | ann ben carla dora eve finn idris maya sec",
            "edit-proposal | ann eve maya idris | ann eve maya idris | ann eve maya idris",
            "give-position | carla | carla | carla",
            "enter-for-another | maya idris sec | maya idris sec | maya idris sec",
            "object | carla | carla | carla",
            "reply | carla | carla | carla",
            "join | carla | carla | carla",
            "respond | maya idris ann eve ben | maya idris ann eve ben | maya idris ann eve ben",
            "dispose | maya idris dora | maya idris dora | maya idris dora",
            "reopen | carla maya idris dora | carla maya idris dora | carla maya idris dora",
            "open-call | maya idris | idris | idris",
            "extend-call | maya idris | maya idris | maya idris",
            "exclude | maya idris | idris | idris",
            "withdraw-call | maya idris | maya idris | maya idris",
            "close-call | maya idris | maya idris | maya idris",
            "admit | maya idris | maya idris | maya idris",
            "note-letters | maya idris sec | maya idris sec | maya idris sec",
            "enter-totals | maya idris sec | maya idris sec | maya idris sec",
            "designate | maya idris | idris | idris",
            "answer-challenge | maya idris | idris | idris",
            "confirm-designation | maya idris | idris | idris",
            "decide | maya idris | idris | idris",
            "correct | maya idris | idris | idris",
            "sign-off | maya idris |  | ",
            "challenge | carla | carla | carla",
            "state-minority | carla | carla | carla",
            "appeal | carla | carla | carla",
            "withdraw-appeal | carla | carla | carla",
            "answer-appeal | eve maya | eve | eve",
            "rule-on-appeal | eve maya | eve | eve",
            "report | ann eve maya idris sec | ann eve maya idris sec | ann eve maya idris sec",
            "record-answer | maya idris sec | maya idris sec | maya idris sec",
            "review | maya idris | maya idris | maya idris",
            "acknowledge | maya idris | maya idris | maya idris"
        ]
    );
}

#[test]
fn a_bias_is_found_in_the_records() {
    let register = appealed()
        .more(
            "proposals/one/positions/sec.toml",
            "interest = 'I sell disks.'",
        )
        .register();
    let (one, ann, signing) = (id("one"), who("ann"), [who("ben")]);
    let all = [
        Bias::Author,
        Bias::Recused,
        Bias::DeclaredInterest,
        Bias::Objector,
        Bias::OwnLate,
        Bias::AlreadySigned,
        Bias::Appellant,
        Bias::Decided,
        Bias::Signed,
    ];
    let biased = |about: &About<'_>| -> Vec<String> {
        let of = |bias: &Bias| {
            let people = register.participants.keys();
            let people = people.filter(|who| about.is_biased(*bias, who)).cloned();
            format!("{bias:?}: {}", names(&people.collect::<Vec<_>>()))
        };
        all.iter().map(of).collect()
    };
    let north = GroupId::parse("north").unwrap();
    let about = About::proposal(&register, &one);
    assert_eq!(
        biased(&about),
        [
            "Author: ann",
            "Recused: maya",
            "DeclaredInterest: sec",
            "Objector: ",
            "OwnLate: ",
            "AlreadySigned: idris maya",
            "Appellant: ",
            "Decided: idris",
            "Signed: idris maya"
        ]
    );
    assert_eq!(
        biased(
            &about
                .of(&ann)
                .call(1)
                .signing(&signing)
                .written_by(&signing)
        ),
        [
            "Author: ben",
            "Recused: maya",
            "DeclaredInterest: sec",
            "Objector: ann",
            "OwnLate: ann",
            "AlreadySigned: ben idris maya",
            "Appellant: ann",
            "Decided: idris",
            "Signed: ben idris maya"
        ]
    );
    assert_eq!(
        biased(&about.of_group(&north)),
        [
            "Author: ann",
            "Recused: maya",
            "DeclaredInterest: sec",
            "Objector: ",
            "OwnLate: carla",
            "AlreadySigned: idris maya",
            "Appellant: ",
            "Decided: idris",
            "Signed: idris maya"
        ]
    );
}

#[test]
fn a_refusal_says_why_and_who_can() {
    let register = appealed().register();
    let pending = called().register();
    let lone = called()
        .charter("roles = {}")
        .charter("[roles]\nchair = ['maya']")
        .register();
    let (one, carla, ann) = (id("one"), who("carla"), who("ann"));
    let of = |register: &Register, of: Option<&ParticipantId>, deed: Deed, by: &str| {
        let about = About::proposal(register, &one);
        let about = of.map_or(about, |who| about.of(who));
        let denied = denied(deed, &about, &who(by));
        let told = denied
            .as_ref()
            .map(|denied| format!("{}\n  {}\n", denied.sentence(), denied.hint()));
        (told.unwrap_or_default(), denied.map(|denied| denied.why))
    };
    let rows = [
        (of(&pending, None, Deed::Decide, "idris"), None),
        (of(&lone, None, Deed::Decide, "maya"), None),
        (
            of(&pending, None, Deed::Decide, "maya"),
            Some(Why::Biased(Bias::Recused)),
        ),
        (
            of(&pending, None, Deed::Decide, "ann"),
            Some(Why::NotInOffice),
        ),
        (
            of(&pending, None, Deed::Propose, "nobody"),
            Some(Why::NotInOffice),
        ),
        (
            of(&pending, Some(&carla), Deed::Dispose, "sec"),
            Some(Why::NotInOffice),
        ),
        (
            of(&pending, Some(&carla), Deed::Reply, "ann"),
            Some(Why::NotInOffice),
        ),
        (of(&pending, Some(&carla), Deed::Admit, "idris"), None),
        (
            of(&register, Some(&ann), Deed::RuleOnAppeal, "ann"),
            Some(Why::Biased(Bias::Appellant)),
        ),
        (
            of(&register, Some(&ann), Deed::RuleOnAppeal, "maya"),
            Some(Why::Biased(Bias::Signed)),
        ),
        (of(&register, Some(&ann), Deed::RuleOnAppeal, "eve"), None),
        (
            of(&register, None, Deed::SignOff, "maya"),
            Some(Why::Biased(Bias::AlreadySigned)),
        ),
    ];
    let mut told = String::new();
    for ((text, why), expected) in rows {
        assert_eq!(why, expected, "{text}");
        told += &text;
    }
    screen("procedure/refusals", &told);
}

#[test]
fn offices_are_filled_by_the_charter() {
    let register = drafted().register();
    let one = id("one");
    let about = About::proposal(&register, &one);
    let filled = |deed: Deed| -> Vec<String> {
        let one = |(held, who): (Held, Option<Vec<ParticipantId>>)| {
            format!(
                "{}: {}",
                held.all(),
                who.map_or("-".to_owned(), |who| names(&who))
            )
        };
        named(deed, &about).into_iter().map(one).collect()
    };
    assert_eq!(
        filled(Deed::Dispose),
        ["chairs: maya idris", "closer: dora"]
    );
    assert_eq!(filled(Deed::RuleOnAppeal), ["jury: eve maya"]);
    assert_eq!(filled(Deed::Reply), ["the objector: -"]);
    assert_eq!(held(Deed::Decide, &about), [Held::Office(Office::Chairs)]);
    let offices = [
        Office::Chairs,
        Office::Secretaries,
        Office::Editors,
        Office::Disposers,
        Office::Hearers,
        Office::Authors,
        Office::Shepherd,
        Office::Objector,
        Office::Owner,
        Office::Everybody,
    ];
    let holders = |office: &Office| format!("{office:?}: {}", names(&about.holders(*office)));
    assert_eq!(
        offices.iter().map(holders).collect::<Vec<_>>(),
        [
            "Chairs: maya idris",
            "Secretaries: sec",
            "Editors: ben",
            "Disposers: dora",
            "Hearers: eve maya",
            "Authors: ann",
            "Shepherd: eve",
            "Objector: ann ben carla dora eve finn idris maya sec",
            "Owner: ann ben carla dora eve finn idris maya sec",
            "Everybody: ann ben carla dora eve finn idris maya sec"
        ]
    );
    let north = GroupId::parse("north").unwrap();
    assert_eq!(
        about.of_group(&north).holders(Office::Owner),
        [who("carla")]
    );
    let role = Held::Role(RoleName::parse("closer").unwrap());
    let words = offices
        .iter()
        .map(|office| format!("{office:?}: {}, {}\n", office.one(), office.all()));
    let role = format!("role: {}, {}\n", role.one(), role.all());
    let biases = RIGHTS
        .iter()
        .flat_map(|right| right.never.iter().chain(right.yields));
    let biases: std::collections::BTreeSet<_> = biases
        .map(|bias| format!("{bias:?}: {}, {}\n", bias.who(), bias.predicate("it")))
        .collect();
    let all: Vec<String> = words.chain([role]).chain(biases).collect();
    screen("procedure/offices", &all.concat());
    let off: Vec<String> = RIGHTS
        .iter()
        .filter(|right| !right.deed.is_on_a_track())
        .map(|right| word(right.deed))
        .collect();
    assert_eq!(
        off,
        [
            "change-charter",
            "keep-participants",
            "change-own-entry",
            "keep-meetings",
            "finish-action",
            "acknowledge"
        ]
    );
}

#[test]
fn somebody_hears_an_appeal_or_nobody() {
    let of = |roles: &str, more: &str| {
        let roles = format!("[roles]\n{roles}");
        let sample = called().charter(&roles).track(more);
        let register = sample.register();
        let (one, track) = (id("one"), TrackId::parse("policy").unwrap());
        let about = About::proposal(&register, &one);
        let found = unheard(&about);
        let told = found.map(|it| format!("{}\n  {}\n", it.sentence(&track), it.hint(&about)));
        (found, told.unwrap_or_default())
    };
    let rows = [
        (of("", ""), None),
        (of("jury = []", ""), Some(Unheard::Nobody)),
        (of("jury = ['ann']", ""), Some(Unheard::Biased)),
        (of("jury = ['maya', 'idris']", ""), Some(Unheard::Biased)),
        (of("jury = ['maya', 'idris']", "sign-offs = 1"), None),
        (
            of(
                "chair = ['maya']",
                "sign-offs = 1\nappeal = { within = '30d', heard-by = 'chair' }",
            ),
            Some(Unheard::Biased),
        ),
        (of("", "roles = { jury = [] }"), Some(Unheard::Nobody)),
    ];
    let mut told = String::new();
    for ((found, text), expected) in rows {
        assert_eq!(found, expected, "{text}");
        told += &text;
    }
    screen("procedure/unheard_appeals", &told);
}

#[test]
fn the_track_is_that_of_the_call_before_that_of_the_proposal() {
    let other = "[track.other]\ntitle = 'Other'\nelectorate = ['member']\ncount = 'participants'\nsilence = 'silent'
        stale = 'carry'\ndesignates = 'chair'\nlevel = [{ name = 'yes', outcome = 'adopted' }]";
    let sample = called()
        .charter(other)
        .filed("proposal.toml", "track = 'other'");
    let register = sample.register();
    let (one, none, other): (ProposalId, _, _) =
        (id("one"), id("none"), TrackId::parse("other").unwrap());
    let track = |about: About<'_>| about.track().map(|track| track.id.to_string());
    let about = About::proposal(&register, &one);
    assert_eq!(track(about).as_deref(), Some("policy"));
    assert_eq!(track(about.call(2)).as_deref(), Some("other"));
    assert_eq!(track(about.by_track(&other)).as_deref(), Some("other"));
    assert_eq!(track(About::proposal(&register, &none)), None);
    assert_eq!(
        about
            .appeal_rule()
            .map(|rule| rule.within.to_string())
            .as_deref(),
        Some("30 days")
    );
    assert_eq!(
        bias(Deed::Decide, &about, &who("maya")),
        Some(Bias::Recused)
    );
    assert_eq!(bias(Deed::Decide, &about, &who("idris")), None);
}
