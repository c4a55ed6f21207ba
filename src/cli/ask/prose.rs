//! Asks for texts of several lines in an editor, and finds the editor. Each text has its line; what is
//! below the last line is ignored.

use std::path::{Path, PathBuf};

use crate::act::refusal::Refusal;
use crate::cli::ask::{DRY_RUN, Typed, answer, left, possible};
use crate::cli::context::Context;
use crate::cli::conversation::Draft;
use crate::cli::error::Failure;
use crate::cli::world::{EDITOR, Edited, GIT_EDITOR, TERM, VISUAL};
use crate::value::clock::Instant;
use crate::value::id::slug;
use crate::value::sentence::all_of;
use crate::value::sentence::capital;
use crate::value::text::shown;

/// Text below it is ignored. Lines with `#` are not comments, because Markdown headings begin with it.
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// The first line below. If it is found without the line above, that one was removed by mistake.
const BELOW: &str = "Write above this line. Text below it is ignored. An empty text cancels.";

/// A text to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prose<'p> {
    /// What it is: "the reason".
    pub(crate) what: &'p str,
    /// The flag that takes a file with it: "--reason-file".
    pub(crate) flag: &'p str,
    /// What it answers and must contain, shown below the line; made safe here.
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

/// A required text. Without a terminal it stays missing.
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

/// Carries out an act that needs a text. If the text is missing, the act is tried out first, so that
/// people who cannot act are told before they write.
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

/// Two required texts, asked for together; one that was given is not asked for.
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

/// An optional text, on one line or in the editor, asked for only after another question.
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
        Typed::End => Err(left(asked.what, asked.flag)),
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
    let (what, flag) = (all_of(names.iter().copied()), flags.join(" FILE "));
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
        .map_err(|_| Failure::usage("the text is not UTF-8", "save it as UTF-8"))
}

/// What the editor shows at first.
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
    // What is above the first line is not part of a text.
    let stray = texts.remove(0);
    if stray.is_empty() {
        Ok(texts)
    } else {
        Err(Failure::usage(
            format!(
                "text was found above the line \"{}\"",
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
        format!("the line \"{line}\" is missing, so your text cannot be found"),
        "leave the lines of hyphens as they are",
    )
}

/// The editor if no other is named.
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
        Ok(Edited::Failed) => Err("ended with an error, so nothing was written".to_owned()),
        Err(error) => Err(format!("cannot be started: {error}")),
    }
    .map_err(|why| {
        let hint = format!(
            "give the text with {instead}, or name another editor in GIT_EDITOR, VISUAL or EDITOR"
        );
        Failure::usage(format!("the editor {shown} {why}"), hint)
    })
}

/// The editor, found as git finds it, except that a repository's own configuration is ignored.
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
