//! Every check code: its letter and number, its name, how bad it is, and its page.

/// How bad a finding is, where nobody set its level otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; never fails a check.
    Warning,
    /// A fault; a check that finds it fails.
    Error,
}

/// A rule that a register is checked against. Codes are stable: one that falls out of use is
/// never given to another rule.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct CheckCode {
    /// A letter for the family and a number: `S101`.
    #[serde(rename = "code")]
    pub id: &'static str,
    /// The same in words: `not-toml`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it says, in one line.
    pub title: &'static str,
    /// The page that explains it, in Markdown.
    #[serde(skip)]
    pub page: &'static str,
}

macro_rules! codes {
    ($($id:ident $name:literal $severity:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $id: &CheckCode = &CheckCode {
                id: stringify!($id),
                name: $name,
                severity: Severity::$severity,
                title: $title,
                page: include_str!(concat!("../../docs/reference/codes/", stringify!($id), ".md")),
            };
        )*
        /// All codes, by family and number.
        pub const ALL: &[&CheckCode] = &[$($id),*];
    };
}

codes! {
    S101 "not-toml" Error "the file cannot be read as TOML";
    S102 "unknown-key" Error "a key that this kind of record does not have";
    S103 "unknown-format" Error "a charter or a decision is of a format that this program does not know";
    S104 "too-large" Error "a file is larger than its kind may be";
    S105 "too-deep" Error "tables or arrays are nested too deep";
    S106 "not-utf8" Error "the file is not UTF-8 text";
    S107 "control-character" Error "a control character or a terminal escape in a field";
    S108 "invisible-character" Error "a character that hides or reorders what stands beside it";
    S109 "missing-key" Error "a key that this kind of record must have";
    S110 "bad-id" Error "a name is not an identifier";
    S111 "wrong-kind" Error "a value is of another kind than its key takes";
    S112 "duplicate-account" Error "two participants share an account, an e-mail address or an id";
    S113 "look-alike-id" Warning "two ids or accounts are easily taken for one another";
    S114 "bad-value" Error "a value is not among those that its key takes";
    S115 "not-a-plain-file" Error "a record is a symbolic link, a submodule or an executable";
    S116 "filed-twice" Error "two files are the same record";
    S117 "stray-file" Warning "a file that is no record, or a record under a wrong name";
    S118 "altering-attributes" Error "git attributes that would alter records on their way";
    S119 "missing-record" Error "a record that must be there is missing";
    S120 "dangling-reference" Error "a reference to a record that is not there";
    S121 "unknown-participant" Error "a participant, group, organisation or weight that is not there";
    S122 "bad-time" Error "a time that cannot be read, has no offset, or is out of order";
    S123 "outside-the-window" Error "a call is shorter or longer than its track allows";
    S124 "unreadable-rule" Error "a rule of the charter cannot be read";
    S125 "unreachable-rule" Warning "a rule that this electorate can never meet";
    S126 "text-without-revision" Error "a text, or a call, does not match the revision that it should be";
    S127 "missing-reason" Error "an act that needs a reason has none";
    S128 "incomplete-objection" Error "an objection does not say what would resolve it";
    S129 "empty-base" Warning "a rule whose base can be empty while the rule should hold";
    S130 "unknown-position" Error "a position that the track does not have";
    S131 "revisions-out-of-order" Error "revisions are not numbered r1, r2, r3 in order of time";
    S132 "without-objection" Warning "a position that counts only with an objection has none";
    S133 "statement-of-interest" Warning "a statement of interest that the charter asks for is missing";
    S134 "not-free-to-hear" Error "an appeal was ruled on by somebody who may not";
    S135 "received-after-it-was-committed" Error "a position says that it was received after the close, and was committed before it";
    S136 "proxy-out-of-rule" Error "a position by proxy of oneself, in a circle, or one more than the track allows";
    S137 "uncounted-standing" Warning "a participant has a standing that no track counts";
    S138 "nobody-in-office" Warning "nobody could do what the rules of a track need";
    S140 "several-spellings" Warning "an affiliation is another spelling of a more usual one";
    S141 "unknown-region" Error "a region that the charter does not list";
    P201 "not-your-record" Error "a record is changed by somebody whose it is not";
    P202 "record-deleted" Error "a record would be deleted";
    P203 "written-once" Error "something that is written once is changed";
    P204 "after-the-close" Warning "a position comes after the close of its call";
    P205 "changed-during-a-call" Error "text, question, track or authors change while a call is not decided";
    P207 "without-authority" Error "charter, roster or keys are changed by somebody who may not";
    P208 "already-decided" Error "the records of a decided proposal are changed";
    P209 "somebody-elses-name" Error "a record names somebody else than whoever submits it";
    P210 "proof-missing" Error "the proof of who submits, which the charter asks for, is missing";
    P211 "filed-under-two-ids" Error "a participant has a second position under another id";
    P213 "moved-during-a-call" Warning "a group or affiliation changes while a call is open";
    P215 "proxy-not-allowed" Error "a position by proxy that the track or the proxy does not bear out";
    P216 "objection-closed-by-another" Error "an objection is closed by somebody who may not";
    P217 "mixed-purposes" Error "one change does several things that need a change each";
    P219 "merge-conflict" Error "a change contradicts what landed meanwhile";
    P220 "earlier-format" Error "a new decision is of an earlier format than this program writes";
    P221 "unheard-appeals" Error "a call opens on a track whose appeals nobody could hear";
    D402 "inputs-not-on-main" Error "the commit that a decision was computed from is not on the main branch";
    D403 "inputs-changed" Error "an input is not the one that the decision's manifest names";
    D404 "manifest-incomplete" Error "the manifest lacks an input or names one too many";
    D405 "sign-off-of-other-bytes" Error "a sign-off of other bytes, or by somebody who may not";
    D406 "designation-not-settled" Error "a decision before its draft designation was settled";
    D407 "tally-differs" Error "the tally recomputed from the pins is not the recorded one";
    D408 "outcome-does-not-follow" Error "the outcome does not follow from designation and charter";
    D409 "undisposed-objection" Error "a decision over an objection that nobody disposed of";
    D410 "another-register" Error "a decision of another register";
    D411 "gate-unmet" Error "a decision past an unmet gate without a reason";
    D412 "not-free-to-decide" Error "the decision was signed off by somebody who may not";
    D413 "call-not-closed" Error "a decision taken before its call was closed";
    D414 "decision-altered" Error "a decision record is not as it was written";
    D416 "late-position-counted" Error "a position that landed after the close was counted";
    H301 "incomplete-history" Error "the history here is not the whole history";
    H304 "octopus-landed" Error "a landing merged several branches at once";
    H305 "violation-landed" Error "a landing broke a rule";
    H306 "record-dropped" Error "a merge left out a record of the branch that it merged";
}

/// The code with this id or name, in any letter case.
pub fn find(text: &str) -> Option<&'static CheckCode> {
    let wanted = text.trim();
    ALL.iter()
        .copied()
        .find(|code| code.id.eq_ignore_ascii_case(wanted) || code.name.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::{ALL, find};

    #[test]
    fn codes_are_in_order_and_distinct() {
        let ids: Vec<_> = ALL
            .iter()
            .map(|code| ("SPDKH".find(&code.id[..1]), code.id))
            .collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        let mut names: Vec<_> = ALL.iter().map(|code| code.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }

    #[test]
    fn a_code_is_found_by_id_and_by_name() {
        assert_eq!(find("s101").map(|code| code.name), Some("not-toml"));
        assert_eq!(find("tally-differs").map(|code| code.id), Some("D407"));
        assert_eq!(find("X1"), None);
    }
}
