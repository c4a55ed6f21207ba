//! Copies the package, changes functions in the copy, builds it and runs its tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fmt, fs};

use sha2::{Digest, Sha256};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::constant::constant;
use crate::mutants::SWITCH;
use crate::source::{self, of_tests, told};

/// How long a changed run may take before it counts as noticed: a constant can make a loop endless.
const PATIENCE: Duration = Duration::from_secs(120);

/// One function whose body can be a constant.
#[derive(Clone)]
pub(crate) struct Function {
    /// The file below `src`.
    file: PathBuf,
    name: String,
    /// Line (from 1) and column (from 0, in characters) behind the brace that opens the body.
    line: usize,
    column: usize,
    constant: String,
}

impl fmt::Display for Function {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "src/{}:{} {} = {}",
            self.file.display(),
            self.line,
            self.name,
            self.constant
        )
    }
}

/// The copy, and the functions that are changed in it.
pub(crate) struct Package {
    home: PathBuf,
    here: PathBuf,
    changed: Vec<Function>,
}

/// The unit tests of a room, built.
pub(crate) struct Tests {
    program: PathBuf,
    home: PathBuf,
    filter: String,
}

impl Package {
    /// A fresh copy next to the build.
    pub(crate) fn copied() -> Result<Package, String> {
        let home = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let here = home.join("target/measure/package");
        if here.exists() {
            fs::remove_dir_all(&here).map_err(told)?;
        }
        for part in [
            "src",
            "docs",
            "examples",
            "tests",
            "Cargo.toml",
            "Cargo.lock",
            "README.md",
            "LICENSE",
        ] {
            copy(&home.join(part), &here.join(part))?;
        }
        Ok(Package {
            home,
            here,
            changed: Vec::new(),
        })
    }

    /// The functions that are changed, each by the number that the switch names.
    pub(crate) fn changed(&self) -> &[Function] {
        &self.changed
    }

    /// The tests of `room` with up to `count` functions changed; those that do not compile make room for others.
    pub(crate) fn build(&mut self, room: &str, count: usize) -> Result<Tests, String> {
        let mut open = functions(&self.home.join("src"), room)?;
        loop {
            self.changed = open.iter().take(count).cloned().collect();
            self.write(room)?;
            let built = self.cargo()?;
            let refused = self.refused(&built);
            if let Some(program) = program(&built) {
                let filter = format!("{room}::");
                return Ok(Tests {
                    program,
                    home: self.home.clone(),
                    filter,
                });
            }
            if refused.is_empty() {
                return Err(format!(
                    "the copy does not build: {}",
                    messages(&built).join("\n")
                ));
            }
            open.retain(|function| !refused.contains(&function.to_string()));
        }
    }

    /// Writes the room again, with the switch in every changed function.
    fn write(&self, room: &str) -> Result<(), String> {
        copy(
            &self.home.join("src").join(room),
            &self.here.join("src").join(room),
        )?;
        let files: BTreeSet<&PathBuf> =
            self.changed.iter().map(|function| &function.file).collect();
        for file in files {
            let text = fs::read_to_string(self.home.join("src").join(file)).map_err(told)?;
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            for (number, function) in self
                .changed
                .iter()
                .enumerate()
                .rev()
                .filter(|(_, one)| &one.file == file)
            {
                let line = lines
                    .get_mut(function.line - 1)
                    .ok_or("a line is missing")?;
                let at = line
                    .char_indices()
                    .nth(function.column)
                    .map_or(line.len(), |(at, _)| at);
                line.insert_str(
                    at,
                    &format!(
                        " if crate::changed({number}) {{ return {}; }}",
                        function.constant
                    ),
                );
            }
            fs::write(self.here.join("src").join(file), lines.join("\n")).map_err(told)?;
        }
        let root = fs::read_to_string(self.home.join("src/lib.rs")).map_err(told)?;
        fs::write(self.here.join("src/lib.rs"), root + &switch()).map_err(told)
    }

    /// Builds the copy next to the build of the package itself: cargo would confuse the two.
    fn cargo(&self) -> Result<Vec<serde_json::Value>, String> {
        let run = Command::new(env!("CARGO"))
            .args([
                "test",
                "--lib",
                "--no-run",
                "--offline",
                "--locked",
                "--message-format=json",
            ])
            .current_dir(&self.here)
            .env("CARGO_TARGET_DIR", self.home.join("target/measure/built"))
            .stderr(Stdio::null())
            .output()
            .map_err(told)?;
        let text = String::from_utf8_lossy(&run.stdout);
        Ok(text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect())
    }

    /// The changed functions at whose lines the compiler found errors.
    fn refused(&self, built: &[serde_json::Value]) -> BTreeSet<String> {
        let errors = built
            .iter()
            .filter(|one| one["message"]["level"] == "error");
        let spans = errors
            .filter_map(|error| error["message"]["spans"].as_array())
            .flatten();
        let places: BTreeSet<(String, u64)> = spans
            .filter_map(|span| {
                Some((
                    span["file_name"].as_str()?.to_owned(),
                    span["line_start"].as_u64()?,
                ))
            })
            .collect();
        self.changed
            .iter()
            .filter(|one| {
                places.contains(&(format!("src/{}", one.file.display()), one.line as u64))
            })
            .map(ToString::to_string)
            .collect()
    }
}

impl Tests {
    /// Whether the room's tests pass with the function of this number changed.
    pub(crate) fn pass(&self, changed: Option<usize>) -> Result<bool, String> {
        let mut run = Command::new(&self.program);
        run.arg(&self.filter)
            .current_dir(&self.home)
            .env_remove(SWITCH);
        if let Some(number) = changed {
            run.env(SWITCH, number.to_string());
        }
        let mut child = run
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(told)?;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = child.try_wait().map_err(told)? {
                return Ok(status.success());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        child.kill().map_err(told)?;
        child.wait().map_err(told)?;
        Ok(false)
    }
}

/// The function that every changed function asks whether it is the one.
fn switch() -> String {
    let named = format!("std::env::var(\"{SWITCH}\").ok().and_then(|number| number.parse().ok())");
    format!(
        "\nfn changed(number: usize) -> bool {{\n    \
         static NAMED: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();\n    \
         *NAMED.get_or_init(|| {named}) == Some(number)\n}}\n"
    )
}

/// Every function of a room that has a constant, in an order that depends on names alone.
fn functions(src: &Path, room: &str) -> Result<Vec<Function>, String> {
    let mut files = Vec::new();
    source::files(&src.join(room), &mut files)?;
    let mut found = Vec::new();
    let mut of_tests = BTreeSet::new();
    for path in &files {
        let text = fs::read_to_string(path).map_err(told)?;
        let tree =
            syn::parse_file(&text).map_err(|fault| format!("{}: {fault}", path.display()))?;
        let file = path.strip_prefix(src).map_err(told)?.to_owned();
        let mut finder = Finder {
            file,
            within: Vec::new(),
            found: &mut found,
            of_tests: &mut of_tests,
        };
        finder.visit_file(&tree);
    }
    found.retain(|function| {
        !of_tests
            .iter()
            .any(|module| source::is_within(&function.file, module))
    });
    found.sort_by_cached_key(|function| {
        let named = format!("{} {}", function.name, function.constant);
        Sha256::digest(named.as_bytes()).to_vec()
    });
    Ok(found)
}

struct Finder<'a> {
    file: PathBuf,
    within: Vec<String>,
    found: &'a mut Vec<Function>,
    /// Modules that only tests have, as paths below `src` without their ending.
    of_tests: &'a mut BTreeSet<PathBuf>,
}

impl Finder<'_> {
    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let name = [self.within.as_slice(), &[signature.ident.to_string()]]
            .concat()
            .join("::");
        let truth = Sha256::digest(name.as_bytes())[0] % 2 == 0;
        let plain = matches!(
            body.stmts.as_slice(),
            [syn::Stmt::Expr(
                syn::Expr::Lit(_) | syn::Expr::Path(_),
                None
            )]
        );
        if signature.constness.is_some() || plain || body.stmts.is_empty() {
            return;
        }
        if let Some(constant) = constant(&signature.output, truth) {
            let brace = body.brace_token.span.open().span().end();
            let (line, column) = (brace.line, brace.column);
            self.found.push(Function {
                file: self.file.clone(),
                name,
                line,
                column,
                constant,
            });
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.attrs.iter().any(of_tests) {
            self.of_tests
                .insert(source::module(&self.file, &module.ident));
            return;
        }
        visit::visit_item_mod(self, module);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !function.attrs.iter().any(of_tests) {
            self.function(&function.sig, &function.block);
        }
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let named = match &*block.self_ty {
            syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        self.within.push(named.unwrap_or_default());
        visit::visit_item_impl(self, block);
        self.within.pop();
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.function(&function.sig, &function.block);
    }
}

/// The path of the test program, where the build made one.
fn program(built: &[serde_json::Value]) -> Option<PathBuf> {
    let made = built.iter().filter(|one| one["profile"]["test"] == true);
    made.filter_map(|one| one["executable"].as_str())
        .next_back()
        .map(PathBuf::from)
}

fn messages(built: &[serde_json::Value]) -> Vec<&str> {
    built
        .iter()
        .filter_map(|one| one["message"]["rendered"].as_str())
        .collect()
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if !from.is_dir() {
        let folder = to.parent().ok_or("a path without a folder")?;
        fs::create_dir_all(folder).map_err(told)?;
        return fs::copy(from, to)
            .map(|_| ())
            .map_err(|fault| format!("{}: {fault}", from.display()));
    }
    for entry in fs::read_dir(from).map_err(told)? {
        let entry = entry.map_err(told)?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
