//! Who committed records of others, where the history is no proof of who submits.

use std::collections::BTreeSet;

use crate::procedure::hand::{ByAnother, Hand, Hands, counted};
use crate::render::page::Page;
use crate::report::words::many;

/// What history says of them; nothing where it says nothing.
pub(crate) fn page(hands: &Hands) -> Page {
    match hands {
        Hands::Silent => Page::new(),
        Hands::NotHere => Page::new().line(
            "Not checked: who committed the records of whom, because the history here is not whole.",
        ),
        Hands::Told(all) => told(all),
    }
}

/// How many records of whom, by whom, and every decision and sign-off by itself.
pub(crate) fn told(all: &[ByAnother]) -> Page {
    let hands = counted(all);
    if hands.is_empty() {
        return Page::new();
    }
    let sum = |count: fn(&Hand) -> u64| hands.iter().map(count).sum();
    let amounts = [
        (sum(|hand| hand.records), "record"),
        (sum(|hand| hand.sign_offs), "sign-off"),
    ];
    let amounts: Vec<String> = amounts.into_iter().filter_map(amount).collect();
    let counts = hands.iter().filter_map(|hand| {
        let amount = amount((hand.records, "record"))?;
        Some(format!("{amount} of {} by {}", hand.of, hand.by))
    });
    let all: BTreeSet<&ByAnother> = all.iter().collect();
    let signed = all.iter().filter(|one| one.is_sign_off).map(|one| {
        let (path, of, by) = (&one.path, &one.of, &one.by);
        format!("{path} is signed by {of}, and {by} committed it")
    });
    let said = format!(
        "Committed under the address of another participant: {}.",
        amounts.join(", ")
    );
    Page::new().line(said).bullets(counts.chain(signed))
}

/// So many; nothing where there are none.
fn amount((n, what): (u64, &str)) -> Option<String> {
    (n > 0).then(|| many(usize::try_from(n).unwrap_or(usize::MAX), what))
}
