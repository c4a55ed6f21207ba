//! Shows who can do what in a register, by name: the table of rights with the roles of its charter.

use serde::Serialize;

use crate::procedure::rights::{self, About, Bias, Deed, Held, RIGHTS, Right};
use crate::register::records::Register;
use crate::render::grid::{DropPriority, Table};
use crate::render::page::Page;
use crate::report::words;
use crate::value::id::{ParticipantId, TrackId};
use crate::value::sentence::any_of;

/// The table of rights of a register.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rights {
    format: u32,
    rights: Vec<RightRow>,
}

/// Who can do one thing, everywhere or on one track.
#[derive(Debug, Clone, Serialize)]
struct RightRow {
    deed: Deed,
    /// The track, if other participants do it there.
    track: Option<TrackId>,
    can: Vec<Filled>,
    /// Who never can.
    never: Vec<&'static str>,
    /// Who can only if nobody else can.
    yields: Vec<&'static str>,
    #[serde(skip)]
    verb: &'static str,
}

/// A role, with those whom the charter names for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Filled {
    office: String,
    /// Nobody is named if the role depends on the record.
    holders: Option<Vec<ParticipantId>>,
}

impl Rights {
    /// Who can do what in a register, or by the rules of one track.
    pub fn of(register: &Register, track: Option<&TrackId>) -> Self {
        let rights = RIGHTS.iter();
        let rights = rights.flat_map(|right| lines(register, right, track));
        Self {
            format: 1,
            rights: rights.collect(),
        }
    }

    /// The table for people.
    pub fn page(&self) -> Page {
        let table = Table::of(&self.rights)
            .sentences("action", DropPriority::Always, |line| line.verb)
            .words("track", DropPriority::High, |line| line.track.as_ref())
            .sentences("who can", DropPriority::Always, RightRow::can)
            .sentences("who cannot", DropPriority::Always, RightRow::cannot);
        Page::new()
            .title("Who can do what")
            .table(table)
            .gap()
            .line("The charter names the holders of each role. A track can name others, in [track.NAME.roles].")
    }
}

/// The lines of one right: the general one, and the tracks on which others do it.
fn lines(register: &Register, right: &Right, only: Option<&TrackId>) -> Vec<RightRow> {
    let everywhere = RightRow::of(right, None, About::register(register));
    let charter = register.charter.iter();
    let tracks = charter.flat_map(|charter| &charter.tracks);
    let wanted = tracks.filter(|track| only.is_none_or(|only| track.id == *only));
    let heard = is_on_appeal(right.deed);
    let on_tracks =
        wanted.filter(|track| right.deed.is_on_a_track() && (!heard || track.appeal.is_some()));
    let on_tracks = on_tracks.map(|track| {
        let about = About::register(register).by_track(&track.id);
        RightRow::of(right, Some(&track.id), about)
    });
    let others: Vec<RightRow> = on_tracks
        .filter(|line| heard || line.can != everywhere.can)
        .collect();
    match (heard, only.is_some() && !others.is_empty()) {
        (true, _) | (false, true) => others,
        (false, false) => std::iter::once(everywhere).chain(others).collect(),
    }
}

/// Whether it is done only on tracks with a rule for appeals.
fn is_on_appeal(deed: Deed) -> bool {
    matches!(deed, Deed::AnswerAppeal | Deed::RuleOnAppeal)
}

impl RightRow {
    fn of(right: &Right, track: Option<&TrackId>, about: About<'_>) -> Self {
        let can = rights::named(right.deed, &about);
        let who = |biases: &[Bias]| biases.iter().map(|bias| bias.who()).collect();
        Self {
            deed: right.deed,
            track: track.cloned(),
            can: can.into_iter().map(Filled::of).collect(),
            never: who(right.never),
            yields: who(right.yields),
            verb: right.verb,
        }
    }

    fn can(&self) -> String {
        let all: Vec<String> = self.can.iter().map(Filled::in_words).collect();
        all.join(", ")
    }

    fn cannot(&self) -> String {
        let listed = |who: &[&str]| any_of(who.iter().copied());
        let yields = listed(&self.yields);
        match (self.never.is_empty(), self.yields.is_empty()) {
            (true, true) => String::new(),
            (false, true) => listed(&self.never),
            (true, false) => format!("{yields} (only if nobody else can)"),
            (false, false) => {
                let never = listed(&self.never);
                format!("{never}, and {yields} (only if nobody else can)")
            }
        }
    }
}

impl Filled {
    fn of((held, holders): (Held, Option<Vec<ParticipantId>>)) -> Self {
        Self {
            office: held.all().to_owned(),
            holders,
        }
    }

    fn in_words(&self) -> String {
        match self.holders.as_deref() {
            None => self.office.clone(),
            Some([]) => format!("{} (nobody)", self.office),
            Some(holders) => format!("{} ({})", self.office, words::listed(holders)),
        }
    }
}
