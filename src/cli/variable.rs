//! The variables of the environment that are read. `docs/reference/output.md` lists them from here.

/// A variable, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it says, in a sentence without a full stop.
    pub says: &'static str,
}

macro_rules! variables {
    ($($name:ident $says:literal;)*) => {
        $(pub(crate) const $name: Variable = Variable { name: stringify!($name), says: $says };)*

        /// Every variable that is read.
        pub const ALL: &[Variable] = &[$($name),*];
    };
}

variables! {
    PLENARY_PARTICIPANT "who acts, where `--as` does not say so";
    PLENARY_NOW "the present moment, where `--now` does not say so; for tests and demonstrations";
    GIT_AUTHOR_NAME "whose commit it is, together with the next one";
    GIT_AUTHOR_EMAIL "the address of whose commit it is";
    GIT_EDITOR "the editor in which longer texts are written";
    VISUAL "the same, where neither `GIT_EDITOR` nor git's `core.editor` names one, on a screen";
    EDITOR "the same, where nothing else names one";
    NO_COLOR "no colours, where it is set to anything";
    CLICOLOR_FORCE "colours even into a pipe, where it is set to anything but `0`";
    TERM "no colours where it is `dumb`";
    GITHUB_ACTIONS "that the output is the log of a workflow, in which no line may be a command";
    GITHUB_STEP_SUMMARY "the file to which `plenary check` adds the summary of a request";
}
