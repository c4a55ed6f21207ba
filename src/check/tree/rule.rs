//! One rule of the charter as the checks look at it: read, with the way to it.

use crate::record::charter::Charter;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::tally::criterion::{self, Criterion, RuleFault};
use crate::tally::electorate::vocabulary;

/// One rule of a track, and the way to it in the charter.
pub(super) struct Rule<'r> {
    pub(super) charter: &'r Charter,
    pub(super) track: &'r Track,
    pub(super) title: String,
    pub(super) way: String,
    pub(super) read: Result<Criterion, Vec<RuleFault>>,
}

impl<'r> Rule<'r> {
    /// Every rule of every track.
    pub(super) fn all(register: &'r Register) -> Vec<Self> {
        let Some(charter) = register.charter.as_ref() else {
            return Vec::new();
        };
        let of_track = |track: &'r Track| {
            let words = vocabulary(charter, register, track);
            track.rules().map(move |(name, list, n, when)| Rule {
                charter,
                track,
                title: format!("the {list} \"{name}\" of the track \"{}\"", track.id),
                way: format!("track/{}/{list}/{n}/when", track.id),
                read: criterion::parse(when, &words),
            })
        };
        charter.tracks.iter().flat_map(of_track).collect()
    }
}
