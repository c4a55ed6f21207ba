//! Tests properties of every tally, for random answers: with the charters of all presets and the ways of counting of
//! the tests' own body.

use std::collections::{BTreeMap, BTreeSet};

use plenary::record::charter::Charter;
use plenary::record::preset;
use plenary::record::track::Outcome;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::register::tally_inputs::TallyInputs;
use plenary::tally::criterion::RuleResult;
use plenary::tally::{Tally, tally};
use plenary::value::class::{CountUnit, CountsAs};
use plenary::value::clock::Instant;
use plenary::value::digest::TextDigest;
use plenary::value::id::ProposalId;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_assume, proptest,
};

use crate::body;

/// One participant with everything that they do, as numbers; what a number means is for the
/// charter to say.
#[derive(Debug, Clone)]
struct Person {
    group: usize,
    affiliation: Option<usize>,
    region: Option<usize>,
    observer: bool,
    suspended: bool,
    /// Which of the track's positions, if any, and on which revision.
    answer: Option<usize>,
    on: Option<u32>,
    withdrawn: bool,
    objects: bool,
    answered: bool,
}

#[derive(Debug, Clone)]
struct Case {
    charter: usize,
    track: usize,
    people: Vec<Person>,
    /// The order that the names of the people have.
    order: Vec<usize>,
}

fn person() -> impl Strategy<Value = Person> {
    let place = (
        0..9_usize,
        prop::option::of(0..3_usize),
        prop::option::of(0..3_usize),
    );
    let standing = (prop::bool::weighted(0.1), prop::bool::weighted(0.05));
    let answer = (
        prop::option::weighted(0.8, 0..6_usize),
        prop::option::of(1..=3_u32),
        prop::bool::weighted(0.05),
    );
    let objection = (prop::bool::weighted(0.2), any::<bool>());
    (place, standing, answer, objection).prop_map(
        |(
            (group, affiliation, region),
            (observer, suspended),
            (answer, on, withdrawn),
            (objects, answered),
        )| Person {
            group,
            affiliation,
            region,
            observer,
            suspended,
            answer,
            on,
            withdrawn,
            objects,
            answered,
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let people = prop::collection::vec(person(), 1..16);
    (0..charters().len(), 0..9_usize, people)
        .prop_flat_map(|(charter, track, people)| {
            let order = Just((0..people.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(charter), Just(track), Just(people), order)
        })
        .prop_map(|(charter, track, people, order)| Case {
            charter,
            track,
            people,
            order,
        })
}

/// The charters, each as often as it has something to show.
fn charters() -> Vec<String> {
    let presets = preset::ALL.iter().map(|preset| preset.text.to_owned());
    presets
        .chain(std::iter::repeat_n(body::charter(), 4))
        .collect()
}

/// A case with its charter read, and names for its people.
struct Cast<'c> {
    case: &'c Case,
    text: String,
    charter: Charter,
    names: Vec<String>,
}

impl<'c> Cast<'c> {
    fn of(case: &'c Case) -> Self {
        let text = charters().swap_remove(case.charter);
        let names = (0..case.people.len()).map(|n| format!("p{n}")).collect();
        Self::named(case, text, names)
    }

    /// The same people under names that sort otherwise.
    fn renamed(case: &'c Case) -> Self {
        let names = case
            .order
            .iter()
            .map(|n| format!("{}{n}", ["z", "m", "a"][n % 3]))
            .collect();
        Self::named(case, charters().swap_remove(case.charter), names)
    }

    fn named(case: &'c Case, text: String, names: Vec<String>) -> Self {
        let charter = Charter::read("charter.toml", text.as_bytes()).expect("a charter");
        Self {
            case,
            text,
            charter,
            names,
        }
    }

    fn track(&self) -> &plenary::record::track::Track {
        &self.charter.tracks[self.case.track % self.charter.tracks.len()]
    }

    /// Whether a rule counts, by its name, a position for the question other than this one: in an election, one
    /// more voice for a candidate can cost another the majority.
    fn counts_a_rival_of(&self, position: usize, tally: &Tally) -> bool {
        let others = self.track().positions.iter().enumerate();
        let others = others.filter(|(n, other)| *n != position && other.class == CountsAs::For);
        let names: Vec<&str> = others.map(|(_, other)| other.name.as_str()).collect();
        let levels = tally
            .levels
            .iter()
            .filter_map(|level| level.criterion.as_deref());
        let mut rules = levels.chain(tally.gates.iter().map(|gate| gate.criterion.as_str()));
        let is_in_a_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        rules.any(|rule| {
            rule.split(|c| !is_in_a_name(c))
                .any(|word| names.contains(&word))
        })
    }

    fn is_of_groups(&self) -> bool {
        self.track().count == CountUnit::Groups
    }

    fn tally(&self) -> Tally {
        let contents = self
            .files()
            .into_iter()
            .map(|(path, text)| (path, Content::Plain(text.into_bytes().into())));
        let register = Register::read(Snapshot {
            moment: Moment::WorkTree,
            extent: Extent::Everything,
            files: contents.collect(),
            proposals: BTreeSet::from(["it".to_owned()]),
        });
        let id = ProposalId::parse("it").expect("an id");
        let now = Instant::parse("2026-05-18T12:00:00Z").expect("an instant");
        tally(&TallyInputs::all_as_asked(register, &id, now), &id).expect("a tally")
    }

    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::from([
            ("charter.toml".to_owned(), self.text.clone()),
            ("proposals/it/proposal.toml".to_owned(), self.proposal()),
        ]);
        for (person, name) in self.case.people.iter().zip(&self.names) {
            files.insert(format!("participants/{name}.toml"), self.roster(person));
            if let Some((owner, text)) = self.position(person, name) {
                files
                    .entry(format!("proposals/it/positions/{owner}.toml"))
                    .or_insert(text);
            }
            if person.objects {
                let objection = "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
                files.insert(
                    format!("proposals/it/objections/{name}.x.toml"),
                    objection.to_owned(),
                );
            }
            if person.objects && person.answered {
                let handling =
                    "[[response]]\nby = \"chair\"\nat = 2026-05-02T00:00:00Z\ntext = \"t\"\n";
                files.insert(
                    format!("proposals/it/handling/{name}.x.toml"),
                    handling.to_owned(),
                );
            }
        }
        files
    }

    fn proposal(&self) -> String {
        let digest = TextDigest::of(b"text");
        let revision = |n: u32| {
            format!(
                "\n[[revision]]\nname = \"r{n}\"\nat = 2026-05-0{n}T00:00:00Z\nsha256 = \"{digest}\"\nmaterial = {}\n",
                n != 2
            )
        };
        let revisions: String = (1..=3).map(revision).collect();
        let author = &self.names[0];
        format!(
            "title = \"It\"\nquestion = \"Shall we?\"\ntrack = \"{}\"\ntext = \"text.md\"\nauthors = [\"{author}\"]\n{revisions}",
            self.track().id
        )
    }

    fn roster(&self, person: &Person) -> String {
        let groups = &self.charter.groups;
        let group = &groups[person.group % groups.len()].id;
        let standing = match person.observer {
            true => "bystander",
            false => self.track().electorate[0].as_str(),
        };
        let mut text = format!("name = \"N\"\ngroup = \"{group}\"\nstanding = [\"{standing}\"]\n");
        if let Some(n) = person.affiliation {
            let names = ["acme", "acme-labs", "bolt"];
            text.push_str(&format!("affiliation = \"{}\"\n", names[n]));
        }
        if let Some(n) = person.region {
            text.push_str(&format!("region = \"region-{n}\"\n"));
        }
        if person.suspended {
            text.push_str("suspended = \"arrears\"\n");
        }
        text
    }

    fn position(&self, person: &Person, name: &str) -> Option<(String, String)> {
        let positions = &self.track().positions;
        let position = &positions[person.answer? % positions.len()].name;
        let groups = &self.charter.groups;
        let owner = match self.is_of_groups() {
            true => format!("@{}", groups[person.group % groups.len()].id),
            false => name.to_owned(),
        };
        let mut text = format!("position = \"{position}\"\n");
        if let Some(n) = person.on {
            text.push_str(&format!("on = \"r{n}\"\n"));
        }
        if person.withdrawn {
            text.push_str("withdrawn = true\n");
        }
        Some((owner, text))
    }

    /// The number of a position of a class that needs nothing else.
    fn plain(&self, class: CountsAs) -> Option<usize> {
        let positions = &self.track().positions;
        positions
            .iter()
            .position(|position| position.class == class && !position.needs_objection)
    }
}

/// What was counted, of how many, what was needed, and whether it is met.
type Numbers = (u64, Option<u64>, Option<u64>, bool);

/// The numbers of a verdict, without names.
fn numbers(verdict: &RuleResult) -> (bool, Vec<Numbers>) {
    let comparisons = verdict.comparisons.iter();
    (
        verdict.met,
        comparisons
            .map(|c| (c.count, c.base, c.needed, c.met))
            .collect(),
    )
}

/// Everything that a tally says, without names of people.
fn said(tally: &Tally) -> impl PartialEq + std::fmt::Debug {
    let groups: Vec<_> = tally
        .charter
        .groups
        .iter()
        .map(|group| tally.count_in_group(group.id.as_str()))
        .collect();
    let gates: Vec<_> = tally
        .gates
        .iter()
        .map(|gate| numbers(&gate.verdict))
        .collect();
    let levels: Vec<_> = tally
        .levels
        .iter()
        .map(|level| numbers(&level.verdict))
        .collect();
    let canvass = (tally.canvass.counted.len(), tally.canvass.by_reason());
    (
        tally.count.clone(),
        groups,
        gates,
        levels,
        canvass,
        tally.computed.clone(),
    )
}

/// The levels that adopt, each with whether it is met.
fn adopting(tally: &Tally) -> Vec<bool> {
    let adopts = tally
        .levels
        .iter()
        .filter(|level| level.outcome == Outcome::Adopted);
    adopts.map(|level| level.verdict.met).collect()
}

#[test]
fn in_an_election_one_more_voice_can_cost_another_the_majority() {
    let charters = charters();
    let elects = |text: &String| text.contains("candidate-a > 1/2 of answered");
    let charter = charters
        .iter()
        .position(elects)
        .expect("a charter with an election");
    let tracks = Charter::read("charter.toml", charters[charter].as_bytes())
        .expect("a charter")
        .tracks;
    let is_election = |track: &plenary::record::track::Track| {
        track
            .positions
            .iter()
            .any(|position| position.name.as_str() == "candidate-a")
    };
    let track = tracks.iter().position(is_election).expect("an election");
    let named = |name: &str| {
        tracks[track]
            .positions
            .iter()
            .position(|one| one.name.as_str() == name)
    };
    let person = |answer: Option<usize>| Person {
        group: 0,
        affiliation: None,
        region: None,
        observer: false,
        suspended: false,
        answer,
        on: Some(3),
        withdrawn: false,
        objects: false,
        answered: true,
    };
    let (a, b) = (named("candidate-a"), named("candidate-b"));
    let case = |voices: &[Option<usize>]| Case {
        charter,
        track,
        people: voices.iter().map(|answer| person(*answer)).collect(),
        order: (0..voices.len()).collect(),
    };
    let (before, after) = (case(&[b, b, a]), case(&[b, b, a, a]));
    let (cast, more) = (Cast::of(&before), Cast::of(&after));
    assert!(adopting(&cast.tally()).contains(&true));
    assert!(!adopting(&more.tally()).contains(&true));
    assert!(cast.counts_a_rival_of(a.expect("a candidate"), &cast.tally()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn every_file_is_counted_or_set_aside(case in case()) {
        let cast = Cast::of(&case);
        let tally = cast.tally();
        let filed = cast.files().keys().filter(|path| path.contains("/positions/")).count();
        prop_assert_eq!(tally.canvass.read(), filed);
        prop_assert_eq!(tally.canvass.counted.len() + tally.canvass.set_aside.len(), filed);
        let count = &tally.count;
        prop_assert_eq!(count.seats, count.members + count.recused);
        let given: u64 = count.positions.iter().map(|(_, _, n)| n).sum::<u64>() + count.in_class.values().sum::<u64>();
        prop_assert_eq!(count.members, given + count.split + count.silent);
        let units: BTreeSet<_> = tally.canvass.counted.iter().map(|counted| &counted.unit).collect();
        prop_assert_eq!(units.len(), tally.canvass.counted.len());
    }

    #[test]
    fn groups_add_up_to_the_whole(case in case()) {
        let tally = Cast::of(&case).tally();
        prop_assume!(tally.track.count != CountUnit::Affiliations);
        let groups: Vec<_> = tally.charter.groups.iter().map(|group| tally.count_in_group(group.id.as_str())).collect();
        prop_assert_eq!(groups.iter().map(|count| count.seats).sum::<u64>(), tally.count.seats);
        prop_assert_eq!(groups.iter().map(|count| count.silent).sum::<u64>(), tally.count.silent);
        for (name, _, n) in &tally.count.positions {
            prop_assert_eq!(groups.iter().map(|count| count.given(name)).sum::<u64>(), *n);
        }
    }

    #[test]
    fn names_of_people_change_nothing(case in case()) {
        // Of several people who answer for one group, the first by name is taken.
        prop_assume!(!Cast::of(&case).is_of_groups());
        let (one, other) = (Cast::of(&case).tally(), Cast::renamed(&case).tally());
        prop_assert_eq!(said(&one), said(&other));
    }

    #[test]
    fn names_of_groups_change_nothing(case in case()) {
        let mut case = case;
        case.charter = charters().len() - 1;
        let one = Cast::of(&case).tally();
        let mut text = body::charter();
        for (old, new) in [("north", "zz-top"), ("south", "mid-way"), ("east", "aa-low")] {
            text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
        }
        let other = Cast::named(&case, text, Cast::of(&case).names).tally();
        prop_assert_eq!(said(&one), said(&other));
    }

    #[test]
    fn more_support_never_loses_what_was_adopted(case in case(), who in any::<prop::sample::Index>()) {
        let cast = Cast::of(&case);
        let support = cast.plain(CountsAs::For);
        prop_assume!(support.is_some() && !cast.is_of_groups());
        let mut more = case.clone();
        let person = who.get(&case.people).clone();
        let n = who.index(case.people.len());
        more.people[n] = Person { answer: support, on: Some(3), withdrawn: false, ..person };
        let (before, after) = (cast.tally(), Cast::of(&more).tally());
        prop_assume!(support.is_none_or(|support| !cast.counts_a_rival_of(support, &before)));
        for (was, is) in adopting(&before).iter().zip(adopting(&after)) {
            prop_assert!(!was || is, "{:?}", after.levels);
        }
        for (was, is) in before.gates.iter().zip(&after.gates) {
            prop_assert!(!was.verdict.met || is.verdict.met, "{:?}", is);
        }
    }

    #[test]
    fn an_objection_never_wins_what_was_not_adopted(case in case(), who in any::<prop::sample::Index>()) {
        let cast = Cast::of(&case);
        prop_assume!(!cast.is_of_groups());
        let n = who.index(case.people.len());
        prop_assume!(!case.people[n].objects);
        let mut more = case.clone();
        let object = cast.track().positions.iter().position(|p| p.class == CountsAs::Against);
        let person = &mut more.people[n];
        (person.objects, person.answered) = (true, false);
        if object.is_some() && person.answer.is_some() {
            (person.answer, person.on, person.withdrawn) = (object, Some(3), false);
        }
        let (before, after) = (cast.tally(), Cast::of(&more).tally());
        for (was, is) in adopting(&before).iter().zip(adopting(&after)) {
            prop_assert!(*was || !is, "{:?}", after.levels);
        }
    }
}
