//! Texts of several lines, written in an editor under a line for each, over a line below which
//! everything is left out; and which editor that is.

use std::path::{Path, PathBuf};

use crate::act::refusal::Refusal;
use crate::cli::ask::{DRY_RUN, Typed, answer, capital, left, possible};
use crate::cli::context::Context;
use crate::cli::conversation::Draft;
use crate::cli::error::Failure;
use crate::cli::world::{EDITOR, Edited, GIT_EDITOR, TERM, VISUAL};
use crate::value::clock::Instant;
use crate::value::id::slug;
use crate::value::text::shown;

/// Below it nothing is read. A Markdown heading begins with `#`, so that lines which do are text.
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// The first line below; where it is found, but not the one above, that one was removed by mistake.
const BELOW: &str =
    "Nothing from the line above on is read. If you write nothing, nothing is recorded.";

/// A text to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prose<'p> {
    /// What it is: "the reason".
    pub(crate) what: &'p str,
    /// The flag that takes a file with it: "--reason-file".
    pub(crate) flag: &'p str,
    /// What it answers and what it owes, shown below the line; made safe here.
    pub(crate) template: &'p str,
}

impl<'p> Prose<'p> {
    /// A text: what it is, the flag that takes a file with it, and what is shown below the line.
    pub(crate) const fn new(what: &'p str, flag: &'p str, template: &'p str) -> Self {
        Self {
            what,
            flag,
            template,
        }
    }
}

/// A text that is owed. Stays missing where nobody can be asked.
pub(crate) fn prose(
    context: &mut Context<'_>,
    asked: Prose<'_>,
    given: Option<String>,
) -> Result<Option<String>, Failure> {
    if given.is_some() || !possible(context) {
        return Ok(given);
    }
    let texts = written(context, &[(asked.what, asked.flag)], asked.template)?;
    Ok(texts.into_iter().next())
}

/// Carries an act out with a text that it owes. Where the text is missing, the act is tried out
/// before anybody writes; who may not act is told then.
pub(crate) fn carried_out<T>(
    context: &mut Context<'_>,
    asked: Prose<'_>,
    given: Option<String>,
    mut act: impl FnMut(&str, Instant) -> Result<T, Refusal>,
) -> Result<T, Failure> {
    if given.is_none() {
        act(DRY_RUN, context.now())?;
    }
    let text = prose(context, asked, given)?.unwrap_or_default();
    Ok(act(&text, context.now())?)
}

/// Two texts that are owed, in one sitting; what was given of them is not asked for.
pub(crate) fn proses(
    context: &mut Context<'_>,
    asked: [Prose<'_>; 2],
    given: [Option<String>; 2],
) -> Result<[Option<String>; 2], Failure> {
    let [first, second] = asked;
    let parts = [(first.what, first.flag), (second.what, second.flag)];
    match given {
        [None, None] if possible(context) => {
            let template = format!("{}\n{}", first.template, second.template);
            let mut texts = written(context, &parts, &template)?.into_iter();
            let mut next = || texts.next().filter(|text| !text.trim().is_empty());
            Ok([next(), next()])
        }
        [one, two] => Ok([prose(context, first, one)?, prose(context, second, two)?]),
    }
}

/// A text that may be left out, on one line or in the editor: offered only to who is being asked
/// for something else as well.
pub(crate) fn offer_prose(
    context: &mut Context<'_>,
    asked: Prose<'_>,
    given: Option<String>,
) -> Result<Option<String>, Failure> {
    if given.is_some() || !possible(context) || !context.conversation.has_begun() {
        return Ok(given);
    }
    let prompt = format!(
        "{} (Enter for none, e for the editor): ",
        capital(asked.what)
    );
    match answer(context, &prompt)? {
        Typed::Words(words) if words == "e" => prose(context, asked, None),
        Typed::Words(words) => Ok(Some(words)),
        Typed::Nothing => Ok(None),
        Typed::Over => Err(left(asked.what, asked.flag)),
    }
}

/// What is written for each part, which is what it is and the flag that takes it.
fn written(
    context: &mut Context<'_>,
    parts: &[(&str, &str)],
    template: &str,
) -> Result<Vec<String>, Failure> {
    super::begin(context)?;
    let names: Vec<&str> = parts.iter().map(|(what, _)| *what).collect();
    let flags: Vec<&str> = parts.iter().map(|(_, flag)| *flag).collect();
    let (what, flag) = (names.join(" and "), flags.join(" FILE "));
    let keyboard = context.world.keyboard.as_ref();
    let place = keyboard.map_or_else(PathBuf::new, |keyboard| keyboard.drafts.clone());
    let mut draft = Draft::begun(&place)?;
    let page = page(&names, template);
    let file = draft.write("text.md", &flags, &page)?;
    edit(context, &file, &what, &flag)?;
    let texts = read(context, &file).and_then(|text| cut(&text, &names));
    let texts = match texts {
        Ok(texts) if texts.iter().all(|text| text.trim().is_empty()) => {
            return Err(left(&what, &format!("{flag} FILE")));
        }
        Ok(texts) => texts,
        Err(failure) => {
            context.conversation.keep(draft);
            return Err(failure);
        }
    };
    draft.clear()?;
    for ((what, flag), text) in parts.iter().zip(&texts) {
        if !text.trim().is_empty() {
            draft.write(&format!("{}.md", slug(what)), &[*flag], text)?;
        }
    }
    context.conversation.keep(draft);
    Ok(texts)
}

fn read(context: &mut Context<'_>, file: &std::path::Path) -> Result<String, Failure> {
    let bytes = context.file(file)?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::usage("what was written is not UTF-8 text", "save it as UTF-8"))
}

/// What stands in the editor at first.
fn page(names: &[&str], template: &str) -> String {
    let above = match names {
        [_] => "\n".to_owned(),
        several => several
            .iter()
            .map(|name| format!("{}\n\n\n", heading(name)))
            .collect(),
    };
    let what = match names {
        [one] => format!("Write {one} above it."),
        _ => "Write each text under its own line, and leave those lines as they are.".to_owned(),
    };
    let template = shown(template);
    format!(
        "{above}{SCISSORS}\n{BELOW}\n{what}\n\n{}\n",
        template.trim()
    )
}

/// The line over one of several texts.
fn heading(name: &str) -> String {
    format!("------ {} ------", capital(name))
}

/// The texts, one for each name.
fn cut(text: &str, names: &[&str]) -> Result<Vec<String>, Failure> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let end = lines.iter().position(|line| *line == SCISSORS);
    if end.is_none() && lines.contains(&BELOW) {
        return Err(removed(SCISSORS));
    }
    let mut rest = lines.get(..end.unwrap_or(lines.len())).unwrap_or(&[]);
    if names.len() == 1 {
        return Ok(vec![joined(rest)]);
    }
    let mut texts = Vec::new();
    for name in names {
        let heading = heading(name);
        let place = rest.iter().position(|line| *line == heading);
        let (before, behind) = place
            .and_then(|place| rest.split_at_checked(place))
            .ok_or_else(|| removed(&heading))?;
        texts.push(joined(before));
        rest = behind.get(1..).unwrap_or(&[]);
    }
    texts.push(joined(rest));
    // What stands over the first line belongs to no text.
    let stray = texts.remove(0);
    if stray.is_empty() {
        Ok(texts)
    } else {
        Err(Failure::usage(
            format!(
                "there is text above the line \"{}\"",
                heading(names.first().unwrap_or(&""))
            ),
            "write each text under its own line",
        ))
    }
}

/// Lines as a text, without empty ones around it.
fn joined(lines: &[&str]) -> String {
    lines.join("\n").trim_matches('\n').to_owned()
}

fn removed(line: &str) -> Failure {
    Failure::usage(
        format!("the line \"{line}\" is missing, so it cannot be told what you wrote"),
        "leave the lines of hyphens as they are",
    )
}

/// Where nothing names an editor.
const USUAL: &str = "vi";

/// Opens a file in the user's editor and waits until it is closed.
fn edit(context: &mut Context<'_>, file: &Path, what: &str, flag: &str) -> Result<(), Failure> {
    let editor = editor(context)?;
    let instead = format!("{flag} FILE");
    let Some(keyboard) = context.world.keyboard.as_mut() else {
        return Err(left(what, &instead));
    };
    let edited = (keyboard.edit)(&editor, file);
    context.look_at_the_clock();
    let shown = crate::value::text::shortened(&editor, 60);
    match edited {
        Ok(Edited::Saved) => Ok(()),
        Ok(Edited::Failed) => Err("ended with a fault, so nothing was written".to_owned()),
        Err(error) => Err(format!("cannot be started: {error}")),
    }
    .map_err(|why| {
        let hint = format!("{instead}; GIT_EDITOR, VISUAL or EDITOR names another editor");
        Failure::usage(format!("the editor {shown} {why}"), hint)
    })
}

/// The editor, found as git finds it, save that a repository's own configuration names none.
fn editor(context: &Context<'_>) -> Result<String, Failure> {
    let variable = |one| context.world.variable(one).map(str::to_owned);
    if let Some(editor) = variable(GIT_EDITOR) {
        return Ok(editor);
    }
    let set = context.repository()?.users_config("core.editor")?;
    let screen = variable(TERM).is_some_and(|terminal| terminal != "dumb");
    let visual = || variable(VISUAL).filter(|_| screen);
    let named = set.filter(|editor| !editor.trim().is_empty());
    Ok(named
        .or_else(visual)
        .or_else(|| variable(EDITOR))
        .unwrap_or_else(|| USUAL.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{cut, page};

    const BOTH: [&str; 2] = ["the problem", "what would resolve it"];

    #[test]
    fn what_stands_above_the_line_is_the_text() {
        let empty = page(&["the reason"], "the problem:\n# It costs.\u{1b}[2J");
        assert!(empty.contains("# It costs.\\u{1b}[2J"));
        assert_eq!(cut(&empty, &["the reason"]).unwrap(), [""]);
        let full = format!("# A heading\n\n- a point  \r\n{empty}");
        let text = cut(&full, &["the reason"]).unwrap();
        assert_eq!(text, ["# A heading\n\n- a point"]);
        assert_eq!(cut("All new.\n", &["the reason"]).unwrap(), ["All new."]);
    }

    #[test]
    fn two_texts_stand_under_their_lines() {
        let empty = page(&BOTH, "");
        assert_eq!(cut(&empty, &BOTH).unwrap(), ["", ""]);
        let full = empty.replacen("\n\n\n", "\nIt costs.\n\n", 1);
        let full = full.replacen(
            "resolve it ------\n",
            "resolve it ------\n\nOne\n\nTwo\n",
            1,
        );
        assert_eq!(cut(&full, &BOTH).unwrap(), ["It costs.", "One\n\nTwo"]);
    }

    #[test]
    fn a_line_that_was_removed_is_not_guessed_at() {
        let empty = page(&BOTH, "");
        let without = |line: &str| {
            let text = empty.replacen(line, "something", 1);
            cut(&text, &BOTH).unwrap_err().faults.remove(0).sentence
        };
        assert!(without(super::SCISSORS).contains(">8"));
        assert!(without("------ What would resolve it ------").contains("What would resolve it"));
        assert!(without("------ The problem ------").contains("The problem"));
        let stray = format!("stray\n{empty}");
        assert!(cut(&stray, &BOTH).is_err());
    }
}
