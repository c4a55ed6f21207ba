//! What concerns one person: what waits for them, what became of their objections, and what is on
//! record of them.

mod record;

use serde::Serialize;

use crate::procedure::phase::{Phase, phase};
use crate::procedure::task::{Task, counted, of_proposal, of_register};
use crate::register::records::{Folder, Register};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::owing::{keepers, owns};
use crate::report::task::TaskRow;
use crate::report::when::{LocalOffset, moment};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use record::{Entry, Fate, Given, Statement};

/// What concerns one person.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mine {
    format: u32,
    register: Option<RegisterId>,
    participant: ParticipantId,
    /// What the roster says of them; none where they are not on it.
    entry: Option<Entry>,
    now: Instant,
    needs: Vec<TaskRow>,
    #[serde(skip)]
    tasks: Vec<Task>,
    objections: Vec<Fate>,
    positions: Vec<Given>,
    statements: Vec<Statement>,
    #[serde(skip)]
    stranger: Vec<String>,
    #[serde(skip)]
    offset: LocalOffset,
}

impl Mine {
    /// What a register that was read whole says of `who` without a tally.
    pub fn of(register: &Register, who: &ParticipantId, now: Instant, offset: LocalOffset) -> Self {
        let who = register.known_as(who).unwrap_or(who);
        let entry = Entry::of(register, who, now);
        let tasks = match entry.is_some() {
            true => of_register(register, now),
            false => Vec::new(),
        };
        let needs = needs(&tasks, who, now);
        Self {
            format: 2,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            participant: who.clone(),
            stranger: stranger(register, who, entry.is_some()),
            entry,
            now,
            needs,
            tasks,
            objections: record::fates(register, who, now),
            positions: record::given(register, who),
            statements: record::statements(register, who),
            offset,
        }
    }

    /// The proposals of which a tally says more: those that nobody has decided, and those on which
    /// this person has a position.
    pub fn to_count(&self, register: &Register) -> Vec<ProposalId> {
        let open = |folder: &Folder| phase(folder, self.now) != Phase::Decided;
        let mine = |folder: &Folder| {
            let mut files = folder.positions.values();
            files.any(|file| owns(register, &self.participant, &file.owner))
        };
        let proposals = register.proposals.iter();
        proposals
            .filter(|(_, folder)| mine(folder) || (self.entry.is_some() && open(folder)))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Adds what the tally of a proposal says: what waits for this person, and whether their
    /// positions are counted.
    pub fn count(&mut self, register: &Register, tally: &Tally) {
        for given in &mut self.positions {
            given.count(tally);
        }
        if self.entry.is_some() {
            counted(&mut self.tasks, of_proposal(register, tally));
            self.needs = needs(&self.tasks, &self.participant, self.now);
        }
    }

    /// The screen for people.
    pub fn page(&self) -> Page {
        let title = match &self.entry {
            Some(entry) => format!("{} · {}", self.participant, entry.name()),
            None => self.participant.to_string(),
        };
        let mut page = Page::new().title(title);
        for line in &self.stranger {
            page = page.line(line);
        }
        if self.entry.is_some() {
            page = page.then(self.needs_page()).gap();
        }
        if !self.objections.is_empty() {
            page = page.heading("Your objections");
            for fate in &self.objections {
                page = page.then(fate.page(self.now, self.offset));
            }
            page = page.gap();
        }
        page.then(self.on_record())
    }

    fn needs_page(&self) -> Page {
        if self.needs.is_empty() {
            return Page::new().line("Nothing waits for you.");
        }
        let heading = format!("Waiting for you ({})", self.needs.len());
        let items = self.needs.iter().map(|need| self.item(need));
        Page::new().heading(heading).numbered(items)
    }

    fn item(&self, need: &TaskRow) -> Text {
        let due = match need.due() {
            Some(due) if need.is_overdue() => {
                let due = moment(due, self.now, LocalOffset::Hidden);
                Text::default().and(Ink::Bad, format!(" OVERDUE since {due}"))
            }
            Some(due) => format!(" by {}", moment(due, self.now, self.offset)).into(),
            None => Text::default(),
        };
        let advised = match need.is_advised() && !need.kind().is_personal() {
            true => " (advised)",
            false => "",
        };
        let what = match need.proposal() {
            "" => format!("{}{advised}", need.what()),
            proposal => format!("{proposal}: {}{advised}", need.what()),
        };
        let text = Text::from(what).then(due).and(Ink::Plain, need.choices());
        match need.command() {
            Some(command) => text
                .and(Ink::Plain, ": ")
                .and(Ink::Strong, command.to_string()),
            None => text,
        }
    }

    fn on_record(&self) -> Page {
        let mut page = Page::new().heading("On record of you");
        if let Some(entry) = &self.entry {
            page = page.facts(entry.facts());
        }
        if self.positions.is_empty() {
            page = page.line("No position.");
        } else {
            let columns = [
                Column::new("position on").keep(Keep::Always),
                Column::new("says").keep(Keep::Always),
                Column::new("text"),
                Column::sentence("counted").keep(Keep::High),
                Column::sentence("proposal is").keep(Keep::High),
            ];
            let rows = self.positions.iter();
            let table = rows.fold(Table::new(columns), |table, given| table.row(given.row()));
            page = page.gap().table(table);
        }
        match self.statements.as_slice() {
            [] => page,
            some => page.gap().bullets(some.iter().map(Statement::in_words)),
        }
    }
}

/// What `who` must do, by end, each once.
fn needs(tasks: &[Task], who: &ParticipantId, now: Instant) -> Vec<TaskRow> {
    let mut mine: Vec<&Task> = tasks.iter().filter(|task| task.waits_for(who)).collect();
    mine.sort_by_key(|task| (task.due.is_none(), task.due));
    let mut shown: Vec<&Task> = Vec::new();
    for task in mine {
        let what = |task: &Task| (task.proposal.clone(), task.command.clone());
        let said = shown.iter().any(|other| what(other) == what(task));
        if task.command.is_none() || !said {
            shown.push(task);
        }
    }
    let rows = shown.into_iter();
    rows.map(|task| TaskRow::to_you(task, now)).collect()
}

/// For somebody who is not on the roster: that they are not, and who could change that.
fn stranger(register: &Register, who: &ParticipantId, on_roster: bool) -> Vec<String> {
    if on_roster {
        return Vec::new();
    }
    let names = register.participants.keys().map(ParticipantId::as_str);
    let meant = crate::value::suggest::nearest(who.as_str(), names);
    let meant = meant.map(|name| format!(" Did you mean {name}?"));
    let body = register
        .charter
        .as_ref()
        .map(|charter| charter.name.clone());
    let body = body.unwrap_or_else(|| "this register".to_owned());
    let add = Command::new("participant add").with(who);
    vec![
        format!(
            "{who} is not on the roster of {body}, so nothing waits for them.{}",
            meant.unwrap_or_default()
        ),
        format!(
            "To be put on it, write to {}; they type: {add}",
            keepers(register).join(" or ")
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::Mine;
    use crate::blessed::screen;
    use crate::register::records::Register;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, on, retention};
    use crate::report::when::LocalOffset;
    use crate::value::id::ParticipantId;

    fn mine(who: &str, edit: impl Fn(&mut Register)) -> Mine {
        let mut moments = retention().open();
        edit(&mut moments.asked);
        let tally = counted(&moments, "retention");
        let who = ParticipantId::parse(who).unwrap();
        let mut mine = Mine::of(&moments.asked, &who, at(OPEN), LocalOffset::Hidden);
        for id in mine.to_count(&moments.asked) {
            assert_eq!(id, tally.proposal);
            mine.count(&moments.asked, &tally);
        }
        mine
    }

    #[test]
    fn each_sees_what_waits_for_them() {
        let waits = |who: &str| on(100, &mine(who, |_| {}).page());
        let silent = waits("dora-wu");
        screen("report/mine/each_sees_what_waits_for_them-1", &silent);
        let expired = waits("zoe-adler");
        screen("report/mine/each_sees_what_waits_for_them-2", &expired);
        let chair = waits("maya-chen");
        screen("report/mine/each_sees_what_waits_for_them-chair", &chair);
        assert!(!chair.contains("plenary position"), "{chair}");
        let author = waits("biz-1");
        screen("report/mine/each_sees_what_waits_for_them-3", &author);
        screen(
            "report/mine/each_sees_what_waits_for_them-nothing",
            &waits("reg-1"),
        );
    }

    #[test]
    fn a_stranger_is_told_so() {
        let page = on(100, &mine("dora-wo", |_| {}).page());
        screen("report/mine/a_stranger_is_told_so", &page);
    }

    #[test]
    fn words_meant_to_do_harm_do_none_at_any_width() {
        for words in HOSTILE {
            let words: &str = words;
            let mine = mine("carla-nunes", |register| {
                let folder = register.proposals.values_mut().next().unwrap();
                for raised in folder.objections.values_mut() {
                    words.clone_into(&mut raised.objection.about);
                }
                for who in register.participants.values_mut() {
                    words.clone_into(&mut who.name);
                    who.suspended = Some(words.to_owned());
                }
            });
            harmless(&mine.page());
        }
        for width in 30..=100 {
            on(width, &mine("carla-nunes", |_| {}).page());
        }
    }
}
