//! Tests when a call can end before its announced close, and what a list of holidays does not cover.

use super::tallied;
use crate::procedure::business_days::unlisted;
use crate::procedure::early_end::{EarlyEnd, not_before, rule_in_words, wrong_end};
use crate::register::sample::{Sample, at, id};

const OPENS: &str = "2026-05-02T09:00:00Z";
const CLOSES: &str = "2026-05-16T09:00:00Z";

/// Three members answer on one open call.
fn three(rule: &str) -> Sample {
    let track = format!(
        "{rule}\nlevel = [{{ name = 'carried', when = 'for >= 2', outcome = 'adopted' }}, \
         {{ name = 'lost', outcome = 'rejected' }}]"
    );
    let body = Sample::new("maya ann ben").track(&track);
    body.proposal("one", "").call(OPENS, CLOSES)
}

/// Whether the call can end at a time.
fn can_end(sample: &Sample, now: &str) -> Option<EarlyEnd> {
    let (moments, tally) = tallied(sample, now);
    let call = moments.asked.proposals[&id("one")].calls[&1].call.as_ref();
    EarlyEnd::of(&tally, call.expect("a call"))
}

const RULE: &str = "ends-early = { when = 'nothing-can-change', after = '7d' }";
const LATER: &str = "2026-05-10T09:00:00Z";

#[test]
fn a_call_can_end_when_nothing_can_change() {
    let one = three(RULE).position("ann", "support");
    let two = three(RULE)
        .position("ann", "support")
        .position("ben", "support");
    let against = three(RULE)
        .position("ann", "disagree")
        .position("ben", "disagree");
    let early = EarlyEnd::NotBefore(at("2026-05-09T09:00:00Z"));
    for (sample, now, can) in [
        (&one, LATER, Some(EarlyEnd::CanChange)),
        (&two, LATER, Some(EarlyEnd::Now)),
        (&against, LATER, Some(EarlyEnd::Now)),
        (&two, "2026-05-09T08:59:59Z", Some(early)),
        (&two, "2026-05-09T09:00:00Z", Some(EarlyEnd::Now)),
        (&three("").position("ann", "support"), LATER, None),
    ] {
        assert_eq!(can_end(sample, now), can, "{now}");
    }
    let (moments, tally) = tallied(&two, LATER);
    let call = moments.asked.proposals[&id("one")].calls[&1].call.as_ref();
    let earliest = call.and_then(|call| not_before(&tally, call));
    assert_eq!(earliest, Some(at("2026-05-09T09:00:00Z")));
}

#[test]
fn all_must_have_answered_where_the_track_says_so() {
    let rule = "ends-early = 'all-answered'";
    let two = three(rule)
        .position("ann", "support")
        .position("ben", "support");
    let missing = EarlyEnd::Unanswered(["maya".to_owned()].into());
    assert!(
        missing.in_words().contains("maya"),
        "{}",
        missing.in_words()
    );
    assert_eq!(can_end(&two, LATER), Some(missing));
    let all = two.position("maya", "disagree");
    assert_eq!(can_end(&all, LATER), Some(EarlyEnd::Now));
    let track = &tallied(&all, LATER).1.track;
    let words = track.ends_early.map(rule_in_words).expect("a rule");
    assert!(words.contains("everybody"), "{words}");
}

#[test]
fn a_recorded_early_end_is_judged_by_the_records_before_it() {
    let close = |sample: Sample, at: &str| {
        sample.in_call(
            "call.toml",
            &format!("[close]\nby = 'maya'\nat = {at}\nearly = true"),
        )
    };
    let wrong = |sample: &Sample| {
        let (moments, _) = tallied(sample, "2026-05-20T09:00:00Z");
        wrong_end(&moments, &id("one"))
    };
    let two = three(RULE)
        .position("ann", "support")
        .position("ben", "support");
    let one = three(RULE).position("ann", "support");
    assert_eq!(wrong(&close(two.clone(), LATER)), None);
    assert_eq!(wrong(&two), None);
    for (sample, at, why) in [
        (one, LATER, "can still change"),
        (two, "2026-05-04T09:00:00Z", "cannot end before"),
        (three("").position("ann", "support"), LATER, "track policy"),
    ] {
        let sentence = wrong(&close(sample, at)).expect(why);
        assert!(sentence.contains(why), "{sentence}");
    }
}

#[test]
fn a_period_after_the_last_holiday_is_named() {
    let told = |holidays: &str, rules: &str| {
        let sample = three(rules).charter(&format!("holidays = [{holidays}]"));
        let charter = sample.register().charter.expect("a charter");
        let track = charter.tracks.first().expect("a track");
        unlisted(&charter, track, at(OPENS), at(CLOSES))
    };
    let five = "report = '5bd'";
    // 16 May 2026 is a Saturday: five business days end on the next one, at midnight.
    let sentence = told("2026-05-14", five).expect("a sentence");
    assert!(sentence.contains("2026-05-25"), "{sentence}");
    for (holidays, rules) in [
        ("2026-05-26", five),
        ("", five),
        ("2026-05-14", "report = '5d'"),
    ] {
        assert_eq!(told(holidays, rules), None, "{holidays} {rules}");
    }
}
