//! Shows the participant list with the size of each group.

use crate::value::sentence::many;
use serde::Serialize;

use crate::record::dimension::{OwnDimension, OwnValues};
use crate::record::participant::Participant;
use crate::register::interests::{InterestStatus, MissingStatement, owed, statement};
use crate::register::records::Register;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::StyledText;
use crate::render::page::Page;
use crate::report::{caveats, words};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{GroupId, ParticipantId, RegionId, RegisterId, StandingName};

/// The participants of a register, or of one of its groups.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Roster {
    format: u32,
    register: Option<RegisterId>,
    participants: Vec<Person>,
    groups: Vec<GroupSize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements_of_interest: Option<MissingStatement>,
    /// The dimensions that have a column.
    #[serde(skip)]
    dimensions: Vec<OwnDimension>,
}

/// One participant.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Person {
    id: ParticipantId,
    name: String,
    group: GroupId,
    /// Other groups in which they have a membership now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_in: Vec<GroupId>,
    standing: Vec<StandingName>,
    affiliation: Option<String>,
    region: Option<RegionId>,
    #[serde(skip_serializing_if = "OwnValues::is_empty")]
    dimensions: OwnValues,
    suspended: Option<String>,
    alternate_for: Option<ParticipantId>,
    /// The status of the statement of interest, if the charter asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<&'static str>,
    #[serde(skip)]
    statement_cell: StyledText,
}

/// How many participants a group has.
#[derive(Debug, Clone, Serialize)]
struct GroupSize {
    group: GroupId,
    name: Option<String>,
    participants: usize,
}

impl Roster {
    /// All participants by id, or only those of `group`. `now` tells which statements of interest are too
    /// old.
    pub fn of(register: &Register, group: Option<&GroupId>, now: Instant) -> Self {
        let wanted = |who: &Participant| group.is_none_or(|group| who.is_in(group));
        let charter = register.charter.as_ref();
        let dimensions = charter.into_iter().flat_map(|it| it.open_dimensions());
        let within = charter.and_then(|charter| Some((charter.interests?, &charter.calendar)));
        let people = register.participants.iter();
        let people = people.filter(|(_, who)| wanted(who));
        let owed = charter.and_then(|charter| owed(charter, people.clone(), now));
        let person = |(id, who): (&ParticipantId, &Participant)| {
            Person::of(
                id,
                who,
                now,
                within.map(|within| statement(who, within, now)),
            )
        };
        Self {
            format: 1,
            register: charter.map(|charter| charter.register.clone()),
            groups: sizes(register, group, now),
            statements_of_interest: owed,
            dimensions: dimensions.cloned().collect(),
            participants: people.map(person).collect(),
        }
    }

    /// The participant list for people.
    pub fn page(&self) -> Page {
        let statements = self.statements_of_interest.as_ref();
        let table = Table::of(&self.participants)
            .words("participant", DropPriority::Always, |person| &person.id)
            .sentences("name", DropPriority::High, |person| &person.name)
            .words("group", DropPriority::High, Person::groups)
            .sentences("membership", DropPriority::Always, Person::membership)
            .sentences("affiliation", DropPriority::Normal, |person| {
                person.affiliation.as_ref()
            })
            .words("region", DropPriority::Low, |person| person.region.as_ref());
        let table = self.dimensions.iter().fold(table, |table, own| {
            table.words(own.name.as_str(), DropPriority::Low, |person| {
                person.dimensions.of(&own.id)
            })
        });
        let table = match statements {
            Some(_) => table.sentences("statement of interest", DropPriority::High, |person| {
                person.statement_cell.clone()
            }),
            None => table,
        };
        let page = match self.participants.is_empty() {
            true => {
                let add = Command::new("participant add").with(Placeholder::Name);
                Page::new().line(format!("No participants. To add one: {add}"))
            }
            false => Page::new().table(table),
        };
        let size = |group: &GroupSize| format!("{} {}", group.group, group.participants);
        let sizes: Vec<String> = self.groups.iter().map(size).collect();
        let count = many(self.participants.len(), "participant");
        page.gap()
            .lines(statements.map(caveats::statements))
            .line(match sizes.as_slice() {
                [] => count,
                sizes => format!("{count}: {}", sizes.join(", ")),
            })
    }
}

impl Person {
    fn of(
        id: &ParticipantId,
        who: &Participant,
        now: Instant,
        statement: Option<InterestStatus>,
    ) -> Self {
        Self {
            id: id.clone(),
            name: who.name.clone(),
            group: who.group.clone(),
            also_in: who.groups_at(now).into_iter().skip(1).cloned().collect(),
            standing: who.memberships.at(now),
            affiliation: who.affiliation.clone(),
            region: who.region.clone(),
            dimensions: who.dimensions.clone(),
            suspended: who.suspended.clone(),
            alternate_for: who.alternate_for.clone(),
            statement: statement.as_ref().map(caveats::word),
            statement_cell: statement.as_ref().map(caveats::cell).unwrap_or_default(),
        }
    }

    fn groups(&self) -> String {
        let groups = std::iter::once(&self.group).chain(&self.also_in);
        words::joined(groups.map(|group| Some(group.to_string())), ", ")
    }

    fn membership(&self) -> String {
        let alternate = self.alternate_for.as_ref();
        let standing = self
            .standing
            .iter()
            .map(|standing| Some(standing.to_string()));
        let parts = standing.chain([
            alternate.map(|id| format!("alternate for {id}")),
            self.suspended.as_ref().map(|_| "suspended".to_owned()),
        ]);
        words::joined(parts, ", ")
    }
}

/// The sizes of the charter's groups in its order, then of other groups.
fn sizes(register: &Register, only: Option<&GroupId>, now: Instant) -> Vec<GroupSize> {
    let people = register.participants.values();
    let size = |group: &GroupId, name: Option<&String>| GroupSize {
        group: group.clone(),
        name: name.cloned(),
        participants: people
            .clone()
            .filter(|who| who.groups_at(now).contains(&group))
            .count(),
    };
    let groups = register.charter.iter().flat_map(|charter| &charter.groups);
    let groups = groups.map(|group| size(&group.id, Some(&group.name)));
    let mut sizes: Vec<GroupSize> = groups.collect();
    for who in people.clone() {
        if sizes.iter().all(|known| known.group != who.group) {
            sizes.push(size(&who.group, None));
        }
    }
    sizes.retain(|known| only.is_none_or(|only| known.group == *only));
    sizes
}

#[cfg(test)]
mod tests {
    use super::Roster;
    use crate::report::sample::{on, retention};
    use crate::value::clock::Instant;
    use crate::value::id::GroupId;

    #[test]
    fn everybody_or_the_people_of_one_group() {
        let alternate = "name = \"T\"\ngroup = \"technical\"\nstanding = [\"alternate\"]\n\
                     alternate-for = \"tec-2\"\n";
        let away = "region = \"africa\"\nsuspended = \"no statement\"\ngroup =";
        let register = retention()
            .edited("participants/tec-1.toml", "group =", away)
            .edited(
                "participants/tec-2.toml",
                "group =",
                "affiliation = \"Example\"\ngroup =",
            )
            .with("participants/tec-5.toml", alternate)
            .register();
        let group = GroupId::parse("technical").unwrap();
        assert_eq!(
            on(
                100,
                &Roster::of(
                    &register,
                    Some(&group),
                    Instant::parse("2026-05-18T12:00:00Z").unwrap()
                )
                .page()
            ),
            "\
participant  name           group      membership                      affiliation  region
tec-1        tec-1 by name  technical  member, suspended                            africa
tec-2        tec-2 by name  technical  member                          Example
tec-3        tec-3 by name  technical  member
tec-4        tec-4 by name  technical  member
tec-5        T              technical  alternate, alternate for tec-2

5 participants: technical 5
"
        );
        let all = on(
            100,
            &Roster::of(
                &register,
                None,
                Instant::parse("2026-05-18T12:00:00Z").unwrap(),
            )
            .page(),
        );
        let counts = "34 participants: registries 6, registrars 5, business 8, civil-society 7,";
        assert!(all.contains(counts), "{all}");
    }

    #[test]
    fn a_group_of_nobody_says_so() {
        let register = retention().register();
        let nobody = GroupId::parse("nobody").unwrap();
        let page = on(
            60,
            &Roster::of(
                &register,
                Some(&nobody),
                Instant::parse("2026-05-18T12:00:00Z").unwrap(),
            )
            .page(),
        );
        assert_eq!(
            page,
            "No participants. To add one: plenary participant add NAME\n\n0 participants\n"
        );
    }
}
