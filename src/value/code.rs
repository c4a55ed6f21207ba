//! Lists every check code: its letter and number, its name, its severity, and its page.

use crate::value::did_you_mean;

/// How bad a finding is, unless an option sets another level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; never fails a check.
    Warning,
    /// A problem; a check that finds it fails.
    Error,
}

/// A rule that a register is checked against. Codes are stable: the number of a code that is no
/// longer used is never given to another rule.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct CheckCode {
    /// A letter for the kind of check and a number: `S101`.
    #[serde(rename = "code")]
    pub id: &'static str,
    /// The same in words: `not-toml`.
    pub name: &'static str,
    /// The name that it had before, which still finds it.
    #[serde(rename = "former-name", skip_serializing_if = "Option::is_none")]
    pub former_name: Option<&'static str>,
    /// How bad it is.
    pub severity: Severity,
    /// What happened, in one sentence without its capital and full stop.
    pub title: &'static str,
    /// The page that explains it, in Markdown.
    #[serde(skip)]
    pub page: &'static str,
}

macro_rules! codes {
    ($($id:ident $name:literal $((was $former:literal))? $severity:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $id: &CheckCode = &CheckCode {
                id: stringify!($id),
                name: $name,
                former_name: [$(Some($former),)? None][0],
                severity: Severity::$severity,
                title: $title,
                page: include_str!(concat!("../../docs/reference/codes/", stringify!($id), ".md")),
            };
        )*
        /// All codes, by letter and number.
        pub const ALL: &[&CheckCode] = &[$($id),*];
    };
}

codes! {
    S101 "not-toml" Error "the file is not valid TOML";
    S102 "unknown-key" Error "a key is unknown";
    S103 "unknown-format" Error "the format number is not supported";
    S104 "too-large" Error "a file is too large";
    S105 "too-deep" Error "tables or arrays are nested too deep";
    S106 "not-utf8" Error "the file is not UTF-8 text";
    S107 "control-character" Error "a field contains a control character or a terminal escape";
    S108 "invisible-character" Error "a field contains an invisible or direction-changing character";
    S109 "missing-key" Error "a required key is missing";
    S110 "bad-id" Error "a name is not a valid id";
    S111 "wrong-type" (was "wrong-kind") Error "a value has the wrong type";
    S112 "duplicate-account" Error "two participants have the same account, email address or id";
    S113 "look-alike-id" Warning "two ids or accounts look alike";
    S114 "bad-value" Error "a value is not allowed for its key";
    S115 "not-a-plain-file" Error "a record is not a plain file";
    S116 "duplicate-record" (was "filed-twice") Error "two files exist for one record";
    S117 "unknown-file" (was "stray-file") Warning "a file is not a record, or has a wrong name";
    S118 "altering-attributes" Error "git attributes would change records";
    S119 "missing-record" Error "a required record is missing";
    S120 "missing-reference" (was "dangling-reference") Error "a record refers to a record that does not exist";
    S121 "unknown-name" (was "unknown-participant") Error "a participant, group, organisation or weight is unknown";
    S122 "bad-time" Error "a time is not valid";
    S123 "call-length" (was "outside-the-window") Error "the call length is not allowed";
    S124 "invalid-rule" (was "unreadable-rule") Error "a rule in the charter is not valid";
    S125 "unreachable-rule" Warning "this electorate can never meet a rule";
    S126 "text-without-revision" Error "the text does not match its revision";
    S127 "missing-reason" Error "a reason is missing";
    S128 "incomplete-objection" Error "the objection is incomplete";
    S129 "empty-base" Warning "the base of a rule can be empty";
    S130 "unknown-position" Error "the track does not have this position";
    S131 "revisions-out-of-order" Error "revisions are out of order";
    S132 "without-objection" Warning "a position does not have its required objection";
    S133 "statement-of-interest" Warning "a statement of interest is missing";
    S134 "not-free-to-hear" Error "a participant who cannot hear the appeal ruled on it";
    S135 "received-after-it-was-committed" Error "a position says that it was received after the close, but was committed before it";
    S136 "proxy-out-of-rule" Error "a proxy answers for themselves, in a circle, or for too many";
    S137 "uncounted-standing" Warning "no track counts the membership of a participant";
    S138 "nobody-in-office" Warning "nobody can do what the rules of a track require";
    S140 "several-spellings" Warning "one affiliation has two spellings";
    S141 "unknown-region" Error "the charter does not list this region";
    S142 "bad-account" Error "an account does not name a known service and a login";
    S143 "without-an-account" Warning "the charter asks for accounts, and participants who are counted have none";
    S144 "nothing-to-acknowledge" Error "an acknowledgement is about a commit or a code that does not fit";
    S145 "misplaced-record" Error "a file says what a record says, but is not at the place of one";
    S146 "erratum-of-other-words" Error "an erratum does not correct words of its decision";
    S147 "contradicting-word" Error "a word of a track cannot mean this position";
    S148 "closed-as-comment" Error "an objection is closed with a word that is for comments";
    S149 "visitor-with-address" Error "a visitor has an address or an account";
    S150 "translation-differs" Error "a translation is not the one that was recorded";
    S151 "term-limit" Error "a membership is longer than the charter allows, or one too many";
    S152 "several-groups" Error "a participant counts in several groups, and the track counts one";
    S153 "unknown-dimension" Error "the charter does not have a dimension or its value";
    S154 "personal-dimension" Error "a personal dimension is not kept as totals, or another one is";
    S155 "taken-name" Error "a dimension or a value has a name that means something else";
    S156 "holidays-end" Warning "the list of holidays ends before a period in business days";
    S157 "ended-early" Error "a call ended early without a rule for that";
    S159 "package-in-a-package" Error "a part of a package has parts itself";
    S160 "exclusion" Error "an exclusion that the track does not allow, or that came after the close";
    P201 "not-your-record" Error "a participant changed a record that they do not own";
    P202 "record-deleted" Error "a record was deleted";
    P203 "written-once" Error "something permanent was changed";
    P204 "after-the-close" Warning "a position was given after the close";
    P205 "changed-during-a-call" Error "text, question, track or authors were changed during a call";
    P207 "without-authority" Error "a participant changed the charter or the participants without the right to";
    P208 "already-decided" Error "a record of a decided proposal was changed";
    P209 "somebody-elses-name" Error "a record names a participant other than the submitter";
    P210 "proof-missing" Error "the submitter cannot be identified";
    P211 "filed-under-two-ids" Error "a participant has two positions under two ids";
    P213 "moved-during-a-call" Warning "a group or affiliation was changed during a call";
    P215 "proxy-not-allowed" Error "a proxy is not allowed, or did not submit the position";
    P216 "objection-closed-by-another" Error "a participant closed an objection without the right to";
    P217 "mixed-purposes" Error "a pull request mixes several purposes";
    P219 "merge-conflict" Error "a pull request conflicts with newer commits";
    P220 "earlier-format" Error "a new decision has an earlier format";
    P221 "unheard-appeals" Error "a call was opened on a track where nobody can hear an appeal";
    P222 "call-commit" Error "a call names another commit than the history gives";
    P223 "not-counted" Warning "a position is given that will not be counted";
    P224 "further-call" Error "a further call was opened although nothing changed";
    P225 "own-words-replaced" Warning "a record entered for a participant replaces what they said themselves";
    P226 "call-out-of-order" Error "a call was opened before the track that comes first has ended";
    P227 "early-end" Error "a call ended early although an answer could change the result";
    P228 "call-on-package" Error "a call on a package was opened too early, or with another list of parts";
    P229 "act-out-of-time" Error "an act is dated before what it answers, or after its commit";
    P230 "date-across-a-close" Error "the date of a commit moves records across the close of a call";
    P231 "answer-without-objection" Error "an answer was given without its required objection";
    P232 "late-exclusion" Error "a participant was excluded, or readmitted, after the close";
    D402 "inputs-not-on-main" Error "the inputs of the decision are not on the main branch";
    D403 "inputs-changed" Error "an input of the decision was changed";
    D404 "inputs-incomplete" (was "manifest-incomplete") Error "the list of inputs is incomplete or has extra files";
    D405 "sign-off-mismatch" (was "sign-off-of-other-bytes") Error "a sign-off does not match the decision, or its signer has no right to sign";
    D406 "designation-not-settled" Error "the decision was recorded before its draft designation was confirmed";
    D407 "tally-differs" Error "the recomputed decision differs from the recorded one";
    D408 "outcome-mismatch" (was "outcome-does-not-follow") Error "the outcome does not match the designation and the charter";
    D409 "open-objection" (was "undisposed-objection") Error "the decision was recorded with an objection still open";
    D410 "another-register" Error "the decision belongs to another register or proposal";
    D411 "requirement-unmet" (was "gate-unmet") Error "a requirement was neither met nor overridden";
    D412 "not-free-to-decide" Error "a participant without the right to decide recorded the decision";
    D413 "call-not-closed" Error "the decision was recorded before the call closed";
    D414 "decision-altered" Error "the decision was changed after it was written";
    D416 "late-position-counted" Error "a late position was counted";
    H301 "incomplete-history" Error "the history is incomplete";
    H303 "history-rewritten" Error "an earlier state is not on the main branch any more";
    H304 "octopus-merge" (was "octopus-landed") Error "an octopus merge is on the main branch";
    H305 "rule-broken" (was "violation-landed") Error "a commit on the main branch broke a rule";
    H306 "record-dropped" Error "a merge dropped a record";
    H308 "side-branch" Error "a merge makes the main branch a side branch";
    H309 "commit-dated-back" Warning "a commit is dated before the commit that it follows";
}

impl CheckCode {
    /// The present name, and the former one where there is one.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.former_name)
    }
}

/// The code with this id, name or former name, in any letter case.
pub fn find(text: &str) -> Option<&'static CheckCode> {
    let wanted = text.trim();
    let named = |code: &CheckCode| code.names().any(|name| name.eq_ignore_ascii_case(wanted));
    let mut all = ALL.iter().copied();
    all.find(|code| code.id.eq_ignore_ascii_case(wanted) || named(code))
}

/// The code that was most likely meant: the one with the same number, as no two share one, or the
/// one with the nearest name.
pub fn nearest(text: &str) -> Option<&'static CheckCode> {
    let wanted = text.trim();
    let number = wanted.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return ALL.iter().copied().find(|code| code.id.ends_with(number));
    }
    let names = ALL.iter().flat_map(|code| code.names());
    find(did_you_mean::nearest(wanted, names)?)
}

#[cfg(test)]
mod tests {
    use super::{ALL, find, nearest};

    #[test]
    fn codes_are_in_order_and_distinct() {
        let ids: Vec<_> = ALL
            .iter()
            .map(|code| ("SPDH".find(&code.id[..1]), code.id))
            .collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        let mut names: Vec<_> = ALL.iter().flat_map(|code| code.names()).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        let mut numbers: Vec<_> = ALL.iter().map(|code| &code.id[1..]).collect();
        numbers.sort_unstable();
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_code_is_found_by_id_and_by_every_name_that_it_had() {
        assert_eq!(find("s101").map(|code| code.name), Some("not-toml"));
        assert_eq!(find("tally-differs").map(|code| code.id), Some("D407"));
        assert_eq!(find("rule-broken").map(|code| code.id), Some("H305"));
        assert_eq!(find("Violation-Landed").map(|code| code.id), Some("H305"));
        let renamed = ALL.iter().filter(|code| code.former_name.is_some());
        assert_eq!(renamed.count(), 14);
        assert_eq!(find("X1"), None);
    }

    #[test]
    fn a_near_miss_names_the_code_that_was_meant() {
        let meant = |text| nearest(text).map(|code| code.id);
        assert_eq!(meant("P305"), Some("H305"));
        assert_eq!(meant("130"), Some("S130"));
        assert_eq!(meant("rule broken"), Some("H305"));
        assert_eq!(meant("violation-land"), Some("H305"));
        assert_eq!(meant("S999"), None);
        assert_eq!(meant("S13"), None);
        assert_eq!(meant("colour"), None);
    }
}
