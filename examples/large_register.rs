//! Writes a large register as a stream for `git fast-import`, for measurements:
//! `cargo run --release --example large_register -- PROPOSALS POSITIONS | git fast-import`.
//!
//! The register has PROPOSALS proposals with POSITIONS positions each, all in one call, and POSITIONS
//! participants in four groups of two houses.

use std::io::{self, BufWriter, Write};

const CHARTER: &str = r#"format = 1
register = "large"
name = "A large register"

[[group]]
id = "registries"
name = "Registries"
house = "contracted"

[[group]]
id = "registrars"
name = "Registrars"
house = "contracted"

[[group]]
id = "business"
name = "Business"
house = "non-contracted"

[[group]]
id = "civil-society"
name = "Civil society"
house = "non-contracted"

[roles]
chair = ["p0"]

[track.decision]
title = "Decision"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "for-expires"
designates = "chair"

[[track.decision.gate]]
name = "quorum"
when = "answered >= 1/2 of eligible"

[[track.decision.level]]
name = "consensus"
when = "for >= 4/5 of cast and (for > 1/2 of cast or cast == 0) in each group"
outcome = "adopted"

[[track.decision.level]]
name = "no-consensus"
outcome = "no-consensus"
"#;

const TEXT: &str = "# A text\n";

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<u32>());
    let (Some(Ok(proposals)), Some(Ok(positions))) = (arguments.next(), arguments.next()) else {
        return Err(io::Error::other(
            "two numbers were expected: PROPOSALS POSITIONS",
        ));
    };
    let digest = plenary::value::digest::TextDigest::of(TEXT.as_bytes());
    let mut out = BufWriter::new(io::stdout().lock());
    begin(&mut out, 1, "Found the register", None)?;
    file(&mut out, "charter.toml", CHARTER)?;
    let groups = ["registries", "registrars", "business", "civil-society"];
    for n in 0..positions {
        let group = groups[n as usize % groups.len()];
        let record = format!("name = \"Participant {n}\"\ngroup = \"{group}\"\n");
        file(&mut out, &format!("participants/p{n}.toml"), &record)?;
    }
    for n in 0..proposals {
        let record = format!(
            "title = \"Proposal {n}\"\nquestion = \"Shall it be so?\"\ntrack = \"decision\"\n\
             text = \"text.md\"\nauthors = [\"p1\"]\n\n[[revision]]\nname = \"r1\"\n\
             at = 2026-01-01T00:00:00Z\nsha256 = \"{digest}\"\nmaterial = true\n"
        );
        file(&mut out, &format!("proposals/q{n}/proposal.toml"), &record)?;
        file(&mut out, &format!("proposals/q{n}/text.md"), TEXT)?;
    }
    // Only git knows the name of the first commit. So the calls name no commit, as in a register that is
    // part of another repository.
    begin(&mut out, 2, "Call and answer", Some(1))?;
    for n in 0..proposals {
        let call = format!(
            "track = \"decision\"\nquestion = \"Shall it be so?\"\nrevision = \"r1\"\n\
             sha256 = \"{digest}\"\nopens = 2026-01-01T00:00:00Z\ncloses = 2026-02-01T00:00:00Z\n\
             by = \"p0\"\n"
        );
        file(
            &mut out,
            &format!("proposals/q{n}/calls/1/call.toml"),
            &call,
        )?;
        for m in 0..positions {
            let answer = [
                "support", "accept", "support", "disagree", "support", "abstain",
            ];
            let answer = answer[((n + m) as usize) % answer.len()];
            let record =
                format!("position = \"{answer}\"\nreason = '''Because of {m} and {n}.'''\n");
            file(
                &mut out,
                &format!("proposals/q{n}/positions/p{m}.toml"),
                &record,
            )?;
        }
    }
    out.flush()
}

fn begin(out: &mut impl Write, mark: u32, message: &str, from: Option<u32>) -> io::Result<()> {
    writeln!(out, "commit refs/heads/main\nmark :{mark}")?;
    writeln!(
        out,
        "committer Maya Chen <maya@example.org> {} +0000",
        1_767_225_600 + mark
    )?;
    writeln!(out, "data {}\n{message}", message.len())?;
    match from {
        Some(from) => writeln!(out, "from :{from}"),
        None => Ok(()),
    }
}

fn file(out: &mut impl Write, path: &str, text: &str) -> io::Result<()> {
    writeln!(out, "M 100644 inline {path}\ndata {}\n{text}", text.len())
}
