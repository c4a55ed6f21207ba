//! What the demonstration plays: a working group agrees how long incident logs are kept. All
//! persons and organisations are made up.

use crate::cli::error::Exit;

/// Somebody in the demonstration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// The name for people, as git has it.
    pub(super) name: &'static str,
    /// The address, as git has it: by it the program knows who acts.
    pub(super) email: &'static str,
}

/// One command of the demonstration.
#[derive(Debug)]
pub(super) struct Step {
    /// Who types it.
    pub(super) by: Person,
    /// When.
    pub(super) at: &'static str,
    /// What is typed behind `plenary`.
    pub(super) words: &'static str,
    /// How it must end.
    pub(super) ends: Exit,
}

const fn person(name: &'static str, email: &'static str) -> Person {
    Person { name, email }
}

const MAYA: Person = person("Maya Chen", "maya@example.org");
const SAM: Person = person("Sam Okoro", "sam@example.org");
const LENA: Person = person("Lena Fischer", "lena@example.org");
const RUTH: Person = person("Ruth Adeyemi", "ruth@example.org");
const CARLA: Person = person("Carla Nunes", "carla@example.org");
const TOMAS: Person = person("Tomas Ruiz", "tomas@example.org");

/// The texts that the demonstration's author brings along.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "draft.md",
        "# Retention of incident logs\n\n\
         1. Operators keep the logs of an incident for two years.\n\
         2. After that they delete them.\n",
    ),
    (
        "draft-2.md",
        "# Retention of incident logs\n\n\
         1. Operators keep the logs of an incident for two years.\n\
         2. Operators with fewer than 10,000 customers keep them for one year.\n\
         3. After that they delete them.\n",
    ),
];

const fn step(by: Person, at: &'static str, words: &'static str) -> Step {
    refused(by, at, Exit::Done, words)
}

const fn refused(by: Person, at: &'static str, ends: Exit, words: &'static str) -> Step {
    Step {
        by,
        at,
        words,
        ends,
    }
}

/// The demonstration, from an empty repository to a verified decision.
pub(super) const STEPS: &[Step] = &[
    step(
        MAYA,
        "2026-05-04T09:00:00Z",
        r#"init --preset gnso-working-group --register log-retention-wg --name "Log Retention Working Group" --group business --standing member"#,
    ),
    step(
        MAYA,
        "2026-05-04T09:05:00Z",
        r#"participant add sam-okoro --name "Sam Okoro" --group registries --email sam@example.org --affiliation "Example Registry""#,
    ),
    step(
        MAYA,
        "2026-05-04T09:06:00Z",
        r#"participant add ruth-adeyemi --name "Ruth Adeyemi" --group registrars --email ruth@example.org --affiliation "Example Hosting" --region africa"#,
    ),
    step(
        MAYA,
        "2026-05-04T09:07:00Z",
        r#"participant add carla-nunes --name "Carla Nunes" --group internet-service-providers --email carla@example.org --affiliation "Small Networks""#,
    ),
    step(
        MAYA,
        "2026-05-04T09:08:00Z",
        r#"participant add tomas-ruiz --name "Tomas Ruiz" --group noncommercial --email tomas@example.org"#,
    ),
    step(
        MAYA,
        "2026-05-04T09:09:00Z",
        r#"participant add ines-martin --name "Ines Martin" --group at-large"#,
    ),
    step(
        MAYA,
        "2026-05-04T09:10:00Z",
        r#"participant add lena-fischer --name "Lena Fischer" --group others --standing staff --email lena@example.org --role secretary"#,
    ),
    step(
        MAYA,
        "2026-05-04T09:11:00Z",
        r#"participant add idris-bello --name "Idris Bello" --group others --standing liaison --role liaison"#,
    ),
    step(
        SAM,
        "2026-05-04T14:00:00Z",
        r#"propose "Retention period for incident logs" --id retention --text draft.md --shepherd tomas-ruiz --question "Shall the group recommend the retention rule in text.md?""#,
    ),
    step(
        CARLA,
        "2026-05-05T08:30:00Z",
        r#"object retention --id cost --about "Point 1, two years for everybody" --problem "Small operators would have to buy storage that they cannot afford." --resolve "One year, or an exemption for small operators.""#,
    ),
    step(
        SAM,
        "2026-05-06T10:00:00Z",
        r#"revise retention --material --text draft-2.md --note "One year for small operators""#,
    ),
    step(
        SAM,
        "2026-05-06T10:05:00Z",
        r#"respond carla-nunes.cost "Point 2 of r2 gives small operators one year.""#,
    ),
    step(
        MAYA,
        "2026-05-07T09:00:00Z",
        "call open retention --closes 2026-05-21T23:59Z",
    ),
    step(SAM, "2026-05-07T11:00:00Z", "position retention support"),
    step(
        RUTH,
        "2026-05-08T15:00:00Z",
        r#"position retention accept --reason "Two years is workable with point 2.""#,
    ),
    step(TOMAS, "2026-05-09T07:00:00Z", "position retention support"),
    step(
        LENA,
        "2026-05-12T12:00:00Z",
        r#"position retention accept --for ines-martin --received 2026-05-12T10:00Z --evidence "paper form 3 in the group's folder""#,
    ),
    step(
        CARLA,
        "2026-05-13T16:00:00Z",
        r#"reply carla-nunes.cost maintained --reason "The line of 10,000 customers is too low for networks that only carry traffic.""#,
    ),
    step(CARLA, "2026-05-13T16:05:00Z", "position retention object"),
    step(MAYA, "2026-05-18T12:00:00Z", "status retention"),
    refused(
        MAYA,
        "2026-05-18T12:05:00Z",
        Exit::Findings,
        "decide retention --designation consensus --sign-off",
    ),
    step(MAYA, "2026-05-22T08:00:00Z", "call close retention"),
    step(MAYA, "2026-05-22T08:10:00Z", "tally retention"),
    step(
        MAYA,
        "2026-05-22T08:20:00Z",
        r#"dispose carla-nunes.cost outweighed --reason "Networks that only carry traffic keep few logs of incidents; the cost shown is small." --alternatives "A line of 50,000 customers; one year for everybody. Both leave most incidents without logs after a year.""#,
    ),
    step(
        MAYA,
        "2026-05-22T08:30:00Z",
        r#"designate retention consensus --reason "Four of five are for it, and the objection was weighed.""#,
    ),
    step(
        CARLA,
        "2026-05-24T10:00:00Z",
        r#"challenge retention --reason "One in five is against it. That is no small minority in a group of five.""#,
    ),
    refused(
        MAYA,
        "2026-05-24T12:00:00Z",
        Exit::Findings,
        "decide retention --sign-off",
    ),
    step(
        MAYA,
        "2026-05-25T09:00:00Z",
        r#"designate retention --answer carla-nunes.1 --text "The charter draws the line at one in five, and it was drawn before the call.""#,
    ),
    step(
        CARLA,
        "2026-05-25T17:00:00Z",
        r#"minority retention --text "Networks that only carry traffic should not have to keep what others produce.""#,
    ),
    step(
        MAYA,
        "2026-05-29T08:30:00Z",
        "designate retention --confirm",
    ),
    step(MAYA, "2026-05-29T08:35:00Z", "decide retention --sign-off"),
    step(RUTH, "2026-05-29T09:00:00Z", "verify"),
    step(RUTH, "2026-05-29T09:01:00Z", "log"),
];
