//! The arrows of the house hold: what each crate may stand on, and who alone may name the libraries that matter.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gungman_tests::workspace;

/// Each crate's folder, its name, and the crates of ours it may stand on.
const HOUSE: [(&str, &str, &[&str]); 9] = [
    ("crates/core", "gungman-core", &[]),
    ("crates/lang", "gungman-lang", &["gungman-core"]),
    ("crates/export", "gungman-export", &["gungman-core"]),
    ("crates/store", "gungman-store", &["gungman-core"]),
    ("crates/engine", "gungman-engine", &["gungman-core"]),
    ("crates/engine/worker", "gungman-worker", &["gungman-engine"]),
    (
        "crates/app",
        "gungman-app",
        &["gungman-core", "gungman-lang", "gungman-export", "gungman-store", "gungman-engine"],
    ),
    ("crates/cli", "gungman-cli", &["gungman-app", "gungman-core", "gungman-engine", "gungman-store"]),
    (".", "gungman", &["gungman-app", "gungman-core", "gungman-engine", "gungman-store"]),
];

/// A library, and the only folders whose code may name it.
const OWNERS: [(&str, &[&str]); 10] = [
    ("llama_cpp", &["crates/engine/worker/"]),
    ("sqlx", &["crates/store/"]),
    ("opencc_rust", &["crates/lang/src/script"]),
    ("docx_rs", &["crates/export/"]),
    ("printpdf", &["crates/export/"]),
    ("tauri::", &["src-tauri/"]),
    ("tauri_plugin", &["src-tauri/"]),
    // Nobody opens a connection, save the worker that shows it cannot.
    ("std::net", &["crates/engine/worker/src/cage/attempts.rs", "crates/engine/worker/tests/cage.rs"]),
    ("tokio::net", &[]),
    ("os::unix::net", &["crates/engine/worker/src/cage/attempts.rs"]),
];

#[test]
fn every_crate_stands_only_on_the_floors_below() {
    for (folder, name, allowed) in HOUSE {
        let text = std::fs::read_to_string(workspace().join(folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some(name), "{folder}");
        for table in ["dependencies", "build-dependencies"] {
            let dependencies = manifest.get(table).and_then(toml::Value::as_table);
            for dependency in dependencies.into_iter().flat_map(|table| table.keys()) {
                assert!(
                    !dependency.starts_with("gungman-") || allowed.contains(&dependency.as_str()),
                    "{name} may not stand on {dependency}"
                );
            }
        }
    }
}

#[test]
fn only_its_owner_names_a_library() {
    let mut sources = BTreeMap::new();
    for folder in ["crates", "src-tauri"] {
        collect(&workspace().join(folder), &mut sources);
    }
    assert!(sources.len() > 50, "the walk found the sources");
    for (library, owners) in OWNERS {
        for (path, text) in &sources {
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let owned = owners.iter().any(|owner| path.starts_with(owner));
            assert!(owned || !code.contains(library), "{path} names {library}, which belongs to {owners:?}");
        }
    }
}

#[test]
fn the_desktop_package_is_not_a_default_member() {
    let text = std::fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let defaults = manifest["workspace"]["default-members"].as_array().unwrap();
    assert!(defaults.iter().all(|member| member.as_str() != Some(".")));
}

fn collect(folder: &Path, sources: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(workspace()).unwrap().display().to_string();
            sources.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}
