//! Tests that the reference of commands is the program's own help.

use crate::scene::hermetic;

const HEAD: &str = "# Commands\n\n\
    This page is the help of every command, as `plenary help COMMAND` prints it.\n\n\
    - You can shorten an id to any beginning that only one id has.\n\
    - Who acts: `--as`, or else `PLENARY_PARTICIPANT`, or else git's setting `plenary.participant`, or else the\n  \
      participant with the email address in git's `user.email`.\n\
    - On commands that only read and are about participants (`list`, `due`, `invite`, `mine`, `receipt`),\n  \
      `--as NAME` and `--for NAME` mean the same.\n\
    - Earlier names of commands still work: `board` (`list`), `log` (`decisions`), `intake` (`import`), `hold`\n  \
      (`pending`).\n";

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

/// The names of the commands below `words`, as help lists them.
pub(crate) fn below(words: &[&str]) -> Vec<String> {
    if words.is_empty() {
        let definition = plenary::cli::definition();
        let all = definition.get_subcommands();
        return all.map(|command| command.get_name().to_owned()).collect();
    }
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
