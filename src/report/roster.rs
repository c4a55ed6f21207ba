//! The roster: everybody on it, and how many in each group.

use serde::Serialize;

use crate::record::participant::Participant;
use crate::register::interests::{Statement, owed, statement};
use crate::register::records::Register;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::Page;
use crate::report::interests::{self, Statements};
use crate::report::words;
use crate::value::clock::Instant;
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
    statements_of_interest: Option<Statements>,
}

/// One participant.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Person {
    id: ParticipantId,
    name: String,
    group: GroupId,
    standing: Vec<StandingName>,
    affiliation: Option<String>,
    region: Option<RegionId>,
    suspended: Option<String>,
    alternate_for: Option<ParticipantId>,
    /// What there is of the statement of interest, where the charter asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<&'static str>,
    #[serde(skip)]
    statement_cell: Text,
}

/// How many participants a group has.
#[derive(Debug, Clone, Serialize)]
struct GroupSize {
    group: GroupId,
    name: Option<String>,
    participants: usize,
}

impl Roster {
    /// Everybody on the roster by id, or those of `group` alone. `now` tells whose statement of
    /// interest has grown old.
    pub fn of(register: &Register, group: Option<&GroupId>, now: Instant) -> Self {
        let wanted = |who: &&Participant| group.is_none_or(|group| who.group == *group);
        let charter = register.charter.as_ref();
        let within = charter.and_then(|charter| charter.interests);
        let asked = register.participants.iter().filter(|(_, who)| wanted(who));
        let owed = charter.and_then(|charter| owed(charter, asked, now));
        let people = register.participants.iter();
        let participants: Vec<Person> = people
            .filter(|(_, who)| wanted(who))
            .map(|(id, who)| Person::of(id, who, within.map(|within| statement(who, within, now))))
            .collect();
        Self {
            format: 1,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            groups: sizes(register, group),
            statements_of_interest: owed.as_ref().map(Statements::of),
            participants,
        }
    }

    /// The roster for people.
    pub fn page(&self) -> Page {
        let mut columns = vec![
            Column::new("participant").keep(Keep::Always),
            Column::sentence("name").keep(Keep::High),
            Column::new("group").keep(Keep::High),
            Column::sentence("standing"),
            Column::sentence("affiliation"),
            Column::new("region").keep(Keep::Low),
        ];
        let statements = self.statements_of_interest.as_ref();
        if statements.is_some() {
            columns.push(Column::sentence("statement of interest").keep(Keep::High));
        }
        let table = self
            .participants
            .iter()
            .fold(Table::new(columns), |table, person| table.row(person.row()));
        let page = match self.participants.is_empty() {
            true => Page::new().line("Nobody is on the roster here."),
            false => Page::new().table(table),
        };
        let sizes: Vec<String> = self
            .groups
            .iter()
            .map(|group| format!("{} {}", group.group, group.participants))
            .collect();
        let count = words::many(self.participants.len(), "participant");
        let page = page.gap();
        let page = page.line(statements.map(Statements::line).unwrap_or_default());
        page.line(match sizes.as_slice() {
            [] => count,
            sizes => format!("{count}: {}", sizes.join(", ")),
        })
    }
}

impl Person {
    fn of(id: &ParticipantId, who: &Participant, statement: Option<Statement>) -> Self {
        Self {
            id: id.clone(),
            name: who.name.clone(),
            group: who.group.clone(),
            standing: who.standing.clone(),
            affiliation: who.affiliation.clone(),
            region: who.region.clone(),
            suspended: who.suspended.clone(),
            alternate_for: who.alternate_for.clone(),
            statement: statement.as_ref().map(interests::word),
            statement_cell: statement.as_ref().map(interests::cell).unwrap_or_default(),
        }
    }

    fn row(&self) -> Vec<Text> {
        let region = self.region.as_ref().map(ToString::to_string);
        let mut row: Vec<Text> = vec![
            self.id.as_str().into(),
            (&self.name).into(),
            self.group.as_str().into(),
            self.standing().into(),
            self.affiliation.clone().unwrap_or_default().into(),
            region.unwrap_or_default().into(),
        ];
        if self.statement.is_some() {
            row.push(self.statement_cell.clone());
        }
        row
    }

    fn standing(&self) -> String {
        let mut parts: Vec<String> = self.standing.iter().map(ToString::to_string).collect();
        parts.extend(
            self.alternate_for
                .iter()
                .map(|id| format!("alternate for {id}")),
        );
        if self.suspended.is_some() {
            parts.push("suspended".to_owned());
        }
        parts.join(", ")
    }
}

/// The sizes of the charter's groups in its order, then of groups that it does not have.
fn sizes(register: &Register, only: Option<&GroupId>) -> Vec<GroupSize> {
    let size = |group: &GroupId| {
        let people = register.participants.values();
        people.filter(|who| who.group == *group).count()
    };
    let charter = register.charter.as_ref();
    let groups = charter.map_or(&[][..], |charter| charter.groups.as_slice());
    let mut sizes: Vec<GroupSize> = groups
        .iter()
        .map(|group| GroupSize {
            group: group.id.clone(),
            name: Some(group.name.clone()),
            participants: size(&group.id),
        })
        .collect();
    for who in register.participants.values() {
        if sizes.iter().all(|known| known.group != who.group) {
            sizes.push(GroupSize {
                group: who.group.clone(),
                name: None,
                participants: size(&who.group),
            });
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
participant  name           group      standing                        affiliation  region
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
        assert_eq!(page, "Nobody is on the roster here.\n\n0 participants\n");
    }
}
