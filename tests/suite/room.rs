//! Makes a scene for the screens: several proposals in every stage, with their records.

use crate::body::{self, give, object};
use crate::scene::Scene;

fn proposed(scene: &Scene, title: &str, more: &str) {
    scene.write(".git/draft.md", "A text.\n");
    let options = [
        "propose",
        title,
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
        "--as",
        "ann",
    ];
    scene.ok(&options);
    let id = title.to_lowercase();
    let path = format!("proposals/{id}/proposal.toml");
    let text = scene.read(&path);
    let (head, revisions) = text.split_once("\n[[revision]]").expect("a revision");
    let (keys, tables) = more.split_once("---\n").unwrap_or((more, ""));
    scene.write(
        &path,
        &format!("{head}\n{keys}\n[[revision]]{revisions}\n{tables}"),
    );
    scene.commit(&format!("Say more of {id}"), "2026-05-01T09:00:00Z");
}

/// Decided with an appeal (archive), over (backups), open with an objection (retention), and in
/// discussion (deletion); a meeting with an action item. It is 13 May 2026, 10:00 UTC.
pub(crate) fn room() -> Scene {
    crate::kept::scene("room", || {
        let mut scene = body::founded();
        let charter = scene.read("charter.toml");
        let charter = charter
            .replacen("[track.policy]\n", "[track.policy]\nappeal = \"30d\"\n", 1)
            .replacen(
                "id = \"east\"\n",
                "id = \"east\"\npublic-interest = true\n",
                1,
            )
            .replacen(
                "identity = \"none\"",
                "identity = \"none\"\ninterests = \"12 months\"",
                1,
            );
        scene.write("charter.toml", &charter);
        for who in [
            "maya", "idris", "sec", "ben", "cid", "dee", "eve", "alt", "obs",
        ] {
            let path = format!("participants/{who}.toml");
            let text = scene.read(&path);
            let said = "interests = \"None.\"\ninterests-updated = 2026-01-01\n";
            scene.write(&path, &format!("{text}{said}"));
        }
        scene.commit("Ask for statements", "2026-05-01T08:10:00Z");
        proposed(&scene, "Archive", "");
        proposed(&scene, "Backups", "workstream = \"storage\"\n");
        proposed(
            &scene,
            "Deletion",
            "workstream = \"storage\"\nshepherd = \"ben\"\n---\n[[milestone]]\nname = \"first text\"\n\
             due = 2026-05-10T00:00:00Z\n\n[[milestone]]\nname = \"outline\"\ndue = 2026-05-02T00:00:00Z\n\
             done = 2026-05-02T00:00:00Z\n",
        );
        proposed(&scene, "Retention", "shepherd = \"ben\"\n");
        let open = |id: &str, closes: &str| scene.ok(&["call", "open", id, "--closes", closes]);
        open("archive", "2026-05-09T09:00Z");
        open("backups", "2026-05-12T09:00Z");
        open("retention", "2026-05-20T09:00Z");
        let support = |id: &str, people: &[&str]| {
            for who in people {
                scene.ok(&["position", id, "support", "--as", who]);
            }
        };
        support("archive", &["maya", "ann", "ben", "eve"]);
        support("backups", &["maya", "ann", "ben", "dee"]);
        let objection = [
            "object",
            "archive",
            "--about",
            "scope",
            "--problem",
            "Too wide.",
        ];
        scene.ok(&[
            &objection[..],
            &["--resolve", "Less.", "--id", "scope", "--as", "cid"],
        ]
        .concat());
        give(
            &scene,
            &[("maya", "support"), ("ann", "accept"), ("cid", "disagree")],
        );
        object(&scene);
        scene.ok(&["respond", "cid.cost", "r2 will be cheaper.", "--as", "ann"]);
        scene.write(
            "meetings/2026-05-06.toml",
            "present = [\"maya\", \"ann\"]\n\n[[action]]\naction = \"Ask the archive\"\nowner = \"ben\"\n\
             due = 2026-05-12T00:00:00Z\n\n[[action]]\naction = \"Book a room\"\nowner = \"sec\"\n\
             done = 2026-05-07T00:00:00Z\n",
        );
        scene.write("meetings/2026-05-06.md", "# Minutes\n");
        scene.commit("Hold a meeting", "2026-05-06T09:00:00Z");
        scene.now("2026-05-10T10:00:00Z");
        scene.ok(&[
            "dispose",
            "cid.scope",
            "set-aside",
            "--reason",
            "It is about another text.",
        ]);
        let decide = [
            "decide",
            "archive",
            "--designation",
            "consensus",
            "--sign-off",
        ];
        scene.ok(&decide);
        scene.write(
            "proposals/archive/calls/1/appeals/cid.toml",
            "problem = '''Nobody answered me.'''\nasks = '''Another call.'''\nat = 2026-05-11T09:00:00Z\n",
        );
        scene.commit("Appeal", "2026-05-11T09:00:00Z");
        scene.now("2026-05-13T10:00:00Z");
        scene
    })
}
