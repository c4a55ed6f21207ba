//! Shows a tally: the computed level first, then the count of each group, every requirement and
//! level with its arithmetic, and by name who has not answered and who is not counted.
//!
//! For programs also: the class of each position, and the positions on a track that counts nothing.

use serde::Serialize;

use crate::record::track::{Designates, Outcome, Track};
use crate::register::interests::MissingStatement;
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::advice::AdviceRows;
use crate::report::calls::{self, Earlier};
use crate::report::caveats::{self, Conflicts, SilentGroups};
use crate::report::counts::{Classes, Counts, NOT_COUNTED, NotCounted, housed};
use crate::report::objection::ObjectionCounts;
use crate::report::places::{
    self, DimensionCount, FamilyAnswer, GroupCount, HouseCount, Limited, ValueCount,
    dimension_counts, families, groups, house_counts,
};
use crate::report::rule::{self, Rule};
use crate::report::who::{Names, NotCountedFile, Unanswered, with_id};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::objection::TrackedObjection;
use crate::tally::objection::word_of_json;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{
    LevelName, ObjectionId, PositionName, ProposalId, RegisterId, RevisionName, TrackId,
};
use crate::value::sentence::{all_of, first_of};

/// A tally as it is shown. The keys of its JSON are in the order of its fields.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TallyReport {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    call: Option<u32>,
    revision: RevisionName,
    commit: Option<CommitId>,
    track: TrackId,
    count: CountUnit,
    electorate: Seats,
    positions: Counts,
    groups: Vec<GroupCount>,
    objections: ObjectionCounts,
    read: usize,
    counted: usize,
    set_aside: Vec<NotCountedFile>,
    gates: Vec<Rule>,
    levels: Vec<Rule>,
    computed: Option<LevelName>,
    decidable: bool,
    basis: String,
    as_of: Instant,
    silence: String,
    #[serde(skip)]
    silence_in_words: String,
    houses: Vec<HouseCount>,
    earlier: Vec<Earlier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Limited>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    families: Vec<FamilyAnswer>,
    /// The dimensions of the charter's own that a rule of the track uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dimensions: Vec<DimensionCount>,
    #[serde(flatten)]
    conflicts: Conflicts,
    #[serde(flatten)]
    silent: SilentGroups,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements_of_interest: Option<MissingStatement>,
    classes: Classes,
    no_answer: Vec<Unanswered>,
    open_objections: Vec<OpenObjection>,
    #[serde(flatten)]
    advice: AdviceRows,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_counted: Option<NotCounted>,
    #[serde(skip)]
    answers: Counts,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    is_certain: bool,
    #[serde(skip)]
    several_groups: bool,
    #[serde(skip)]
    has_recusals: bool,
    #[serde(skip)]
    designates: Designates,
    /// The positions that count as for or against.
    #[serde(skip)]
    cast: Vec<PositionName>,
    #[serde(skip)]
    reads: String,
}

#[derive(Debug, Clone, Serialize)]
struct Seats {
    seats: u64,
    members: u64,
    recused: u64,
}

impl Seats {
    fn of(count: &Count) -> Self {
        Self {
            seats: count.seats,
            members: count.members,
            recused: count.recused,
        }
    }
}

/// An open objection and its objector.
#[derive(Debug, Clone, Serialize)]
struct OpenObjection {
    id: ObjectionId,
    by: String,
    name: Option<String>,
    about: String,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
}

impl OpenObjection {
    fn all(tally: &Tally) -> Vec<Self> {
        let open = tally.objections.iter();
        let open = open.filter(|followed| followed.counts() && followed.is_open());
        let one = |followed: &TrackedObjection| Self {
            id: followed.id.clone(),
            by: followed.id.participant.to_string(),
            name: None,
            about: followed.objection.about.clone(),
            state: followed.state.in_words(),
        };
        open.map(one).collect()
    }

    fn table(all: &[Self]) -> Table {
        let heading = format!("Open objections ({})", all.len());
        Table::of(all)
            .words(heading, DropPriority::Always, |each| &each.id)
            .sentences("objector", DropPriority::High, |each| {
                with_id(each.name.as_deref(), &each.by)
            })
            .sentences("about", DropPriority::Normal, |each| &each.about)
            .sentences("status", DropPriority::Always, |each| each.state)
            .into()
    }
}

impl TallyReport {
    /// The report of a tally. `commit` is the commit asked for, if there is one.
    pub fn of(tally: &Tally, commit: Option<CommitId>) -> Self {
        let track = &tally.track;
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            call: tally.call,
            revision: tally.revision,
            commit,
            track: track.id.clone(),
            count: track.count,
            electorate: Seats::of(&tally.count),
            positions: Counts::of(track, &tally.count).and_stale(&tally.count),
            groups: groups(tally),
            objections: ObjectionCounts::of(&tally.objections),
            read: tally.canvass.read(),
            counted: tally.canvass.counted.len(),
            set_aside: NotCountedFile::all(tally),
            gates: rule::gates(tally),
            levels: rule::levels(tally),
            computed: tally.computed.clone(),
            decidable: tally.decidable(),
            basis: words::basis(&tally.basis),
            as_of: tally.as_of,
            silence: words::silence_word(track),
            silence_in_words: words::silence(track),
            houses: house_counts(tally),
            earlier: Vec::new(),
            at_most: Limited::of(tally),
            families: families(tally),
            dimensions: dimension_counts(tally),
            conflicts: Conflicts::of(tally),
            silent: SilentGroups::of(tally),
            statements_of_interest: tally.statements.clone(),
            classes: Classes::of(track),
            no_answer: Unanswered::all(tally),
            open_objections: OpenObjection::all(tally),
            advice: AdviceRows::of(tally),
            not_counted: NotCounted::of(tally),
            answers: Counts::given(track, &tally.count),
            title: track.title.clone(),
            is_certain: words::is_certain(&tally.basis),
            several_groups: places::has_several_groups(tally),
            has_recusals: track.positions.iter().any(|p| p.class == CountsAs::Recused),
            designates: track.designates,
            cast: cast(track),
            reads: words::reads(&tally.canvass),
        }
    }

    /// The same report with the names of participants and groups.
    #[must_use]
    pub fn with_names(mut self, moments: &TallyInputs, tally: &Tally) -> Self {
        let names = Names::of(moments);
        self.no_answer = Unanswered::known(tally, moments, &names);
        self.set_aside.iter_mut().for_each(|it| it.named(&names));
        self.advice = self.advice.named(&names);
        for each in &mut self.open_objections {
            each.name = names.name(&each.by);
        }
        self
    }

    /// The same report with the calls on the proposal of `folder` that came before this one.
    #[must_use]
    pub fn after_others(mut self, folder: &ProposalRecords, now: Instant) -> Self {
        let n = self.call;
        self.earlier = n.map_or(Vec::new(), |n| calls::earlier(folder, n, now));
        self
    }

    /// The tally for people.
    pub fn page(&self) -> Page {
        let call = self.call.map_or(String::new(), |n| format!(", call {n}"));
        let title = format!("Tally of {}{call}", self.proposal);
        let aside = format!("track {} · revision {}", self.track, self.revision);
        let requirements = match self.gates.as_slice() {
            [] => Page::new(),
            gates => Page::new().table(rule::in_full("Requirement", gates)).gap(),
        };
        Page::new()
            .title_aside(title, aside)
            .facts(self.headline())
            .lines(self.doubt())
            .lines(calls::put_before(&self.earlier, &self.track))
            .gap()
            .table(self.group_table())
            .line(self.uncounted())
            .then(self.dimension_tables())
            .then(self.at_most.as_ref().map_or(Page::new(), Limited::page))
            .gap()
            .then(self.advice.page())
            .then(requirements)
            .table(rule::in_full("Level", &self.levels))
            .gap()
            .part(self.people())
            .then(self.silent.public_page())
            .then(self.conflicts.page())
            .then(self.objections.page())
            .lines(
                self.statements_of_interest
                    .as_ref()
                    .map(caveats::statements),
            )
            .line(&self.reads)
            .gap()
            .then(self.how())
    }

    /// What a chair asks first: the level, how many answered, who did not, and what is open.
    fn headline(&self) -> Facts {
        Facts::default()
            .fact("Computed level", self.computed_line())
            .given("Requirements", self.requirements())
            .fact("Answers", self.answered())
            .given("No answer", self.unanswered())
            .fact("Objections", self.open())
    }

    fn requirements(&self) -> Option<StyledText> {
        let unmet = self.gates.iter().filter(|gate| !gate.met);
        let unmet: Vec<&str> = unmet.map(|gate| gate.name.as_str()).collect();
        match (self.gates.is_empty(), unmet.as_slice()) {
            (true, _) => None,
            (false, []) => Some("all met".into()),
            (false, unmet) => {
                let names = all_of(unmet.iter().copied());
                Some(Style::Bad.on(format!("NOT MET: {names}")))
            }
        }
    }

    fn answered(&self) -> String {
        let Seats {
            seats,
            members,
            recused,
        } = self.electorate;
        let units = words::eligible(self.count);
        let answered = members.saturating_sub(self.answers.get("silent"));
        let said = format!("{answered} of {members} {units} answered");
        match recused {
            0 => said,
            recused => format!("{said} ({recused} of {seats} seats recused)"),
        }
    }

    fn unanswered(&self) -> Option<String> {
        let all = self.no_answer.as_slice();
        (!all.is_empty()).then(|| format!("{}: {}", all.len(), Unanswered::in_words(all)))
    }

    fn open(&self) -> String {
        let ids: Vec<String> = self
            .open_objections
            .iter()
            .map(|it| it.id.to_string())
            .collect();
        match ids.len() {
            0 => "none open".to_owned(),
            n => format!("{n} open: {}", first_of(ids.iter().map(String::as_str))),
        }
    }

    /// From which moments the count comes, where that is not certain.
    fn doubt(&self) -> Option<StyledText> {
        (!self.is_certain).then(|| Style::Attention.on(&self.basis))
    }

    /// By name: who objects, who has not answered, and who is not counted.
    fn people(&self) -> Page {
        let mut page = Page::new();
        if !self.open_objections.is_empty() {
            page = page
                .table(OpenObjection::table(&self.open_objections))
                .gap();
        }
        if !self.set_aside.is_empty() {
            page = page.table(NotCountedFile::table(&self.set_aside)).gap();
        }
        if !self.no_answer.is_empty() {
            page = page.table(Unanswered::table(&self.no_answer)).gap();
        }
        page
    }

    /// How the rules count, and at which moment.
    fn how(&self) -> Page {
        let commit = self.commit.as_ref();
        let facts = Facts::default()
            .fact("Track", format!("{}: {}", self.track, self.title))
            .fact("Counting", words::unit(self.count))
            .fact("If no answer", &self.silence_in_words)
            .fact("As of", self.as_of.long())
            .given(
                "At",
                commit.map(|commit| format!("commit {}", commit.short())),
            );
        let basis = self.is_certain.then_some(self.basis.as_str());
        Page::new().facts(facts).lines(basis)
    }

    fn uncounted(&self) -> String {
        match self.count {
            CountUnit::None => words::sentence(NOT_COUNTED),
            count => places::more_than_once(count, self.several_groups)
                .unwrap_or_default()
                .to_owned(),
        }
    }

    fn dimension_tables(&self) -> Page {
        let table = |own: &DimensionCount| {
            let row =
                |each: &ValueCount| self.row(&each.name, each.seats, &each.answers, each.recused);
            let table = Table::new(self.columns(&own.name));
            Page::new()
                .gap()
                .table(own.values.iter().map(row).fold(table, Table::row))
        };
        Page::new().each(self.dimensions.iter().map(table))
    }

    fn columns(&self, heading: &str) -> Vec<Column> {
        let seats = Column::number("seats").keep(DropPriority::High);
        let mut columns = vec![Column::sentence(heading), seats];
        columns.extend(self.answers.names().map(|name| match name {
            "silent" => Column::number("no answer").keep(DropPriority::Always),
            name if self.cast.iter().any(|each| each.as_str() == name) => {
                Column::number(name).keep(DropPriority::Always)
            }
            name if self.answers.get(name) == 0 => Column::number(name).keep(DropPriority::Low),
            name => Column::number(name).keep(DropPriority::High),
        }));
        columns.extend(self.shows_recused().then(|| Column::number("recused")));
        columns
    }

    fn group_table(&self) -> Table {
        let Seats { seats, recused, .. } = self.electorate;
        let all = self.row("Total", seats, &self.answers, recused);
        let row =
            |group: &GroupCount| self.row(&group.name, group.seats, &group.answers, group.recused);
        housed(Table::new(self.columns("Group")), &self.groups, row, all)
    }

    fn shows_recused(&self) -> bool {
        self.has_recusals && self.electorate.recused > 0
    }

    fn row(&self, name: &str, seats: u64, counts: &Counts, recused: u64) -> Vec<StyledText> {
        let counted = self.answers.names().map(|name| counts.get(name));
        let counted = counted.chain(self.shows_recused().then_some(recused));
        let mut cells: Vec<StyledText> = vec![name.into(), seats.into()];
        cells.extend(counted.map(|count| StyledText::from(words::cell(count))));
        cells
    }

    /// The level that the rules give, with its arithmetic, and who declares the level.
    fn computed_line(&self) -> String {
        let who = match self.designates {
            Designates::Chair => "A chair declares the level.",
            Designates::ChairWithinRules => "A chair declares this level, or a lower one.",
            Designates::Computed => "On this track, the computed level is declared.",
        };
        if self.count == CountUnit::None {
            return format!("none, because nothing is counted on this track. {who}");
        }
        let Some(name) = &self.computed else {
            return format!("none, because no level is met. {who}");
        };
        let level = self.levels.iter().find(|level| level.name == name.as_str());
        let outcome = level.and_then(|level| level.outcome).map(Outcome::word);
        let outcome = outcome.unwrap_or_default();
        let numbers = level.map(Rule::arithmetic).unwrap_or_default();
        format!("{name} ({outcome}), because {numbers}. {who}")
    }
}

/// The positions of a track that count as for or against: no screen leaves them out.
fn cast(track: &Track) -> Vec<PositionName> {
    let is_cast = |class| matches!(class, CountsAs::For | CountsAs::Against);
    let cast = track.positions.iter().filter(|each| is_cast(each.class));
    cast.map(|each| each.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::TallyReport;
    use crate::blessed::screen;
    use crate::register::tally_inputs::{CloseEvidence, TallyInputs};
    use crate::render::json;
    use crate::report::sample::{self, Files, counted, harmless, on, retention};
    use crate::value::digest::CommitId;

    fn report(moments: &TallyInputs) -> TallyReport {
        TallyReport::of(&counted(moments, "retention"), None)
    }

    fn value(report: &TallyReport) -> serde_json::Value {
        serde_json::from_str(&json(report)).unwrap()
    }

    #[test]
    fn an_open_call_on_100_and_on_60_columns() {
        let tally = counted(&retention().open(), "retention");
        let page = TallyReport::of(&tally, CommitId::parse(&"a".repeat(40))).page();
        screen(
            "report/tally/an_open_call_on_100_and_on_60_columns-1",
            &on(100, &page),
        );
        screen(
            "report/tally/an_open_call_on_100_and_on_60_columns-2",
            &on(60, &page),
        );
        for width in 20..=100 {
            on(width, &page);
        }
    }

    /// The keys of an object in JSON that is indented by `indent` spaces, in their order.
    fn keys(text: &str, indent: usize) -> Vec<&str> {
        let start = format!("{}\"", " ".repeat(indent));
        let keys = text.lines().filter_map(|line| line.strip_prefix(&start));
        keys.filter_map(|line| line.split_once("\":"))
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn keys_stand_in_the_order_of_the_reference() {
        let text = json(&report(&retention().open()));
        assert_eq!(
            keys(&text, 2),
            [
                "format",
                "register",
                "proposal",
                "call",
                "revision",
                "commit",
                "track",
                "count",
                "electorate",
                "positions",
                "groups",
                "objections",
                "read",
                "counted",
                "set-aside",
                "gates",
                "levels",
                "computed",
                "decidable",
                "basis",
                "as-of",
                "silence",
                "houses",
                "earlier",
                "conflicts",
                "silent-groups",
                "spoke-groups",
                "classes",
                "no-answer",
                "open-objections",
                "advice",
            ]
        );
        let inner = keys(&text, 4);
        assert_eq!(inner[..3], ["seats", "members", "recused"]);
        let positions = [
            "support", "accept", "disagree", "object", "abstain", "silent", "stale",
        ];
        assert_eq!(inner[3..10], positions);
        assert_eq!(
            inner[10..18],
            [
                "total",
                "open",
                "unanswered",
                "undisposed",
                "maintained",
                "standing",
                "comments",
                "dispositions",
            ]
        );
        let deeper = keys(&text, 6);
        assert_eq!(deeper[..4], ["group", "house", "members", "positions"]);
        let gate = deeper.iter().position(|key| *key == "criterion").unwrap();
        assert_eq!(
            deeper[gate - 1..gate + 3],
            ["name", "criterion", "met", "comparisons"]
        );
        let level = deeper.iter().position(|key| *key == "outcome").unwrap();
        assert_eq!(
            deeper[level - 1..level + 4],
            ["name", "outcome", "criterion", "met", "comparisons"]
        );
        let comparison = ["text", "relation", "count", "base", "needed", "met"];
        assert_eq!(keys(&text, 10)[..6], comparison);
    }

    #[test]
    fn programs_get_the_numbers_of_the_chairs_screen() {
        let value = value(&report(&retention().open()));
        assert_eq!(value["electorate"]["members"], 30);
        assert_eq!(value["positions"]["support"], 10);
        assert_eq!(value["positions"]["stale"], 3);
        assert_eq!(value["groups"][2]["positions"]["silent"], 2);
        assert_eq!(value["groups"][2]["house"], "non-contracted");
        assert_eq!(value["objections"]["maintained"], 3);
        assert_eq!(value["objections"]["dispositions"]["outweighed"], 1);
        let coverage = &value["gates"][1]["comparisons"][0];
        assert_eq!(
            (&coverage["count"], &coverage["base"]),
            (&5.into(), &6.into())
        );
        let within = coverage["within"].as_array().unwrap();
        assert_eq!(within.len(), 6);
        assert_eq!(within[5]["name"], "public-interest");
        assert_eq!(within[5]["base"], serde_json::Value::Null);
        assert_eq!(
            value["computed"],
            "strong-support-but-significant-opposition"
        );
        assert_eq!(value["decidable"], false);
        assert_eq!(value["commit"], serde_json::Value::Null);
        assert_eq!(value["levels"][2]["criterion"], serde_json::Value::Null);
        assert_eq!(value["houses"][0]["positions"]["accept"], 3);
    }

    /// Every number of `positions` but the stale ones adds up to the members, in every place.
    #[test]
    fn positions_add_up_to_the_members() {
        for files in [retention(), families()] {
            let value = value(&report(&files.open()));
            let sum = |place: &serde_json::Value| -> u64 {
                let positions = place["positions"].as_object().unwrap().iter();
                let counted = positions.filter(|(name, _)| *name != "stale");
                counted.map(|(_, number)| number.as_u64().unwrap()).sum()
            };
            assert_eq!(
                sum(&value),
                value["electorate"]["members"].as_u64().unwrap()
            );
            for place in ["groups", "houses"] {
                for place in value[place].as_array().unwrap() {
                    assert_eq!(sum(place), place["members"].as_u64().unwrap());
                }
            }
        }
    }

    #[test]
    fn what_landed_after_the_close_is_late_and_said_to_be() {
        let late = "proposals/retention/positions/dora-wu.toml";
        let files = retention().with(
            late,
            "position = \"object\"\njoins = [\"carla-nunes.cost\"]\n",
        );
        let moments = files.closed(&retention(), CloseEvidence::CommitterDates);
        let report = report(&moments);
        let page = on(100, &report.page());
        screen(
            "report/tally/what_landed_after_the_close_is_late_and_said_to_be",
            &page,
        );
        let value = value(&report);
        let aside = value["set-aside"].as_array().unwrap();
        let late = aside.iter().find(|file| file["path"] == late).unwrap();
        assert_eq!(
            (&late["reason"], &late["by"]),
            (&"late".into(), &"dora-wu".into())
        );
        assert!(aside.is_sorted_by_key(|file| file["path"].as_str().unwrap().to_owned()));
    }

    /// The registries of one organisation agree in class only, the business people of another do not.
    fn families() -> Files {
        let charter =
            |files: Files| files.edited("charter.toml", "\"participants\"", "\"affiliations\"");
        let mut files = charter(retention());
        for (family, people) in [
            ("one", &["reg-1", "reg-4", "ada-lind"][..]),
            ("two", &["biz-1", "biz-5"]),
        ] {
            for id in people {
                let path = format!("participants/{id}.toml");
                files = files.edited(
                    &path,
                    "group =",
                    &format!("affiliation = \"{family}\"\ngroup ="),
                );
            }
        }
        files
    }

    #[test]
    fn families_that_disagree_are_split_and_counted_as_answered() {
        let report = report(&families().open());
        let value = value(&report);
        assert_eq!(value["count"], "affiliations");
        assert_eq!(value["positions"]["split"], 1);
        assert_eq!(value["positions"]["for-in-several-positions"], 1);
        assert_eq!(value["electorate"]["seats"], 28);
        let of = |family: &str| {
            let all = value["families"].as_array().unwrap();
            all.iter()
                .find(|each| each["family"] == family)
                .unwrap()
                .clone()
        };
        assert_eq!(of("two")["answer"], "split");
        assert_eq!(
            of("one")["groups"],
            serde_json::json!(["registrars", "registries"])
        );
        let page = on(200, &report.page());
        screen(
            "report/tally/families_that_disagree_are_split_and_counted_as_answered",
            &page,
        );
    }

    #[test]
    fn where_nothing_is_counted_no_level_is_computed() {
        let files = retention()
            .edited("charter.toml", "\"participants\"", "\"none\"")
            .edited(
                "charter.toml",
                "answered >= 1/2 of eligible",
                "days-open >= 7",
            )
            .edited(
                "charter.toml",
                "answered >= 1 in each group",
                "unanswered-objections == 0",
            )
            .edited(
                "charter.toml",
                "for >= 4/5 of cast and open-objections == 0",
                "open-objections == 0",
            )
            .edited(
                "charter.toml",
                "for > 1/2 of cast",
                "unresolved-objections == 0",
            );
        let report = report(&files.open());
        let value = value(&report);
        assert_eq!(value["positions"], serde_json::json!({}));
        assert_eq!(value["groups"][0]["positions"], serde_json::json!({}));
        assert_eq!(value["computed"], serde_json::Value::Null);
        let page = on(100, &report.page());
        screen(
            "report/tally/where_nothing_is_counted_no_level_is_computed",
            &page,
        );
        assert_eq!(value["not-counted"]["positions"]["support"], 10);
    }

    #[test]
    fn an_empty_base_is_named_and_no_number_is_needed() {
        let mut files = retention();
        for id in ["biz-1", "biz-2", "biz-3", "biz-4", "biz-5", "piotr-nowak"] {
            files = files.without(&format!("proposals/retention/positions/{id}.toml"));
        }
        let rule = "for > 1/2 of cast in group business, public-interest";
        let report = report(
            &files
                .edited("charter.toml", "for > 1/2 of cast", rule)
                .open(),
        );
        let value = value(&report);
        let comparison = &value["levels"][1]["comparisons"][0];
        assert_eq!(comparison["needed"], serde_json::Value::Null);
        assert_eq!(comparison["met"], false);
        assert_eq!(comparison["empty"], "cast in business and public-interest");
        let page = on(200, &report.page());
        screen(
            "report/tally/an_empty_base_is_named_and_no_number_is_needed",
            &page,
        );
    }

    #[test]
    fn an_empty_register_reads_nothing() {
        let mut files = retention();
        for path in files.paths() {
            if path.contains("/positions/")
                || path.contains("/objections/")
                || path.contains("/handling/")
            {
                files = files.without(&path);
            }
        }
        let page = on(
            100,
            &report(&files.carried("retention", sample::OPEN)).page(),
        );
        screen("report/tally/an_empty_register_reads_nothing", &page);
        assert!(!page.to_lowercase().contains("consensus reached"), "{page}");
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in sample::HOSTILE {
            let mut moments = retention().open();
            let charter = Arc::make_mut(moments.asked.charter.as_mut().unwrap());
            for group in &mut charter.groups {
                group.name = (*words).to_owned();
            }
            for track in &mut charter.tracks {
                track.title = (*words).to_owned();
            }
            harmless(&report(&moments).page());
        }
    }
}
