/// A register in a folder of its own, for the examples of the documentation: founded by Ada, who
/// then adds Ben.
fn founded() -> (tempfile::TempDir, plenary::git::Repository) {
    use plenary::act::init::{Init, init};
    use plenary::git::{CommitMode, Identity, CommitOutcome, Repository, CommitInput};
    use plenary::register::entry::{PendingCommit, CommitMessage};
    use plenary::value::clock::Instant;
    use plenary::value::digest::CommitId;
    use plenary::value::id::{ParticipantId, RegisterId};

    let folder = tempfile::tempdir().unwrap();
    git2::Repository::init(folder.path()).unwrap();
    let write = |repository: &Repository, entry: &PendingCommit, base: Option<CommitId>| {
        let writing = CommitInput {
            author: Identity {
                name: "Ada".to_owned(),
                email: "ada@example.org".to_owned(),
            },
            now: Instant::parse("2026-05-18T12:00:00Z").unwrap(),
            how: CommitMode::Commit,
            authored: None,
            base,
        };
        match plenary::session::write(repository, entry, &writing).unwrap() {
            CommitOutcome::Commit { commit, .. } => commit,
            CommitOutcome::Staged | CommitOutcome::Unchanged => panic!("a commit was asked for"),
        }
    };
    let opened = init(&Init {
        preset: None,
        register: RegisterId::parse("notes").unwrap(),
        name: "Notes".to_owned(),
        chair: ParticipantId::parse("ada").unwrap(),
        chair_name: "Ada".to_owned(),
        email: Some("ada@example.org".to_owned()),
        group: None,
        standing: Vec::new(),
        weight: Vec::new(),
        account: None,
        service: None,
        editor: false,
    });
    let repository = Repository::open_for_init(folder.path()).unwrap();
    let first = write(&repository, &opened.unwrap(), None);
    let path = "participants/ben.toml".to_owned();
    let record = b"name = \"Ben\"\ngroup = \"general\"\nstanding = [\"member\"]\n".to_vec();
    let added = PendingCommit {
        files: std::collections::BTreeMap::from([(path, record)]),
        removed: std::collections::BTreeSet::new(),
        message: CommitMessage {
            subject: "Add Ben to the roster".to_owned(),
            trailers: vec![("By".to_owned(), "ada".to_owned())],
        },
    };
    write(&repository, &added, Some(first));
    (folder, repository)
}
