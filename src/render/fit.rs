//! Which columns of a table are shown on a canvas, and how wide each is.

use crate::render::grid::{Column, Flow, Keep};

/// Columns of spaces between two columns of a table.
pub(crate) const BETWEEN: usize = 2;
/// How narrow a column of sentences may become before another column is left out.
const SENTENCE: usize = 24;
/// How narrow any column may become when nothing more can be left out.
const NARROW: usize = 8;

/// The columns shown, by their place from 0, each with its width.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// Place and width, from the left.
    pub(crate) shown: Vec<(usize, usize)>,
    /// The places of the columns that are left out, from the left.
    pub(crate) left_out: Vec<usize>,
}

/// One column on trial.
#[derive(Clone, Copy)]
struct Trial {
    place: usize,
    keep: Keep,
    flow: Flow,
    natural: usize,
}

/// Fits columns into `room`; `natural` is how wide each would like to be. Sentences are wrapped
/// first; then columns are left out, the least kept and of these the rightmost first; last of
/// all, every column is made narrow.
pub(crate) fn fit(columns: &[Column], natural: &[usize], room: usize) -> Fit {
    let mut trials: Vec<Trial> = columns
        .iter()
        .zip(natural)
        .enumerate()
        .map(|(place, (column, natural))| Trial {
            place,
            // The first column says what a row is about.
            keep: if place == 0 {
                Keep::Always
            } else {
                column.keep
            },
            flow: column.flow,
            natural: *natural,
        })
        .collect();
    let mut left_out = Vec::new();
    loop {
        let floors = floors(&trials);
        let wide = floors.iter().sum::<usize>() + between(trials.len());
        if wide <= room || trials.len() <= 1 {
            left_out.sort_unstable();
            let shown = grown(&trials, &floors, room);
            return Fit { shown, left_out };
        }
        left_out.push(remove_least(&mut trials));
    }
}

fn between(columns: usize) -> usize {
    columns.saturating_sub(1) * BETWEEN
}

/// How narrow each column may be as things stand.
fn floors(trials: &[Trial]) -> Vec<usize> {
    let last_resort = trials.iter().all(|trial| trial.keep == Keep::Always);
    let floor = |trial: &Trial| match trial.flow {
        _ if last_resort => trial.natural.min(NARROW),
        Flow::Wrapped => trial.natural.min(SENTENCE),
        Flow::Whole => trial.natural,
    };
    trials.iter().map(floor).collect()
}

/// Takes out the column that is kept least, the rightmost of several, never the first.
fn remove_least(trials: &mut Vec<Trial>) -> usize {
    let least = trials
        .iter()
        .enumerate()
        .skip(1)
        .min_by_key(|(at, trial)| (trial.keep, std::cmp::Reverse(*at)))
        .map_or(0, |(at, _)| at);
    trials.remove(least).place
}

/// Gives what room is left over the floors to the columns that want more: the narrowest first,
/// so that the widest ends up wrapped.
fn grown(trials: &[Trial], floors: &[usize], room: usize) -> Vec<(usize, usize)> {
    let room = room.saturating_sub(between(trials.len()));
    let capped = |cap: usize| -> Vec<usize> {
        let width = |(trial, floor): (&Trial, &usize)| trial.natural.min(cap.max(*floor));
        trials.iter().zip(floors).map(width).collect()
    };
    let fits = |cap: &usize| capped(*cap).iter().sum::<usize>() <= room;
    let cap = (1..=room).rev().find(fits).unwrap_or(1);
    let mut spare = room.saturating_sub(capped(cap).iter().sum());
    let mut shown = Vec::new();
    for (trial, mut width) in trials.iter().zip(capped(cap)) {
        if width < trial.natural && spare > 0 {
            width += 1;
            spare -= 1;
        }
        // A single first column may still be wider than the room.
        shown.push((trial.place, width.min(room)));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};
    use crate::render::grid::{Column, Keep};

    fn plain(count: usize) -> Vec<Column> {
        (0..count).map(|_| Column::new("")).collect()
    }

    #[test]
    fn what_fits_is_left_alone() {
        let expected = Fit {
            shown: vec![(0, 10), (1, 5), (2, 5)],
            left_out: vec![],
        };
        assert_eq!(fit(&plain(3), &[10, 5, 5], 24), expected);
    }

    #[test]
    fn columns_go_from_the_right_and_the_least_kept_first() {
        assert_eq!(fit(&plain(4), &[10, 5, 5, 5], 30).left_out, [3]);
        let mut columns = plain(4);
        columns[1].keep = Keep::Low;
        columns[3].keep = Keep::Always;
        let fitted = fit(&columns, &[10, 5, 5, 5], 30);
        assert_eq!(fitted.left_out, [1]);
        assert_eq!(fitted.shown, [(0, 10), (2, 5), (3, 5)]);
        assert_eq!(fit(&columns, &[10, 5, 5, 5], 20).left_out, [1, 2]);
    }

    #[test]
    fn sentences_are_wrapped_before_a_column_goes() {
        let columns = [
            Column::new("id"),
            Column::sentence("about"),
            Column::new("age"),
        ];
        let fitted = fit(&columns, &[10, 90, 5], 60);
        assert_eq!(fitted.shown, [(0, 10), (1, 41), (2, 5)]);
        assert_eq!(fit(&columns, &[10, 90, 5], 40).left_out, [2]);
    }

    #[test]
    fn at_the_last_everything_is_made_narrow() {
        let columns: Vec<Column> = plain(3)
            .into_iter()
            .map(|column| column.keep(Keep::Always))
            .collect();
        let fitted = fit(&columns, &[50, 6, 40], 40);
        assert_eq!(fitted.shown, [(0, 15), (1, 6), (2, 15)]);
        assert_eq!(fit(&columns, &[50, 50, 50], 20).left_out, [2]);
        assert_eq!(fit(&plain(1), &[50], 20).shown, [(0, 20)]);
        assert_eq!(fit(&[], &[], 20).shown, []);
    }
}
