//! Gives the examples that the help of each command shows, and the related commands. A test runs every
//! example on the register of `plenary demo`, at the stage that the table names.

/// One line that can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The line, for a shell.
    pub line: &'static str,
    /// Where it works.
    pub place: Place,
    /// How it ends on the register of `plenary demo`.
    pub exit: u8,
}

/// Where an example works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a git repository without commits.
    Empty,
    /// On the register of `plenary demo --until STAGE`.
    Stage {
        /// The stage.
        stage: &'static str,
        /// Who types it.
        who: &'static str,
        /// The time, if it is not right after the stage.
        at: Option<&'static str>,
    },
    /// Where the example before it was run.
    Then,
}

/// A command with its examples.
#[derive(Debug)]
pub struct Entry {
    /// The command.
    pub command: &'static str,
    /// Related commands.
    pub see: &'static str,
    /// Its examples, the most useful first.
    pub examples: Vec<Example>,
}

/// Every command with examples.
pub fn entries() -> impl Iterator<Item = Entry> {
    TABLE.trim().split("\n\n").filter_map(entry)
}

/// A paragraph of the table: the command with related ones, then its examples.
fn entry(paragraph: &'static str) -> Option<Entry> {
    let mut lines = paragraph.lines();
    let (command, see) = lines.next()?.split_once(": ")?;
    Some(Entry {
        command,
        see,
        examples: lines.filter_map(example).collect(),
    })
}

/// A line of the table: in brackets where it works, and how it ends if that is not 0; then what is typed.
fn example(line: &'static str) -> Option<Example> {
    let (place, line) = line.strip_prefix('[')?.split_once("] ")?;
    let (place, exit) = match place.split_once(", exit ") {
        Some((place, exit)) => (place, exit.parse().ok()?),
        None => (place, 0),
    };
    let mut words = place.split(", ");
    let place = match (words.next()?, words.next()) {
        ("empty", _) => Place::Empty,
        ("then", _) => Place::Then,
        (stage, who) => Place::Stage {
            stage,
            who: who?,
            at: words.next(),
        },
    };
    Some(Example { line, place, exit })
}

/// The examples. Files that they name are the reader's own, and the test writes them.
const TABLE: &str = r#"
init: charter presets, participant add, demo
[empty] plenary init --preset gnso-working-group --name "Log Retention Working Group" --group business
[empty] plenary init --preset ietf-working-group --register quic-wg --as ann-editor

charter: init, tally, explain
[decided, maya-chen] plenary charter explain recommendation
[decided, maya-chen] plenary charter explain --preset ietf-working-group
[decided, maya-chen] plenary charter presets

participant: init, import csv, show
[roster, maya-chen] plenary participant add ana-lima --name "Ana Lima" --group at-large --email ana@example.org
[roster, maya-chen] plenary participant set ruth-adeyemi --affiliation "Example Cloud" --region africa
[roster, maya-chen] plenary participant list --group registrars
[roster, maya-chen] plenary participant term ruth-adeyemi council-member --since 2026-01-01 --until 2026-12-31
[roster, maya-chen] plenary participant seats

demo: init, status, verify
[empty] plenary demo
[empty] plenary demo my-demo && cd my-demo && plenary status retention
[empty] plenary demo my-demo --until open

propose: revise, call open, status
[roster, sam-okoro] plenary propose "Retention period for incident logs" --id retention --text draft.md
[roster, sam-okoro] plenary propose "Access to logs" --text draft.md --question "Shall the group adopt the access rule?" --shepherd tomas-ruiz

revise: propose, diff, translate
[objected, sam-okoro] plenary revise retention --material --text draft-2.md --note "One year for small operators"
[objected, sam-okoro] plenary revise retention --editorial --text draft-2.md --note "Spelling"

translate: revise, call notice
[open, sam-okoro] plenary translate retention --language fr --text draft-2.md --question "Le groupe recommande-t-il la règle ?"

position: pending, object, mine
[open, maya-chen] plenary position retention support
[open, maya-chen] plenary position retention accept --reason "Two years is workable with point 2."
[open, lena-fischer] plenary position retention accept --for maya-chen --received 2026-05-12T10:00Z --evidence "paper form 4"
[open, ruth-adeyemi] plenary position retention --withdraw

pending: position, mine
[open, maya-chen] plenary pending retention --until 2026-05-20T12:00Z --reason "We meet on the 19th."
[open, maya-chen] plenary pending retention --until 2026-05-20T12:00Z

object: comment, join, reply
[open, ruth-adeyemi] plenary object retention --id scope --about "Point 2" --problem "The limit is not in our charter." --resolve "Drop point 2."
[open, ruth-adeyemi] plenary object retention --about "Point 2" --problem-file reason.md --resolve "Drop point 2."

comment: object, matrix
[open, ruth-adeyemi] plenary comment retention --about "Point 1" --problem "The term incident is used before it is defined."
[open, ruth-adeyemi] plenary comment retention --id term --about "Point 1" --problem-file reason.md

join: object, position, reply
[open, ruth-adeyemi] plenary join carla-nunes.cost
[then] plenary join carla-nunes.cost --leave

reply: respond, trace, dispose
[open, carla-nunes] plenary reply carla-nunes.cost satisfied
[open, carla-nunes] plenary reply carla-nunes.cost maintained --reason "The limit is still too low."
[open, carla-nunes] plenary reply carla-nunes.cost withdrawn

challenge: designate, minority, appeal
[drafted, carla-nunes] plenary challenge retention --reason "One in five is against it."
[challenged, carla-nunes] plenary challenge retention --withdraw

minority: challenge, appeal, decide
[challenged, carla-nunes] plenary minority retention --text-file minority.md
[minority, ruth-adeyemi] plenary minority retention --join carla-nunes

appeal: challenge, decisions, show
[decided, carla-nunes] plenary appeal open retention --problem "The last text was never sent out." --asks "A new call."
[then] plenary appeal withdraw retention --reason "Settled by mail."
[decided, carla-nunes] plenary appeal show retention

undo: position, reply, call withdraw
[drafted, maya-chen] plenary undo
[drafted, maya-chen] plenary undo --dry-run

call: ready, tally, invite
[answered, maya-chen] plenary call open retention --closes 2026-05-21T23:59Z
[open, maya-chen] plenary call extend retention --closes 2026-05-28T23:59Z --reason "Two holidays."
[open, maya-chen, 2026-05-22T08:00:00Z] plenary call close retention
[open, maya-chen] plenary call notice retention --format markdown
[open, maya-chen] plenary call withdraw retention --reason "The text had a mistake."

respond: reply, dispose, trace
[objected, sam-okoro] plenary respond carla-nunes.cost "Point 2 of r2 gives small operators one year."
[objected, sam-okoro] plenary respond carla-nunes.cost --text-file reason.md

dispose: respond, reopen, matrix
[closed, maya-chen] plenary dispose carla-nunes.cost accommodated --revision r2 --reason "Point 2 of r2 is the exemption."
[closed, maya-chen] plenary dispose carla-nunes.cost outweighed --reason "The cost shown is small." --alternatives "One year for everybody."
[closed, maya-chen] plenary dispose carla-nunes.cost unresolved --reason-file reason.md

reopen: dispose, respond, trace
[disposed, maya-chen] plenary reopen carla-nunes.cost --reason "New figures on cost." --evidence https://example.org/figures
[disposed, carla-nunes] plenary reopen carla-nunes.cost --reason-file reason.md --evidence https://example.org/figures

meeting: agenda, call open, due
[open, lena-fischer] plenary meeting add 2026-05-12 --present maya-chen,sam-okoro --minutes minutes.md
[open, lena-fischer] plenary meeting add 2026-05-12 --present maya-chen --action "sam-okoro: write the summary, by 2026-05-21T00:00Z"
[then] plenary meeting list

invite: remind, call notice, import
[open, maya-chen] plenary invite retention --missing
[open, maya-chen] plenary invite retention --all --eml letters --from lena@example.org
[open, maya-chen] plenary invite retention --for maya-chen --url https://github.com/example/log-retention

remind: invite, status, import
[open, maya-chen] plenary remind retention
[open, maya-chen] plenary remind retention --mbox reminders.mbox --record

import: export, invite, position
[open, lena-fischer] plenary import csv ballot.csv --proposal retention
[open, lena-fischer] plenary import csv ballot.csv --proposal retention --write
[open, lena-fischer] plenary import mail answers.mbox --proposal retention
[open, lena-fischer] plenary import refs 'refs/pull/*'

ready: status, call open, decide
[answered, maya-chen] plenary ready retention
[closed, maya-chen, exit 1] plenary ready retention --format json

designate: challenge, decide, tally
[disposed, maya-chen] plenary designate retention consensus --reason "Four of five are for it."
[challenged, maya-chen] plenary designate retention --answer carla-nunes.1 --text "The charter draws the line at one in five."
[minority, maya-chen, 2026-05-29T08:30:00Z] plenary designate retention --confirm

decide: ready, sign-off, appeal
[confirmed, maya-chen] plenary decide retention --sign-off --dry-run
[confirmed, maya-chen] plenary decide retention --sign-off
[confirmed, maya-chen] plenary decide retention --designation consensus --sign-off --review 2027-05-29T00:00Z

sign-off: decide, verify
[decided, maya-chen] plenary sign-off retention
[decided, maya-chen] plenary sign-off retention --dry-run

correct: show, decide, appeal
[decided, maya-chen] plenary correct retention --was "Four of five" --reads "Four of the five" --reason "A typing error."

implement: review, decisions, due
[decided, sam-okoro] plenary implement report retention --progress under-way --text "The tender is out."
[decided, lena-fischer] plenary implement answer retention partly --from "ICANN Board" --text "From next year on."
[decided, maya-chen] plenary implement show retention

review: implement, decisions, propose
[decided, maya-chen] plenary review retention kept --reason "It does what it should." --next 2027-11-01T00:00Z
[decided, maya-chen] plenary review retention to-revise --reason "The limit is too low."

list: status, mine, due
[open, maya-chen] plenary list
[decided, maya-chen] plenary list --stage decided

mine: receipt, list, status
[open, maya-chen] plenary mine
[open, maya-chen] plenary mine --for carla-nunes

status: tally, ready, balance
[open, maya-chen] plenary status retention
[open, maya-chen] plenary status retention --format html > status.html

tally: status, balance, charter explain
[open, maya-chen] plenary tally retention
[open, maya-chen] plenary tally retention --call 1 --format json
[open, maya-chen] plenary tally retention --at HEAD~2

balance: tally, status, invite
[open, maya-chen] plenary balance retention
[open, maya-chen] plenary balance retention --format csv

due: mine, list, agenda
[open, maya-chen] plenary due
[open, maya-chen] plenary due --for maya-chen --within "8 weeks"
[open, maya-chen] plenary due --format ics > plenary.ics

agenda: meeting, due, list
[open, maya-chen] plenary agenda --date 2026-05-20
[open, maya-chen] plenary agenda --date 2026-05-20 --format html > agenda.html

show: status, trace, decisions
[decided, maya-chen] plenary show retention
[decided, maya-chen] plenary show carla-nunes.cost
[decided, maya-chen] plenary show ruth-adeyemi

decisions: show, verify, implement show
[decided, maya-chen] plenary decisions
[decided, maya-chen] plenary decisions --format markdown

trace: show, matrix, respond
[disposed, carla-nunes] plenary trace carla-nunes.cost
[disposed, carla-nunes] plenary trace carla-nunes.cost --format markdown

diff: revise, show
[answered, ruth-adeyemi] plenary diff retention
[answered, ruth-adeyemi] plenary diff retention r1 r2

matrix: trace, respond, dispose
[disposed, maya-chen] plenary matrix retention
[disposed, maya-chen] plenary matrix retention --layout iso --format csv > comments.csv

receipt: mine, position, verify
[open, carla-nunes] plenary receipt retention
[open, lena-fischer] plenary receipt retention --all --format html > receipts.html

export: import, tally, matrix
[open, maya-chen] plenary export csv retention > retention.csv
[open, maya-chen] plenary export json retention --roster --call 1

report: show, export, verify
[decided, maya-chen] plenary report ../public
[decided, maya-chen] plenary report ../public --base-url https://example.org/record/ --names ids
[decided, maya-chen, exit 1] plenary report ../public --check

check: fix, explain, verify
[decided, maya-chen] plenary check
[decided, maya-chen, exit 1] plenary check --changed HEAD~1...HEAD --actor github:LOGIN --format github
[decided, maya-chen] plenary check --worktree --format json

verify: check, decisions, sign-off
[decided, ruth-adeyemi] plenary verify
[decided, ruth-adeyemi] plenary verify retention
[decided, ruth-adeyemi] plenary verify --remember verified.txt
[decided, ruth-adeyemi] plenary verify --against HEAD~1

acknowledge: verify, explain
[decided, maya-chen, exit 2] plenary acknowledge HEAD P201 --reason "Ben asked for it by mail."

fix: check, explain
[decided, maya-chen] plenary fix --dry-run
[decided, maya-chen] plenary fix proposals/retention

explain: check, verify, fix
[decided, maya-chen] plenary explain S130
[decided, maya-chen] plenary explain not-toml
[decided, maya-chen] plenary codes

schema: init, check, fix
[decided, maya-chen] plenary schema participant
"#;
