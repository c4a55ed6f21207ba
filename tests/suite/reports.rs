//! The screens of real registers: the examples, read from their folders.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use plenary::register::freeze::Moments;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::render::format::{Canvas, Format};
use plenary::render::page::Page;
use plenary::render::render;
use plenary::report::status::Status;
use plenary::report::tally::TallyReport;
use plenary::report::when::LocalOffset;
use plenary::tally::{Tally, tally};
use plenary::value::clock::Instant;
use plenary::value::id::ProposalId;

fn example(name: &str) -> Register {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    let proposals: BTreeSet<String> = files
        .keys()
        .filter_map(|path: &String| path.strip_prefix("proposals/")?.split('/').next())
        .map(str::to_owned)
        .collect();
    Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        files,
        proposals,
    })
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Content>) {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("inside")
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, Content::Plain(std::fs::read(&path).expect("a file")));
        }
    }
}

fn moments(register: &Register, proposal: &str, now: &str) -> (Moments, Tally) {
    let id = ProposalId::parse(proposal).expect("an id");
    let now = Instant::parse(now).expect("an instant");
    let moments = Moments::all_as_asked(register.clone(), &id, now);
    let tally = tally(&moments, &id).expect("a tally");
    (moments, tally)
}

fn on(width: usize, page: &Page) -> String {
    render(page, Format::Table, &Canvas::terminal(width))
}

#[test]
fn the_ballot_of_2007_failed_by_five_and_by_one() {
    let register = example("iso-29500");
    let (moments, tally) = moments(&register, "dis-29500-2007", "2007-09-03T12:00:00Z");
    let page = on(100, &TallyReport::of(&tally, None).page());
    let expected = "\
  1          for >= 2/3 of cast in group   for: 17 of the 32 for or      at least 22  no, 5 short
             p-members                     against in p-members
  2          against <= 1/4 of cast        against: 18 of the 69 for or  at most 17   no, 1 too many
";
    assert!(page.contains(expected), "{page}");
    let status = Status::of(&register, &moments, &tally, LocalOffset::Hidden);
    let page = on(100, &status.page());
    assert!(page.contains("17 of 32 = 53.1 %; needs 22"), "{page}");
    assert!(page.contains("18 of 69 = 26 %; at most 17"), "{page}");
}
