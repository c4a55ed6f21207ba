//! What is fixed in records, and what is left to people.

use crate::procedure::fix::{Fixed, fix, mended};
use crate::register::records::Register;
use crate::register::sample::{Sample, body, called, decided, who};

/// One more track in a charter.
const COUNCIL: &str = "
[track.council]
title = 'Council'
electorate = ['member']
count = 'participants'
silence = 'silent'
stale = 'carry'
designates = 'chair'
positions = { yes = 'for', no = 'against' }

[[track.council.level]]
name = 'agreed'
outcome = 'adopted'
";

const ANN: &str = "proposals/one/positions/ann.toml";

fn fixed(register: &Register) -> Vec<Fixed> {
    fix(register, None, |_| true)
}

/// The one file that is fixed in a sample, with its text.
#[track_caller]
fn one(sample: &Sample) -> (Fixed, String) {
    let register = sample.faulty();
    let mut all = fixed(&register);
    assert_eq!(all.len(), 1, "{all:?}");
    let it = all.remove(0);
    let text = String::from_utf8(it.after.clone()).expect("text");
    assert_eq!(mended(&register, std::slice::from_ref(&it)).findings, []);
    (it, text)
}

#[test]
fn keys_and_positions_in_other_letters_are_written_as_they_are() {
    for (was, is, done) in [
        ("position = \"Accept\"\n", "position = \"accept\"\n", 1),
        ("position = \"yes\"\n", "position = \"support\"\n", 1),
        ("Position = \"accept\"\n", "position = \"accept\"\n", 1),
        (
            "position = \"accept\"\nRelayed_By = \"sec\"\n",
            "position = \"accept\"\nrelayed-by = \"sec\"\n",
            1,
        ),
        (
            "Position = \"Accept\"\nReason = \"x\"\n",
            "position = \"accept\"\nreason = \"x\"\n",
            3,
        ),
    ] {
        let (it, text) = one(&called().with(ANN, was));
        assert_eq!(text, is);
        assert_eq!((it.from.as_str(), it.to.as_str()), (ANN, ANN));
        assert_eq!(it.before, was.as_bytes());
        assert_eq!(it.done.len(), done, "{:?}", it.done);
    }
}

#[test]
fn lines_with_one_reading_are_written_as_they_are_meant() {
    let own = "position = \"accept\"\n";
    for (was, is) in [
        ("resaon = \"x\"\n", "reason = \"x\"\n"),
        ("\"resaon\" = \"x\" # y\n", "reason = \"x\" # y\n"),
        ("withdrawn = \"TRUE\" # y\n", "withdrawn = true # y\n"),
        ("joins = \"ben.cost\"\n", "joins = [\"ben.cost\"]\n"),
        ("reason = 2026\n", "reason = \"2026\"\n"),
        ("withdrawm = \"false\"\n", "withdrawn = false\n"),
    ] {
        let all = fixed(&called().with(ANN, format!("{own}{was}")).faulty());
        let text = String::from_utf8(all[0].after.clone()).expect("text");
        assert_eq!(text, format!("{own}{is}"), "{was}");
    }
    for was in [
        "withdrawn = \"perhaps\"\n",
        "withdrawn = \"1\"\n",
        "colour = \"x\"\n",
        "reason = \"x\"\nresaon = \"y\"\n",
        "of = \"r1\"\n",
    ] {
        let sample = called().with(ANN, format!("{own}{was}"));
        assert_eq!(fixed(&sample.faulty()), [], "{was}");
    }
}

#[test]
fn a_position_in_the_name_of_nobody_is_its_submitters() {
    let by = |sample: &Sample, name: &str| {
        let all = fix(&sample.faulty(), Some(&self::who(name)), |_| true);
        all.into_iter().map(|it| it.to).collect::<Vec<_>>()
    };
    let text = "position = \"accept\"\n";
    let at = |name: &str| called().with(&format!("proposals/one/{name}"), text);
    for name in [
        "positions/TapFan.toml",
        "positions/anm.toml",
        "positions/answer.md",
        "TapFan.toml",
        "notes.md",
        "positions/Ann.toml",
    ] {
        assert_eq!(by(&at(name), "ann"), [ANN], "{name}");
    }
    for name in ["positions/bne.toml", "positions/@al.toml"] {
        assert_eq!(by(&at(name), "ann"), [""; 0], "{name}");
    }
    let relayed = "position = \"accept\"\nproxy = \"ben\"\n";
    let relayed = called().with("proposals/one/positions/TapFan.toml", relayed);
    assert_eq!(by(&relayed, "ann"), [""; 0]);
    let taken = at("positions/TapFan.toml").with(ANN, text);
    assert_eq!(by(&taken, "ann"), [""; 0]);
}

#[test]
fn what_leaves_a_doubt_is_left() {
    let says = |text: &str| called().with(ANN, text);
    for sample in [
        called(),
        says("position = \"accept\"\n"),
        says("position = \"hold\"\nuntil = 2026-05-10T00:00:00Z\n"),
        says("position = \"perhaps\"\n"),
        says("position = \"accept\"\nOdd = 1\n"),
        decided().with(ANN, "position = \"Accept\"\n"),
        decided().with("proposals/one/calls/1/decision.toml", "Format = 1\n"),
    ] {
        let all = fixed(&sample.faulty());
        assert_eq!(all, [], "{}", sample.paths().join(" "));
    }
    let unwanted = fix(&says("position = \"Accept\"\n").faulty(), None, |path| {
        path != ANN
    });
    assert_eq!(unwanted, []);
}

#[test]
fn a_position_is_one_of_the_tracks_on_which_it_may_be_given() {
    let sample = called().charter(COUNCIL);
    let named = sample
        .clone()
        .with(ANN, "position = \"Yes\"\ntrack = \"council\"\n");
    assert_eq!(one(&named).1, "position = \"yes\"\ntrack = \"council\"\n");
    let elsewhere = sample.in_call("call.toml", "track = 'council'\ntrack-reason = 'x'");
    let either = elsewhere.with(ANN, "position = \"aye\"\n");
    assert_eq!(
        fixed(&either.faulty()),
        [],
        "yes on one track, support on the other"
    );
}

#[test]
fn a_file_that_is_misnamed_moves_where_nothing_is_guessed() {
    let text = "position = \"accept\"\n";
    for (from, to) in [
        ("proposals/one/positions/Ann.toml", Some(ANN)),
        ("proposals/one/position/ann.toml", Some(ANN)),
        ("proposals/one/positions/Zoe.toml", None),
        ("participants/Zoe Q.toml", None),
    ] {
        let sample = body().with(from, text);
        let all = fixed(&sample.faulty());
        let moved: Vec<(&str, &str)> = all
            .iter()
            .map(|it| (it.from.as_str(), it.to.as_str()))
            .collect();
        assert_eq!(
            moved,
            to.map(|to| (from, to)).into_iter().collect::<Vec<_>>(),
            "{from}"
        );
    }
    let taken = body()
        .with(ANN, text)
        .with("proposals/one/positions/Ann.toml", text);
    assert_eq!(fixed(&taken.faulty()), []);
    let group = body().with("proposals/one/positions/@All.toml", text);
    assert_eq!(one(&group).0.to, "proposals/one/positions/@all.toml");
    for (from, moves) in [
        ("proposals/one/objections/Ann.cost.toml", true),
        ("proposals/one/objections/Zoe.cost.toml", false),
    ] {
        let objection = "about = \"A\"\nproblem = \"B\"\nresolve = \"C\"\n";
        let all = fixed(&body().with(from, objection).faulty());
        assert_eq!(!all.is_empty(), moves, "{from}: {all:?}");
    }
}

#[test]
fn two_files_never_move_to_one_place() {
    let text = "position = \"accept\"\n";
    let sample = body()
        .with("proposals/one/positions/ANN.toml", text)
        .with("proposals/one/positions/Ann.toml", text);
    let all = fixed(&sample.faulty());
    let moved: Vec<&str> = all.iter().map(|it| it.from.as_str()).collect();
    assert_eq!(moved, ["proposals/one/positions/ANN.toml"]);
}
