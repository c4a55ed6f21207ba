//! Contains the script of the demonstration: a working group agrees how long incident logs are kept. All
//! persons and organisations are invented.

/// Everybody in the demonstration, with the email address that identifies them.
const PEOPLE: &[(&str, &str)] = &[
    ("Maya Chen", "maya@example.org"),
    ("Sam Okoro", "sam@example.org"),
    ("Lena Fischer", "lena@example.org"),
    ("Ruth Adeyemi", "ruth@example.org"),
    ("Carla Nunes", "carla@example.org"),
    ("Tomas Ruiz", "tomas@example.org"),
];

/// One command of the demonstration.
#[derive(Debug)]
pub(super) struct Step {
    /// Who types it, as git has the name.
    pub(super) name: &'static str,
    /// Their address, as git has it.
    pub(super) email: &'static str,
    /// When.
    pub(super) at: &'static str,
    /// What is typed behind `plenary`.
    pub(super) words: &'static str,
    /// The exit code with which it must end.
    pub(super) ends: u8,
    /// The stage that it completes, if any.
    pub(super) stage: Option<&'static str>,
}

/// The texts that the author of the proposal has written.
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

/// The steps of the demonstration.
pub(super) fn steps() -> impl Iterator<Item = Step> {
    SCRIPT.trim().split("\n\n").filter_map(step)
}

/// The stages, in order.
pub(super) fn stages() -> impl Iterator<Item = &'static str> {
    steps().filter_map(|step| step.stage)
}

/// Who, when, the stage after it, what, and the exit code if it is not 0.
fn step(told: &'static str) -> Option<Step> {
    let mut lines = told.lines();
    let (name, at) = lines.next()?.strip_prefix("# ")?.split_once(", ")?;
    let (at, stage) = match at.split_once(", ") {
        Some((at, stage)) => (at, Some(stage)),
        None => (at, None),
    };
    let words = lines.next()?.strip_prefix("$ plenary ")?;
    let ends = lines
        .next()
        .and_then(|line| line.strip_prefix("[exit code "));
    let ends = ends.and_then(|code| code.trim_end_matches(']').parse().ok());
    let (_, email) = PEOPLE.iter().find(|(known, _)| *known == name)?;
    Some(Step {
        name,
        email,
        at,
        words,
        ends: ends.unwrap_or(0),
        stage,
    })
}

/// The demonstration, from an empty repository to a verified decision.
const SCRIPT: &str = r#"
# Maya Chen, 2026-05-04T09:00:00Z
$ plenary init --preset gnso-working-group --register log-retention-wg --name "Log Retention Working Group" --group business --standing member --account github:maya-c

# Maya Chen, 2026-05-04T09:05:00Z
$ plenary participant add sam-okoro --name "Sam Okoro" --group registries --email sam@example.org --affiliation "Example Registry" --account github:sam-o

# Maya Chen, 2026-05-04T09:06:00Z
$ plenary participant add ruth-adeyemi --name "Ruth Adeyemi" --group registrars --email ruth@example.org --affiliation "Example Hosting" --region africa --account github:ruth-a

# Maya Chen, 2026-05-04T09:07:00Z
$ plenary participant add carla-nunes --name "Carla Nunes" --group internet-service-providers --email carla@example.org --affiliation "Small Networks" --account github:carla-n

# Maya Chen, 2026-05-04T09:08:00Z
$ plenary participant add tomas-ruiz --name "Tomas Ruiz" --group noncommercial --email tomas@example.org --account github:tomas-r

# Maya Chen, 2026-05-04T09:09:00Z
$ plenary participant add ines-martin --name "Ines Martin" --group at-large --account github:ines-m

# Maya Chen, 2026-05-04T09:10:00Z
$ plenary participant add lena-fischer --name "Lena Fischer" --group others --standing staff --email lena@example.org --role secretary

# Maya Chen, 2026-05-04T09:11:00Z, roster
$ plenary participant add idris-bello --name "Idris Bello" --group others --standing liaison --role liaison

# Sam Okoro, 2026-05-04T14:00:00Z, proposed
$ plenary propose "Retention period for incident logs" --id retention --text draft.md --shepherd tomas-ruiz --question "Shall the group recommend the retention rule in text.md?"

# Carla Nunes, 2026-05-05T08:30:00Z, objected
$ plenary object retention --id cost --about "Point 1, two years for everybody" --problem "Small operators would have to buy storage that they cannot afford." --resolve "One year, or an exemption for small operators."

# Sam Okoro, 2026-05-06T10:00:00Z
$ plenary revise retention --material --text draft-2.md --note "One year for small operators"

# Sam Okoro, 2026-05-06T10:05:00Z, answered
$ plenary respond carla-nunes.cost "Point 2 of r2 gives small operators one year."

# Maya Chen, 2026-05-07T09:00:00Z
$ plenary call open retention --closes 2026-05-21T23:59Z

# Sam Okoro, 2026-05-07T11:00:00Z
$ plenary position retention support

# Ruth Adeyemi, 2026-05-08T15:00:00Z
$ plenary position retention accept --reason "Two years is workable with point 2."

# Tomas Ruiz, 2026-05-09T07:00:00Z
$ plenary position retention support

# Lena Fischer, 2026-05-12T12:00:00Z
$ plenary position retention accept --for ines-martin --received 2026-05-12T10:00Z --evidence "paper form 3 in the group's folder"

# Carla Nunes, 2026-05-13T16:00:00Z
$ plenary reply carla-nunes.cost maintained --reason "The line of 10,000 customers is too low for networks that only carry traffic."

# Carla Nunes, 2026-05-13T16:05:00Z, open
$ plenary position retention object

# Maya Chen, 2026-05-18T12:00:00Z
$ plenary status retention

# Maya Chen, 2026-05-18T12:05:00Z
$ plenary decide retention --designation consensus --sign-off
[exit code 1]

# Maya Chen, 2026-05-22T08:00:00Z, closed
$ plenary call close retention

# Maya Chen, 2026-05-22T08:10:00Z
$ plenary tally retention

# Maya Chen, 2026-05-22T08:20:00Z, disposed
$ plenary dispose carla-nunes.cost outweighed --reason "Networks that only carry traffic keep few logs of incidents; the cost shown is small." --alternatives "A line of 50,000 customers; one year for everybody. Both leave most incidents without logs after a year."

# Maya Chen, 2026-05-22T08:30:00Z, drafted
$ plenary designate retention consensus --reason "Four of five are for it, and the objection was weighed."

# Carla Nunes, 2026-05-24T10:00:00Z, challenged
$ plenary challenge retention --reason "One in five is against it. That is no small minority in a group of five."

# Maya Chen, 2026-05-24T12:00:00Z
$ plenary decide retention --sign-off
[exit code 1]

# Maya Chen, 2026-05-25T09:00:00Z
$ plenary designate retention --answer carla-nunes.1 --text "The charter draws the line at one in five, and it was drawn before the call."

# Carla Nunes, 2026-05-25T17:00:00Z, minority
$ plenary minority retention --text "Networks that only carry traffic should not have to keep what others produce."

# Maya Chen, 2026-05-29T08:30:00Z, confirmed
$ plenary designate retention --confirm

# Maya Chen, 2026-05-29T08:35:00Z, decided
$ plenary decide retention --sign-off

# Ruth Adeyemi, 2026-05-29T09:00:00Z
$ plenary verify

# Ruth Adeyemi, 2026-05-29T09:01:00Z
$ plenary decisions
"#;
