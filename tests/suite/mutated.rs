//! Tests registers with random damage: every command ends without a panic, and writes nothing that acts on a
//! terminal.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::rc::Rc;

use plenary::cli::run;
use plenary::cli::world::Environment;
use plenary::value::clock::Instant;

use crate::scene::Scene;
use crate::verified;

/// A stream that is kept.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Runs a command in this process, and gives how it ended and all that it wrote.
fn ended(scene: &Scene, arguments: &[&str]) -> (String, String) {
    let (out, err) = (Kept::default(), Kept::default());
    let words = std::iter::once("plenary").chain(arguments.iter().copied());
    let mut world = Environment {
        arguments: words.map(Into::into).collect(),
        variables: BTreeMap::new(),
        folder: scene.dir(),
        clock: || Some((Instant::parse("2026-05-18T12:00:00Z").ok()?, 0)),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        terminal: None,
        says_time: true,
        keyboard: None,
    };
    let code = format!("{:?}", run(&mut world));
    let mut bytes = out.0.borrow().clone();
    bytes.extend_from_slice(&err.0.borrow());
    (code, String::from_utf8(bytes).expect("text"))
}

/// Numbers that look random and are the same on every machine (xorshift64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).expect("a small number")
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }
}

/// What is put where something else was.
const PIECES: &[&str] = &[
    "",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\r",
    "\n",
    "'''",
    "\"",
    "[",
    "]]",
    "{",
    "=",
    "#",
    ",",
    "-1",
    "0",
    "18446744073709551616",
    "9223372036854775807",
    "1e400",
    "nan",
    "true",
    "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z",
    "2026-05-11",
    "100000 years",
    "18446744073709551615d",
    "r4294967295",
    "r0",
    "r2",
    "retention",
    "ann",
    "@north",
    "../../charter",
    "withdrawn = true\n",
    "[[admission]]\n",
    "[withdrawal]\n",
    "position = \"object\"\n",
    "frozen = \"0000000000000000000000000000000000000000\"\n",
    "for >= 1/0 of cast",
    "99999999999999999999999/1 of members",
    "((((((((",
    "in each group",
    "\u{feff}",
    "\u{1f600}",
    "''",
    "\\",
];

/// One change to one file.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.roll(bytes.len() + 1);
    let upto = (at + dice.roll(12)).min(bytes.len());
    match dice.roll(8) {
        0 if !bytes.is_empty() => {
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1 << dice.roll(8);
        }
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..upto)),
        3 => {
            let whole = bytes.clone();
            bytes.extend_from_slice(&whole[at..]);
        }
        4 => *bytes = lines(bytes, dice),
        5 => *bytes = valued(bytes, dice),
        _ => drop(bytes.splice(at..upto, dice.pick(PIECES).bytes())),
    }
}

/// Two lines change places.
fn lines(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let (a, b) = (dice.roll(lines.len()), dice.roll(lines.len()));
    if !lines.is_empty() {
        lines.swap(a, b);
    }
    lines.concat()
}

/// One key gets another value.
fn valued(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let keys: Vec<usize> = text.match_indices(" = ").map(|(at, _)| at + 3).collect();
    let Some(from) = keys.get(dice.roll(keys.len())).copied() else {
        return bytes.to_vec();
    };
    let end = text[from..]
        .find('\n')
        .map_or(text.len(), |length| from + length);
    let piece = dice.pick(PIECES);
    let value = if dice.roll(2) == 0 {
        format!("\"{piece}\"")
    } else {
        piece.to_owned()
    };
    format!("{}{value}{}", &text[..from], &text[end..]).into_bytes()
}

#[test]
fn no_damage_makes_a_command_panic() {
    let scene = verified::decided();
    let listed = scene.git(&["ls-files"]);
    let files: Vec<&str> = listed.lines().collect();
    let whole: BTreeMap<&str, Vec<u8>> = files
        .iter()
        .map(|path| (*path, scene.read(path).into_bytes()))
        .collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for round in 0..250 {
        let mut touched = Vec::new();
        for _ in 0..=dice.roll(3) {
            let path = dice.pick(&files);
            let mut bytes = std::fs::read(scene.path(path)).expect("a file to read");
            damage(&mut bytes, &mut dice);
            std::fs::write(scene.path(path), bytes).expect("a file");
            touched.push(path);
        }
        for arguments in [
            &["tally", "retention"][..],
            &["status", "retention"],
            &["show", "retention"],
            &["check"],
            &["verify"],
        ] {
            let (code, said) = ended(&scene, &[arguments, &["--worktree"]].concat());
            let hostile = said
                .chars()
                .any(|c| c != '\n' && c != '\t' && (c.is_control() || c == '\u{202e}'));
            assert!(
                !hostile,
                "round {round}, {touched:?}, {arguments:?}: {said:?}"
            );
            *ends.entry(format!("{} {code}", arguments[0])).or_default() += 1;
        }
        for path in touched {
            std::fs::write(scene.path(path), &whole[path]).expect("a file");
        }
    }
    // The damage is of all kinds: some of it is found, some of it stops a count, some does nothing.
    for end in [
        "tally ExitCode(unix_exit_status(0))",
        "tally ExitCode(unix_exit_status(3))",
        "check ExitCode(unix_exit_status(1))",
        "verify ExitCode(unix_exit_status(1))",
    ] {
        assert!(
            ends.get(end).is_some_and(|times| *times > 20),
            "{end}: {ends:?}"
        );
    }
}
