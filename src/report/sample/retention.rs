//! The register of the sample: a working group that calls for consensus on keeping logs.

use crate::report::sample::Files;
use crate::value::digest::TextDigest;

/// Thirty-one seats in six groups, two objections open of four, one group silent.
pub(crate) fn retention() -> Files {
    let files = Files::default()
        .with("charter.toml", CHARTER)
        .with(
            "participants/maya-chen.toml",
            "name = \"Maya Chen\"\ngroup = \"staff\"\nstanding = [\"staff\"]\n",
        )
        .with(
            "participants/tomas-ruiz.toml",
            "name = \"Tomás Ruiz\"\ngroup = \"staff\"\nstanding = [\"staff\"]\n",
        );
    let answered = ANSWERS.iter().fold(files, |files, (group, people)| {
        people.iter().fold(files, |files, (id, answer)| {
            files.answering(id, group, *answer, "r3")
        })
    });
    let stale = STALE.iter().fold(answered, |files, (id, group)| {
        files.answering(id, group, 'S', "r2")
    });
    let position = |id: &str| format!("proposals/retention/positions/{id}.toml");
    let text = "Logs are kept for two years.\n";
    let digest = TextDigest::of(text.as_bytes());
    stale
        .with("proposals/retention/proposal.toml", PROPOSAL.replace("DIGEST", digest.as_str()))
        .with("proposals/retention/text.md", text)
        .with("proposals/retention/calls/1/call.toml", FIRST_CALL.replace("DIGEST", digest.as_str()))
        .with("proposals/retention/calls/2/call.toml", CALL.replace("DIGEST", digest.as_str()))
        .with(&position("maya-chen"), "position = \"support\"\non = \"r3\"\n")
        .with(&position("tomas-ruiz"), "position = \"accept\"\non = \"r3\"\n")
        .with(&position("biz-5"), "position = \"disagree\"\non = \"r3\"\njoins = [\"carla-nunes.cost\"]\nreason = '''Too long.'''\n")
        .with(&position("civ-4"), "position = \"accept\"\non = \"r3\"\njoins = [\"carla-nunes.cost\", \"piotr-nowak.scope\"]\n")
        .with("proposals/retention/objections/carla-nunes.cost.toml", COST)
        .with("proposals/retention/handling/carla-nunes.cost.toml", COST_HANDLING)
        .with("proposals/retention/objections/piotr-nowak.scope.toml", SCOPE)
        .with("proposals/retention/objections/biz-1.terms.toml", "about = \"§1\"\nproblem = '''Incident is not defined.'''\nresolve = '''Define it.'''\n")
        .with("proposals/retention/handling/biz-1.terms.toml", disposed("accommodated", ""))
        .with("proposals/retention/objections/civ-1.privacy.toml", "about = \"§2\"\nproblem = '''Two years is long.'''\nresolve = '''One year.'''\n")
        .with("proposals/retention/handling/civ-1.privacy.toml", disposed("outweighed", "alternatives = '''One year.'''\n"))
        .with("proposals/retention/objections/reg-1.typo.toml", "about = \"§3\"\nproblem = '''A comma.'''\nblocking = false\n")
}

fn disposed(value: &str, more: &str) -> String {
    format!(
        "[[response]]\nby = \"maya-chen\"\nat = 2026-05-09T09:00:00Z\ntext = '''r3 says so.'''\n\n\
         [disposition]\nvalue = \"{value}\"\nby = \"maya-chen\"\nat = 2026-05-10T09:00:00Z\n\
         reason = '''See r3.'''\n{more}"
    )
}

/// The people of each group with what they answered; those who answered on an earlier text are
/// in [`STALE`].
const ANSWERS: &[(&str, &[(&str, char)])] = &[
    (
        "registries",
        &[
            ("reg-1", 'S'),
            ("reg-2", 'S'),
            ("reg-3", 'S'),
            ("reg-4", 'a'),
            ("reg-5", '.'),
            ("reg-6", '.'),
        ],
    ),
    (
        "registrars",
        &[
            ("ada-lind", 'S'),
            ("ben-oduya", 'a'),
            ("bo-sand", 'a'),
            ("carla-nunes", 'X'),
            ("dora-wu", '.'),
        ],
    ),
    (
        "business",
        &[
            ("biz-1", 'S'),
            ("biz-2", 'S'),
            ("biz-3", 'a'),
            ("biz-4", 'a'),
            ("biz-5", 'd'),
            ("piotr-nowak", 'X'),
        ],
    ),
    (
        "civil-society",
        &[
            ("civ-1", 'S'),
            ("civ-2", 'S'),
            ("civ-3", 'S'),
            ("civ-4", 'a'),
            ("civ-5", '-'),
            ("civ-6", '.'),
        ],
    ),
    (
        "technical",
        &[
            ("tec-1", 'S'),
            ("tec-2", 'a'),
            ("tec-3", 'r'),
            ("tec-4", '.'),
        ],
    ),
    ("public-interest", &[("pub-1", '.')]),
];

const STALE: &[(&str, &str)] = &[
    ("zoe-adler", "business"),
    ("zora-blum", "business"),
    ("civ-7", "civil-society"),
];

/// The same register, whose charter says how its rules are known.
pub(crate) fn sourced() -> Files {
    let origin = "[source]\nedition = \"Charter of 4 March 2025\"\nchecked = 2025-03-20\n\
        addresses = [\"https://example.org/charter\"]\n\n[roles]";
    let track = "source = \"The charter of the group, section 4\"";
    let gate = "when = \"answered >= 1 in each group\"";
    let level = "when = \"for > 1/2 of cast\"";
    retention()
        .edited("charter.toml", "[roles]", origin)
        .edited("charter.toml", track, &format!("{track}\nseen = \"text\""))
        .edited(
            "charter.toml",
            gate,
            &format!("{gate}\nseen = \"assumption\""),
        )
        .edited(
            "charter.toml",
            level,
            &format!("{level}\nseen = \"report\""),
        )
}

const CHARTER: &str = r#"format = 1
register = "log-retention-wg"
name = "Log Retention Working Group"

[[group]]
id = "registries"
name = "Registries"
house = "contracted"

[[group]]
id = "registrars"
name = "Registrars"
house = "contracted"

[[group]]
id = "business"
name = "Business"
house = "non-contracted"

[[group]]
id = "civil-society"
name = "Civil society"
house = "non-contracted"

[[group]]
id = "technical"
name = "Technical"
house = "non-contracted"

[[group]]
id = "public-interest"
name = "Public interest"
house = "non-contracted"
public-interest = true

[[group]]
id = "staff"
name = "Staff"

[roles]
chair = ["maya-chen"]
secretary = ["tomas-ruiz"]

[track.policy]
title = "Policy"
source = "The charter of the group, section 4"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "for-expires"
window = { min = "7d", max = "30d" }
sign-offs = 2
designates = "chair"
appeal = "14d"
review = "12 months"

[[track.policy.gate]]
name = "quorum"
when = "answered >= 1/2 of eligible"

[[track.policy.gate]]
name = "coverage"
when = "answered >= 1 in each group"

[[track.policy.level]]
name = "consensus"
when = "for >= 4/5 of cast and open-objections == 0"
outcome = "adopted"

[[track.policy.level]]
name = "strong-support-but-significant-opposition"
when = "for > 1/2 of cast"
outcome = "no-consensus"

[[track.policy.level]]
name = "divergence"
outcome = "no-consensus"
"#;

const PROPOSAL: &str = r#"title = "Retention period for incident logs"
question = "Shall the group recommend the retention rule in text.md?"
track = "policy"
text = "text.md"
authors = ["biz-1"]
shepherd = "tomas-ruiz"

[[revision]]
name = "r1"
at = 2026-04-20T10:00:00Z
sha256 = "DIGEST"

[[revision]]
name = "r2"
at = 2026-05-01T10:00:00Z
sha256 = "DIGEST"

[[revision]]
name = "r3"
at = 2026-05-06T10:00:00Z
sha256 = "DIGEST"
note = "two years"
"#;

const FIRST_CALL: &str = r#"track = "policy"
question = "Shall the group recommend one year?"
revision = "r2"
sha256 = "DIGEST"
opens = 2026-05-02T00:00:00Z
closes = 2026-05-20T00:00:00Z
by = "maya-chen"

[withdrawal]
by = "maya-chen"
at = 2026-05-05T00:00:00Z
reason = '''The text changes.'''
"#;

const CALL: &str = r#"track = "policy"
question = "Shall the group recommend the retention rule in text.md?"
revision = "r3"
sha256 = "DIGEST"
opens = 2026-05-07T00:00:00Z
closes = 2026-05-21T23:59:00Z
by = "maya-chen"
"#;

const COST: &str = "about = \"§4 storage cost\"
problem = '''Storage for two years costs more than a small registrar earns.'''
resolve = '''One year, or an exemption.'''
on = \"r2\"
answer = \"maintained\"
";

const COST_HANDLING: &str = "[[response]]
by = \"maya-chen\"
at = 2026-05-07T15:59:00Z
text = '''r3 says two years.'''
";

const SCOPE: &str = "about = \"outside charter §2\"
problem = '''The group may not set prices.'''
resolve = '''Strike §5.'''
on = \"r3\"
";

impl Files {
    /// A participant.
    fn person(self, id: &str, group: &str) -> Self {
        let text = format!("name = \"{id} by name\"\ngroup = \"{group}\"\n");
        self.with(&format!("participants/{id}.toml"), text)
    }

    /// A participant with a position, where it is not `.`, on a revision.
    fn answering(self, id: &str, group: &str, answer: char, on: &str) -> Self {
        let word = match answer {
            'S' => "support",
            'a' => "accept",
            'd' => "disagree",
            'X' => "object",
            '-' => "abstain",
            'r' => "recuse",
            _ => return self.person(id, group),
        };
        let text = format!("position = \"{word}\"\non = \"{on}\"\n");
        let path = format!("proposals/retention/positions/{id}.toml");
        self.person(id, group).with(&path, text)
    }
}
