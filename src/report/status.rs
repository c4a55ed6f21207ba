//! The chair's screen: where a proposal stands, who answered what, and what is missing.

use serde::Serialize;

use crate::procedure::next::{Step, Weight, steps};
use crate::procedure::stage::{Stage, stage};
use crate::record::call::Call;
use crate::record::decision::Decision;
use crate::record::path::CHARTER;
use crate::record::proposal::Proposal;
use crate::record::track::Outcome;
use crate::register::freeze::{Basis, Moments};
use crate::register::records::{Folder, Register};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::counts::Counts;
use crate::report::houses::{self, Housed, by_house};
use crate::report::letters::Letters;
use crate::report::rule::{self, Rule};
use crate::report::status_objections::{self, ObjectionLine};
use crate::report::when::{LocalOffset, from_now, moment};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::Unit;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{
    GroupId, HouseId, LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId,
};

/// The widest that what is next may be to stand on one line.
const ONE_LINE: usize = 85;

/// Where a proposal stands.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Status {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    title: String,
    question: String,
    track: TrackId,
    stage: String,
    call: Option<u32>,
    revision: RevisionName,
    shepherd: Option<ParticipantId>,
    opens: Option<Instant>,
    closes: Option<Instant>,
    now: Instant,
    frozen: Frozen,
    letters: Vec<Letter>,
    groups: Vec<GroupLine>,
    stale: Vec<StaleIn>,
    objections: Vec<ObjectionLine>,
    gates: Vec<Rule>,
    levels: Vec<Rule>,
    computed: Option<LevelName>,
    decidable: bool,
    decided: Option<Decided>,
    next: Vec<NextStep>,
    basis: String,
    read: String,
    #[serde(skip)]
    offset: LocalOffset,
    #[serde(skip)]
    is_over: bool,
    #[serde(skip)]
    total: Totals,
    #[serde(skip)]
    count: CountUnit,
    #[serde(skip)]
    is_certain: bool,
}

/// What the call rests on.
#[derive(Debug, Clone, Serialize)]
struct Frozen {
    seats: u64,
    commit: Option<String>,
    text: Option<TextDigest>,
    charter: Option<TextDigest>,
}

/// A letter and the position that it stands for.
#[derive(Debug, Clone, Serialize)]
struct Letter {
    letter: char,
    position: String,
    #[serde(skip)]
    is_recusal: bool,
}

/// A group with one letter for each of its members.
#[derive(Debug, Clone, Serialize)]
struct GroupLine {
    group: GroupId,
    name: String,
    house: Option<HouseId>,
    seats: u64,
    letters: String,
    positions: Counts,
    recused: u64,
    heard: Option<bool>,
}

impl Housed for GroupLine {
    fn house(&self) -> Option<&HouseId> {
        self.house.as_ref()
    }
}

/// How many positions of a group were given on an earlier text.
#[derive(Debug, Clone, Serialize)]
struct StaleIn {
    group: GroupId,
    name: String,
    stale: u64,
}

#[derive(Debug, Clone)]
struct Totals {
    seats: u64,
    recused: u64,
    counts: Counts,
    stale: u64,
}

/// How the call was decided.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Decided {
    outcome: Outcome,
    designation: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    at: Instant,
    appeal_until: Option<Instant>,
    review: Option<Instant>,
    sign_offs: Vec<ParticipantId>,
    sign_offs_needed: u64,
    supersedes: Vec<ProposalId>,
    superseded_by: Vec<ProposalId>,
}

/// One thing to be done.
#[derive(Debug, Clone, Serialize)]
struct NextStep {
    weight: Weight,
    what: String,
    whose: String,
    command: String,
}

impl NextStep {
    fn of(step: Step) -> Self {
        Self {
            weight: step.weight,
            what: step.what,
            whose: step.whose,
            command: step.command,
        }
    }
}

impl Status {
    /// Where the tally's proposal stands. `register` is the whole register at the moment asked
    /// for, in which decisions that replaced this one are looked up.
    pub fn of(register: &Register, moments: &Moments, tally: &Tally, offset: LocalOffset) -> Self {
        let none = Folder::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let proposal = folder.proposal.as_ref();
        let call = moments.call(folder);
        let letters = Letters::of(&tally.track);
        let legend = letters.legend(&tally.ballot.units);
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            title: proposal.map_or(String::new(), |proposal| proposal.title.clone()),
            question: question(call, proposal),
            track: tally.track.id.clone(),
            stage: stage(folder, tally.now).in_words(),
            call: tally.call,
            revision: tally.revision,
            shepherd: proposal.and_then(|proposal| proposal.shepherd.clone()),
            opens: call.map(|call| call.opens),
            closes: call.map(Call::closing),
            now: tally.now,
            frozen: frozen(moments, tally, call, proposal),
            letters: legend
                .into_iter()
                .map(|(letter, position)| Letter {
                    is_recusal: letter == letters.recused(),
                    letter,
                    position,
                })
                .collect(),
            groups: groups(tally, &letters),
            stale: stale(tally),
            objections: status_objections::lines(moments, tally),
            gates: rule::gates(tally),
            levels: rule::levels(tally),
            computed: tally.computed.clone(),
            decidable: tally.decidable(),
            decided: decided(register, tally, folder),
            next: steps(tally, folder).into_iter().map(NextStep::of).collect(),
            basis: words::basis(&tally.basis),
            read: words::reads(&tally.canvass),
            offset,
            is_over: !matches!(stage(folder, tally.now), Stage::CallOpen(_)),
            total: Totals {
                seats: tally.count.seats,
                recused: tally.count.recused,
                counts: Counts::of(&tally.track, &tally.count),
                stale: tally.count.stale,
            },
            count: tally.track.count,
            is_certain: words::is_certain(&tally.basis),
        }
    }

    /// The screen for people.
    pub fn page(&self) -> Page {
        let title = Ink::Strong
            .on(self.proposal.as_str())
            .and(Ink::Plain, format!(" · {}", self.title));
        let aside = format!("track {} · {} · {}", self.track, self.stage, self.revision);
        let mut page = Page::new().title_aside(title, aside).facts(self.facts());
        if !self.is_certain {
            page = page.line(Ink::Attention.on(&self.basis));
        }
        page = page.gap().then(self.answers());
        if !self.objections.is_empty() {
            page = page.table(status_objections::table(&self.objections)).gap();
        }
        let rules: Vec<&Rule> = self.gates.iter().chain(&self.levels).collect();
        let heading = format!("Rule (track {})", self.track);
        page.table(rule::in_brief(&heading, &rules))
            .gap()
            .then(self.outlook())
            .line(&self.read)
    }

    fn facts(&self) -> Facts {
        let mut facts = Facts::default().fact("Question", &self.question);
        if let Some(closes) = self.closes {
            let label = if self.is_over { "Closed" } else { "Closes" };
            facts = facts.fact(label, moment(closes, self.now, self.offset));
        }
        let shepherd = self
            .shepherd
            .as_ref()
            .map(|who| format!("Shepherd {who}"))
            .unwrap_or_default();
        let label = if self.frozen.commit.is_some() {
            "Frozen"
        } else {
            "Rests on"
        };
        facts.fact_aside(label, self.frozen.in_words(), shepherd)
    }

    fn answers(&self) -> Page {
        if self.count == CountUnit::None {
            return Page::new();
        }
        let legend: Vec<String> = self
            .letters
            .iter()
            .map(|each| format!("{} {}", each.letter, each.position))
            .collect();
        let page = Page::new()
            .table(self.group_table())
            .line(legend.join("  "));
        let stale: Vec<String> = self
            .stale
            .iter()
            .map(|group| format!("{} {}", group.name, group.stale))
            .collect();
        match self.total.stale {
            0 => page.gap(),
            n => page
                .line(format!(
                    "Stale, given on an earlier text: {n} ({})",
                    stale.join(", ")
                ))
                .gap(),
        }
    }

    fn group_table(&self) -> Table {
        let mut columns = vec![
            Column::sentence("Group").keep(Keep::Always),
            Column::number("seats").keep(Keep::High),
            Column::sentence("one letter per member").keep(Keep::High),
        ];
        let letters = self.letters.iter().map(|each| each.letter.to_string());
        columns.extend(letters.map(Column::number));
        columns.push(Column::new("heard").keep(Keep::Always));
        let mut table = Table::new(columns).sections_called("house");
        let sections = by_house(&self.groups);
        let housed = sections.iter().any(|section| section.heading.is_some());
        for section in sections {
            if let Some(heading) = section.heading {
                table = table.section(heading);
            }
            for group in section.groups {
                table = table.indented(usize::from(housed), self.row(group));
            }
        }
        if housed {
            table = table.section(houses::ALL);
        }
        let mut total: Vec<Text> = vec!["Total".into(), self.total.seats.into(), "".into()];
        total.extend(self.cells(&self.total.counts, self.total.recused));
        table.row(total)
    }

    fn row(&self, group: &GroupLine) -> Vec<Text> {
        let mut row: Vec<Text> = vec![
            (&group.name).into(),
            group.seats.into(),
            (&group.letters).into(),
        ];
        row.extend(self.cells(&group.positions, group.recused));
        row.push(match group.heard {
            Some(true) => Ink::Good.on("yes"),
            Some(false) => Ink::Bad.on("NO"),
            None => "–".into(),
        });
        row
    }

    /// The number behind each letter of the legend. A group may have none of what is rare.
    fn cells<'a>(&'a self, counts: &'a Counts, recused: u64) -> impl Iterator<Item = Text> + 'a {
        self.letters.iter().map(move |each| {
            let known = counts.names().any(|name| name == each.position);
            let number = if known {
                counts.get(&each.position)
            } else if each.is_recusal {
                recused
            } else {
                0
            };
            words::cell(number).into()
        })
    }

    fn outlook(&self) -> Page {
        match &self.decided {
            Some(decided) => decided.page(self.now, self.offset),
            None => self.next_page(),
        }
    }

    fn next_page(&self) -> Page {
        if self.next.is_empty() {
            return Page::new().line("Not a verdict. Nothing is missing.");
        }
        let short: Vec<&str> = self.next.iter().map(|step| step.what.as_str()).collect();
        let line = short.join(" · ");
        if line.chars().count() <= ONE_LINE {
            return Page::new().line(format!("Not a verdict. Next: {line}"));
        }
        let step = |step: &NextStep| {
            let advised = match step.weight {
                Weight::Required => "",
                Weight::Advised => " (advised)",
            };
            format!(
                "{}{advised}. Turn of {}: {}",
                step.what, step.whose, step.command
            )
        };
        Page::new()
            .line("Not a verdict. Next:")
            .numbered(self.next.iter().map(step))
            .gap()
    }
}

impl Frozen {
    fn in_words(&self) -> String {
        let mut parts = Vec::new();
        let seats = format!("{} seats", self.seats);
        parts.push(match &self.commit {
            Some(commit) => format!("{seats} at {}", commit.get(..7).unwrap_or(commit)),
            None => seats,
        });
        let digest = |name: &str, digest: &Option<TextDigest>| {
            digest
                .as_ref()
                .map(|digest| format!("{name} {}", digest.short()))
        };
        parts.extend(digest("text", &self.text));
        parts.extend(digest("charter", &self.charter));
        parts.join(" · ")
    }
}

impl Decided {
    fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let computed = match &self.computed {
            Some(level) if *level == self.designation => "as computed".to_owned(),
            Some(level) => format!("computed: {level}"),
            None => "no level is computed".to_owned(),
        };
        let mut facts = Facts::default()
            .fact("Decided", Ink::Strong.on(self.outcome.word()))
            .fact("Designation", format!("{} ({computed})", self.designation))
            .fact("By", format!("{} on {}", self.by, self.at.long()))
            .fact(
                "Sign-offs",
                words::sign_offs(&self.sign_offs, self.sign_offs_needed),
            );
        if let Some(until) = self.appeal_until {
            let label = if until > now {
                "Appeal until"
            } else {
                "Appeal ended"
            };
            facts = facts.fact(label, moment(until, now, offset));
        }
        if let Some(review) = self.review {
            let when = format!("{} · {}", review.long(), from_now(review, now));
            facts = facts.fact("Review", when);
        }
        facts = listed(facts, "Supersedes", &self.supersedes);
        Page::new()
            .facts(listed(facts, "Superseded by", &self.superseded_by))
            .gap()
    }
}

fn listed(facts: Facts, label: &str, ids: &[ProposalId]) -> Facts {
    let ids: Vec<&str> = ids.iter().map(ProposalId::as_str).collect();
    match ids.as_slice() {
        [] => facts,
        ids => facts.fact(label, ids.join(", ")),
    }
}

fn question(call: Option<&Call>, proposal: Option<&Proposal>) -> String {
    let asked = call.map(|call| &call.question);
    let written = proposal.map(|proposal| &proposal.question);
    asked.or(written).cloned().unwrap_or_default()
}

fn frozen(
    moments: &Moments,
    tally: &Tally,
    call: Option<&Call>,
    proposal: Option<&Proposal>,
) -> Frozen {
    let commit = match &tally.basis {
        Basis::Open { frozen } | Basis::Closed { frozen, .. } => Some(frozen.to_string()),
        Basis::BeforeCall | Basis::Carried => None,
    };
    let latest = proposal
        .and_then(Proposal::latest)
        .map(|last| last.sha256.clone());
    Frozen {
        seats: tally.count.seats,
        commit,
        text: call.map(|call| call.sha256.clone()).or(latest),
        charter: moments.frozen().digest(CHARTER),
    }
}

fn groups(tally: &Tally, letters: &Letters) -> Vec<GroupLine> {
    let line = |group: &crate::record::charter::Group| {
        let within = |unit: &&Unit| unit.groups.contains(&group.id);
        let units: Vec<&Unit> = tally.ballot.units.iter().filter(within).collect();
        let count = Count::of(&tally.track, units.iter().copied());
        (count.seats > 0).then(|| GroupLine {
            group: group.id.clone(),
            name: group.name.clone(),
            house: group.house.clone(),
            seats: count.seats,
            letters: letters.line(units),
            positions: Counts::of(&tally.track, &count),
            recused: count.recused,
            heard: (count.members > 0).then(|| count.answered() > 0),
        })
    };
    tally.charter.groups.iter().filter_map(line).collect()
}

fn stale(tally: &Tally) -> Vec<StaleIn> {
    let stale = |group: &crate::record::charter::Group| {
        let count = tally.count_in_group(group.id.as_str());
        (count.stale > 0).then(|| StaleIn {
            group: group.id.clone(),
            name: group.name.clone(),
            stale: count.stale,
        })
    };
    tally.charter.groups.iter().filter_map(stale).collect()
}

fn decided(register: &Register, tally: &Tally, folder: &Folder) -> Option<Decided> {
    let n = tally.call?;
    let decision: &Decision = folder.decision(n)?;
    let judgement = &decision.judgement;
    Some(Decided {
        outcome: judgement.outcome,
        designation: judgement.designation.clone(),
        computed: decision.computed.clone(),
        by: judgement.by.clone(),
        at: judgement.at,
        appeal_until: decision.afterwards.appeal_until,
        review: decision.afterwards.review,
        sign_offs: register.sign_offs(&tally.proposal, n),
        sign_offs_needed: tally.track.sign_offs,
        supersedes: decision.matter.supersedes.clone(),
        superseded_by: register.superseded_by(&tally.proposal),
    })
}
