//! What the checks of a tree found, before and after its place in the file was looked up.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::reader::Places;
use crate::register::records::Register;
use crate::value::code::Code;
use crate::value::finding::{Finding, Place};

/// The most faults of one kind that are reported of one file.
const MOST: usize = 20;

/// Where in its file a fault stands.
enum Spot {
    /// The whole file.
    File,
    /// A line, from 1.
    Line(u32),
    /// The value to which the keys lead, parted by `/`.
    Key(String),
    /// The same, and the byte in the text that the value is.
    Inside(String, usize),
}

/// A fault of one file.
pub(super) struct Fault {
    spot: Spot,
    sentence: String,
    hint: Option<String>,
    because: Vec<String>,
}

impl Fault {
    /// A fault of a whole file.
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self {
            spot: Spot::File,
            sentence: sentence.into(),
            hint: None,
            because: Vec::new(),
        }
    }

    /// The same, at the value to which the keys lead: `track/policy/gate/1/when`.
    pub(super) fn key(mut self, way: impl Into<String>) -> Self {
        self.spot = Spot::Key(way.into());
        self
    }

    /// The same, at a byte of the text to which the keys lead.
    pub(super) fn inside(mut self, way: &str, at: usize) -> Self {
        self.spot = Spot::Inside(way.to_owned(), at);
        self
    }

    /// The same, at a line.
    pub(super) fn line(mut self, line: u32) -> Self {
        self.spot = Spot::Line(line);
        self
    }

    /// The same, with what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, which a change of another file also causes; a path that ends in `/` stands for
    /// every file of that folder.
    pub(super) fn because(mut self, path: impl Into<String>) -> Self {
        self.because.push(path.into());
        self
    }
}

/// The faults of one check, as it finds them.
pub(super) struct Found {
    code: &'static Code,
    by_path: BTreeMap<String, (Vec<Fault>, usize)>,
}

impl Found {
    pub(super) fn of(code: &'static Code) -> Self {
        Self {
            code,
            by_path: BTreeMap::new(),
        }
    }

    /// Notes a fault of the file at `path`. What is said of it is only put together where there is
    /// room for it, so that a hostile file cannot keep the program busy with its faults.
    pub(super) fn note(&mut self, path: &str, fault: impl FnOnce() -> Fault) {
        if !self.by_path.contains_key(path) {
            self.by_path.insert(path.to_owned(), (Vec::new(), 0));
        }
        if let Some((faults, more)) = self.by_path.get_mut(path) {
            match faults.len() < MOST {
                true => faults.push(fault()),
                false => *more += 1,
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Filed> {
        let code = self.code;
        let filed = move |path: &String, fault| Filed {
            code,
            path: path.clone(),
            fault,
        };
        let of_file = |(path, (mut faults, more)): (String, (Vec<Fault>, usize))| {
            if more > 0 {
                faults.push(Fault::new(format!(
                    "and {more} more of this kind stand in this file"
                )));
            }
            let all: Vec<Filed> = faults
                .into_iter()
                .map(|fault| filed(&path, fault))
                .collect();
            all
        };
        self.by_path.into_iter().flat_map(of_file).collect()
    }
}

/// A fault with its code and its file.
pub(super) struct Filed {
    code: &'static Code,
    path: String,
    fault: Fault,
}

/// A finding, and which changes cause it.
pub(super) struct Caused {
    pub(super) finding: Finding,
    because: Vec<String>,
}

impl Caused {
    /// A finding that only its own file causes.
    pub(super) fn by_itself(finding: Finding) -> Self {
        Self {
            finding,
            because: Vec::new(),
        }
    }

    /// Whether a change of one of these files causes it.
    pub(super) fn is_caused_by(&self, paths: &BTreeSet<String>) -> bool {
        let touched = |reason: &String| match reason.ends_with('/') {
            true => paths
                .range(reason.clone()..)
                .next()
                .is_some_and(|path| path.starts_with(reason)),
            false => paths.contains(reason),
        };
        paths.contains(&self.finding.place.path) || self.because.iter().any(touched)
    }
}

/// The faults with their places; each file is opened once.
pub(super) fn placed(register: &Register, mut faults: Vec<Filed>) -> Vec<Caused> {
    faults.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = Vec::new();
    for of_file in faults.chunk_by_mut(|a, b| a.path == b.path) {
        let path = of_file.first().map_or("", |filed| &filed.path).to_owned();
        let bytes = register.bytes(&path).unwrap_or_default();
        let places = Places::of(&path, bytes);
        out.extend(of_file.iter_mut().map(|filed| caused(filed, &places)));
    }
    out
}

fn caused(filed: &mut Filed, places: &Places<'_>) -> Caused {
    let place = match &filed.fault.spot {
        Spot::File => Place::file(&filed.path),
        Spot::Line(line) => Place::spot(&filed.path, *line, 1),
        Spot::Key(way) => places.at(way),
        Spot::Inside(way, at) => places.inside(way, *at),
    };
    let mut finding = Finding::new(filed.code, place, std::mem::take(&mut filed.fault.sentence));
    finding.hint = filed.fault.hint.take();
    Caused {
        finding,
        because: std::mem::take(&mut filed.fault.because),
    }
}

#[cfg(test)]
mod tests {
    use super::{Caused, Fault, Found, placed};
    use crate::blessed::screen;
    use crate::register::sample::Sample;
    use crate::value::code;

    fn caused(path: &str) -> Caused {
        let mut found = Found::of(code::S119);
        found.note("proposals/p/proposal.toml", || {
            Fault::new("missing").because("proposals/p/")
        });
        let all = placed(&Sample::default().faulty(), found.finish());
        let caused = all.into_iter().next().unwrap();
        assert_eq!(caused.finding.place.path, path);
        caused
    }

    #[test]
    fn a_folder_as_reason_stands_for_all_its_files() {
        let caused = caused("proposals/p/proposal.toml");
        let by = |path: &str| caused.is_caused_by(&[path.to_owned()].into());
        assert!(by("proposals/p/text.md"));
        assert!(by("proposals/p/proposal.toml"));
        assert!(!by("proposals/p-2/text.md"));
        assert!(!by("proposals/o/text.md"));
    }

    #[test]
    fn a_file_full_of_faults_is_cut_short_and_says_so() {
        let mut found = Found::of(code::S120);
        for n in 0..25 {
            found.note("f.toml", || Fault::new(format!("fault {n}")));
        }
        let all = placed(&Sample::default().faulty(), found.finish());
        assert_eq!(all.len(), 21);
        let last = &all.last().unwrap().finding.sentence;
        assert!(last.contains(" 5 "), "{last}");
        screen("check/a_file_full_of_faults", &format!("{last}\n"));
    }
}
