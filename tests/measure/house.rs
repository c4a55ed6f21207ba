//! Measures the rooms: lines without blank lines, comments and tests, files, and the lengths of functions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::source::{self, of_tests, told};

/// Lines and files of one room.
#[derive(Default)]
struct Room {
    lines: usize,
    files: usize,
}

/// What one file has, apart from its tests.
#[derive(Default)]
struct Measured {
    /// First and last line of what only tests have.
    tests: Vec<(usize, usize)>,
    /// Modules that only tests have.
    modules: Vec<PathBuf>,
    /// The length of each function, from its name to its closing brace.
    functions: Vec<usize>,
    file: PathBuf,
}

/// Prints the measures of `src`.
pub(crate) fn run() -> ExitCode {
    match print(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

fn print(src: &Path) -> Result<(), String> {
    let mut paths = Vec::new();
    source::files(src, &mut paths)?;
    let mut measured = Vec::new();
    for path in &paths {
        measured.push((path, Measured::of(src, path)?));
    }
    let of_tests: BTreeSet<PathBuf> = measured
        .iter()
        .flat_map(|(_, one)| one.modules.clone())
        .collect();
    measured.retain(|(_, one)| {
        !of_tests
            .iter()
            .any(|module| source::is_within(&one.file, module))
    });
    let mut rooms: BTreeMap<String, Room> = BTreeMap::new();
    for (path, one) in &measured {
        let name = one
            .file
            .iter()
            .next()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let room = rooms.entry(name).or_default();
        room.lines += one.lines(&fs::read_to_string(path).map_err(told)?);
        room.files += 1;
    }
    told_rooms(&rooms);
    let mut functions: Vec<usize> = measured
        .into_iter()
        .flat_map(|(_, one)| one.functions)
        .collect();
    functions.sort_unstable();
    let at = |percent: usize| {
        functions
            .get((functions.len() * percent / 100).min(functions.len().saturating_sub(1)))
            .copied()
    };
    if let (Some(median), Some(most), Some(longest)) = (at(50), at(90), at(100)) {
        println!(
            "{} functions: median {median} lines, 90 % up to {most}, longest {longest}",
            functions.len()
        );
    }
    Ok(())
}

fn told_rooms(rooms: &BTreeMap<String, Room>) {
    let lines: usize = rooms.values().map(|room| room.lines).sum();
    let files: usize = rooms.values().map(|room| room.files).sum();
    for (name, room) in rooms {
        let share = room.lines * 1000 / lines.max(1);
        println!(
            "{name:12}{:7} lines {:4} files {:3}.{} %",
            room.lines,
            room.files,
            share / 10,
            share % 10
        );
    }
    println!("{:12}{lines:7} lines {files:4} files", "all");
}

impl Measured {
    fn of(src: &Path, path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(told)?;
        let tree =
            syn::parse_file(&text).map_err(|fault| format!("{}: {fault}", path.display()))?;
        let file = path.strip_prefix(src).map_err(told)?.to_owned();
        let mut measured = Self {
            file,
            ..Self::default()
        };
        measured.visit_file(&tree);
        Ok(measured)
    }

    /// The lines that are neither blank nor comment nor a test's.
    fn lines(&self, text: &str) -> usize {
        let of_tests = |line: usize| {
            self.tests
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&line))
        };
        let numbered = text.lines().enumerate().filter(|(at, _)| !of_tests(at + 1));
        numbered
            .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
            .count()
    }

    /// Leaves out what only tests have, and says whether it is.
    fn is_test(&mut self, attributes: &[syn::Attribute], whole: proc_macro2::Span) -> bool {
        let test = attributes.iter().any(of_tests);
        if test {
            self.tests.push((whole.start().line, whole.end().line));
        }
        test
    }

    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let (first, last) = (signature.span().start().line, body.span().end().line);
        self.functions.push(last - first + 1);
    }
}

impl<'ast> Visit<'ast> for Measured {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if self.is_test(&module.attrs, module.span()) {
            self.modules.push(source::module(&self.file, &module.ident));
            return;
        }
        visit::visit_item_mod(self, module);
    }

    fn visit_item_use(&mut self, used: &'ast syn::ItemUse) {
        self.is_test(&used.attrs, used.span());
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        if !self.is_test(&block.attrs, block.span()) {
            visit::visit_item_impl(self, block);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !self.is_test(&function.attrs, function.span()) {
            self.function(&function.sig, &function.block);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !self.is_test(&function.attrs, function.span()) {
            self.function(&function.sig, &function.block);
        }
    }
}
