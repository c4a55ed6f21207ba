//! Reads workflow commands in the log of a runner, as the runner of GitHub does: one reader for `::command::` lines,
//! one for `##[command]` anywhere in a line.

/// The commands that a runner acts on.
const KNOWN: &[&str] = &[
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-path",
    "add-matcher",
    "remove-matcher",
    "set-env",
    "set-output",
    "save-state",
    "echo",
    "stop-commands",
    "internal-set-repo-path",
];

/// A command that a runner would act on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: Vec<(String, String)>,
    pub(crate) data: String,
}

/// Every command in a log. A runner ends a line at a line feed, at a carriage return, or at both.
pub(crate) fn commands(log: &str) -> Vec<Command> {
    let lines = log.split([
        '\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}',
    ]);
    lines.filter_map(command).collect()
}

fn command(line: &str) -> Option<Command> {
    of_this_day(line).or_else(|| of_old(line))
}

/// `::name key=value,key=value::data`, with only white space before it.
fn of_this_day(line: &str) -> Option<Command> {
    let line = line.trim_start().strip_prefix("::")?;
    let (head, data) = line.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    known(name)?;
    let properties = properties.split(',').filter_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        let value = value.replace("%3A", ":").replace("%2C", ",");
        Some((key.to_owned(), decoded(&value)))
    });
    Some(Command {
        name: name.to_owned(),
        properties: properties.collect(),
        data: decoded(data),
    })
}

/// `##[name key=value;key=value]data`, wherever it begins.
fn of_old(line: &str) -> Option<Command> {
    let (_, line) = line.split_once("##[")?;
    let (head, data) = line.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    known(name)?;
    let properties = properties.split(';').filter_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        Some((key.to_owned(), value.to_owned()))
    });
    Some(Command {
        name: name.to_owned(),
        properties: properties.collect(),
        data: data.to_owned(),
    })
}

fn known(name: &str) -> Option<()> {
    let found = KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name));
    found.then_some(())
}

fn decoded(text: &str) -> String {
    text.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%25", "%")
}

#[test]
fn both_readers_find_what_a_runner_would_act_on() {
    let log =
        "::error file=a%3Ab,line=3::no%0A%25\n  ::add-mask::x\nsaid ##[add-path]/x\n::no::x\n##[z]";
    let found = commands(log);
    let names: Vec<&str> = found.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names, ["error", "add-mask", "add-path"]);
    assert_eq!(found[0].properties[0].1, "a:b");
    assert_eq!(found[0].data, "no\n%");
}
