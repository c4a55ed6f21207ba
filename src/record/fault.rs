//! What readers of records share in noting faults.

use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::text::{self, Hostile};

/// The most faults that are noted of one file: one made of faults shall not keep anybody busy.
pub(crate) const MOST_FAULTS: usize = 100;

pub(super) fn hostile_finding(place: Place, c: char, kind: Hostile) -> Finding {
    let name = text::named(c);
    match kind {
        Hostile::Control => Finding::new(
            code::S107,
            place,
            format!("{name} stands here, and control characters may not stand in a record"),
        ),
        Hostile::Invisible => Finding::new(
            code::S108,
            place,
            format!("{name} stands here, and it hides or reorders what stands beside it"),
        ),
    }
    .hint("remove the character; retyping the line does it")
}
