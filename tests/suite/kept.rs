//! Keeps scenes that many tests start from: each is made once, kept in memory, and written out for every test.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use crate::scene::Scene;

/// A scene as it was when it was made: its folders and files by path, and the moment in it.
pub(crate) struct Kept {
    folders: Vec<PathBuf>,
    files: Vec<(PathBuf, Vec<u8>, Permissions)>,
    now: String,
}

impl Kept {
    fn of(scene: &Scene, now: &str) -> Self {
        let root = scene.dir();
        let mut kept = Self {
            folders: vec![PathBuf::new()],
            files: Vec::new(),
            now: now.to_owned(),
        };
        let mut next = 0;
        while let Some(folder) = kept.folders.get(next).cloned() {
            next += 1;
            for entry in std::fs::read_dir(root.join(&folder)).expect("a folder to read") {
                let entry = entry.expect("an entry");
                let (path, place) = (folder.join(entry.file_name()), entry.path());
                let about = place.symlink_metadata().expect("a file to look at");
                assert!(
                    !about.is_symlink(),
                    "a kept scene has files and folders only"
                );
                if about.is_dir() {
                    kept.folders.push(path);
                } else {
                    let bytes = std::fs::read(&place).expect("a file to read");
                    kept.files.push((path, bytes, about.permissions()));
                }
            }
        }
        kept
    }

    fn write(&self, root: &Path) {
        for folder in &self.folders {
            std::fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        for (path, bytes, permissions) in &self.files {
            let place = root.join(path);
            std::fs::write(&place, bytes).expect("a file");
            std::fs::set_permissions(&place, permissions.clone()).expect("its permissions");
        }
    }
}

/// A scene like the one of this name, which is made if it is missing. A test that needs it while another test makes
/// it waits.
pub(crate) fn scene(name: &str, make: impl FnOnce() -> Scene) -> Scene {
    static ALL: Mutex<BTreeMap<String, Arc<OnceLock<Kept>>>> = Mutex::new(BTreeMap::new());
    let one = {
        let mut all = ALL.lock().expect("a lock");
        Arc::clone(all.entry(name.to_owned()).or_default())
    };
    let kept = one.get_or_init(|| {
        let made = make();
        Kept::of(&made, made.moment())
    });
    let mut scene = Scene::folder();
    kept.write(&scene.dir());
    scene.now(&kept.now);
    scene
}

#[test]
fn a_kept_scene_is_made_once_and_written_for_each() {
    let make = || {
        let mut scene = Scene::repository();
        scene.now("2026-05-02T09:00:00Z");
        scene.write("a/b.txt", "text\n");
        scene.commit("First", "2026-05-01T00:00:00Z");
        scene
    };
    let first = scene("kept/first", make);
    first.write("a/b.txt", "another text\n");
    let second = scene("kept/first", || panic!("made again"));
    assert_eq!(second.read("a/b.txt"), "text\n");
    assert_eq!(second.git(&["status", "--porcelain"]), "");
    assert_eq!(second.moment(), "2026-05-02T09:00:00Z");
    assert_ne!(first.dir(), second.dir());
}
