//! Tests that the reference of commands is the program's own help.

use crate::scene::hermetic;

const HEAD: &str = "# Commands\n\n\
    What `plenary help` says of each command. Ids may be shortened to any beginning that only one thing\n\
    has; where several do, they are listed. Who acts is `--as`, else `PLENARY_PARTICIPANT`, else git's\n\
    setting `plenary.participant`, else the participant who has git's `user.email`. On a command that only reads\n\
    and is about participants (`board`, `due`, `invite`, `mine`, `receipt`), `--as NAME` and `--for NAME` show the\n\
    same: what concerns NAME.\n";

pub(crate) fn help(words: &[&str]) -> String {
    let folder = std::env::temp_dir();
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &folder)
        .args(words)
        .arg("--help")
        .output()
        .expect("the program can be run");
    assert_eq!(output.status.code(), Some(0), "{words:?}");
    let text = String::from_utf8(output.stdout).expect("help is text");
    text.lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

/// The names of the commands below `words`, as its help lists them.
pub(crate) fn below(words: &[&str]) -> Vec<String> {
    let help = help(words);
    let list = help.split("Commands:\n").nth(1).unwrap_or("");
    list.lines()
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help" && name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .map(str::to_owned)
        .collect()
}

/// The page.
pub(crate) fn page() -> String {
    let mut page = format!("{HEAD}\n```\n{}```\n", help(&[]));
    for name in below(&[]) {
        page.push_str(&format!(
            "\n## plenary {name}\n```\n{}```\n",
            help(&[&name])
        ));
        for inner in below(&[&name]) {
            let text = help(&[&name, &inner]);
            page.push_str(&format!("\n### plenary {name} {inner}\n```\n{text}```\n"));
        }
    }
    page
}

#[test]
fn the_help_lists_its_commands() {
    assert!(below(&[]).len() > 20);
}
